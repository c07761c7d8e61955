"""Orders, plans and fills of a classic account (v2) in the model's words. Pure: row in, model out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitget.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    Trade,
    classic_trade,
    closing,
    is_yes,
    leg_of,
    price_of,
    symbol_of,
    text_of,
)
from exchanges.core.model import Fill, Order, OrderKind, OrderStatus, OrderType, Origin, Side, TimeInForce
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

TYPES = {"market": OrderType.MARKET, "limit": OrderType.LIMIT}
TIFS = {each.value: each for each in TimeInForce}
STATUS = {
    "init": OrderStatus.OPEN,
    "new": OrderStatus.OPEN,
    "live": OrderStatus.OPEN,
    "not_trigger": OrderStatus.OPEN,
    "partially_filled": OrderStatus.PARTIALLY_FILLED,
    "filled": OrderStatus.FILLED,
    "canceled": OrderStatus.CANCELED,
    "cancelled": OrderStatus.CANCELED,
    "reject": OrderStatus.REJECTED,
    "executing": OrderStatus.TRIGGERED,
    "executed": OrderStatus.TRIGGERED,
    "fail_execute": OrderStatus.REJECTED,
    "fail_trigger": OrderStatus.REJECTED,
}
PLAN_WORDS = {
    "pl": "normal_plan",
    "track": "track_plan",
    "tp": "profit_plan",
    "sl": "loss_plan",
    "ptp": "pos_profit",
    "psl": "pos_loss",
    "mtpsl": "moving_plan",
}
"""The stream's short names of plans, as REST writes them."""
_PLAN_TYPES = {
    "normal_plan": OrderType.STOP,
    "track_plan": OrderType.TRAILING_STOP,
    "profit_plan": OrderType.TAKE_PROFIT,
    "loss_plan": OrderType.STOP,
    "pos_profit": OrderType.TAKE_PROFIT,
    "pos_loss": OrderType.STOP,
    "moving_plan": OrderType.TRAILING_STOP,
}
_PROTECTING = frozenset({"profit_plan", "loss_plan", "pos_profit", "pos_loss", "moving_plan"})


def order(row: Row, reading: Reading) -> Order:
    """An order of the plain family, by REST or push."""
    trade = classic_trade(row, reading.legs.get(clean(row.get("orderId"))))
    if trade is None:
        raise Incomplete("posSide")
    # A push's `baseVolume` is its last fill only.
    filled = row.get("accBaseVolume") if reading.origin is Origin.STREAM else row.get("baseVolume")
    return _order(
        row,
        reading,
        OrderKind.PLAIN,
        trade,
        kind=TYPES.get(clean(row.get("orderType")), OrderType.OTHER),
        word=clean(row.get("status")) or clean(row.get("state")),
        venue_type=clean(row.get("orderType")),
        filled=dec(filled) or ZERO,
        price=price_of(row.get("price")),
        trigger=None,
        tif=TIFS.get(clean(row.get("force")), TimeInForce.GTC),
        fee=_order_fee(row),
    )


def plan(row: Row, reading: Reading) -> Order:
    """A conditional order of any plan type, by REST or push."""
    told = clean(row.get("planType"))
    word = PLAN_WORDS.get(told, told)
    trade = _plan_trade(row, protects=word in _PROTECTING)
    price = price_of(row.get("executePrice"))
    if word in ("normal_plan", "track_plan") and row.get("orderType") == "limit":
        price = price or price_of(row.get("price"))
    return _order(
        row,
        reading,
        OrderKind.ALGO,
        trade,
        kind=_PLAN_TYPES.get(word, OrderType.OTHER),
        word=clean(row.get("planStatus")) or clean(row.get("status")),
        venue_type=word,
        filled=dec(row.get("baseVolume")) or dec(row.get("actualSize")) or ZERO,
        price=price,
        trigger=next((found for name in _triggers(word) if (found := price_of(row.get(name)))), None),
        tif=TimeInForce.GTC if price is not None else TimeInForce.IOC,
        fee=None,
    )


