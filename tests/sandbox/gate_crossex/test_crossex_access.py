"""Who may ask the simulated CrossEx, and how often."""

from __future__ import annotations

import time

import pytest

from tests.sandbox.gate_crossex.conftest import Meet
from tests.sandbox.gate_crossex.trader import ADA, Trader

pytestmark = pytest.mark.anyio

KEYS = "/api/v4/account/main_keys"


async def test_public_calls_need_no_key_and_time_is_gates_own(main: Trader) -> None:
    told = (await main.rest.get("/api/v4/spot/time")).json()
    assert abs(told["server_time"] - time.time() * 1000) < 5_000
    assert {row["exchange_type"] for row in await main.public("rule/symbols")} > {"BINANCE", "OKX", "GATE"}
    (tiers,) = await main.public("rule/risk_limits", {"symbols": ADA})
    assert tiers["tiers"][0]["leverage_max"] == "18"
    assert (await main.public("transfers/coin", {"coin": "USDT"}))[0]["is_disabled"] == 0


async def test_each_wrong_part_of_a_signed_call_has_its_label(main: Trader) -> None:
    answer = await main.rest.get("/api/v4/crossex/accounts")
    assert (answer.status_code, answer.json()["label"]) == (401, "MISSING_REQUIRED_HEADER")
    assert await main.label("GET", "accounts", KEY="0" * 32) == "INVALID_KEY"
    assert await main.label("GET", "accounts", SIGN="0" * 128) == "INVALID_SIGNATURE"
    assert await main.label("GET", "accounts", stamp=str(int(time.time()) - 61)) == "REQUEST_EXPIRED"
    assert await main.label("GET", "accounts", key="expired") == "INVALID_KEY"
    refused = await main.ask("GET", "accounts", key="read_wrong_ip")
    assert refused.json() == {"label": "IP_FORBIDDEN", "message": "Request IP not in whitelist: 203.0.113.7"}
    assert await main.label("GET", "accounts/nowhere") == "NOT_FOUND"


async def test_a_fraction_of_a_second_in_the_timestamp_is_taken_as_the_documents_sample_sends_it(main: Trader) -> None:
    assert (await main.ask("GET", "accounts", stamp=f"{time.time():.6f}")).status_code == 200


async def test_reading_and_writing_are_two_permissions(main: Trader) -> None:
    assert await main.label("GET", "accounts", key="read_no_crossex") == "FORBIDDEN"
    assert await main.label("DELETE", "orders/1", key="read") == "READ_ONLY"
    assert await main.label("DELETE", "orders/1") == "TRADE_ORDER_NOT_FOUND_ERROR"
    spot = {"coin": "USDT", "amount": "1", "from": "SPOT", "to": "CROSSEX"}
    assert await main.label("POST", "transfers", None, spot) == "FORBIDDEN"
    assert (await main.ask("POST", "transfers", None, spot, key="transfer")).status_code == 200


async def test_a_key_is_told_its_permissions_where_the_venue_lets_it(main: Trader) -> None:
    told = await main.get(KEYS, key="withdraw")
    assert told["perms"] == [{"name": "crossx", "read_only": False}, {"name": "withdraw", "read_only": False}]
    assert str(told["user_id"]) == main.uid
    assert (await main.get("/api/v4/account/detail"))["ip_whitelist"] == []
    await main.settings(introspection=False)
    assert await main.label("GET", KEYS) == "FORBIDDEN"


async def test_an_account_that_never_opened_crossex_does_not_exist(meet: Meet) -> None:
    assert await meet("unopened").label("GET", "accounts") == "USER_NOT_EXIST"


async def test_budgets_are_counted_by_call_and_refused_with_the_time_to_wait(main: Trader) -> None:
    order = {"coin": "USDT", "amount": "0", "from": "SPOT", "to": "CROSSEX"}
    for _ in range(10):
        assert await main.label("POST", "transfers", None, order) == "COMMON_PARAM_BIND_ERROR"
    refused = await main.ask("POST", "transfers", None, order)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.json()["label"] == "TOO_MANY_REQUESTS"
    assert (await main.ask("GET", "transfers")).status_code == 200
