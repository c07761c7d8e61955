"""Closing and reversing at once, which copy trading accounts may not."""

from __future__ import annotations

from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Order, Position
from exchanges.sandbox.toobit.errors import ToobitError, translate
from exchanges.sandbox.toobit.leader_state import is_copy_account
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row


def close(call: Call) -> Row:
    """Cancel what waits for the position, then close it at market."""
    order = _closed(call, _held(call), call.client_id("clientOrderId"))
    return {"code": 200, "orderId": order.id}


def reverse(call: Call) -> Row:
    """Close, then open the same on the other side."""
    held = _held(call)
    size = call.number("quantity") or held.size
    if size > held.size:
        raise ToobitError(-1130, param="quantity")
    _closed(call, held, "")
    long = held.leg == "long"
    intent = NewOrder(
        held.contract, held.margin_mode, "sell" if long else "buy", "short" if long else "long", "market", size
    )
    try:
        return {"code": 200, "orderId": call.venue.engine.place(call.account, intent).id}
    except Refusal as refusal:
        raise translate(refusal) from None


def _held(call: Call) -> Position:
    if is_copy_account(call.account):
        raise ToobitError(-1020)
    place = (call.quote().contract.id, call.leg("side"))
    held = next((item for item in call.account.positions.values() if (item.contract, item.leg) == place), None)
    if held is None:
        raise ToobitError(-3145)
    return held


def _closed(call: Call, held: Position, client_id: str) -> Order:
    engine = call.venue.engine
    for order in list(call.account.orders.values()):
        if (order.contract, order.leg) == (held.contract, held.leg):
            engine.cancel(call.account, order)
    return engine.close(call.account, held, client_id)