def fill(row: Row, reading: Reading) -> Fill | None:
    """A fill; `None` for a pushed one that closes a leg nobody named, since only REST tells it for sure."""
    order_id = text_of(row, "orderId")
    trade = classic_trade(row, reading.legs.get(order_id))
    if trade is None and reading.origin is Origin.SNAPSHOT:
        # Observed in 2026: by REST a close still names the side that opened the leg.
        trade = classic_trade(row, Side.LONG if row.get("side") == "buy" else Side.SHORT)
    if trade is None:
        return None
    price, size = dec(row.get("price")), dec(row.get("baseVolume"))
    if price is None or size is None:
        raise Incomplete("price, baseVolume")
    fee, asset = paid(row.get("feeDetail"))
    return Fill(
        id=f"{text_of(row, 'tradeId')}:{order_id}",
        order_id=order_id,
        client_id=clean(row.get("clientOid")) or None,
        symbol=symbol_of(text_of(row, "symbol", "instId")),
        side=trade.side,
        position_side=trade.leg,
        price=price,
        size_base=size,
        fee=fee,
        fee_asset=asset,
        realised_pnl=dec(row.get("profit")) or ZERO,
        is_maker={"maker": True, "taker": False}.get(clean(row.get("tradeScope"))),
        bill_id=clean(row.get("tradeId")),
        time_ms=ms(row.get("cTime")) or ms(row.get("uTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def paid(details: Any) -> tuple[Decimal, str]:
    """(fee as a cost, its coin) of v2's list, where what was paid is negative; with BGB it stands in another field."""
    rows = [each for each in details or () if isinstance(each, dict)] if isinstance(details, list) else []
    if not rows:
        return ZERO, ""
    coin = clean(rows[0].get("feeCoin"))
    total = ZERO
    for row in rows:
        if clean(row.get("feeCoin")) == coin:
            deducted = dec(row.get("totalDeductionFee")) if is_yes(row.get("deduction")) else None
            total += deducted or dec(row.get("totalFee")) or ZERO
    return -total + 0, coin


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    trade: Trade,
    *,
    kind: OrderType,
    word: str,
    venue_type: str,
    filled: Decimal,
    price: Decimal | None,
    trigger: Decimal | None,
    tif: TimeInForce,
    fee: Decimal | None,
) -> Order:
    """What both families share."""
    name, size = text_of(row, "symbol", "instId"), price_of(row.get("size"))
    updated = ms(row.get("uTime")) or ms(row.get("cTime")) or reading.venue_ms
    return Order(
        id=text_of(row, "orderId"),
        client_id=clean(row.get("clientOid")) or clean(row.get("clientOId")) or None,
        kind=family,
        symbol=symbol_of(name),
        side=trade.side,
        position_side=trade.leg,
        type=kind,
        tif=TimeInForce.IOC if kind is OrderType.MARKET else tif,
        size_base=size,
        filled_base=filled,
        price=price if kind is not OrderType.MARKET else None,
        average_price=price_of(row.get("priceAvg")),
        trigger_price=trigger,
        trigger_price_2=None,
        reduce_only=trade.closes or is_yes(row.get("reduceOnly")),
        status=STATUS.get(word, OrderStatus.UNKNOWN),
        venue_status=word,
        reason=clean(row.get("cancelReason")),
        fee=fee,
        venue_symbol=name,
        created_ms=ms(row.get("cTime")) or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=venue_type,
    )


def _plan_trade(row: Row, *, protects: bool) -> Trade:
    """Take profit and stop loss always close, whatever their `tradeSide` says."""
    leg = leg_of(row.get("posSide"))
    if protects and leg is not None:
        return Trade(closing(leg), leg, closes=True)
    trade = classic_trade(row, None)
    if trade is None:
        raise Incomplete("posSide")
    return trade._replace(closes=trade.closes or protects)


def _triggers(word: str) -> tuple[str, ...]:
    """Where the trigger price of a plan may stand."""
    if word in ("profit_plan", "pos_profit"):
        return "triggerPrice", "stopSurplusTriggerPrice"
    if word in ("loss_plan", "pos_loss"):
        return "triggerPrice", "stopLossTriggerPrice"
    return ("triggerPrice",)


def _order_fee(row: Row) -> Decimal | None:
    """REST tells a sum, a push a list; both negative when paid."""
    total = dec(row.get("fee"))
    if total is None and isinstance(row.get("feeDetail"), list):
        parts = [dec(each.get("fee")) for each in row["feeDetail"] if isinstance(each, dict)]
        total = sum((part for part in parts if part is not None), ZERO)
    return None if total is None else -total + 0
