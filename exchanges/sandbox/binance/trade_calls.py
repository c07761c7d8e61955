"""Ordinary orders: place, change, cancel, and the dead man's switch."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from exchanges.sandbox.binance.errors import BinanceError, translate
from exchanges.sandbox.binance.order_intents import check_price, check_quantity, read_order
from exchanges.sandbox.binance.order_rows import acknowledgement, order_row
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.rules import check_order
from exchanges.sandbox.state import Order

COUNTDOWN = "countdown:"
"""Begins the name of a fact: the symbol whose orders are cancelled at that time."""
MOST_BATCH, MOST_CANCELS = 5, 10
DAY_MS = 86_400_000


def place(call: Call) -> Row:
    intent = read_order(call)
    answer = call.choice("newOrderRespType", ("ACK", "RESULT"), "ACK", code=-1136)
    try:
        order = call.venue.engine.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal, side=intent.side) from None
    rests = intent.kind in ("limit", "post_only")
    return acknowledgement(order, call.market, fresh=answer == "ACK" or (rests and order.is_open and not order.filled))


def test_order(call: Call) -> Row:
    """Check an order as if it were placed."""
    intent = read_order(call)
    try:
        check_order(call.account, call.market, intent)
    except Refusal as refusal:
        raise translate(refusal, side=intent.side) from None
    return acknowledgement(unplaced(call, intent), call.market, fresh=True)


def unplaced(call: Call, intent: NewOrder) -> Order:
    """The order as it would be."""
    now = call.now()
    return Order(
        id=call.venue.desk.new_id(),
        client_id=intent.client_id,
        tag="",
        contract=intent.contract,
        margin_mode=intent.margin_mode,
        side=intent.side,
        leg=intent.leg,
        kind=intent.kind,
        price=intent.price,
        size=intent.size,
        leverage=call.account.default_leverage,
        reduce_only=intent.reduce_only,
        created_ms=now,
        updated_ms=now,
        facts=intent.facts,
    )


def place_batch(call: Call) -> list[Row]:
    return [_one_of_many(call, place, item) for item in _batch(call)]


def modify(call: Call) -> Row:
    """A new price and quantity; the order loses its place in the queue, and is cancelled when that much is filled."""
    order = find_open(call)
    if order.kind not in ("limit", "post_only"):
        raise BinanceError(-5025)
    if call.side() != order.side:
        raise BinanceError(-1130, param="side")
    size, price = call.number("quantity"), call.number("price")
    if size is None or price is None:
        raise BinanceError(-1102, param="quantity" if size is None else "price")
    contract = call.market.quotes[order.contract].contract
    check_quantity(contract, size)
    check_price(contract, price)
    order.facts["modifyId"] = call.venue.desk.new_id()
    _amend(call, order, size, price)
    changed: Row = {"pair": order.contract.split("_")[0], "modifyId": int(order.facts["modifyId"])}
    return acknowledgement(order, call.market) | changed


def _amend(call: Call, order: Order, size: Decimal, price: Decimal) -> None:
    if (size, price) == (order.size, order.price):
        raise BinanceError(-5027)
    try:
        if size <= order.filled:
            call.venue.engine.cancel(call.account, order)
        else:
            call.venue.engine.amend(call.account, order, size, price)
    except Refusal as refusal:
        raise translate(refusal, side=order.side) from None


def modify_batch(call: Call) -> list[Row]:
    return [_one_of_many(call, modify, item) for item in _batch(call)]


def cancel(call: Call) -> Row:
    order = find_open(call)
    call.venue.engine.cancel(call.account, order)
    return acknowledgement(order, call.market)


def cancel_batch(call: Call) -> list[Row]:
    symbol = call.need("symbol")
    ids, clients = _list(call, "orderIdList"), _list(call, "origClientOrderIdList")
    if not ids and not clients:
        raise BinanceError(-1102, param="orderIdList")
    if len(ids) > MOST_CANCELS or len(clients) > MOST_CANCELS:
        raise BinanceError(-1130, param="orderIdList" if ids else "origClientOrderIdList")
    name, wanted = ("orderId", ids) if ids else ("origClientOrderId", clients)
    return [_one_of_many(call, cancel, {"symbol": symbol, name: str(item)}) for item in wanted]


def cancel_all(call: Call) -> Row:
    symbol = call.quote().contract.id
    for order in [order for order in call.account.orders.values() if order.contract == symbol]:
        call.venue.engine.cancel(call.account, order)
    return {"code": 200, "msg": "The operation of cancel all open order is done."}


def countdown(call: Call) -> Row:
    """Cancel a symbol's orders when the time is not set anew before; 0 takes the switch away."""
    symbol, wait_ms = call.quote().contract.id, call.whole("countdownTime")
    if wait_ms is None:
        raise BinanceError(-1102, param="countdownTime")
    if wait_ms < 0:
        raise BinanceError(-1130, param="countdownTime")
    call.account.facts.pop(COUNTDOWN + symbol, None)
    if wait_ms:
        call.account.facts[COUNTDOWN + symbol] = str(call.now() + wait_ms)
    return {"symbol": symbol, "countdownTime": str(wait_ms)}


