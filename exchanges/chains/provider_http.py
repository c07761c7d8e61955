"""HTTP to one provider of a chain: paced, and every failure one of the `VenueError`s.

Failures come in many coats: 403, 429 or 503 for throttling, HTML from a gateway, and HTTP 200 with a top-level `Error`.
All calls are reads, so a failed one may simply be made again in the next round.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx
import msgspec

from exchanges.core.errors import AuthError, BadRequest, NotFound, RateLimited, Unexpected, VenueError, VenueUnavailable
from exchanges.core.network import trusted
from exchanges.core.secret import Secret
from exchanges.core.text import clean

PAUSE_AFTER_403_S = 30.0
PAUSE_AFTER_429_S = 5.0
LONGEST_MESSAGE = 200

T = TypeVar("T")

for _name in ("httpx", "httpcore"):
    # They log addresses, and the address of a provider often holds our key.
    logging.getLogger(_name).setLevel(logging.WARNING)


class ProviderHttp:
    """One provider.

    Args:
        venue: The chain, for errors.
        address: `https://host...`; what a call gives as its path is put behind it. It may hold a key.
        headers: Sent with every call.
        requests_per_s: Our own pace; 0 means unpaced. Providers' quotas differ and move.
        timeout_s: Longest time for one answer to arrive whole.
        monotonic: Seconds, for pacing.
    """

    def __init__(
        self,
        venue: str,
        address: Secret,
        *,
        headers: Mapping[str, str] | None = None,
        requests_per_s: float = 8.0,
        timeout_s: float = 15.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.host = httpx.URL(address.reveal()).host
        """The only part of the address that is shown."""
        self.trouble: VenueError | None = None
        """What the last call ended with; None after one that went well."""
        # A proxy from the environment is for the outside world, not for a node on this machine.
        on_this_machine = self.host in ("127.0.0.1", "localhost", "::1")
        self._venue = venue
        self._address = address
        self._client = httpx.AsyncClient(
            headers=dict(headers or {}), timeout=timeout_s, trust_env=not on_this_machine, verify=trusted()
        )
        self._timeout_s = timeout_s
        self._interval_s = 1 / requests_per_s if requests_per_s else 0.0
        self._monotonic = monotonic
        self._next_call_at = 0.0
        self._paused_until = 0.0

    async def get(self, endpoint: str, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object answered to a GET."""
        return await self._told(endpoint, self._client.build_request("GET", self._url(path), params=dict(query)))

    async def post(self, endpoint: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object answered to a POST."""
        return await self._told(endpoint, self._client.build_request("POST", self._url(path), json=dict(body)))

    async def rpc(self, method: str, params: list[Any], path: str = "") -> Any:
        """The result of one call of Ethereum JSON-RPC.

        Raises:
            BadRequest: the node refused it; `code` is its error code.
            VenueUnavailable: it cannot answer now.
            RateLimited: it said so with an answer of HTTP 200.
        """
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        answer = await self.post(method, path, question)
        try:
            return _result(answer, self._venue, method)
        except VenueError as error:
            self.trouble = error
            raise

    async def aclose(self) -> None:
        await self._client.aclose()

    def _url(self, path: str) -> str:
        return self._address.reveal() + path

    async def _told(self, endpoint: str, request: httpx.Request) -> dict[str, Any]:
        try:
            answer = await self._call(endpoint, request)
        except VenueError as error:
            self.trouble = error
            raise
        self.trouble = None
        return answer

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
            raise VenueUnavailable(reason, venue=self._venue, endpoint=endpoint)
        return self._read(endpoint, response)

    async def _take_turn(self, endpoint: str) -> None:
        now = self._monotonic()
        if now < self._paused_until:
            left = self._paused_until - now
            raise RateLimited("paused after throttling", venue=self._venue, endpoint=endpoint, retry_after_s=left)
        wait = self._next_call_at - now
        self._next_call_at = max(now, self._next_call_at) + self._interval_s
        if wait > 0:
            await asyncio.sleep(wait)

    def _read(self, endpoint: str, response: httpx.Response) -> dict[str, Any]:
        status = response.status_code
        answer = _json_object(response)
        words = _complaint(answer)
        where: dict[str, Any] = {"venue": self._venue, "endpoint": endpoint, "http_status": status}
        if status in (403, 429):
            pause = self._pause(response)
            raise RateLimited(words or f"HTTP {status}", retry_after_s=pause, **where)
        if status == 401:
            raise AuthError(words or "the API key was refused", **where)
        if status == 404:
            raise NotFound(words or "no such address on this node", **where)
        if status >= 500 or (answer is None and status < 400):
            raise VenueUnavailable(words or f"HTTP {status} without a readable answer", **where)
        if status >= 300 and not _is_refusal_of_a_node(answer):
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


def into(kind: type[T], answer: Any, venue: str, endpoint: str) -> T:
    """`answer` as a typed struct.

    Raises:
        Unexpected: a field has another type than the documents say.
    """
    try:
        return msgspec.convert(answer, kind)
    except msgspec.ValidationError as error:
        raise Unexpected(str(error), venue=venue, endpoint=endpoint) from error


# -- JSON-RPC ------------------------------------------------------------------------------------------------------

_REFUSED = (-32005, -32600, -32601, -32602)
_REFUSED_WORDS = ("range", "limit", "too many", "more than")
"""What is asked for is too much for one call."""
_NOT_YET_WORDS = ("unknown block", "header not found", "beyond current head", "block height is")
"""The node, or the peer behind a shared address that answered, has not come so far yet."""
_THROTTLED_WORDS = ("rate limit", "too many requests", "request limit", "per second", "compute units", "capacity")


def _result(answer: dict[str, Any], venue: str, method: str) -> Any:
    error = answer.get("error")
    if error is None and "result" in answer:
        return answer["result"]
    if not isinstance(error, dict):
        raise VenueUnavailable(_words(error) or "an answer without a result", venue=venue, endpoint=method)
    code, words = error.get("code"), _words(error.get("message"))
    kind = _refusal(code, words.lower())
    raise kind(words or "refused without a word", venue=venue, endpoint=method, code=str(code))


def _refusal(code: object, words: str) -> type[VenueError]:
    if any(hint in words for hint in _NOT_YET_WORDS):
        return VenueUnavailable
    if code == 429 or any(hint in words for hint in _THROTTLED_WORDS):
        return RateLimited
    is_too_much = any(hint in words for hint in _REFUSED_WORDS)
    return BadRequest if code in _REFUSED or is_too_much else VenueUnavailable


# -- answers -------------------------------------------------------------------------------------------------------


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
    words: object = answer.get("Error")
    if words is None and answer.get("success") is False:
        words = answer.get("error", "the request failed")
    if words is None:
        return ""
    return _words(words) or "Error"


def _is_refusal_of_a_node(answer: dict[str, Any] | None) -> bool:
    """Whether it is a JSON-RPC error, which says more than the HTTP status it came with."""
    return answer is not None and "jsonrpc" in answer and isinstance(answer.get("error"), dict)


def _words(foreign: object) -> str:
    return clean(foreign, limit=LONGEST_MESSAGE).strip()
