"""Signed REST: builds the query itself, signs at the moment of sending, sends the very bytes it signed.

What becomes of a call:

- refused by the venue: the error its table names, whatever the HTTP status;
- not sent (no connection): `VenueUnavailable`;
- sent, but no readable answer: `VenueUnavailable` for a read, `OutcomeUnknown` for a write;
- only what is safe to repeat is tried again, after a random pause, and never before the time the venue named.

Nothing in here logs or quotes a header, a body or a page.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import httpx

from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import (
    ClockSkew,
    OutcomeUnknown,
    RateLimited,
    RegionBlocked,
    Unexpected,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.limits import Limits
from exchanges.core.network import LOCAL_ADDRESS, Family, is_local, reason_of, trusted
from exchanges.core.numbers import decode_json, encode_json

MAX_BODY = 8 * 2**20
KEEP_S = 30.0
"""An idle connection is kept from one audit to the next, and no longer: later it may be dead without knowing it."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 4.0
LONGEST_WAIT_S = 10.0
UNAVAILABLE_FOR_LEGAL_REASONS = 451
"""A pause the venue asks for beyond this is told to the caller instead of waited out."""

Params = Mapping[str, str]
Body = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Request:
    """A call as it is sent."""

    target: str
    """Path with query, exactly as sent."""
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Dialect(Protocol):
    """What differs from venue to venue."""

    venue: str

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """The call as it is sent, signed now when the endpoint asks for it.

        Args:
            endpoint: The call.
            path: Its path, filled in.
            params: What else belongs to the call, in the order it is sent; in the query, or where the venue wants it.
            body: JSON of the call; `None` when it has none.
            venue_ms: The venue's time now.
        """
        ...

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """How long a refused rate asks us to wait; `retry_after` where the venue has nothing of its own."""
        ...

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> Any:
        """The rows of a decoded answer, or the error it tells."""
        ...


