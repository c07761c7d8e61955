"""Lists: open and past orders of both families, trades, money; newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from exchanges.sandbox.state import Algo, Fill, Order
from exchanges.sandbox.toobit.account_rows import closed_row, flow_rows, margin_type
from exchanges.sandbox.toobit.order_rows import Version, order_row, plan_family, plan_row, stop_row, trade_row
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row

DAY_MS = 86_400_000
USUAL_MS = 3 * DAY_MS
LONGEST_MS = 90 * DAY_MS
_FAMILIES = ("STOP", "STOP_PROFIT_LOSS")
T = TypeVar("T", Order, Algo)


def open_orders_v1(call: Call) -> list[Row]:
    kind = call.choice("type", ("LIMIT", *_FAMILIES), "LIMIT", code=-1116)
    if kind == "LIMIT":
        return _orders(call, call.account.orders.values(), "v1")
    found = [algo for algo in call.account.algos.values() if plan_family(algo) == kind]
    return [stop_row(algo, call.account, call.market) for algo in _page(call, found)]


def open_orders_v2(call: Call) -> list[Row]:
    return _orders(call, call.account.orders.values(), "v2")


def past_orders_v1(call: Call) -> list[Row]:
    if call.choice("type", ("LIMIT", *_FAMILIES), "LIMIT", code=-1116) == "LIMIT":
        return _orders(call, _within(call, call.account.finished_orders), "v1")
    found = [algo for algo in _within(call, call.account.finished_algos) if plan_family(algo) == call.text("type")]
    return [stop_row(algo, call.account, call.market) for algo in _page(call, found)]


def past_orders_v2(call: Call) -> list[Row]:
    return _orders(call, _within(call, call.account.finished_orders), "v2")


def open_plans(call: Call) -> list[Row]:
    return _plans(call, call.account.algos.values())


def past_plans(call: Call) -> list[Row]:
    return _plans(call, _within(call, call.account.finished_algos))


def trades_v1(call: Call) -> list[Row]:
    return _trades(call, "v1")


def trades_v2(call: Call) -> list[Row]:
    return _trades(call, "v2")


def flows(call: Call) -> list[Row]:
    """Changes of the balance, by kind."""
    first, last = call.window(LONGEST_MS)
    wanted, from_id, end_id = call.whole("flowType"), call.whole("fromId"), call.whole("endId")
    rows = [
        row
        for bill in reversed(call.account.bills)
        if first <= bill.time_ms <= last and call.text("symbol") in ("", bill.contract)
        for row in flow_rows(call.account, bill)
        if wanted in (0, row["flowTypeValue"]) and _between(int(str(row["id"])), from_id, end_id)
    ]
    return rows[: call.limit()]


def closed_positions(call: Call) -> list[Row]:
    """Positions that were closed, wholly or in part."""
    first, last = call.window(LONGEST_MS)
    wanted = call.choice("marginType", ("CROSS", "ISOLATED")) if call.text("marginType") else ""
    rows = [
        closed_row(call.market, row)
        for row in reversed(call.account.history)
        if first <= row.updated_ms <= last
        and call.wants(row.position.contract)
        and wanted in ("", margin_type(row.position.margin_mode))
    ]
    found = [row for row in rows if _between(int(str(row["id"])), call.whole("fromId"), call.whole("toId"))]
    return found[: call.limit()]


def _orders(call: Call, orders: Iterable[Order], version: Version) -> list[Row]:
    return [order_row(order, call.account, call.market, version) for order in _page(call, orders)]


def _plans(call: Call, algos: Iterable[Algo]) -> list[Row]:
    family = call.choice("stopCategory", _FAMILIES, "STOP")
    return [
        plan_row(algo, call.market) for algo in _page(call, (each for each in algos if plan_family(each) == family))
    ]


def _trades(call: Call, version: Version) -> list[Row]:
    symbol = call.quote().contract.id
    first, last = call.window(LONGEST_MS)
    from_id, to_id = call.whole("fromId"), call.whole("toId")

    def listed(fill: Fill) -> bool:
        return fill.contract == symbol and first <= fill.time_ms <= last and _between(int(fill.bill_id), from_id, to_id)

    found = [fill for fill in reversed(call.account.fills) if listed(fill)]
    return [trade_row(fill, call.account, call.market, version) for fill in found[: call.limit()]]


def _between(number: int, first: int, last: int) -> bool:
    return (not first or number >= first) and (not last or number <= last)


def _within(call: Call, rows: Iterable[T]) -> list[T]:
    """Those that were made in the window; three days unless it is said."""
    first, last = call.window(USUAL_MS)
    return [row for row in rows if first <= row.created_ms <= last]


def _page(call: Call, rows: Iterable[T]) -> list[T]:
    """The newest, or those older than the id that is named."""
    before = call.whole("orderId")
    found = [row for row in rows if call.wants(row.contract) and (not before or int(row.id) < before)]
    found.sort(key=lambda row: int(row.id), reverse=True)
    return found[: call.limit()]
