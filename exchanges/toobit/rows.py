"""Reading Toobit's rows: contracts by their symbol, sides in the words of both versions, and what all rows share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from exchanges.core.model import Instrument, MarginMode, OrderSide, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
ZERO = Decimal(0)


class Incomplete(ValueError):
    """A row lacks what it cannot be shown without."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Under what circumstances rows are read."""

    instruments: Mapping[str, Instrument]
    """By the venue's symbol."""
    at_ms: int
    """Now, local."""
    venue_ms: int
    """Now at the venue; for a snapshot, when it was asked for. Stands in for times a row does not tell."""
    origin: Origin
    margin_modes: Mapping[str, MarginMode] = field(default_factory=dict)
    """By the venue's symbol, for lists that do not tell it."""

    def symbol(self, venue_symbol: str) -> tuple[str, bool]:
        """(unified symbol, True), or (the venue's own, False) when the contract is unknown."""
        instrument = self.instruments.get(venue_symbol)
        return (instrument.symbol, True) if instrument else (venue_symbol, False)

    def base(self, venue_symbol: str, contracts: Decimal) -> Decimal:
        """Contracts in base units; as they are when the contract is unknown."""
        instrument = self.instruments.get(venue_symbol)
        return contracts * instrument.contract_size if instrument else contracts


def text_of(row: Row, name: str) -> str:
    """A text or number the row cannot be shown without."""
    value = clean(row.get(name))
    if not value:
        raise Incomplete(name)
    return value


def number_of(row: Row, name: str) -> Decimal:
    """A number the row cannot be shown without."""
    number = dec(row.get(name))
    if number is None:
        raise Incomplete(name)
    return number


def side_of(row: Row, name: str) -> OrderSide:
    """`BUY` and `SELL`; the first version's words go on with what they open or close."""
    word = str(row.get(name))
    if word.startswith("BUY"):
        return OrderSide.BUY
    if word.startswith("SELL"):
        return OrderSide.SELL
    raise Incomplete(name)


def leg_of(word: object) -> Side | None:
    """The hedge leg."""
    return {"LONG": Side.LONG, "SHORT": Side.SHORT}.get(str(word))


def leg_acted_on(side: OrderSide, *, closes: bool) -> Side:
    """What buying opens is long; what it closes was short."""
    return Side.LONG if (side is OrderSide.BUY) != closes else Side.SHORT


def closes(side: OrderSide, leg: Side | None) -> bool:
    """Selling the long leg and buying the short one can only close."""
    return leg is not None and leg_acted_on(side, closes=True) is leg


def price_of(value: object) -> Decimal | None:
    """A price; "" and zero are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def margin_mode_of(word: object) -> MarginMode | None:
    """`CROSS` or `ISOLATED` in the model's words."""
    return {"CROSS": MarginMode.CROSS, "ISOLATED": MarginMode.ISOLATED}.get(str(word))


def is_true(value: object) -> bool:
    return value is True or str(value).lower() in ("true", "1")
