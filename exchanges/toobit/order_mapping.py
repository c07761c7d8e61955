"""Toobit's orders, plans and fills in the model's words. Pure: row in, model out."""

from __future__ import annotations

from decimal import Decimal

from exchanges.core.model import Fill, Order, OrderKind, OrderSide, OrderStatus, OrderType, Side, TimeInForce
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean
from exchanges.toobit.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    closes,
    is_true,
    leg_acted_on,
    leg_of,
    price_of,
    side_of,
    text_of,
)

_FORCED = {"LIQUI_IOC_ORDER": "liquidation", "LIQUI_ADL_ORDER": "ADL"}
"""Types of orders that the venue itself made."""
_TIF = {
    "GTC": TimeInForce.GTC,
    "IOC": TimeInForce.IOC,
    "FOK": TimeInForce.FOK,
    "POST_ONLY": TimeInForce.POST_ONLY,
    "LIMIT_MAKER": TimeInForce.POST_ONLY,
}
_STATUS = {
    "PENDING_NEW": OrderStatus.OPEN,
    "NEW": OrderStatus.OPEN,
    "PENDING_CANCEL": OrderStatus.OPEN,
    "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
    "FILLED": OrderStatus.FILLED,
    "CANCELED": OrderStatus.CANCELED,
    "PARTIALLY_CANCELED": OrderStatus.CANCELED,
    "REJECTED": OrderStatus.REJECTED,
    "ORDER_NEW": OrderStatus.OPEN,
    "ORDER_NOT_EFFECTIVE": OrderStatus.OPEN,
    "ORDER_FILLED": OrderStatus.TRIGGERED,
    "ORDER_CANCELED": OrderStatus.CANCELED,
    "ORDER_REJECTED": OrderStatus.REJECTED,
    "ORDER_FAILED": OrderStatus.REJECTED,
}
_MARKET_WORDS = frozenset({"MARKET", "MARKET_PRICE"})
_NEAR = Decimal("0.05")
"""An average further than this from the last price was reckoned in another unit."""


def order(row: Row, reading: Reading) -> Order:
    """An ordinary order of the lists."""
    word = clean(row.get("type"))
    side = side_of(row, "side")
    return _order(
        row, reading, OrderKind.PLAIN, side, _leg(row.get("positionSide"), row.get("side"), side),
        word=word, at_market=word == "MARKET" or word in _FORCED or row.get("priceType") in _MARKET_WORDS,
        type_=_plain_type(word, row.get("priceType")), tif=clean(row.get("timeInForce")) or word,
        number="orderId", client="clientOrderId", symbol="symbol", size="origQty", filled="executedQty",
        price="price", status="status", created="time", updated="updateTime",
        average=price_of(row.get("avgPrice")),
    )  # fmt: skip


def pushed_order(row: Row, reading: Reading) -> Order:
    """The order of a `contractExecutionReport`."""
    word = clean(row.get("o"))
    side = side_of(row, "S")
    leg = leg_acted_on(side, closes=is_true(row.get("C"))) if "C" in row else _leg("", row.get("S"), side)
    return _order(
        row, reading, OrderKind.PLAIN, side, leg,
        word=word, at_market=word == "MARKET" or word in _FORCED or row.get("pt") in _MARKET_WORDS,
        type_=_plain_type(word, row.get("pt")), tif=clean(row.get("f")) or word,
        number="i", client="c", symbol="s", size="q", filled="z", price="p", status="X", created="O",
        updated="U", average=_pushed_average(row, reading), or_updated="E",
    )  # fmt: skip


def plan(row: Row, reading: Reading) -> Order:
    """A conditional order of the lists: a plan, or a target of a position."""
    word = clean(row.get("type"))
    trails = row.get("stopType") == "TRAILING_STOP"
    side = side_of(row, "side")
    return _order(
        row, reading, OrderKind.ALGO, side, _leg(row.get("positionSide"), row.get("side"), side),
        word=word, at_market=word.endswith("_MARKET") or trails,
        type_=_plan_type(f"{word} {clean(row.get('stopOrderType'))}", trails=trails), tif="GTC",
        number="orderId", client="clientOrderId", symbol="symbol", size="origQty", filled="executedQty",
        price="price", status="status", created="time", updated="updateTime",
        average=price_of(row.get("avgPrice")),
        trigger=price_of(row.get("stopPrice")) or price_of(row.get("activePrice")),
    )  # fmt: skip


def pushed_plan(row: Row, reading: Reading) -> Order:
    """The conditional order of a `planExecutionReport`."""
    word = clean(row.get("planOrderType"))
    trails = is_true(row.get("triggerType"))
    side = side_of(row, "side")
    return _order(
        row, reading, OrderKind.ALGO, side, _leg("", row.get("side"), side),
        word=word, at_market=row.get("priceType") in _MARKET_WORDS or trails,
        type_=_plan_type(word, trails=trails), tif="GTC",
        number="orderId", client="clientOrderId", symbol="symbolId", size="origQty", filled="executedQty",
        price="price", status="status", created="time", updated="updateTime",
        average=price_of(row.get("executedPrice")),
        trigger=price_of(row.get("triggerPrice")) or price_of(row.get("activePrice")),
    )  # fmt: skip


