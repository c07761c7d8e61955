"""What ordinary orders of both generations have in common: reading targets, finding, cancelling, closing, replacing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError, translate
from exchanges.sandbox.bitget.mix_account_calls import change_margin_mode
from exchanges.sandbox.bitget.requests import Call, Fields, word
from exchanges.sandbox.intents import NewOrder
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import Account, Attached, Order, Position, position_key

MODIFY_AFTER_S = 0.02
"""A modified order's successor appears so much later than the answer."""
AT_MARKET = Decimal(-1)
TRIGGERS = {"fill_price": "last", "mark_price": "mark", "index_price": "index", "market": "last", "mark": "mark"}
KINDS = {"gtc": "limit", "post_only": "post_only", "fok": "fok", "ioc": "ioc"}


def place(call: Call, intent: NewOrder) -> Order:
    """Hand an order to the engine, once its margin mode is the contract's.

    Raises:
        BitgetError: In the words of v2.
    """
    account = call.account
    if any(order.client_id == intent.client_id for order in account.finished_orders):
        raise BitgetError("40786")
    change_margin_mode(account, intent.contract, intent.margin_mode)
    try:
        return call.venue.engine.place(account, intent)
    except Refusal as refusal:
        raise explained(call, refusal, intent) from None


def explained(call: Call, refusal: Refusal, intent: NewOrder) -> BitgetError:
    """A refusal with the figures its text names."""
    tick = str(call.quotes[intent.contract].contract.tick) if intent.contract in call.quotes else ""
    told = refusal.values | {"tick": tick, "side": intent.side}
    held = call.account.positions.get(position_key(intent.contract, intent.margin_mode, intent.leg))
    if refusal.reason is Reason.CLOSE_TOO_LARGE and held is not None and held.size >= intent.size:
        return BitgetError("40757")  # Large enough, but promised to orders that wait.
    if refusal.reason is Reason.NOT_A_LOT:
        told["param"] = f"size checkBDScale error value={intent.size}"
    return translate(Refusal(refusal.reason, **told))


def targets(
    call: Call,
    profit: tuple[Decimal | None, Decimal | None, str],
    loss: tuple[Decimal | None, Decimal | None, str],
) -> list[Attached]:
    """Take profit and stop loss of an order, each one of its own: trigger, limit price, which price triggers."""
    made = []
    if profit[0] is not None:
        made.append(
            Attached(
                id=call.venue.desk.new_id(),
                tp_trigger=profit[0],
                tp_trigger_type=profit[2],
                tp_price=profit[1] or AT_MARKET,
            )
        )
    if loss[0] is not None:
        made.append(
            Attached(
                id=call.venue.desk.new_id(), sl_trigger=loss[0], sl_trigger_type=loss[2], sl_price=loss[1] or AT_MARKET
            )
        )
    return made


def find(call: Call, fields: Fields, missing: str = "40768") -> Order:
    """The order either id names.

    Raises:
        BitgetError: 40019 without an id, `missing` for no such order.
    """
    order_id, client = word(fields, "orderId"), word(fields, "clientOid")
    if not order_id and not client:
        raise BitgetError("40019", param="orderId")
    try:
        order = call.venue.engine.find(call.account, order_id, client)
    except Refusal:
        raise BitgetError(missing) from None
    wanted = word(fields, "symbol").upper()
    if wanted and order.contract != wanted:
        raise BitgetError(missing)
    return order


def cancel(call: Call, order: Order) -> Order:
    try:
        call.venue.engine.cancel(call.account, order)
    except Refusal as refusal:
        raise translate(refusal) from None
    return order


def close(call: Call, position: Position) -> Order:
    """A whole position at market; orders that wait to close it are cancelled first."""
    account = call.account
    for order in list(account.orders.values()):
        closes = (order.side == "sell") == (position.direction > 0) and (order.leg != "net" or order.reduce_only)
        if closes and position_key(order.contract, order.margin_mode, order.leg) == position.key:
            call.venue.engine.cancel(account, order)
    return call.venue.engine.close(account, position, call.venue.desk.new_id())


def make_room(account: Account, call: Call, intent: NewOrder) -> None:
    """One-way: a reduce-only order that together with older ones exceeds the position ends the older ones."""
    held = account.positions.get(position_key(intent.contract, intent.margin_mode, "net"))
    if not intent.reduce_only or held is None:
        return
    older = [
        order
        for order in account.orders.values()
        if order.reduce_only and order.contract == intent.contract and order.side == intent.side
    ]
    over = sum((order.remaining for order in older), intent.size) - held.size
    for order in older:
        if over > 0:
            over -= order.remaining
            call.venue.engine.cancel(account, order)


def later(act: Callable[[], object]) -> None:
    """Do something a moment after the answer; what the venue then refuses, nobody is told."""

    def due() -> None:
        with contextlib.suppress(Refusal, BitgetError):
            act()

    asyncio.get_running_loop().call_later(MODIFY_AFTER_S, due)
