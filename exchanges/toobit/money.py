"""Fills and incomes of an account.

The stream names fills without what they cost and brought, so that the list of trades is asked for them; where the
stream was not there, the flows of the balance name the contracts that traded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from exchanges.core.clock import VenueClock
from exchanges.core.model import Fill, Income
from exchanges.core.rest import Rest
from exchanges.core.together import together
from exchanges.toobit import history, mapping, order_mapping
from exchanges.toobit.contracts import Contracts

SETTLED_MS = 60_000
"""Flows and trades are listed somewhat later than they change the balance."""
QUIET_EVERY_MS = 100_000
"""So often flows are asked for though nothing changed; less than sync asks back."""


@dataclass(frozen=True, slots=True)
class Named:
    """A fill the stream told of."""

    venue_symbol: str
    time_ms: int
    """The venue's time."""


class Money:
    """What trading and holding cost and brought.

    Args:
        rest: Signed by the account's key.
        clock: The venue's clock.
        now: Local wall clock, UTC milliseconds.
    """

    every_ms = 10_000
    """Flows are asked for at most this often."""

    def __init__(self, rest: Rest, clock: VenueClock, now: Callable[[], int], contracts: Contracts) -> None:
        self.awaited: dict[str, Named] = {}
        """Fills by id that no list has told yet."""
        self._rest = rest
        self._clock = clock
        self._now = now
        self._contracts = contracts
        self._asked_ms = 0

    def forget(self) -> None:
        """News were missed: the flows are asked for next time."""
        self._asked_ms = 0

    async def since(
        self, fills_from_ms: int, incomes_from_ms: int, moved: set[str], changed_ms: int
    ) -> tuple[list[Fill], list[Income]]:
        """Fills and incomes since then; nothing while none can be new, since what is left out is asked for later.

        Args:
            fills_from_ms: Fills at or after this time.
            incomes_from_ms: Same for incomes.
            moved: The venue's symbols of positions that changed since.
            changed_ms: When any of them changed last.
        """
        symbols = {each.venue_symbol for each in self.awaited.values()}
        if not self._are_due(changed_ms):
            return await self._fills(dict.fromkeys(symbols, fills_from_ms)), []
        asked_ms, reading = self._now(), self._contracts.reading()
        told = await history.flows(self._rest, min(fills_from_ms, incomes_from_ms), self._clock.venue_ms())
        symbols |= moved | {mapping.traded_symbol(row) for row in told}
        fills = await self._fills(dict.fromkeys(symbols, fills_from_ms))
        self._asked_ms = asked_ms
        incomes = self._contracts.each(lambda row: mapping.income(row, reading), told)
        return fills, [each for each in incomes if each is not None and each.time_ms >= incomes_from_ms]

    async def named(self) -> list[Fill]:
        """The fills the stream told of, as far as the list tells them by now."""
        since: dict[str, int] = {}
        for each in self.awaited.values():
            since[each.venue_symbol] = min(each.time_ms, since.get(each.venue_symbol, each.time_ms))
        found = await self._listed(since)
        # Of those that were named while the list was asked for, some are in it already.
        wanted = set(self.awaited)
        self._no_longer_await(found)
        return [fill for fill in found if fill.id in wanted]

    async def _fills(self, since: Mapping[str, int]) -> list[Fill]:
        """Fills of contracts by the venue's symbol, each from its own time on."""
        found = await self._listed(since)
        self._no_longer_await(found)
        return found

    def _no_longer_await(self, found: Iterable[Fill]) -> None:
        """Forget fills that the list told, and those it did not tell in a minute."""
        told, venue_ms = {fill.id for fill in found}, self._clock.venue_ms()
        for name, each in list(self.awaited.items()):
            if name in told or venue_ms - each.time_ms > SETTLED_MS:
                del self.awaited[name]

    async def _listed(self, since: Mapping[str, int]) -> list[Fill]:
        names = sorted(since.keys() - self._contracts.others - {""})
        venue_ms = self._clock.venue_ms()
        lists = await together(*(self._fills_of(each, since[each], venue_ms) for each in names))
        return [fill for found in lists for fill in found]

    async def _fills_of(self, venue_symbol: str, from_ms: int, venue_ms: int) -> list[Fill]:
        rows = await history.trades(self._rest, venue_symbol, from_ms, venue_ms)
        reading = self._contracts.reading()
        fills = self._contracts.each(lambda row: order_mapping.fill(row, reading), rows)
        return [fill for fill in fills if fill.time_ms >= from_ms]

    def _are_due(self, changed_ms: int) -> bool:
        asked_ago = self._now() - self._asked_ms
        settled = self._clock.venue_ms() - asked_ago > changed_ms + SETTLED_MS
        return asked_ago >= (QUIET_EVERY_MS if settled else self.every_ms)
