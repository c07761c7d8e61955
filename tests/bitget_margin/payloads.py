"""The document's example payloads, and what reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from exchanges.bitget.codec import channel_key
from exchanges.bitget.rows import Reading
from exchanges.bitget_margin import mapping
from exchanges.bitget_margin.codec import MarginDialect, MarginWire
from exchanges.bitget_margin.table import CALLS, ENDPOINTS, FIRST
from exchanges.core.errors import AuthError
from exchanges.core.frames import Chatter, LoggedIn, Subscription
from exchanges.core.model import MarginMode, Origin
from tests.conformance.payloads import MADE_UP, Example, Payloads
from tests.conformance.signing import read

EXAMPLES: list[Example] = read("bitget_margin_examples.json")
READING = Reading(1_794_873_600_000, 1_794_873_600_000, Origin.SNAPSHOT)
SYMBOLS = {"BTCUSDT": "BTC/USDT"}
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED


def of(endpoint: str, kind: str = "response") -> list[Any]:
    return [each["payload"] for each in EXAMPLES if each["endpoint"] == endpoint and each["kind"] == kind]


def answers(name: str) -> Iterable[tuple[MarginMode, Any]]:
    """What the document prints for a call, both kinds, out of its envelope."""
    for mode in MarginMode:
        call = CALLS["v1", mode, name]
        for payload in of(call.call):
            yield mode, MarginDialect(None, "live").read(call, 200, payload)


def listed(name: str, where: str = "resultList") -> list[Any]:
    """The rows of such answers, each with its kind."""
    found = [(mode, answer if isinstance(answer, list) else answer.get(where, [])) for mode, answer in answers(name)]
    return [(mode, row) for mode, rows in found for row in rows]


ORDERS = [*listed("open_orders", "orderList"), *listed("history", "orderList")]
PUSHES = {name: [row for push in of(f"WS {name}", "push") for row in push["data"]] for name in FIRST.channels.values()}


def order(mode: MarginMode, row: Any) -> Any:
    return mapping.order(row, READING, mode, SYMBOLS)


def _content(payload: Any) -> Any:
    """Liquidations are told as a bare list, and the page's ids beside it."""
    if "minId" in payload:
        return {"resultList": payload["data"], "maxId": payload.get("maxId"), "minId": payload["minId"]}
    return payload["data"]


def _frame(payload: Any) -> type:
    if payload["event"] == "login":
        return LoggedIn
    return {"error": AuthError, "unsubscribe": Chatter}[payload["event"]]


def _wish(example: Example) -> tuple[Any, Any]:
    payload = example["payload"]
    if payload["op"] == "login":
        told = MarginWire(MADE_UP, lambda: 0).login()
        assert told is not None
        ours = json.loads(told)
        return (ours["op"], ours["args"][0].keys()), (payload["op"], payload["args"][0].keys())
    (arg,) = payload["args"]
    if isinstance(arg, str):
        return "SubscriptionTopic" in arg, True  # A pattern, not a message.
    wire, wanted = MarginWire(None, lambda: 0), Subscription(channel_key(arg), arg)
    return json.loads(getattr(wire, payload["op"])(wanted)), payload


PAYLOADS = Payloads(
    examples=EXAMPLES,
    endpoints=ENDPOINTS,
    dialect=MarginDialect(None, "live"),
    sender=MarginDialect(MADE_UP, "live"),
    envelope=next(iter(ENDPOINTS)),
    content=_content,
    wire=MarginWire(None, lambda: 0),
    channels=FIRST.channels.values(),
    frame=_frame,
    wish=_wish,
)
