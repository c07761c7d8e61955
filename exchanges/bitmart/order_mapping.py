"""Orders, plans and fills in the model's words. Pure: row in, model out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitmart.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    Trade,
    number_of,
    price_of,
    text_of,
    time_of,
    trade_of,
)
from exchanges.core.model import Fill, Order, OrderKind, OrderStatus, OrderType, TimeInForce
from exchanges.core.numbers import dec
from exchanges.core.text import clean

TYPES = {"limit": OrderType.LIMIT, "market": OrderType.MARKET, "trailing": OrderType.TRAILING_STOP}
PLAN_TYPES = {
    "plan": OrderType.STOP,
    "plan_order": OrderType.STOP,
    "planorder": OrderType.STOP,
    "take_profit": OrderType.TAKE_PROFIT,
    "stop_loss": OrderType.STOP,
}
"""What waits for a price, by any of the venue's words for it."""
TIFS = {"1": TimeInForce.GTC, "2": TimeInForce.FOK, "3": TimeInForce.IOC, "4": TimeInForce.POST_ONLY}
MODES = {tif: int(code) for code, tif in TIFS.items()}
TRAILING = "trailing"
_OPEN = frozenset({"1", "2", "active", "open"})
_FINISHED = "4"
_CANCELS = {"3": "", "4": "liquidation", "5": "adl"}
"""`action` of a push that ends an order, and why."""


def order(row: Row, reading: Reading, action: str = "") -> Order:
    """An ordinary or trailing order, by REST or push.

    Args:
        action: What a push tells of; empty by REST.
    """
    filled = dec(row.get("deal_size")) or ZERO
    word, size = clean(row.get("type")), number_of(row, "size")
    price = None if word in ("market", TRAILING) else price_of(row.get("price"))
    return _order(
        row,
        reading,
        OrderKind.PLAIN,
        trade_of(row, reading),
        kind=TYPES.get(word, OrderType.OTHER),
        status=_status(row, filled, size, action),
        reason=_CANCELS.get(action, ""),
        word=word,
        size=size,
        filled=filled,
        price=price,
        trigger=price_of(row.get("activation_price")) if word == TRAILING else None,
    )


def plan(row: Row, reading: Reading, action: str = "") -> Order:
    """A plan, take profit or stop loss: listed by REST, among the finished orders, or pushed."""
    told = clean(row.get("type"))
    word = "plan" if told in ("plan_order", "planorder") else told
    limit = row.get("executive_price")
    if limit is None:
        limit = row.get("execution_price") if row.get("execution_price") is not None else row.get("price")
    whole = str(row.get("plan_category")) == "2"
    return _order(
        row,
        reading,
        OrderKind.ALGO,
        trade_of(row, reading),
        kind=PLAN_TYPES.get(word, OrderType.OTHER),
        status=_plan_status(row, action),
        reason=_CANCELS.get(action, ""),
        word=word,
        size=None if whole else dec(row.get("size")),
        filled=dec(row.get("deal_size")) or ZERO,
        price=price_of(limit),
        trigger=price_of(row.get("trigger_price")),
    )


def either(row: Row, reading: Reading, action: str = "") -> Order:
    """A row of a list or channel that holds both families."""
    make = plan if clean(row.get("type")) in PLAN_TYPES else order
    return make(row, reading, action)


def fill(row: Row, reading: Reading) -> Fill:
    """A fill of REST; the streams' tell neither profit nor who made the price."""
    name, order_id, trade = text_of(row, "symbol"), text_of(row, "order_id"), trade_of(row, reading)
    known = reading.instruments.get(name)
    if known is None:
        raise Incomplete("symbol")  # Coins cannot be told from contracts, and what is journaled stays.
    return Fill(
        id=f"{text_of(row, 'trade_id')}:{order_id}",
        order_id=order_id,
        client_id=None,
        symbol=known.symbol,
        side=trade.side,
        position_side=trade.leg,
        price=number_of(row, "price"),
        size_base=reading.base_of(name, number_of(row, "vol")),
        fee=dec(row.get("paid_fees")) or ZERO,
        fee_asset=known.settle,
        realised_pnl=dec(row.get("realised_profit")) or ZERO,
        is_maker={"maker": True, "taker": False}.get(clean(row.get("exec_type")).lower()),
        bill_id=text_of(row, "trade_id"),
        time_ms=time_of(row.get("create_time")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def has_trade(row: Row) -> bool:
    """Whether a pushed order tells of a fill."""
    last: Any = row.get("last_trade")
    return isinstance(last, dict) and bool(dec(last.get("fillQty")))


def _status(row: Row, filled: Decimal, size: Decimal, action: str) -> OrderStatus:
    state = clean(row.get("state"))
    if state in _OPEN:
        return OrderStatus.PARTIALLY_FILLED if filled else OrderStatus.OPEN
    if state != _FINISHED:
        return OrderStatus.UNKNOWN
    if action in _CANCELS or filled < size:
        return OrderStatus.CANCELED
    return OrderStatus.FILLED


def _plan_status(row: Row, action: str) -> OrderStatus:
    state = clean(row.get("state"))
    if state in _OPEN:
        return OrderStatus.OPEN
    if state != _FINISHED:
        return OrderStatus.UNKNOWN
    fired = bool(clean(row.get("executive_order_id"))) or (action != "" and action not in _CANCELS)
    return OrderStatus.TRIGGERED if fired else OrderStatus.CANCELED


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    trade: Trade,
    *,
    kind: OrderType,
    status: OrderStatus,
    reason: str,
    word: str,
    size: Decimal | None,
    filled: Decimal,
    price: Decimal | None,
    trigger: Decimal | None,
) -> Order:
    """What both families share."""
    name = text_of(row, "symbol")
    created = time_of(row.get("create_time")) or reading.venue_ms
    client_id = clean(row.get("client_order_id"))
    return Order(
        id=text_of(row, "order_id"),
        client_id=client_id if client_id not in ("", "-") else None,
        kind=family,
        symbol=reading.symbol_of(name),
        side=trade.side,
        position_side=trade.leg,
        type=kind,
        tif=TIFS.get(clean(row.get("mode")), TimeInForce.GTC),
        size_base=None if size is None else reading.base_of(name, size),
        filled_base=reading.base_of(name, filled),
        price=price,
        average_price=price_of(row.get("deal_avg_price")),
        trigger_price=trigger,
        trigger_price_2=None,
        reduce_only=trade.closes,
        status=status,
        venue_status=clean(row.get("state")),
        reason=reason,
        fee=None,
        venue_symbol=name,
        created_ms=created,
        venue_ms=time_of(row.get("update_time")) or created,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=word,
        size_known=reading.knows(name),
    )
