"""Mark prices of the contracts in hand, so that profit moves between the venue's own pushes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from exchanges.core.errors import VenueError
from exchanges.core.frames import Data, Subscription, Wire
from exchanges.core.link import Backoff, Pace
from exchanges.core.model import Mark
from exchanges.core.stream import Stream, Timing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tape:
    """Where a venue's public mark prices are, and how they are asked for and read."""

    url: str
    wire: Callable[[], Wire]
    """The way to speak on a fresh public socket."""
    subscription: Callable[[str], Subscription]
    """What to ask for, by the venue's symbol."""
    read: Callable[[Data], Iterable[Mark]]
    """The prices of a push."""


class Marks:
    """Follows the public mark price of every contract that is held; losing it costs only the pace of the figures.

    Args:
        tape: The venue's public prices.
        held: The venue's symbols of the open positions now.
        on_mark: Takes each price.
        dial_gate: Waits until one more connection may be opened.
    """

    def __init__(
        self,
        tape: Tape,
        held: Callable[[], frozenset[str]],
        on_mark: Callable[[Mark], None],
        *,
        dial_gate: Callable[[], Awaitable[None]],
        timing: Timing,
        pace: Pace,
    ) -> None:
        self._tape = tape
        self._held = held
        self._on_mark = on_mark
        self._dial_gate = dial_gate
        self._timing = timing
        self._pace = pace
        self._changed = asyncio.Event()

    def look(self) -> None:
        """What is held may have changed."""
        self._changed.set()

    async def run(self) -> None:
        """Follow until cancelled."""
        backoff = Backoff(self._pace.longest_pause_s, self._pace.healthy_s)
        while True:
            await self._another(frozenset())
            started = asyncio.get_running_loop().time()
            try:
                await self._follow()
            except VenueError as error:
                log.info("no mark prices: %s", error)
                backoff.lived(asyncio.get_running_loop().time() - started)
                await asyncio.sleep(backoff.next_s())

    async def _another(self, followed: frozenset[str]) -> frozenset[str]:
        """Wait until something else is held than what is followed."""
        while (held := self._held()) == followed:
            self._changed.clear()
            await self._changed.wait()
        return held

    async def _follow(self) -> None:
        """One socket's life, its subscriptions kept equal to what is held; returns when nothing is held any more."""
        followed = self._held()
        await self._dial_gate()
        stream = Stream(
            self._tape.url, self._tape.wire(), self._wanted(followed), on_data=self._take, timing=self._timing
        )
        running = asyncio.create_task(stream.run())
        watching = asyncio.create_task(self._watch(stream, followed))
        try:
            await asyncio.wait((running, watching), return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                await running
        finally:
            for task in (running, watching):
                task.cancel()
            await asyncio.gather(running, watching, return_exceptions=True)

    async def _watch(self, stream: Stream, followed: frozenset[str]) -> None:
        while followed:
            followed = await self._another(followed)
            await stream.watch(self._wanted(followed))

    def _take(self, data: Data) -> None:
        for mark in self._tape.read(data):
            self._on_mark(mark)

    def _wanted(self, symbols: frozenset[str]) -> list[Subscription]:
        return [self._tape.subscription(symbol) for symbol in sorted(symbols)]
