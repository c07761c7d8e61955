"""Futures at the simulated Toobit: orders of v1 and v2, plans and targets, settings, history."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.toobit.conftest import Hire
from tests.sandbox.toobit.trader import BTC, Trader

pytestmark = pytest.mark.anyio
V1, V2 = "/api/v1/futures", "/api/v2/futures"


async def test_an_order_of_v2_is_found_changed_and_cancelled_and_v1_sees_the_same(main: Trader):
    placed = (await main.limit(newClientOrderId="mine-1"))["data"]
    assert (placed["status"], placed["type"], placed["side"], placed["positionSide"]) == ("NEW", "LIMIT", "BUY", "LONG")
    assert placed["contractMultiplier"] == "0.001"
    assert (await main.data(f"{V2}/order", origClientOrderId="mine-1"))["orderId"] == placed["orderId"]
    v1 = await main.get(f"{V1}/order", orderId=placed["orderId"])
    assert (v1["side"], v1["priceType"], v1["origQty"]) == ("BUY_OPEN", "INPUT", placed["origQty"])
    body = {"orderId": placed["orderId"], "quantity": "2"}
    changed = (await main.send("POST", f"{V2}/order/update", body=body)).json()["data"]
    assert (changed["origQty"], changed["price"]) == ("2", placed["price"])
    ended = (await main.send("DELETE", f"{V2}/order", orderId=placed["orderId"])).json()["data"]
    assert ended["status"] == "CANCELED"
    assert await main.code("DELETE", f"{V2}/order", orderId=placed["orderId"]) == -1142
    assert await main.code("DELETE", f"{V2}/order", orderId="1") == -2013
    assert await main.code("GET", f"{V2}/order") == -1102


async def test_v1_words_of_side_act_on_the_leg_they_close(hire: Hire):
    second = hire("second")
    form = {"symbol": BTC, "type": "LIMIT", "priceType": "MARKET", "quantity": "2"}
    opened = (
        await second.send("POST", f"{V1}/order", form=form | {"side": "SELL_OPEN", "newClientOrderId": "a"})
    ).json()
    assert (opened["status"], opened["type"], opened["priceType"]) == ("FILLED", "LIMIT", "MARKET")
    assert [row["side"] for row in await second.get(f"{V1}/positions")] == ["SHORT"]
    await second.send("POST", f"{V1}/order", form=form | {"side": "BUY_CLOSE", "newClientOrderId": "b"})
    assert await second.get(f"{V1}/positions") == []
    trades = await second.get(f"{V1}/userTrades", symbol=BTC)
    assert {row["side"] for row in trades} == {"SELL_OPEN", "BUY_CLOSE"}
    assert await second.code("GET", f"{V1}/userTrades") == -1102


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"newClientOrderId": ""}, -1118),
        ({"symbol": "MARS-SWAP-USDT"}, -1121),
        ({"symbol": "LUNA2-SWAP-USDT"}, -1151),
        ({"side": "HOLD"}, -1117),
        ({"type": "STOP"}, -1116),
        ({"quantity": "0"}, -1102),
        ({"quantity": "0.05"}, -1136),
        ({"quantity": "1.05"}, -1137),
        ({"quantity": "90000"}, -1131),
        ({"type": "LIMIT", "price": "1000000"}, -1197),
        ({"type": "LIMIT", "price": "60000.05"}, -1134),
        ({"type": "LIMIT"}, -1102),
        ({"side": "SELL", "symbol": "ADA-SWAP-USDT"}, -3145),
        ({"category": "EUR"}, 200),
    ],
)
async def test_orders_that_cannot_be_are_refused_by_their_codes(main: Trader, fields: dict[str, str], code: int):
    assert (await main.order(**fields))["code"] == code


async def test_value_pays_for_contracts_and_post_only_never_takes(main: Trader):
    price = await main.last()
    bought = (await main.order(quantity=None, valueQuantity="610"))["data"]
    assert abs(Decimal(bought["origQty"]) - Decimal(610) / (price / 1_000)) < Decimal("0.2")
    crossing = (await main.limit("1.02", timeInForce="POST_ONLY"))["data"]
    assert (crossing["status"], crossing["executedQty"]) == ("CANCELED", "0")


async def test_batches_tell_each_orders_fate(main: Trader):
    order = {"symbol": BTC, "side": "BUY", "positionSide": "LONG", "type": "MARKET", "quantity": "1"}
    body = [order | {"newClientOrderId": name} for name in ("x1", "")]
    rows = (await main.send("POST", f"{V2}/batch-orders", body=body)).json()["data"]
    assert [row["code"] for row in rows] == [200, -1118]
    assert rows[0]["order"]["clientOrderId"] == "x1"
    assert rows[1]["order"] is None
    await main.limit()
    assert (await main.send("DELETE", f"{V2}/batch-orders", symbol=BTC)).json()["data"] is None
    assert not [row for row in await main.data(f"{V2}/open-orders") if row["symbol"] == BTC]
    kept = (await main.limit())["data"]["orderId"]
    gone = (await main.send("DELETE", f"{V1}/cancelOrderByIds", ids=f"{kept},77")).json()
    assert gone == {"code": 200, "result": [{"orderId": "77", "code": -2013}]}


async def test_open_orders_are_paged_by_an_id_and_are_the_newest_first(hire: Hire):
    busy = hire("busy")
    for _ in range(3):
        await busy.limit()
    newest = await busy.data(f"{V2}/open-orders", limit=2)
    older = await busy.data(f"{V2}/open-orders", orderId=newest[-1]["orderId"])
    assert len(newest) == 2
    assert all(int(row["orderId"]) < int(newest[-1]["orderId"]) for row in older)
    assert len(older) == 2
    assert await busy.code("GET", f"{V2}/open-orders", limit=1_001) == -1130


async def test_plans_and_targets_are_two_lists(main: Trader):
    trigger = f"{await main.last() * Decimal('1.02'):.0f}"
    body = {"symbol": BTC, "side": "BUY", "positionSide": "LONG", "type": "STOP_MARKET", "stopPrice": trigger,
            "quantity": "1", "newClientOrderId": "plan-x"}  # fmt: skip
    plan = (await main.send("POST", f"{V2}/algo-order", body=body)).json()["data"]
    assert (plan["status"], plan["stopPrice"], plan["triggerBy"]) == ("ORDER_NEW", trigger, "CONTRACT_PRICE")
    plans = await main.data(f"{V2}/open-algo-orders")
    targets = await main.data(f"{V2}/open-algo-orders", stopCategory="STOP_PROFIT_LOSS")
    assert {row["type"] for row in plans} == {"STOP_MARKET"}
    assert {(row["type"], row["stopOrderType"]) for row in targets} == {
        ("STOP_PROFIT_LOSS", "TAKE_PROFIT"),
        ("STOP_PROFIT_LOSS_MARKET", "STOP_LOSS"),
    }
    whole = next(row for row in targets if row["stopOrderType"] == "STOP_LOSS")
    assert whole["origQty"] == "0"
    v1 = await main.get(f"{V1}/openOrders", type="STOP_PROFIT_LOSS")
    assert {row["orderType"] for row in v1} == {"STOP_LONG_LOSS", "STOP_LONG_PROFIT"}
    body = {"type": "STOP", "orderId": plan["orderId"], "quantity": "3"}
    assert (await main.send("POST", f"{V2}/algo-order/update", body=body)).json()["data"]["origQty"] == "3"
    ended = (await main.send("DELETE", f"{V2}/algo-order", origClientOrderId="plan-x")).json()["data"]
    assert ended["status"] == "ORDER_CANCELED"
    assert plan["orderId"] in {row["orderId"] for row in await main.data(f"{V2}/history-algo-orders")}


async def test_targets_ride_on_an_order_and_are_set_for_a_position(hire: Hire):
    poor = hire("poor")
    price = await poor.last("XRP-SWAP-USDT")
    high, low = f"{price * Decimal('1.1'):.3f}1", f"{price * Decimal('0.9'):.3f}1"
    await poor.order(symbol="XRP-SWAP-USDT", quantity="10", takeProfit=high, stopLoss=low, slTriggerBy="MARK_PRICE")
    rows = await poor.data(f"{V2}/open-algo-orders", stopCategory="STOP_PROFIT_LOSS")
    assert {(row["stopOrderType"], row["stopPrice"], row["triggerBy"]) for row in rows} == {
        ("TAKE_PROFIT", high, "CONTRACT_PRICE"),
        ("STOP_LOSS", low, "MARK_PRICE"),
    }
    stop = {"symbol": "XRP-SWAP-USDT", "side": "LONG", "stopLoss": low, "slSize": "4"}
    assert (await poor.send("POST", f"{V1}/position/trading-stop", form=stop)).json()["slSize"] == "4"
    trail = {"symbol": "XRP-SWAP-USDT", "side": "LONG", "stopType": "TRAILING_STOP", "fallbackType": "RATE",
             "fallbackQuantity": "0.05"}  # fmt: skip
    await poor.send("POST", f"{V1}/position/trading-stop", form=trail)
    rows = await poor.data(f"{V2}/open-algo-orders", stopCategory="STOP_PROFIT_LOSS")
    assert "TRAILING_STOP" in {row["stopType"] for row in rows}
    await poor.order(symbol="XRP-SWAP-USDT", side="SELL", quantity="10")
    assert await poor.data(f"{V2}/open-algo-orders", stopCategory="STOP_PROFIT_LOSS") == []


async def test_a_plan_whose_price_comes_becomes_an_order(hire: Hire):
    second = hire("second")
    price = await second.last("LINK-SWAP-USDT")
    body = {"symbol": "LINK-SWAP-USDT", "side": "SELL", "positionSide": "SHORT", "type": "STOP_MARKET",
            "stopPrice": f"{price * Decimal('1.01'):.3f}", "quantity": "5", "newClientOrderId": "p"}  # fmt: skip
    plan = (await second.send("POST", f"{V2}/algo-order", body=body)).json()["data"]
    await second.do("/market/step", venue="toobit", instId="LINK-SWAP-USDT", price=f"{price * Decimal('1.02'):.3f}")
    assert (await second.data(f"{V2}/algo-order", orderId=plan["orderId"]))["status"] == "ORDER_FILLED"
    assert [row["side"] for row in await second.get(f"{V1}/positions", symbol="LINK-SWAP-USDT")] == ["SHORT"]


async def test_copy_trading_accounts_have_no_flash_close_but_others_do(hire: Hire):
    main, ordinary = hire("main"), hire("ordinary")
    where = {"symbol": BTC, "side": "LONG"}
    assert await main.code("POST", f"{V1}/flashClose", **where) == -1020
    await ordinary.order(quantity="3")
    assert await ordinary.code("POST", f"{V1}/reversePosition", **where) == 200
    assert [row["side"] for row in await ordinary.get(f"{V1}/positions")] == ["SHORT"]
    assert await ordinary.code("POST", f"{V1}/flashClose", symbol=BTC, side="SHORT") == 200
    assert await ordinary.get(f"{V1}/positions") == []


async def test_leverage_margin_mode_and_isolated_margin(hire: Hire):
    second = hire("second")
    ada = {"symbol": "ADA-SWAP-USDT"}
    assert await second.code("POST", f"{V1}/marginType", **ada, marginType="ISOLATED") == 200
    assert (await second.send("POST", f"{V2}/leverage", **ada, leverage="5")).json()["data"]["leverage"] == 5
    (row,) = await second.get(f"{V1}/accountLeverage", **ada)
    assert (row["leverage"], row["marginType"]) == ("5", "ISOLATED")
    await second.order(symbol="ADA-SWAP-USDT", quantity="100")
    assert await second.code("POST", f"{V1}/marginType", **ada, marginType="CROSS") == -3128
    before = (await second.get(f"{V1}/positions", **ada))[0]
    assert await second.code("POST", f"{V1}/positionMargin", **ada, side="LONG", amount="5") == 200
    after = (await second.get(f"{V1}/positions", **ada))[0]
    assert Decimal(after["margin"]) - Decimal(before["margin"]) == 5
    assert after["marginType"] == "ISOLATED"
    assert await second.code("POST", f"{V1}/leverage", **ada, leverage="500") == -1130


async def test_money_is_told_by_kind(hire: Hire):
    second = hire("second")
    await second.order(symbol="SOL-SWAP-USDT", quantity="10")
    await second.order(symbol="SOL-SWAP-USDT", side="SELL", quantity="10")
    rows = await second.get(f"{V1}/balanceFlow", symbol="SOL-SWAP-USDT", limit=100)
    assert {row["flowTypeValue"] for row in rows} == {10, 28}
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["flowTypeValue"] for row in await second.get(f"{V1}/balanceFlow", flowType=51)} == {51}
    closed = await second.get(f"{V1}/historyPositions", symbol="SOL-SWAP-USDT")
    assert (closed[0]["status"], closed[0]["side"], closed[0]["maxPosition"]) == ("CLOSED", "LONG", "10")


async def test_contracts_say_their_multiplier_and_sizes_in_coins(main: Trader):
    info = (await main.http.get("/api/v1/exchangeInfo")).json()
    rows = {row["symbol"]: row for row in info["contracts"]}
    btc = {rule["filterType"]: rule for rule in rows[BTC]["filters"]}
    assert rows[BTC]["contractMultiplier"] == "0.001"
    assert btc["LOT_SIZE"]["stepSize"] == "0.0001"
    assert rows["BTC-SWAP-USDC"]["marginToken"] == "USDC"
    assert rows["LUNA2-SWAP-USDT"]["status"] == "ONLINE"
    assert rows["1000PEPE-SWAP-USDT"]["indexToken"] == "PEPEUSDT"
