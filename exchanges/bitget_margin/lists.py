"""The lists of a classic margin account: pages of either generation, and the records of what borrowing did."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Mapping
from typing import TypeVar

from exchanges.bitget.reader import DAY_MS, Line, Reader, rows_in, untyped
from exchanges.bitget.rows import Row
from exchanges.bitget_margin import records
from exchanges.bitget_margin.table import CALLS, PAGE, Generation
from exchanges.core.endpoint import Endpoint
from exchanges.core.model import Income, Instrument, MarginMode
from exchanges.core.together import together

T = TypeVar("T")
KEPT_MS = 89 * DAY_MS
"""Lists go back ninety days."""
MOST = 500
"""The largest page; where there is no cursor, it has to do."""


class MarginLists(Reader, ABC):
    """Reads lists; `pair` is the venue's symbol, empty in cross margin.

    Args:
        line: The way to the venue.
        audit_soon: As for `Reader`.
        generation: Whose calls and channels to use.
        pairs: What can be traded, by the venue's symbol; filled in later.
    """

    def __init__(
        self, line: Line, audit_soon: Callable[[], None], generation: Generation, pairs: Mapping[str, Instrument]
    ) -> None:
        super().__init__(line, audit_soon)
        self.generation = generation
        self._pairs = pairs

    async def loans(self, mode: MarginMode, pair: str, from_ms: int) -> list[records.Loan]:
        """Loans since a time, newest first; the same of the others."""
        return await self._records(mode, "loans", pair, from_ms, records.loan)

    async def repayments(self, mode: MarginMode, pair: str, from_ms: int) -> list[records.Repayment]:
        return await self._records(mode, "repayments", pair, from_ms, records.repayment)

    async def interest(self, mode: MarginMode, pair: str, from_ms: int) -> list[records.Interest]:
        return await self._records(mode, "interest", pair, from_ms, records.interest)

    async def liquidations(self, mode: MarginMode, pair: str, from_ms: int) -> list[records.Liquidation]:
        return await self._records(mode, "liquidations", pair, from_ms, records.liquidation)

    async def entries(self, mode: MarginMode, pair: str, from_ms: int, kind: str = "") -> list[records.Entry]:
        """Financial records, of one kind when it is named."""
        more = {"marginType": kind} if kind else {}
        return await self._records(mode, "entries", pair, from_ms, records.entry, more)

    async def _records(
        self,
        mode: MarginMode,
        call: str,
        pair: str,
        from_ms: int,
        read: Callable[[Row], T],
        more: Mapping[str, str] | None = None,
    ) -> list[T]:
        where = {"symbol": pair} if pair else {}
        rows = await self.listed(mode, call, where | dict(more or {}) | self.since(from_ms))
        return self.each(read, rows)

    async def costs(self, mode: MarginMode, pair: str, from_ms: int) -> list[Income]:
        """What borrowing cost since a time, and liquidations beside their trades."""
        charged, taken = await together(
            untyped(self.interest(mode, pair, from_ms)),
            untyped(self.entries(mode, pair, from_ms, records.LIQUIDATION_FEE)),
        )
        symbol = self._pairs[pair].symbol if pair in self._pairs else pair
        incomes = [records.interest_income(each, symbol) for each in charged]
        fees = [each for each in taken if each.kind == records.LIQUIDATION_FEE]
        return incomes + [records.liquidation_income(each, symbol) for each in fees]

    # Calls.

    def call(self, mode: MarginMode, name: str) -> Endpoint:
        """A call of this generation."""
        return CALLS[self.generation.version, mode, name]

    def since(self, from_ms: int) -> dict[str, str]:
        """The start of a window, as far back as the venue allows."""
        now = self.line.clock.venue_ms()
        # A local clock that runs ahead may ask from a time that is still to come at the venue.
        return {"startTime": str(min(max(from_ms, now - KEPT_MS), now))}

    async def listed(self, mode: MarginMode, name: str, params: dict[str, str]) -> list[Row]:
        """All pages of a list, newest first."""
        generation, call = self.generation, self.call(mode, name)
        cursor = generation.cursors.get(name, generation.cursors[""])
        params = params | {generation.size: str(PAGE if cursor else MOST)}
        known = {each: value for each, value in params.items() if each in call.params}
        where = generation.rows.get(name, "resultList")
        if not cursor:
            return rows_in(await self.ask(call, known), where)
        return [row async for row in self.walk(call, known, rows=where, cursor=(cursor, "minId"), size=generation.size)]