def fill(row: Row, reading: Reading) -> Fill:
    """A trade of the list. Its number in the market is only unique together with the order."""
    venue_symbol, order_id = text_of(row, "symbol"), text_of(row, "orderId")
    own, ticket = clean(row.get("id")), clean(row.get("ticketId"))
    price, contracts = dec(row.get("price")), dec(row.get("qty"))
    if price is None or contracts is None:
        raise Incomplete("price, qty")
    side = side_of(row, "side")
    told = row.get("isMaker")
    return Fill(
        id=fill_id(ticket or text_of(row, "id"), order_id),
        order_id=order_id,
        client_id=None,
        symbol=reading.symbol(venue_symbol)[0],
        side=side,
        position_side=_leg(row.get("positionSide"), row.get("side"), side),
        price=price,
        size_base=reading.base(venue_symbol, contracts),
        fee=dec(row.get("commission")) or ZERO,
        fee_asset=clean(row.get("commissionAsset")),
        realised_pnl=dec(row.get("realizedPnl")) or ZERO,
        is_maker=told if isinstance(told, bool) else None,
        bill_id=own,
        time_ms=ms(row.get("time")) or ms(row.get("createdTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def fill_id(ticket: str, order_id: str) -> str:
    """The name of a fill, by the list as by the stream."""
    return f"{ticket}:{order_id}"


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    side: OrderSide,
    leg: Side | None,
    *,
    word: str,
    at_market: bool,
    type_: OrderType,
    tif: str,
    number: str,
    client: str,
    symbol: str,
    size: str,
    filled: str,
    price: str,
    status: str,
    created: str,
    updated: str,
    average: Decimal | None,
    trigger: Decimal | None = None,
    or_updated: str = "",
) -> Order:
    """What all four kinds of rows share; the names are those of the row's own fields."""
    venue_symbol, told = text_of(row, symbol), clean(row.get(status))
    name, known = reading.symbol(venue_symbol)
    wanted, done = dec(row.get(size)), dec(row.get(filled)) or ZERO
    at_ms = ms(row.get(updated)) or ms(row.get(or_updated)) or ms(row.get(created)) or reading.venue_ms
    return Order(
        id=text_of(row, number),
        client_id=clean(row.get(client)) or None,
        kind=family,
        symbol=name,
        side=side,
        position_side=leg,
        type=type_,
        tif=TimeInForce.IOC if at_market else _TIF.get(tif, TimeInForce.GTC),
        # A target of a whole position says zero.
        size_base=reading.base(venue_symbol, wanted) if wanted else None,
        filled_base=reading.base(venue_symbol, done),
        price=None if at_market else price_of(row.get(price)),
        average_price=average,
        trigger_price=trigger,
        trigger_price_2=None,
        reduce_only=closes(side, leg),
        status=_STATUS.get(told, OrderStatus.UNKNOWN),
        venue_status=told,
        reason=_FORCED.get(word, ""),
        fee=None,
        venue_symbol=venue_symbol,
        created_ms=ms(row.get(created)) or at_ms,
        venue_ms=at_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=word,
        size_known=known,
    )


def _plain_type(word: str, price_type: object) -> OrderType:
    if word == "MARKET" or word in _FORCED or price_type in _MARKET_WORDS:
        return OrderType.MARKET
    return OrderType.LIMIT if word in ("LIMIT", "LIMIT_MAKER") else OrderType.OTHER


def _plan_type(words: str, *, trails: bool) -> OrderType:
    if trails:
        return OrderType.TRAILING_STOP
    wins = "TAKE_PROFIT" in words or words.endswith("_PROFIT")
    return OrderType.TAKE_PROFIT if wins else OrderType.STOP


def _leg(told: object, side_word: object, side: OrderSide) -> Side | None:
    """As the row says it, or as the first version's side implies it."""
    action = str(side_word).partition("_")[2]
    if action in ("OPEN", "CLOSE"):
        return leg_acted_on(side, closes=action == "CLOSE")
    return leg_of(told)


def _pushed_average(row: Row, reading: Reading) -> Decimal | None:
    """Filled value by filled size; nothing when it is far from the last price, since its unit is not documented."""
    value, contracts, last = dec(row.get("Z")), dec(row.get("z")), price_of(row.get("L"))
    size = reading.base(clean(row.get("s")), contracts) if contracts else None
    if not value or not size or last is None:
        return None
    average = value / size
    return average if abs(average - last) <= last * _NEAR else None
