"""One WebSocket connection of a client: login, subscriptions, heartbeat, limits."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from exchanges.sandbox.bitget.auth import Caller
from exchanges.sandbox.bitget.channels import Address, Subscription, SubscriptionRefused, arg_key, read
from exchanges.sandbox.bitget.login import TEXTS, LoginRefused, check_login
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire

if TYPE_CHECKING:
    from exchanges.sandbox.bitget.hub import Hub

MAX_QUEUED = 10_000
FRAMES_PER_S = 10
SUBSCRIBES_PER_HOUR = 240
CHANNELS_PER_CONNECTION = 1_000


class Session(Line):
    """Speaks Bitget's WebSocket protocol with one client.

    Args:
        hub: Knows all sessions and where pushes come from.
        socket: The accepted connection.
        address: Which address it came to.
        environment: "live" or "demo".
        wire: The connection underneath, for faults.
    """

    def __init__(self, hub: Hub, socket: WebSocket, address: Address, environment: str, wire: Wire | None) -> None:
        super().__init__(socket, wire, hub.faults, address.kind)
        self._hub = hub
        self.address = address
        self.environment = environment
        self.caller: Caller | None = None
        self.subscriptions: dict[str, Subscription] = {}
        self._heard: deque[float] = deque()
        self._asked: deque[float] = deque()
        self._pinged_at = self._loop.time()
        self._watch: asyncio.TimerHandle | None = None

    @property
    def account_name(self) -> str:
        return self.caller.account.name if self.caller else ""

    def view(self) -> dict[str, Any]:
        args = [item.arg for item in self.subscriptions.values()]
        return {"environment": self.environment, "version": self.address.version, "args": args} | super().view()

    def opened(self) -> None:
        self._hub.sessions.add(self)
        self.watch_pings()

    def ended(self) -> None:
        self._hub.sessions.discard(self)
        if self._watch is not None:
            self._watch.cancel()

    def watch_pings(self) -> None:
        """Close after two minutes without a text ping."""
        if self._watch is not None:
            self._watch.cancel()
        left = self._pinged_at + self._hub.idle_s - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self.watch_pings)
        else:
            self._watch = None
            self.close(1000, "")

    def push(self, subscription: Subscription, rows: list[Any], action: str = "snapshot") -> None:
        """Queue a data push; push faults apply."""
        if self.queued > MAX_QUEUED:
            self.close(1000, "")
            return
        body: dict[str, Any] = {
            "action": action,
            "arg": subscription.arg,
            "data": self._hub.faults.mutate(rows, channel=subscription.name),
        }
        if subscription.version != "v1":
            body["ts"] = self._hub.venue.clock()
        self.push_frame(_compact(body))

    def say(self, body: dict[str, Any]) -> None:
        """Queue an answer or an event."""
        self.raw(_compact(body))

    def error(self, code: int, text: str = "", arg: object = None) -> None:
        """An error event; only v2 writes the code as a number."""
        shown = code if self.address.version == "v2" else str(code)
        named = {} if arg is None else {"arg": arg}
        self.say({"event": "error", **named, "code": shown, "msg": text or TEXTS.get(code, "")})

    def hear(self, text: str) -> None:
        if self._too_many(self._heard, FRAMES_PER_S, 1.0):
            self.error(30006)
            self.close(1000, "")
            return
        if text == "ping":
            self._pinged_at = self._loop.time()
            self.raw("pong")
            return
        try:
            request = json.loads(text)
        except ValueError:
            request = None
        if not isinstance(request, dict) or not isinstance(request.get("args", []), list):
            self.error(30002)
            return
        operation, args = request.get("op"), request.get("args") or []
        if operation == "login":
            self._login(args)
        elif operation == "subscribe":
            self._subscribe_all(args)
        elif operation == "unsubscribe":
            self._unsubscribe_all(args)
        else:
            self.error(30003)

    def _too_many(self, times: deque[float], most: int, span_s: float) -> bool:
        """Count this moment; True when there were more than `most` in the last `span_s`."""
        if not self._hub.rest.limited:
            return False
        now = self._loop.time()
        times.append(now)
        while times[0] <= now - span_s:
            times.popleft()
        return len(times) > most

    def _login(self, args: list[Any]) -> None:
        if self._hub.faults.use("cut", at="login"):
            self.drop()
            return
        try:
            arg = args[0] if args and isinstance(args[0], dict) else {}
            self.caller = check_login(self._hub.venue, self._hub.faults, self.environment, arg)
        except LoginRefused as refused:
            self.error(refused.code, refused.text)
            return
        self.say({"event": "login", "code": 0 if self.address.version == "v2" else "0", "msg": ""})

    def _subscribe_all(self, args: list[Any]) -> None:
        if self._too_many(self._asked, SUBSCRIBES_PER_HOUR, 3_600.0):
            self.error(30007)
            self.close(1000, "")
            return
        if not args:
            self.error(30016)
        for arg in args:
            if isinstance(arg, dict):
                self._subscribe(arg)
            else:
                self.error(30016)

    def _subscribe(self, arg: dict[str, Any]) -> None:
        naming = str(arg.get(self.address.naming[0], ""))
        fault = self._hub.faults.use("refuse_subscribe", channel=naming)
        if fault is not None:
            self.error(fault.number("code", 30001), fault.text("msg"), arg)
            return
        try:
            subscription = read(arg, self.address, self.caller, frozenset(self._hub.venue.market.quotes))
        except SubscriptionRefused as refused:
            self.error(refused.code, refused.text, arg)
            return
        self.subscriptions[arg_key(arg)] = subscription
        if len(self.subscriptions) > CHANNELS_PER_CONNECTION:
            self.error(30007)
            self.close(1000, "")
            return
        if not self._hub.faults.use("lost_ack", channel=subscription.name):
            self.say({"event": "subscribe", "arg": arg})
        if self._hub.faults.use("cut", at="ack"):
            self.close(1006, "")
            return
        self._hub.greet(self, subscription)

    def _unsubscribe_all(self, args: list[Any]) -> None:
        for arg in args:
            if isinstance(arg, dict) and self.subscriptions.pop(arg_key(arg), None) is not None:
                self.say({"event": "unsubscribe", "args" if self.address.version == "v1" else "arg": arg})
            else:
                self.error(30001, "", arg)


def _compact(body: dict[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))
