"""Who is let in at the simulated Toobit: signatures of every form, keys, addresses, clocks, budgets."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.sandbox.toobit.conftest import Hire
from tests.sandbox.toobit.trader import BTC, LEADER, Trader, sign

pytestmark = pytest.mark.anyio
BALANCE = "/api/v1/futures/balance"


async def signed(main: Trader, method: str, query: str, body: str, **headers: str) -> Any:
    """Query and body as they are, signed together at the end of the query, or of a body without one."""
    key = main.keys["trade"]
    made = f"signature={sign(key['secret'], query + body)}"
    query, body = (f"{query}&{made}", body) if query else (query, f"{body}&{made}")
    sent = {"X-BB-APIKEY": key["api_key"], **headers}
    return await main.http.request(method, f"/api/v1/futures/order?{query}", content=body, headers=sent)


async def test_a_signature_covers_query_and_form_without_anything_between(main: Trader):
    now = time.time_ns() // 1_000_000
    order = f"symbol={BTC}&side=BUY_OPEN&type=LIMIT&quantity=1&price={await main.last():.0f}&timeInForce=GTC"
    for index, (query, body) in enumerate(
        (
            (f"{order}&newClientOrderId=q&timestamp={now}", ""),
            ("", f"{order}&newClientOrderId=b&recvWindow=5000&timestamp={now}"),
            (order, f"newClientOrderId=m&timestamp={now}"),
        )
    ):
        answer = await signed(main, "POST", query, body, **{"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.json()["clientOrderId"] == "qbm"[index], answer.text


async def test_json_is_signed_byte_for_byte_after_the_query(main: Trader):
    good = await main.order()
    assert good["code"] == 200
    body = {"symbol": BTC, "side": "BUY", "positionSide": "LONG", "type": "MARKET", "quantity": "1"}
    assert await main.code("POST", "/api/v2/futures/order", body=body, signs_body=False) == -1022


async def test_what_a_put_signs_can_be_told_both_ways(main: Trader):
    config = await main.data(f"{LEADER}/config")
    body = config | {name: int(config[name]) for name in ("unLeadStartTime", "unLeadEndTime")}
    put = ("PUT", f"{LEADER}/config")
    assert await main.code(*put, body=body) == 200
    assert await main.code(*put, body=body, signs_body=False) == -1022
    await main.do("/toobit/settings", put_signs_body=False)
    assert await main.code(*put, body=body, signs_body=False) == 200
    await main.do("/toobit/settings", put_signs_body=True)


@pytest.mark.parametrize(
    ("headers", "code"),
    [({"X-BB-APIKEY": ""}, -1107), ({"X-BB-APIKEY": "short"}, -2014), ({"X-BB-APIKEY": "A" * 64}, -2015)],
)
async def test_keys_that_are_none(main: Trader, headers: dict[str, str], code: int):
    assert await main.code("GET", BALANCE, headers=headers) == code


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("main", "read", 200),
        ("main", "expired", -2017),
        ("main", "read_wrong_ip", -2015),
        ("careful", "read", -1023),
        ("careful", "read_bound", 200),
        ("ordinary", "read", 200),
    ],
)
async def test_keys_that_are_the_wrong_ones(hire: Hire, name: str, kind: str, code: int):
    assert await hire(name).code("GET", BALANCE, key=kind) == code


async def test_a_suspended_account_says_so(hire: Hire):
    second = hire("second")
    await second.facts(suspended="true")
    assert await second.code("GET", BALANCE) == -2018
    await second.facts(suspended="")


async def test_a_read_key_is_refused_every_write(main: Trader):
    for method, path in (
        ("POST", "/api/v2/futures/order"),
        ("DELETE", f"{LEADER}/followers/1"),
        ("PUT", f"{LEADER}/config"),
        ("POST", "/api/v1/futures/leverage"),
    ):
        answer = await main.send(method, path, key="read", body={})
        assert answer.json() == {"code": -1020, "msg": "This operation is not supported."}


async def test_the_clock_has_a_window(main: Trader):
    now = time.time_ns() // 1_000_000
    assert await main.code("GET", BALANCE, at_ms=now - 6_000) == -1021
    assert await main.code("GET", BALANCE, at_ms=now - 6_000, recvWindow=20_000) == 200
    assert await main.code("GET", BALANCE, at_ms=now + 5_000) == -1021
    assert await main.code("GET", BALANCE, recvWindow=60_001) == -1130


async def test_signed_answers_tell_what_is_left_and_public_ones_do_not(main: Trader):
    answer = await main.send("GET", BALANCE)
    assert int(answer.headers["X-Api-Limit-Status"]) < int(answer.headers["X-Api-Limit"]) == 3_000
    assert "X-Api-Limit" not in (await main.http.get("/api/v1/time")).headers


async def test_too_much_is_refused_until_a_named_time_and_then_banned(main: Trader):
    await main.fault("limited", count=1)
    answer = await main.send("GET", BALANCE)
    assert (answer.status_code, answer.json()["code"]) == (429, -1003)
    assert 0 < int(answer.headers["X-Api-Limit-Reset-Timestamp"]) - time.time() * 1_000 <= 60_000
    await main.fault("ban", s=30)
    answer = await main.send("GET", BALANCE)
    assert (answer.status_code, answer.json()["code"]) == (418, -1003)
    assert "banned until" in answer.json()["msg"]
    await main.control.delete("/faults")
    assert await main.code("GET", BALANCE) == 200


async def test_more_than_sixty_orders_in_two_seconds_are_refused(main: Trader):
    codes = await asyncio.gather(*(main.code("POST", "/api/v2/futures/order", body={}) for _ in range(200)))
    assert set(codes) == {-1102, -1015}


async def test_an_unknown_path_is_a_page(main: Trader):
    answer = await main.http.get("/api/v1/nope")
    assert (answer.status_code, answer.text) == (404, "<html><body><h2>404 Not found</h2></body></html>")
