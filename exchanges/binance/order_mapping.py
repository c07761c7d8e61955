"""Binance's orders of both families, and their fills, in the model's words. Pure: row in, model out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from exchanges.binance.rows import ZERO, Incomplete, Reading, Row, leg_of, price_of, text_of, word_of
from exchanges.core.model import (
    Fill,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Side,
    TimeInForce,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

_TYPES = {
    "LIMIT": OrderType.LIMIT,
    "MARKET": OrderType.MARKET,
    "LIQUIDATION": OrderType.MARKET,
    "STOP": OrderType.STOP,
    "STOP_MARKET": OrderType.STOP,
    "TAKE_PROFIT": OrderType.TAKE_PROFIT,
    "TAKE_PROFIT_MARKET": OrderType.TAKE_PROFIT,
    "TRAILING_STOP_MARKET": OrderType.TRAILING_STOP,
}
_AT_MARKET = frozenset({"MARKET", "LIQUIDATION", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"})
_TIF = {
    "GTC": TimeInForce.GTC,
    "GTD": TimeInForce.GTC,
    "GTE_GTC": TimeInForce.GTC,
    "IOC": TimeInForce.IOC,
    "FOK": TimeInForce.FOK,
    "GTX": TimeInForce.POST_ONLY,
    "RPI": TimeInForce.POST_ONLY,
}
_STATUS = {
    "NEW": OrderStatus.OPEN,
    "NEW_INSURANCE": OrderStatus.OPEN,
    "NEW_ADL": OrderStatus.OPEN,
    "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
    "FILLED": OrderStatus.FILLED,
    "CANCELED": OrderStatus.CANCELED,
    "EXPIRED": OrderStatus.CANCELED,
    "EXPIRED_IN_MATCH": OrderStatus.CANCELED,
    "REJECTED": OrderStatus.REJECTED,
    "TRIGGERING": OrderStatus.TRIGGERED,
    "TRIGGERED": OrderStatus.TRIGGERED,
}
EXPIRY_REASONS = {
    "1": "self-trade", "2": "IOC", "3": "self-trade", "4": "reduce-only", "5": "liquidation", "6": "position closed",
    "7": "delisting", "8": "triggered", "9": "market rest",
}  # fmt: skip
_FORCED = {"autoclose-": "liquidation", "adl_autoclose": "ADL", "settlement_autoclose-": "delisting"}
"""What the beginning of a client id says when the venue itself made the order."""

_REST_NAMES = {
    "id": "orderId", "client": "clientOrderId", "symbol": "symbol", "side": "side", "leg": "positionSide",
    "type": "type", "tif": "timeInForce", "size": "origQty", "filled": "executedQty", "price": "price",
    "average": "avgPrice", "trigger": "stopPrice", "reduce": "reduceOnly", "whole": "closePosition",
    "status": "status", "created": "time", "updated": "updateTime",
}  # fmt: skip
_PUSH_NAMES = {
    "id": "i", "client": "c", "symbol": "s", "side": "S", "leg": "ps", "type": "o", "tif": "f", "size": "q",
    "filled": "z", "price": "p", "average": "ap", "trigger": "sp", "reduce": "R", "whole": "cp", "status": "X",
    "created": "", "updated": "T",
}  # fmt: skip
_ALGO_NAMES = {
    "id": "algoId", "client": "clientAlgoId", "symbol": "symbol", "side": "side", "leg": "positionSide",
    "type": "orderType", "tif": "timeInForce", "size": "quantity", "filled": "", "price": "price",
    "average": "actualPrice", "trigger": "triggerPrice", "reduce": "reduceOnly", "whole": "closePosition",
    "status": "algoStatus", "created": "createTime", "updated": "updateTime",
}  # fmt: skip
_ALGO_PUSH_NAMES = {
    "id": "aid", "client": "caid", "symbol": "s", "side": "S", "leg": "ps", "type": "o", "tif": "f", "size": "q",
    "filled": "aq", "price": "p", "average": "ap", "trigger": "tp", "reduce": "R", "whole": "cp", "status": "X",
    "created": "", "updated": "",
}  # fmt: skip


def order(row: Row, reading: Reading) -> Order:
    """An order of the plain family, of the REST lists."""
    return _order(row, reading, OrderKind.PLAIN, _REST_NAMES, reason=_forced(row.get("clientOrderId")))


def pushed_order(row: Row, reading: Reading) -> Order:
    """The order of an `ORDER_TRADE_UPDATE`; it tells when it was made only while it is new."""
    return _order(row, reading, OrderKind.PLAIN, _PUSH_NAMES, reason=_forced(row.get("c")) or _expired(row.get("er")))


def algo_order(row: Row, reading: Reading) -> Order:
    """A conditional order of the REST lists."""
    activation = price_of(row.get("activatePrice"))
    return _order(row, reading, OrderKind.ALGO, _ALGO_NAMES, otherwise=activation)


def pushed_algo_order(row: Row, at_ms: int, reading: Reading) -> Order:
    """The conditional order of an `ALGO_UPDATE` of that time."""
    return _order(row, reading, OrderKind.ALGO, _ALGO_PUSH_NAMES, reason=clean(row.get("rm")), at_ms=at_ms)


def fill(row: Row, reading: Reading) -> Fill:
    """A fill of the REST list."""
    return _fill(
        row, reading, symbol="symbol", trade="id", order_id="orderId", side="side", leg="positionSide", price="price",
        size="qty", fee="commission", fee_asset="commissionAsset", pnl="realizedPnl", maker="maker", time="time",
    )  # fmt: skip


def pushed_fill(row: Row, reading: Reading) -> Fill | None:
    """The fill that caused an `ORDER_TRADE_UPDATE`; `None` when none did, or when only REST names it."""
    if row.get("x") not in ("TRADE", "CALCULATED") or not dec(row.get("t")) or not dec(row.get("l")):
        return None
    return _fill(
        row, reading, symbol="s", trade="t", order_id="i", side="S", leg="ps", price="L", size="l", fee="n",
        fee_asset="N", pnl="rp", maker="m", time="T", client="c",
    )  # fmt: skip


def needs_rest(row: Row) -> bool:
    """True when a push speaks of a fill that only REST tells fully: a liquidation without its trade."""
    traded = row.get("x") in ("TRADE", "CALCULATED")
    return traded and not (dec(row.get("t")) and dec(row.get("l")))


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    names: Mapping[str, str],
    *,
    otherwise: Decimal | None = None,
    reason: str = "",
    at_ms: int | None = None,
) -> Order:
    """What all four kinds of rows share.

    Args:
        names: The row's own names of our fields.
        otherwise: A trigger price that stands elsewhere.
        reason: Why it ended.
        at_ms: When it changed, where the row itself does not tell.
    """
    venue_symbol, status = text_of(row, names["symbol"]), clean(row.get(names["status"]))
    symbol, known = reading.symbol(venue_symbol)
    word = clean(row.get(names["type"]))
    side, leg = word_of(OrderSide, row, names["side"]), leg_of(row.get(names["leg"]))
    size, filled = dec(row.get(names["size"])), dec(row.get(names["filled"])) or ZERO
    whole = _is_true(row.get(names["whole"]))
    updated = at_ms or ms(row.get(names["updated"])) or ms(row.get(names["created"])) or reading.venue_ms
    at_market = word in _AT_MARKET
    return Order(
        id=text_of(row, names["id"]),
        client_id=clean(row.get(names["client"])) or None,
        kind=family,
        symbol=symbol,
        side=side,
        position_side=leg,
        type=_TYPES.get(word, OrderType.OTHER),
        tif=TimeInForce.IOC if at_market else _TIF.get(clean(row.get(names["tif"])), TimeInForce.GTC),
        size_base=size if size else None,
        filled_base=filled,
        price=None if at_market else price_of(row.get(names["price"])),
        average_price=price_of(row.get(names["average"])),
        trigger_price=price_of(row.get(names["trigger"])) or otherwise,
        trigger_price_2=None,
        reduce_only=_is_true(row.get(names["reduce"])) or whole or _closes(side, leg),
        status=_ended(status, filled),
        venue_status=status,
        reason=reason or (status if status.startswith("EXPIRED") else ""),
        fee=None,
        venue_symbol=venue_symbol,
        created_ms=ms(row.get(names["created"])) or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=word,
        size_known=known,
    )


def _ended(status: str, filled: Decimal) -> OrderStatus:
    """The status; a finished conditional order ended as what it became, and what was filled tells which."""
    if status == "FINISHED":
        return OrderStatus.FILLED if filled else OrderStatus.TRIGGERED
    return _STATUS.get(status, OrderStatus.UNKNOWN)


def _fill(
    row: Row,
    reading: Reading,
    *,
    symbol: str,
    trade: str,
    order_id: str,
    side: str,
    leg: str,
    price: str,
    size: str,
    fee: str,
    fee_asset: str,
    pnl: str,
    maker: str,
    time: str,
    client: str = "",
) -> Fill:
    venue_symbol, number = text_of(row, symbol), text_of(row, trade)
    at, amount = dec(row.get(price)), dec(row.get(size))
    if at is None or amount is None:
        raise Incomplete("price, quantity")
    told = row.get(maker)
    return Fill(
        id=f"{venue_symbol}:{number}",
        order_id=clean(row.get(order_id)),
        client_id=clean(row.get(client)) or None,
        symbol=reading.symbol(venue_symbol)[0],
        side=word_of(OrderSide, row, side),
        position_side=leg_of(row.get(leg)),
        price=at,
        size_base=amount,
        fee=dec(row.get(fee)) or ZERO,
        fee_asset=clean(row.get(fee_asset)),
        realised_pnl=dec(row.get(pnl)) or ZERO,
        is_maker=told if isinstance(told, bool) else None,
        bill_id=number,
        time_ms=ms(row.get(time)) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def _closes(side: OrderSide, leg: Side | None) -> bool:
    """In hedge mode selling the long leg and buying the short one can only close."""
    return (side, leg) in ((OrderSide.SELL, Side.LONG), (OrderSide.BUY, Side.SHORT))


def _is_true(value: object) -> bool:
    return value is True or value == "true"


def _expired(code: object) -> str:
    """Why an order expired; a number that is not documented is kept as it is."""
    number = clean(code)
    return "" if number == "0" else EXPIRY_REASONS.get(number, number)


def _forced(client_id: object) -> str:
    """Why the venue itself made an order; empty when it did not."""
    text = str(client_id or "")
    return next((reason for beginning, reason in _FORCED.items() if text.startswith(beginning)), "")
