"""Trigger orders of v2: plans, trailing plans, take profit and stop loss."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError, translate
from exchanges.sandbox.bitget.mix_account_calls import change_margin_mode
from exchanges.sandbox.bitget.mix_trade_calls import read_direction
from exchanges.sandbox.bitget.orders import AT_MARKET, TRIGGERS
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
    word,
)
from exchanges.sandbox.bitget.words import PLAN_SHORT, TARGETS, client_oid, plan_type
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Account, Algo, Leg, MarginMode, Position, Side

PLACED = ("normal_plan", "track_plan")
GROUPS: dict[str, tuple[str, ...]] = {
    "normal_plan": ("normal_plan",),
    "track_plan": ("track_plan",),
    "profit_loss": TARGETS,
}
"""What each `planType` of the lists shows."""


def _enter(call: Call, intent: NewAlgo) -> Algo:
    try:
        return call.venue.engine.triggers.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal) from None


def _ids(algo: Algo) -> Row:
    return {"orderId": algo.id, "clientOid": client_oid(algo)}


def trigger_type(fields: Fields, name: str = "triggerType") -> str:
    """Which price triggers, in the engine's word."""
    return TRIGGERS[one_of(fields, name, ("fill_price", "mark_price", "index_price"), "fill_price")]


def place(call: Call) -> Row:
    """A plan, or a trailing plan, that opens or closes."""
    fields = call.params
    if product(fields) != USDT_FUTURES:
        raise BitgetError("40034", param=word(fields, "symbol"))
    kind = one_of(fields, "planType", PLACED)
    name = contract(call, fields)
    margin_coin(fields)
    direction, leg, reduces = read_direction(call, fields)
    trigger = need_decimal(fields, "triggerPrice")
    if trigger <= 0:
        raise BitgetError("43011", param="triggerPrice <= 0")
    at_market = one_of(fields, "orderType", ("limit", "market")) == "market"
    limit = price(fields, "price") or price(fields, "executePrice")
    if limit is None and not at_market:
        raise BitgetError("43011", param="executePrice <= 0")
    intent = NewAlgo(
        contract=name,
        margin_mode=margin_mode(fields),
        side=direction,
        leg=leg,
        kind="trigger",
        size=need_decimal(fields, "size"),
        client_id=client_id(call, fields),
        reduce_only=reduces,
        facts={"planType": kind},
    )
    if kind == "track_plan":
        intent.kind = "move_order_stop"
        intent.active_price, intent.callback_ratio = trigger, _callback(fields, "callbackRatio")
    else:
        intent.trigger, intent.trigger_type = trigger, trigger_type(fields)
        intent.order_price = AT_MARKET if at_market else limit
    change_margin_mode(call.account, name, intent.margin_mode)
    return _ids(_enter(call, intent))


def _callback(fields: Fields, name: str) -> Decimal:
    """How far a price may turn back; percent, ten at most."""
    ratio = need_decimal(fields, name)
    if not 0 < ratio <= 10:
        raise BitgetError("43011", param=f"{name} error")
    return ratio / 100


def target_leg(call: Call, fields: Fields) -> tuple[Leg, Side]:
    """Which position a target belongs to: long or short in hedge mode, buy or sell in one-way mode.

    Raises:
        BitgetError: 43011 for the words of the other mode.
    """
    words = ("long", "short") if call.account.hedged else ("buy", "sell")
    wanted = word(fields, "holdSide").lower()
    if wanted not in words:
        raise BitgetError("43011", param="holdSide error")
    upwards = wanted in ("long", "buy")
    if not call.account.hedged:
        return "net", "sell" if upwards else "buy"
    return ("long", "sell") if upwards else ("short", "buy")


def place_target(call: Call) -> Row:
    """Take profit or stop loss, of a part of a position or of the whole."""
    fields = call.params
    if product(fields) != USDT_FUTURES:
        raise BitgetError("40034", param=word(fields, "symbol"))
    kind = one_of(fields, "planType", TARGETS)
    margin_coin(fields)
    name = contract(call, fields)
    leg, direction = target_leg(call, fields)
    held = position_of(call.account, name, leg)
    size = None if kind.startswith("pos_") else need_decimal(fields, "size")
    trigger = price(fields, "triggerPrice")
    if trigger is None:
        raise BitgetError("40019", param="triggerPrice")
    intent = target_intent(held, direction, kind, size, client_id(call, fields))
    if kind == "moving_plan":
        intent.kind, intent.active_price = "move_order_stop", trigger
        intent.callback_ratio = _callback(fields, "rangeRate")
    elif kind in ("profit_plan", "pos_profit"):
        intent.tp_trigger, intent.tp_trigger_type = trigger, trigger_type(fields)
        intent.tp_price = price(fields, "executePrice") or AT_MARKET
    else:
        intent.sl_trigger, intent.sl_trigger_type = trigger, trigger_type(fields)
        intent.sl_price = price(fields, "executePrice") or AT_MARKET
    return _ids(enter_target(call, intent))


def target_intent(held: Position, direction: Side, kind: str, size: Decimal | None, client: str) -> NewAlgo:
    """An order that waits to reduce `held`; it goes with the position."""
    mode: MarginMode = held.margin_mode
    return NewAlgo(
        contract=held.contract,
        margin_mode=mode,
        side=direction,
        leg=held.leg,
        kind="conditional",
        size=size,
        client_id=client,
        reduce_only=True,
        cancel_on_close=True,
        sole=False,
        facts={"planType": kind},
    )


