"""Rows of a unified account (v3) in the model's words. Pure: row in, model out.

Unlike v2, `side` is the true direction of the trade in both position modes, and fees are positive costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from exchanges.bitget.order_mapping import STATUS, TIFS, TYPES
from exchanges.bitget.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    closing,
    enum_of,
    is_ours,
    is_yes,
    leg_of,
    margin_mode_of,
    price_of,
    symbol_of,
    text_of,
)
from exchanges.core.changes import Gone
from exchanges.core.model import (
    Balance,
    Fill,
    Income,
    IncomeKind,
    Order,
    OrderKind,
    OrderSide,
    OrderStatus,
    OrderType,
    Position,
    PositionKey,
    Side,
    TimeInForce,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

CATEGORY = "USDT-FUTURES"
_STRATEGY_STATUS = STATUS | {
    "pending": OrderStatus.OPEN,
    "triggered": OrderStatus.TRIGGERED,
    "success": OrderStatus.TRIGGERED,
    "failed": OrderStatus.REJECTED,
}


def is_futures(row: Row) -> bool:
    """True for USDT futures; REST writes the category in upper case, some pushes in lower case."""
    category = clean(row.get("category")) or CATEGORY
    return category.upper() == CATEGORY and is_ours(row.get("symbol"))


def position(row: Row, reading: Reading) -> Position | Gone:
    """A position of REST or push; one that ended has size zero and is gone."""
    name, margin_mode = text_of(row, "symbol"), margin_mode_of(row)
    side = leg_of(row.get("posSide")) or leg_of(row.get("holdSide"))
    size = _first(row, "total", "size")
    if side is None or size is None:
        raise Incomplete("posSide, total")
    changed = ms(row.get("updatedTime")) or ms(row.get("createdTime")) or reading.venue_ms
    if not size or row.get("positionStatus") == "ended":
        return Gone(PositionKey(symbol_of(name), side, margin_mode), changed, reading.venue_ms)
    fees = [fee for part in ("openFeeTotal", "closeFeeTotal") if (fee := dec(row.get(part))) is not None]
    fee, funding = sum(fees, ZERO) if fees else None, _first(row, "totalFunding", "totalFundingFee")
    realised = dec(row.get("curRealisedPnl"))
    return Position(
        symbol=symbol_of(name),
        side=side,
        margin_mode=margin_mode,
        size_base=abs(size),
        size_contracts=abs(size),
        entry_price=price_of(row.get("avgPrice")),
        mark_price=price_of(row.get("markPrice")),
        liquidation_price=price_of(row.get("liquidationPrice")) or price_of(row.get("liqPrice")),
        leverage=dec(row.get("leverage")),
        unrealised_pnl=dec(row.get("unrealisedPnl")),
        realised_pnl=None if realised is None else realised - (fee or ZERO) + (funding or ZERO),
        margin=_first(row, "positionBalance", "marginSize"),
        fee=fee,
        funding=funding,
        venue_id="",
        venue_symbol=name,
        opened_ms=ms(row.get("createdTime")),
        venue_ms=changed,
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def balance(row: Row, reading: Reading) -> Balance:
    """One coin of the account; its profit is told for the whole account only."""
    return Balance(
        asset=text_of(row, "coin"),
        total=dec(row.get("balance")),
        available=dec(row.get("available")),
        equity=dec(row.get("equity")),
        unrealised_pnl=None,
        margin_used=dec(row.get("locked")),
        venue_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        borrowed=_first(row, "debt", "debts"),
        worth_usdt=dec(row.get("usdValue")),
    )


def order(row: Row, reading: Reading) -> Order:
    """An order of the plain family."""
    side, leg = enum_of(OrderSide, row, "side"), _leg(row)
    kind = TYPES.get(clean(row.get("orderType")), OrderType.OTHER)
    word = text_of(row, "orderStatus")
    return _order(
        row,
        reading,
        OrderKind.PLAIN,
        side=side,
        leg=leg,
        kind=kind,
        status=STATUS.get(word, OrderStatus.UNKNOWN),
        word=word,
        price=price_of(row.get("price")) if kind is not OrderType.MARKET else None,
        triggers=(None, None),
        reduces=is_yes(row.get("reduceOnly")) or (leg is not None and side is closing(leg)),
        venue_type=clean(row.get("orderType")),
        tif=TIFS.get(clean(row.get("timeInForce")), TimeInForce.GTC),
    )


def strategy(row: Row, reading: Reading) -> Order:
    """A conditional order: a trigger, or take profit and stop loss of a position, which may be one order."""
    leg = _leg(row)
    profit, stop = price_of(row.get("takeProfit")), price_of(row.get("stopLoss"))
    trigger = price_of(row.get("triggerPrice"))
    protects = trigger is None and leg is not None
    side = closing(leg) if protects and leg is not None else enum_of(OrderSide, row, "side")
    kind = OrderType.STOP
    if profit is not None and trigger is None:
        kind = OrderType.TAKE_PROFIT if stop is None else OrderType.OCO
    names = {OrderType.TAKE_PROFIT: ("tpLimitPrice",), OrderType.OCO: ("slLimitPrice",)}
    word = clean(row.get("status")) or clean(row.get("orderStatus")) or "live"
    price = next(
        (
            found
            for name in names.get(kind, ("triggerOrderPrice", "slLimitPrice", "price"))
            if (found := price_of(row.get(name)))
        ),
        None,
    )
    return _order(
        row,
        reading,
        OrderKind.ALGO,
        side=side,
        leg=leg,
        kind=kind,
        status=_STRATEGY_STATUS.get(word, OrderStatus.UNKNOWN),
        word=word,
        price=price,
        triggers=(trigger or stop or profit, profit if kind is OrderType.OCO else None),
        reduces=protects or is_yes(row.get("reduceOnly")) or (leg is not None and side is closing(leg)),
        venue_type=clean(row.get("type")) or "tpsl",
        tif=TimeInForce.GTC if price is not None else TimeInForce.IOC,
    )


def fill(row: Row, reading: Reading) -> Fill:
    """A fill, by REST or push."""
    price, size, order_id = dec(row.get("execPrice")), dec(row.get("execQty")), text_of(row, "orderId")
    if price is None or size is None:
        raise Incomplete("execPrice, execQty")
    fee, asset = paid(row.get("feeDetail"))
    return Fill(
        id=f"{text_of(row, 'execId')}:{order_id}",
        order_id=order_id,
        client_id=clean(row.get("clientOid")) or None,
        symbol=symbol_of(text_of(row, "symbol")),
        side=enum_of(OrderSide, row, "side"),
        position_side=_leg(row) or reading.legs.get(order_id),
        price=price,
        size_base=size,
        fee=fee,
        fee_asset=asset,
        realised_pnl=dec(row.get("execPnl")) or ZERO,
        is_maker={"maker": True, "taker": False}.get(clean(row.get("tradeScope"))),
        bill_id=clean(row.get("execId")),
        time_ms=ms(row.get("createdTime")) or ms(row.get("execTime")) or ms(row.get("updatedTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def income(row: Row) -> Income | None:
    """A record of funding; `None` for all others."""
    word, amount, time = clean(row.get("type")), dec(row.get("amount")), ms(row.get("ts"))
    if "settle_fee" not in word.lower() or amount is None or time is None:
        return None
    name = clean(row.get("symbol"))
    return Income(
        id=text_of(row, "id"),
        kind=IncomeKind.FUNDING,
        symbol=symbol_of(name) if is_ours(name) else name,
        asset=clean(row.get("coin")),
        amount=amount,
        time_ms=time,
    )


def coins(row: Row) -> Iterator[Row]:
    """The coins of an account row: `assets` by REST, `coin` by push."""
    for name in ("assets", "coin"):
        found = row.get(name)
        yield from (each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()


def paid(details: Any) -> tuple[Decimal, str]:
    """(fee as a cost, its coin)."""
    rows = [each for each in details if isinstance(each, dict)] if isinstance(details, list) else []
    coin = clean(rows[0].get("feeCoin")) if rows else ""
    parts = [dec(row.get("fee")) for row in rows if clean(row.get("feeCoin")) == coin]
    return sum((part for part in parts if part is not None), ZERO), coin


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    *,
    side: OrderSide,
    leg: Side | None,
    kind: OrderType,
    status: OrderStatus,
    word: str,
    price: Decimal | None,
    triggers: tuple[Decimal | None, Decimal | None],
    reduces: bool,
    venue_type: str,
    tif: TimeInForce,
) -> Order:
    """What both families share."""
    name = text_of(row, "symbol")
    updated = ms(row.get("updatedTime")) or ms(row.get("createdTime")) or reading.venue_ms
    fee, coin = paid(row.get("feeDetail"))
    return Order(
        id=text_of(row, "orderId"),
        client_id=clean(row.get("clientOid")) or None,
        kind=family,
        symbol=symbol_of(name),
        side=side,
        position_side=leg,
        type=kind,
        tif=TimeInForce.IOC if kind is OrderType.MARKET else tif,
        size_base=price_of(row.get("qty")),
        filled_base=dec(row.get("cumExecQty")) or ZERO,
        price=price,
        average_price=price_of(row.get("avgPrice")),
        trigger_price=triggers[0],
        trigger_price_2=triggers[1],
        reduce_only=reduces,
        status=status,
        venue_status=word,
        reason=clean(row.get("cancelReason")),
        fee=fee if coin else None,
        venue_symbol=name,
        created_ms=ms(row.get("createdTime")) or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=venue_type,
    )


def _leg(row: Row) -> Side | None:
    """The hedge leg; in one-way mode a row names the position's side there, too, which is no leg."""
    if row.get("holdMode") == "one_way_mode":
        return None
    return leg_of(row.get("posSide")) or leg_of(row.get("holdSide"))


def _first(row: Row, *names: str) -> Decimal | None:
    """The first number of these."""
    return next((found for name in names if (found := dec(row.get(name))) is not None), None)
