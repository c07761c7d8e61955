"""The contracts of Toobit, and reading rows that speak of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from exchanges.core.adapter import Counters
from exchanges.core.clock import VenueClock
from exchanges.core.errors import NotFound
from exchanges.core.model import Instrument, MarginMode, Origin
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.toobit import mapping, table
from exchanges.toobit.codec import VENUE
from exchanges.toobit.rows import Incomplete, Reading, Row, margin_mode_of

T = TypeVar("T")
HOUR_MS = 3_600_000
RELEARN_MS = 60_000
"""Contracts are read again for one that nobody knows at most this often."""


class Contracts:
    """What there is to trade, and under which circumstances rows are read.

    Args:
        rest: Signed by the account's key.
        clock: The venue's clock.
        now: Local wall clock, UTC milliseconds.
        counters: Where rows that cannot be read are counted.
    """

    def __init__(self, rest: Rest, clock: VenueClock, now: Callable[[], int], counters: Counters) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.largest: dict[str, Decimal] = {}
        """The largest order in contracts, by the venue's symbol."""
        self.others: frozenset[str] = frozenset()
        """The venue's symbols of contracts that are not ours: with margin in another coin."""
        self.modes: dict[str, MarginMode] = {}
        """Margin modes by the venue's symbol, as told last."""
        self._rest = rest
        self._clock = clock
        self._now = now
        self._counters = counters
        self._loaded_ms = 0

    async def load(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within that time."""
        if self.instruments and self._now() - self._loaded_ms < older_than_ms:
            return
        others: set[str] = set()
        for row in await self._rest.call(table.EXCHANGE_INFO):
            found = mapping.instrument(row)
            if found is None:
                others.add(clean(row.get("symbol")))
                continue
            self.instruments[found.venue_symbol] = found
            largest = mapping.largest_order(row)
            if largest:
                self.largest[found.venue_symbol] = largest
        self.others = frozenset(others)
        self._loaded_ms = self._now()

    def instrument(self, symbol: str) -> Instrument:
        """The contract of a unified symbol.

        Raises:
            NotFound: The venue lists no such contract.
        """
        for found in self.instruments.values():
            if found.symbol == symbol:
                return found
        raise NotFound(f"no contract {symbol}", venue=VENUE, code="-1121")

    async def learn_modes(self, rows: Iterable[Row]) -> None:
        """Take margin modes from rows of positions; ask for those of contracts whose rows do not tell them."""
        for row in rows:
            symbol, told = clean(row.get("symbol")), margin_mode_of(row.get("marginType"))
            if told is None and symbol and symbol not in self.modes:
                settings = await self._rest.call(table.SETTINGS, {"symbol": symbol})
                told = margin_mode_of(settings[0].get("marginType")) if settings else None
            if told is not None:
                self.modes[symbol] = told

    def each(self, read: Callable[[Row], T], rows: Iterable[Row]) -> list[T]:
        """Every row that can be read; the others are counted."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except Incomplete as error:
                self._counters.incomplete(row, error)
        return found

    async def ours(self, rows: Iterable[Any], name: str = "symbol") -> list[Row]:
        """The rows of perpetual contracts with margin in USDT, new ones learned; `name` is where the symbol stands."""
        told: list[Row] = [row for row in rows if isinstance(row, dict)]
        known = self.instruments.keys() | self.others
        if any(clean(row.get(name)) not in known for row in told):
            await self.load(older_than_ms=RELEARN_MS)
        return [row for row in told if clean(row.get(name)) not in self.others]

    def reading(self, origin: Origin = Origin.SNAPSHOT, *, venue_ms: int | None = None) -> Reading:
        """The circumstances of reading now, or of a list that was asked for at that time."""
        at_ms = self._clock.venue_ms() if venue_ms is None else venue_ms
        return Reading(self.instruments, self._now(), at_ms, origin, self.modes)
