"""The past: orders, fills, positions, interest, the ledger."""

from __future__ import annotations

from exchanges.sandbox.gate_crossex.account_rows import ledger_rows
from exchanges.sandbox.gate_crossex.interest import interest_row
from exchanges.sandbox.gate_crossex.order_rows import fill_row, order_row
from exchanges.sandbox.gate_crossex.paging import page
from exchanges.sandbox.gate_crossex.position_rows import history_row, is_margin, margin_history_row
from exchanges.sandbox.gate_crossex.requests import Call, fits, word
from exchanges.sandbox.gate_crossex.words import OLD, Row, worded
from exchanges.sandbox.state import Account, ClosedPosition


def orders(call: Call) -> list[Row]:
    found = [
        (pool, order)
        for pool in call.pools.of(call.account)
        for order in pool.finished_orders
        if fits(call, order.contract)
    ]
    rows = page(call, found, lambda item: item[1].created_ms, lambda item: int(item[1].id))
    return [worded(order_row(pool, order), call.manners.document) for pool, order in rows]


def trades(call: Call) -> list[Row]:
    found = [(pool, fill) for pool in call.pools.of(call.account) for fill in pool.fills if fits(call, fill.contract)]
    rows = page(call, found, lambda item: item[1].time_ms, lambda item: int(item[1].bill_id))
    return [fill_row(pool, fill) for pool, fill in rows]


def positions(call: Call) -> list[Row]:
    rows = [history_row(pool, row) for pool, row in _closed(call, margin=False)]
    if call.manners.document == OLD:
        for row in rows:
            del row["business_type"], row["margin_mode"]
            row["leverage"] = int(float(str(row["leverage"])))
    return rows


def margin_positions(call: Call) -> list[Row]:
    rows = [margin_history_row(pool, row) for pool, row in _closed(call, margin=True)]
    if call.manners.document == OLD:
        for row in rows:
            row["bussiness_type"] = row.pop("business_type")
    return rows


def _closed(call: Call, *, margin: bool) -> list[tuple[Account, ClosedPosition]]:
    found = [
        (pool, row)
        for pool in call.pools.of(call.account)
        for row in pool.history
        if is_margin(row.position) == margin and fits(call, row.position.contract)
    ]
    return page(call, found, lambda item: item[1].updated_ms, lambda item: item[1].updated_ms)


def interests(call: Call) -> list[Row]:
    found = [
        (pool, bill)
        for pool in call.pools.of(call.account)
        for bill in pool.bills
        if bill.kind == "interest" and fits(call, bill.contract)
    ]
    rows = page(call, found, lambda item: item[1].time_ms, lambda item: int(item[1].id))
    return [interest_row(pool, bill) for pool, bill in rows]


def ledger(call: Call) -> list[Row]:
    coin, kind = word(call.params, "coin"), word(call.params, "statement_type")
    found = [
        row
        for pool in call.pools.of(call.account)
        for bill in pool.bills
        for row in ledger_rows(pool, bill, call.manners.document)
        if coin in ("", row["coin"]) and kind in ("", row.get("statement_type", row.get("type")))
    ]
    return page(call, found, lambda row: int(str(row["create_time"])), lambda row: int(str(row["id"])))
