"""Rows as the documents print them, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.bitmart import mapping, order_mapping
from tests.bitmart import bitmart_rows as rows
from tests.bitmart.bitmart_rows import PRESETS, SNAPSHOT, STREAM, TODAY, TRAILING
from tests.conformance.fields import kinds

ORDER = rows.ORDER | TRAILING | PRESETS | TODAY
PUSHED = (
    rows.ORDER_PUSH
    | TRAILING
    | {
        "trigger_price": "-",
        "trigger_price_type": "-",
        "execution_price": "-",
        "position_mode": "hedge_mode",
    }
)
HISTORY = rows.HISTORY | PRESETS | TODAY | {"trigger_price": "1", "execution_price": "2", "type": "plan_order"}
ROWS: dict[str, tuple[dict[str, Any], Callable[[Any], Any], tuple[dict[str, Any], ...]]] = {
    "contract": (rows.CONTRACT, mapping.instrument, ({},)),
    "position": (
        rows.POSITION | {"margin_type": "Cross"},
        lambda row: mapping.position(row, SNAPSHOT),
        ({},),
    ),
    "position v2": (rows.POSITION_V2, lambda row: mapping.position(row, SNAPSHOT), ({},)),
    "position push": (
        rows.POSITION_PUSH | {"position_mode": "hedge_mode"},
        lambda row: mapping.pushed_position(row, STREAM),
        ({},),
    ),
    "balance": (rows.BALANCE, lambda row: mapping.balance(row, SNAPSHOT), ({},)),
    "balance push": (rows.BALANCE_PUSH, lambda row: mapping.balance(row, STREAM), ({},)),
    "order": (ORDER, lambda row: order_mapping.order(row, SNAPSHOT), ({}, {"type": "limit"})),
    "order push": (PUSHED, lambda row: order_mapping.order(row, STREAM, "1"), ({"type": "limit"},)),
    "plan": (
        rows.PLAN | PRESETS | {"position_mode": "hedge_mode"},
        lambda row: order_mapping.plan(row, SNAPSHOT),
        ({}, {"plan_category": 1}),
    ),
    "history": (HISTORY, lambda row: order_mapping.either(row, SNAPSHOT), ({}, {"type": "limit"})),
    "fill": (rows.FILL | TODAY, lambda row: order_mapping.fill(row, SNAPSHOT), ({},)),
    "ledger": (rows.LEDGER, lambda row: mapping.income(row, SNAPSHOT), ({},)),
    "ticker": (
        rows.TICKER | {"mark_price": "", "index_price": "1"},
        lambda row: mapping.mark(row, "BTC/USDT:USDT", 1),
        ({},),
    ),
}
SELECTED = {"order push": {"last_trade"}}
"""Read where rows are chosen, before they are mapped."""

KINDS = kinds(ROWS, SELECTED)
