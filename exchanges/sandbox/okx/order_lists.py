"""The lists of ordinary orders and of fills."""

from __future__ import annotations

from exchanges.sandbox.okx.account_calls import QUARTER_MS, WEEK_MS
from exchanges.sandbox.okx.errors import OkxError, translate
from exchanges.sandbox.okx.order_rows import fill_row, order_row
from exchanges.sandbox.okx.paging import chosen, page
from exchanges.sandbox.okx.requests import Call
from exchanges.sandbox.okx.text import Row, txt
from exchanges.sandbox.okx.trade_calls import find_order
from exchanges.sandbox.okx.words import SUB_TYPES
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Fill, Order

THREE_DAYS_MS = 3 * 86_400_000
FORGOTTEN_AFTER_MS = 2 * 3_600_000
"""A cancelled order without fills is not found any more after this."""


def order(call: Call) -> list[Row]:
    try:
        found = find_order(call, call.params)
    except Refusal as refusal:
        raise translate(refusal, final="51603") from None
    if _is_forgotten(call, found):
        raise OkxError("51603")
    return [order_row(found)]


def pending(call: Call) -> list[Row]:
    return _orders(call, list(call.account.orders.values()))


def history(call: Call) -> list[Row]:
    return _finished(call, WEEK_MS)


def history_archive(call: Call) -> list[Row]:
    return _finished(call, QUARTER_MS)


def _finished(call: Call, reach_ms: int) -> list[Row]:
    call.need("instType")
    since = call.venue.clock() - reach_ms
    finished = [item for item in call.account.finished_orders if item.updated_ms >= since]
    return _orders(call, [item for item in finished if not _is_forgotten(call, item)])


def _is_forgotten(call: Call, order: Order) -> bool:
    """A cancelled order without a fill is shown for two hours only."""
    unfilled = order.state == "canceled" and not order.filled
    return unfilled and call.venue.clock() - order.updated_ms > FORGOTTEN_AFTER_MS


def _orders(call: Call, orders: list[Order]) -> list[Row]:
    params = call.params
    kinds, family = chosen(params, "ordType"), params.get("instFamily") or params.get("uly")
    if params.get("instType", "SWAP") != "SWAP":
        return []
    chosen_orders = [
        item
        for item in orders
        if (not kinds or item.kind in kinds)
        and (not params.get("instId") or item.contract == params["instId"])
        and (not family or item.contract == f"{family}-SWAP")
        and (not params.get("state") or item.state == params["state"])
        and (not params.get("category") or item.category == params["category"])
    ]
    rows = page(chosen_orders, params, lambda item: item.id, time=lambda item: item.created_ms)
    return [order_row(item) for item in rows]


def fills(call: Call) -> list[Row]:
    return _fills(call, THREE_DAYS_MS)


def fills_history(call: Call) -> list[Row]:
    call.need("instType")
    return _fills(call, QUARTER_MS)


def _fills(call: Call, reach_ms: int) -> list[Row]:
    params, since = call.params, call.venue.clock() - reach_ms
    if params.get("instType", "SWAP") != "SWAP":
        return []

    def wanted(fill: Fill) -> bool:
        return (
            fill.time_ms >= since
            and (not params.get("instId") or fill.contract == params["instId"])
            and (not params.get("ordId") or fill.order_id == params["ordId"])
            and (not params.get("subType") or SUB_TYPES[fill.sub_type] == params["subType"])
        )

    items = [fill for fill in call.account.fills if wanted(fill)]
    return [fill_row(item) for item in page(items, params, lambda fill: fill.bill_id, time=lambda fill: fill.time_ms)]


def order_precheck(call: Call) -> list[Row]:
    """Only multi-currency and portfolio accounts may ask."""
    if call.account.level not in ("3", "4"):
        raise OkxError("51010")
    names = "adjEq adjEqChg availBal availBalChg imr imrChg liab liabChg liabChgCcy liqPx liqPxDiff liqPxDiffRatio"
    return [dict.fromkeys((names + " mgnRatio mgnRatioChg mmr mmrChg posBal posBalChg type").split(), "")]


def rate_limit_info(call: Call) -> list[Row]:
    return [
        {
            "accRateLimit": "1000",
            "fillRatio": "",
            "mainFillRatio": "",
            "nextAccRateLimit": "",
            "ts": txt(call.venue.clock()),
        }
    ]
