"""How BitMart is spoken to: signature, REST envelope, socket frames. Pure: bytes and times in, meaning out."""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from exchanges.bitmart.refusals import DOUBTFUL, REFUSALS, refusal, stream_code
from exchanges.bitmart.table import CHANNELS, READS_BY_POST
from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import OutcomeUnknown, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, LoggedIn, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Body, Params, Request, json_request, retry_after
from exchanges.core.text import clean

VENUE = "bitmart"
SUCCESS = "1000"
COMMON = {"Content-Type": "application/json", "User-Agent": "binnacle"}
"""The gateway refuses the usual names of HTTP libraries."""
LOGIN_TEXT = "bitmart.WebSocket"
LONGEST_CODE = 32
LARGEST_FRAME = 8 * 2**20
LEAST_HIDDEN = 6
"""Anything shorter is no key or secret of BitMart, and too common a text to be taken out of the venue's words."""
RESET = "X-BM-RateLimit-Reset"
"""The length of the window in seconds, not a time."""


def sign(credentials: Credentials, stamp: str, text: str) -> str:
    """Lower-case hex of HMAC-SHA256 over time, memo and text; path and query are not signed (section "Signature")."""
    payload = f"{stamp}#{credentials.passphrase.reveal()}#{text}"
    return hmac.new(credentials.secret.reveal().encode(), payload.encode(), hashlib.sha256).hexdigest()


def signed_headers(credentials: Credentials, stamp: str, body: bytes) -> dict[str, str]:
    """The headers of a signed call."""
    signature = sign(credentials, stamp, body.decode())
    return {**COMMON, "X-BM-KEY": credentials.api_key, "X-BM-TIMESTAMP": stamp, "X-BM-SIGN": signature}


def login_message(credentials: Credentials, venue_ms: int) -> dict[str, object]:
    """The login of a private socket."""
    stamp = str(venue_ms)
    return {"action": "access", "args": [credentials.api_key, stamp, sign(credentials, stamp, LOGIN_TEXT), "web"]}


def venue_error(
    code: str, message: object, *, endpoint: str = "", status: int = 0, hide: Credentials | None = None
) -> VenueError:
    """The error of a code, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words = clean(_without(hide, str(message or "")))
    kind = refusal(code).error if code in REFUSALS or status < 500 else VenueUnavailable
    return kind(words, venue=VENUE, endpoint=endpoint, code=clean(code, limit=LONGEST_CODE), http_status=status)


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


class BitmartDialect:
    """BitMart's headers and envelope for `Rest`; the same in both generations."""

    venue = VENUE

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`. Reads carry the key alone; what is signed are the very bytes of the body."""
        target, content = json_request(path, params, body)
        if endpoint.auth is Auth.PUBLIC:
            return Request(target, content, COMMON)
        if self._credentials is None:
            raise Unexpected("this call needs a key", venue=VENUE, endpoint=endpoint.name)
        if endpoint.auth is Auth.READ:
            return Request(target, content, {**COMMON, "X-BM-KEY": self._credentials.api_key})
        return Request(target, content, signed_headers(self._credentials, str(venue_ms), content))

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`: one whole window."""
        told = str(headers.get(RESET, ""))
        return float(told) if told.isdecimal() and len(told) < LEAST_HIDDEN else retry_after(headers)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> Any:
        """What stands in the envelope; the document shows affiliates' answers without one.

        Raises:
            VenueError: The envelope tells a refusal, or is none of BitMart's.
        """
        if not isinstance(answer, dict):
            raise Unexpected("no envelope of BitMart", venue=VENUE, endpoint=endpoint.name, http_status=status)
        if "code" not in answer and "/affiliate/" in endpoint.path and "total" in answer:
            return answer
        if "code" not in answer:
            raise Unexpected("no envelope of BitMart", venue=VENUE, endpoint=endpoint.name, http_status=status)
        code = str(answer["code"])  # Some calls write it as text.
        if code == SUCCESS:
            return answer.get("data")
        words = answer.get("message") or answer.get("msg")
        error = venue_error(code, words, endpoint=endpoint.name, status=status, hide=self._credentials)
        raise self._in_doubt(endpoint, error)

    def _in_doubt(self, endpoint: Endpoint, error: VenueError) -> VenueError:
        """Answers of a broken server to a write do not say whether it happened."""
        vague = error.code in DOUBTFUL or (error.http_status >= 500 and error.code not in REFUSALS)
        if not (endpoint.is_write and vague) or endpoint.name in READS_BY_POST:
            return error
        return OutcomeUnknown(
            error.message, venue=VENUE, endpoint=endpoint.name, code=error.code, http_status=error.http_status
        )


def subscription(name: str, about: str = "") -> Subscription:
    """A channel of the table as the stream keeps it: by its topic."""
    channel = CHANNELS[name]
    about = about or channel.args.get("about", "")
    topic = f"{name}:{about}" if about else name
    return Subscription(topic, {"topic": topic}, channel.required)


class BitmartWire:
    """BitMart's socket frames for `Stream`.

    Args:
        credentials: `None` on the public socket.
        venue_ms: The venue's time now.
    """

    ping = '{"action":"ping"}'

    def __init__(self, credentials: Credentials | None, venue_ms: Callable[[], int]) -> None:
        self._credentials = credentials
        self._venue_ms = venue_ms

    def login(self) -> str | None:
        """See `Wire`."""
        if self._credentials is None:
            return None
        return encode_json(login_message(self._credentials, self._venue_ms())).decode()

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return encode_json({"action": "subscribe", "args": [subscription.arg["topic"]]}).decode()

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return encode_json({"action": "unsubscribe", "args": [subscription.arg["topic"]]}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`; a binary frame is a text one, deflated."""
        text = raw if isinstance(raw, str) else inflated(raw)
        if text in ("pong", b"pong"):
            return Chatter()
        message = decode_json(text)
        if not isinstance(message, dict):
            raise ValueError("neither an answer nor a push")  # noqa: TRY004 - `Wire` says so
        group = clean(message.get("group"), limit=200)
        if "action" not in message and isinstance(message.get("data"), dict | list) and group:
            return Data(group.partition(":")[0].partition("@")[0], message)
        if message.get("success") is False:
            return self._refused(message, group)
        if message.get("action") == "access":
            return LoggedIn()
        return Acknowledged(group) if message.get("action") == "subscribe" else Chatter()

    def _refused(self, message: Mapping[str, Any], group: str) -> Refused:
        words = str(message.get("error") or "")
        login = message.get("action") == "access"
        code = stream_code(words) or ("access" if login else "")
        error = venue_error(code, words, endpoint="stream", hide=self._credentials)
        return Refused(error, "" if login else group)

    def closed(self, code: int) -> VenueError:
        """See `Wire`; BitMart documents no codes."""
        return VenueUnavailable("the venue closed the connection", venue=VENUE, endpoint="stream", code=str(code))


def inflated(raw: bytes) -> bytes:
    """A raw-deflated frame, unless it is plain after all.

    Raises:
        ValueError: It is neither, or larger than any frame may be.
    """
    if raw[:1] in (b"{", b"p"):
        return raw
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        text = machine.decompress(raw, LARGEST_FRAME)
    except zlib.error:
        raise ValueError("no deflated frame") from None
    if machine.unconsumed_tail:
        raise ValueError("too large a frame")
    return text
