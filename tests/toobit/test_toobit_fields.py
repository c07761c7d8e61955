"""Every documented field is mapped, or named as left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exchanges.toobit import leader_mapping, mapping, order_mapping
from exchanges.toobit.left_out import LEFT_OUT
from tests.toobit import toobit_rows as rows
from tests.toobit.toobit_rows import SNAPSHOT, STREAM


class Watched(dict[str, Any]):
    """A row that notes which of its fields are read."""

    def __init__(self, row: dict[str, Any], read: set[str]) -> None:
        super().__init__(row)
        self.read = read

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


def pushed_balances(row: dict[str, Any]) -> Any:
    at_ms = int(row.get("E"))  # type: ignore[arg-type]
    return [mapping.pushed_balance(each, at_ms, None, (), STREAM) for each in row.get("B") or ()]


ROWS: dict[str, tuple[dict[str, Any], Callable[[Any], Any], tuple[dict[str, Any], ...]]] = {
    "position": (rows.POSITION, lambda row: mapping.position(row, SNAPSHOT), ({},)),
    "position push": (rows.POSITION_PUSH, lambda row: mapping.pushed_position(row, STREAM), ({},)),
    "balance": (rows.BALANCE, lambda row: mapping.balance(row, SNAPSHOT), ({},)),
    "balance push": (rows.BALANCE_PUSH, pushed_balances, ({},)),
    "order": (rows.ORDER, lambda row: order_mapping.order(row, SNAPSHOT), ({},)),
    "order push": (rows.ORDER_PUSH, lambda row: order_mapping.pushed_order(row, STREAM), ({}, {"U": ""})),
    "plan": (rows.PLAN, lambda row: order_mapping.plan(row, SNAPSHOT), ({}, {"stopPrice": "0", "type": "STOP"})),
    "plan push": (
        rows.PLAN_PUSH,
        lambda row: order_mapping.pushed_plan(row, STREAM),
        ({}, {"triggerPrice": "0", "priceType": "INPUT"}),
    ),
    "fill": (rows.FILL, lambda row: order_mapping.fill(row, SNAPSHOT), ({}, {"time": ""})),
    "flow": (rows.FLOW, lambda row: mapping.income(row, SNAPSHOT), ({},)),
    "contract": (rows.CONTRACT, mapping.instrument, ({},)),
    "lead position": (rows.example("orders/current"), leader_mapping.current, ({},)),
    "past lead": (rows.example("orders/history"), leader_mapping.past, ({},)),
    "results": (rows.example("trade-data"), leader_mapping.results, ({},)),
    "share": (rows.example("profit-sharings/history"), leader_mapping.share, ({},)),
    "lead symbol": (rows.example("symbols"), leader_mapping.lead_symbol, ({},)),
    "follower": (rows.example("followers"), leader_mapping.follower, ({},)),
    "config": (rows.CONFIG, leader_mapping.config, ({},)),
}
SELECTED = {"order push": {"C"}}
"""Read without a call of `get`."""


@pytest.mark.parametrize("kind", sorted(ROWS))
def test_every_documented_field_is_mapped_or_named_as_left_out(kind: str) -> None:
    row, mapper, variants = ROWS[kind]
    read: set[str] = set()
    for more in variants:
        assert mapper(Watched(row | more, read)) is not None
    assert set(row) - read - LEFT_OUT[kind] - SELECTED.get(kind, set()) == set(), "neither mapped nor left out"
    assert LEFT_OUT[kind] & read == set(), "read after all"
    assert LEFT_OUT[kind] - set(row) == set(), "not documented"


def test_nothing_else_is_named() -> None:
    assert set(LEFT_OUT) == set(ROWS)
