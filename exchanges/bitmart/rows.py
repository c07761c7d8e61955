"""Reading BitMart's rows: contracts to coins, numbers of sides, words of margin modes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from exchanges.core.model import Instrument, MarginMode, OrderSide, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
ZERO = Decimal(0)
HEDGE, ONE_WAY = "hedge_mode", "one_way_mode"
_SECONDS_BELOW = 10**11
_MARGIN_MODES = {
    "cross": MarginMode.CROSS,
    "isolated": MarginMode.ISOLATED,
    "1": MarginMode.ISOLATED,
    "2": MarginMode.CROSS,
}
"""REST says it in words, in either case; the streams in numbers."""


class Incomplete(ValueError):
    """A row lacks what it cannot be shown without."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Under what circumstances rows are read."""

    at_ms: int
    """Now, local."""
    venue_ms: int
    """Now at the venue; for a snapshot, when it was asked for."""
    origin: Origin
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    """Contracts by the venue's symbol."""
    hedged: bool = True
    """The account's position mode, for rows that do not tell it."""
    margin_modes: Mapping[str, MarginMode] = field(default_factory=dict)
    """By the venue's symbol, as other rows told it; the document's positions do not."""

    def symbol_of(self, name: str) -> str:
        """`BTCUSDT` as `BTC/USDT:USDT`; as it is for a contract we do not know."""
        known = self.instruments.get(name)
        return known.symbol if known else name

    def base_of(self, name: str, contracts: Decimal) -> Decimal:
        """Coins in so many contracts; the contracts themselves for one we do not know."""
        known = self.instruments.get(name)
        return contracts * known.contract_size if known else contracts

    def knows(self, name: str) -> bool:
        """Whether the contract's size is known."""
        return name in self.instruments


class Trade(NamedTuple):
    """What a side number means."""

    side: OrderSide
    leg: Side | None
    """The hedge leg; `None` in one-way mode."""
    closes: bool


_HEDGED = {
    "1": Trade(OrderSide.BUY, Side.LONG, closes=False),
    "2": Trade(OrderSide.BUY, Side.SHORT, closes=True),
    "3": Trade(OrderSide.SELL, Side.LONG, closes=True),
    "4": Trade(OrderSide.SELL, Side.SHORT, closes=False),
}


def trade_of(row: Row, reading: Reading) -> Trade:
    """The trade of an order or fill, whose side is a number."""
    found = _HEDGED.get(str(row.get("side")))
    if found is None:
        raise Incomplete("side")
    mode = clean(row.get("position_mode"))
    hedged = mode == HEDGE if mode in (HEDGE, ONE_WAY) else reading.hedged
    return found if hedged else found._replace(leg=None)


def side_number(side: OrderSide, leg: Side | None, *, reduce_only: bool) -> int:
    """The number BitMart wants for an order."""
    closes = reduce_only if leg is None else (side is OrderSide.SELL) == (leg is Side.LONG)
    if side is OrderSide.BUY:
        return 2 if closes else 1
    return 3 if closes else 4


def closing(leg: Side) -> OrderSide:
    """The direction that closes a position."""
    return OrderSide.SELL if leg is Side.LONG else OrderSide.BUY


def text_of(row: Row, name: str) -> str:
    """A text the row cannot be shown without."""
    value = clean(row.get(name))
    if not value:
        raise Incomplete(name)
    return value


def number_of(row: Row, name: str) -> Decimal:
    """A number the row cannot be shown without."""
    value = dec(row.get(name))
    if value is None:
        raise Incomplete(name)
    return value


def price_of(value: object) -> Decimal | None:
    """A price; "", "-", "0" and less are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def margin_mode_of(word: object) -> MarginMode | None:
    """`cross`, `Isolated`, 1, 2; none for anything else."""
    return _MARGIN_MODES.get(str(word).lower())


def time_of(value: object) -> int | None:
    """A time in UTC milliseconds; the few that BitMart tells in seconds are told by their size."""
    number = dec(value)
    if number is None or number <= 0:
        return None
    return int(number * 1000) if number < _SECONDS_BELOW else int(number)
