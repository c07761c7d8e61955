"""One WebSocket connection of a client: login, subscriptions, signs of life."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from exchanges.sandbox.bitmart.auth import Caller, check_stamp, check_standing, find_caller, signed_right
from exchanges.sandbox.bitmart.channels import CHANGES, LONGEST_TOPICS, PRIVATE, Topic, TopicRefused, read
from exchanges.sandbox.bitmart.depth_changes import Ladder
from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.requests import Generation
from exchanges.sandbox.line import Line
from exchanges.sandbox.net import Wire

if TYPE_CHECKING:
    from exchanges.sandbox.bitmart.hub import Hub

MAX_QUEUED = 10_000
SIGNED_TEXT = "bitmart.WebSocket"
REFUSED = "access failed, openapi auth failed"
LOGIN_FIRST = "User need authenication"


class Session(Line):
    """Speaks BitMart's WebSocket protocol with one client.

    Args:
        hub: Knows all sessions and where pushes come from.
        socket: The accepted connection.
        kind: "public" or "private", told by the address.
        generation: Whose topics and rows it hears.
        environment: "live" or "demo".
        wire: The connection underneath, for faults.
    """

    def __init__(
        self, hub: Hub, socket: WebSocket, kind: str, generation: Generation, environment: str, wire: Wire | None
    ) -> None:
        super().__init__(socket, wire, hub.faults, kind)
        self._hub = hub
        self.generation: Generation = generation
        self.environment = environment
        self.caller: Caller | None = None
        self.topics: dict[str, Topic] = {}
        self.ladders: dict[str, Ladder] = {}
        """By topic, what a connection knows of a depth of which it hears the changes."""
        self._opened_at = self._loop.time()
        self._watch: asyncio.TimerHandle | None = None

    @property
    def account_name(self) -> str:
        return self.caller.account.name if self.caller else ""

    def view(self) -> dict[str, Any]:
        more = {"environment": self.environment, "version": self.generation, "args": list(self.topics)}
        return more | super().view()

    def opened(self) -> None:
        self._hub.sessions.add(self)
        self.watch()

    def ended(self) -> None:
        self._hub.sessions.discard(self)
        if self._watch is not None:
            self._watch.cancel()

    def watch(self) -> None:
        """Close what has subscribed to nothing, and what neither hears nor says anything."""
        if self._watch is not None:
            self._watch.cancel()
        ends = self.active_at + self._hub.idle_s
        if not self.topics:
            ends = min(ends, self._opened_at + self._hub.empty_s(self.generation))
        left = ends - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self.watch)
        else:
            self._watch = None
            self.close(1000, "")

    def push(self, topic: Topic, data: Any) -> None:
        """Queue news; push faults apply."""
        if self.queued > MAX_QUEUED:
            self.close(1000, "")
            return
        rows = self._hub.faults.mutate(data if isinstance(data, list) else [data], channel=topic.channel)
        self.push_frame(_compact({"group": topic.text, "data": rows if isinstance(data, list) else rows[0]}))

    def say(self, **body: Any) -> None:
        """Queue an answer."""
        self.raw(_compact(body))

    def hear(self, text: str) -> None:
        if text == "ping":
            self.raw("pong")
            return
        try:
            request = json.loads(text)
        except ValueError:
            request = None
        if not isinstance(request, dict):
            self.say(success=False, error="invalid message")
            return
        action, args = request.get("action"), request.get("args", [])
        topics = [str(arg) for arg in args] if isinstance(args, list) else []
        if action == "ping":
            self._pong()
        elif action == "access":
            self._login(topics)
        elif action in ("subscribe", "unsubscribe") and topics and sum(map(len, topics)) <= LONGEST_TOPICS:
            for topic in topics:
                (self._subscribe if action == "subscribe" else self._unsubscribe)(topic)
        elif action == "request" and topics:
            for topic in topics:
                self._repeat(topic)
        else:
            self.say(action=action, success=False, error="invalid request")

    def _pong(self) -> None:
        if self.generation == "v1":
            self.raw("pong")
        else:
            self.say(group="System", data="pong")

    def _login(self, args: list[str]) -> None:
        if self._hub.faults.use("cut", at="login"):
            self.drop()
            return
        fault = self._hub.faults.use("refuse_login")
        self.caller = None if fault is not None else self._caller(args)
        if self.caller is None:
            told = fault.text("msg") if fault is not None else ""
            self.say(action="access", success=False, error=told or REFUSED)
            self.close(1000, "")
            return
        self.say(action="access", success=True)

    def _caller(self, args: list[str]) -> Caller | None:
        """Whose key it is; the refusal never says what was wrong."""
        if len(args) < 3 or self.kind != PRIVATE:
            return None
        api_key, stamp, signature = args[:3]
        try:
            check_stamp(self._hub.venue, stamp)
            caller = find_caller(self._hub.venue, api_key, self.environment)
            check_standing(self._hub.venue, caller)
        except BitmartError:
            return None
        return caller if signed_right(caller.key, stamp, SIGNED_TEXT, signature) else None

    def _subscribe(self, text: str) -> None:
        fault = self._hub.faults.use("refuse_subscribe", channel=text.partition(":")[0])
        if fault is not None:
            self._refuse(text, fault.text("msg") or "authentication is temporarily unavailable")
            return
        try:
            topic = read(text, self.kind, self.generation, frozenset(self._hub.venue.market.quotes))
        except TopicRefused as refused:
            self._refuse(text, refused.text)
            return
        if topic.is_private and self.caller is None:
            self._refuse(text, LOGIN_FIRST)
            return
        self.topics[text] = topic
        if not self._hub.faults.use("lost_ack", channel=topic.channel):
            request = {"action": "subscribe", "args": [text]}
            self.say(action="subscribe", group=text, success=True, request=request)
        if self._hub.faults.use("cut", at="ack"):
            self.close(1006, "")
            return
        self._hub.greet(self, topic)

    def _refuse(self, text: str, why: str) -> None:
        self.say(action="subscribe", group=text, success=False, error=why)

    def _repeat(self, text: str) -> None:
        """Who missed a change of a depth asks for the whole again."""
        topic = self.topics.get(text)
        if topic is None or topic.name != CHANGES:
            self.say(action="request", group=text, success=False, error=f"group [{text[:100]}] not exist")
            return
        self._hub.push_whole_depth(self, topic)

    def _unsubscribe(self, text: str) -> None:
        self.topics.pop(text, None)
        self.ladders.pop(text, None)
        request = {"action": "unsubscribe", "args": [text]}
        self.say(action="unsubscribe", group=text, success=True, request=request)


def _compact(body: dict[str, Any]) -> str:
    return json.dumps(body, separators=(",", ":"))
