"""How CrossEx is spoken to: signatures, REST answers, socket frames. Pure: bytes and times in, meaning out."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import Maintenance, OutcomeUnknown, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, LoggedIn, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Body, Params, Request, retry_after
from exchanges.core.secret import Secret
from exchanges.core.text import clean
from exchanges.gate_crossex.refusals import REFUSALS, refusal, seen_ip
from exchanges.gate_crossex.table import CHANNELS, CLOSE_CODES

VENUE = "gate_crossex"
LONGEST_LABEL = 64
LEAST_HIDDEN = 6
"""Anything shorter is no key or secret of Gate."""
SUCCESS = "100000"


def sign(secret: Secret, text: str) -> str:
    """Hexadecimal HMAC-SHA512."""
    return hmac.new(secret.reveal().encode(), text.encode(), hashlib.sha512).hexdigest()


def rest_headers(
    credentials: Credentials, method: str, path: str, query: str, body: bytes, venue_ms: int
) -> dict[str, str]:
    """Headers of a signed call (document, "API Signature string generation").

    Args:
        credentials: The key.
        method: Upper case.
        path: With the prefix, `/api/v4/crossex/positions`.
        query: As sent, without the question mark.
        body: As sent.
        venue_ms: The venue's time; signed in whole seconds.
    """
    at, digest = str(venue_ms // 1000), hashlib.sha512(body).hexdigest()
    signature = sign(credentials.secret, f"{method}\n{path}\n{query}\n{digest}\n{at}")
    content = {"Content-Type": "application/json"} if body else {}
    return {"KEY": credentials.api_key, "Timestamp": at, "SIGN": signature} | content


def login_message(credentials: Credentials, venue_ms: int) -> dict[str, object]:
    """The login of the private socket (WebSocket document, "Login"); its channel is empty."""
    at = venue_ms // 1000
    signature = sign(credentials.secret, f"channel=&event=login&time={at}")
    payload = {"method": "api_key", "api_key": credentials.api_key, "sign": signature}
    return {"time": at, "event": "login", "payload": payload}


def venue_error(
    label: str, message: object, *, endpoint: str = "", status: int = 0, hide: Credentials | None = None
) -> VenueError:
    """The error of a label, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words, label = clean(_without(hide, str(message or ""))), clean(label, limit=LONGEST_LABEL)
    address = clean(seen_ip(str(message)), limit=45)
    return refusal(label).error(words, venue=VENUE, endpoint=endpoint, code=label, http_status=status, seen_ip=address)


def _without(credentials: Credentials | None, words: str) -> str:
    """A venue that repeats what it was sent does not make us show it."""
    if credentials is None:
        return words
    for value, instead in (
        (credentials.api_key, f"...{credentials.api_key[-4:]}"),
        (credentials.secret.reveal(), "***"),
    ):
        if len(value) >= LEAST_HIDDEN:
            words = words.replace(value, instead)
    return words


