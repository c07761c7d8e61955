"""One socket of a venue: dial, log in, subscribe, tell frames, notice when it is dead.

A stream does not reconnect: it runs until it fails and says why. What to do then is decided by `link`.
One task reads; every deadline (login, acknowledgements, sign of life) is looked at between two frames.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidProxy,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)

from exchanges.core.adapter import Counters
from exchanges.core.errors import AuthError, RateLimited, RegionBlocked, VenueError, VenueUnavailable
from exchanges.core.frames import (
    Acknowledged,
    Chatter,
    Data,
    LoggedIn,
    Notice,
    Paced,
    Pinged,
    Refused,
    Subscription,
    Wire,
)
from exchanges.core.network import SOCKET_FAMILY, Family, is_local, reason_of, trusted

log = logging.getLogger(__name__)
# The library's own debug log prints whole frames, and a login frame holds secrets.
_wire_log = logging.getLogger(f"{__name__}.wire")
_wire_log.setLevel(logging.INFO)

MAX_FRAME = 8 * 2**20
GARBAGE_ALLOWED = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Deadlines of a socket, seconds. A dead one is noticed `dead_after_s` after its last frame."""

    dial_s: float = 5.0
    login_s: float = 5.0
    ack_s: float = 5.0
    ping_after_s: float = 3.0
    dead_after_s: float = 6.0
    close_s: float = 1.0
    late_s: float = 0.5
    """A deadline judged later than this says that we slept, not that the venue did."""


