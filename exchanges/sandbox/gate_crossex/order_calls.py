"""Placing, changing, cancelling and asking for orders."""

from __future__ import annotations

import json
import re
from decimal import ROUND_FLOOR, Decimal
from typing import cast

from exchanges.sandbox.gate_crossex.errors import NO_FUNDS, CrossexError, translate
from exchanges.sandbox.gate_crossex.order_rows import ids, order_row
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, Fields, decimal, fits, one_of, symbol, word
from exchanges.sandbox.gate_crossex.words import FORCES, Row, business_of, worded
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.market import Quote
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import ZERO, Account, Leg, Order, Side, position_key

LONGEST_TEXT = 36
"""The documents say that there is a limit, not which."""
_TEXT = re.compile(r"[a-zA-Z0-9_-]+")


def place(call: Call) -> Row:
    return ids(_place(call, call.params))


def _place(call: Call, fields: Fields) -> Order:
    name = symbol(call, fields)
    pool = call.pools.at(call.account, name)
    if pool is None:
        raise CrossexError("TRADE_SYM_NOT_SUPPORT")
    if business_of(name) == "MARGIN" and pool is not call.account:
        raise CrossexError("MARGIN_ORDER_NOT_SUPPORT")
    side = cast("Side", one_of(fields, "side", ("BUY", "SELL"), "TRADE_INVALID_SIDE").lower())
    at_market = one_of(fields, "type", ("LIMIT", "MARKET"), "TRADE_INVALID_ORDER_TYPE", "LIMIT") == "MARKET"
    tif = one_of(fields, "time_in_force", tuple(FORCES), "TRADE_INVALID_TIME_IN_FORCE", "GTC")
    if at_market and tif == "POC":
        raise CrossexError("TRADE_INVALID_POC")
    leg = _leg(pool, name, fields)
    quote = call.quotes[name]
    price = _price(fields, at_market=at_market)
    size, value = _size(fields, quote, name, side, at_market=at_market)
    reduces = one_of(fields, "reduce_only", ("true", "false"), "TRADE_INVALID_REDUCE_ONLY", "false") == "true"
    _check_reducing(pool, name, side, leg, reduces=reduces)
    intent = NewOrder(
        contract=name,
        margin_mode="cross",
        side=side,
        leg=leg,
        kind="market" if at_market else FORCES[tif],
        size=size,
        price=price,
        client_id=_text(call, fields),
        reduce_only=reduces,
        facts={"quote_qty": value} if value else {},
    )
    try:
        return call.venue.engine.place(pool, intent)
    except Refusal as refusal:
        if refusal.reason in NO_FUNDS:
            return _fail(call, pool, intent)
        raise translate(refusal) from None


def _fail(call: Call, pool: Account, intent: NewOrder) -> Order:
    """Accepted, and ended a moment later: there was not enough margin."""
    error = CrossexError("TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR")
    reason = json.dumps({"label": error.code, "message": error.text}, separators=(",", ":"))
    return call.venue.engine.give_up(pool, intent, "funds", reason)


def _leg(pool: Account, name: str, fields: Fields) -> Leg:
    """Margin pairs always name a side; futures do in DUAL mode; spot never does."""
    told = one_of(fields, "position_side", ("NONE", "LONG", "SHORT"), "TRADE_INVALID_POSITION_SIDE", "NONE")
    business = business_of(name)
    if business == "MARGIN" and told == "NONE":
        raise CrossexError("TRADE_MARGIN_INVALID_PZ_SIDE_ERROR")
    if business == "FUTURE" and (told != "NONE") != pool.hedged:
        raise CrossexError("TRADE_INVALID_PZ_MODE_ERROR")
    if business == "SPOT" or told == "NONE":
        return "net"
    return "long" if told == "LONG" else "short"


def _price(fields: Fields, *, at_market: bool) -> Decimal | None:
    if at_market:
        return None
    price = decimal(fields, "price", "TRADE_INVALID_LIMIT_PRICE")
    if price is None or price <= 0:
        raise CrossexError("TRADE_INVALID_LIMIT_PRICE")
    return price


def _size(fields: Fields, quote: Quote, name: str, side: Side, *, at_market: bool) -> tuple[Decimal, str]:
    """Base units, and the value where the order names one instead."""
    if at_market and side == "buy" and business_of(name) in ("SPOT", "MARGIN"):
        value = decimal(fields, "quote_qty", "TRADE_INVALID_QUOTE_ORDER_QTY")
        if value is None or value <= 0:
            raise CrossexError("TRADE_INVALID_QUOTE_ORDER_QTY")
        return _worth(quote, value), word(fields, "quote_qty")
    size = decimal(fields, "qty", "TRADE_INVALID_ORDER_QTY")
    if size is None or size <= 0:
        raise CrossexError("TRADE_INVALID_ORDER_QTY")
    return size, ""


