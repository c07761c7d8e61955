"""One WebSocket connection of a client: login, subscriptions, commands, silence."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from exchanges.sandbox.gate_crossex.auth import Caller, check_address, check_clock, find_caller, signed_right
from exchanges.sandbox.gate_crossex.channels import PRIVATE, PUBLIC, Topics, unknown_topics
from exchanges.sandbox.gate_crossex.endpoints import COMMANDS, behind
from exchanges.sandbox.gate_crossex.errors import CrossexError
from exchanges.sandbox.gate_crossex.key_rules import may
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire

if TYPE_CHECKING:
    from exchanges.sandbox.gate_crossex.hub import Hub

OK = {"code": "100000", "message": "success"}
CODES = {
    "100001": "parameter is missing or invalid",
    "100002": "not login",
    "100003": "connection limit exceeded",
    "100004": "timeout",
    "100005": "operation failed",
    "100006": "login failed",
    "100007": "network error",
}
PER_CHANNEL = 20
"""Connections of one user that may hear the same channel."""
MAX_QUEUED = 10_000


class Session(Line):
    """Speaks CrossEx's WebSocket protocol with one client.

    Args:
        hub: Knows all sessions and where pushes come from.
        socket: The accepted connection.
        kind: "public" or "private".
        wire: The connection underneath, for faults.
    """

    def __init__(self, hub: Hub, socket: WebSocket, kind: str, wire: Wire | None) -> None:
        super().__init__(socket, wire, hub.faults, kind)
        self._hub = hub
        self.caller: Caller | None = None
        self.topics = Topics()
        self._watch: asyncio.TimerHandle | None = None

    @property
    def account_name(self) -> str:
        return self.caller.account.name if self.caller else ""

    def view(self) -> dict[str, Any]:
        heard = {channel: sorted(topics) for channel, topics in self.topics.by_channel.items()}
        return {"topics": heard} | super().view()

    def opened(self) -> None:
        self._hub.sessions.add(self)
        self.watch_silence()

    def ended(self) -> None:
        self._hub.sessions.discard(self)
        if self._watch is not None:
            self._watch.cancel()

    def watch_silence(self) -> None:
        """Drop a client that has not even sent a ping frame for so long."""
        if self._watch is not None:
            self._watch.cancel()
        heard = max(self.active_at, self.wire.heard_at if self.wire is not None else 0.0)
        left = heard + self._hub.rest.manners.idle_s - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self.watch_silence)
        else:
            self._watch = None
            self.close(1000, "")

    def push(self, channel: str, row: dict[str, Any]) -> None:
        """Queue a data push of the private stream; push faults apply."""
        event = self._hub.rest.manners.push_event
        (payload,) = self._hub.faults.mutate([row], channel=channel)
        self._push({"channel": channel, "event": event, "payload": payload, "result": OK})

    def push_result(self, channel: str, row: dict[str, Any]) -> None:
        """Queue a data push of the public stream."""
        (result,) = self._hub.faults.mutate([row], channel=channel)
        self._push({"channel": channel, "event": "update", "result": result})

    def _push(self, body: dict[str, Any]) -> None:
        if self.queued > MAX_QUEUED:
            self.close(1000, "")
        else:
            self.push_frame(self._frame(body))

    def _say(self, body: dict[str, Any]) -> None:
        self.raw(self._frame(body))

    def _frame(self, body: dict[str, Any]) -> str:
        now = self._hub.venue.clock()
        return json.dumps({"time": now // 1000, "time_ms": now} | body, separators=(",", ":"))

    def hear(self, text: str) -> None:
        try:
            request = json.loads(text)
        except ValueError:
            request = None
        if not isinstance(request, dict):
            self._refuse("", "", "100001")
            return
        event, channel, payload = request.get("event"), str(request.get("channel", "")), request.get("payload")
        if event == "login" and self.kind == "private":
            self._login(request)
        elif event in ("subscribe", "unsubscribe"):
            self._subscribe(str(event), channel, payload)
        elif event == "api" and self.kind == "private":
            self._command(channel, payload)
        else:
            self._refuse(str(event or ""), channel, "100001")

    def _refuse(self, event: str, channel: str, code: str, message: str = "", payload: object = None) -> None:
        self._say(
            {
                "channel": channel,
                "event": event,
                "payload": payload,
                "result": {"code": code, "message": message or CODES.get(code, "")},
            }
        )

    # Login.

    def _login(self, request: dict[str, Any]) -> None:
        if self._hub.faults.use("cut", at="login"):
            self.drop()
            return
        fault = self._hub.faults.use("refuse_login")
        if fault is not None:
            self._refuse("login", "", fault.text("code", "100006"), fault.text("msg"))
            return
        try:
            self.caller = self._check_login(request)
        except CrossexError as error:
            self._refuse("login", "", "100006", f"{error.code}: {error.text}")
            return
        self._say({"event": "login", "payload": {"conn_id": self._hub.new_conn_id()}, "result": OK})

    def _check_login(self, request: dict[str, Any]) -> Caller:
        told = request.get("payload")
        payload: dict[str, Any] = told if isinstance(told, dict) else {}
        stamp = str(request.get("time", ""))
        caller = find_caller(self._hub.venue, str(payload.get("api_key", "")))
        check_clock(self._hub.venue, stamp)
        text = f"channel={request.get('channel') or ''}&event=login&time={stamp}"
        if not signed_right(caller.key, text, str(payload.get("sign", ""))):
            raise CrossexError("INVALID_SIGNATURE")
        check_address(self._hub.venue, caller.key)
        refused = may(caller.key.permissions, "crossx", writing=False)
        if refused:
            raise CrossexError(refused)
        if caller.account.facts.get("crossex", "open") != "open":
            raise CrossexError("USER_NOT_EXIST")
        return caller

    # Subscriptions.

    def _subscribe(self, event: str, channel: str, payload: object) -> None:
        topics = [str(topic) for topic in payload] if isinstance(payload, list) else []
        private = self.kind == "private"
        fault = self._hub.faults.use("refuse_subscribe", channel=channel)
        if fault is not None:
            self._refuse(event, channel, fault.text("code", "100001"), fault.text("msg"), topics)
            return
        if private and self.caller is None:
            self._refuse(event, channel, "100002", payload=topics)
            return
        wrong = unknown_topics(self._hub.venue.market, channel, topics, private=private)
        if channel not in (PRIVATE if private else PUBLIC) or not topics or wrong:
            self._refuse_topics(event, channel, topics, wrong)
            return
        if event == "subscribe" and self._is_crowded(channel):
            self._refuse(event, channel, "100003", payload=topics)
            return
        if event == "subscribe":
            self.topics.add(channel, topics)
        else:
            self.topics.remove(channel, topics)
        self._acknowledge(event, channel, topics)

    def _acknowledge(self, event: str, channel: str, topics: list[str]) -> None:
        if not self._hub.faults.use("lost_ack", channel=channel):
            result = OK if self.kind == "private" else {"status": "success"}
            self._say({"channel": channel, "event": event, "payload": topics, "result": result})
        if self._hub.faults.use("cut", at="ack"):
            self.close(1006, "")
        elif self.kind == "public" and event == "subscribe":
            for topic in topics:
                self._hub.push_price(self, channel, topic)

    def _refuse_topics(self, event: str, channel: str, topics: list[str], wrong: list[str]) -> None:
        if self.kind == "private":
            self._refuse(event, channel, "100001", payload=topics)
            return
        error = {"code": 2, "message": f"invalidSymbols:[{','.join(wrong)}]"}
        self._say({"channel": channel, "event": event, "error": error, "result": {"status": "failed"}})

    def _is_crowded(self, channel: str) -> bool:
        if self.caller is None or channel in self.topics.by_channel:
            return False
        uid = self.caller.account.uid
        others = [
            each
            for each in self._hub.sessions
            if each.caller is not None and each.caller.account.uid == uid and channel in each.topics.by_channel
        ]
        return self._hub.rest.manners.limited and len(others) >= PER_CHANNEL

    # Commands.

    def _command(self, command: str, payload: object) -> None:
        """A call of the REST side by its name; replies carry no id of the caller."""
        if self.caller is None:
            self._refuse("api", command, "100002")
            return
        if command not in COMMANDS:
            self._refuse("api", command, "100001")
            return
        rest, endpoint = self._hub.rest, behind(command)
        fields: dict[str, object] = dict(payload) if isinstance(payload, dict) else {"order_id": payload}
        try:
            rest.check_right(endpoint, self.caller)
            rest.count(endpoint, self.caller.account.uid)
            row = endpoint.handler(rest.call(self.caller, fields, endpoint.method))
        except CrossexError as error:
            self._refuse("api", command, "100005", f"{error.code}: {error.text}")
            return
        self._say({"channel": command, "event": "api", "payload": row, "result": OK})
