"""CrossEx's orders and fills in the model's words. Pure: row in, model out."""

from __future__ import annotations

from decimal import Decimal

from exchanges.core.model import (
    Fill,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    TimeInForce,
)
from exchanges.core.numbers import dec, decode_json, ms
from exchanges.core.text import clean
from exchanges.gate_crossex.mapping import changed_ms
from exchanges.gate_crossex.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    business_of,
    closing,
    enum_of,
    first_text,
    leg_of,
    price_of,
    symbol_of,
    text_of,
)

TYPES = {"MARKET": OrderType.MARKET, "LIMIT": OrderType.LIMIT}
TIFS = {
    "GTC": TimeInForce.GTC,
    "IOC": TimeInForce.IOC,
    "FOK": TimeInForce.FOK,
    "POC": TimeInForce.POST_ONLY,
}
STATUS = {
    "NEW": OrderStatus.OPEN,
    "PENDING_SUBMIT": OrderStatus.OPEN,
    "OPEN": OrderStatus.OPEN,
    "PENDING_CANCEL": OrderStatus.OPEN,
    "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
    "FILLED": OrderStatus.FILLED,
    "CANCELLED": OrderStatus.CANCELED,
    "CANCELED": OrderStatus.CANCELED,
    "FAIL": OrderStatus.REJECTED,
    "REJECT": OrderStatus.REJECTED,
    "REJECTED": OrderStatus.REJECTED,
}
_BY_VALUE = frozenset({"SPOT", "MARGIN"})
"""Businesses whose market buys are given as a value."""
_ONE_WAY = frozenset({"BOTH", "SINGLE"})
"""Position modes whose rows name the position's side and mean no leg."""


def own_id(row: Row) -> str | None:
    """The client's id; the venue repeats its own where none was given."""
    told = first_text(row, "text", "client_order_id")
    return told if told and told != clean(row.get("order_id")) else None


def order(row: Row, reading: Reading) -> Order:
    """ORDER by REST or push."""
    name, side, leg = text_of(row, "symbol"), enum_of(OrderSide, row, "side"), leg_of(row.get("position_side"))
    word, kind = clean(row.get("state")), TYPES.get(clean(row.get("type")), OrderType.OTHER)
    status = STATUS.get(word, OrderStatus.UNKNOWN)
    filled = dec(row.get("executed_qty")) or ZERO
    updated = changed_ms(row, reading)
    tif = TIFS.get(first_text(row, "time_in_force", "tif"), TimeInForce.GTC)
    return Order(
        id=text_of(row, "order_id"),
        client_id=own_id(row),
        kind=OrderKind.PLAIN,
        symbol=symbol_of(name),
        side=side,
        position_side=leg,
        type=kind,
        tif=TimeInForce.IOC if kind is OrderType.MARKET else tif,
        size_base=_size(row, name, kind, side, filled, is_final=status.is_final),
        filled_base=filled,
        price=price_of(row.get("price")),
        average_price=price_of(row.get("executed_avg_price")),
        trigger_price=None,
        trigger_price_2=None,
        reduce_only=str(row.get("reduce_only")).lower() == "true" or (leg is not None and side is closing(leg)),
        status=status,
        venue_status=word,
        reason=reason_of(row)[1],
        fee=dec(row.get("fee")) if first_text(row, "fee_coin", "fee_currency") else None,
        venue_symbol=name,
        created_ms=ms(row.get("create_time")) or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=clean(row.get("type")),
    )


def _size(row: Row, name: str, kind: OrderType, side: OrderSide, filled: Decimal, *, is_final: bool) -> Decimal | None:
    """Base units; of an order by value nobody knows them before it is done, whatever `qty` says."""
    by_value = kind is OrderType.MARKET and side is OrderSide.BUY and business_of(name) in _BY_VALUE
    if by_value and price_of(row.get("quote_qty")) is not None:
        return filled if is_final else None
    return price_of(row.get("qty"))


def reason_of(row: Row) -> tuple[str, str]:
    """(label, words) of why an order ended: plain text, or a refusal as JSON; and who took the position away."""
    told = row.get("reason")
    text = clean(told)
    if text.startswith("{"):
        try:
            found = decode_json(str(told))
        except ValueError:
            return "", text
        return clean(found.get("label")), clean(found.get("message"))
    attribute = clean(row.get("attribute"))
    return "", text or (attribute if attribute != "COMMON" else "")


def fill(row: Row, reading: Reading) -> Fill:
    """FILL by REST or push."""
    order_id, price, size = text_of(row, "order_id"), dec(row.get("price")), dec(row.get("qty"))
    if price is None or size is None:
        raise Incomplete("price, qty")
    trade_id = text_of(row, "transaction_id")
    return Fill(
        id=f"{trade_id}:{order_id}",
        order_id=order_id,
        client_id=own_id(row),
        symbol=symbol_of(text_of(row, "symbol")),
        side=enum_of(OrderSide, row, "side"),
        position_side=None if clean(row.get("position_mode")) in _ONE_WAY else leg_of(row.get("position_side")),
        price=price,
        size_base=size,
        fee=dec(row.get("fee")) or ZERO,
        fee_asset=clean(row.get("fee_coin")),
        realised_pnl=dec(row.get("rpnl")) or ZERO,
        is_maker={"maker": True, "taker": False}.get(clean(row.get("match_role")).lower()),
        bill_id=trade_id,
        time_ms=ms(row.get("create_time")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )
