"""What an account is, has and had, and its settings."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.sandbox.binance.conftest import Hire
from tests.sandbox.binance.trader import Trader

pytestmark = pytest.mark.anyio
DAY_MS = 86_400_000


async def test_instruments_carry_their_filters_and_what_a_client_has_to_leave_out(main: Trader):
    info = await main.get("/fapi/v1/exchangeInfo", signed=False)
    symbols = {row["symbol"]: row for row in info["symbols"]}
    assert {row["contractType"] for row in symbols.values()} == {"PERPETUAL", "TRADIFI_PERPETUAL", "CURRENT_QUARTER"}
    assert {row["status"] for row in symbols.values()} == {"TRADING", "SETTLING"}
    assert {row["marginAsset"] for row in symbols.values()} == {"USDT", "USDC"}
    assert "币安人生USDT" in symbols
    filters = {row["filterType"]: row for row in symbols["BTCUSDT"]["filters"]}
    assert filters["PRICE_FILTER"]["tickSize"] == "0.1"
    assert filters["LOT_SIZE"]["stepSize"] == "0.001"
    assert filters["MIN_NOTIONAL"]["notional"] == "100"
    assert filters["PERCENT_PRICE"] == {
        "filterType": "PERCENT_PRICE",
        "multiplierUp": "1.0500",
        "multiplierDown": "0.9500",
        "multiplierDecimal": "4",
    }
    pepe = await main.get("/fapi/v1/premiumIndex", signed=False, symbol="1000PEPEUSDT")
    assert Decimal("0.009") < Decimal(pepe["markPrice"]) < Decimal("0.013")
    assert pepe["nextFundingTime"] % (8 * 3_600_000) == 0
    assert (await main.get("/fapi/v1/premiumIndex", signed=False, symbol="NOPE"))["code"] == -1121
    assert len(await main.get("/fapi/v2/ticker/price", signed=False)) == len(symbols) - 1
    book = await main.get("/fapi/v1/depth", signed=False, symbol="BTCUSDT", limit=5)
    assert Decimal(book["bids"][0][0]) < Decimal(book["asks"][0][0])
    assert len(await main.get("/fapi/v1/klines", signed=False, symbol="BTCUSDT", interval="1m", limit=3)) == 3


async def test_positions_balances_and_totals_agree_with_the_truth(main: Trader):
    truth = await main.truth()
    rows = await main.get("/fapi/v3/positionRisk", key="read")
    held = {(row["symbol"], row["positionSide"]): row for row in rows if Decimal(row["positionAmt"])}
    assert len(held) == len(truth["positions"]) == 4
    for position in truth["positions"]:
        row = held[position["contract"], position["leg"].upper()]
        sign = 1 if position["direction"] == "long" else -1
        assert Decimal(row["positionAmt"]) == Decimal(position["base"]) * sign
        assert Decimal(row["entryPrice"]) == Decimal(position["entry"])
        assert Decimal(row["unRealizedProfit"]) == Decimal(position["upl"])
        assert row["updateTime"] == position["updated_ms"]
        assert Decimal(row["notional"]) * sign > 0
    account = await main.get("/fapi/v3/account", key="read")
    usdt = next(row for row in account["assets"] if row["asset"] == "USDT")
    assert Decimal(usdt["marginBalance"]) == Decimal(truth["equity"])
    assert Decimal(usdt["availableBalance"]) == Decimal(truth["available"])
    assert Decimal(usdt["walletBalance"]) + Decimal(usdt["unrealizedProfit"]) == Decimal(usdt["marginBalance"])
    assert account["totalMarginBalance"] == usdt["marginBalance"]
    balance = next(row for row in await main.get("/fapi/v3/balance", key="read") if row["asset"] == "USDT")
    assert balance["balance"] == usdt["walletBalance"]
    old = await main.get("/fapi/v2/positionRisk", key="read", symbol="ETHUSDT")
    assert {(row["positionSide"], row["leverage"], row["marginType"]) for row in old} == {
        ("BOTH", "20", "cross"),
        ("LONG", "20", "cross"),
        ("SHORT", "20", "cross"),
    }
    queue = {row["symbol"]: row["adlQuantile"] for row in await main.get("/fapi/v1/adlQuantile", key="read")}
    assert set(queue["ETHUSDT"]) == {"LONG", "SHORT", "HEDGE"}


async def test_position_mode_can_be_changed_only_when_nothing_is_open(main: Trader, hire: Hire):
    path, oneway, busy = "/fapi/v1/positionSide/dual", hire("oneway"), hire("busy")
    assert (await main.post(path, dualSidePosition=True))["code"] == -4059
    assert (await main.post(path, dualSidePosition=False))["code"] == -4067
    assert (await busy.post(path, dualSidePosition=True))["code"] == -4067
    assert (await busy.delete("/fapi/v1/allOpenOrders", symbol="XRPUSDT"))["code"] == 200
    assert (await busy.post(path, dualSidePosition=True))["code"] == -4068
    await oneway.facts(coinm="position")
    assert (await oneway.post(path, dualSidePosition=True))["code"] == -4531
    await oneway.facts(coinm="")
    assert await oneway.post(path, dualSidePosition=True) == {"code": 200, "msg": "success"}
    assert (await oneway.get("/fapi/v1/accountConfig", key="read"))["dualSidePosition"] is True
    assert (await oneway.post(path, key="read", dualSidePosition=False))["code"] == -2015


async def test_leverage_and_margin_type_belong_to_the_symbol(main: Trader, hire: Hire):
    done = await main.post("/fapi/v1/leverage", symbol="LTCUSDT", leverage=33)
    assert done == {"symbol": "LTCUSDT", "leverage": 33, "maxNotionalValue": "4545454"}
    config = {row["symbol"]: row for row in await main.get("/fapi/v1/symbolConfig", key="read")}
    assert config["LTCUSDT"]["leverage"] == 33
    assert config["BTCUSDT"]["leverage"] == 20
    assert config["XRPUSDT"]["marginType"] == "ISOLATED"
    assert (await main.post("/fapi/v1/leverage", symbol="LTCUSDT", leverage=76))["msg"] == "Leverage 76 is not valid"
    mode = "/fapi/v1/marginType"
    assert (await main.post(mode, symbol="BTCUSDT", marginType="CROSSED"))["code"] == -4046
    assert (await main.post(mode, symbol="BTCUSDT", marginType="ISOLATED"))["code"] == -4047
    assert (await main.post(mode, symbol="SOLUSDT", marginType="ISOLATED"))["code"] == -4048
    assert (await main.post(mode, symbol="ADAUSDT", marginType="ISOLATED"))["code"] == 200
    multi = hire("multi")
    assert (await multi.post(mode, symbol="ADAUSDT", marginType="ISOLATED"))["code"] == -4168
    assert (await multi.post("/fapi/v1/multiAssetsMargin", multiAssetsMargin=True))["code"] == -4171
    assert (await multi.post("/fapi/v1/multiAssetsMargin", multiAssetsMargin=False))["code"] == 200
    brackets = (await main.get("/fapi/v1/leverageBracket", key="read", symbol="BTCUSDT"))[0]["brackets"]
    assert [row["initialLeverage"] for row in brackets][:2] == [125, 100]
    assert all(low["notionalCap"] == high["notionalFloor"] for low, high in pairwise(brackets))


async def test_isolated_positions_carry_their_own_margin(main: Trader):
    await main.order(symbol="XRPUSDT", quantity="1000")
    row = (await main.get("/fapi/v3/positionRisk", key="read", symbol="XRPUSDT"))[0]
    wallet = Decimal(row["isolatedWallet"])
    assert wallet > 25
    assert Decimal(row["isolatedMargin"]) == wallet + Decimal(row["unRealizedProfit"])
    change = {"symbol": "XRPUSDT", "positionSide": "LONG"}
    assert (await main.post("/fapi/v1/positionMargin", **change, amount="10", type=1))["code"] == 200
    row = (await main.get("/fapi/v3/positionRisk", key="read", symbol="XRPUSDT"))[0]
    assert Decimal(row["isolatedWallet"]) == wallet + 10
    assert (await main.post("/fapi/v1/positionMargin", **change, amount="30", type=2))["code"] == -4051
    assert (await main.post("/fapi/v1/leverage", symbol="XRPUSDT", leverage=5))["code"] == -4161


async def test_history_comes_oldest_first_in_windows_and_by_id(main: Trader):
    for _ in range(3):
        await main.order()
    trades = await main.get("/fapi/v1/userTrades", key="read", symbol="BTCUSDT")
    ids = [row["id"] for row in trades]
    assert ids == sorted(ids)
    later = await main.get("/fapi/v1/userTrades", key="read", symbol="BTCUSDT", fromId=ids[1] + 1)
    assert [row["id"] for row in later] == ids[2:]
    assert (await main.get("/fapi/v1/userTrades", key="read"))["code"] == -1102
    now = time.time_ns() // 1_000_000
    long = await main.get("/fapi/v1/userTrades", key="read", symbol="BTCUSDT", startTime=now - 9 * DAY_MS, endTime=now)
    assert long["code"] == -4165
    both = await main.get("/fapi/v1/userTrades", key="read", symbol="BTCUSDT", fromId=1, startTime=now)
    assert both["code"] == -1128
    orders = await main.get("/fapi/v1/allOrders", key="read")
    assert {row["symbol"] for row in orders} >= {"BTCUSDT", "ETHUSDT", "DOGEUSDT"}
    assert [row["orderId"] for row in orders] == sorted(row["orderId"] for row in orders)
    newest = await main.get("/fapi/v1/allOrders", key="read", symbol="BTCUSDT", limit=2)
    assert len(newest) == 2
    assert newest[-1]["status"] == "FILLED"


async def test_income_adds_up_to_the_wallet(main: Trader):
    await main.order()
    await main.do("/market/funding")
    await main.do("/binance/accounts/main/close", contract="SOLUSDT", leg="short")
    income = await main.get("/fapi/v1/income", key="read", limit=1000)
    kinds = {row["incomeType"] for row in income}
    assert kinds == {"TRANSFER", "REALIZED_PNL", "COMMISSION", "FUNDING_FEE"}
    account = await main.get("/fapi/v3/account", key="read")
    assert sum(Decimal(row["income"]) for row in income) == Decimal(account["totalWalletBalance"])
    keys = [(row["incomeType"], row["tranId"]) for row in income]
    assert len(set(keys)) == len(keys)
    fees = await main.get("/fapi/v1/income", key="read", incomeType="COMMISSION", symbol="SOLUSDT")
    assert {row["symbol"] for row in fees} == {"SOLUSDT"}
    assert all(row["tradeId"] for row in fees)


async def test_liquidations_are_listed_with_what_they_cost(main: Trader):
    order = await main.do("/binance/accounts/main/liquidate", contract="SOLUSDT", leg="short")
    await main.do("/binance/accounts/main/adl", contract="BTCUSDT", leg="long")
    rows = await main.get("/fapi/v1/forceOrders", key="read")
    assert [row["clientOrderId"][:9] for row in rows] == ["autoclose", "adl_autoc"]
    assert rows[0]["orderId"] == int(order["id"])
    only = await main.get("/fapi/v1/forceOrders", key="read", autoCloseType="ADL")
    assert [row["symbol"] for row in only] == ["BTCUSDT"]
    cleared = await main.get("/fapi/v1/income", key="read", incomeType="INSURANCE_CLEAR")
    assert Decimal(cleared[0]["income"]) < 0
