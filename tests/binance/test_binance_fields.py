"""Binance's own promise of its fields: nothing is read that is nowhere documented, and samples hold nothing else."""

from __future__ import annotations

import pytest

from tests.binance import binance_rows as rows
from tests.binance.documented_fields import DOCUMENTED
from tests.binance.fields import CHOSEN, KINDS, READ
from tests.conformance.fields import Kind

SAMPLES = {
    "position": rows.POSITION,
    "position push": rows.POSITION_PUSH,
    "balance": rows.BALANCE,
    "balance push": rows.BALANCE_PUSH,
    "order": rows.ORDER,
    "order push": rows.ORDER_PUSH,
    "algo": rows.ALGO,
    "algo push": rows.ALGO_PUSH,
    "fill": rows.FILL,
    "income": rows.INCOME,
    "contract": rows.CONTRACT,
    "mark push": rows.MARK_PUSH,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_nothing_is_read_that_is_nowhere_documented(kind: Kind) -> None:
    assert kind.read() - kind.documented - {""} == set()


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_field_of_a_documented_sample_row_is_known(kind: str) -> None:
    assert set(SAMPLES[kind]) <= set(DOCUMENTED[kind].split())


def test_every_documented_row_is_read_somewhere() -> None:
    assert set(READ) | set(CHOSEN) == set(DOCUMENTED)
