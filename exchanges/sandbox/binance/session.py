"""One WebSocket of a client: market streams, user streams, subscriptions at run time."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Literal

from starlette.websockets import WebSocket

from exchanges.sandbox.binance.streams import Stream, payloads, stream_of
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire

if TYPE_CHECKING:
    from exchanges.sandbox.binance.house import Event, House

Route = Literal["public", "market", "private", "legacy"]
MOST_STREAMS = 1_024
MOST_MESSAGES_PER_S = 10
PING_EVERY_S = 180.0
LIFE_S = 24 * 3_600.0
_METHODS = ("SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY")


class Session(Line):
    """A connection to one of the three routed paths, or to the old ones.

    Args:
        house: Prices, listen keys, how it is set.
        socket: The connection.
        wire: The connection underneath, for faults.
        route: Which streams it is for; "legacy" is a path without a category.
        wrapped: Messages come as `{"stream": ..., "data": ...}`.
        environment: The legacy path carries everything in demo trading only.
    """

    def __init__(
        self, house: House, socket: WebSocket, wire: Wire | None, route: Route, *, wrapped: bool, environment: str
    ) -> None:
        super().__init__(socket, wire, house.faults, route)
        self.route = route
        self._house = house
        self._wrapped = wrapped
        self._environment = environment
        self._streams: dict[str, Stream | None] = {}
        self._listens: dict[str, frozenset[str]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._heard: list[float] = []

    @property
    def account_name(self) -> str:
        return next((owner for key in self._listens if (owner := self._house.listen_keys.owner(key))), "")

    def view(self) -> dict[str, Any]:
        return super().view() | {
            "environment": self._environment,
            "streams": list(self._streams),
            "listens": len(self._listens),
        }

    def opened(self) -> None:
        self._timers[""] = self._loop.call_later(PING_EVERY_S, self._ping)
        self._timers["end"] = self._loop.call_later(LIFE_S, self.retire)
        for name in list(self._streams):
            self._repeat(name)

    def ended(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def retire(self) -> None:
        """A day is over."""
        self.close(1001, "")

    def add(self, name: str) -> None:
        """Follow a stream, or an account by its listen key."""
        if "@" not in name and not name.startswith("!"):
            self.listen(name, frozenset())
            return
        self._streams[name] = stream_of(name)

    def listen(self, key: str, events: frozenset[str]) -> None:
        """Follow an account; `events` empty for all."""
        if key:
            self._listens[key] = events

    def tell(self, key: str, event: Event) -> None:
        """An event of the user stream behind a listen key."""
        wanted = self._listens.get(key)
        if wanted is None or not self._carries("private") or (wanted and event["e"] not in wanted):
            return
        changed = self.faults.mutate([event], channel=str(event["e"]))[0]
        self._send(key, changed)

    def show(self, kind: str, symbol: str, data: object) -> None:
        """An event of a market stream that does not push by the clock."""
        for name, stream in self._streams.items():
            if stream is not None and stream.kind == kind and stream.symbol in ("", symbol):
                self._push(name, stream, data)

    def hear(self, text: str) -> None:
        now = self._loop.time()
        self._heard = [moment for moment in self._heard if moment > now - 1] + [now]
        if len(self._heard) > MOST_MESSAGES_PER_S:
            self.close(1008, "Too many requests")
            return
        try:
            request = json.loads(text)
        except ValueError:
            self._error(None, 3, "Invalid JSON: expected value at line 1 column 1")
            return
        if not isinstance(request, dict) or "method" not in request:
            self._error(None, 2, "Invalid request: missing field `method`")
            return
        self._answer(request.get("id"), str(request["method"]), request.get("params") or [])

    def _answer(self, number: object, method: str, params: Any) -> None:
        if method not in _METHODS:
            expected = ", ".join(f"`{name}`" for name in _METHODS)
            self._error(number, 2, f"Invalid request: unknown variant `{method}`, expected one of {expected}")
        elif not isinstance(params, list):
            self._error(number, 2, "Invalid request: invalid type, expected a sequence")
        elif method == "LIST_SUBSCRIPTIONS":
            self._say({"result": [*self._streams, *self._listens], "id": number})
        elif method == "GET_PROPERTY":
            self._say({"result": self._wrapped, "id": number})
        elif method == "SET_PROPERTY":
            self._wrapped = params[1:] == [True]
            self._say({"result": None, "id": number})
        else:
            self._change(number, method, [str(name) for name in params])

    def _change(self, number: object, method: str, names: list[str]) -> None:
        if method == "SUBSCRIBE" and len(self._streams) + len(names) > MOST_STREAMS:
            self._error(number, 2, "Invalid request: too many subscriptions")
            return
        if self.faults.use("refuse_subscribe"):
            self._error(number, 1, "Simulated refusal")
            return
        for name in names:
            if method == "SUBSCRIBE":
                self.add(name)
            else:
                self._streams.pop(name, None)
                self._listens.pop(name, None)
        if not self.faults.use("lost_ack"):
            self._say({"result": None, "id": number})
        for name in names:
            self._repeat(name)

    def _repeat(self, name: str) -> None:
        """Push a stream by the clock for as long as it is followed."""
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
        stream = self._streams.get(name)
        if stream is not None and stream.period_ms:
            period_ms = self._house.price_ms or stream.period_ms
            self._timers[name] = self._loop.call_later(period_ms / 1_000, self._again, name)

    def _again(self, name: str) -> None:
        stream = self._streams.get(name)
        if stream is not None:
            for data in payloads(stream, self._house.venue.market, self._house.venue.clock()):
                self._push(name, stream, data)
            self._repeat(name)

    def _push(self, name: str, stream: Stream, data: object) -> None:
        if self._carries(stream.category):
            self._send(name, data)

    def _carries(self, category: str) -> bool:
        """A connection carries one category; the old paths only what is public, except in demo trading."""
        if self.route == "legacy":
            return category == "public" or self._environment == "demo"
        return category == self.route

    def _send(self, name: str, data: object) -> None:
        self.push_frame(_compact({"stream": name, "data": data} if self._wrapped else data))

    def _say(self, body: dict[str, object]) -> None:
        self.raw(_compact(body))

    def _error(self, number: object, code: int, text: str) -> None:
        self._say({"error": {"code": code, "msg": text}, "id": number})

    def _ping(self) -> None:
        self.ping(str(self._house.venue.clock()).encode())
        self._timers[""] = self._loop.call_later(PING_EVERY_S, self._ping)


def _compact(body: object) -> str:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)
