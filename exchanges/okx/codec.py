"""How OKX is spoken to: signatures, REST envelope, socket frames. Pure: bytes and times in, meaning out."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from exchanges.core.adapter import Credentials, Environment
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import OutcomeUnknown, RateLimited, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, LoggedIn, Notice, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Body, Params, Request, json_request, retry_after
from exchanges.core.secret import Secret
from exchanges.core.text import clean
from exchanges.okx.refusals import OUTCOME_UNKNOWN, REFUSALS, refusal, seen_ip
from exchanges.okx.table import CLOSE_CODES, ORDERS_TOTAL

VENUE = "okx"
ORDER_LIFE_MS = 5_000
"""An order that reaches the venue later than this after it was sent is dropped there (`expTime`)."""


def timestamp(venue_ms: int) -> str:
    """REST's time: `2026-11-17T00:00:00.123Z`."""
    moment = datetime.fromtimestamp(venue_ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{venue_ms % 1000:03d}Z"


def sign(secret: Secret, text: str) -> str:
    """Base64 of HMAC-SHA256."""
    digest = hmac.digest(secret.reveal().encode(), text.encode(), hashlib.sha256)
    return base64.b64encode(digest).decode()


def rest_headers(
    credentials: Credentials, environment: Environment, method: str, target: str, body: bytes, venue_ms: int
) -> dict[str, str]:
    """Headers of a signed call (documentation, "REST Authentication").

    Args:
        credentials: The key.
        environment: Demo calls carry a header that is not signed.
        method: Upper case.
        target: Path with query, as sent.
        body: As sent.
        venue_ms: The venue's time.
    """
    at = timestamp(venue_ms)
    headers = {
        "OK-ACCESS-KEY": credentials.api_key,
        "OK-ACCESS-SIGN": sign(credentials.secret, at + method + target + body.decode()),
        "OK-ACCESS-TIMESTAMP": at,
        "OK-ACCESS-PASSPHRASE": credentials.passphrase.reveal(),
    }
    return headers | common_headers(environment, body)


def common_headers(environment: Environment, body: bytes = b"") -> dict[str, str]:
    """Headers of every call, public ones too."""
    demo = {"x-simulated-trading": "1"} if environment == "demo" else {}
    return demo | ({"Content-Type": "application/json"} if body else {})


def login_message(credentials: Credentials, venue_ms: int) -> dict[str, object]:
    """The login of a socket (documentation, "WebSocket / Login"); its time is in seconds."""
    at = str(venue_ms // 1000)
    arg = {
        "apiKey": credentials.api_key,
        "passphrase": credentials.passphrase.reveal(),
        "timestamp": at,
        "sign": sign(credentials.secret, f"{at}GET/users/self/verify"),
    }
    return {"op": "login", "args": [arg]}


LONGEST_CODE = 32
LEAST_HIDDEN = 6
"""Anything shorter is no key, secret or passphrase of OKX."""


def venue_error(
    code: str, message: object, *, endpoint: str = "", status: int = 0, hide: Credentials | None = None
) -> VenueError:
    """The error of a code, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words, code = clean(_without(hide, str(message or ""))), clean(code, limit=LONGEST_CODE)
    kind = refusal(code).error
    address = seen_ip(str(message))
    return kind(words, venue=VENUE, endpoint=endpoint, code=code, http_status=status, seen_ip=clean(address, limit=45))


def _without(credentials: Credentials | None, words: str) -> str:
    """A venue that repeats what it was sent does not make us show it."""
    if credentials is None:
        return words
    key = credentials.api_key
    hidden = ((key, f"...{key[-4:]}"), (credentials.secret.reveal(), "***"), (credentials.passphrase.reveal(), "***"))
    for value, instead in hidden:
        if len(value) >= LEAST_HIDDEN:
            words = words.replace(value, instead)
    return words


class OkxDialect:
    """OKX's headers and envelope for `Rest`."""

    venue = VENUE

    def __init__(self, credentials: Credentials | None, environment: Environment) -> None:
        self._credentials = credentials
        self._environment = environment

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`."""
        target, content = json_request(path, params, body)
        if endpoint.auth is Auth.PUBLIC:
            return Request(target, content, common_headers(self._environment, content))
        if self._credentials is None:
            raise Unexpected("this call needs a key", venue=VENUE, endpoint=endpoint.name)
        headers = rest_headers(self._credentials, self._environment, endpoint.method, target, content, venue_ms)
        if ORDERS_TOTAL in endpoint.buckets:
            headers["expTime"] = str(venue_ms + ORDER_LIFE_MS)
        return Request(target, content, headers)

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`."""
        return retry_after(headers)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> list[dict[str, Any]]:
        """The rows of an answer. Rows of a write carry their own result: see `row_error`.

        Raises:
            VenueError: The envelope tells a refusal, or is none of OKX's.
        """
        if not isinstance(answer, dict) or "code" not in answer:
            raise Unexpected("no envelope of OKX", venue=VENUE, endpoint=endpoint.name, http_status=status)
        code, rows = str(answer["code"]), answer.get("data")
        rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        if code == "0" or (code in ("1", "2") and any("sCode" in row for row in rows)):
            return rows
        error = venue_error(code, answer.get("msg"), endpoint=endpoint.name, status=status, hide=self._credentials)
        raise self._in_doubt(endpoint, error)

    def row_error(self, endpoint: Endpoint, row: Mapping[str, Any]) -> VenueError | None:
        """The error one row of a write tells, or `None` when it was accepted."""
        code = str(row.get("sCode", "0"))
        if code == "0":
            return None
        error = venue_error(code, row.get("sMsg"), endpoint=endpoint.name, hide=self._credentials)
        return self._in_doubt(endpoint, error)

    def _in_doubt(self, endpoint: Endpoint, error: VenueError) -> VenueError:
        """Some answers to a write do not say whether it happened; nor do a server's failures with an unknown code."""
        nameless = error.http_status >= 500 and error.code not in REFUSALS
        if error.code not in OUTCOME_UNKNOWN and not nameless:
            return error
        kind = OutcomeUnknown if endpoint.is_write else VenueUnavailable
        return kind(error.message, venue=VENUE, endpoint=endpoint.name, code=error.code, http_status=error.http_status)


def channel_key(arg: Mapping[str, Any]) -> str:
    """What a channel is called in our bookkeeping: its name, and the symbol where it has one."""
    name, symbol = clean(arg.get("channel")), clean(arg.get("instId"))
    return f"{name} {symbol}" if symbol else name


def subscription(arg: Mapping[str, str], *, required: bool = True) -> Subscription:
    """A channel's argument as the stream keeps it."""
    return Subscription(channel_key(arg), arg, required)


class OkxWire:
    """OKX's socket frames for `Stream`.

    Args:
        credentials: `None` on the public socket.
        venue_ms: The venue's time now.
    """

    ping = "ping"

    def __init__(self, credentials: Credentials | None, venue_ms: Callable[[], int]) -> None:
        self._credentials = credentials
        self._venue_ms = venue_ms
        self._asked: dict[str, str] = {}

    def login(self) -> str | None:
        """See `Wire`."""
        if self._credentials is None:
            return None
        return encode_json(login_message(self._credentials, self._venue_ms())).decode()

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`. Each request has an id of its own, by which a refusal names the channel."""
        return self._request("subscribe", subscription)

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return self._request("unsubscribe", subscription)

    def _request(self, op: str, subscription: Subscription) -> str:
        number = next((n for n, name in self._asked.items() if name == subscription.channel), str(len(self._asked) + 1))
        self._asked[number] = subscription.channel
        return encode_json({"id": number, "op": op, "args": [subscription.arg]}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`."""
        if raw == "pong":
            return Chatter()
        message = decode_json(raw)
        match message:
            case {"event": _}:
                return self._event(message)
            case {"arg": {"channel": channel}, "data": [*_]}:
                return Data(clean(channel), message)
        raise ValueError("neither an event nor a push")

    def _event(self, message: Mapping[str, Any]) -> Frame:
        code, event = str(message.get("code", "0")), message["event"]
        if event == "login" and code == "0":
            return LoggedIn()
        if event == "subscribe":
            arg = message.get("arg")
            return Acknowledged(channel_key(arg if isinstance(arg, dict) else {}))
        if event == "notice":
            return Notice(code, clean(message.get("msg")))
        if event == "channel-conn-count-error":
            channel = clean(message.get("channel"))
            return Refused(RateLimited("too many connections follow this channel", venue=VENUE, code=code), channel)
        if event in ("login", "error"):
            return self._refused(code, message)
        return Chatter()

    def _refused(self, code: str, message: Mapping[str, Any]) -> Refused:
        words = str(message.get("msg") or "")
        channel = self._asked.get(str(message.get("id", "")), "")
        # Some refusals carry no id and name the channel in their words only.
        named = channel or next((name for name in self._asked.values() if f"channel:{name}," in f"{words},"), "")
        return Refused(venue_error(code, words, endpoint="stream", hide=self._credentials), named)

    def closed(self, code: int) -> VenueError:
        """See `Wire`."""
        kind, words = CLOSE_CODES.get(code, (VenueUnavailable, "the venue closed the connection"))
        return kind(words, venue=VENUE, endpoint="stream", code=str(code))
