"""How Bitget is spoken to: REST envelope, socket frames of both generations. Pure: bytes and times in, meaning out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from exchanges.bitget.refusals import refusal, seen_ip
from exchanges.bitget.signing import common_headers, login_message, rest_headers, signer
from exchanges.bitget.table import CHANNELS, CLOSE_CODES
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import Maintenance, OutcomeUnknown, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, Data, Frame, LoggedIn, Refused, Subscription
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Body, Params, Request, json_request, retry_after
from exchanges.core.text import clean

VENUE = "bitget"
UNIFIED = "uta "
"""How the table marks channels of unified accounts, whose names repeat the classic ones."""
LONGEST_CODE = 32
LEAST_HIDDEN = 6
"""Anything shorter is no key, secret or passphrase of Bitget."""
_LOGIN_CODES = frozenset({"30004", "30005", "30011", "30012", "30013", "30014", "30015"})


def venue_error(
    code: str,
    message: object,
    *,
    endpoint: str = "",
    status: int = 0,
    hide: Credentials | None = None,
    venue: str = VENUE,
) -> VenueError:
    """The error of a code, with the venue's words made harmless, and what belongs to the key taken out of them."""
    words, code = clean(_without(hide, str(message or ""))), clean(code, limit=LONGEST_CODE)
    kind = refusal(code).error
    address = seen_ip(str(message))
    return kind(words, venue=venue, endpoint=endpoint, code=code, http_status=status, seen_ip=clean(address, limit=45))


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


