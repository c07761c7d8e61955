"""One Bitget margin account read by REST, of either kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.key_info import Boxes
from exchanges.bitget.reader import Line, Reader, rows_in, untyped
from exchanges.bitget_margin import mapping
from exchanges.bitget_margin.reader import MarginReader
from exchanges.bitget_margin.table import PAIRS, PERMISSIONS, TRADE_BOXES, Generation
from exchanges.bitget_margin.unified import UnifiedMargin
from exchanges.core.changes import Snapshot
from exchanges.core.model import Instrument
from exchanges.core.together import together


class MarginAccount(BitgetAccount):
    """Reads one account.

    Args:
        line: The way to the venue, with the account's key.
        audit_soon: Called when a push speaks of something only REST tells fully.
        generation: Whose calls a classic account is read by.
    """

    boxes = Boxes(PERMISSIONS, TRADE_BOXES)

    def __init__(self, line: Line, audit_soon: Callable[[], None], generation: Generation) -> None:
        self.generation = generation
        super().__init__(line, audit_soon)

    @property
    def margin(self) -> MarginReader:
        """The reading side of a classic account, which tells loans and records as well."""
        assert isinstance(self._classic, MarginReader)  # noqa: S101
        return self._classic

    def readers(self, line: Line, audit_soon: Callable[[], None]) -> tuple[Reader, Reader]:
        """See `BitgetAccount`."""
        classic = MarginReader(line, audit_soon, self.generation, self.instruments)
        return classic, UnifiedMargin(line, audit_soon, self.instruments)

    async def listed(self) -> list[Instrument]:
        """See `BitgetAccount`: the pairs of margin."""
        rows = rows_in(await self._line.rest.call(PAIRS[self.generation.version]))
        return [each for row in rows if (each := mapping.instrument(row)) is not None]

    async def confirm_kind(self) -> None:
        """See `BitgetAccount`; which pairs are worth a subscription is known afterwards."""
        await super().confirm_kind()
        if not self.is_unified:
            await self.margin.orders()

    async def ask_facts(self, reader: Reader) -> list[Any]:
        """See `BitgetAccount`."""
        await self.load_instruments()
        standing = await reader.standing()
        return [standing, await reader.equity_usdt(), await reader.positions(), await reader.orders()]

    async def read_whole(
        self, reader: Reader, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]
    ) -> Snapshot:
        """See `BitgetAccount`: first the money, which tells what pairs to look at."""
        asked_ms = self._line.clock.venue_ms()
        if isinstance(reader, MarginReader):
            await reader.look()
        progress("1/3")
        orders = await reader.orders()
        progress("2/3")
        fills, incomes = await together(untyped(reader.fills(fills_from_ms)), untyped(reader.incomes(incomes_from_ms)))
        progress("3/3")
        positions, balances = await reader.positions(), await reader.balances()
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))
