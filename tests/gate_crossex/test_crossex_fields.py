"""Every example payload of the document decodes, and every field it documents is mapped or named as left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import BadRequest
from exchanges.core.model import Origin
from exchanges.gate_crossex import mapping, order_mapping, standing, table
from exchanges.gate_crossex.codec import CrossexDialect
from exchanges.gate_crossex.left_out import LEFT_OUT, SHOWN
from exchanges.gate_crossex.rows import Reading

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "gate_crossex_examples.json").read_text(encoding="utf-8")
)
RESPONSES = [each for each in EXAMPLES if each["kind"] == "response"]
REQUESTS = [each for each in EXAMPLES if each["kind"] == "request"]
READING = Reading(1_794_873_700_000, 1_794_873_650_000, Origin.SNAPSHOT)
PREFIX = "/api/v4/crossex/"


class Watched(dict[str, Any]):
    """A row that notes which of its fields are read."""

    def __init__(self, row: dict[str, Any], read: set[str]) -> None:
        super().__init__(row)
        self.read = read

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


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


def path_of(example: dict[str, Any]) -> str:
    return str(example["endpoint"].split(" ", 1)[1]).removeprefix(PREFIX)


def rows_of(example: dict[str, Any]) -> list[dict[str, Any]]:
    payload = example["payload"]
    return payload if isinstance(payload, list) else [payload]


def test_there_are_forty_five_examples() -> None:
    assert (len(REQUESTS), len(RESPONSES)) == (12, 33)


@pytest.mark.parametrize("example", RESPONSES, ids=lambda each: f"{each['endpoint']} {each['line']}")
def test_every_printed_answer_decodes(example: dict[str, Any]) -> None:
    method, _, path = example["endpoint"].partition(" ")
    dialect = CrossexDialect(None)
    endpoint = Endpoint("x", method, path, Auth.READ, (), "")
    if example["endpoint"] == "REST error envelope":
        with pytest.raises(BadRequest) as refused:
            dialect.read(endpoint, 400, example["payload"])
        assert refused.value.code == "COMMON_PARAM_BIND_ERROR"
        return
    answer = dialect.read(endpoint, 202 if method in ("PUT", "POST") else 200, example["payload"])
    assert answer == example["payload"]
    _, mapper = MAPPERS.get(path_of(example), ("", None)) if method == "GET" else ("", None)
    for row in rows_of(example) if mapper is not None else []:
        mapper(row)


@pytest.mark.parametrize("path", [*MAPPERS])
def test_every_documented_field_is_mapped_or_named_as_left_out(path: str) -> None:
    name, mapper = MAPPERS[path]
    (example,) = (each for each in RESPONSES if each["endpoint"] == f"GET {PREFIX}{path}")
    read: set[str] = set()
    for row in rows_of(example):
        for more in ({}, FLAT_FREE.get(path, {})):
            mapper(Watched(row | more, read))
    documented = {field for row in rows_of(example) for field in row}
    assert documented - read - LEFT_OUT[name] == set(), "neither mapped nor left out"
    assert LEFT_OUT[name] & read == set(), "read after all"


def test_the_coins_inside_an_account_are_mapped_too() -> None:
    (example,) = (each for each in RESPONSES if each["endpoint"] == f"GET {PREFIX}accounts")
    read: set[str] = set()
    (asset,) = example["payload"]["assets"]
    told = mapping.balance(Watched(asset, read), READING)
    assert (told.asset, told.margin_used) == ("USDT", 500)
    assert set(asset) - read - LEFT_OUT["asset"] == set()
    assert LEFT_OUT["asset"] & read == set()


def test_what_is_only_shown_is_named_field_by_field() -> None:
    for example in RESPONSES:
        method, _, path = example["endpoint"].partition(" ")
        if path.startswith(PREFIX) and not (method == "GET" and path_of(example) in MAPPERS):
            documented = set(fields_of(example["payload"]))
            assert documented == SHOWN.get(f"{method} {path_of(example)}", frozenset()), example["endpoint"]


def fields_of(value: Any) -> Iterator[str]:
    """Names of all fields, inner ones too."""
    for row in value if isinstance(value, list) else [value]:
        if isinstance(row, dict):
            for name, inner in row.items():
                yield name
                yield from fields_of(inner)


def test_every_documented_call_and_every_followed_channel_is_in_the_table() -> None:
    documented = {
        tuple(each["endpoint"].split(" ")) for each in EXAMPLES if each["endpoint"].split(" ")[1].startswith(PREFIX)
    }
    ours = {(each.method, each.path) for each in table.ENDPOINTS}
    assert documented <= ours
    assert len([each for each in table.ENDPOINTS if each.doc.startswith("CrossEx 1.0.0")]) == 31
    assert set(table.FOLLOWED) <= set(table.CHANNELS)


@pytest.mark.parametrize("example", REQUESTS, ids=lambda each: f"{each['endpoint']} {each['line']}")
def test_every_printed_request_names_only_parameters_we_know(example: dict[str, Any]) -> None:
    method, path = example["endpoint"].split(" ")[:2]
    if not path.startswith(PREFIX):
        return
    (endpoint,) = (each for each in table.ENDPOINTS if (each.method, each.path) == (method, path))
    assert set(example["payload"]) <= set(endpoint.params)
