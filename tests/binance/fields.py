"""What reads the rows whose fields the documents name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from exchanges.binance import account, feed, history, mapping, marks, order_mapping, table
from exchanges.core.frames import Data
from tests.binance import binance_rows as rows
from tests.binance.binance_rows import AT, CONTRACTS, SNAPSHOT, STREAM, UNSET
from tests.binance.documented_fields import DOCUMENTED
from tests.conformance.fields import Kind

Variant = tuple[Callable[[Any], Any], dict[str, Any]]
ISOLATED = {"isolatedMargin": "77", "isolatedWallet": "70"}


def _filtered(name: str) -> Callable[[Any], Any]:
    """Reads a contract with one of its filters replaced by the watched one."""

    def read(row: Any) -> Any:
        others = [each for each in rows.CONTRACT["filters"] if each["filterType"] != name]
        contract = rows.CONTRACT | {"filters": [*others, row]}
        assert mapping.instrument(contract) is not None
        return mapping.largest_at_market(contract)

    return read


def _filter_row(name: str) -> dict[str, Any]:
    (found,) = (each for each in rows.CONTRACT["filters"] if each["filterType"] == name)
    return dict(found)


FILTERS = {"price filter": "PRICE_FILTER", "lot filter": "LOT_SIZE", "market lot filter": "MARKET_LOT_SIZE"}
TAPE = marks.tape("wss://none.test", CONTRACTS)
READ: dict[str, list[Variant]] = {
    "position": [(lambda row: mapping.position(row, UNSET), rows.POSITION | more) for more in ({}, ISOLATED)],
    "position push": [
        (lambda row: mapping.pushed_position(row, AT, UNSET), rows.POSITION_PUSH | {"mt": mode})
        for mode in ("cross", "isolated")
    ],
    "balance": [(lambda row: mapping.balance(row, SNAPSHOT), rows.BALANCE)],
    "balance push": [(lambda row: mapping.pushed_balance(row, AT, None, (), STREAM), rows.BALANCE_PUSH)],
    "order": [(lambda row: order_mapping.order(row, SNAPSHOT), rows.ORDER)],
    "order push": [
        (lambda row: order_mapping.pushed_order(row, STREAM), rows.ORDER_PUSH),
        (lambda row: order_mapping.pushed_fill(row, STREAM), rows.ORDER_PUSH),
        (order_mapping.needs_rest, rows.ORDER_PUSH),
    ],
    "algo": [(lambda row: order_mapping.algo_order(row, SNAPSHOT), rows.ALGO | {"orderType": "STOP", "price": "3310"})],
    "algo push": [(lambda row: order_mapping.pushed_algo_order(row, AT, STREAM), rows.ALGO_PUSH | {"o": "STOP"})],
    "fill": [(lambda row: order_mapping.fill(row, SNAPSHOT), rows.FILL)],
    "income": [(lambda row: mapping.income(row, SNAPSHOT), rows.INCOME), (history._income_key, rows.INCOME)],
    "contract": [(mapping.instrument, rows.CONTRACT)],
    "mark push": [(lambda row: list(TAPE.read(Data("markPriceUpdate", row))), rows.MARK_PUSH)],
    **{kind: [(_filtered(name), _filter_row(name))] for kind, name in FILTERS.items()},
}
CHOSEN: dict[str, tuple[ModuleType, str]] = {
    "account push": (feed, "B P"),
    "account": (account, "assets"),
    "futures balance": (account, "accountAlias"),
    "account config": (account, "dualSidePosition multiAssetsMargin"),
    "symbol config": (account, "symbol marginType leverage"),
    "account info": (account, "isPortfolioMarginRetailEnabled"),
    "key": (account, "ipRestrict"),
}
"""Read in the midst of a call, by name."""
OTHERWISE = {"key": set(table.PERMISSIONS), "mark push": {"e"}}
"""Read by their beginning, or by the codec before a row is mapped."""


def _chosen(kind: str) -> set[str]:
    module, names = CHOSEN.get(kind, (account, ""))
    return {name for name in names.split() if f'"{name}"' in inspect.getsource(module)}


KINDS = [
    Kind(
        name,
        frozenset(fields.split()),
        tuple(READ.get(name, ())),
        frozenset(_chosen(name) | OTHERWISE.get(name, set())),
    )
    for name, fields in DOCUMENTED.items()
]
