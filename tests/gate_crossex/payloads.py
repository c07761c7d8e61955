"""The document's example payloads, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import BadRequest
from exchanges.core.model import Origin
from exchanges.gate_crossex import mapping, order_mapping, standing, table
from exchanges.gate_crossex.codec import CrossexDialect
from exchanges.gate_crossex.rows import Reading
from tests.conformance.payloads import MADE_UP, Example, Payloads
from tests.conformance.signing import read

EXAMPLES: list[Example] = read("gate_crossex_examples.json")
RESPONSES = [each for each in EXAMPLES if each["kind"] == "response"]
READING = Reading(1_794_873_700_000, 1_794_873_650_000, Origin.SNAPSHOT)
PREFIX = "/api/v4/crossex/"

MAPPERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "rule/symbols": ("symbol", mapping.instrument),
    "accounts": ("account", standing.pool),
    "positions": ("position", lambda row: mapping.position(row, READING)),
    "margin_positions": ("margin position", lambda row: mapping.margin_position(row, READING)),
    "orders/{order_id}": ("order", lambda row: order_mapping.order(row, READING)),
    "open_orders": ("order", lambda row: order_mapping.order(row, READING)),
    "history_orders": ("order", lambda row: order_mapping.order(row, READING)),
    "history_trades": ("fill", lambda row: order_mapping.fill(row, READING)),
    "account_book": ("ledger", mapping.income),
    "history_margin_interests": ("interest", mapping.interest),
}
"""Calls whose rows become the model's; what the others answer is shown as it is."""

FLAT_FREE: dict[str, dict[str, Any]] = {
    "margin_positions": {"asset_qty": "3"},
    **{
        path: {"business_type": "FUTURE", "symbol": "OKX_FUTURE_ADA_USDT"}
        for path in ("orders/{order_id}", "open_orders", "history_orders")
    },
    "account_book": {"type": "FUNDING_FEE"},
    "history_trades": {"position_mode": "DUAL"},
}
"""Changes that make an example show all of its fields."""
SKIPPED = ("margin_positions", "account_book")
"""Whose printed row is none the model keeps: a position of no size, an entry that is no funding."""


def path_of(example: Example) -> str:
    return str(example["endpoint"].split(" ", 1)[1]).removeprefix(PREFIX)


def rows_of(example: Example) -> list[dict[str, Any]]:
    payload = example["payload"]
    return payload if isinstance(payload, list) else [payload]


def _models(example: Example, told: Any) -> Iterator[Any]:
    if example["endpoint"].startswith("GET ") and path_of(example) in MAPPERS:
        path = path_of(example)
        _, mapper = MAPPERS[path]
        for row in rows_of(example):
            assert path not in SKIPPED or mapper(row) is None
            yield mapper(row | FLAT_FREE[path] if path in SKIPPED else row)


PAYLOADS = Payloads(
    examples=EXAMPLES,
    endpoints=table.ENDPOINTS,
    dialect=CrossexDialect(None),
    sender=CrossexDialect(MADE_UP),
    envelope=Endpoint("x", "GET", "/", Auth.READ, (), ""),
    written=202,
    models=_models,
    code=lambda payload: str(payload.get("label", "")) if isinstance(payload, dict) else "",
    refused={"COMMON_PARAM_BIND_ERROR": BadRequest},
)
