"""Orders, positions and money at the simulated CrossEx, over several exchanges of one account."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.gate_crossex.conftest import Meet
from tests.sandbox.gate_crossex.trader import ADA, BTC, ETH, MARGIN_ADA, SPOT_ADA, Trader

pytestmark = pytest.mark.anyio


async def test_quantities_are_base_units_whatever_the_contract_size_says(main: Trader) -> None:
    (listed,) = await main.public("rule/symbols", {"symbols": "OKX_FUTURE_ADA_USDT"})
    assert listed["contract_size"] == "100"
    (held,) = await main.get("positions", {"symbol": "OKX_FUTURE_ADA_USDT"})
    assert held["position_qty"] == "500"
    worth = Decimal(held["position_qty"]) * Decimal(held["mark_price"])
    assert abs(Decimal(held["position_value"]) - worth) < Decimal("0.000001")


async def test_a_market_order_is_filled_and_told_by_order_fill_and_position(meet: Meet) -> None:
    second = meet("second")
    placed = await second.place(text="my-order_1")
    assert placed["text"] == "my-order_1"
    order = await second.get("orders/my-order_1")
    assert (order["state"], order["executed_qty"], order["position_side"]) == ("FILLED", "0.01", "LONG")
    assert order == await second.get(f"orders/{placed['order_id']}")
    fills = await second.get("history_trades", {"symbol": BTC})
    assert sum(Decimal(row["qty"]) for row in fills) == Decimal("0.01")
    assert {row["match_role"] for row in fills} == {"TAKER"}
    (held,) = await second.get("positions")
    assert (held["symbol"], held["position_side"], held["position_qty"]) == (BTC, "LONG", "0.01")
    (ranked,) = await second.get("adl_rank", {"symbol": BTC})
    assert ranked["crossex_adl_rank"] == "1"


async def test_limit_orders_rest_change_and_end(meet: Meet) -> None:
    second = meet("second")
    price = f"{await second.last(BTC) * 0.97:.1f}"
    placed = await second.place(type="LIMIT", price=price)
    (listed,) = await second.get("open_orders", {"exchange_type": "BINANCE"})
    assert (listed["state"], float(listed["price"]), listed["time_in_force"]) == ("OPEN", float(price), "GTC")
    assert await second.get("open_orders", {"business_type": "MARGIN"}) == []
    path = f"orders/{placed['order_id']}"
    await second.do("PUT", path, {"qty": "0.02"})
    assert await second.label("PUT", path, None, {"qty": "0.02"}) == "TRADE_ORDER_REPLACE_QTY_PRICE_SAME_ERROR"
    assert (await second.get(path))["qty"] == "0.02"
    await second.do("DELETE", path)
    assert (await second.get(path))["state"] == "CANCELLED"
    assert await second.label("DELETE", path) == "TRADE_ORDER_NOT_FOUND_ERROR"
    assert (await second.get("history_orders"))[0]["order_id"] == placed["order_id"]


async def test_an_order_that_must_not_take_is_rejected_after_it_was_accepted(meet: Meet) -> None:
    second = meet("second")
    price = f"{await second.last(BTC) * 1.02:.1f}"
    placed = await second.place(type="LIMIT", time_in_force="POC", price=price)
    order = await second.get(f"orders/{placed['order_id']}")
    assert order["state"] == "REJECT"
    assert order["reason"]


async def test_an_order_without_margin_is_accepted_and_fails(meet: Meet) -> None:
    poor = meet("poor")
    placed = await poor.place(qty="10")
    order = await poor.get(f"orders/{placed['order_id']}")
    assert order["state"] == "FAIL"
    assert "TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR" in order["reason"]


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"symbol": "KRAKEN_FUTURE_BTC_USDT"}, "TRADE_SYM_NOT_SUPPORT"),
        ({"side": "buy"}, "TRADE_INVALID_SIDE"),
        ({"type": "STOP"}, "TRADE_INVALID_ORDER_TYPE"),
        ({"time_in_force": "GTX"}, "TRADE_INVALID_TIME_IN_FORCE"),
        ({"time_in_force": "POC"}, "TRADE_INVALID_POC"),
        ({"qty": "x"}, "TRADE_INVALID_ORDER_QTY"),
        ({"qty": "0.0005"}, "TRADE_ORDER_QUANTITY_MIN_ERROR"),
        ({"qty": "0.0015"}, "TRADE_ORDER_LOT_SIZE_ERROR"),
        ({"qty": "99999999"}, "TRADE_ORDER_QUANTITY_MAX_ERROR"),
        ({"type": "LIMIT"}, "TRADE_INVALID_LIMIT_PRICE"),
        ({"type": "LIMIT", "price": "60000.01"}, "TRADE_ORDER_TICK_SIZE_ERROR"),
        ({"position_side": "NONE"}, "TRADE_INVALID_PZ_MODE_ERROR"),
        ({"position_side": "BOTH"}, "TRADE_INVALID_POSITION_SIDE"),
        ({"reduce_only": "yes"}, "TRADE_INVALID_REDUCE_ONLY"),
        ({"text": "a b"}, "TRADE_CLIENT_ORDER_ID_MATCH_ERROR"),
        ({"text": "a" * 65}, "TRADE_CLIENT_ORDER_ID_LENGTH_ERROR"),
        ({"symbol": MARGIN_ADA, "position_side": ""}, "TRADE_MARGIN_INVALID_PZ_SIDE_ERROR"),
        ({"symbol": SPOT_ADA, "position_side": ""}, "TRADE_INVALID_QUOTE_ORDER_QTY"),
    ],
)
async def test_senseless_orders_are_refused_by_the_documents_labels(
    meet: Meet, changes: dict[str, str], label: str
) -> None:
    body = {"symbol": BTC, "side": "BUY", "type": "MARKET", "qty": "0.01", "position_side": "LONG"} | changes
    assert await meet("second").label("POST", "orders", None, body) == label


async def test_the_same_text_is_never_taken_twice(meet: Meet) -> None:
    second = meet("second")
    await second.place(text="once")
    body = {"symbol": BTC, "side": "BUY", "type": "MARKET", "qty": "0.01", "position_side": "LONG", "text": "once"}
    assert await second.label("POST", "orders", None, body) == "TRADE_ORDER_DUPLICATE_ERROR"


async def test_one_way_positions_are_signed_and_reduce_only_keeps_its_direction(meet: Meet) -> None:
    oneway = meet("oneway")
    body = {"symbol": BTC, "side": "SELL", "type": "MARKET", "qty": "0.01", "reduce_only": "true"}
    assert await oneway.label("POST", "orders", None, body) == "TRADE_REDUCE_ONLY_POSITION_QTY_ERROR"
    await oneway.place(leg="", side="SELL")
    (held,) = await oneway.get("positions")
    assert (held["position_side"], held["position_qty"]) == ("NONE", "-0.01")
    assert await oneway.label("POST", "orders", None, body) == "TRADE_REDUCE_ONLY_SIDE_ERROR"
    await oneway.place(leg="", side="BUY", reduce_only="true")
    assert await oneway.get("positions") == []
    (past,) = await oneway.get("history_positions")
    assert (past["closed_type"], past["position_side"]) == ("COMPLETE_CLOSED", "SHORT")


async def test_spot_bought_by_value_becomes_coins_at_that_exchange(meet: Meet) -> None:
    second = meet("second")
    before = await second.get("accounts")
    placed = await second.place(SPOT_ADA, leg="", qty="", quote_qty="50")
    order = await second.get(f"orders/{placed['order_id']}")
    assert (order["qty"], order["quote_qty"], order["fee_coin"]) == ("0", "50", "ADA")
    assert Decimal("49") < Decimal(order["executed_amount"]) <= Decimal("50.2")
    after = await second.get("accounts")
    coins = {(row["coin"], row["exchange_type"]): Decimal(row["balance"]) for row in after["assets"]}
    assert coins["ADA", "OKX"] == Decimal(order["executed_qty"]) - Decimal(order["fee"])
    paid = Decimal(before["assets"][0]["balance"]) - coins["USDT", "CROSSEX"]
    assert paid == Decimal(order["executed_amount"])
    assert await second.get("positions") == []
    sold = await second.place(SPOT_ADA, "SELL", "", "50")
    assert (await second.get(f"orders/{sold['order_id']}"))["fee_coin"] == "USDT"
    short = await second.place(SPOT_ADA, "SELL", "", "5000")
    assert (await second.get(f"orders/{short['order_id']}"))["state"] == "FAIL"


async def test_a_margin_position_owes_money_and_pays_interest(meet: Meet) -> None:
    second = meet("second")
    await second.place(MARGIN_ADA, leg="LONG", qty="", quote_qty="100")
    (held,) = await second.get("margin_positions")
    assert (held["asset_coin"], held["liability_coin"], held["position_side"]) == ("ADA", "USDT", "LONG")
    assert abs(Decimal(held["liability"]) - Decimal(100)) < 1
    at_once = await second.get("history_margin_interests")
    assert {row["interest_type"] for row in at_once} == {"IMMEDIATE_OPEN_ORDER"}
    await second.settings(charge_interest=True)
    rows = await second.get("history_margin_interests")
    assert rows[0]["interest_type"] == "PERIODIC_POSITION"
    (held,) = await second.get("margin_positions")
    assert Decimal(held["interest"]) == sum(Decimal(row["interest"]) for row in rows)
    await second.place(MARGIN_ADA, "SELL", "LONG", held["asset_qty"])
    (past,) = await second.get("history_margin_positions")
    assert (past["closed_type"], past["business_type"]) == ("COMPLETE_CLOSED", "MARGIN")


async def test_leverage_is_accepted_and_set_a_moment_later(meet: Meet) -> None:
    second = meet("second")
    path, wanted = "positions/leverage", {"symbols": f"{BTC},{ETH}"}
    assert await second.do("POST", path, {"symbol": BTC, "leverage": "7"}, status=202) == {
        "symbol": BTC, "leverage": "7",
    }  # fmt: skip
    assert await second.until(path, lambda told: told[BTC] == "7", wanted) == {BTC: "7", ETH: "10"}
    await second.do("POST", "margin_positions/leverage", {"symbol": MARGIN_ADA, "leverage": "2"}, status=202)
    await second.until("margin_positions/leverage", lambda told: told[MARGIN_ADA] == "2", {"symbols": MARGIN_ADA})
    for body, label in (
        ({"symbol": BTC, "leverage": "21"}, "TRADE_SET_LEVERAGE_EXCEED_LIMIT_ERROR"),
        ({"symbol": BTC, "leverage": "0"}, "TRADE_SET_LEVERAGE_ERROR"),
        ({"symbol": MARGIN_ADA, "leverage": "2"}, "TRADE_INVALID_SYM_BUSINESSTYPE_ERROR"),
    ):
        assert await second.label("POST", path, None, body) == label
    await second.settings(document="1.0.0")
    assert (await second.get(path, wanted))[0] == {"symbol": BTC, "leverage": 7}


async def test_only_dust_can_be_closed_by_the_closing_call(main: Trader, meet: Meet) -> None:
    body = {"symbol": ADA, "position_side": "LONG"}
    assert await main.label("DELETE", "position", None, body) == "CAN_NOT_DELETE_LARGE_POSITION"
    second = meet("second")
    assert await second.label("DELETE", "position", None, body) == "CAN_NOT_DELETE_POSITION"
    await second.place(ADA, qty="20")
    await second.place(ADA, "SELL", qty="15")
    await second.settings(close_by=["POST"])
    assert await second.label("DELETE", "position", None, body) == "NOT_FOUND"
    answer = await second.do("POST", "position", body, status=202)
    assert answer["order_id"] == answer["text"]
    await second.until("positions", lambda rows: rows == [])


async def test_several_orders_are_cancelled_at_once_each_with_its_own_answer(meet: Meet) -> None:
    second = meet("second")
    price = f"{await second.last(BTC) * 0.97:.1f}"
    placed = await second.place(type="LIMIT", price=price)
    items = [{"order_id": placed["order_id"]}, {"text": "nothing"}]
    rows = await second.do("POST", "batch_cancel_orders", items)
    assert [(row["accepted"], row["label"]) for row in rows] == [("true", ""), ("false", "TRADE_ORDER_NOT_FOUND_ERROR")]
