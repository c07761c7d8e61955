"""Reading Binance's rows: contracts by their symbol, and the little things every kind of row shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from exchanges.core.model import Instrument, MarginMode, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
ZERO = Decimal(0)


class Incomplete(ValueError):
    """A row lacks what it cannot be shown without."""


@dataclass(frozen=True, slots=True)
class SymbolSettings:
    """What the account has set for one contract; both legs share it."""

    leverage: Decimal | None
    margin_mode: MarginMode


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
    settings: Mapping[str, SymbolSettings] = field(default_factory=dict)
    """By the venue's symbol; positions of the REST list do not tell it themselves."""

    def symbol(self, venue_symbol: str) -> tuple[str, bool]:
        """(unified symbol, True), or (the venue's own, False) when the contract is unknown."""
        instrument = self.instruments.get(venue_symbol)
        return (instrument.symbol, True) if instrument else (venue_symbol, False)


def text_of(row: Row, name: str) -> str:
    """A text or number the row cannot be shown without."""
    value = clean(row.get(name))
    if not value:
        raise Incomplete(name)
    return value


def word_of(kind: type[E], row: Row, name: str) -> E:
    """A word the row cannot be shown without; Binance writes them in capitals."""
    try:
        return kind(str(row.get(name)).lower())
    except ValueError:
        raise Incomplete(name) from None


def leg_of(word: object) -> Side | None:
    """The hedge leg; none in one-way mode (`BOTH`)."""
    return {"LONG": Side.LONG, "SHORT": Side.SHORT}.get(str(word))


def price_of(value: object) -> Decimal | None:
    """A price; "" and zero are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def margin_mode_of(word: object) -> MarginMode | None:
    """`CROSSED`, `cross` or `isolated` in the model's words."""
    return {"crossed": MarginMode.CROSS, "cross": MarginMode.CROSS, "isolated": MarginMode.ISOLATED}.get(
        str(word).lower()
    )
