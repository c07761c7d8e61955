"""Lists of orders, plans and fills."""

from __future__ import annotations

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.order_rows import (
    executive_price,
    history_plan_row,
    order_row,
    plan_row,
    trade_row,
    trailing_row,
)
from exchanges.sandbox.bitmart.plan_calls import TARGETS, find_plan
from exchanges.sandbox.bitmart.requests import (
    Call,
    Row,
    contract,
    is_copied,
    one_of,
    span,
    wanted_contract,
    within,
    word,
)
from exchanges.sandbox.bitmart.trade_calls import find
from exchanges.sandbox.bitmart.words import plan_word

MOST_LISTED = 100
MOST_OF_HISTORY = 200
SECOND_MS = 1_000


def order(call: Call) -> Row:
    """One ordinary or trailing order, open or finished."""
    try:
        return order_row(call.account, find(call), call.generation)
    except BitmartError as error:
        if error.code != "40035":
            raise
    algo = find_plan(call, "40035")
    if plan_word(algo) != "trailing":
        raise BitmartError("40035")
    return trailing_row(call.account, algo, call.generation)


def open_orders(call: Call) -> list[Row]:
    """Newest first, and at most a hundred."""
    name = wanted_contract(call)
    kind = one_of(call.params, "type", ("", "limit", "market", "trailing"))
    partly = one_of(call.params, "order_state", ("all", "partially_filled"), "all") == "partially_filled"
    most = within(call.params, "limit", 1, MOST_LISTED, MOST_LISTED)
    account = call.account
    rows = [order_row(account, item, call.generation) for item in account.orders.values() if item.filled or not partly]
    if not partly:
        trailing = (item for item in account.algos.values() if plan_word(item) == "trailing")
        rows += [trailing_row(account, item, call.generation) for item in trailing]
    rows = [row for row in rows if name in ("", row["symbol"]) and kind in ("", row["type"])]
    return _newest(rows)[:most]


def plans(call: Call) -> list[Row]:
    """Plans and targets that wait, newest first, and at most a hundred."""
    name = wanted_contract(call)
    kind = one_of(call.params, "type", ("", "limit", "market"))
    family = one_of(call.params, "plan_type", ("", "plan", "profit_loss")) if call.is_v2 else ""
    most = within(call.params, "limit", 1, MOST_LISTED, MOST_LISTED)
    rows = [
        plan_row(call.account, item, call.generation)
        for item in call.account.algos.values()
        if plan_word(item) != "trailing"
        and name in ("", item.contract)
        and kind in ("", "market" if executive_price(item) == "0" else "limit")
        and (not family or (plan_word(item) in TARGETS) == (family == "profit_loss"))
    ]
    return _newest(rows)[:most]


def history(call: Call) -> list[Row]:
    """Finished orders of every kind, newest first, and at most two hundred."""
    name = contract(call)
    first, last = span(call, SECOND_MS)
    if call.is_v2 and is_copied(call):
        return []
    account, generation = call.account, call.generation
    rows = [order_row(account, item, generation) | {"executive_order_id": ""} for item in account.finished_orders]
    for algo in account.finished_algos:
        make = trailing_row if plan_word(algo) == "trailing" else history_plan_row
        rows.append(make(account, algo, generation))
    wanted_id = word(call.params, "order_id") if call.is_v2 else ""
    wanted_client = word(call.params, "client_order_id") if call.is_v2 else ""
    chosen = [
        row
        for row in rows
        if row["symbol"] == name
        and wanted_id in ("", row["order_id"])
        and wanted_client in ("", row["client_order_id"])
        and first <= _at(row, "create_time") <= last
    ]
    return _newest(chosen)[:MOST_OF_HISTORY]


def trades(call: Call) -> list[Row]:
    """Fills, newest first, and at most two hundred."""
    name = wanted_contract(call) if call.is_v2 else contract(call)
    first, last = span(call, SECOND_MS)
    if call.is_v2 and is_copied(call):
        return []
    wanted_id = word(call.params, "order_id") if call.is_v2 else ""
    wanted_client = word(call.params, "client_order_id") if call.is_v2 else ""
    fills = [
        fill
        for fill in reversed(call.account.fills)
        if name in ("", fill.contract)
        and wanted_id in ("", fill.order_id)
        and wanted_client in ("", fill.client_id)
        and first <= fill.time_ms <= last
    ]
    return [trade_row(call.account, fill, call.generation) for fill in fills[:MOST_OF_HISTORY]]


def _newest(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: _at(row, "create_time"), reverse=True)


def _at(row: Row, name: str) -> int:
    return int(str(row[name]))