class Rest:
    """The REST side of one key at one venue.

    Args:
        base_url: Scheme and host; a path prefix is kept but not signed.
        more_hosts: The same of the venue's other hosts, by the name endpoints use.
        dialect: The venue's headers and envelope.
        clock: The venue's clock.
        limits: Budgets, shared by the process.
        account: Names the account for caps per account, as in `Limits.acquire`.
        timeout_s: For connecting, and for the whole answer twice as long.
        family: Addresses to use; a key's IP list often holds one of both families only.
    """

    def __init__(
        self,
        base_url: str,
        dialect: Dialect,
        clock: VenueClock,
        limits: Limits,
        *,
        account: str = "",
        more_hosts: Mapping[str, str] | None = None,
        timeout_s: float = 5.0,
        family: Family = "any",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._account = account
        self._bases = {name: url.rstrip("/") for name, url in {"": base_url, **(more_hosts or {})}.items()}
        self._dialect = dialect
        self._clock = clock
        self._limits = limits
        self._timeout_s = timeout_s
        self._family = family
        self._sleep = sleep
        self._chance = chance
        self._http: httpx.AsyncClient | None = None
        self._calls = Counter[httpx.AsyncClient]()
        """How many calls are under way on a client, old ones included."""
        self._closing: set[asyncio.Task[None]] = set()

    async def call(
        self,
        endpoint: Endpoint,
        params: Params | None = None,
        *,
        body: Body | None = None,
        instrument: str = "",
        weight: int | None = None,
        tries: int = 3,
    ) -> Any:
        """Make the call and answer its rows.

        Args:
            endpoint: The row of the venue's table.
            params: What fills the path, and the query, in the order it is sent.
            body: JSON of the call, in the order it is sent.
            instrument: The venue's symbol, for caps per instrument.
            weight: Units of the budget when it is not the endpoint's own.
            tries: How often in all, for what is safe to repeat.

        Raises:
            VenueError: See the module.
        """
        path, rest = fill_path(endpoint.path, params or {})
        skewed = False
        for attempt in range(1, tries + 1):
            try:
                if endpoint.auth is not Auth.PUBLIC:
                    await self._clock.ensure()
                await self._limits.acquire(endpoint, account=self._account, instrument=instrument, weight=weight)
                return await self._send(endpoint, path, rest, body)
            except ClockSkew:
                # The venue refused it unread, so even a write may go again, once, with a better time.
                self._clock.distrust()
                if skewed:
                    raise
                skewed = True
            except VenueError as error:
                pause_s = self._pause_s(endpoint, error, attempt)
                if isinstance(error, RateLimited):
                    self._limits.pause(endpoint, pause_s, account=self._account, instrument=instrument)
                if attempt == tries or not _may_repeat(endpoint, error) or pause_s > LONGEST_WAIT_S:
                    raise
                await self._sleep(pause_s)
        raise ClockSkew("the clocks do not agree", venue=self._dialect.venue, endpoint=endpoint.name)

    def belongs_to(self, account: str) -> None:
        """The venue told whose key this is: share that account's caps."""
        self._limits.belongs(self._account, account)

    def renew(self) -> None:
        """Drop kept connections; after an outage they may be dead without knowing it.

        A call that is under way ends as it would have; a later one opens new connections.
        """
        http, self._http = self._http, None
        if http is not None and not self._calls[http]:
            self._close(http)

    async def aclose(self) -> None:
        """Close all connections, each with the last call on it; a later call opens new ones."""
        self.renew()
        if self._closing:
            await asyncio.wait(set(self._closing))

    def _pause_s(self, endpoint: Endpoint, error: VenueError, attempt: int) -> float:
        if error.retry_after_s is not None:
            return error.retry_after_s
        longest = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** (attempt - 1))
        if isinstance(error, RateLimited):
            # Others may have spent the budget with us, so only after its window the call is sure to have room again.
            windows = [bucket.per_s for bucket in endpoint.buckets if bucket.per_s < LONGEST_WAIT_S - FIRST_PAUSE_S]
            return max(windows, default=FIRST_PAUSE_S) + self._chance() * FIRST_PAUSE_S
        return self._chance() * longest  # A broken line may be tried at once.

    async def _send(self, endpoint: Endpoint, path: str, params: Params, body: Body | None) -> Any:
        sent = self._dialect.request(endpoint, path, params, body, self._clock.venue_ms())
        http = self._client()
        url = self._bases[endpoint.host] + sent.target
        request = http.build_request(endpoint.method, url, content=sent.body or None, headers=sent.headers)
        failure: VenueError | None = None
        self._calls[http] += 1
        try:
            async with asyncio.timeout(self._timeout_s * 2):
                response = await http.send(request, stream=True)
                try:
                    raw = await _body(response)
                finally:
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            failure = self._transport_error(endpoint, error)
        finally:
            self._let_go(http)
        if failure is not None:
            raise failure  # Not above: there it would keep the transport's error, and that the signed request.
        return self._read(endpoint, response, raw)

    def _let_go(self, http: httpx.AsyncClient) -> None:
        """A client that was replaced is closed by its last call: before, it may be in the middle of connecting."""
        self._calls[http] -= 1
        if not self._calls[http]:
            del self._calls[http]
            if http is not self._http:
                self._close(http)

    def _close(self, http: httpx.AsyncClient) -> None:
        """In a task of its own: one that is cancelled half way, as calls are, leaves connections open."""
        task = asyncio.create_task(http.aclose())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            own = LOCAL_ADDRESS[self._family]
            # A transport of our own would keep the environment's proxies out, so it is made only when asked for.
            transport = httpx.AsyncHTTPTransport(local_address=own, verify=trusted()) if own else None
            self._http = httpx.AsyncClient(
                timeout=self._timeout_s,
                limits=httpx.Limits(keepalive_expiry=KEEP_S),
                trust_env=not is_local(self._bases[""]),
                transport=transport,
                verify=trusted(),
            )
        return self._http

    def _read(self, endpoint: Endpoint, response: httpx.Response, raw: bytes) -> Any:
        if response.status_code == UNAVAILABLE_FOR_LEGAL_REASONS:
            raise self._page_error(endpoint, response)  # Whatever else it says: it says so to nobody here.
        try:
            answer = decode_json(raw)
        except ValueError:
            raise self._page_error(endpoint, response) from None
        try:
            return self._dialect.read(endpoint, response.status_code, answer)
        except RateLimited as error:
            if error.retry_after_s is None:
                error.retry_after_s = self._dialect.pause_s(response.headers)
            raise
        except Unexpected:
            raise self._page_error(endpoint, response) from None

    def _page_error(self, endpoint: Endpoint, response: httpx.Response) -> VenueError:
        """The error of an answer that is no data: a proxy's page, an empty body, garbage. Its text is never used."""
        status = response.status_code
        where: dict[str, Any] = {"venue": self._dialect.venue, "endpoint": endpoint.name, "http_status": status}
        if status in (418, 429):
            return RateLimited("too many requests", retry_after_s=self._dialect.pause_s(response.headers), **where)
        if status in (403, 451):
            return RegionBlocked("the venue's gateway refuses this address or region", code=f"http {status}", **where)
        if status in (404, 410):
            return Unexpected("the venue does not know this call any more", code=f"http {status}", **where)
        if endpoint.is_write:
            return self._unknown(endpoint, f"HTTP {status} without data", status)
        if status >= 500:
            return VenueUnavailable(f"HTTP {status} without data", code=f"http {status}", **where)
        return Unexpected(f"HTTP {status} without data", code=f"http {status}", **where)

    def _transport_error(self, endpoint: Endpoint, error: Exception) -> VenueError:
        reason, code = reason_of(error)
        sent = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError)
        if endpoint.is_write and sent:
            return self._unknown(endpoint, reason)
        unavailable = VenueUnavailable(reason, venue=self._dialect.venue, endpoint=endpoint.name, code=code)
        unavailable.retryable = code != "tls"
        return unavailable

    def _unknown(self, endpoint: Endpoint, reason: str, status: int = 0) -> OutcomeUnknown:
        return OutcomeUnknown(reason, venue=self._dialect.venue, endpoint=endpoint.name, http_status=status)


def _may_repeat(endpoint: Endpoint, error: VenueError) -> bool:
    lost = isinstance(error, OutcomeUnknown)
    return endpoint.idempotent and (error.retryable or lost)


async def _body(response: httpx.Response) -> bytes:
    """The body; nothing when it is longer than any answer may be."""
    pieces: list[bytes] = []
    length = 0
    async for piece in response.aiter_bytes():
        length += len(piece)
        if length > MAX_BODY:
            return b""
        pieces.append(piece)
    return b"".join(pieces)


def fill_path(path: str, params: Params) -> tuple[str, Params]:
    """`/orders/{order_id}` with its value put in, and what is left of the parameters.

    Values are quoted, so that none of them can change the path.
    """
    named = [name for name in params if f"{{{name}}}" in path]
    for name in named:
        path = path.replace(f"{{{name}}}", quote(params[name], safe=""))
    return path, {name: value for name, value in params.items() if name not in named}


def json_request(path: str, params: Params, body: Body | None) -> tuple[str, bytes]:
    """Target and body where parameters stand in the query and bodies are JSON."""
    return path + (f"?{urlencode(params)}" if params else ""), encode_json(body) if body is not None else b""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds named by the standard header (RFC 9110, section 10.2.3); `None` when it names none."""
    text = str(headers.get("Retry-After", ""))
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now_ms() / 1000)
    except ValueError:
        return None
