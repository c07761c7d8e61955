"""OKX's positions, balances, contracts, bills and prices in the model's words. Pure: row in, model out.

Sizes arrive in contracts and leave in base units; "" is unknown, never zero; words we do not know are kept as they are.
A row without what makes it a row (symbol, id, side) raises `Incomplete`.
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.core.changes import Gone
from exchanges.core.model import (
    Balance,
    Income,
    IncomeKind,
    Instrument,
    MarginMode,
    Mark,
    Position,
    PositionKey,
    Side,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean
from exchanges.okx.rows import Incomplete, Reading, Row, cost_of, enum_of, is_ours, symbol_of, text_of

_NO_INCOME = frozenset({"1", "2", "5", "9", "27", "28"})
"""Bills of transfers, conversions, and of trades, liquidations and deleveraging, which fills tell."""


def instrument(row: Row) -> Instrument | None:
    """A contract; `None` when it is not a linear one settled in USDT, or lacks its sizes."""
    inst_id = clean(row.get("instId"))
    if row.get("ctType") != "linear" or row.get("settleCcy") != "USDT" or not is_ours(inst_id):
        return None
    value, times, tick, lot = (dec(row.get(name)) for name in ("ctVal", "ctMult", "tickSz", "lotSz"))
    if not value or not times or not tick or not lot:
        return None
    base, _, quote = clean(row.get("instFamily")).partition("-")
    return Instrument(
        symbol=symbol_of(inst_id),
        venue_symbol=inst_id,
        base=base,
        quote=quote,
        settle="USDT",
        contract_size=value * times,
        tick_size=tick,
        lot_contracts=lot,
        min_contracts=dec(row.get("minSz")) or lot,
        max_leverage=dec(row.get("lever")),
        status=clean(row.get("state")),
    )


def position(row: Row, reading: Reading) -> tuple[Position | None, tuple[Gone, ...]]:
    """A position, and the ones this row says are closed.

    In one-way mode the sign of the size is the side, so that a row also says that the other side is not held.
    """
    inst_id, contracts = text_of(row, "instId"), dec(row.get("pos"))
    if contracts is None:
        raise Incomplete("pos")
    margin_mode = enum_of(MarginMode, row, "mgnMode")
    venue_ms = ms(row.get("uTime")) or reading.venue_ms
    price_ms = ms(row.get("pTime")) or reading.venue_ms
    sides = _sides(text_of(row, "posSide"), contracts)
    gone = tuple(
        Gone(PositionKey(symbol_of(inst_id), side, margin_mode), venue_ms, price_ms)
        for side, is_held in sides.items()
        if not is_held
    )
    held = next((side for side, is_held in sides.items() if is_held), None)
    if held is None:
        return None, gone
    size, known = reading.base(inst_id, abs(contracts))
    return Position(
        symbol=symbol_of(inst_id),
        side=held,
        margin_mode=margin_mode,
        size_base=size,
        size_contracts=abs(contracts),
        entry_price=dec(row.get("avgPx")),
        mark_price=dec(row.get("markPx")),
        liquidation_price=dec(row.get("liqPx")),
        leverage=dec(row.get("lever")),
        unrealised_pnl=dec(row.get("upl")),
        realised_pnl=dec(row.get("realizedPnl")),
        margin=dec(row.get("margin" if margin_mode is MarginMode.ISOLATED else "imr")),
        fee=cost_of(row.get("fee")),
        funding=dec(row.get("fundingFee")),
        venue_id=clean(row.get("posId")),
        venue_symbol=inst_id,
        opened_ms=ms(row.get("cTime")),
        venue_ms=venue_ms,
        price_ms=price_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=known,
    ), gone


def balance(row: Row, reading: Reading) -> Balance:
    """One currency of the trading account."""
    available = dec(row.get("availEq"))
    return Balance(
        asset=text_of(row, "ccy"),
        total=dec(row.get("cashBal")),
        available=dec(row.get("availBal")) if available is None else available,
        equity=dec(row.get("eq")),
        unrealised_pnl=dec(row.get("upl")),
        margin_used=dec(row.get("imr")),
        venue_ms=ms(row.get("uTime")) or reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def income(row: Row) -> Income | None:
    """A bill that is money without a fill; `None` for all others."""
    kind = clean(row.get("type"))
    if kind in _NO_INCOME or clean(row.get("tradeId")):
        return None
    changes = [dec(row.get(name)) for name in ("balChg", "posBalChg")]
    if row.get("mgnMode") == "isolated":
        changes.reverse()
    amount = changes[0] or changes[1]
    time = ms(row.get("ts"))
    if amount is None or time is None:
        return None
    inst_id = clean(row.get("instId"))
    return Income(
        id=text_of(row, "billId"),
        kind=IncomeKind.FUNDING if kind == "8" else IncomeKind.OTHER,
        symbol=symbol_of(inst_id) if is_ours(inst_id) else inst_id,
        asset=clean(row.get("ccy")),
        amount=amount,
        time_ms=time,
    )


def mark(row: Row) -> Mark | None:
    """A mark price; `None` when it tells none."""
    inst_id, price, at = clean(row.get("instId")), dec(row.get("markPx")), ms(row.get("ts"))
    return Mark(symbol_of(inst_id), price, at) if is_ours(inst_id) and price and at else None


def _sides(word: str, contracts: Decimal) -> dict[Side, bool]:
    """Each side the row speaks of, and whether it is held."""
    if word == "net":
        return {Side.LONG: contracts > 0, Side.SHORT: contracts < 0}
    try:
        return {Side(word): contracts != 0}
    except ValueError:
        raise Incomplete("posSide") from None
