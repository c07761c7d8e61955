"""What reads the rows whose fields the documents name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.okx import mapping, order_mapping
from tests.conformance.fields import Kind
from tests.okx.documented_fields import DOCUMENTED
from tests.okx.okx_rows import ALGO, BALANCE, BILL, FILL, INSTRUMENT, ORDER, POSITION, STREAM

PUSHED = {"tradeId": "1", "fillPx": "1", "fillSz": "1", "fillFee": "-1", "accFillSz": "1", "fillTime": "", "ts": ""}
CONDITIONAL = (
    {"slTriggerPx": "1"},
    {"slTriggerPx": ""},
    {"ordType": "oco"},
    {"ordType": "trigger", "slTriggerPx": "", "ordPx": "5"},
    {"ordType": "move_order_stop"},
    {"side": "buy", "reduceOnly": "false"},
)
READ: dict[str, list[tuple[Callable[[Any], Any], dict[str, Any]]]] = {
    "position": [(lambda row: mapping.position(row, STREAM), POSITION | {"mgnMode": m}) for m in ("cross", "isolated")],
    "balance": [(lambda row: mapping.balance(row, STREAM), BALANCE["details"][0] | {"availEq": ""})],
    "order": [
        (lambda row: order_mapping.order(row, STREAM), ORDER),
        (lambda row: order_mapping.pushed_fill(row, STREAM), ORDER | PUSHED),
        (order_mapping.needs_rest, ORDER | PUSHED),
    ],
    "algo": [(lambda row: order_mapping.algo_order(row, STREAM), ALGO | more) for more in CONDITIONAL],
    "fill": [
        (lambda row: order_mapping.fill(row, STREAM), FILL | {"tradeId": trade, "fillTime": ""})
        for trade in ("1", "-1")
    ],
    "bill": [(mapping.income, BILL)],
    "instrument": [(mapping.instrument, INSTRUMENT)],
}

KINDS = [Kind(name, frozenset(fields.split()), tuple(READ[name])) for name, fields in DOCUMENTED.items()]
