"""What reads the rows whose fields the document's examples show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exchanges.bitget_margin import mapping, records
from exchanges.bitget_margin.codec import MarginDialect
from exchanges.bitget_margin.table import CALLS, PAIRS
from exchanges.core.errors import BadRequest
from exchanges.core.model import MarginMode
from tests.bitget_margin.payloads import (
    CROSS,
    ISOLATED,
    ORDERS,
    PUSHES,
    READING,
    SYMBOLS,
    answers,
    listed,
    of,
    order,
)
from tests.conformance.fields import kinds


def failing(row: Any) -> BadRequest:
    """What a batch's answer tells: its first failure."""
    row.read |= {name for name in ("failure",) if row.get(name)}
    error = MarginDialect(None, "live").failure(CALLS["v1", CROSS, "place_batch"], row)
    assert isinstance(error, BadRequest)
    assert error.message == "clientOid duplicate"
    return error


def figure(*names: str) -> Callable[[Any], Any]:
    return lambda row: mapping.first_of(row, *names)


def texts(*names: str) -> Callable[[Any], Any]:
    return lambda row: [row.get(name) for name in names]


def data(name: str, mode: MarginMode) -> Any:
    return next(answer for kind, answer in answers(name) if kind is mode)


def row_of(name: str, mode: MarginMode, where: str = "resultList") -> Any:
    return next(row for kind, row in listed(name, where) if kind is mode)


FIELDS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "rates cross": (row_of("rates", CROSS), records.cross_lending),
    "rates isolated": (row_of("rates", ISOLATED), records.isolated_lending),
    "tier cross": (row_of("tiers", CROSS), records.tier),
    "tier isolated": (row_of("tiers", ISOLATED), records.tier),
    "pair": (of(PAIRS["v1"].call)[0]["data"][0], mapping.instrument),
    "assets cross": (row_of("assets", CROSS), lambda row: mapping.balance(row, READING)),
    "assets isolated": (
        row_of("assets", ISOLATED),
        lambda row: mapping.balance(row, READING, mapping.pair_name(row)),
    ),
    "borrow": (data("borrow", ISOLATED), figure("borrowAmount")),
    "repay": (data("repay", ISOLATED), figure("remainDebtAmount")),
    "risk cross": (data("risk", CROSS), figure("riskRate")),
    "risk isolated": (row_of("risk", ISOLATED), figure("riskRate")),
    "borrowable": (data("borrowable", ISOLATED), figure("maxBorrowableAmount")),
    "removable": (data("removable", ISOLATED), figure("maxTransferOutAmount")),
    "flash repay": (row_of("flash_repay", ISOLATED) | data("flash_repay", CROSS), texts("id")),
    "flash status": (row_of("flash_status", CROSS), texts("id", "status")),
    "placed": (data("place", CROSS), texts("orderId")),
    "batch": (data("place_batch", CROSS), failing),
    "order": (ORDERS[0][1], lambda row: order(CROSS, row)),
    "order push": (PUSHES["cross_orders"][0], lambda row: order(CROSS, row)),
    "fill": (row_of("fills", CROSS), lambda row: mapping.fill(row, READING, SYMBOLS)),
    "loan": (row_of("loans", ISOLATED), records.loan),
    "repayment": (row_of("repayments", ISOLATED), records.repayment),
    "interest": (row_of("interest", ISOLATED), records.interest),
    "liquidation": (row_of("liquidations", ISOLATED), records.liquidation),
    "entry": (row_of("entries", ISOLATED), records.entry),
    "index push": (PUSHES["indexPrice"][0], lambda row: (mapping.index_price(row), row.get("key"))),
    "money push": (PUSHES["cross_account"][0], lambda row: mapping.balance(row, READING)),
    "isolated money push": (
        PUSHES["isolate_account"][0],
        lambda row: mapping.balance(row, READING, mapping.pair_name(row)),
    ),
}


BESIDES: dict[str, dict[str, Any]] = {
    "order": {"fillTotalAmount": ""},
    "order push": {"fillTotalAmount": ""},
    "pair": {"maxIsolatedLeverage": "0"},
}
"""What a row may lack, so that another field is read in its place."""

KINDS = kinds({kind: (row, mapper, ({}, BESIDES.get(kind, {}))) for kind, (row, mapper) in FIELDS.items()}, {})
