"""Rows as the documents print them, and what reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.bitget import key_info, mapping, order_mapping, unified_mapping
from tests.bitget import bitget_rows as rows
from tests.bitget.bitget_rows import SNAPSHOT, STREAM
from tests.conformance.fields import kinds

PLANS = ({}, {"planType": "profit_plan", "triggerPrice": ""}, {"planType": "loss_plan", "triggerPrice": ""})
PUSHED_PLANS = (
    *({"planType": word, "triggerPrice": ""} for word in ("tp", "sl")),
    {"planType": "pl", "orderType": "limit"},
)
ROWS: dict[str, tuple[dict[str, Any], Callable[[Any], Any], tuple[dict[str, Any], ...]]] = {
    "position": (rows.POSITION, lambda row: mapping.position(row, SNAPSHOT), ({},)),
    "position push": (rows.POSITION_PUSH, lambda row: mapping.position(row, STREAM), ({},)),
    "balance": (rows.BALANCE, lambda row: mapping.balance(row, SNAPSHOT), ({},)),
    "balance push": (rows.BALANCE_PUSH, lambda row: mapping.balance(row, STREAM), ({},)),
    "order": (rows.ORDER, lambda row: order_mapping.order(row, SNAPSHOT), ({}, {"status": "", "state": "live"})),
    "order push": (rows.ORDER_PUSH, lambda row: order_mapping.order(row, STREAM), ({}, {"tradeSide": "open"})),
    "plan": (rows.PLAN, lambda row: order_mapping.plan(row, SNAPSHOT), PLANS),
    "plan push": (rows.PLAN_PUSH, lambda row: order_mapping.plan(row, STREAM), PUSHED_PLANS),
    "fill": (rows.FILL, lambda row: order_mapping.fill(row, SNAPSHOT), ({},)),
    "fill push": (rows.FILL_PUSH, lambda row: order_mapping.fill(row, rows.KNOWN), ({}, {"cTime": ""})),
    "bill": (rows.BILL, mapping.income, ({},)),
    "contract": (rows.CONTRACT, mapping.instrument, ({},)),
    "key info": (rows.KEY_INFO, key_info.classic, ({},)),
    "uta position": (rows.UTA_POSITION, lambda row: unified_mapping.position(row, SNAPSHOT), ({},)),
    "uta balance": (rows.UTA_COIN, lambda row: unified_mapping.balance(row, SNAPSHOT), ({}, {"debt": ""})),
    "uta order": (
        rows.UTA_ORDER,
        lambda row: unified_mapping.order(row, SNAPSHOT),
        ({}, {"posSide": "", "side": "buy"}),
    ),
    "uta fill": (rows.UTA_FILL, lambda row: unified_mapping.fill(row, SNAPSHOT), ({},)),
}
SELECTED = {"uta order": {"category"}, "uta fill": {"category"}, "uta position": {"holdMode"}}
"""Read where rows are chosen, before they are mapped, or without a call of `get`."""

KINDS = kinds(ROWS, SELECTED)
