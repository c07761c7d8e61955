"""Snapshot and stream, put together so that nothing is lost, doubled or shown half.

1. From the first acknowledgement on, pushes are kept back (`begin`).
2. The account is asked for by REST, with the fills and incomes since the last known ones less two minutes (`catch_up`).
3. The snapshot is installed, the kept pushes are replayed, and one difference is published.
4. From then on every push is published as it comes (`receive`), and the account is audited against REST (`audit`):
   a difference seen twice, two seconds apart, is adopted from the venue and counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from exchanges.core.adapter import Counters, Resume
from exchanges.core.changes import Difference, Snapshot, Update
from exchanges.core.clock import VenueClock
from exchanges.core.errors import VenueUnavailable
from exchanges.core.merge import Merge
from exchanges.core.model import BookChanged, Confirmed, Event, Mark, Order, OrderKey

log = logging.getLogger(__name__)

OVERLAP_MS = 120_000
"""How far before the last known fill the venue is asked again: late rows, and clocks that disagree."""
MOST_KEPT = 20_000
"""Pushes kept back while catching up; more means that we never will."""
MISSED_MS = 5_000
"""A fill this old that only REST told was lost on the stream, not just slower there."""


class Source(Protocol):
    """The venue's REST side as sync needs it."""

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """The whole account now.

        Args:
            fills_from_ms: Fills at or after this time are wanted.
            incomes_from_ms: Same for incomes.
            progress: Told "1/4" and so on.
        """
        ...

    async def find_order(self, order: Order) -> Order | None:
        """What became of an order that is not listed as open; `None` when the venue does not know it any more."""
        ...


