"""One WebSocket connection of a client: login, subscriptions, heartbeat, idle close."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire
from exchanges.sandbox.okx.auth import Caller
from exchanges.sandbox.okx.channels import CHANNELS, Subscription, Url, arg_key, interval_of, refusal_of
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.login import LoginRefused, check_login

if TYPE_CHECKING:
    from exchanges.sandbox.okx.hub import Hub

MAX_QUEUED = 10_000
REQUESTS_PER_HOUR = 480
SUBSCRIPTIONS_PER_KEY = 100
_TRADE_OPS = {
    "order": "order",
    "batch-orders": "batch-orders",
    "cancel-order": "cancel-order",
    "batch-cancel-orders": "cancel-batch-orders",
    "amend-order": "amend-order",
    "batch-amend-orders": "amend-batch-orders",
}


class Session(Line):
    """Speaks OKX's WebSocket protocol with one client.

    Args:
        hub: Knows all sessions and where pushes come from.
        socket: The accepted connection.
        url: Which of the three addresses it came to.
        environment: "live" or "demo".
        wire: The connection underneath, for faults.
    """

    def __init__(self, hub: Hub, socket: WebSocket, url: Url, environment: str, wire: Wire | None) -> None:
        super().__init__(socket, wire, hub.faults, url)
        self._hub = hub
        self.url = url
        self.environment = environment
        self.conn_id = secrets.token_hex(4)
        self.caller: Caller | None = None
        self.subscriptions: dict[str, Subscription] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._requests: list[float] = []
        self._idle: asyncio.TimerHandle | None = None

    @property
    def account_name(self) -> str:
        return self.caller.account.name if self.caller else ""

    def view(self) -> dict[str, Any]:
        args = [item.arg for item in self.subscriptions.values()]
        return {"environment": self.environment, "conn_id": self.conn_id, "args": args} | super().view()

    def opened(self) -> None:
        self._hub.sessions.add(self)
        self.watch_idle()

    def ended(self) -> None:
        self._hub.sessions.discard(self)
        for timer in (*self._timers.values(), self._idle):
            if timer is not None:
                timer.cancel()
        self._timers.clear()

    def push(self, body: dict[str, Any]) -> None:
        """Queue a data push; push faults apply."""
        if self.queued > MAX_QUEUED:
            self.close(4005, "Buffer is full, cannot write data.")
            return
        channel = str(body["arg"]["channel"])
        self.push_frame(_compact(body | {"data": self._hub.faults.mutate(body["data"], channel=channel)}))

    def say(self, body: dict[str, Any]) -> None:
        """Queue an answer or an event."""
        self.raw(_compact(body | {"connId": self.conn_id}))

    def error(self, code: str, text: str, request_id: str = "") -> None:
        self.say(({"id": request_id} if request_id else {}) | {"event": "error", "code": code, "msg": text})

    def watch_idle(self) -> None:
        """Close after half a minute without a frame in either direction."""
        if self._idle is not None:
            self._idle.cancel()
        left = self.active_at + self._hub.idle_s - self._loop.time()
        if left > 0:
            self._idle = self._loop.call_later(left, self.watch_idle)
        else:
            self._idle = None
            self.close(4004, "No data received in 30s.")

    def hear(self, text: str) -> None:
        if text == "ping":
            self.raw("pong")
            return
        try:
            request = json.loads(text)
        except ValueError:
            request = None
        if not isinstance(request, dict) or not isinstance(request.get("args", []), list):
            self.error("60012", f"Invalid request: {text}")
            return
        operation, request_id = request.get("op"), str(request.get("id") or "")
        args = request.get("args") or []
        if operation in ("login", "subscribe", "unsubscribe") and self._too_many():
            self.error("60014", "Requests too frequent", request_id)
        elif operation == "login":
            self._login(args)
        elif operation in ("subscribe", "unsubscribe"):
            self._change_subscriptions(operation, args, request_id)
        elif operation in _TRADE_OPS:
            self._trade(str(operation), args, request_id)
        elif operation is None:
            self.error("60012", f"Invalid request: {text}", request_id)
        else:
            self.error("60019", f"Invalid op: {operation}", request_id)

    def _too_many(self) -> bool:
        now = self._loop.time()
        self._requests = [moment for moment in self._requests if moment > now - 3_600]
        self._requests.append(now)
        return len(self._requests) > REQUESTS_PER_HOUR

    def _login(self, args: list[Any]) -> None:
        if self.caller is not None:
            self.error("60031", "The WebSocket endpoint does not allow multiple or repeated logins.")
            return
        if self._hub.faults.use("cut", at="login"):
            self.drop()
            return
        try:
            arg = args[0] if args and isinstance(args[0], dict) else {}
            self.caller = check_login(self._hub.venue, self._hub.faults, self.environment, arg)
        except LoginRefused as refused:
            self.error(refused.code, refused.text)
            self.close(4001, "Login failed.")
            return
        self.say({"event": "login", "msg": "", "code": "0"})

    def _change_subscriptions(self, operation: str, args: list[Any], request_id: str) -> None:
        if not args:
            self.error("60013", "Invalid args", request_id)
        for arg in args:
            if not isinstance(arg, dict) or "channel" not in arg:
                self.error("60013", f"Invalid args: {json.dumps(arg)}", request_id)
            elif operation == "subscribe":
                self._subscribe(arg, request_id)
            else:
                self._unsubscribe(arg, request_id)

    def _subscribe(self, arg: dict[str, str], request_id: str) -> None:
        refusal = refusal_of(arg, self.url, logged_in=self.caller is not None, known=self._hub.known)
        fault = self._hub.faults.use("refuse_subscribe", channel=str(arg["channel"]))
        if fault is not None:
            refusal = (fault.text("code", "60018"), "Simulated refusal")
        if refusal is not None:
            self.error(*refusal, request_id)
            return
        subscription = Subscription(arg, interval_of(arg))
        key = arg_key(arg)
        self.subscriptions[key] = subscription
        if not self._hub.faults.use("lost_ack", channel=subscription.channel):
            self.say(({"id": request_id} if request_id else {}) | {"event": "subscribe", "arg": arg})
        if self._hub.faults.use("cut", at="ack"):
            self.close(1006, "")
            return
        if self.caller is not None and self._hub.subscriptions_of(self.caller.key) > SUBSCRIPTIONS_PER_KEY:
            self.close(4003, "The number of subscriptions of the APIKey exceeds the limit 100.")
            return
        if CHANNELS[subscription.channel].counted and not self._hub.count_connection(self, subscription.channel):
            del self.subscriptions[key]
            return
        self._hub.greet(self, subscription)
        self._repeat(key)

    def _unsubscribe(self, arg: dict[str, str], request_id: str) -> None:
        key = arg_key(arg)
        if self.subscriptions.pop(key, None) is None:
            self.error("60018", f"{arg.get('channel')} is not subscribed.", request_id)
            return
        timer = self._timers.pop(key, None)
        if timer is not None:
            timer.cancel()
        self.say(({"id": request_id} if request_id else {}) | {"event": "unsubscribe", "arg": arg})

    def _repeat(self, key: str) -> None:
        """Send the channel's regular pushes for as long as it is subscribed."""
        old = self._timers.pop(key, None)
        if old is not None:
            old.cancel()
        period_s = self._hub.period_s(self.subscriptions[key])
        if period_s:
            self._timers[key] = self._loop.call_later(period_s, self._again, key)

    def _again(self, key: str) -> None:
        if key in self.subscriptions:
            self._hub.regular(self, self.subscriptions[key])
            self._repeat(key)

    def _trade(self, operation: str, args: list[Any], request_id: str) -> None:
        """Order entry over the socket: the same calls as over REST; `instIdCode` names the instrument."""
        answer: dict[str, Any] = {"id": request_id, "op": operation}
        if self.caller is None or self.url != "private":
            self.error("60011", "Please log in", request_id)
            return
        single = not operation.startswith("batch")
        try:
            items = [self._hub.with_contract(item) for item in args]
            body: Any = items[0] if single and items else items
            answer |= self._hub.rest.act(f"/api/v5/trade/{_TRADE_OPS[operation]}", self.caller, body)
        except OkxError as error:
            answer |= {"code": error.code, "msg": error.text, "data": []}
        self.raw(_compact(answer))


def _compact(body: dict[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))
