"""OKX's orders of both families, and their fills, in the model's words. Pure: row in, model out."""

from __future__ import annotations

from decimal import Decimal

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
from exchanges.okx.rows import ZERO, Incomplete, Reading, Row, cost_of, enum_of, leg_of, price_of, symbol_of, text_of

_TYPES: dict[str, tuple[OrderType, TimeInForce]] = {
    "market": (OrderType.MARKET, TimeInForce.IOC),
    "limit": (OrderType.LIMIT, TimeInForce.GTC),
    "post_only": (OrderType.LIMIT, TimeInForce.POST_ONLY),
    "ioc": (OrderType.LIMIT, TimeInForce.IOC),
    "fok": (OrderType.LIMIT, TimeInForce.FOK),
    "optimal_limit_ioc": (OrderType.MARKET, TimeInForce.IOC),
    "rpi": (OrderType.LIMIT, TimeInForce.POST_ONLY),
    "elp": (OrderType.LIMIT, TimeInForce.POST_ONLY),
}
_ALGO_TYPES = {"oco": OrderType.OCO, "trigger": OrderType.STOP, "move_order_stop": OrderType.TRAILING_STOP}
_STATUS = {
    "live": OrderStatus.OPEN,
    "partially_filled": OrderStatus.PARTIALLY_FILLED,
    "filled": OrderStatus.FILLED,
    "canceled": OrderStatus.CANCELED,
    "mmp_canceled": OrderStatus.CANCELED,
    "pause": OrderStatus.OPEN,
    "effective": OrderStatus.TRIGGERED,
    "partially_effective": OrderStatus.TRIGGERED,
    "order_failed": OrderStatus.REJECTED,
    "partially_failed": OrderStatus.REJECTED,
}
CANCEL_REASONS = {
    "0": "system", "1": "user", "2": "margin", "3": "margin", "6": "ADL risk", "9": "funding left too little",
    "13": "FOK", "14": "IOC", "15": "price limit", "17": "position closed", "20": "cancel-all-after",
    "21": "position closed", "22": "reduce-only replaced", "23": "reduce-only replaced", "27": "5 % price gap",
    "31": "post-only would take", "32": "self-trade", "36": "TP/SL partner", "37": "TP/SL partner",
    "42": "chase distance",
}  # fmt: skip


def order(row: Row, reading: Reading) -> Order:
    """An order of the plain family."""
    word = clean(row.get("ordType"))
    kind, tif = _TYPES.get(word, (OrderType.OTHER, TimeInForce.GTC))
    return _order(
        row,
        reading,
        OrderKind.PLAIN,
        ids=("ordId", "clOrdId"),
        kind=kind,
        tif=tif,
        filled="accFillSz",
        price=price_of(row.get("px")),
        average=price_of(row.get("avgPx")),
        triggers=(None, None),
        reason=_cancel_reason(row),
    )


def algo_order(row: Row, reading: Reading) -> Order:
    """A conditional order. An OCO has two triggers: stop loss, then take profit."""
    word = clean(row.get("ordType"))
    stop, profit = price_of(row.get("slTriggerPx")), price_of(row.get("tpTriggerPx"))
    kind = _ALGO_TYPES.get(word, OrderType.OTHER)
    if word == "conditional":
        kind = OrderType.STOP if stop is not None else OrderType.TAKE_PROFIT
    prices = {OrderType.TAKE_PROFIT: ("tpOrdPx",), OrderType.STOP: ("ordPx", "slOrdPx"), OrderType.OCO: ("slOrdPx",)}
    price = next((found for name in prices.get(kind, ("ordPx",)) if (found := price_of(row.get(name)))), None)
    trailing = price_of(row.get("moveTriggerPx")) or price_of(row.get("activePx"))
    return _order(
        row,
        reading,
        OrderKind.ALGO,
        ids=("algoId", "algoClOrdId"),
        kind=kind,
        tif=TimeInForce.GTC if price is not None else TimeInForce.IOC,
        filled="actualSz",
        price=price,
        average=price_of(row.get("actualPx")),
        triggers=(
            price_of(row.get("triggerPx")) or stop or profit or trailing,
            profit if kind is OrderType.OCO else None,
        ),
        reason=clean(row.get("failCode")) if dec(row.get("failCode")) else "",
    )


