"""Rows of positions, balances, contracts, ledger and prices in the model's words. Pure.

BitMart counts in contracts; the model in coins. "" and null are unknown, never zero; words we do not know are kept. A
row without what makes it a row (symbol, side, size) raises `Incomplete`.
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.bitmart.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    margin_mode_of,
    number_of,
    price_of,
    text_of,
    time_of,
)
from exchanges.core.changes import Gone
from exchanges.core.model import (
    Balance,
    Income,
    IncomeKind,
    Instrument,
    MarginMode,
    Mark,
    Origin,
    Position,
    PositionKey,
    Side,
)
from exchanges.core.numbers import dec
from exchanges.core.text import clean

FUNDING = 3
"""The one flow of the ledger that is money without a fill; the others repeat fills, or move money between wallets."""
_LEGS = {"long": Side.LONG, "short": Side.SHORT, "1": Side.LONG, "2": Side.SHORT}


def instrument(row: Row) -> Instrument | None:
    """A perpetual contract; `None` for anything else, or when it lacks its steps."""
    name, base, quote = (clean(row.get(field)) for field in ("symbol", "base_currency", "quote_currency"))
    size, tick = price_of(row.get("contract_size")), price_of(row.get("price_precision"))
    # The document's table has another name for the step than its example.
    lot = price_of(row.get("vol_precision")) or price_of(row.get("volume_precision"))
    if str(row.get("product_type")) != "1" or not (name and base and quote) or not (size and tick and lot):
        return None
    settle = base if quote == "USD" else quote
    return Instrument(
        symbol=f"{base}/{quote}:{settle}",
        venue_symbol=name,
        base=base,
        quote=quote,
        settle=settle,
        contract_size=size,
        tick_size=tick,
        lot_contracts=lot,
        min_contracts=price_of(row.get("min_volume")) or lot,
        max_leverage=price_of(row.get("max_leverage")),
        status=clean(row.get("status")),
    )


def position(row: Row, reading: Reading) -> Position | None:
    """A position of `position-v2`, or of the document's `position`; `None` for an empty one.

    Where there is no `mark_value`, `mark_price` is a value (the document), else a price (today).
    """
    name, size = text_of(row, "symbol"), abs(number_of(row, "current_amount"))
    if not size:
        return None
    base, marked = reading.base_of(name, size), price_of(row.get("mark_price"))
    if marked is not None and dec(row.get("mark_value")) is None:
        marked = marked / base if reading.knows(name) else None
    leverage, value = price_of(row.get("leverage")), dec(row.get("position_value"))
    margin = dec(row.get("initial_margin"))
    if margin is None and value is not None and leverage is not None:
        margin = value / leverage
    asked = time_of(row.get("timestamp")) or reading.venue_ms
    profit = dec(row.get("unrealized_pnl"))
    return Position(
        symbol=reading.symbol_of(name),
        side=_side(row),
        margin_mode=_margin_mode(row, name, reading),
        size_base=base,
        size_contracts=size,
        entry_price=price_of(row.get("entry_price")),
        mark_price=marked,
        liquidation_price=price_of(row.get("liquidation_price")),
        leverage=leverage,
        unrealised_pnl=dec(row.get("unrealized_value")) if profit is None else profit,
        realised_pnl=dec(row.get("realized_value")),
        margin=margin,
        fee=dec(row.get("current_fee")),
        funding=None,
        venue_id="",
        venue_symbol=name,
        opened_ms=time_of(row.get("open_timestamp")),
        # Its time is that of the answer. A change at the same moment is newer.
        venue_ms=asked - 1,
        price_ms=asked,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=reading.knows(name),
    )


def pushed_position(row: Row, reading: Reading) -> Position | Gone:
    """A position of the channel, which tells neither prices nor leverage; one of size zero is gone."""
    name, size, changed = text_of(row, "symbol"), number_of(row, "hold_volume"), time_of(row.get("update_time"))
    side, margin_mode = _LEGS.get(str(row.get("position_type"))), margin_mode_of(row.get("open_type"))
    if side is None or margin_mode is None:
        raise Incomplete("position_type, open_type")
    changed = changed or reading.venue_ms
    if not size:
        return Gone(PositionKey(reading.symbol_of(name), side, margin_mode), changed, changed)
    return Position(
        symbol=reading.symbol_of(name),
        side=side,
        margin_mode=margin_mode,
        size_base=reading.base_of(name, abs(size)),
        size_contracts=abs(size),
        entry_price=price_of(row.get("hold_avg_price")),
        mark_price=None,
        liquidation_price=price_of(row.get("liquidate_price")),
        leverage=None,
        unrealised_pnl=None,
        realised_pnl=None,
        margin=None,
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=name,
        opened_ms=time_of(row.get("create_time")),
        venue_ms=changed,
        price_ms=changed,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=reading.knows(name),
    )


def _side(row: Row) -> Side:
    """The leg; of a one-way position the sign of its amount."""
    word = clean(row.get("position_side")).lower() or str(row.get("position_type"))
    if word == "both":
        return Side.SHORT if (dec(row.get("position_amount")) or ZERO) < 0 else Side.LONG
    if word not in _LEGS:
        raise Incomplete("position_side")
    return _LEGS[word]


def _margin_mode(row: Row, name: str, reading: Reading) -> MarginMode:
    told = margin_mode_of(row.get("open_type")) or margin_mode_of(row.get("margin_type"))
    return told or reading.margin_modes.get(name, MarginMode.CROSS)


def balance(row: Row, reading: Reading, unrealised: Decimal | None = None) -> Balance:
    """A coin of the wallet, by REST or push; a push tells no profit, so the one known before is kept.

    Args:
        unrealised: The profit as it was told last.
    """
    parts = [dec(row.get(name)) for name in ("available_balance", "frozen_balance", "position_deposit")]
    available, frozen, deposit = parts
    equity, profit = dec(row.get("equity")), dec(row.get("unrealized"))
    if reading.origin is Origin.SNAPSHOT:
        total = None if equity is None else equity - (profit or ZERO)
    else:
        profit = unrealised
        total = None if None in parts else sum((part for part in parts if part is not None), ZERO)
        equity = None if total is None or profit is None else total + profit
    return Balance(
        asset=text_of(row, "currency"),
        total=total,
        available=available,
        equity=equity,
        unrealised_pnl=profit,
        margin_used=None if deposit is None and frozen is None else (deposit or ZERO) + (frozen or ZERO),
        venue_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def income(row: Row, reading: Reading) -> Income | None:
    """Funding of the ledger; `None` for all other flows."""
    amount, time = dec(row.get("amount")), time_of(row.get("time"))
    if dec(row.get("flow_type")) != FUNDING or amount is None or time is None:
        return None
    return Income(
        id=text_of(row, "tran_id"),
        kind=IncomeKind.FUNDING,
        symbol=reading.symbol_of(clean(row.get("symbol"))),
        asset=clean(row.get("asset")),
        amount=amount,
        time_ms=time,
    )


def mark(row: Row, symbol: str, at_ms: int) -> Mark | None:
    """The mark price of a ticker, which tells no time; the document's calls it fair price."""
    price = price_of(row.get("mark_price")) or price_of(row.get("fair_price"))
    return Mark(symbol, price, at_ms) if price and symbol else None
