"""What arrives about an account (pushes and snapshots), and the difference made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from exchanges.core.model import (
    Balance,
    BookChanged,
    Fill,
    Income,
    Order,
    OrderKey,
    Origin,
    Position,
    PositionKey,
)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Gone:
    """A position the venue says is closed."""

    key: PositionKey
    venue_ms: int
    price_ms: int


@dataclass(frozen=True, slots=True)
class Update:
    """What one push said, in the model's words."""

    positions: tuple[Position, ...] = ()
    closed: tuple[Gone, ...] = ()
    whole_at_ms: int | None = None
    """Venue time of the push when its positions are all there are: what is missing is closed."""
    orders: tuple[Order, ...] = ()
    balances: tuple[Balance, ...] = ()
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The account as REST told it."""

    asked_ms: int
    """Venue time when the first of its calls was sent; everything older is in it."""
    positions: tuple[Position, ...]
    orders: tuple[Order, ...]
    """Open orders of all families."""
    balances: tuple[Balance, ...]
    fills: tuple[Fill, ...] = ()
    incomes: tuple[Income, ...] = ()
    unasked: frozenset[str] = frozenset()
    """Types of orders, in the venue's words, that were not asked for this time; their absence says nothing."""

    def misses(self, order: Order) -> bool:
        """True when the order would be listed here if it were open."""
        return order.venue_type not in self.unasked and all(row.key != order.key for row in self.orders)


class Difference(NamedTuple):
    """One thing the venue says otherwise than we; equal when seen twice."""

    kind: str
    key: Hashable
    told: Hashable
    """The venue's version of it; `None` when it has no such thing."""


@dataclass(slots=True)
class Draft:
    """A `BookChanged` in the making; the last word on each key counts."""

    positions: dict[PositionKey, Position | None] = field(default_factory=dict)
    orders: dict[OrderKey, Order | None] = field(default_factory=dict)
    balances: dict[str, Balance | None] = field(default_factory=dict)
    fills: dict[str, Fill] = field(default_factory=dict)
    incomes: dict[str, Income] = field(default_factory=dict)
    born: set[PositionKey] = field(default_factory=set)
    """Positions nobody outside has heard of yet; closed again at once, they need not be told at all."""

    def hold(self, row: Position, *, is_new: bool) -> None:
        """The position is held, as this row says."""
        if is_new and row.key not in self.positions:
            self.born.add(row.key)
        self.positions[row.key] = row

    def drop(self, key: PositionKey) -> None:
        """The position is closed."""
        if key in self.born:
            self.born.discard(key)
            self.positions.pop(key)
        else:
            self.positions[key] = None

    def event(self, at_ms: int, origin: Origin) -> BookChanged | None:
        if not (self.positions or self.orders or self.balances or self.fills or self.incomes):
            return None
        return BookChanged(
            at_ms,
            origin,
            positions=_rows(self.positions),
            positions_gone=_keys_without(self.positions),
            orders=_rows(self.orders),
            orders_gone=_keys_without(self.orders),
            balances=_rows(self.balances),
            balances_gone=_keys_without(self.balances),
            fills=tuple(sorted(self.fills.values(), key=lambda fill: (fill.time_ms, fill.id))),
            incomes=tuple(sorted(self.incomes.values(), key=lambda income: (income.time_ms, income.id))),
        )


def _rows(changes: Mapping[K, V | None]) -> tuple[V, ...]:
    return tuple(row for row in changes.values() if row is not None)


def _keys_without(changes: Mapping[K, V | None]) -> tuple[K, ...]:
    return tuple(key for key, row in changes.items() if row is None)