def _order(
    row: Row,
    reading: Reading,
    family: OrderKind,
    *,
    ids: tuple[str, str],
    kind: OrderType,
    tif: TimeInForce,
    filled: str,
    price: Decimal | None,
    average: Decimal | None,
    triggers: tuple[Decimal | None, Decimal | None],
    reason: str,
) -> Order:
    """What both families share."""
    inst_id, word = text_of(row, "instId"), clean(row.get("state"))
    side = enum_of(OrderSide, row, "side")
    leg = leg_of(row.get("posSide"))
    contracts = dec(row.get("sz"))
    size, known = reading.base(inst_id, contracts or ZERO)
    updated = ms(row.get("uTime")) or ms(row.get("cTime")) or reading.venue_ms
    return Order(
        id=text_of(row, ids[0]),
        client_id=clean(row.get(ids[1])) or None,
        kind=family,
        symbol=symbol_of(inst_id),
        side=side,
        position_side=leg,
        type=kind,
        tif=tif,
        size_base=size if contracts else None,
        filled_base=reading.base(inst_id, dec(row.get(filled)) or ZERO)[0],
        price=price,
        average_price=average,
        trigger_price=triggers[0],
        trigger_price_2=triggers[1],
        reduce_only=_is_true(row.get("reduceOnly")) or _closes(side, leg) or bool(dec(row.get("closeFraction"))),
        status=_STATUS.get(word, OrderStatus.UNKNOWN),
        venue_status=word,
        reason=reason,
        fee=cost_of(row.get("fee")),
        venue_symbol=inst_id,
        created_ms=ms(row.get("cTime")) or updated,
        venue_ms=updated,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        venue_type=clean(row.get("ordType")),
        size_known=known,
    )


def fill(row: Row, reading: Reading) -> Fill | None:
    """A fill of the REST list; `None` when the contract is unknown, since its size would be a guess."""
    return _fill(row, reading, fee="fee", fee_asset="feeCcy")


def pushed_fill(row: Row, reading: Reading) -> Fill | None:
    """The fill that caused an `orders` push; `None` when none did, or when only REST names it for sure."""
    trade, size = dec(row.get("tradeId")), dec(row.get("fillSz"))
    if not trade or trade < 0 or not size or dec(row.get("fillFee")) is None:
        return None
    return _fill(row, reading, fee="fillFee", fee_asset="fillFeeCcy")


def needs_rest(row: Row) -> bool:
    """True when a push speaks of fills that only REST tells fully: liquidation, ADL, a fill without its size or fee."""
    traded = bool(dec(row.get("accFillSz")))
    odd = clean(row.get("category")) not in ("", "normal")
    silent = row.get("state") == "filled" and not dec(row.get("fillSz"))
    return traded and (odd or silent or (bool(dec(row.get("fillSz"))) and dec(row.get("fillFee")) is None))


def _fill(row: Row, reading: Reading, *, fee: str, fee_asset: str) -> Fill | None:
    inst_id, trade, bill = text_of(row, "instId"), dec(row.get("tradeId")), clean(row.get("billId"))
    price, contracts = dec(row.get("fillPx")), dec(row.get("fillSz"))
    if price is None or contracts is None:
        raise Incomplete("fillPx, fillSz")
    size, known = reading.base(inst_id, contracts)
    if not known:
        return None
    # Liquidation and ADL fills share negative trade ids, so only the bill tells them apart.
    if trade is not None and trade > 0:
        identity = f"{inst_id}:{text_of(row, 'tradeId')}:{text_of(row, 'ordId')}"
    else:
        identity = f"bill:{text_of(row, 'billId')}"
    word = row.get("execType")
    return Fill(
        id=identity,
        order_id=clean(row.get("ordId")),
        client_id=clean(row.get("clOrdId")) or None,
        symbol=symbol_of(inst_id),
        side=enum_of(OrderSide, row, "side"),
        position_side=leg_of(row.get("posSide")),
        price=price,
        size_base=size,
        fee=cost_of(row.get(fee)) or ZERO,
        fee_asset=clean(row.get(fee_asset)),
        realised_pnl=dec(row.get("fillPnl")) or ZERO,
        is_maker={"M": True, "T": False}.get(str(word)),
        bill_id=bill,
        time_ms=ms(row.get("fillTime")) or ms(row.get("ts")) or ms(row.get("uTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def _closes(side: OrderSide, leg: Side | None) -> bool:
    """In hedge mode selling the long leg and buying the short one can only close."""
    return (side, leg) in ((OrderSide.SELL, Side.LONG), (OrderSide.BUY, Side.SHORT))


def _is_true(value: object) -> bool:
    return value is True or value == "true"


def _cancel_reason(row: Row) -> str:
    told = clean(row.get("cancelSourceReason"))
    source = clean(row.get("cancelSource"))
    category = clean(row.get("category"))
    forced = category if category not in ("", "normal") else ""
    return told or CANCEL_REASONS.get(source, source) or forced
