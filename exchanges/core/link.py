"""A binding's link: its sockets and its sync, connected again for as long as that makes sense.

A loop over connections with one pure question between them, `is_fatal`: retry, or wait for a person. After an outage
the first dial is immediate, then the pause grows at random up to twenty seconds; a healthy minute starts it over.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from exchanges.core.adapter import Counters
from exchanges.core.connection import Connection, Venue
from exchanges.core.errors import (
    AuthError,
    IpNotAllowed,
    PermissionDenied,
    RegionBlocked,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.model import Confirmed, Event, LinkChanged, LinkState
from exchanges.core.network import Family
from exchanges.core.stand_in import PARTIAL, StandIn
from exchanges.core.stream import Timing
from exchanges.core.sync import Sync
from exchanges.core.text import clean
from exchanges.core.together import leaves_of

log = logging.getLogger(__name__)

FATAL = (AuthError, PermissionDenied, IpNotAllowed, RegionBlocked)
MUTE_AFTER = 2
"""Audits in a row that had to mend something before the stream itself is taken for broken."""
POLL_FROM_S = 3.0
"""A pause between dials this long is used to carry the state on by REST."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Intervals of a link, seconds."""

    audit_s: float = 25.0
    """With the second look and the answers, what a stream dropped is mended within thirty."""
    audit_soon_s: float = 1.0
    second_look_s: float = 2.0
    confirm_s: float = 1.0
    longest_pause_s: float = 20.0
    healthy_s: float = 60.0


@dataclass(slots=True)
class Backoff:
    """Pauses between dials: none, then at random up to 1, 2, 4, 8, 16, 20, 20 ... seconds."""

    longest_s: float = 20.0
    healthy_s: float = 60.0
    chance: Callable[[], float] = random.random
    failures: int = field(default=0, init=False)

    def next_s(self) -> float:
        """Seconds to wait before the next dial."""
        pause = self.chance() * min(self.longest_s, 2.0 ** (self.failures - 1)) if self.failures else 0.0
        self.failures += 1
        return pause

    def lived(self, seconds: float) -> None:
        """The connection that just ended was good for so long; a flapping line does not start over."""
        if seconds >= self.healthy_s:
            self.failures = 0


def is_fatal(error: VenueError) -> bool:
    """True when dialling again by ourselves cannot help: key, rights, address, region or certificate."""
    return isinstance(error, FATAL) or (isinstance(error, VenueUnavailable) and error.code == "tls")


