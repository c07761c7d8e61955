"""Ordinary orders of v1 and v2: place, change, cancel, find. In v1 the same calls take plan orders as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from exchanges.sandbox.refusals import Refusal, Worded
from exchanges.sandbox.state import Order
from exchanges.sandbox.toobit import plan_calls
from exchanges.sandbox.toobit.errors import ToobitError, translate
from exchanges.sandbox.toobit.order_intents import Wish, order_intent, plan_intent, read_v1, read_v2
from exchanges.sandbox.toobit.order_rows import Version, order_row, stop_row
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row

MOST_BATCH, MOST_IDS = 10, 100


def place_v1(call: Call) -> Row:
    wish = read_v1(call)
    if wish.is_plan:
        return stop_row(plan_calls.entered(call, plan_intent(call, wish)), call.account, call.market)
    return _placed(call, wish, "v1")


def place_v2(call: Call) -> Row:
    return _placed(call, read_v2(call, plan=False), "v2")


def _placed(call: Call, wish: Wish, version: Version) -> Row:
    intent = order_intent(call, wish)
    try:
        order = call.venue.engine.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal, side=intent.side) from None
    return order_row(order, call.account, call.market, version)


def batch_v1(call: Call) -> Row:
    """Up to ten orders of one symbol."""
    items = _items(call)
    if len({item.get("symbol") for item in items}) > 1:
        raise ToobitError(-1128)
    return {"code": 200, "result": [_one_of_many(call, item, place_v1) for item in items]}


def batch_v2(call: Call) -> list[Row]:
    return [_one_of_many(call, item, place_v2) for item in _items(call)]


def update_v1(call: Call) -> Row:
    if call.choice("type", ("LIMIT", "STOP", "STOP_PROFIT_LOSS"), code=-1116) != "LIMIT":
        return stop_row(plan_calls.changed(call), call.account, call.market)
    return order_row(_changed(call), call.account, call.market, "v1")


def update_v2(call: Call) -> Row:
    return order_row(_changed(call), call.account, call.market, "v2")


def _changed(call: Call) -> Order:
    """New price or size; what is not said, or is zero, stays. What is filled is not counted in the new size."""
    order = find(call)
    _check_open(order)
    price, quantity = call.number("price"), call.number("quantity")
    if price is None and quantity is None and not call.number("valueQuantity"):
        raise ToobitError(-1130, param="price")
    if order.price is None:
        raise ToobitError(-1130, param="priceType")
    size = quantity + order.filled if quantity is not None else None
    if (size or order.size, price or order.price) == (order.size, order.price):
        raise ToobitError(-1130, param="price")
    try:
        call.venue.engine.amend(call.account, order, size, price)
    except Refusal as refusal:
        raise translate(refusal, side=order.side) from None
    if call.text("newClientOrderId"):
        order.client_id = call.client_id("newClientOrderId")
    return order


def cancel_v1(call: Call) -> Row:
    """Answers an ordinary order as it was taken to be cancelled, still open; the lists tell its end."""
    if call.choice("type", ("LIMIT", "STOP"), "LIMIT", code=-1116) == "STOP":
        return stop_row(plan_calls.ended(call), call.account, call.market)
    order = find(call)
    _check_open(order)
    row = order_row(order, call.account, call.market, "v1")
    call.venue.engine.cancel(call.account, order)
    return row


def cancel_v2(call: Call) -> Row:
    order = find(call)
    _check_open(order)
    call.venue.engine.cancel(call.account, order)
    return order_row(order, call.account, call.market, "v2")


def cancel_batch_v1(call: Call) -> Row:
    call.need("symbol")
    _cancel_all(call)
    return {"code": 200, "message": "success", "timestamp": call.now()}


def cancel_batch_v2(call: Call) -> None:
    call.need("symbol")
    _cancel_all(call)


def _cancel_all(call: Call) -> None:
    side = call.choice("side", ("BUY", "SELL"), code=-1117).lower() if call.text("side") else ""
    for order in list(call.account.orders.values()):
        if call.wants(order.contract) and side in ("", order.side):
            call.venue.engine.cancel(call.account, order)


def cancel_by_ids(call: Call) -> Row:
    """The result names what could not be cancelled."""
    ids = [part for part in call.need("ids").split(",") if part]
    if len(ids) > MOST_IDS:
        raise ToobitError(-1130, param="ids")
    failed: list[Row] = []
    for order_id in ids:
        order = call.account.orders.get(order_id)
        if order is None:
            failed.append({"orderId": order_id, "code": -2013})
        else:
            call.venue.engine.cancel(call.account, order)
    return {"code": 200, "result": failed}


def query_v1(call: Call) -> Row:
    if call.choice("type", ("LIMIT", "STOP"), "LIMIT", code=-1116) == "STOP":
        return stop_row(plan_calls.find(call), call.account, call.market)
    return order_row(find(call), call.account, call.market, "v1")


def query_v2(call: Call) -> Row:
    return order_row(find(call), call.account, call.market, "v2")


def find(call: Call) -> Order:
    """By either id; the venue's counts when both are said.

    Raises:
        ToobitError: -1102, -2013.
    """
    order_id, client = call.text("orderId"), call.text("origClientOrderId")
    if not order_id and not client:
        raise ToobitError(-1102, "Param 'orderId' or 'origClientOrderId' must be sent, but both were empty/null!")
    try:
        return call.venue.engine.find(call.account, order_id, client)
    except Refusal as refusal:
        raise translate(refusal) from None


def _check_open(order: Order) -> None:
    if not order.is_open:
        raise ToobitError(-1139 if order.state == "filled" else -1142)


def _items(call: Call) -> list[dict[str, Any]]:
    items = call.body
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise ToobitError(-1130, param="orders")
    if len(items) > MOST_BATCH:
        raise ToobitError(-1130, param="orders")
    return items


def _one_of_many(call: Call, item: dict[str, Any], act: Callable[[Call], Row]) -> Row:
    params = {"category": call.text("category")} | {name: str(value) for name, value in item.items()}
    try:
        return {"code": 200, "order": act(replace(call, params=params))}
    except Worded as refused:
        told: Row = {"code": int(refused.code)}
        return told | ({"order": None} if act is place_v2 else {"msg": refused.text})
