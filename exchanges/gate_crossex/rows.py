"""Reading CrossEx's rows: symbols of several exchanges, words, fields that have two names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from exchanges.core.model import OrderSide, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
ZERO = Decimal(0)
COIN = "USDT"
_LEGS = {"LONG": Side.LONG, "SHORT": Side.SHORT}


class Incomplete(ValueError):
    """A row lacks what it cannot be shown without."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Under what circumstances rows are read."""

    at_ms: int
    """Now, local."""
    venue_ms: int
    """Now at the venue; for a push, its own time; for a snapshot, when it was asked for."""
    origin: Origin
    is_pooled: bool = True
    """False in isolated mode, where every exchange has USDT of its own."""


class Name(NamedTuple):
    """A symbol's parts."""

    exchange: str
    business: str
    base: str
    quote: str


def name_parts(symbol: str) -> Name | None:
    """`OKX_FUTURE_ADA_USDT` in parts: exchange first, quote last, the base is what is between; `None` for no symbol.

    Names of exchanges and businesses are open: what `/rule/symbols` lists is taken as it is.
    """
    parts = symbol.split("_")
    if len(parts) < 4 or not all(parts):
        return None
    return Name(parts[0], parts[1], "_".join(parts[2:-1]), parts[-1])


def symbol_of(symbol: str) -> str:
    """`ADA/USDT:USDT@OKX` for a future, `ADA/USDT@OKX` for spot, `ADA/USDT@OKX-MARGIN` for every other business.

    The same coin trades on several exchanges of one account, so the exchange belongs to the name.
    """
    name = name_parts(symbol)
    if name is None:
        return symbol
    pair = f"{name.base}/{name.quote}"
    if name.business == "FUTURE":
        return f"{pair}:{name.quote}@{name.exchange}"
    return f"{pair}@{name.exchange}" + ("" if name.business == "SPOT" else f"-{name.business}")


def business_of(symbol: str) -> str:
    """`FUTURE`, `SPOT`, `MARGIN` or what else there is; empty for no symbol."""
    name = name_parts(symbol)
    return name.business if name else ""


def text_of(row: Row, *names: str) -> str:
    """The first text of these; the row cannot be shown without one."""
    value = first_text(row, *names)
    if not value:
        raise Incomplete(names[0])
    return value


def first_text(row: Row, *names: str) -> str:
    """The first text of these names of one field; empty when none is there."""
    return next((found for name in names if (found := clean(row.get(name)))), "")


def first_number(row: Row, *names: str) -> Decimal | None:
    """The first number of these names of one field."""
    return next((found for name in names if (found := dec(row.get(name))) is not None), None)


def enum_of(kind: type[E], row: Row, name: str) -> E:
    """A word the row cannot be shown without, in any case of letters."""
    try:
        return kind(str(row.get(name)).lower())
    except ValueError:
        raise Incomplete(name) from None


def leg_of(word: object) -> Side | None:
    """The hedge leg; none for `NONE` and where the row is silent."""
    return _LEGS.get(str(word))


def price_of(value: object) -> Decimal | None:
    """A price; "", "0" and less are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def closing(leg: Side) -> OrderSide:
    """The direction that closes a leg."""
    return OrderSide.SELL if leg is Side.LONG else OrderSide.BUY


def rows_in(answer: Any) -> list[Row]:
    """The rows of an answer that is a list."""
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
