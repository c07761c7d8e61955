"""Ordinary orders: place, amend, cancel, close."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.bitmart.errors import BitmartError, translate
from exchanges.sandbox.bitmart.plan_calls import find_plan, place_trailing
from exchanges.sandbox.bitmart.requests import (
    Call,
    Fields,
    Row,
    client_id,
    contract,
    decimal,
    need_price,
    number,
    one_of,
    price,
    size,
    wanted_contract,
    within,
    word,
)
from exchanges.sandbox.bitmart.settings import margin_mode
from exchanges.sandbox.bitmart.words import KINDS, direction, trigger_kind
from exchanges.sandbox.figures import txt
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import Account, Attached, Order, Position, position_key
from exchanges.sandbox.venue import Venue

COUNTDOWN = "cancel_all_after:"
"""Begins the name of an account's fact: when a contract's orders are cancelled."""
AT_MARKET = Decimal(-1)


def place(call: Call) -> Row:
    """The document's call also takes trailing orders, which have a call of their own today."""
    kinds = ("limit", "market") if call.is_v2 else ("limit", "market", "trailing")
    if one_of(call.params, "type", kinds, "limit", code="40042") == "trailing":
        return {"order_id": int(place_trailing(call).id), "price": "market price"}
    order = _place(call)
    return {"order_id": int(order.id), "price": "market price" if order.price is None else txt(order.price)}


def _place(call: Call) -> Order:
    fields, account = call.params, call.account
    name = contract(call)
    wanted = direction(account, number(fields, "side"))
    at_market = word(fields, "type", "limit") == "market"
    mode = margin_mode(call, name, wanted)
    intent = NewOrder(
        contract=name,
        margin_mode=mode,
        side=wanted.side,
        leg=wanted.leg,
        kind="market" if at_market else KINDS[within(fields, "mode", 1, 4, 1)],
        size=size(fields),
        price=None if at_market else need_price(fields, "price"),
        client_id=unused_client_id(call, fields),
        reduce_only=wanted.closes and wanted.leg == "net",
        attached=presets(call),
    )
    try:
        return call.venue.engine.place(account, intent)
    except Refusal as refusal:
        held = account.positions.get(position_key(name, mode, wanted.leg))
        if refusal.reason is Reason.CLOSE_TOO_LARGE and held is None:
            raise BitmartError("40021") from None
        raise translate(refusal) from None


def unused_client_id(call: Call, fields: Fields) -> str:
    """Raises:
    BitmartError: 40048 to 40050.
    """
    name, account = client_id(fields), call.account
    used = {order.client_id for order in (*account.orders.values(), *account.finished_orders)}
    used |= {algo.client_id for algo in (*account.algos.values(), *account.finished_algos)}
    if name and name in used:
        raise BitmartError("40050")
    return name


def presets(call: Call) -> list[Attached]:
    """Take profit and stop loss that wait until the order is filled."""
    fields, made, desk = call.params, list[Attached](), call.venue.desk
    profit, loss = price(fields, "preset_take_profit_price"), price(fields, "preset_stop_loss_price")
    if profit is not None:
        kind = trigger_kind(fields, "preset_take_profit_price_type")
        made.append(Attached(desk.new_id(), tp_trigger=profit, tp_trigger_type=kind, tp_price=AT_MARKET))
    if loss is not None:
        kind = trigger_kind(fields, "preset_stop_loss_price_type")
        made.append(Attached(desk.new_id(), sl_trigger=loss, sl_trigger_type=kind, sl_price=AT_MARKET))
    return made


def find(call: Call, missing: str = "40035") -> Order:
    """The order `order_id` or, today, `client_order_id` names.

    Raises:
        BitmartError: 40011 without any, `missing` for no such order.
    """
    order_id = word(call.params, "order_id")
    client = word(call.params, "client_order_id") if call.is_v2 else ""
    if not order_id and not client:
        raise BitmartError("40011", "order_id")
    name = contract(call)
    try:
        order = call.venue.engine.find(call.account, order_id, client)
    except Refusal:
        raise BitmartError(missing) from None
    if order.contract != name:
        raise BitmartError(missing)
    return order


def amend(call: Call) -> Row:
    """Price, size or both of an order that rests."""
    order = find(call)
    if order.kind == "market":
        raise BitmartError("40042")
    wanted, limit = decimal(call.params, "size"), price(call.params, "price")
    if wanted is None and limit is None:
        raise BitmartError("40011", "price")
    if wanted is not None:
        wanted = size(call.params)
    _try(lambda: call.venue.engine.amend(call.account, order, wanted, limit))
    return {"order_id": int(order.id), "client_order_id": order.client_id}


def cancel(call: Call) -> Row:
    """One order; today, without any id, all orders of the contract."""
    if call.is_v2 and not word(call.params, "order_id") and not word(call.params, "client_order_id"):
        return cancel_all(call)
    try:
        order = find(call)
    except BitmartError as error:
        if error.code != "40035":
            raise
        algo = find_plan(call, "40035")
        if algo.kind != "move_order_stop":
            raise BitmartError("40035") from None
        _try(lambda: call.venue.engine.triggers.cancel(call.account, algo))
        return {}
    _try(lambda: call.venue.engine.cancel(call.account, order))
    return {}


def cancel_all(call: Call) -> Row:
    """Every ordinary order of a contract."""
    cancel_orders_of(call.venue, call.account, contract(call))
    return {}


def cancel_orders_of(venue: Venue, account: Account, name: str) -> None:
    """What is open of a contract, plans aside."""
    for order in [item for item in account.orders.values() if item.contract == name]:
        if order.is_open:
            venue.engine.cancel(account, order)


def cancel_all_after(call: Call) -> Row:
    """The contract's orders are cancelled unless the call comes again in time; 0 switches it off."""
    name, timeout_s = contract(call), number(call.params, "timeout")
    if timeout_s is None or 0 < timeout_s < 5:
        raise BitmartError("40011", "timeout")
    now = call.venue.clock()
    call.account.facts.pop(COUNTDOWN + name, None)
    if not timeout_s:
        return {"result": True, "set_time": now // 1_000, "cancel_time": 0}
    call.account.facts[COUNTDOWN + name] = str(now + timeout_s * 1_000)
    return {"result": True, "set_time": now // 1_000, "cancel_time": now // 1_000 + timeout_s}


def close_all(call: Call) -> Row:
    """Positions at market: all, one contract's, or one leg of it."""
    name, side = wanted_contract(call), word(call.params, "position_side")
    chosen = [
        item
        for item in call.account.positions.values()
        if name in ("", item.contract) and side in ("", "long" if item.direction > 0 else "short")
    ]
    if not chosen:
        raise BitmartError("40021")
    for position in chosen:
        _make_way(call, call.account, position)
        call.venue.engine.close(call.account, position)
    return {}


def _make_way(call: Call, account: Account, position: Position) -> None:
    """Orders that wait to close the position are cancelled first."""
    closing = "sell" if position.direction > 0 else "buy"
    for order in list(account.orders.values()):
        same = position_key(order.contract, order.margin_mode, order.leg) == position.key
        if same and order.side == closing and (order.leg != "net" or order.reduce_only):
            call.venue.engine.cancel(account, order)


def amend_presets(call: Call) -> Row:
    """The targets an order carries."""
    order = find(call)
    if not order.is_open:
        raise BitmartError("40036")
    order.attached = presets(call)
    return {"order_id": order.id}


def _try(act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal as refusal:
        raise translate(refusal) from None
