"""One connection of a binding: all its sockets at once, their news mapped in order of arrival."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from exchanges.core.adapter import Counters
from exchanges.core.changes import Update
from exchanges.core.errors import VenueError
from exchanges.core.frames import Data, Notice, Subscription, Wire
from exchanges.core.network import Family
from exchanges.core.stream import Stream, Timing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Socket:
    """Where to dial, how to speak, what to ask for."""

    url: str
    wire: Wire
    subscriptions: tuple[Subscription, ...]
    lives_s: float | None = None
    """When the venue will close it, seconds after it opened: it is replaced before that. `None` when it need not."""


class Venue(Protocol):
    """What a link needs of a venue."""

    async def prepare(self) -> None:
        """Load what mapping needs, before the first dial and after outages."""
        ...

    def sockets(self) -> Sequence[Socket]:
        """The sockets that together tell the account's life."""
        ...

    async def upkeep(self) -> None:
        """Runs as long as a connection lives: renews what the venue lets expire; may return at once.

        Raises:
            VenueError: The connection is worth nothing any more.
        """
        ...

    async def map(self, data: Data) -> Update | None:
        """A push in the model's words; `None` when it says nothing about the account's state."""
        ...

    def is_farewell(self, notice: Notice) -> bool:
        """True when the notice says that the socket will be closed soon."""
        ...


@runtime_checkable
class Fetching(Protocol):
    """A venue whose pushes only name what has to be fetched."""

    async def fetched(self) -> Update:
        """Waits for the next news that had to be fetched; called again and again as long as a connection lives."""
        ...


class Connection:
    """The sockets of one connection, and the task that maps their news in order of arrival."""

    def __init__(
        self,
        venue: Venue,
        receive: Callable[[Update], None],
        dial_gate: Callable[[], Awaitable[None]],
        tasks: asyncio.TaskGroup,
        timing: Timing,
        counters: Counters,
        family: Family,
    ) -> None:
        self.ready = asyncio.Event()
        self._venue = venue
        self._receive = receive
        self._dial_gate = dial_gate
        self._tasks = tasks
        self._timing = timing
        self._counters = counters
        self._family = family
        self._news: asyncio.Queue[Data] = asyncio.Queue()
        self._sockets = tuple(venue.sockets())
        self._serving: dict[int, tuple[Stream, asyncio.Task[None]]] = {}
        self._spares: set[int] = set()
        self._unready = set(range(len(self._sockets)))
        tasks.create_task(self._map())
        tasks.create_task(venue.upkeep())
        if isinstance(venue, Fetching):
            tasks.create_task(self._fetch(venue))
        for slot in range(len(self._sockets)):
            self._serving[slot] = self._dial(slot)

    def silence_ms(self) -> int:
        """How long ago the quietest socket was heard."""
        now = asyncio.get_running_loop().time()
        return round(max(now - stream.heard for stream, _ in self._serving.values()) * 1000)

    def missing(self) -> str:
        """Names of channels the venue would not give, for people."""
        names = sorted(name for stream, _ in self._serving.values() for name in stream.refused)
        return f"without {', '.join(names)}" if names else ""

    def _dial(self, slot: int) -> tuple[Stream, asyncio.Task[None]]:
        socket = self._sockets[slot]
        stream = Stream(
            socket.url,
            socket.wire,
            socket.subscriptions,
            on_data=self._news.put_nowait,
            on_ready=lambda: self._is_ready(slot, stream, task),
            on_notice=lambda notice: self._on_notice(slot, notice),
            timing=self._timing,
            counters=self._counters,
            family=self._family,
        )
        task = self._tasks.create_task(self._serve(slot, stream))
        return stream, task

    async def _serve(self, slot: int, stream: Stream) -> None:
        try:
            await self._dial_gate()
            await stream.run()
        except VenueError as error:
            if slot in self._spares and self._serving[slot][0] is not stream:
                log.info("a spare socket failed, the old one goes on: %s", error)
                self._spares.discard(slot)
                return
            raise

    def _is_ready(self, slot: int, stream: Stream, task: asyncio.Task[None]) -> None:
        old_stream, old_task = self._serving[slot]
        if old_stream is not stream:
            # Both told the same for a moment, so nothing is lost between them.
            self._serving[slot] = (stream, task)
            self._spares.discard(slot)
            old_task.cancel()
        self._unready.discard(slot)
        if (lives_s := self._sockets[slot].lives_s) is not None:
            self._tasks.create_task(self._outlive(slot, stream, lives_s))
        if not self._unready:
            self.ready.set()

    def _on_notice(self, slot: int, notice: Notice) -> None:
        if self._venue.is_farewell(notice):
            self._replace(slot)

    async def _outlive(self, slot: int, stream: Stream, lives_s: float) -> None:
        await asyncio.sleep(lives_s)
        if self._serving[slot][0] is stream:
            self._replace(slot)

    def _replace(self, slot: int) -> None:
        """The venue is about to close this socket: have the next one ready first."""
        if slot not in self._spares and slot not in self._unready:
            self._spares.add(slot)
            self._dial(slot)

    async def _map(self) -> None:
        while True:
            update = await self._venue.map(await self._news.get())
            if update is not None:
                self._receive(update)

    async def _fetch(self, venue: Fetching) -> None:
        while True:
            self._receive(await venue.fetched())
