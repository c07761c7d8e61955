"""The life of one account as a stream of events: its link, and the mark prices of what it holds, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from exchanges.core.adapter import Counters, Resume
from exchanges.core.clock import VenueClock
from exchanges.core.connection import Venue
from exchanges.core.link import Link, Pace
from exchanges.core.marks import Marks, Tape
from exchanges.core.model import Event
from exchanges.core.network import Family
from exchanges.core.stand_in import StandIn
from exchanges.core.stream import Timing
from exchanges.core.sync import Source, Sync


class AccountLife:
    """What every adapter does with a venue's sockets and lists.

    Args:
        source: The account by REST.
        feed: Its sockets; asked for a fresh one at each start.
        tape: Public mark prices; `None` where the account's own pushes carry them.
        dial_gate: Waits until one more connection may be opened to this venue.
        now: Local wall clock, UTC milliseconds.
        clock: The venue's clock.
        counters: Where trouble is counted.
        pace: Intervals of the link.
        timing: Deadlines of its sockets.
        family: Addresses of this machine to use.
        stand_in: What tells positions while the account is refused to the key, where a venue has such a list.
    """

    def __init__(
        self,
        source: Source,
        feed: Callable[[], Venue],
        *,
        tape: Tape | None,
        dial_gate: Callable[[], Awaitable[None]],
        now: Callable[[], int],
        clock: VenueClock,
        counters: Counters,
        pace: Pace | None = None,
        timing: Timing | None = None,
        family: Family = "any",
        stand_in: StandIn | None = None,
    ) -> None:
        self._source = source
        self._feed = feed
        self._tape = tape
        self._dial_gate = dial_gate
        self._now = now
        self._clock = clock
        self._counters = counters
        self._pace = pace or Pace()
        self._timing = timing or Timing()
        self._family = family
        self._stand_in = stand_in
        self._link: Link | None = None
        self._running: set[asyncio.Task[None]] = set()

    async def events(self, fills_since: Resume) -> AsyncGenerator[Event, None]:
        """See `Adapter.events`."""
        told: asyncio.Queue[Event | None] = asyncio.Queue()
        task = asyncio.create_task(self._follow(told.put_nowait, fills_since))
        self._running.add(task)
        task.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while (event := await told.get()) is not None:
                yield event
            if not task.cancelled():
                await task
        finally:
            self._running.discard(task)
            task.cancel()
            await asyncio.wait([task])

    def retry_now(self) -> None:
        """See `Adapter.retry_now`."""
        if self._link is not None:
            self._link.retry_now()

    def audit_soon(self) -> None:
        """See `Adapter.audit_soon`."""
        if self._link is not None:
            self._link.audit_soon()

    async def aclose(self) -> None:
        """End all events."""
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def _follow(self, publish: Callable[[Event], None], resume: Resume) -> None:
        sync = Sync(
            self._source,
            publish,
            now=self._now,
            clock=self._clock,
            resume=resume,
            counters=self._counters,
            second_look_s=self._pace.second_look_s,
        )
        link = self._link = Link(
            self._feed(),
            sync,
            publish,
            dial_gate=self._dial_gate,
            now=self._now,
            counters=self._counters,
            pace=self._pace,
            timing=self._timing,
            family=self._family,
            stand_in=self._stand_in,
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(link.run())
            if self._tape is not None:
                marks = self._marks(self._tape, sync)
                sync.on_change = marks.look
                tasks.create_task(marks.run())

    def _marks(self, tape: Tape, sync: Sync) -> Marks:
        async def after_the_account() -> None:
            """Prices are worth a dial only when the account itself is there again."""
            await sync.current.wait()
            await self._dial_gate()

        return Marks(
            tape,
            lambda: frozenset(position.venue_symbol for position in sync.merge.positions.values()),
            sync.mark,
            dial_gate=after_the_account,
            timing=self._timing,
            pace=self._pace,
        )
