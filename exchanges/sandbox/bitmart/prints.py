"""Trades of everybody: one for every move of a price, as many as the venue tells at once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from decimal import Decimal

from exchanges.sandbox.events import Change, PricesMoved
from exchanges.sandbox.venue import Venue

KEPT = 100


@dataclass(frozen=True, slots=True)
class Print:
    """One trade between two unknown people."""

    number: int
    price: Decimal
    size: Decimal
    time_ms: int
    buyer_made: bool
    """The buyer's order had been waiting."""


class Prints:
    """The last trades of every contract.

    Args:
        venue: Whose price moves are told.
    """

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self._last = 1_409_495_322
        self._kept: dict[str, deque[Print]] = {}
        self._before: dict[str, Decimal] = {}
        for name in venue.market.quotes:
            self._note(name)
        venue.desk.listen(self._heard)

    def of(self, name: str) -> list[Print]:
        """Newest first."""
        return list(self._kept.get(name, ()))

    def _heard(self, change: Change) -> None:
        if isinstance(change, PricesMoved):
            for name in change.contracts:
                self._note(name)

    def _note(self, name: str) -> None:
        quote = self._venue.market.quotes[name]
        self._last += 1
        falls = quote.last < self._before.get(name, quote.last)
        self._before[name] = quote.last
        made = Print(self._last, quote.last, quote.last_size, self._venue.clock(), buyer_made=falls)
        self._kept.setdefault(name, deque(maxlen=KEPT)).appendleft(made)