class Stream:
    """One life of one socket.

    Args:
        url: Where to dial.
        wire: The venue's way to speak.
        subscriptions: Channels to ask for once logged in.
        on_data: Called with each `Data`, from the first acknowledgement on.
        on_ready: Called once, when every channel is acknowledged or known to be missing.
        on_notice: Called with each `Notice`.
        counters: Where garbage is counted.
        family: Addresses to use.
    """

    def __init__(
        self,
        url: str,
        wire: Wire,
        subscriptions: Sequence[Subscription],
        *,
        on_data: Callable[[Data], None],
        on_ready: Callable[[], None] = lambda: None,
        on_notice: Callable[[Notice], None] = lambda _: None,
        timing: Timing | None = None,
        counters: Counters | None = None,
        family: Family = "any",
    ) -> None:
        self.url = url
        self.heard = 0.0
        """Loop time of the last frame."""
        self.refused: dict[str, VenueError] = {}
        """Channels the venue would not give us, with its reason."""
        self._wire = wire
        self._wanted = {each.channel: each for each in subscriptions}
        self._on_data, self._on_ready, self._on_notice = on_data, on_ready, on_notice
        self._timing = timing or Timing()
        self._counters = counters or Counters()
        self._family = family
        self._connection: ClientConnection | None = None
        self._pending: dict[str, Subscription] = {}
        self._login_by: float | None = None
        self._acks_by = 0.0
        self._asked_twice = self._ready = self._pinged = False
        self._garbage = 0
        self._pace_s = 1 / wire.most_per_s if isinstance(wire, Paced) else 0.0
        self._free_at = 0.0

    async def run(self) -> None:
        """Live until the socket fails.

        Raises:
            VenueError: Always, unless cancelled; why the socket ended.
        """
        self._connection = connection = await self._dial()
        try:
            await self._greet()
            while True:
                await self._step()
        except ConnectionClosed as closed:
            raise self._closed(closed) from None
        finally:
            self._connection = None
            # The server's answer to a closing frame is not worth waiting for: what follows is a fresh socket.
            connection.transport.abort()
            await connection.wait_closed()

    async def watch(self, subscriptions: Sequence[Subscription]) -> None:
        """Change the set of channels; on a live socket only the difference is sent."""
        wanted = {each.channel: each for each in subscriptions}
        gone = [each for channel, each in self._wanted.items() if channel not in wanted]
        new = [each for channel, each in wanted.items() if channel not in self._wanted]
        self._wanted = wanted
        if self._connection is None or self._login_by is not None:
            return
        try:
            for each in gone:
                self._pending.pop(each.channel, None)
                await self._request(self._wire.unsubscribe(each))
            await self._subscribe(new)
        except ConnectionClosed:
            log.debug("the socket ended while its channels changed; run() tells why")

    async def _dial(self) -> ClientConnection:
        try:
            return await connect(
                self.url,
                open_timeout=self._timing.dial_s,
                ping_interval=None,
                close_timeout=self._timing.close_s,
                max_size=MAX_FRAME,
                ssl=trusted() if self.url.startswith("wss:") else None,
                proxy=None if is_local(self.url) else True,
                logger=_wire_log,
                family=SOCKET_FAMILY[self._family],
            )
        except (OSError, TimeoutError, WebSocketException) as error:
            raise dial_error(error) from None

    async def _greet(self) -> None:
        self._heard_now()
        message = self._wire.login()
        if message is None:
            await self._subscribe(list(self._wanted.values()))
        else:
            self._login_by = self.heard + self._timing.login_s
            await self._send(message)

    async def _subscribe(self, subscriptions: Sequence[Subscription]) -> None:
        self._login_by = None
        self._asked_twice = False
        self._pending.update({each.channel: each for each in subscriptions})
        await self._ask()
        self._tell_ready()

    async def _ask(self) -> None:
        asked = list(self._pending.values())
        self._acks_by = _loop_time() + self._timing.ack_s + self._pace_s * len(asked)
        for each in asked:
            await self._request(self._wire.subscribe(each))

    async def _request(self, message: str) -> None:
        """Send it, some time after the last one where the venue wants that."""
        if self._pace_s:
            now = _loop_time()
            at = max(now, self._free_at)
            self._free_at = at + self._pace_s
            await asyncio.sleep(at - now)
        await self._send(message)

    async def _step(self) -> None:
        """Wait for one frame or for the next deadline, and act on it."""
        assert self._connection is not None  # noqa: S101
        deadline = self._deadline()
        try:
            async with asyncio.timeout_at(deadline):
                raw = await self._connection.recv()
        except TimeoutError:
            await self._overdue(deadline)
        else:
            self._heard_now()
            await self._receive(raw)

    def _deadline(self) -> float:
        silence_s = self._timing.dead_after_s if self._pinged else self._timing.ping_after_s
        deadline = self.heard + silence_s
        if self._login_by is not None:
            deadline = min(deadline, self._login_by)
        if self._pending:
            deadline = min(deadline, self._acks_by)
        return deadline

    async def _overdue(self, deadline: float) -> None:
        now = _loop_time()
        if now - deadline > self._timing.late_s:
            # This machine slept or was busy: what the venue sent meanwhile may still wait to be read.
            self.heard = max(self.heard, now - self._timing.ping_after_s)
            self._acks_by = max(self._acks_by, now + self._timing.late_s)
            self._login_by = now + self._timing.late_s if self._login_by is not None else None
        elif self._login_by is not None and now >= self._login_by:
            raise VenueUnavailable("the login was not answered", code="timeout")
        elif self._pending and now >= self._acks_by:
            await self._ask_again()
        elif self._pinged and now >= self.heard + self._timing.dead_after_s:
            raise VenueUnavailable("no sign of life", code="silent")
        elif not self._pinged and now >= self.heard + self._timing.ping_after_s:
            self._pinged = True
            await self._ping()

    async def _ask_again(self) -> None:
        if self._asked_twice:
            raise VenueUnavailable(f"not confirmed: {', '.join(sorted(self._pending))}", code="ack")
        self._asked_twice = True
        await self._ask()

    async def _send(self, message: str) -> None:
        assert self._connection is not None  # noqa: S101
        try:
            async with asyncio.timeout(self._timing.dead_after_s):
                await self._connection.send(message)
        except TimeoutError:
            raise VenueUnavailable("no sign of life", code="silent") from None

    async def _ping(self) -> None:
        if self._wire.ping:
            await self._send(self._wire.ping)
            return
        assert self._connection is not None  # noqa: S101
        asyncio.ensure_future(await self._connection.ping()).add_done_callback(self._ponged)

    def _ponged(self, pong: asyncio.Future[float]) -> None:
        if not pong.cancelled() and pong.exception() is None:
            self._heard_now()

    async def _receive(self, raw: str | bytes) -> None:
        try:
            frame = self._wire.read(raw)
        except ValueError:
            self._drop(raw)
            return
        match frame:
            case Data():
                self._on_data(frame)
            case LoggedIn():
                await self._subscribe(list(self._wanted.values()))
            case Acknowledged(channel):
                self._pending.pop(channel, None)
                self._tell_ready()
            case Refused():
                self._refuse(frame)
            case Notice():
                self._on_notice(frame)
            case Pinged(reply):
                await self._send(reply)
            case Chatter():
                pass

    def _refuse(self, frame: Refused) -> None:
        subscription = self._wanted.get(frame.channel)
        if subscription is None or subscription.required:
            raise frame.error
        log.warning("channel %s is not available: %s", frame.channel, frame.error)
        self.refused[frame.channel] = frame.error
        self._pending.pop(frame.channel, None)
        self._tell_ready()

    def _tell_ready(self) -> None:
        if not self._ready and not self._pending and self._login_by is None:
            self._ready = True
            self._on_ready()

    def _drop(self, raw: str | bytes) -> None:
        """Count a frame nobody can read; its hash allows to find it again, its content is shown nowhere."""
        data = raw.encode(errors="replace") if isinstance(raw, str) else raw
        log.warning("dropped a frame of %d bytes, sha256 %s", len(data), hashlib.sha256(data).hexdigest())
        self._counters.garbage(data)
        self._garbage += 1
        if self._garbage >= GARBAGE_ALLOWED:
            raise VenueUnavailable("too many unreadable frames", code="garbage")

    def _heard_now(self) -> None:
        self.heard = _loop_time()
        self._pinged = False

    def _closed(self, closed: ConnectionClosed) -> VenueError:
        if closed.rcvd is not None and closed.rcvd_then_sent is not False:
            return self._wire.closed(closed.rcvd.code)
        if closed.sent is not None and closed.sent.code in (1002, 1007, 1009):
            # We closed it, because the frame broke the protocol or was beyond the limit.
            self._counters.garbage_frames += 1
            return VenueUnavailable("a frame was too large or broken", code="garbage")
        return VenueUnavailable("connection lost", code="reset")


def dial_error(error: Exception) -> VenueError:
    """The error of a dial that did not become a socket."""
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        told = f"the venue answered HTTP {status}"
        kinds: dict[int, type[VenueError]] = {
            401: AuthError,
            403: RegionBlocked,
            451: RegionBlocked,
            429: RateLimited,
        }
        return kinds.get(status, VenueUnavailable)(told, code=f"http {status}", http_status=status)
    if isinstance(error, ProxyError | InvalidProxy):
        return VenueUnavailable("the proxy does not work", code="proxy")
    reason, code = reason_of(error)
    unavailable = VenueUnavailable(reason, code=code)
    unavailable.retryable = code != "tls"
    return unavailable


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