def enter_target(call: Call, intent: NewAlgo) -> Algo:
    """Of the whole position there is one target of each kind: the new one takes the old one's place."""
    old = [
        algo
        for algo in call.account.algos.values()
        if algo.close_fraction
        and intent.size is None
        and (algo.contract, algo.leg, plan_type(algo)) == (intent.contract, intent.leg, intent.facts["planType"])
    ]
    made = _enter(call, intent)
    for algo in old:
        call.venue.engine.triggers.cancel(call.account, algo)
    return made


def position_of(account: Account, name: str, leg: str) -> Position:
    """The position a target is for.

    Raises:
        BitgetError: 40837.
    """
    for position in account.positions.values():
        if position.contract == name and position.leg == leg:
            return position
    raise BitgetError("40837")


def place_both_targets(call: Call) -> list[Row]:
    """Take profit and stop loss of a position in one call; a size makes them partial."""
    fields = call.params
    if product(fields) != USDT_FUTURES:
        raise BitgetError("40034", param=word(fields, "symbol"))
    margin_coin(fields)
    name = contract(call, fields)
    leg, direction = target_leg(call, fields)
    held = position_of(call.account, name, leg)
    made = []
    for prefix, whole, part in (("stopSurplus", "pos_profit", "profit_plan"), ("stopLoss", "pos_loss", "loss_plan")):
        trigger = price(fields, f"{prefix}TriggerPrice")
        if trigger is None:
            continue
        size = decimal(fields, f"{prefix}Size")
        client = client_id(call, fields, f"{prefix}ClientOid")
        intent = target_intent(held, direction, part if size else whole, size, client)
        by, limit = trigger_type(fields, f"{prefix}TriggerType"), price(fields, f"{prefix}ExecutePrice") or AT_MARKET
        if prefix == "stopSurplus":
            intent.tp_trigger, intent.tp_trigger_type, intent.tp_price = trigger, by, limit
        else:
            intent.sl_trigger, intent.sl_trigger_type, intent.sl_price = trigger, by, limit
        made.append(enter_target(call, intent))
    if not made:
        raise BitgetError("40019", param="stopSurplusTriggerPrice")
    return [_ids(algo) for algo in made]


def modify_target(call: Call) -> Row:
    """New trigger, limit price or size of a take profit or stop loss."""
    fields = call.params
    product(fields)
    algo = find(call, fields)
    trigger, limit = price(fields, "triggerPrice"), price(fields, "executePrice") or AT_MARKET
    if trigger is None:
        raise BitgetError("40019", param="triggerPrice")
    if algo.tp_trigger is not None:
        algo.tp_trigger, algo.tp_price = trigger, limit
        algo.tp_trigger_type = trigger_type(fields)
    elif algo.sl_trigger is not None:
        algo.sl_trigger, algo.sl_price = trigger, limit
        algo.sl_trigger_type = trigger_type(fields)
    else:
        algo.active_price, algo.extreme = trigger, None
    if algo.size is not None:
        algo.size = decimal(fields, "size") or algo.size
    call.venue.engine.triggers.changed(call.account, algo)
    return _ids(algo)


def modify_plan(call: Call) -> Row:
    """New trigger, limit price, size or callback of a plan."""
    fields = call.params
    product(fields)
    algo = find(call, fields)
    if algo.trigger is not None:
        algo.trigger = price(fields, "newTriggerPrice") or algo.trigger
        algo.trigger_type = trigger_type(fields, "newTriggerType") if "newTriggerType" in fields else algo.trigger_type
        algo.order_price = price(fields, "newPrice") or algo.order_price
        algo.rising = algo.trigger >= call.quotes[algo.contract].price_of(algo.trigger_type)
    else:
        algo.active_price = price(fields, "newTriggerPrice") or algo.active_price
        if "newCallbackRatio" in fields:
            algo.callback_ratio = _callback(fields, "newCallbackRatio")
    algo.size = decimal(fields, "newSize") or algo.size
    call.venue.engine.triggers.changed(call.account, algo)
    return _ids(algo)


def find(call: Call, fields: Fields) -> Algo:
    """A waiting trigger order by either id.

    Raises:
        BitgetError: 40019 without an id, 43025 (43020 for targets) for none that waits.
    """
    order_id, client = word(fields, "orderId"), word(fields, "clientOid")
    if not order_id and not client:
        raise BitgetError("40019", param="orderId")
    for algo in call.account.algos.values():
        if algo.id == order_id if order_id else algo.client_id == client:
            return algo
    raise BitgetError("43025")


def cancel(call: Call) -> Row:
    """The listed ones, or all of a kind, or of a symbol."""
    fields = call.params
    product(fields)
    listed = items(call.body, "orderIdList", 50) if fields.get("orderIdList") else None
    kind = word(fields, "planType")
    if kind and kind not in (*PLAN_SHORT, "profit_loss"):
        raise BitgetError("400172")
    done: list[Row] = []
    failed: list[Row] = []
    for item in listed if listed is not None else _all_of(call, kind):
        try:
            algo = find(call, item)
            call.venue.engine.triggers.cancel(call.account, algo)
            done.append(_ids(algo))
        except (BitgetError, Refusal) as error:
            told = error if isinstance(error, BitgetError) else translate(error)
            failed.append(
                {
                    "orderId": word(item, "orderId"),
                    "clientOid": word(item, "clientOid"),
                    "errorMsg": told.text,
                    "errorCode": told.code,
                }
            )
    if listed is None and not done:
        raise BitgetError("22001")
    return {"successList": done, "failureList": failed}


def _all_of(call: Call, kind: str) -> Iterable[Fields]:
    """Without a kind only plans are meant, as the documents say of the default."""
    name = word(call.params, "symbol").upper()
    kinds = GROUPS.get(kind or "normal_plan", (kind,))
    chosen = [
        algo for algo in call.account.algos.values() if plan_type(algo) in kinds and (not name or algo.contract == name)
    ]
    return [{"orderId": algo.id} for algo in chosen]
