"""BitMart's lists: without cursors, cut off after a hundred or two hundred rows, some of them unreadable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from exchanges.bitmart import table
from exchanges.bitmart.codec import BitmartDialect
from exchanges.bitmart.rows import Incomplete, Row, time_of
from exchanges.core.adapter import Counters
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.rest import Rest
from exchanges.core.text import clean

T = TypeVar("T")
KEPT_MS = 89 * 86_400_000
"""Histories go back ninety days."""
SLACK_MS = 1_000
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the venue, shared by everything that reads or writes one account."""

    rest: Rest
    dialect: BitmartDialect
    clock: VenueClock
    now: Callable[[], int]
    """Local wall clock, UTC milliseconds."""
    counters: Counters
    """Where rows that cannot be read are counted."""
    is_v1: bool
    """The document's generation is spoken."""


class Lists:
    """Reads whole lists.

    Args:
        line: The way to the venue.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    def each(self, read: Callable[[Row], T], rows: Iterable[Row]) -> list[T]:
        """Every row that can be read; the others are counted."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except Incomplete as error:
                self._line.counters.incomplete(row, error)
        return found

    async def listed(self, endpoint: Endpoint, params: dict[str, str]) -> list[Row]:
        return rows_in(await self._line.rest.call(endpoint, params))

    async def open_rows(self, endpoint: Endpoint, symbols: Callable[[list[Row]], Iterable[str]]) -> list[Row]:
        """All rows of a list that ends at a hundred: then it is asked again, contract by contract.

        Args:
            symbols: Told the first rows; answers the contracts there is anything of.
        """
        rows = await self.listed(endpoint, {})
        names = sorted(symbols(rows))
        if len(rows) < table.PAGE:
            return rows
        by_id = {clean(row.get("order_id")): row for row in rows}
        for name in names:
            for row in await self.listed(endpoint, {"symbol": name}):
                by_id[clean(row.get("order_id"))] = row
        return list(by_id.values())

    async def since(
        self, endpoint: Endpoint, from_ms: int, params: dict[str, str], timed_by: str, per: int
    ) -> list[Row]:
        """All rows of a history without a cursor: while pages are full, the next one ends where the last began.

        Args:
            timed_by: The field of a row's time.
            per: Milliseconds in one unit of the parameters.
        """
        now = self._line.clock.venue_ms()
        start, end = max(from_ms, now - KEPT_MS), now + SLACK_MS
        full = table.LEDGER_PAGE if endpoint is table.LEDGER else table.HISTORY_PAGE
        found: dict[tuple[str, ...], Row] = {}
        for _ in range(MOST_PAGES):
            span = {"start_time": str(start // per), "end_time": str(end // per)}
            rows = await self.listed(endpoint, params | span)
            before = len(found)
            found.update({_identity(row): row for row in rows})
            times = [time for row in rows if (time := time_of(row.get(timed_by))) is not None]
            if len(rows) < full or not times or len(found) == before:
                break
            end = min(times)
        return list(found.values())


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(clean(row.get(name)) for name in ("trade_id", "order_id", "tran_id", "flow_type"))


def rows_in(answer: Any, name: str = "") -> list[Row]:
    """The rows of an answer: it may be a list, or hold one by that name; null is none."""
    found = answer.get(name) if isinstance(answer, dict) and name else answer
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