class CrossexDialect:
    """CrossEx's headers and answers for `Rest`."""

    venue = VENUE

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`. The query is signed as it is sent; commas stay as they are."""
        query = urlencode(params, safe=",")
        content = encode_json(body) if body is not None else b""
        target = f"{path}?{query}" if query else path
        if endpoint.auth is Auth.PUBLIC:
            return Request(target, content)
        if self._credentials is None:
            raise Unexpected("this call needs a key", venue=VENUE, endpoint=endpoint.name)
        headers = rest_headers(self._credentials, endpoint.method, path, query, content, venue_ms)
        return Request(target, content, headers)

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`."""
        return retry_after(headers)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> Any:
        """The answer as it stands: there is no envelope, only refusals carry a label.

        Raises:
            VenueError: The label's; `Unexpected` for a refusal without one.
        """
        label = answer.get("label") if isinstance(answer, dict) else None
        if label:
            words = answer.get("message") or answer.get("detail")
            error = venue_error(str(label), words, endpoint=endpoint.name, status=status, hide=self._credentials)
            raise self._in_doubt(endpoint, error)
        if status >= 300 or not isinstance(answer, dict | list):
            raise Unexpected("no answer of CrossEx", venue=VENUE, endpoint=endpoint.name, http_status=status)
        return answer

    def _in_doubt(self, endpoint: Endpoint, error: VenueError) -> VenueError:
        """Answers of a busy or broken server to a write do not say whether it happened."""
        vague = isinstance(error, VenueUnavailable | Maintenance) or error.http_status >= 500
        if not (endpoint.is_write and vague):
            return error
        return OutcomeUnknown(
            error.message, venue=VENUE, endpoint=endpoint.name, code=error.code, http_status=error.http_status
        )


def subscription(name: str, topic: str = "") -> Subscription:
    """A channel of the table as the stream keeps it; a public one is followed symbol by symbol."""
    channel = CHANNELS[name]
    arg = channel.arg(**({"topic": topic} if topic else {}))
    return Subscription(f"{name} {topic}" if topic else name, arg, channel.required)


class CrossexWire:
    """CrossEx's socket frames for `Stream`. A sign of life is asked for by the protocol's own ping.

    Args:
        credentials: `None` on the public socket.
        venue_ms: The venue's time now.
    """

    ping = ""

    def __init__(self, credentials: Credentials | None, venue_ms: Callable[[], int]) -> None:
        self._credentials = credentials
        self._venue_ms = venue_ms
        self._waiting: list[str] = []
        """Channels asked for and not answered yet, in order; answers may name the channel without its topic."""

    def login(self) -> str | None:
        """See `Wire`."""
        if self._credentials is None:
            return None
        return encode_json(login_message(self._credentials, self._venue_ms())).decode()

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        self._waiting.append(subscription.channel)
        return self._message("subscribe", subscription)

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return self._message("unsubscribe", subscription)

    def _message(self, event: str, subscription: Subscription) -> str:
        arg = subscription.arg
        message = {"time": self._venue_ms() // 1000, "event": event, "channel": arg["channel"]}
        return encode_json(message | {"payload": [arg["topic"]]}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`. News and acknowledgements may carry the same event; only the payload tells them apart."""
        message = decode_json(raw)
        if not isinstance(message, dict) or "event" not in message:
            raise ValueError("no frame of CrossEx")
        channel, event, payload = clean(message.get("channel")), message["event"], message.get("payload")
        told = message.get("result")
        result: Mapping[str, Any] = told if isinstance(told, dict) else {}
        code, status = clean(result.get("code")), clean(result.get("status"))
        if code not in ("", SUCCESS) or status == "failed" or message.get("error"):
            return self._refused(message, channel, code, result, login=event == "login")
        if event == "login":
            return LoggedIn()
        if event == "api":
            return Chatter()
        if isinstance(payload, dict) or "s" in result:
            return Data(channel, message)
        if event == "subscribe":
            return Acknowledged(self._answered(channel, payload))
        return Chatter()

    def _refused(
        self, message: Mapping[str, Any], channel: str, code: str, result: Mapping[str, Any], *, login: bool
    ) -> Frame:
        error = message.get("error")
        words = clean(error.get("message") if isinstance(error, dict) else result.get("message"))
        label = words.partition(":")[0]
        named = "" if login else self._answered(channel, message.get("payload"))
        shown = label if label in REFUSALS else code or "100001"
        return Refused(venue_error(shown, words, endpoint="stream", hide=self._credentials), named)

    def _answered(self, channel: str, payload: object) -> str:
        """Which of the waiting subscriptions an answer is about."""
        topics = [clean(topic) for topic in payload] if isinstance(payload, list) else []
        exact = [f"{channel} {topic}" for topic in topics]
        mine = [name for name in self._waiting if name == channel or name.partition(" ")[0] == channel]
        found = next((name for name in mine if name in exact), mine[0] if mine else channel)
        if found in self._waiting:
            self._waiting.remove(found)
        return found

    def closed(self, code: int) -> VenueError:
        """See `Wire`."""
        kind, words = CLOSE_CODES.get(code, (VenueUnavailable, "Gate closed the connection"))
        return kind(words, venue=VENUE, endpoint="stream", code=str(code))
