"""CrossEx's instruments, positions, balances, incomes and prices in the model's words. Pure: row in, model out.

Sizes are base units already, on every exchange; "" and null are unknown, never zero; words we do not know are kept.
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.core.model import (
    Balance,
    Income,
    IncomeKind,
    Instrument,
    MarginMode,
    Mark,
    Position,
    Side,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean
from exchanges.gate_crossex.rows import (
    COIN,
    ZERO,
    Incomplete,
    Reading,
    Row,
    business_of,
    first_number,
    first_text,
    leg_of,
    name_parts,
    price_of,
    symbol_of,
    text_of,
)

_INCOMES = {"FUNDING_FEE": IncomeKind.FUNDING, "LIQUIDATION_FEE": IncomeKind.LIQUIDATION_PENALTY}
_NO_INCOME = frozenset(
    {
        "TRANSACTION",
        "TRADING_FEE",
        "AUTO_REPAY",
        "TRANSFER_IN",
        "TRANSFER_OUT",
        "ACCOUNT_MODE_CHANGE",
        "KRAKEN_CONVERSION",
    }
)
"""Told by fills or by interest rows, or only moved between the person's own accounts."""


def instrument(row: Row) -> Instrument | None:
    """A listed symbol of any exchange and business; `None` when it lacks its steps. `contract_size` means nothing."""
    symbol = clean(row.get("symbol"))
    name, lot, tick = name_parts(symbol), price_of(row.get("lot_size")), price_of(row.get("tick_size"))
    if name is None or lot is None or tick is None:
        return None
    return Instrument(
        symbol=symbol_of(symbol),
        venue_symbol=symbol,
        base=name.base,
        quote=name.quote,
        settle=name.quote,
        contract_size=Decimal(1),
        tick_size=tick,
        lot_contracts=lot,
        min_contracts=price_of(row.get("min_size")) or lot,
        max_leverage=None,
        status=clean(row.get("state")),
    )


def position(row: Row, reading: Reading) -> Position | None:
    """POSITION by REST or push; `None` for a flat one.

    One-way rows may name no side: then a negative quantity is a short.
    """
    name, size = text_of(row, "symbol"), dec(row.get("position_qty"))
    if size is None:
        raise Incomplete("position_qty")
    if not size:
        return None
    side = leg_of(row.get("position_side")) or (Side.LONG if size > 0 else Side.SHORT)
    fee, funding, closed = dec(row.get("fee")), dec(row.get("funding_fee")), dec(row.get("closed_pnl"))
    return Position(
        symbol=symbol_of(name),
        side=side,
        margin_mode=MarginMode.ISOLATED if row.get("margin_mode") == "ISOLATED" else MarginMode.CROSS,
        size_base=abs(size),
        size_contracts=abs(size),
        entry_price=price_of(row.get("entry_price")) or price_of(row.get("avg_price")),
        mark_price=price_of(row.get("mark_price")),
        liquidation_price=price_of(row.get("liq_price")),
        leverage=dec(row.get("leverage")),
        unrealised_pnl=dec(row.get("upnl")),
        realised_pnl=None if closed is None else closed - (fee or ZERO) + (funding or ZERO),
        margin=price_of(row.get("isolated_margin")) or dec(row.get("initial_margin")),
        fee=fee,
        funding=funding,
        venue_id=clean(row.get("position_id")),
        venue_symbol=name,
        opened_ms=ms(row.get("create_time")),
        venue_ms=changed_ms(row, reading),
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def margin_position(row: Row, reading: Reading) -> Position | None:
    """MPOSITION by REST or push; `None` for a flat one. What is owed is settled when it is closed."""
    name, size = text_of(row, "symbol"), dec(row.get("asset_qty"))
    side = leg_of(row.get("position_side"))
    if size is None or (size and side is None):
        raise Incomplete("asset_qty, position_side")
    if not size or side is None:
        return None
    interest = dec(row.get("interest")) if row.get("liability_coin") == COIN else None
    return Position(
        symbol=symbol_of(name),
        side=side,
        margin_mode=MarginMode.CROSS,
        size_base=abs(size),
        size_contracts=abs(size),
        entry_price=price_of(row.get("entry_price")),
        mark_price=price_of(row.get("index_price")),
        liquidation_price=None,
        leverage=dec(row.get("leverage")),
        unrealised_pnl=dec(row.get("upnl")),
        realised_pnl=None,
        margin=dec(row.get("initial_margin")),
        fee=None,
        funding=None if interest is None else -interest,
        venue_id=clean(row.get("position_id")),
        venue_symbol=name,
        opened_ms=ms(row.get("create_time")),
        venue_ms=changed_ms(row, reading),
        price_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def changed_ms(row: Row, reading: Reading) -> int:
    """When the row last changed, at the venue."""
    return ms(row.get("update_time")) or ms(row.get("create_time")) or reading.venue_ms


def balance(row: Row, reading: Reading) -> Balance:
    """ASSET by REST or push: each exchange is a wallet of its own; the common pool's money lies in none."""
    coin, exchange = text_of(row, "coin"), clean(row.get("exchange_type"))
    total, profit = dec(row.get("balance")), dec(row.get("upnl"))
    is_common = coin == COIN and reading.is_pooled
    parts = (dec(row.get("futures_initial_margin")), dec(row.get("borrowing_initial_margin")))
    equity = dec(row.get("equity")) if coin == COIN else _worth(total, profit)
    return Balance(
        asset=coin,
        wallet="" if is_common else exchange,
        total=total,
        available=dec(row.get("available_balance")),
        equity=equity,
        unrealised_pnl=profit,
        margin_used=None if None in parts else sum((part for part in parts if part is not None), ZERO),
        venue_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def _worth(total: Decimal | None, profit: Decimal | None) -> Decimal | None:
    """Of other coins the venue says no equity: it is what is there and what is won."""
    return None if total is None else total + (profit or ZERO)


def income(row: Row) -> Income | None:
    """LEDGER: money without a fill; `None` for all other lines."""
    word, amount = first_text(row, "statement_type", "type"), dec(row.get("change"))
    time = ms(row.get("create_time"))
    if word in _NO_INCOME or amount is None or time is None:
        return None
    return Income(
        id=text_of(row, "id"),
        kind=_INCOMES.get(word, IncomeKind.OTHER),
        symbol=symbol_of(first_text(row, "symbol")),
        asset=clean(row.get("coin")),
        amount=amount,
        time_ms=time,
    )


def interest(row: Row) -> Income | None:
    """INTEREST on borrowed money, in the coin that is owed."""
    amount, time = dec(row.get("interest")), ms(row.get("create_time"))
    if amount is None or time is None:
        return None
    return Income(
        id=f"interest {text_of(row, 'interest_id')}",
        kind=IncomeKind.OTHER,
        symbol=symbol_of(text_of(row, "symbol")),
        asset=clean(row.get("liability_coin")),
        amount=-amount,
        time_ms=time,
    )


def mark(row: Row, at_ms: int) -> Mark | None:
    """A public price: the mark of a future, the index of a margin pair."""
    name, price = clean(row.get("s")), first_number(row, "mp", "ip")
    if not name or price is None or price <= 0 or not business_of(name):
        return None
    return Mark(symbol_of(name), price, at_ms)