def _worth(quote: Quote, value: Decimal) -> Decimal:
    """What so much money buys from the present depth, in whole steps."""
    size, left = ZERO, value
    for level in quote.asks:
        taken = min(level.size, left / level.price)
        size, left = size + taken, left - taken * level.price
    size += left / quote.asks[-1].price
    lots: Decimal = (size / quote.contract.lot).to_integral_value(rounding=ROUND_FLOOR)
    return lots * quote.contract.lot


def _check_reducing(pool: Account, name: str, side: Side, leg: Leg, *, reduces: bool) -> None:
    """Closing what is not there is refused, by flag in one-way mode and by direction on a leg."""
    held = pool.positions.get(position_key(name, "cross", leg))
    if not reduces or business_of(name) == "SPOT":
        return
    if held is None:
        raise CrossexError("TRADE_REDUCE_ONLY_POSITION_QTY_ERROR")
    if held.direction == (1 if side == "buy" else -1):
        raise CrossexError("TRADE_REDUCE_ONLY_SIDE_ERROR")


def _text(call: Call, fields: Fields) -> str:
    text = word(fields, "text")
    if not text:
        return ""
    if len(text) > LONGEST_TEXT:
        raise CrossexError("TRADE_CLIENT_ORDER_ID_LENGTH_ERROR")
    if not _TEXT.fullmatch(text):
        raise CrossexError("TRADE_CLIENT_ORDER_ID_MATCH_ERROR")
    if any(
        order.client_id == text
        for pool in call.pools.of(call.account)
        for order in (*pool.orders.values(), *pool.finished_orders)
    ):
        raise CrossexError("TRADE_ORDER_DUPLICATE_ERROR")
    return text


def find(call: Call, name: str) -> tuple[Account, Order]:
    """The order an id of the venue's or of the client's names, with its pool.

    Raises:
        CrossexError: TRADE_ORDER_NOT_FOUND_ERROR.
    """
    for pool in call.pools.of(call.account):
        for order in (*pool.orders.values(), *reversed(pool.finished_orders)):
            if name in (order.id, order.client_id):
                return pool, order
    raise CrossexError("TRADE_ORDER_NOT_FOUND_ERROR")


def cancel(call: Call) -> Row:
    return cancel_one(call, word(call.params, "order_id"))


def cancel_one(call: Call, name: str) -> Row:
    """One order ends.

    Raises:
        CrossexError: No such order, or it has ended.
    """
    pool, order = find(call, name)
    try:
        call.venue.engine.cancel(pool, order)
    except Refusal as refusal:
        raise translate(refusal) from None
    return ids(order)


def cancel_batch(call: Call) -> list[Row]:
    """Newer than the first document: each part is told for itself."""
    items = call.params.get("items")
    if not isinstance(items, list) or not items:
        raise CrossexError(PARAM)
    rows: list[Row] = []
    for item in items:
        named = item if isinstance(item, dict) else {}
        name = word(named, "order_id") or word(named, "text")
        told: Row = {"order_id": word(named, "order_id"), "text": word(named, "text")}
        try:
            rows.append(cancel_one(call, name) | {"accepted": "true", "label": "", "message": ""})
        except CrossexError as error:
            rows.append(told | {"accepted": "false", "label": error.code, "message": error.text})
    return rows


def amend(call: Call) -> Row:
    """Another size or price of an open limit order, which keeps its id."""
    pool, order = find(call, word(call.params, "order_id"))
    if order.kind == "market":
        raise CrossexError("TRADE_NOT_ALLOW_REPLACE")
    if not order.is_open:
        raise CrossexError("TRADE_ORDER_REPLACE_ALLOW_ERROR")
    size = decimal(call.params, "qty", "TRADE_ORDER_REPLACE_QTY_PRICE_ERROR")
    price = decimal(call.params, "price", "TRADE_ORDER_REPLACE_QTY_PRICE_ERROR")
    if (size is None and price is None) or (size or 1) <= 0 or (price or 1) <= 0:
        raise CrossexError("TRADE_ORDER_REPLACE_QTY_PRICE_ERROR")
    if size in (None, order.size) and price in (None, order.price):
        raise CrossexError("TRADE_ORDER_REPLACE_QTY_PRICE_SAME_ERROR")
    try:
        call.venue.engine.amend(pool, order, size, price)
    except Refusal as refusal:
        raise translate(refusal) from None
    return ids(order)


def one(call: Call) -> Row:
    pool, order = find(call, word(call.params, "order_id"))
    return worded(order_row(pool, order), call.manners.document)


def open_orders(call: Call) -> list[Row]:
    return [
        worded(order_row(pool, order), call.manners.document)
        for pool in call.pools.of(call.account)
        for order in pool.orders.values()
        if fits(call, order.contract)
    ]
