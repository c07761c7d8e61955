"""Reading Bitget's rows: symbols, words, and which trade a row of either position mode really is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from exchanges.core.model import MarginMode, OrderSide, Origin, Side
from exchanges.core.numbers import dec
from exchanges.core.text import clean

Row = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
ZERO = Decimal(0)
_MARGIN_MODES = {"crossed": MarginMode.CROSS, "isolated": MarginMode.ISOLATED, "fixed": MarginMode.ISOLATED}
_LEGS = {"long": Side.LONG, "short": Side.SHORT}
_LEG_OF_OPENING = {OrderSide.BUY: Side.LONG, OrderSide.SELL: Side.SHORT}


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
    legs: Mapping[str, Side] = field(default_factory=dict)
    """Which hedge leg an order belongs to, by order id, as far as orders were seen."""


def is_ours(symbol: object) -> bool:
    """True for perpetual contracts settled in USDT, by their name: `BTCUSDT`."""
    name = clean(symbol)
    return name.endswith("USDT") and name.isalnum() and len(name) > 4


def symbol_of(name: str) -> str:
    """`BTCUSDT` as `BTC/USDT:USDT`."""
    return f"{name.removesuffix('USDT')}/USDT:USDT"


def name_of(symbol: str) -> str:
    """`BTC/USDT:USDT` as `BTCUSDT`."""
    return symbol.partition(":")[0].replace("/", "")


def text_of(row: Row, *names: str) -> str:
    """The first text of these; the row cannot be shown without one."""
    value = next((found for name in names if (found := clean(row.get(name)))), "")
    if not value:
        raise Incomplete(names[0])
    return value


def enum_of(kind: type[E], row: Row, name: str) -> E:
    """A word the row cannot be shown without."""
    try:
        return kind(str(row.get(name)))
    except ValueError:
        raise Incomplete(name) from None


def margin_mode_of(row: Row) -> MarginMode:
    """`crossed`, `isolated` (older rows: `fixed`)."""
    try:
        return _MARGIN_MODES[str(row.get("marginMode"))]
    except KeyError:
        raise Incomplete("marginMode") from None


def leg_of(word: object) -> Side | None:
    """The hedge leg; none in one-way mode (`net`) and where the row is silent."""
    return _LEGS.get(str(word))


def price_of(value: object) -> Decimal | None:
    """A price; "", "0" and less are none."""
    number = dec(value)
    return number if number is not None and number > 0 else None


def is_yes(value: object) -> bool:
    """`YES` of REST and `yes` of the streams."""
    return str(value).lower() == "yes"


class Trade(NamedTuple):
    """What really was or will be traded."""

    side: OrderSide
    leg: Side | None
    """The hedge leg; `None` in one-way mode."""
    closes: bool


def classic_trade(row: Row, leg: Side | None) -> Trade | None:
    """The trade of a v2 row, whose `side` means the position while a hedge leg is closed.

    Args:
        row: An order, plan or fill with `side`, `tradeSide`, `posMode`.
        leg: The leg when it is known from elsewhere.

    Returns:
        `None` for a closing row of hedge mode whose leg nobody told.
    """
    side, word, mode = enum_of(OrderSide, row, "side"), clean(row.get("tradeSide")), clean(row.get("posMode"))
    if mode == "one_way_mode" or row.get("posSide") == "net" or "single" in word or not (mode or word):
        return Trade(side, None, closes=word.startswith(("reduce", "burst", "delivery", "dte")))
    leg = leg_of(row.get("posSide")) or leg or leg_of(word.rpartition("_")[2])
    if "close" not in word:
        return Trade(side, leg or _LEG_OF_OPENING[side], closes=False)
    return None if leg is None else Trade(closing(leg), leg, closes=True)


def closing(leg: Side) -> OrderSide:
    """The direction that closes a leg."""
    return OrderSide.SELL if leg is Side.LONG else OrderSide.BUY


def opening(leg: Side) -> OrderSide:
    """The direction that opens a leg; v2 names it on closing orders, too."""
    return OrderSide.BUY if leg is Side.LONG else OrderSide.SELL