def query(call: Call) -> Row:
    order = find_any(call, code=-2013)
    if not is_remembered(call, order):
        raise BinanceError(-2013)
    return order_row(order, call.market)


def query_open(call: Call) -> Row:
    """`GET openOrder`: only while it is open."""
    order = find_any(call, code=-2013)
    if not order.is_open:
        raise BinanceError(-2013)
    return order_row(order, call.market)


def open_orders(call: Call) -> list[Row]:
    symbols = call.symbols()
    return [
        order_row(order, call.market)
        for order in call.account.orders.values()
        if symbols is None or order.contract in symbols
    ]


def is_remembered(call: Call, order: Order) -> bool:
    """Cancelled and expired orders without fills vanish after three days, all orders after ninety."""
    age_ms = call.now() - order.updated_ms
    return order.is_open or age_ms < (90 if order.filled else 3) * DAY_MS


def find_any(call: Call, *, code: int) -> Order:
    """The order of this symbol a request names by either id.

    Raises:
        BinanceError: No id, or no such order.
    """
    symbol = call.quote().contract.id
    order_id, client = call.whole("orderId"), call.text("origClientOrderId")
    if order_id is None and not client:
        raise BinanceError(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
    try:
        order = call.venue.engine.find(call.account, "" if order_id is None else str(order_id), client)
    except Refusal:
        raise BinanceError(code) from None
    if order.contract != symbol:
        raise BinanceError(code)
    return order


def find_open(call: Call) -> Order:
    """
    Raises:
        BinanceError: -2011, also for an order that ended.
    """
    order = find_any(call, code=-2011)
    if not order.is_open:
        raise BinanceError(-2011)
    return order


def _one_of_many(call: Call, act: Callable[[Call], Row], params: dict[str, str]) -> Row:
    """The answer for one element of a batch: an order, or why not."""
    try:
        return act(replace(call, params=params))
    except BinanceError as error:
        return error.body()
    except Refusal as refusal:
        return translate(refusal).body()


def _batch(call: Call) -> list[dict[str, str]]:
    items = _list(call, "batchOrders")
    if not items or not all(isinstance(item, dict) for item in items):
        raise BinanceError(-1102, param="batchOrders")
    if len(items) > MOST_BATCH:
        raise BinanceError(-1130, param="batchOrders")
    return [{name: _word(value) for name, value in item.items()} for item in items if isinstance(item, dict)]


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(call: Call, name: str) -> list[object]:
    """A JSON list that came as a parameter; the venue takes its name in small letters as well."""
    raw = call.text(name) or call.text(name.lower())
    try:
        found = json.loads(raw) if raw else []
    except ValueError:
        raise BinanceError(-1130, param=name) from None
    if not isinstance(found, list):
        raise BinanceError(-1130, param=name)
    return found