class BitgetDialect:
    """Bitget's headers and envelope for `Rest`.

    Args:
        credentials: `None` for public calls only.
        environment: Demo calls carry a header.
        venue: Which of the products at Bitget errors are told of.
    """

    def __init__(self, credentials: Credentials | None, environment: Environment, venue: str = VENUE) -> None:
        self.venue = venue
        self._credentials = credentials
        self._environment: Environment = environment
        self._sign = signer(credentials.secret) if credentials else None

    def request(self, endpoint: Endpoint, path: str, params: Params, body: Body | None, venue_ms: int) -> Request:
        """See `Dialect`. The query is sorted by name, as the signature wants it."""
        target, content = json_request(path, dict(sorted(params.items())), body)
        locale = {"locale": "en-US"}
        if endpoint.auth is Auth.PUBLIC:
            return Request(target, content, common_headers(self._environment) | locale)
        if self._credentials is None or self._sign is None:
            raise Unexpected("this call needs a key", venue=self.venue, endpoint=endpoint.name)
        headers = rest_headers(
            self._credentials, self._sign, self._environment, endpoint.method, target, content, venue_ms
        )
        return Request(target, content, headers | locale)

    def pause_s(self, headers: Mapping[str, str]) -> float | None:
        """See `Dialect`."""
        return retry_after(headers)

    def read(self, endpoint: Endpoint, status: int, answer: Any) -> Any:
        """What stands in the envelope: a list, an object, or nothing.

        Raises:
            VenueError: The envelope tells a refusal, or is none of Bitget's.
        """
        if not isinstance(answer, dict) or "code" not in answer:
            raise Unexpected("no envelope of Bitget", venue=self.venue, endpoint=endpoint.name, http_status=status)
        code = str(answer["code"])
        if code == "00000":
            return self.content(answer)
        raise self._in_doubt(endpoint, self.error(code, answer.get("msg") or answer.get("message"), endpoint, status))

    def content(self, answer: Mapping[str, Any]) -> Any:
        """What stands in an envelope that tells success."""
        return answer.get("data")

    def error(self, code: str, message: object, endpoint: Endpoint, status: int = 0) -> VenueError:
        """The error of a code, without what belongs to the key."""
        hide = self._credentials
        return venue_error(code, message, endpoint=endpoint.name, status=status, hide=hide, venue=self.venue)

    def failure(self, endpoint: Endpoint, answer: Any) -> VenueError | None:
        """The first error that a list of failures tells; `None` when there is none."""
        rows = answer.get("failureList") if isinstance(answer, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and (code := clean(row.get("errorCode"))):
                return self._in_doubt(endpoint, self.error(code, row.get("errorMsg"), endpoint))
        return None

    def _in_doubt(self, endpoint: Endpoint, error: VenueError) -> VenueError:
        """Answers of a busy or broken server to a write do not say whether it happened."""
        vague = isinstance(error, VenueUnavailable | Maintenance) or error.http_status >= 500
        if not (endpoint.is_write and vague):
            return error
        return OutcomeUnknown(
            error.message, venue=self.venue, endpoint=endpoint.name, code=error.code, http_status=error.http_status
        )


def channel_key(arg: Mapping[str, Any]) -> str:
    """What a channel is called in our bookkeeping: its name in the table, and the symbol where it follows one."""
    name = _name(arg)
    symbol = clean(arg.get("instId")) or clean(arg.get("symbol"))
    return f"{name} {symbol}" if symbol not in ("", "default") else name


def _name(arg: Mapping[str, Any]) -> str:
    return clean(arg.get("channel")) or UNIFIED + clean(arg.get("topic"))


def subscription(name: str, **more: str) -> Subscription:
    """A channel of the table as the stream keeps it; unified ones are asked for by `topic`."""
    channel = CHANNELS[name]
    arg = dict(channel.arg(**more))
    if name.startswith(UNIFIED):
        arg["topic"] = arg.pop("channel").removeprefix(UNIFIED)
    return Subscription(channel_key(arg), arg, channel.required)


class BitgetWire:
    """Bitget's socket frames for `Stream`.

    Args:
        credentials: `None` on the public socket.
        venue_ms: The venue's time now.
        venue: As for `BitgetDialect`.
    """

    ping = "ping"

    def __init__(self, credentials: Credentials | None, venue_ms: Callable[[], int], venue: str = VENUE) -> None:
        self._venue = venue
        self._credentials = credentials
        self._sign = signer(credentials.secret) if credentials else None
        self._venue_ms = venue_ms
        self._waiting: list[str] = []
        """Channels asked for and not answered yet, in order; refusals may not name theirs."""

    def login(self) -> str | None:
        """See `Wire`."""
        if self._credentials is None or self._sign is None:
            return None
        return encode_json(login_message(self._credentials, self._sign, self._venue_ms())).decode()

    def subscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        self._waiting.append(subscription.channel)
        return encode_json({"op": "subscribe", "args": [subscription.arg]}).decode()

    def unsubscribe(self, subscription: Subscription) -> str:
        """See `Wire`."""
        return encode_json({"op": "unsubscribe", "args": [subscription.arg]}).decode()

    def read(self, raw: str | bytes) -> Frame:
        """See `Wire`."""
        if raw == "pong":
            return Chatter()
        message = decode_json(raw)
        match message:
            case {"event": _}:
                return self._event(message)
            case {"arg": {}, "data": [*_]}:
                return Data(_name(message["arg"]), message)
        raise ValueError("neither an event nor a push")

    def _event(self, message: Mapping[str, Any]) -> Frame:
        code, event = str(message.get("code", "0")), message["event"]
        arg = message.get("arg")
        channel = channel_key(arg) if isinstance(arg, dict) else ""
        if event == "login" and code in ("0", "00000"):
            return LoggedIn()
        if event == "subscribe":
            self._answered(channel)
            return Acknowledged(channel)
        if event in ("login", "error"):
            if not channel and event == "error" and code not in _LOGIN_CODES and self._waiting:
                channel = self._waiting[0]
            self._answered(channel)
            told = message.get("msg")
            error = venue_error(code, told, endpoint="stream", hide=self._credentials, venue=self._venue)
            return Refused(error, channel)
        return Chatter()

    def _answered(self, channel: str) -> None:
        if channel in self._waiting:
            self._waiting.remove(channel)

    def closed(self, code: int) -> VenueError:
        """See `Wire`."""
        kind, words = CLOSE_CODES.get(code, (VenueUnavailable, "the venue closed the connection"))
        return kind(words, venue=self._venue, endpoint="stream", code=str(code))
