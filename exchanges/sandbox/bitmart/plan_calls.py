"""Orders that wait for a price: plans, take profit and stop loss, trailing."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitmart.errors import BitmartError, translate
from exchanges.sandbox.bitmart.requests import (
    Call,
    Row,
    client_id,
    contract,
    need_decimal,
    need_price,
    number,
    one_of,
    price,
    size,
    within,
    word,
)
from exchanges.sandbox.bitmart.settings import margin_mode
from exchanges.sandbox.bitmart.words import Direction, direction, plan_word, trigger_kind
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Algo, Position

AT_MARKET = Decimal(-1)
TARGETS = ("take_profit", "stop_loss")
_PRESETS = (
    "preset_take_profit_price",
    "preset_take_profit_price_type",
    "preset_stop_loss_price",
    "preset_stop_loss_price_type",
)


def place(call: Call) -> Row:
    """A plan; the document's call takes targets of a position, too."""
    kind = one_of(call.params, "type", ("limit", "market", *TARGETS), "limit", code="40042")
    algo = _place_target(call, kind) if kind in TARGETS else _place_plan(call, kind)
    return {"order_id": int(algo.id)}


def place_target(call: Call) -> Row:
    """Today's call for take profit and stop loss."""
    kind = one_of(call.params, "type", TARGETS, code="40042")
    return {"order_id": _place_target(call, kind).id, "client_order_id": word(call.params, "client_order_id")}


def _place_plan(call: Call, kind: str) -> Algo:
    fields = call.params
    name = contract(call)
    wanted = direction(call.account, number(fields, "side"))
    trigger, way = need_price(fields, "trigger_price"), within(fields, "price_way", 1, 2)
    _check_steps(call, name, "trigger_price", trigger)
    limit = need_price(fields, "executive_price") if kind == "limit" else AT_MARKET
    intent = NewAlgo(
        contract=name,
        margin_mode=margin_mode(call, name, wanted),
        side=wanted.side,
        leg=wanted.leg,
        kind="trigger",
        size=size(fields),
        client_id=client_id(fields),
        reduce_only=wanted.closes and wanted.leg == "net",
        trigger=trigger,
        trigger_type=trigger_kind(fields),
        order_price=limit,
        facts={"mode": str(within(fields, "mode", 1, 4, 1))}
        | {name: word(fields, name) for name in _PRESETS if word(fields, name)},
    )
    algo = _enter(call, intent)
    algo.rising = way == 1
    return algo


def _place_target(call: Call, kind: str) -> Algo:
    """Of a part of a position or, with category 2, of the whole; the usual one is the whole since v2."""
    fields = call.params
    name = contract(call)
    wanted = direction(call.account, number(fields, "side"))
    if not wanted.closes:
        raise BitmartError("40041")
    held = _held(call, name, wanted)
    whole = within(fields, "plan_category", 1, 2, 2 if call.is_v2 else 1) == 2
    trigger = need_price(fields, "trigger_price")
    _check_steps(call, name, "trigger_price", trigger)
    limit = price(fields, "executive_price")
    at_market = limit is None or word(fields, "category") == "market"
    intent = NewAlgo(
        contract=name,
        margin_mode=held.margin_mode,
        side=wanted.side,
        leg=wanted.leg,
        kind="conditional",
        size=None if whole else size(fields),
        client_id=client_id(fields),
        reduce_only=True,
        cancel_on_close=True,
        sole=False,
    )
    _aim(intent, kind, trigger, trigger_kind(fields), AT_MARKET if at_market else limit)
    return _enter(call, intent)


def _aim(intent: NewAlgo, kind: str, trigger: Decimal, which: str, limit: Decimal | None) -> None:
    if kind == "take_profit":
        intent.tp_trigger, intent.tp_trigger_type, intent.tp_price = trigger, which, limit
    else:
        intent.sl_trigger, intent.sl_trigger_type, intent.sl_price = trigger, which, limit


def _held(call: Call, name: str, wanted: Direction) -> Position:
    """The position a closing order would close.

    Raises:
        BitmartError: 40021.
    """
    for item in call.account.positions.values():
        fits = item.direction == (1 if wanted.side == "sell" else -1)
        if (item.contract, item.leg) == (name, wanted.leg) and fits:
            return item
    raise BitmartError("40021")


