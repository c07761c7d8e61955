"""Weights, order counts, bans, maintenance: what happens to who asks too much, and when."""

from __future__ import annotations

import pytest

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.weights import MINUTE_MS, PATIENCE, Budgets
from tests.sandbox.binance.trader import Trader

pytestmark = pytest.mark.anyio


async def test_every_answer_tells_what_is_used(main: Trader):
    first = await main.send("GET", "/fapi/v1/openOrders", key="read")
    second = await main.send("GET", "/fapi/v3/account", key="read")
    used = [int(answer.headers["X-MBX-USED-WEIGHT-1M"]) for answer in (first, second)]
    assert used[0] in (40, 5 + 40)
    assert used[1] in (used[0] + 5, 5)
    placed = await main.send("POST", "/fapi/v1/order/test", symbol="BTCUSDT")
    assert "X-MBX-USED-WEIGHT-1M" in placed.headers
    order = await main.send(
        "POST", "/fapi/v1/order", symbol="BTCUSDT", side="BUY", positionSide="LONG", type="MARKET", quantity="0.01"
    )
    assert order.headers["X-MBX-ORDER-COUNT-10S"] == "1"
    assert order.headers["X-MBX-ORDER-COUNT-1M"] == "1"
    restrictions = await main.send("GET", "/sapi/v1/account/apiRestrictions", key="read")
    assert restrictions.headers["X-SAPI-USED-IP-WEIGHT-1M"] == "1"


async def test_too_much_is_429_and_a_ban_is_418_with_the_time_to_wait(main: Trader):
    await main.fault("limited", path="/fapi/v1/income")
    over = await main.send("GET", "/fapi/v1/income", key="read")
    assert (over.status_code, over.json()["code"]) == (429, -1003)
    assert 0 < int(over.headers["Retry-After"]) <= 61
    assert (await main.send("GET", "/fapi/v1/income", key="read")).status_code == 200
    await main.fault("ban", s=30)
    banned = await main.send("GET", "/fapi/v1/time", signed=False)
    assert (banned.status_code, banned.json()["code"]) == (418, -1003)
    assert "banned until" in banned.json()["msg"]
    assert 0 < int(banned.headers["Retry-After"]) <= 31
    assert (await main.control.delete("/faults")).status_code == 200
    assert (await main.send("GET", "/fapi/v1/time", signed=False)).status_code == 200


def test_the_windows_are_minutes_and_who_does_not_stop_is_banned_ever_longer():
    now = [1_794_873_600_000]
    budgets = Budgets(lambda: now[0])
    for _ in range(240):
        budgets.spend("futures", "ip", 10, 2_400)
    with pytest.raises(BinanceError) as over:
        budgets.spend("futures", "ip", 1, 2_400)
    assert (over.value.status, over.value.headers["Retry-After"]) == (429, "61")
    assert budgets.spend("futures", "another", 1, 2_400) == 1
    now[0] += MINUTE_MS
    assert budgets.spend("futures", "ip", 1, 2_400) == 1
    lengths = []
    for _ in range(2):
        budgets.spend("futures", "ip", 2_399, 2_400)
        for _ in range(PATIENCE + 1):
            with pytest.raises(BinanceError):
                budgets.spend("futures", "ip", 1, 2_400)
        with pytest.raises(BinanceError) as banned:
            budgets.check_ban("ip")
        assert banned.value.status == 418
        lengths.append(int(banned.value.headers["Retry-After"]) - 1)
        now[0] += lengths[-1] * 1_000 + MINUTE_MS
        budgets.spend("futures", "ip", 1, 2_400)
    assert lengths == [120, 240]


def test_orders_are_counted_per_account_in_two_windows():
    budgets = Budgets(lambda: 1_794_873_600_000)
    budgets.count_orders("1", 300)
    with pytest.raises(BinanceError) as over:
        budgets.count_orders("1")
    assert over.value.number == -1015
    budgets.count_orders("2")
    assert budgets.order_headers("2") == {"X-MBX-ORDER-COUNT-10S": "1", "X-MBX-ORDER-COUNT-1M": "1"}


async def test_maintenance_faults_and_unknown_paths_look_like_the_venues(main: Trader):
    assert (await main.http.get(main.venue["rest"] + "/fapi/v1/nothing")).status_code == 404
    await main.fault("http", status=503, code="-1008")
    busy = await main.send("GET", "/fapi/v1/time", signed=False)
    assert (busy.status_code, busy.json()["code"]) == (503, -1008)
    await main.fault("maintenance")
    assert (await main.get("/fapi/v3/account", key="read"))["code"] == -1016
    assert (await main.get("/sapi/v1/system/status", signed=False))["status"] == 1
    assert "serverTime" in await main.get("/fapi/v1/time", signed=False)
    await main.control.delete("/faults")
    await main.fault("mutate", path="/fapi/v3/account", set={"totalWalletBalance": "x"})
    assert (await main.get("/fapi/v3/account", key="read"))["totalWalletBalance"] == "x"
