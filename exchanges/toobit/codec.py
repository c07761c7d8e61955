"""How Toobit is spoken to: signed queries, both envelopes, socket frames. Pure: bytes and times in, meaning out."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from exchanges.core.adapter import Credentials
from exchanges.core.clock import now_ms
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import OutcomeUnknown, RateLimited, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, Notice, Pinged, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json, ms
from exchanges.core.rest import Body, Params, Request, retry_after
from exchanges.core.text import clean
from exchanges.toobit.refusals import OUTCOME_UNKNOWN, REFUSALS, refusal
from exchanges.toobit.table import CLOSE_CODES, MESSAGES_PER_S

VENUE = "toobit"
RECV_WINDOW_MS = 5_000
"""A call that reaches the venue later than this after it was signed is refused there."""
EVENTS = "events"
"""Channel of a frame that holds several events of the account."""
WILL_EXPIRE = "listenKeyWillExpire"
LONGEST_CODE = 32
LEAST_HIDDEN = 6
"""Anything shorter is no key or secret of Toobit."""
_RESET = "X-Api-Limit-Reset-Timestamp"
_WITH_BODY = frozenset({"POST", "PUT"})
_JSON = {"Content-Type": "application/json"}


def query_of(params: Mapping[str, str]) -> str:
    """Parameters percent-encoded as UTF-8, in their own order; this very text is signed and sent."""
    return urlencode(params, quote_via=quote, safe="")


def signature(secret: str, query: str, body: bytes = b"") -> str:
    """Query and body are signed as one text, with nothing between them."""
    return hmac.new(secret.encode(), query.encode() + body, hashlib.sha256).hexdigest()


def venue_error(
    code: str, message: object, *, endpoint: str = "", status: int = 0, hide: Credentials | None = None
) -> VenueError:
    """The error of a code, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words, code = clean(_without(hide, str(message or ""))), clean(code, limit=LONGEST_CODE)
    kind: type[VenueError] = RateLimited if status in (418, 429) else refusal(code).error
    return kind(words, venue=VENUE, endpoint=endpoint, code=code, http_status=status)


def _without(credentials: Credentials | None, words: str) -> str:
    """A venue that repeats what it was sent does not make us show it."""
    if credentials is None:
        return words
    key = credentials.api_key
    for value, instead in ((key, f"...{key[-4:]}"), (credentials.secret.reveal(), "***")):
        if len(value) >= LEAST_HIDDEN:
            words = words.replace(value, instead)
    return words


