"""Every documented field is mapped, or named as left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exchanges.okx import mapping, order_mapping
from exchanges.okx.left_out import LEFT_OUT
from tests.okx.documented_fields import DOCUMENTED
from tests.okx.okx_rows import ALGO, BALANCE, BILL, FILL, INSTRUMENT, ORDER, POSITION, STREAM


class Watched(dict[str, Any]):
    """A row that notes which of its fields are read."""

    def __init__(self, row: dict[str, Any], read: set[str]) -> None:
        super().__init__(row)
        self.read = read

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


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


@pytest.mark.parametrize("kind", sorted(DOCUMENTED))
def test_every_documented_field_is_mapped_or_named_as_left_out(kind: str) -> None:
    read: set[str] = set()
    for mapper, row in READ[kind]:
        mapper(Watched(row, read))
    documented = set(DOCUMENTED[kind].split())
    assert documented - read - LEFT_OUT[kind] == set(), "neither mapped nor left out"
    assert LEFT_OUT[kind] & read == set(), "read after all"
    assert LEFT_OUT[kind] - documented == set(), "not documented"
