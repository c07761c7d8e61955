"""HTTP to a TRON full node or indexer: paced, and every failure one of the `VenueError`s.

Failures come in many coats: 403, 429 or 503 for throttling, HTML from a gateway, and HTTP 200 with a top-level `Error`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import msgspec

from exchanges.core.errors import AuthError, BadRequest, NotFound, RateLimited, Unexpected, VenueUnavailable
from exchanges.core.secret import Secret
from exchanges.core.text import clean

VENUE = "tron"
USDT_DECIMALS = 6
PAUSE_AFTER_403_S = 30.0
PAUSE_AFTER_429_S = 5.0
_LONGEST_MESSAGE = 200
_REFUSALS = (-32005, -32600, -32601, -32602)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TronNetwork:
    """Where the chain is read, and which contract is USDT there; all of it comes from settings."""

    rest: str = "https://api.trongrid.io"
    """Base address of the full node, the solidity node and the indexer."""
    usdt: str = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
    decimals: int = USDT_DECIMALS
    api_key: Secret | None = None
    """Sent as `TRON-PRO-API-KEY`."""
    requests_per_s: float = 8.0
    """Our own pace; 0 means unpaced. Providers' quotas differ and move."""
    finders: tuple[str, ...] = ("index", "logs")
    """Which ways of finding transfers are used: the indexer's list, the node's event logs."""
    timeout_s: float = 15.0
    """Longest time for one answer to arrive whole."""


class TronRest:
    """One provider. All calls are reads, so a failed one may simply be made again in the next round."""

    def __init__(self, network: TronNetwork, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        headers = {"TRON-PRO-API-KEY": network.api_key.reveal()} if network.api_key else {}
        host = httpx.URL(network.rest).host
        # A proxy from the environment is for the outside world, not for a node on this machine.
        on_this_machine = host in ("127.0.0.1", "localhost", "::1")
        self._client = httpx.AsyncClient(
            base_url=network.rest, headers=headers, timeout=network.timeout_s, trust_env=not on_this_machine
        )
        self._timeout_s = network.timeout_s
        self._interval_s = 1 / network.requests_per_s if network.requests_per_s else 0.0
        self._monotonic = monotonic
        self._next_call_at = 0.0
        self._paused_until = 0.0

    async def get(self, endpoint: str, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object answered to a GET."""
        return await self._call(endpoint, self._client.build_request("GET", path, params=dict(query)))

    async def post(self, endpoint: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object answered to a POST."""
        return await self._call(endpoint, self._client.build_request("POST", path, json=dict(body)))

    async def rpc(self, method: str, params: list[Any]) -> Any:
        """One call of the node's Ethereum JSON-RPC.

        Raises:
            BadRequest: the node refused it; `code` is its error code.
            VenueUnavailable: it cannot answer now.
        """
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = await self.post(method, "/jsonrpc", question)
        error = answer.get("error")
        if isinstance(error, dict):
            refused = BadRequest if error.get("code") in _REFUSALS else VenueUnavailable
            raise refused(
                clean(error.get("message"), limit=_LONGEST_MESSAGE),
                venue=VENUE,
                endpoint=method,
                code=str(error.get("code")),
            )
        if "result" not in answer:
            raise VenueUnavailable("an answer without a result", venue=VENUE, endpoint=method)
        return answer["result"]

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _call(self, endpoint: str, request: httpx.Request) -> dict[str, Any]:
        await self._take_turn(endpoint)
        reason = ""
        try:
            async with asyncio.timeout(self._timeout_s):
                response = await self._client.send(request)
        except TimeoutError:
            reason = "no answer in time"
        except httpx.HTTPError as error:
            # Its text may carry the address with its query, and it keeps the request with our key: its class is enough.
            reason = type(error).__name__
        if reason:
            raise VenueUnavailable(reason, venue=VENUE, endpoint=endpoint)
        return self._read(endpoint, response)

    async def _take_turn(self, endpoint: str) -> None:
        now = self._monotonic()
        if now < self._paused_until:
            left = self._paused_until - now
            raise RateLimited("paused after throttling", venue=VENUE, endpoint=endpoint, retry_after_s=left)
        wait = self._next_call_at - now
        self._next_call_at = max(now, self._next_call_at) + self._interval_s
        if wait > 0:
            await asyncio.sleep(wait)

    def _read(self, endpoint: str, response: httpx.Response) -> dict[str, Any]:
        status = response.status_code
        answer = _json_object(response)
        words = _complaint(answer)
        where: dict[str, Any] = {"venue": VENUE, "endpoint": endpoint, "http_status": status}
        if status in (403, 429):
            pause = self._pause(response)
            raise RateLimited(words or f"HTTP {status}", retry_after_s=pause, **where)
        if status == 401:
            raise AuthError(words or "the API key was refused", **where)
        if status == 404:
            raise NotFound(words or "no such address on this node", **where)
        if status >= 500 or (answer is None and status < 400):
            raise VenueUnavailable(words or f"HTTP {status} without a readable answer", **where)
        if status >= 300:
            raise BadRequest(words or f"HTTP {status}", **where)
        if answer is None or words:
            raise VenueUnavailable(words, **where)
        return answer

    def _pause(self, response: httpx.Response) -> float:
        told = response.headers.get("retry-after", "")
        least = PAUSE_AFTER_403_S if response.status_code == 403 else PAUSE_AFTER_429_S
        pause = max(least, float(told)) if told.isdecimal() else least
        self._paused_until = max(self._paused_until, self._monotonic() + pause)
        return pause


def into(kind: type[T], answer: Any, endpoint: str) -> T:
    """`answer` as a typed struct.

    Raises:
        Unexpected: a field has another type than the documents say.
    """
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise Unexpected(str(error), venue=VENUE, endpoint=endpoint) from error


def _json_object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        answer = msgspec.json.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return answer if isinstance(answer, dict) else None


def _complaint(answer: dict[str, Any] | None) -> str:
    """The provider's own words when the answer is a failure, made harmless to show; empty otherwise."""
    if answer is None:
        return ""
    words = answer.get("Error")
    if words is None and answer.get("success") is False:
        words = answer.get("error", "the request failed")
    if words is None:
        return ""
    return clean(words, limit=_LONGEST_MESSAGE).strip() or "Error"
