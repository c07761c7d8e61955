"""Rows as the documents print them, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.toobit import leader_mapping, mapping, order_mapping
from tests.conformance.fields import kinds
from tests.toobit import toobit_rows as rows
from tests.toobit.toobit_rows import SNAPSHOT, STREAM


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

KINDS = kinds(ROWS, SELECTED)