class Link:
    """Runs one account's sockets and sync; publishes what becomes of both.

    Args:
        venue: The venue's sockets and mapping.
        sync: The account's state.
        publish: Takes every event.
        dial_gate: Waits until one more connection may be opened to this venue.
        now: Local wall clock, UTC milliseconds.
        stand_in: What tells positions while the account's own calls are refused to the key.
    """

    def __init__(
        self,
        venue: Venue,
        sync: Sync,
        publish: Callable[[Event], None],
        *,
        dial_gate: Callable[[], Awaitable[None]],
        now: Callable[[], int],
        counters: Counters,
        pace: Pace | None = None,
        timing: Timing | None = None,
        family: Family = "any",
        chance: Callable[[], float] = random.random,
        stand_in: StandIn | None = None,
    ) -> None:
        self._venue = venue
        self._sync = sync
        self._publish = publish
        self._dial_gate = dial_gate
        self._now = now
        self._counters = counters
        self._pace = pace or Pace()
        self._timing = timing or Timing()
        self._family = family
        self._stand_in = stand_in
        self._backoff = Backoff(self._pace.longest_pause_s, self._pace.healthy_s, chance)
        self._state = LinkState.STOPPED
        self._retry = asyncio.Event()
        self._audit_wanted = asyncio.Event()

    def retry_now(self) -> None:
        """End the present pause, or leave `ATTENTION`."""
        self._retry.set()

    def audit_soon(self) -> None:
        """Audit in a second instead of at the next turn."""
        self._audit_wanted.set()

    async def run(self) -> None:
        """Keep the account connected until cancelled."""
        self._change(LinkState.CONNECTING)
        while True:
            started = asyncio.get_running_loop().time()
            try:
                await self._live()
            except VenueError as error:
                self._backoff.lived(asyncio.get_running_loop().time() - started)
                await self._after(error)
                self._counters.reconnects += 1

    async def _live(self) -> None:
        """One connection's life; always ends in a `VenueError`."""
        self._retry.clear()
        self._sync.begin()
        await self._venue.prepare()
        try:
            async with asyncio.TaskGroup() as tasks:
                connection = Connection(
                    self._venue,
                    self._sync.receive,
                    self._dial_gate,
                    tasks,
                    self._timing,
                    self._counters,
                    self._family,
                )
                tasks.create_task(self._follow(connection, tasks))
        except BaseExceptionGroup as group:
            told, others = group.split(VenueError)
            if told is None or others is not None:
                raise
            raise _worst(told) from None

    async def _follow(self, connection: Connection, tasks: asyncio.TaskGroup) -> None:
        """Catch up once every channel is there, then confirm and audit."""
        await connection.ready.wait()
        self._change(LinkState.SYNCING)
        self._audit_wanted.clear()  # Not later: a push during the snapshot may wish for what the snapshot just missed.
        await self._sync.catch_up(lambda progress: self._change(LinkState.SYNCING, progress=progress))
        self._change(LinkState.LIVE, reason=connection.missing())
        tasks.create_task(self._confirm(connection))
        tasks.create_task(self._audit())

    async def _confirm(self, connection: Connection) -> None:
        """Tell about once a second that the state still stands, as of the quietest socket's last frame."""
        told = 0
        while True:
            await asyncio.sleep(self._pace.confirm_s)
            heard_ms = self._now() - connection.silence_ms()
            if heard_ms > told:
                told = heard_ms
                self._publish(Confirmed(heard_ms))

    async def _audit(self) -> None:
        mended_in_a_row = 0
        while True:
            await self._audit_time()
            try:
                mended = await self._sync.audit()
            except VenueError as error:
                if is_fatal(error):
                    raise
                log.warning("audit put off: %s", error)
                continue
            mended_in_a_row = mended_in_a_row + 1 if mended else 0
            if mended_in_a_row >= MUTE_AFTER:
                raise VenueUnavailable("the stream keeps silent about changes", code="mute")

    async def _audit_time(self) -> None:
        try:
            async with asyncio.timeout(self._pace.audit_s):
                await self._audit_wanted.wait()
        except TimeoutError:
            return
        self._audit_wanted.clear()
        await asyncio.sleep(self._pace.audit_soon_s)

    async def _after(self, error: VenueError) -> None:
        """Say what happened and wait as long as it calls for."""
        log.info("link lost: %s", error)
        self._sync.begin()
        if self._stand_in is not None and is_fatal(error):
            try:
                if await self._stand_in.covers(error):
                    await self._by_stand_in(self._stand_in, error)
                    return
            except VenueError as trouble:
                error = error if is_fatal(trouble) else trouble
        if is_fatal(error):
            self._change(LinkState.ATTENTION, error=error)
            self._retry.clear()
            await self._retry.wait()
            self._change(LinkState.CONNECTING)
            return
        pause_s = max(self._backoff.next_s(), error.retry_after_s or 0.0)
        state = LinkState.STALE if self._state is LinkState.LIVE else LinkState.DOWN
        self._change(state, error=error, next_try_ms=self._now() + round(pause_s * 1000))
        await self._pause(pause_s)

    async def _pause(self, seconds: float) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(deadline):
                if seconds >= POLL_FROM_S:
                    await self._carry_on()
                await self._retry.wait()
        except TimeoutError:
            return

    async def _by_stand_in(self, stand_in: StandIn, refused: VenueError) -> None:
        """Positions by another list, until the account's own calls are permitted again, or that one is refused, too."""
        self._sync.forget()
        self._change(LinkState.STALE, reason=stand_in.reason, code=PARTIAL)
        while True:
            self._retry.clear()
            try:
                await self._poll_until_retry(stand_in)
                if not await stand_in.covers(refused):
                    return
            except VenueError as error:
                if is_fatal(error):
                    return
                log.info("what stands in does not answer: %s", error)
                await self._wait(stand_in.every_s)

    async def _poll_until_retry(self, stand_in: StandIn) -> None:
        """Ask again and again, as long as between two audits."""
        ends = asyncio.get_running_loop().time() + self._pace.audit_s
        while not self._retry.is_set() and asyncio.get_running_loop().time() < ends:
            self._sync.take_positions(await stand_in.snapshot())
            await self._wait(stand_in.every_s)

    async def _wait(self, seconds: float) -> None:
        """So long, or until a person asks for more haste."""
        try:
            async with asyncio.timeout(seconds):
                await self._retry.wait()
        except TimeoutError:
            return

    async def _carry_on(self) -> None:
        """Without a stream the state is at least as fresh as REST can make it."""
        try:
            await self._sync.poll()
        except VenueError as error:
            log.info("no answer by REST either: %s", error)

    def _change(
        self,
        state: LinkState,
        *,
        error: VenueError | None = None,
        reason: str = "",
        code: str = "",
        next_try_ms: int | None = None,
        progress: str = "",
    ) -> None:
        self._state = state
        self._publish(
            LinkChanged(
                state,
                self._now(),
                reason=clean(error.message) if error else reason,
                code=error.code if error else code,
                next_try_ms=next_try_ms,
                progress=progress,
                seen_ip=error.seen_ip if error else "",
            )
        )


def _worst(group: BaseExceptionGroup[VenueError]) -> VenueError:
    """The error that decides: a fatal one if there is any, else the first."""
    errors = leaves_of(group)
    return next((error for error in errors if is_fatal(error)), errors[0])
