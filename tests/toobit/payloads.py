"""The example payloads of the leader document, and what reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from exchanges.core.endpoint import Auth, Endpoint
from exchanges.toobit import leader_mapping, table
from exchanges.toobit.codec import ToobitDialect
from tests.conformance.payloads import MADE_UP, Example, Payloads
from tests.conformance.signing import read

MAPPERS: dict[str, Callable[[Any], Any]] = {
    "orders/current": leader_mapping.current,
    "orders/history": leader_mapping.past,
    "trade-data": leader_mapping.results,
    "profit-sharings/history": leader_mapping.share,
    "symbols": leader_mapping.lead_symbol,
    "followers": leader_mapping.follower,
}


def _models(example: Example, told: list[Any]) -> Iterator[Any]:
    method, _, path = example["endpoint"].partition(" /api/v2/copy-trading/leader/")
    if method == "GET":
        yield from map(MAPPERS[path], told)


def _rows(payload: Any) -> list[Any]:
    """A list, one page of it, a single object; a "done" without data is handed on as it is."""
    data = payload["data"]
    if isinstance(data, dict):
        return list(data.get("list", [data]))
    return data if data is not None else [payload]


PAYLOADS = Payloads(
    examples=read("toobit_leader_examples.json"),
    endpoints=table.ENDPOINTS,
    dialect=ToobitDialect(None, lambda: 0),
    sender=ToobitDialect(MADE_UP, lambda: 0),
    envelope=Endpoint("x", "GET", "/", Auth.READ, (), "", rows="data"),
    content=_rows,
    models=_models,
)
