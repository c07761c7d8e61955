"""Rows of a classic account (v2) in the model's words: positions, balances, contracts, bills, prices. Pure.

Sizes are base units already; "" and null are unknown, never zero; words we do not know are kept as they are. A row
without what makes it a row (symbol, side, size) raises `Incomplete`.
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.bitget.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    enum_of,
    is_ours,
    margin_mode_of,
    price_of,
    symbol_of,
    text_of,
)
from exchanges.core.changes import Gone
from exchanges.core.model import Balance, Income, IncomeKind, Instrument, Mark, Position, PositionKey, Side
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

FUNDING = "contract_settle_fee"
"""The one bill that is money without a fill; the others repeat fills, or move money between wallets."""


def instrument(row: Row) -> Instrument | None:
    """A contract; `None` when it is not a perpetual one settled in USDT, or lacks its steps."""
    name = clean(row.get("symbol"))
    if row.get("symbolType") != "perpetual" or row.get("quoteCoin") != "USDT" or not is_ours(name):
        return None
    places, step = dec(row.get("pricePlace")), dec(row.get("priceEndStep"))
    lot = price_of(row.get("sizeMultiplier"))
    if places is None or not step or lot is None or not 0 <= places <= 20:
        return None
    return Instrument(
        symbol=symbol_of(name),
        venue_symbol=name,
        base=clean(row.get("baseCoin")),
        quote="USDT",
        settle="USDT",
        contract_size=Decimal(1),
        tick_size=step.scaleb(-int(places)),
        lot_contracts=lot,
        min_contracts=price_of(row.get("minTradeNum")) or lot,
        max_leverage=price_of(row.get("maxLever")),
        status=clean(row.get("symbolStatus")),
    )


def position(row: Row, reading: Reading) -> Position | Gone:
    """A position of REST or of the `positions` channel; one of size zero is gone."""
    name, side = text_of(row, "symbol", "instId"), enum_of(Side, row, "holdSide")
    margin_mode, size = margin_mode_of(row), dec(row.get("total"))
    if size is None:
        raise Incomplete("total")
    changed = ms(row.get("uTime")) or ms(row.get("cTime")) or reading.venue_ms
    if not size:
        return Gone(PositionKey(symbol_of(name), side, margin_mode), changed, reading.venue_ms)
    fee, funding = dec(row.get("deductedFee")), dec(row.get("totalFee"))
    realised = dec(row.get("achievedProfits"))
    return Position(
        symbol=symbol_of(name),
        side=side,
        margin_mode=margin_mode,
        size_base=abs(size),
        size_contracts=abs(size),
        entry_price=price_of(row.get("openPriceAvg")),
        mark_price=price_of(row.get("markPrice")),
        liquidation_price=price_of(row.get("liquidationPrice")),
        leverage=dec(row.get("leverage")),
        unrealised_pnl=dec(row.get("unrealizedPL")),
        realised_pnl=None if realised is None else realised - (fee or ZERO) + (funding or ZERO),
        margin=dec(row.get("marginSize")),
        fee=fee,
        funding=funding,
        venue_id=clean(row.get("posId")),
        venue_symbol=name,
        opened_ms=ms(row.get("cTime")),
        venue_ms=changed,
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def balance(row: Row, reading: Reading) -> Balance:
    """One margin coin, of the account list or of the `account` channel."""
    equity = dec(row.get("accountEquity")) if "accountEquity" in row else dec(row.get("equity"))
    available = dec(row.get("crossedMaxAvailable")) if "accountEquity" in row else dec(row.get("maxOpenPosAvailable"))
    profit = dec(row.get("unrealizedPL")) or ZERO  # Empty while nothing is held.
    return Balance(
        asset=text_of(row, "marginCoin"),
        total=None if equity is None else equity - profit,
        available=dec(row.get("available")) if available is None else available,
        equity=equity,
        unrealised_pnl=profit,
        margin_used=dec(row.get("locked")) if "accountEquity" in row else dec(row.get("frozen")),
        venue_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def income(row: Row) -> Income | None:
    """A funding bill; `None` for all others."""
    amount, time = dec(row.get("amount")), ms(row.get("cTime"))
    if clean(row.get("businessType")) != FUNDING or amount is None or time is None:
        return None
    name = clean(row.get("symbol"))
    return Income(
        id=text_of(row, "billId"),
        kind=IncomeKind.FUNDING,
        symbol=symbol_of(name) if is_ours(name) else name,
        asset=clean(row.get("coin")),
        amount=amount,
        time_ms=time,
    )


def mark(row: Row) -> Mark | None:
    """The mark price of a ticker; `None` when it tells none."""
    name = clean(row.get("instId")) or clean(row.get("symbol"))
    price, at = price_of(row.get("markPrice")), ms(row.get("ts"))
    return Mark(symbol_of(name), price, at) if is_ours(name) and price and at else None