def submit_trailing(call: Call) -> Row:
    return {"order_id": int(place_trailing(call).id)}


def place_trailing(call: Call) -> Algo:
    """Follows the price from the activation on, and trades at market when it turns back far enough."""
    fields = call.params
    name = contract(call)
    wanted = direction(call.account, number(fields, "side"))
    rate = need_decimal(fields, "callback_rate")
    if not Decimal("0.1") <= rate <= 5:
        raise BitmartError("40044", "callback_rate")
    trigger_kind(fields, "activation_price_type")
    active = need_price(fields, "activation_price")
    _check_steps(call, name, "activation_price", active)
    intent = NewAlgo(
        contract=name,
        margin_mode=margin_mode(call, name, wanted),
        side=wanted.side,
        leg=wanted.leg,
        kind="move_order_stop",
        size=size(fields),
        client_id=client_id(fields),
        reduce_only=wanted.closes and wanted.leg == "net",
        active_price=active,
        callback_ratio=rate / 100,
    )
    return _enter(call, intent)


def _enter(call: Call, intent: NewAlgo) -> Algo:
    try:
        return call.venue.engine.triggers.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal) from None


def _check_steps(call: Call, name: str, param: str, value: Decimal) -> None:
    if value % call.quotes[name].contract.tick:
        raise BitmartError("40043", param)


def find_plan(call: Call, missing: str = "40037") -> Algo:
    """The plan `order_id` or, today, `client_order_id` names.

    Raises:
        BitmartError: 40011 without any, `missing` for no such plan.
    """
    plan_id = word(call.params, "order_id")
    client = word(call.params, "client_order_id") if call.is_v2 else ""
    if not plan_id and not client:
        raise BitmartError("40011", "order_id")
    name = contract(call)
    try:
        algo = call.venue.engine.triggers.find(call.account, plan_id, client)
    except Refusal:
        raise BitmartError(missing) from None
    if algo.contract != name:
        raise BitmartError(missing)
    return algo


def cancel(call: Call) -> Row:
    """A plan or a target."""
    _cancel(call, find_plan(call))
    return {}


def cancel_trailing(call: Call) -> Row:
    """One trailing order, or all of the contract."""
    if word(call.params, "order_id") or word(call.params, "client_order_id"):
        _cancel(call, find_plan(call))
        return {}
    name = contract(call)
    for algo in [item for item in call.account.algos.values() if item.contract == name]:
        if plan_word(algo) == "trailing":
            _cancel(call, algo)
    return {}


def _cancel(call: Call, algo: Algo) -> None:
    if algo.state != "live":
        raise BitmartError("40036")
    call.venue.engine.triggers.cancel(call.account, algo)


def amend_target(call: Call) -> Row:
    """Trigger and price of a take profit or stop loss."""
    algo = _waiting(call)
    if plan_word(algo) not in TARGETS:
        raise BitmartError("40042")
    trigger, limit = need_price(call.params, "trigger_price"), price(call.params, "executive_price")
    at_market = limit is None or word(call.params, "category") == "market"
    which = trigger_kind(call.params)
    if algo.tp_trigger is not None:
        algo.tp_trigger, algo.tp_trigger_type, algo.tp_price = trigger, which, AT_MARKET if at_market else limit
    else:
        algo.sl_trigger, algo.sl_trigger_type, algo.sl_price = trigger, which, AT_MARKET if at_market else limit
    call.venue.engine.triggers.changed(call.account, algo)
    return {"order_id": algo.id}


def amend_plan(call: Call) -> Row:
    """Trigger and price of a plan."""
    algo = _waiting(call)
    if plan_word(algo) != "plan":
        raise BitmartError("40042")
    kind = one_of(call.params, "type", ("limit", "market"), "limit", code="40042")
    algo.trigger, algo.trigger_type = need_price(call.params, "trigger_price"), trigger_kind(call.params)
    algo.order_price = need_price(call.params, "executive_price") if kind == "limit" else AT_MARKET
    algo.rising = algo.trigger >= call.quotes[algo.contract].price_of(algo.trigger_type)
    call.venue.engine.triggers.changed(call.account, algo)
    return {"order_id": algo.id}


def _waiting(call: Call) -> Algo:
    algo = find_plan(call)
    if algo.state != "live":
        raise BitmartError("40036")
    return algo
