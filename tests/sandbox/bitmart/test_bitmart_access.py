"""Who may ask what at the simulated BitMart: keys, signatures, addresses, limits, both generations."""

from __future__ import annotations

import httpx
import pytest

from exchanges.sandbox.bitmart.endpoints import DOCUMENTED
from tests.sandbox.bitmart.client import MINE, PUBLIC, Person, now_ms, signature
from tests.sandbox.bitmart.conftest import Meet

pytestmark = pytest.mark.anyio
TRANSFERS = "/account/v1/transfer-contract-list"
PAGE = {"page": 1, "limit": 10}


async def test_a_keyed_call_looks_at_the_key_alone(main: Person) -> None:
    answer = await main.ask("GET", f"{MINE}assets-detail", key="read")
    assert answer.status_code == 200
    assert answer.json()["code"] == 1000
    assert [row["currency"] for row in answer.json()["data"]] == ["USDT", "BTC", "ETH"]


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"X_BM_KEY": None}, 30001, 401),
        ({"X_BM_KEY": "0" * 40}, 30002, 401),
        ({"X_BM_SIGN": None}, 30004, 401),
        ({"X_BM_SIGN": "f" * 64}, 30005, 401),
        ({"X_BM_TIMESTAMP": None}, 30006, 401),
        ({"X_BM_TIMESTAMP": "yesterday"}, 30008, 401),
        ({"at_ms": 1589793796145}, 30007, 401),
        ({"Content_Type": "text/plain"}, 30018, 503),
    ],
)
async def test_each_missing_or_wrong_part_of_a_signed_call_has_its_code(
    main: Person, changes: dict[str, str], code: int, status: int
) -> None:
    answer = await main.ask("POST", TRANSFERS, PAGE, **changes)
    assert (answer.json()["code"], answer.status_code) == (code, status)
    assert answer.json()["data"] == {}


async def test_the_memo_is_part_of_the_signature(main: Person) -> None:
    stamp, body = str(now_ms()), '{"page": 1, "limit": 10}'
    wrong = signature(main.keys["trade"] | {"passphrase": "demo memo 2025"}, stamp, body)
    assert await main.code("POST", TRANSFERS, PAGE, X_BM_TIMESTAMP=stamp, X_BM_SIGN=wrong) == 30005


async def test_what_a_key_may_do_shows_only_when_it_tries(main: Person) -> None:
    assert await main.code("POST", TRANSFERS, PAGE, key="trade") == 1000
    assert await main.code("POST", TRANSFERS, PAGE, key="read") == 30012
    assert await main.code("POST", f"{MINE}cancel-order", {"symbol": "BTCUSDT", "order_id": "1"}) == 40035
    charge = "/account/v1/withdraw/charge"
    assert await main.code("GET", charge, {"currency": "USDT"}, key="withdraw", host="spot") == 1000
    assert await main.code("GET", charge, {"currency": "USDT"}, key="trade", host="spot") == 30012


async def test_keys_that_work_no_more_or_not_from_here(main: Person) -> None:
    assert await main.code("GET", f"{MINE}assets-detail", key="expired") == 30011
    assert await main.code("GET", f"{MINE}assets-detail", key="read_wrong_ip") == 30010
    assert await main.code("POST", TRANSFERS, PAGE, key="trade_wrong_ip") == 30010
    assert await main.code("GET", f"{MINE}assets-detail", key="demo_read") == 30002
    assert await main.code("GET", f"{MINE}assets-detail", key="demo_read", host="demo") == 1000
    await main.site("facts", {"futures": "closed"})
    assert await main.code("GET", f"{MINE}assets-detail", key="read") == 40046
    await main.site("facts", {"frozen": "true"})
    assert await main.code("GET", f"{MINE}assets-detail", key="read") == 30003


async def test_the_headers_tell_what_is_used_and_too_much_is_refused(main: Person) -> None:
    first = await main.ask("GET", f"{PUBLIC}open-interest", {"symbol": "BTCUSDT"})
    assert first.headers["X-BM-RateLimit-Remaining"] == "1"
    assert first.headers["X-BM-RateLimit-Limit"] == "2"
    assert first.headers["X-BM-RateLimit-Reset"] == "2"
    await main.ask("GET", f"{PUBLIC}open-interest", {"symbol": "BTCUSDT"})
    third = await main.ask("GET", f"{PUBLIC}open-interest", {"symbol": "BTCUSDT"})
    assert (third.status_code, third.json()["code"]) == (429, 30013)
    await main.fault("ban")
    banned = await main.ask("GET", f"{PUBLIC}details")
    assert (banned.status_code, banned.json()["code"]) == (418, 30017)


async def test_maintenance_is_told_with_status_200(main: Person) -> None:
    await main.fault("maintenance")
    answer = await main.ask("GET", f"{MINE}assets-detail", key="read")
    assert (answer.status_code, answer.json()["code"]) == (200, 30016)
    assert (await main.get("/system/service", host="spot"))["service"]


async def test_the_document_has_28_calls_and_its_own_host_knows_them_all(main: Person) -> None:
    assert len(DOCUMENTED) == 28
    for endpoint in DOCUMENTED:
        for host in ("live", "spot"):
            answer = await main.rest.request(endpoint.method, main.base(host) + endpoint.path)
            assert answer.json()["code"] != 30000, (host, endpoint.path)


async def test_the_first_generation_can_be_switched_off_as_it_was_in_2024(main: Person) -> None:
    assert await main.code("GET", f"{PUBLIC}details", host="spot") == 1000
    await main.settings(v1=False)
    assert await main.code("GET", f"{PUBLIC}details", host="spot") == 30030
    assert await main.code("GET", "/system/time", host="spot") == 1000
    assert await main.code("GET", f"{PUBLIC}details") == 1000
    assert await main.code("GET", f"{MINE}get-position-mode", host="spot", key="read") == 30000


async def test_a_clock_that_runs_wrong_is_the_venues(main: Person) -> None:
    await main.fault("skew", ms=120_000)
    told = (await main.get("/system/time", host="spot"))["server_time"]
    assert abs(told - now_ms() - 120_000) < 10_000
    assert await main.code("POST", TRANSFERS, PAGE) == 30007
    assert await main.code("POST", TRANSFERS, PAGE, at_ms=told) == 1000


async def test_two_people_do_not_see_each_other(meet: Meet) -> None:
    main, second = meet("main"), meet("second")
    assert await main.get(f"{MINE}position-v2")
    assert await second.get(f"{MINE}position-v2") == []


async def test_an_unknown_path_is_not_found(main: Person) -> None:
    answer = await main.ask("GET", "/contract/private/wishes")
    assert (answer.status_code, answer.json()["code"]) == (404, 30000)
    assert isinstance(answer, httpx.Response)
