"""The order calls of v3: here `side` is the true direction, and `posSide` names the leg in hedge mode."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from exchanges.sandbox.bitget import orders, uta_margin_calls
from exchanges.sandbox.bitget.errors import BitgetError, translate
from exchanges.sandbox.bitget.margin_state import SpotOrder
from exchanges.sandbox.bitget.orders import KINDS, TRIGGERS
from exchanges.sandbox.bitget.paging import page
from exchanges.sandbox.bitget.requests import (
    USDT_FUTURES,
    Call,
    Fields,
    Row,
    client_id,
    contract,
    decimal,
    items,
    margin_mode,
    need_decimal,
    one_of,
    price,
    side,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.uta_margin_calls import is_margin
from exchanges.sandbox.bitget.uta_market_calls import CATEGORIES, category
from exchanges.sandbox.bitget.uta_order_rows import unified_fill_row, unified_order_row
from exchanges.sandbox.bitget.words import client_oid, hold_side, margin_word
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Fill, Leg, Order, Side

BATCH = 20
SPAN_DAYS = 30


def place(call: Call) -> Row:
    if is_margin(call.params):
        return _spot_ids(uta_margin_calls.place(call, call.params))
    return _ids(_place(call, call.params))


def place_batch(call: Call) -> list[Row]:
    return outcomes(items(call.body, "", BATCH), lambda item: _place(call, item))


def _ids(order: Order) -> Row:
    return {"orderId": order.id, "clientOid": client_oid(order)}


def _spot_ids(order: SpotOrder) -> Row:
    return {"orderId": order.id, "clientOid": order.client_id}


def outcomes(wanted: Iterable[Fields], act: Callable[[Fields], Order]) -> list[Row]:
    """What became of each part of a batch, each with a code of its own."""
    rows: list[Row] = []
    for item in wanted:
        try:
            rows.append(_ids(act(item)) | {"code": "00000", "msg": "success"})
        except BitgetError as error:
            told = error.unified()
            named: Row = {"orderId": word(item, "orderId"), "clientOid": word(item, "clientOid")}
            rows.append(named | {"code": told.code, "msg": told.text})
    return rows


def read_leg(call: Call, fields: Fields) -> tuple[Side, Leg]:
    """Direction and leg.

    Raises:
        BitgetError: 25236 for the side of a position named the classic way, or in one-way mode.
    """
    direction, wanted = side(fields), word(fields, "posSide")
    if word(fields, "holdSide") or word(fields, "tradeSide"):
        raise BitgetError("25236", param="holdSide" if word(fields, "holdSide") else "tradeSide")
    if not call.account.hedged:
        if wanted not in ("", "net"):
            raise BitgetError("25236", param="posSide")
        return direction, "net"
    if wanted not in ("long", "short"):
        raise BitgetError("25236", param="posSide")
    return direction, cast(Leg, wanted)


def check_category(fields: Fields) -> None:
    """Only USDT-M futures can be traded here.

    Raises:
        BitgetError: 40034.
    """
    if one_of(fields, "category", CATEGORIES) != USDT_FUTURES:
        raise BitgetError("40034", param=word(fields, "symbol"))


def trigger_by(fields: Fields, name: str) -> str:
    return TRIGGERS[one_of(fields, name, ("market", "mark"), "market")]


def _place(call: Call, fields: Fields) -> Order:
    check_category(fields)
    name = contract(call, fields)
    direction, leg = read_leg(call, fields)
    at_market = one_of(fields, "orderType", ("limit", "market")) == "market"
    limit = price(fields, "price")
    if limit is None and not at_market:
        raise BitgetError("40019", param="price")
    intent = NewOrder(
        contract=name,
        margin_mode=margin_mode(fields, margin_word(call.account.margin_modes.get(name, "cross"))),
        side=direction,
        leg=leg,
        kind="market" if at_market else KINDS[one_of(fields, "timeInForce", tuple(KINDS), "gtc")],
        size=need_decimal(fields, "qty"),
        price=None if at_market else limit,
        client_id=client_id(call, fields),
        reduce_only=leg == "net" and word(fields, "reduceOnly").lower() == "yes",
        attached=orders.targets(
            call,
            (price(fields, "takeProfit"), price(fields, "tpLimitPrice"), trigger_by(fields, "tpTriggerBy")),
            (price(fields, "stopLoss"), price(fields, "slLimitPrice"), trigger_by(fields, "slTriggerBy")),
        ),
    )
    orders.make_room(call.account, call, intent)
    return orders.place(call, intent)


def modify(call: Call) -> Row:
    """New size or price of an open order, which keeps its id."""
    order = orders.find(call, call.params)
    size, limit = decimal(call.params, "qty"), price(call.params, "price")
    if size is None and limit is None:
        raise BitgetError("40019", param="qty")
    try:
        call.venue.engine.amend(call.account, order, size, limit)
    except Refusal as refusal:
        raise translate(refusal) from None
    return _ids(order)


def cancel(call: Call) -> Row:
    if is_margin(call.params):
        return _spot_ids(uta_margin_calls.cancel(call, call.params))
    return _ids(orders.cancel(call, orders.find(call, call.params)))


def cancel_batch(call: Call) -> list[Row]:
    listed = items(call.body, "", BATCH)
    return outcomes(listed, lambda item: orders.cancel(call, orders.find(call, item)))


def cancel_symbol(call: Call) -> Row:
    """All ordinary orders of a category, or of one symbol of it."""
    check_category(call.params)
    name = wanted_contract(call.params)
    chosen = [order for order in call.account.orders.values() if not name or order.contract == name]
    rows = [_ids(orders.cancel(call, order)) | {"code": "00000", "msg": "success"} for order in chosen]
    return {"list": rows or None}


def close_positions(call: Call) -> Row:
    """At market: everything of the category, one symbol, or one side of it."""
    check_category(call.params)
    name, wanted = wanted_contract(call.params), word(call.params, "posSide")
    chosen = [
        position
        for position in call.account.positions.values()
        if (not name or position.contract == name) and (not wanted or hold_side(position) == wanted)
    ]
    if not chosen:
        raise BitgetError("22002")
    rows = [_ids(orders.close(call, position)) | {"code": "00000", "msg": "success"} for position in chosen]
    return {"list": rows}


def info(call: Call) -> Row:
    return unified_order_row(call.account, orders.find(call, call.params))


def pending(call: Call) -> Row:
    if is_margin(call.params):
        return uta_margin_calls.pending(call)
    return _orders(call, list(call.account.orders.values()))


def history(call: Call) -> Row:
    if is_margin(call.params):
        return uta_margin_calls.history(call)
    category(call)
    return _orders(call, list(call.account.finished_orders))


def _orders(call: Call, found: list[Order]) -> Row:
    if word(call.params, "category") and category(call) != USDT_FUTURES:
        return {"list": None, "cursor": None}
    name = wanted_contract(call.params)
    chosen = [item for item in found if not name or item.contract == name]
    rows = page(call, chosen, lambda item: int(item.id), lambda item: item.created_ms, by="cursor", span_days=SPAN_DAYS)
    listed = [unified_order_row(call.account, item) for item in rows]
    return {"list": listed or None, "cursor": rows[-1].id if rows else None}


def fills(call: Call) -> Row:
    if is_margin(call.params):
        return uta_margin_calls.fills(call)
    if word(call.params, "category") and category(call) != USDT_FUTURES:
        return {"list": None, "cursor": None}
    name, order_id = wanted_contract(call.params), word(call.params, "orderId")

    def wanted(fill: Fill) -> bool:
        return (not name or fill.contract == name) and (not order_id or fill.order_id == order_id)

    chosen = [fill for fill in call.account.fills if wanted(fill)]
    rows = page(call, chosen, lambda fill: fill.number, lambda fill: fill.time_ms, by="cursor", span_days=SPAN_DAYS)
    kinds = {order.id: order.kind for order in (*call.account.finished_orders, *call.account.orders.values())}
    listed = [unified_fill_row(call.account, fill, kinds.get(fill.order_id, "market")) for fill in rows]
    return {"list": listed or None, "cursor": str(rows[-1].number) if rows else None}
