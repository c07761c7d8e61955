"""Ordinary orders of v2: place, modify, cancel, close."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exchanges.sandbox.bitget import orders
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.orders import KINDS
from exchanges.sandbox.bitget.requests import (
    USDT_FUTURES,
    Call,
    Fields,
    Row,
    client_id,
    contract,
    decimal,
    items,
    margin_coin,
    margin_mode,
    need_decimal,
    one_of,
    price,
    product,
    side,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.words import client_oid, hold_side
from exchanges.sandbox.figures import txt
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.state import Leg, Order, Side

BATCH = 50


def place(call: Call) -> Row:
    return _ids(_place(call, call.params))


def place_batch(call: Call) -> Row:
    common = {name: value for name, value in call.params.items() if name != "orderList"}
    _check_product(common)
    return outcomes(items(call.body, "orderList", BATCH), lambda item: _place(call, common | dict(item)))


def _ids(order: Order) -> Row:
    return {"orderId": order.id, "clientOid": client_oid(order)}


def outcomes(wanted: Iterable[Fields], act: Callable[[Fields], Order]) -> Row:
    """What became of each part of a batch."""
    done: list[Row] = []
    failed: list[Row] = []
    for item in wanted:
        try:
            done.append(_ids(act(item)))
        except BitgetError as error:
            failed.append(
                {
                    "orderId": word(item, "orderId"),
                    "clientOid": word(item, "clientOid"),
                    "errorMsg": error.text,
                    "errorCode": error.code,
                }
            )
    return {"successList": done, "failureList": failed}


def _check_product(fields: Fields) -> None:
    """Only USDT-M futures are listed.

    Raises:
        BitgetError: 40034 for the others.
    """
    if product(fields) != USDT_FUTURES:
        raise BitgetError("40034", param=word(fields, "symbol"))


def _place(call: Call, fields: Fields) -> Order:
    _check_product(fields)
    name = contract(call, fields)
    margin_coin(fields)
    direction, leg, reduces = read_direction(call, fields)
    at_market = one_of(fields, "orderType", ("limit", "market")) == "market"
    force = one_of(fields, "force", tuple(KINDS), "gtc")
    limit = price(fields, "price")
    if limit is None and not at_market:
        raise BitgetError("40019", param="price")
    intent = NewOrder(
        contract=name,
        margin_mode=margin_mode(fields),
        side=direction,
        leg=leg,
        kind="market" if at_market else KINDS[force],
        size=need_decimal(fields, "size"),
        price=None if at_market else limit,
        client_id=client_id(call, fields),
        reduce_only=reduces,
        attached=orders.targets(
            call,
            (price(fields, "presetStopSurplusPrice"), price(fields, "presetStopSurplusExecutePrice"), "last"),
            (price(fields, "presetStopLossPrice"), price(fields, "presetStopLossExecutePrice"), "last"),
        ),
    )
    orders.make_room(call.account, call, intent)
    return orders.place(call, intent)


def read_direction(call: Call, fields: Fields) -> tuple[Side, Leg, bool]:
    """True side, leg and whether it only reduces; hedge mode names the position and opens or closes it.

    Raises:
        BitgetError: 40774 when the order's shape is the other position mode's.
    """
    direction = side(fields)
    trade_side = word(fields, "tradeSide").lower()
    if not call.account.hedged:
        if trade_side in ("open", "close"):
            raise BitgetError("40774")
        return direction, "net", word(fields, "reduceOnly").upper() == "YES"
    if trade_side not in ("open", "close"):
        raise BitgetError("40774")
    leg: Leg = "long" if direction == "buy" else "short"
    if trade_side == "close":
        direction = "sell" if direction == "buy" else "buy"
    return direction, leg, False


def modify(call: Call) -> Row:
    """Size and price together make a new order with a new id, a moment later; or the targets change in place."""
    fields = call.params
    _check_product(fields)
    contract(call, fields)
    order = orders.find(call, fields)
    size, limit = decimal(fields, "newSize"), price(fields, "newPrice")
    if (size is None) != (limit is None):
        raise BitgetError("40019", param="newSize" if size is None else "newPrice")
    if not order.is_open or order.filled or order.kind == "market":
        raise BitgetError("45055")
    if size is None:
        profit, loss = price(fields, "newPresetStopSurplusPrice"), price(fields, "newPresetStopLossPrice")
        if profit is None and loss is None:
            raise BitgetError("40019", param="newSize")
        order.attached = orders.targets(call, (profit, None, "last"), (loss, None, "last"))
        return _ids(order)
    name = client_id(call, fields, "newClientOid")
    successor = NewOrder(
        contract=order.contract,
        margin_mode=order.margin_mode,
        side=order.side,
        leg=order.leg,
        kind=order.kind,
        size=size,
        price=limit,
        client_id=name,
        reduce_only=order.reduce_only,
        attached=order.attached,
    )
    orders.cancel(call, order)
    orders.later(lambda: orders.place(call, successor))
    return {"orderId": order.id, "clientOid": name}


def cancel(call: Call) -> Row:
    _check_product(call.params)
    contract(call, call.params)
    return _ids(orders.cancel(call, orders.find(call, call.params)))


def cancel_batch(call: Call) -> Row:
    """The listed orders; without a list everything of the product, or of the symbol."""
    _check_product(call.params)
    if not call.params.get("orderIdList"):
        return _cancel_all(call)
    contract(call, call.params)
    listed = items(call.body, "orderIdList", BATCH)
    return outcomes(listed, lambda item: orders.cancel(call, orders.find(call, item)))


def cancel_all(call: Call) -> Row:
    """All ordinary orders; trigger orders stay."""
    _check_product(call.params)
    return _cancel_all(call)


def _cancel_all(call: Call) -> Row:
    name = wanted_contract(call.params)
    chosen = [order for order in call.account.orders.values() if not name or order.contract == name]
    if not chosen:
        raise BitgetError("22001")
    return {"successList": [_ids(orders.cancel(call, order)) for order in chosen], "failureList": []}


def close_positions(call: Call) -> Row:
    """At market: everything, one symbol, or one side of it."""
    _check_product(call.params)
    name, wanted = wanted_contract(call.params), word(call.params, "holdSide").lower()
    if name:
        contract(call, call.params)
    chosen = [
        position
        for position in call.account.positions.values()
        if (not name or position.contract == name)
        and (not wanted or not call.account.hedged or hold_side(position) == wanted)
    ]
    if not chosen:
        raise BitgetError("22002")
    closed = [(position.contract, orders.close(call, position)) for position in chosen]
    return {"successList": [_ids(order) | {"symbol": symbol} for symbol, order in closed], "failureList": []}


def reverse(call: Call) -> Row:
    """Close a position and open the same size the other way."""
    _check_product(call.params)
    name = contract(call, call.params)
    margin_coin(call.params)
    direction = side(call.params)
    for position in list(call.account.positions.values()):
        if position.contract == name and hold_side(position) == ("long" if direction == "buy" else "short"):
            size = decimal(call.params, "size") or position.size
            mode = position.margin_mode
            size = min(size, Margins(call.account, call.venue.market).closable(position))
            back: Side = "sell" if position.direction > 0 else "buy"
            orders.place(
                call, NewOrder(name, mode, back, position.leg, "market", size, reduce_only=position.leg == "net")
            )
            other: Leg = "net" if position.leg == "net" else ("short" if position.leg == "long" else "long")
            opened = NewOrder(
                name,
                mode,
                back,
                other,
                "market",
                size,
                client_id=client_id(call, call.params),
                facts={"size": txt(size)},
            )
            return _ids(orders.place(call, opened))
    raise BitgetError("22002")