class Sync:
    """One account's state kept equal to the venue's.

    Args:
        source: The venue's REST side.
        publish: Takes every event.
        now: Local wall clock, UTC milliseconds.
        clock: The venue's clock: what is asked for since when is told in its time, however wrong ours is.
        resume: What is journaled already.
        counters: Where duplicates and repairs are counted.
        second_look_s: Time between the two looks of an audit.
    """

    def __init__(
        self,
        source: Source,
        publish: Callable[[Event], None],
        *,
        now: Callable[[], int],
        clock: VenueClock,
        resume: Resume,
        counters: Counters,
        second_look_s: float = 2.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.merge = Merge()
        self.current = asyncio.Event()
        """Set while pushes are let through, so that what is told is up to date."""
        self.on_change: Callable[[], None] = lambda: None
        """Called after every change that was published."""
        self._source = source
        self._publish = publish
        self._now = now
        self._counters = counters
        self._second_look_s = second_look_s
        self._sleep = sleep
        self._clock = clock
        self._begun_ms = now() if resume == Resume() else resume.bound_ms
        """When what is wanted begins, by the local clock; `None` where the venue's time of it is known."""
        self._fills_from_ms = resume.last_fill_ms or 0
        unknown_ms = self._fills_from_ms if self._begun_ms is None else 0
        self._incomes_from_ms = unknown_ms if resume.last_income_ms is None else resume.last_income_ms
        self._kept: list[Update] | None = []

    def begin(self) -> None:
        """A new connection: keep its pushes back until `catch_up`; those of the last one are void."""
        self._kept = []
        self.current.clear()

    def receive(self, update: Update) -> None:
        """Take a push.

        Raises:
            VenueUnavailable: More pushes than can be kept arrived while catching up.
        """
        if self._kept is None:
            self._tell(self.merge.apply(update, self._now()))
        elif len(self._kept) < MOST_KEPT:
            self._kept.append(update)
        else:
            raise VenueUnavailable("more news than can be caught up with", code="mute")

    def mark(self, mark: Mark) -> None:
        """Take a public price; ignored while the account itself is not up to date."""
        if self._kept is None:
            self._tell(self.merge.mark(mark, self._now()))

    async def catch_up(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Ask for the account, install it, replay what was kept, publish one difference, let pushes through.

        Raises:
            VenueError: The venue did not answer; nothing was changed.
        """
        snapshot, ends = await self._look(progress)
        kept, self._kept = self._kept or [], None
        self.current.set()
        self._tell(self.merge.install(snapshot, kept, self._now(), ends))
        self._advance(snapshot)

    async def poll(self) -> None:
        """While there is no stream: take the account from REST, and go on keeping pushes back.

        Raises:
            VenueError: The venue did not answer; nothing was changed.
        """
        snapshot, ends = await self._look(lambda _: None)
        self._tell(self.merge.install(snapshot, (), self._now(), ends))
        self._advance(snapshot)
        self._publish(Confirmed(self._now()))

    def forget(self) -> None:
        """Nobody tells of orders and balances any more: what we knew of them is not shown as if it stood."""
        self._tell(self.merge.forget(self._now()))

    def take_positions(self, snapshot: Snapshot) -> None:
        """Take the positions alone, of what stands in for the account; all else is still to be asked for."""
        self._tell(self.merge.install_positions(snapshot, self._now()))
        self._publish(Confirmed(self._now()))

    async def audit(self) -> int:
        """Compare with the venue, twice when something differs.

        Returns:
            How many differences were adopted.

        Raises:
            VenueError: The venue did not answer; nothing was changed.
        """
        first = await self._glance()
        seen = self.merge.differences(first)
        if not seen:
            self._publish(Confirmed(self._now()))
            return 0
        await self._sleep(self._second_look_s)
        second = await self._glance()
        lasting = seen & self.merge.differences(second)
        ends = await self._ends(second, lasting)
        self._tell(self.merge.adopt(second, lasting, self._now(), ends))
        for difference in lasting:
            log.warning("audit: the venue says otherwise about a %s; adopted", difference.kind)
        self._counters.repairs += len(lasting)
        return len(lasting)

    async def _glance(self) -> Snapshot:
        """A snapshot of which the harmless part is taken at once."""
        snapshot = await self._ask(lambda _: None)
        event = self.merge.refresh(snapshot, self._now())
        if event is not None:
            lost = sum(fill.time_ms < snapshot.asked_ms - MISSED_MS for fill in event.fills)
            self._counters.repairs += lost
        self._tell(event)
        self._advance(snapshot)
        return snapshot

    async def _look(self, progress: Callable[[str], None]) -> tuple[Snapshot, dict[OrderKey, Order | None]]:
        snapshot = await self._ask(progress)
        ended = {row.key for update in self._kept or () for row in update.orders if row.status.is_final}
        missing = [row for row in self.merge.unfinished(snapshot) if row.key not in ended]
        return snapshot, await self._find(missing)

    async def _ends(self, snapshot: Snapshot, lasting: frozenset[Difference]) -> dict[OrderKey, Order | None]:
        keys = {difference.key for difference in lasting if difference.kind == "order" and difference.told is None}
        return await self._find([row for row in self.merge.unfinished(snapshot) if row.key in keys])

    async def _find(self, orders: list[Order]) -> dict[OrderKey, Order | None]:
        return {order.key: await self._source.find_order(order) for order in orders}

    async def _ask(self, progress: Callable[[str], None]) -> Snapshot:
        await self._clock.ensure()
        fills_from_ms, incomes_from_ms = self._since(self._fills_from_ms), self._since(self._incomes_from_ms)
        return await self._source.snapshot(fills_from_ms - OVERLAP_MS, incomes_from_ms - OVERLAP_MS, progress)

    def _since(self, told_ms: int) -> int:
        """From when on rows are wanted, by the venue's clock and never in its future, which it refuses or leaves out.

        Args:
            told_ms: Up to when they are known, by the venue's clock.
        """
        begun_ms = 0 if self._begun_ms is None else self._begun_ms + self._clock.offset_ms
        return min(max(told_ms, begun_ms), self._clock.venue_ms())

    def _advance(self, snapshot: Snapshot) -> None:
        """Everything before the snapshot is told, so the next question may begin there."""
        self._begun_ms = None
        self._fills_from_ms = self._incomes_from_ms = snapshot.asked_ms

    def _tell(self, event: BookChanged | None) -> None:
        self._counters.duplicates = self.merge.duplicates
        if event is not None:
            self._publish(event)
            self.on_change()