class ToobitDialect:
    """Toobit's signatures and answers for `Rest`."""

    venue = VENUE

    def __init__(self, credentials: Credentials | None, now: Callable[[], int]) -> None:
        self.signs_put_bodies = True
        """Whether the signature of a PUT covers its body; the documents say so, their example does otherwise."""
        self._credentials = credentials
        self._now = now
        self._offset_ms = 0

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`. Parameters travel in the query, those of the second version's writes as JSON in the body."""
        if endpoint.auth is Auth.PUBLIC:
            return Request(_target(path, query_of(params)))
        if self._credentials is None:
            raise Unexpected("this call needs a key", venue=VENUE, endpoint=endpoint.name)
        self._offset_ms = venue_ms - self._now()
        if endpoint.method in _WITH_BODY and path.startswith("/api/v2/"):
            params, body = {}, body or params
        sent = b"" if body is None else encode_json(body)
        query = query_of({**params, "recvWindow": str(RECV_WINDOW_MS), "timestamp": str(venue_ms)})
        signed_body = sent if self.signs_put_bodies or endpoint.method != "PUT" else b""
        made = signature(self._credentials.secret.reveal(), query, signed_body)
        headers = {"X-BB-APIKEY": self._credentials.api_key} | (_JSON if sent else {})
        return Request(_target(path, f"{query}&signature={made}"), sent, headers)

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`; Toobit names the moment by its own clock."""
        until = ms(headers.get(_RESET))
        if until is None:
            return retry_after(headers)
        return max(0.0, (until - self._now() - self._offset_ms) / 1000)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> list[dict[str, Any]]:
        """The rows of an answer; one row where it is a single object, none where it says nothing but "done".

        Raises:
            VenueError: The answer is a refusal, or none of Toobit's.
        """
        told = answer if isinstance(answer, dict) else {}
        code = told.get("code")
        if status >= 400 or (code is not None and str(code) not in ("0", "200")):
            raise self._refusal(endpoint, status, told)
        rows: Any = answer
        for name in endpoint.rows.split(".") if endpoint.rows else ():
            rows = rows.get(name) if isinstance(rows, dict) else None
        if isinstance(rows, dict):
            return [rows]
        if isinstance(rows, list):
            return [row for row in rows if isinstance(row, dict)]
        if endpoint.is_write and code is not None:
            return []
        raise Unexpected("no answer of Toobit", venue=VENUE, endpoint=endpoint.name, http_status=status)

    def _refusal(self, endpoint: Endpoint, status: int, told: Mapping[str, Any]) -> VenueError:
        code = str(told.get("code") or "")
        if not code:
            return Unexpected("no answer of Toobit", venue=VENUE, endpoint=endpoint.name, http_status=status)
        error = venue_error(code, told.get("msg"), endpoint=endpoint.name, status=status, hide=self._credentials)
        in_doubt = code in OUTCOME_UNKNOWN or (status >= 500 and code not in REFUSALS)
        if not in_doubt:
            return error
        kind: type[VenueError] = OutcomeUnknown if endpoint.is_write else VenueUnavailable
        return kind(error.message, venue=VENUE, endpoint=endpoint.name, code=error.code, http_status=status)


def _target(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


class ToobitWire:
    """Toobit's socket frames for `Stream`, of the account's socket and of the public one."""

    most_per_s = MESSAGES_PER_S

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        """Channels asked for and not confirmed yet, the oldest first: a refusal names none."""

    @property
    def ping(self) -> str:
        """See `Wire`."""
        return encode_json({"ping": now_ms()}).decode()

    def login(self) -> str | None:
        """See `Wire`; the account's socket is opened by its listen key."""
        return None

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        self._waiting[subscription.channel] = None
        return self._request("sub", subscription)

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        self._waiting.pop(subscription.channel, None)
        return self._request("cancel", subscription)

    def _request(self, event: str, subscription: Subscription) -> str:
        return encode_json({**subscription.arg, "event": event, "params": {"binary": False}}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`."""
        message = decode_json(raw)
        if isinstance(message, list):
            events = [event for event in message if isinstance(event, dict)]
            if len(events) != len(message):
                raise ValueError("not only events")
            message = events[0] if len(events) == 1 else {"e": EVENTS, "events": events}
        match message:
            case {"ping": value}:
                return Pinged(encode_json({"pong": value}).decode())
            case {"pong": _}:
                return Chatter()
            case {"e": str(event)} | {"eventType": str(event)}:
                return Notice(event, "") if event == WILL_EXPIRE else Data(clean(event), message)
            case {"code": code, "desc": words}:
                channel = next(iter(self._waiting), "")
                self._waiting.pop(channel, None)
                return Refused(venue_error(str(code), words, endpoint="stream"), channel)
            case {"topic": str(topic)}:
                return self._push(topic, message)
        raise ValueError("neither an answer nor a push")

    def _push(self, topic: str, message: Mapping[str, Any]) -> Frame:
        """The first push of what was asked for is the only sign that the venue took it."""
        channel = channel_of(topic, symbol_of(message))
        if channel in self._waiting:
            del self._waiting[channel]
            return Acknowledged(channel)
        return Data(clean(topic), message)

    def closed(self, code: int) -> VenueError:
        """See `Wire`."""
        kind, words = CLOSE_CODES.get(code, (VenueUnavailable, "the venue closed the connection"))
        return kind(words, venue=VENUE, endpoint="stream", code=str(code))


def channel_of(topic: str, symbol: str) -> str:
    """The name of a subscription."""
    return f"{topic}@{symbol}"


def rows_of(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of a public push; a list by the documents, a single object on the wire."""
    data = message.get("data")
    rows = data if isinstance(data, list) else [data]
    return [row for row in rows if isinstance(row, dict)]


def symbol_of(message: Mapping[str, Any]) -> str:
    """The contract a public push is about; some name it beside the rows, some inside."""
    rows = rows_of(message)
    inside = (rows[0].get("symbolId") or rows[0].get("symbol")) if rows else ""
    return clean(message.get("symbol") or inside)
