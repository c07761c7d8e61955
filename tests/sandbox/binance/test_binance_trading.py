"""Orders: plain, conditional, in batches, and everything the venue refuses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.binance.conftest import Hire
from tests.sandbox.binance.trader import Trader

pytestmark = pytest.mark.anyio
ONE = "/fapi/v1/order"


async def test_a_limit_order_lives_from_placing_to_cancelling(main: Trader):
    placed = await main.limit("59000.0", newClientOrderId="mine-1")
    assert (placed["status"], placed["clientOrderId"], placed["executedQty"]) == ("NEW", "mine-1", "0.000")
    assert not {"avgPrice", "cumQuote"} & set(placed)
    named = {"symbol": "BTCUSDT", "origClientOrderId": "mine-1"}
    found = await main.get(ONE, key="read", **named)
    assert (found["orderId"], found["avgPrice"], found["timeInForce"]) == (placed["orderId"], "0.00000", "GTC")
    assert (await main.limit("59000.0", newClientOrderId="mine-1"))["code"] == -4116
    changed = {"symbol": "BTCUSDT", "side": "BUY", "orderId": placed["orderId"]}
    moved = await main.send("PUT", ONE, **changed, price="58000.0", quantity="0.020")
    assert (moved.json()["price"], moved.json()["origQty"]) == ("58000.0", "0.020")
    again = await main.send("PUT", ONE, **changed, price="58000.0", quantity="0.020")
    assert again.json()["code"] == -5027
    opened = await main.get("/fapi/v1/openOrders", key="read", symbol="BTCUSDT")
    assert placed["orderId"] in {row["orderId"] for row in opened}
    assert (await main.delete(ONE, **named))["status"] == "CANCELED"
    assert (await main.delete(ONE, **named))["code"] == -2011
    assert (await main.get(ONE, key="read", **named))["status"] == "CANCELED"
    assert (await main.get(ONE, key="read", symbol="BTCUSDT", orderId=1))["code"] == -2013


async def test_market_orders_answer_as_they_were_asked(main: Trader):
    ack = await main.order(newOrderRespType="ACK")
    assert (ack["status"], ack["executedQty"]) == ("NEW", "0.000")
    result = await main.order(newOrderRespType="RESULT")
    assert (result["status"], result["executedQty"]) == ("FILLED", "0.010")
    found = await main.get(ONE, key="read", symbol="BTCUSDT", orderId=ack["orderId"])
    assert found["status"] == "FILLED"
    assert Decimal(found["avgPrice"]) > 60000
    assert found["clientOrderId"]


REFUSED = (
    ({"symbol": "NOPE"}, -1121),
    ({"side": "HOLD"}, -1117),
    ({"type": "MAGIC"}, -1116),
    ({"type": "STOP_MARKET"}, -4120),
    ({"quantity": None}, -1102),
    ({"quantity": "0"}, -4003),
    ({"quantity": "0.0001"}, -1111),
    ({"quantity": "900"}, -4005),
    ({"quantity": "0.001"}, -4164),
    ({"quantity": "20"}, -2019),
    ({"positionSide": "BOTH"}, -4061),
    ({"positionSide": None}, -4061),
    ({"reduceOnly": True}, -1106),
    ({"newClientOrderId": "no blanks"}, -4015),
    ({"side": "SELL", "quantity": "5"}, -2022),
    ({"type": "LIMIT", "timeInForce": "GTC"}, -1102),
    ({"type": "LIMIT", "timeInForce": "NEVER", "price": "60000"}, -1115),
    ({"type": "LIMIT", "timeInForce": "GTC", "price": "60000.05"}, -4014),
    ({"type": "LIMIT", "timeInForce": "GTC", "price": "60000.0055"}, -1111),
    ({"type": "LIMIT", "timeInForce": "GTC", "price": "70000"}, -4016),
    ({"type": "LIMIT", "timeInForce": "GTX", "price": "61500"}, -5022),
    ({"type": "LIMIT", "timeInForce": "FOK", "price": "61000.1", "quantity": "0.030"}, -5021),
    ({"type": "LIMIT", "timeInForce": "GTD", "price": "60000", "goodTillDate": "1"}, -5040),
    ({"symbol": "LUNA2USDT", "quantity": "100"}, -4108),
    ({"symbol": "BTCUSDC"}, -2019),
    ({"symbol": "XAUUSDT", "quantity": "1"}, -4411),
)


async def test_everything_that_breaks_a_rule_is_refused_with_its_code(main: Trader):
    before = await main.truth()
    for fields, code in REFUSED:
        answer = await main.order(**fields)
        assert answer.get("code") == code, (fields, answer)
    low = await main.limit("50000", side="SELL", positionSide="SHORT")
    assert low["code"] == -4024
    after = await main.truth()
    assert after["positions"] == before["positions"]
    assert after["orders"] == before["orders"]
    fields = {"symbol": "BTCUSDT", "side": "BUY", "positionSide": "LONG", "type": "MARKET", "quantity": "0.01"}
    assert (await main.post("/fapi/v1/order/test", **fields))["status"] == "NEW"
    assert (await main.truth())["positions"] == before["positions"]
    assert (await main.post("/fapi/v1/stock/contract"))["code"] == 200
    assert (await main.order(symbol="XAUUSDT", quantity="0.010"))["status"] == "NEW"


async def test_one_way_accounts_reduce_and_flip(hire: Hire):
    oneway = hire("oneway")
    both = {"positionSide": "BOTH"}
    assert (await oneway.order(**both, side="SELL", reduceOnly=True))["code"] == -2022
    await oneway.order(**both)
    row = (await oneway.get("/fapi/v3/positionRisk", key="read"))[0]
    assert (row["positionSide"], row["positionAmt"]) == ("BOTH", "0.010")
    await oneway.order(**both, side="SELL", quantity="0.030")
    row = (await oneway.get("/fapi/v3/positionRisk", key="read"))[0]
    assert row["positionAmt"] == "-0.020"
    await oneway.order(**both, quantity="0.050", reduceOnly=True)
    assert await oneway.get("/fapi/v3/positionRisk", key="read") == []


async def test_batches_mix_orders_and_refusals(main: Trader):
    good = {"symbol": "BTCUSDT", "side": "BUY", "positionSide": "LONG", "type": "LIMIT", "timeInForce": "GTC"}
    good |= {"quantity": "0.010", "price": "59000"}
    orders = [good | {"newClientOrderId": "b1"}, good | {"price": "1"}, good | {"newClientOrderId": "b2"}]
    answers = await main.post("/fapi/v1/batchOrders", batchOrders=orders)
    assert [answer.get("status", answer.get("code")) for answer in answers] == ["NEW", -4164, "NEW"]
    bad = await main.post("/fapi/v1/batchOrders", batchOrders=[good | {"quantity": "0"}, good])
    assert [answer.get("status", answer.get("code")) for answer in bad] == [-4003, "NEW"]
    assert (await main.post("/fapi/v1/batchOrders", batchOrders=[good] * 6))["code"] == -1130
    gone = await main.delete("/fapi/v1/batchOrders", symbol="BTCUSDT", origClientOrderIdList=["b1", "none", "b2"])
    assert [answer.get("status", answer.get("code")) for answer in gone] == ["CANCELED", -2011, "CANCELED"]
    assert (await main.delete("/fapi/v1/allOpenOrders", symbol="BTCUSDT"))["code"] == 200
    assert await main.get("/fapi/v1/openOrders", key="read", symbol="BTCUSDT") == []
    assert await main.get("/fapi/v1/openAlgoOrders", key="read", symbol="BTCUSDT")


async def test_conditional_orders_wait_fire_and_end(main: Trader):
    placed = await main.stop(clientAlgoId="sl-1")
    assert (placed["algoStatus"], placed["orderType"]) == ("NEW", "STOP_MARKET")
    assert {row["clientAlgoId"] for row in await main.get("/fapi/v1/openAlgoOrders", key="read")} >= {"sl-1"}
    assert await main.get("/fapi/v1/openOrders", key="read", symbol="SOLUSDT") == []
    await main.price("BTCUSDT", "57900")
    ended = await main.get("/fapi/v1/algoOrder", key="read", clientAlgoId="sl-1")
    assert ended["algoStatus"] == "FINISHED"
    order = await main.get(ONE, key="read", symbol="BTCUSDT", orderId=ended["actualOrderId"])
    assert (order["type"], order["origType"], order["status"]) == ("MARKET", "STOP_MARKET", "FILLED")
    listed = await main.get("/fapi/v1/allAlgoOrders", key="read", symbol="BTCUSDT")
    assert [row["algoId"] for row in listed] == sorted(row["algoId"] for row in listed)


async def test_conditional_orders_of_every_type_are_checked(main: Trader):
    refused = (
        ({"type": "LIMIT"}, -1116),
        ({"algoType": "VP"}, -1130),
        ({"triggerPrice": None}, -1102),
        ({"triggerPrice": "62000"}, -2021),
        ({"type": "TAKE_PROFIT_MARKET", "triggerPrice": "60000"}, -2021),
        ({"type": "STOP"}, -1102),
        ({"quantity": "0.010", "closePosition": True}, -4137),
        ({"quantity": None, "closePosition": True}, -4130),
        ({"quantity": None, "closePosition": True, "type": "STOP", "price": "57000"}, -4136),
        ({"type": "TRAILING_STOP_MARKET", "callbackRate": "21"}, -1130),
        ({"reduceOnly": True}, -1106),
    )
    for fields, code in refused:
        answer = await main.stop(**fields)
        assert answer.get("code") == code, (fields, answer)
    taken = (
        {"type": "STOP", "price": "57900.0"},
        {"type": "TAKE_PROFIT", "triggerPrice": "63000", "price": "63000"},
        {"type": "TRAILING_STOP_MARKET", "triggerPrice": None, "callbackRate": "1.5", "activatePrice": "62000"},
        {
            "symbol": "ETHUSDT",
            "side": "BUY",
            "positionSide": "SHORT",
            "triggerPrice": "3300",
            "quantity": None,
            "closePosition": True,
        },
    )
    answers = [await main.stop(**fields) for fields in taken]
    assert [answer["algoStatus"] for answer in answers] == ["NEW"] * 4
    assert (answers[2]["callbackRate"], answers[2]["activatePrice"]) == ("1.5", "62000.0")
    assert (answers[3]["closePosition"], Decimal(answers[3]["quantity"])) == (True, 0)
    cancelled = await main.delete("/fapi/v1/algoOrder", algoId=answers[0]["algoId"])
    assert cancelled["algoId"] == answers[0]["algoId"]
    assert (await main.delete("/fapi/v1/algoOrder", algoId=answers[0]["algoId"]))["code"] == -2011
    assert (await main.delete("/fapi/v1/algoOpenOrders", symbol="BTCUSDT"))["code"] == 200
    assert {row["symbol"] for row in await main.get("/fapi/v1/openAlgoOrders", key="read")} == {"ETHUSDT"}


async def test_closing_a_position_ends_what_would_have_closed_it(main: Trader):
    await main.limit("62000", side="SELL", quantity="0.010", newClientOrderId="tp")
    await main.do("/binance/accounts/main/close", contract="BTCUSDT", leg="long")
    order = await main.get(ONE, key="read", symbol="BTCUSDT", origClientOrderId="tp")
    assert order["status"] == "EXPIRED"
    targets = await main.get("/fapi/v1/allAlgoOrders", key="read", symbol="BTCUSDT")
    assert {row["algoStatus"] for row in targets} == {"EXPIRED"}


async def test_a_countdown_cancels_one_symbol(main: Trader):
    done = await main.post("/fapi/v1/countdownCancelAll", symbol="BTCUSDT", countdownTime=5_000)
    assert done == {"symbol": "BTCUSDT", "countdownTime": "5000"}
    await main.fault("skew", ms=6_000)
    main.sandbox.served["binance"].due()
    orders = {row["contract"] for row in (await main.truth())["orders"]}
    assert orders == {"ETHUSDT"}
