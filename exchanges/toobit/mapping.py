"""Toobit's positions, balances, contracts, incomes and prices in the model's words. Pure: row in, model out.

Sizes are contracts at the venue; words we do not know are kept as they are; "" is unknown, never zero.
A row without what makes it a row (symbol, amount, side) raises `Incomplete`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
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
from exchanges.toobit.codec import rows_of, symbol_of
from exchanges.toobit.rows import (
    ZERO,
    Incomplete,
    Reading,
    Row,
    leg_of,
    margin_mode_of,
    number_of,
    price_of,
    text_of,
)

_SWAP = "-SWAP-"
_TOLD_BY_FILLS = frozenset({"10", "28"})
"""Flows that are the fee and the profit of a fill."""
_KINDS = {"32": IncomeKind.FUNDING, "700": IncomeKind.LIQUIDATION_PENALTY}
_MOVED = ("TRANSFER", "DEPOSIT", "WITHDRAW")
"""Parts of the names of money that only changed its place."""


def instrument(row: Row) -> Instrument | None:
    """A contract; `None` when it is not a linear perpetual one with margin in USDT, or lacks its steps."""
    venue_symbol = clean(row.get("symbol"))
    base, _, quote = venue_symbol.partition(_SWAP)
    unit, price, lot = dec(row.get("contractMultiplier")), _filter(row, "PRICE_FILTER"), _filter(row, "LOT_SIZE")
    tick, step = dec(price.get("tickSize")), dec(lot.get("stepSize"))
    is_ours = base and quote == "USDT" and row.get("marginToken") == "USDT" and row.get("inverse") is not True
    if not is_ours or not unit or not tick or not step:
        return None
    return Instrument(
        symbol=f"{base}/{quote}:{quote}",
        venue_symbol=venue_symbol,
        base=base,
        quote=quote,
        settle=quote,
        contract_size=unit,
        tick_size=tick,
        lot_contracts=step / unit,
        min_contracts=(dec(lot.get("minQty")) or step) / unit,
        max_leverage=_max_leverage(row),
        status=clean(row.get("status")),
    )


def largest_order(row: Row) -> Decimal | None:
    """The largest order of a contract, in contracts; the filters speak of base units."""
    largest, unit = dec(_filter(row, "LOT_SIZE").get("maxQty")), dec(row.get("contractMultiplier"))
    return largest / unit if largest and unit else None


def position(row: Row, reading: Reading) -> Position | None:
    """A position of the list, which tells no times; `None` for a row that holds nothing."""
    venue_symbol, contracts = text_of(row, "symbol"), number_of(row, "position")
    if not contracts:
        return None
    told = margin_mode_of(row.get("marginType")) or reading.margin_modes.get(venue_symbol) or MarginMode.CROSS
    return _position(
        row, reading, venue_symbol, contracts, told, reading.venue_ms,
        side="side", entry="avgPrice", mark="markPrice", liquidation="flp", leverage="leverage",
        unrealised="unrealizedPnL", realised="realizedPnL", margin="margin",
    )  # fmt: skip


def pushed_position(row: Row, reading: Reading) -> tuple[Position | None, tuple[Gone, ...]]:
    """The position of an `outboundContractPositionInfo`, and the ones it says are closed.

    A contract has one margin mode, so that a row also says that the same side is not held in the other mode.
    """
    venue_symbol, contracts, leg = text_of(row, "s"), number_of(row, "P"), leg_of(row.get("S"))
    if leg is None:
        raise Incomplete("S")
    at_ms = ms(row.get("E")) or reading.venue_ms
    told = margin_mode_of(row.get("mt")) or reading.margin_modes.get(venue_symbol) or MarginMode.CROSS
    symbol, _ = reading.symbol(venue_symbol)
    gone = tuple(
        Gone(PositionKey(symbol, leg, mode), at_ms, at_ms) for mode in MarginMode if not contracts or mode is not told
    )
    if not contracts:
        return None, gone
    held = _position(
        row, reading, venue_symbol, contracts, told, at_ms,
        side="S", entry="p", mark="mp", liquidation="f", leverage="v", unrealised="up", realised="r", margin="m",
    )  # fmt: skip
    return held, gone


def _position(
    row: Row,
    reading: Reading,
    venue_symbol: str,
    contracts: Decimal,
    margin_mode: MarginMode,
    at_ms: int,
    *,
    side: str,
    entry: str,
    mark: str,
    liquidation: str,
    leverage: str,
    unrealised: str,
    realised: str,
    margin: str,
) -> Position:
    leg = leg_of(row.get(side))
    if leg is None:
        raise Incomplete(side)
    symbol, known = reading.symbol(venue_symbol)
    size = abs(contracts)
    return Position(
        symbol=symbol,
        side=leg,
        margin_mode=margin_mode,
        size_base=reading.base(venue_symbol, size),
        size_contracts=size,
        entry_price=price_of(row.get(entry)),
        mark_price=price_of(row.get(mark)),
        liquidation_price=price_of(row.get(liquidation)),
        leverage=dec(row.get(leverage)),
        unrealised_pnl=dec(row.get(unrealised)),
        realised_pnl=dec(row.get(realised)),
        margin=dec(row.get(margin)),
        fee=None,
        funding=None,
        venue_id="",
        venue_symbol=venue_symbol,
        opened_ms=None,
        venue_ms=at_ms,
        price_ms=at_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
        size_known=known,
    )


def balance(row: Row, reading: Reading) -> Balance:
    """One coin of the account; its present name stands in one field, that of before in another."""
    total, profit = dec(row.get("balance")), dec(row.get("crossUnRealizedPnl"))
    held = [dec(row.get(name)) for name in ("positionMargin", "orderMargin")]
    return Balance(
        asset=clean(row.get("coin")) or text_of(row, "asset"),
        total=total,
        available=dec(row.get("availableBalance")),
        equity=None if total is None else total + (profit or ZERO),
        unrealised_pnl=profit,
        margin_used=None if None in held else sum((each for each in held if each is not None), ZERO),
        venue_ms=reading.venue_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )


def pushed_balance(
    row: Row, at_ms: int, last: Balance | None, positions: Iterable[Position], reading: Reading
) -> Balance:
    """One coin of an `outboundContractAccountInfo`: what is free and what is locked make up the total.

    Equity follows from it and from the profit of the cross positions, which is what the list counts.

    Args:
        last: What was known of the coin before.
        positions: The open positions now.
    """
    free, locked = number_of(row, "f"), number_of(row, "l")
    profits = [held.unrealised_pnl for held in positions if held.margin_mode is MarginMode.CROSS]
    profit = None if None in profits else sum((each for each in profits if each is not None), ZERO)
    fresh = Balance(
        asset=text_of(row, "a"),
        total=free + locked,
        available=free,
        equity=None if profit is None else free + locked + profit,
        unrealised_pnl=profit,
        margin_used=locked,
        venue_ms=at_ms,
        learned_ms=reading.at_ms,
        origin=reading.origin,
    )
    if last is None or (last.total, last.margin_used) != (fresh.total, fresh.margin_used):
        return fresh
    # The list's own word on what may be used, where nothing changed.
    return replace(fresh, available=last.available)


def income(row: Row, reading: Reading) -> Income | None:
    """Money that moved without a fill; `None` for what fills tell and for what only changed its place."""
    kind, word = clean(row.get("flowTypeValue")), clean(row.get("flowType"))
    amount, time = dec(row.get("change")), ms(row.get("created"))
    if kind in _TOLD_BY_FILLS or any(part in word for part in _MOVED) or not amount or time is None:
        return None
    venue_symbol = clean(row.get("symbol"))
    return Income(
        id=text_of(row, "id"),
        kind=_KINDS.get(kind, IncomeKind.OTHER),
        symbol=reading.symbol(venue_symbol)[0],
        asset=clean(row.get("coin")),
        amount=amount,
        time_ms=time,
    )


def traded_symbol(row: Row) -> str:
    """The contract of a flow that a fill caused; empty for any other flow."""
    return clean(row.get("symbol")) if clean(row.get("flowTypeValue")) in _TOLD_BY_FILLS else ""


def marks(message: Row, reading: Reading) -> Iterator[Mark]:
    """The mark prices of a public push; documents and wire name them differently."""
    for row in rows_of(message):
        symbol, known = reading.symbol(symbol_of({"data": row}) or symbol_of(message))
        price, at_ms = price_of(row.get("markPrice")) or price_of(row.get("price")), ms(row.get("time"))
        if known and price and at_ms:
            yield Mark(symbol, price, at_ms)


def leg_word(side: Side) -> str:
    """`LONG` or `SHORT`."""
    return side.value.upper()


def _filter(row: Row, name: str) -> Row:
    """One of the contract's rules; empty when it has none of that name."""
    filters = row.get("filters")
    rows = filters if isinstance(filters, list) else []
    return next((each for each in rows if isinstance(each, dict) and each.get("filterType") == name), {})


def _max_leverage(row: Row) -> Decimal | None:
    """What the smallest initial margin of the risk limits allows."""
    steps = row.get("riskLimits")
    rows = steps if isinstance(steps, list) else []
    margins = [dec(step.get("initialMargin")) for step in rows if isinstance(step, dict)]
    least = min((each for each in margins if each), default=None)
    return (1 / least).to_integral_value() if least else None
