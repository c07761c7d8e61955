"""The document's example payloads, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exchanges.bitmart import mapping, order_mapping, table
from exchanges.bitmart.codec import BitmartDialect, BitmartWire, subscription
from exchanges.core.errors import NotFound, VenueUnavailable
from exchanges.core.frames import Acknowledged, Chatter, LoggedIn
from exchanges.core.numbers import decode_json
from tests.bitmart.bitmart_rows import EXACT, SNAPSHOT
from tests.conformance.payloads import MADE_UP, Example, Payloads

WIRE = BitmartWire(None, lambda: 0)
PATTERNS = ("subscribe", "unsubscribe", "access", "<operation>")
MAPPERS: dict[str, Callable[[Any], Any]] = {
    "details": mapping.instrument,
    "assets-detail": lambda row: mapping.balance(row, SNAPSHOT),
    "position": lambda row: mapping.position(row, SNAPSHOT),
    "order": lambda row: order_mapping.order(row, SNAPSHOT),
    "get-open-orders": lambda row: order_mapping.order(row, SNAPSHOT),
    "current-plan-order": lambda row: order_mapping.plan(row, SNAPSHOT),
    "trades": lambda row: order_mapping.fill(row, SNAPSHOT),
}
"""Reads whose rows become the model's, by the end of their path."""


def _models(example: Example, told: Any) -> Iterator[Any]:
    mapper = MAPPERS.get(example["endpoint"].rpartition("/")[2])
    if mapper is not None and example["endpoint"].startswith("GET /contract/"):
        rows = told.get("symbols", [told]) if isinstance(told, dict) else told
        yield from map(mapper, rows)


def _frame(payload: Any) -> type:
    if payload.get("success") is False:
        return VenueUnavailable
    return {"access": LoggedIn, "subscribe": Acknowledged, "unsubscribe": Chatter}[payload["action"]]


def _wish(example: Example) -> tuple[Any, Any]:
    payload = example["payload"]
    action, args = payload["action"], payload.get("args", ())
    if any("<" in str(arg) for arg in args):
        return action in PATTERNS, True  # A pattern, not a message.
    if action == "ping":
        return decode_json(WIRE.ping), payload
    if action == "access":
        login = BitmartWire(MADE_UP, lambda: 0).login()
        assert login is not None
        return len(decode_json(login)["args"]), len(args)
    say = WIRE.subscribe if action == "subscribe" else WIRE.unsubscribe
    said = [decode_json(say(subscription(name, about))) for name, _, about in (topic.partition(":") for topic in args)]
    return said, [{"action": action, "args": [topic]} for topic in args]


PAYLOADS = Payloads(
    examples=EXACT,
    endpoints=table.ENDPOINTS,
    dialect=BitmartDialect(None),
    sender=BitmartDialect(MADE_UP),
    envelope=table.ASSETS,
    content=lambda payload: payload.get("data", payload),
    models=_models,
    refused={"40001": NotFound},
    wire=WIRE,
    channels=table.CHANNELS,
    frame=_frame,
    wish=_wish,
)
