"""Reading OKX's rows: symbols, contracts, and the little things every kind of row shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from exchanges.core.model import Instrument, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
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

    def base(self, inst_id: str, contracts: Decimal) -> tuple[Decimal, bool]:
        """(size in base units, True), or (contracts, False) when the contract is unknown."""
        instrument = self.instruments.get(inst_id)
        return (contracts * instrument.contract_size, True) if instrument else (contracts, False)


def is_ours(inst_id: object) -> bool:
    """True for USDT-margined perpetual swaps, by their name: `BTC-USDT-SWAP`."""
    parts = str(inst_id).split("-")
    return len(parts) == 3 and bool(parts[0]) and parts[1:] == ["USDT", "SWAP"]


def symbol_of(inst_id: str) -> str:
    """`BTC-USDT-SWAP` as `BTC/USDT:USDT`."""
    base, quote, _ = inst_id.split("-")
    return f"{base}/{quote}:{quote}"


def inst_id_of(symbol: str) -> str:
    """`BTC/USDT:USDT` as `BTC-USDT-SWAP`."""
    return symbol.partition(":")[0].replace("/", "-") + "-SWAP"


def text_of(row: Row, name: str) -> str:
    """A text the row cannot be shown without."""
    value = clean(row.get(name))
    if not value:
        raise Incomplete(name)
    return value


def enum_of(kind: type[E], row: Row, name: str) -> E:
    """A word the row cannot be shown without."""
    try:
        return kind(str(row.get(name)))
    except ValueError:
        raise Incomplete(name) from None


def leg_of(word: object) -> Side | None:
    """The hedge leg; none in one-way mode."""
    return Side(word) if word in ("long", "short") else None


def price_of(value: object) -> Decimal | None:
    """A price; "", "0" and -1 (market) are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def cost_of(value: object) -> Decimal | None:
    """A fee as cost: OKX writes what was paid as negative."""
    number = dec(value)
    return None if number is None else -number + 0
