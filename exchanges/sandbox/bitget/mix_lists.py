"""The lists of orders, trigger orders and fills of v2."""

from __future__ import annotations

from exchanges.sandbox.bitget import orders
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.mix_order_rows import fill_row, order_detail, order_row, plan_history_row, plan_row
from exchanges.sandbox.bitget.mix_plan_calls import GROUPS
from exchanges.sandbox.bitget.paging import DAY_MS, end_id, page
from exchanges.sandbox.bitget.requests import USDT_FUTURES, Call, Row, one_of, product, wanted_contract, word
from exchanges.sandbox.bitget.words import PLAN_STATES, client_oid, order_source, plan_type
from exchanges.sandbox.state import Algo, Fill, Order


def detail(call: Call) -> Row:
    product(call.params)
    return order_detail(call.account, orders.find(call, call.params, "40109"))


def pending(call: Call) -> Row:
    state = word(call.params, "status")
    if state and state not in ("live", "partially_filled"):
        raise BitgetError("400172")
    return _orders(call, [item for item in call.account.orders.values() if not state or item.state == state])


def history(call: Call) -> Row:
    source = word(call.params, "orderSource")
    finished = call.account.finished_orders
    return _orders(call, [item for item in finished if not source or order_source(item) == source])


def _orders(call: Call, found: list[Order]) -> Row:
    if product(call.params) != USDT_FUTURES:
        return {"entrustedList": None, "endId": None}
    name = wanted_contract(call.params)
    order_id, client = word(call.params, "orderId"), word(call.params, "clientOid")
    chosen = [
        item
        for item in found
        if (not name or item.contract == name)
        and (not order_id or item.id == order_id)
        and (order_id or not client or client_oid(item) == client)
    ]
    rows = page(call, chosen, lambda item: int(item.id), lambda item: item.created_ms)
    return {
        "entrustedList": [order_row(call.account, item) for item in rows] or None,
        "endId": end_id([item.id for item in rows]),
    }


def plans_pending(call: Call) -> Row:
    rows = _plans(call, list(call.account.algos.values()))
    return {
        "entrustedList": [plan_row(call.account, item) for item in rows] or None,
        "endId": end_id([item.id for item in rows]),
    }


def plans_history(call: Call) -> Row:
    state = word(call.params, "planStatus")
    if state and state not in ("executed", "fail_trigger", "cancelled"):
        raise BitgetError("400172")
    finished = [item for item in call.account.finished_algos if not state or PLAN_STATES[item.state] == state]
    rows = _plans(call, finished)
    return {
        "entrustedList": [plan_history_row(call.account, item) for item in rows] or None,
        "endId": end_id([item.id for item in rows]),
    }


def _plans(call: Call, found: list[Algo]) -> list[Algo]:
    """`planType` has to be said; each names its own part of the trigger orders."""
    kinds = GROUPS[one_of(call.params, "planType", tuple(GROUPS))]
    if product(call.params) != USDT_FUTURES:
        return []
    name = wanted_contract(call.params)
    order_id, client = word(call.params, "orderId"), word(call.params, "clientOid")
    chosen = [
        item
        for item in found
        if plan_type(item) in kinds
        and (not name or item.contract == name)
        and (not order_id or item.id == order_id)
        and (order_id or not client or client_oid(item) == client)
    ]
    return page(call, chosen, lambda item: int(item.id), lambda item: item.created_ms)


def fills(call: Call) -> Row:
    """Of the last three months."""
    return _fills(call, 90)


def fill_history(call: Call) -> Row:
    """A week at a time; demo trading does not have it.

    Raises:
        BitgetError: 40404 in demo trading.
    """
    if call.environment == "demo":
        raise BitgetError("40404")
    recent = "startTime" not in call.params and "endTime" not in call.params
    return _fills(call, 7, 7 * DAY_MS if recent else 90 * DAY_MS)


def _fills(call: Call, span_days: int, reach_ms: int = 90 * DAY_MS) -> Row:
    if product(call.params) != USDT_FUTURES:
        return {"fillList": None, "endId": None}
    name, order_id = wanted_contract(call.params), word(call.params, "orderId")

    def wanted(fill: Fill) -> bool:
        return (not name or fill.contract == name) and (not order_id or fill.order_id == order_id)

    chosen = [fill for fill in call.account.fills if wanted(fill)]
    rows = page(
        call, chosen, lambda fill: fill.number, lambda fill: fill.time_ms, span_days=span_days, reach_ms=reach_ms
    )
    return {
        "fillList": [fill_row(call.account, fill) for fill in rows] or None,
        "endId": end_id([str(fill.number) for fill in rows]),
    }
