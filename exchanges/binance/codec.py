"""How Binance is spoken to: signed queries, answers, socket frames. Pure: bytes and times in, meaning out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exchanges.binance.refusals import (
    NOTHING_HAPPENED,
    OUTCOME_UNKNOWN,
    REFUSALS,
    STREAM_EXPIRED,
    banned_until_ms,
    refusal,
    seen_ip,
)
from exchanges.binance.signing import Signer, query_of, signed, signer
from exchanges.binance.table import CLOSE_CODES, UNSIGNED
from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import OutcomeUnknown, RateLimited, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Body, Params, Request, retry_after
from exchanges.core.text import clean

VENUE = "binance"
RECV_WINDOW_MS = 5_000
"""A call that reaches the venue later than this after it was signed is refused there."""
LONGEST_CODE = 32
LEAST_HIDDEN = 6
"""Anything shorter is no key or secret of Binance."""
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_IN_QUERY = frozenset({"GET", "DELETE"})
_DOUBTFUL_STATUS = frozenset({408, 503})
_SURELY_FAILED = ("service unavailable", "internal error")
"""Beginnings of the venue's words that tell a failure apart from an unknown end, both under HTTP 503."""


def venue_error(
    code: str, message: object, *, endpoint: str = "", status: int = 0, hide: Credentials | None = None
) -> VenueError:
    """The error of a code, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words, code = clean(_without(hide, str(message or ""))), clean(code, limit=LONGEST_CODE)
    kind: type[VenueError] = RateLimited if status in (418, 429) else refusal(code).error
    address = clean(seen_ip(str(message)), limit=45)
    return kind(words, venue=VENUE, endpoint=endpoint, code=code, http_status=status, seen_ip=address)


def _without(credentials: Credentials | None, words: str) -> str:
    """A venue that repeats what it was sent does not make us show it."""
    if credentials is None:
        return words
    key = credentials.api_key
    for value, instead in ((key, f"...{key[-4:]}"), (credentials.secret.reveal(), "***")):
        if len(value) >= LEAST_HIDDEN:
            words = words.replace(value, instead)
    return words


class BinanceDialect:
    """Binance's signatures and answers for `Rest`."""

    venue = VENUE

    def __init__(self, credentials: Credentials | None, now: Callable[[], int]) -> None:
        self._credentials = credentials
        self._now = now
        self._signer: Signer | None = None

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`. There are no JSON bodies; what changes something travels as a form."""
        del body
        if endpoint.auth is Auth.PUBLIC:
            return Request(_target(path, query_of(params)))
        if self._credentials is None:
            raise Unexpected("this call needs a key", venue=VENUE, endpoint=endpoint.name)
        headers = {"X-MBX-APIKEY": self._credentials.api_key}
        text = query_of(params)
        if path not in UNSIGNED:
            timed = {**params, "recvWindow": str(RECV_WINDOW_MS), "timestamp": str(venue_ms)}
            text = signed(timed, self._sign(self._credentials))
        if endpoint.method in _IN_QUERY:
            return Request(_target(path, text), headers=headers)
        return Request(path, text.encode(), headers | _FORM)

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`."""
        return retry_after(headers)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> list[dict[str, Any]]:
        """The rows of an answer; one row where it is a single object.

        Raises:
            VenueError: The answer is a refusal, or none of Binance's.
        """
        told = answer if isinstance(answer, dict) else {}
        code = told.get("code")
        if status >= 400 or (isinstance(code, int) and code < 0):
            raise self._refusal(endpoint, status, told)
        rows = told.get(endpoint.rows) if endpoint.rows else answer
        if isinstance(rows, dict):
            return [rows]
        if not isinstance(rows, list):
            raise Unexpected("no answer of Binance", venue=VENUE, endpoint=endpoint.name, http_status=status)
        return [row for row in rows if isinstance(row, dict)]

    def _sign(self, credentials: Credentials) -> Signer:
        if self._signer is None:
            self._signer = signer(credentials.secret)
        return self._signer

    def _refusal(self, endpoint: Endpoint, status: int, told: Mapping[str, Any]) -> VenueError:
        code, words = str(told.get("code") or ""), str(told.get("msg") or "")
        if not code and status not in _DOUBTFUL_STATUS:
            return Unexpected("no answer of Binance", venue=VENUE, endpoint=endpoint.name, http_status=status)
        error = venue_error(code, words, endpoint=endpoint.name, status=status, hide=self._credentials)
        if isinstance(error, RateLimited) and (until_ms := banned_until_ms(words)) is not None:
            error.retry_after_s = max(0.0, (until_ms - self._now()) / 1000)
        return self._in_doubt(endpoint, error)

    def _in_doubt(self, endpoint: Endpoint, error: VenueError) -> VenueError:
        """Some answers to a write do not say whether it happened; nor do a server's failures with an unknown code."""
        if error.code in NOTHING_HAPPENED or error.message.lower().startswith(_SURELY_FAILED):
            kind: type[VenueError] = VenueUnavailable
        elif error.code in OUTCOME_UNKNOWN or (error.http_status in _DOUBTFUL_STATUS or error.http_status >= 500):
            if error.code in REFUSALS and error.code not in OUTCOME_UNKNOWN:
                return error
            kind = OutcomeUnknown if endpoint.is_write else VenueUnavailable
        else:
            return error
        return kind(error.message, venue=VENUE, endpoint=endpoint.name, code=error.code, http_status=error.http_status)


def _target(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


class BinanceWire:
    """Binance's socket frames for `Stream`; liveness is asked for by ping frames of the protocol."""

    ping = ""

    def __init__(self) -> None:
        self._asked: dict[str, str] = {}

    def login(self) -> str | None:
        """See `Wire`; the account's socket is opened by its listen key."""
        return None

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`. Each request has an id of its own, by which the answer names the stream."""
        return self._request("SUBSCRIBE", subscription)

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return self._request("UNSUBSCRIBE", subscription)

    def _request(self, method: str, subscription: Subscription) -> str:
        number = len(self._asked) + 1
        self._asked[str(number)] = subscription.channel
        return encode_json({"method": method, "params": [subscription.channel], "id": number}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`."""
        message = decode_json(raw)
        if isinstance(message, dict) and isinstance(message.get("data"), dict) and "stream" in message:
            message = message["data"]
        match message:
            case {"e": "listenKeyExpired"}:
                error = VenueUnavailable("the key of the stream has expired", venue=VENUE, code=STREAM_EXPIRED)
                return Refused(error)
            case {"e": str(event)}:
                return Data(clean(event), message)
            case {"error": {"code": code, "msg": words}}:
                channel = self._asked.get(str(message.get("id")), "")
                return Refused(venue_error(str(code), words, endpoint="stream"), channel)
            case {"id": number, "result": None}:
                return Acknowledged(self._asked.get(str(number), ""))
            case {"id": _}:
                return Chatter()
        raise ValueError("neither an answer nor a push")

    def closed(self, code: int) -> VenueError:
        """See `Wire`."""
        kind, words = CLOSE_CODES.get(code, (VenueUnavailable, "the venue closed the connection"))
        return kind(words, venue=VENUE, endpoint="stream", code=str(code))
