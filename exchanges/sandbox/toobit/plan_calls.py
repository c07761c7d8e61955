"""Plan orders, and targets of positions: place, change, cancel, find, list."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Algo, Leg
from exchanges.sandbox.toobit.errors import ToobitError, translate
from exchanges.sandbox.toobit.order_intents import (
    plan_intent,
    read_v2,
    target_intent,
    trailing_intent,
    watched,
)
from exchanges.sandbox.toobit.order_rows import is_plan, plan_family, plan_row, takes_profit
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row
from exchanges.sandbox.triggers import AT_MARKET

MOST_PLANS = 200
_FAMILIES = ("STOP", "STOP_PROFIT_LOSS")


def place(call: Call) -> Row:
    return plan_row(entered(call, plan_intent(call, read_v2(call, plan=True))), call.market)


def update(call: Call) -> Row:
    return plan_row(changed(call), call.market)


def cancel(call: Call) -> Row:
    return plan_row(ended(call), call.market)


def query(call: Call) -> Row:
    return plan_row(find(call), call.market)


def cancel_batch(call: Call) -> None:
    call.need("symbol")
    family = call.choice("stopCategory", _FAMILIES)
    for algo in list(call.account.algos.values()):
        if call.wants(algo.contract) and plan_family(algo) == family:
            call.venue.engine.triggers.cancel(call.account, algo)


def trading_stop(call: Call) -> Row:
    """Set the targets of a position: the ones it had of that kind go."""
    leg: Leg = call.leg("side")
    contract = call.quote().contract
    if not any((item.contract, item.leg) == (contract.id, leg) for item in call.account.positions.values()):
        raise ToobitError(-3145)
    if call.choice("stopType", ("FIXED_STOP", "TRAILING_STOP"), "FIXED_STOP") == "TRAILING_STOP":
        entered(call, trailing_intent(call, leg, call.number("slSize")))
        return _told(call) | {name: call.text(name) for name in ("stopType", "activePrice", "fallbackType")} | {
            "fallbackQuantity": call.text("fallbackQuantity")
        }  # fmt: skip
    profit, loss = call.number("takeProfit"), call.number("stopLoss")
    if profit is None and loss is None:
        raise ToobitError(-1102, param="takeProfit")
    if profit is not None:
        _replace(call, target_intent(call, leg, profit=profit, size=call.number("tpSize")))
    if loss is not None:
        _replace(call, target_intent(call, leg, loss=loss, size=call.number("slSize")))
    return _told(call)


def _told(call: Call) -> Row:
    names = ("symbol", "side", "takeProfit", "stopLoss", "tpTriggerBy", "slTriggerBy", "tpSize", "slSize")
    return {name: call.text(name) for name in names}


def _replace(call: Call, intent: NewAlgo) -> None:
    """One target of a kind for the whole position; parts may have several."""
    for algo in list(call.account.algos.values()):
        same = (algo.contract, algo.leg, is_plan(algo), algo.close_fraction) == (
            intent.contract, intent.leg, False, True,
        )  # fmt: skip
        if intent.size is None and same and takes_profit(algo) == (intent.tp_trigger is not None):
            call.venue.engine.triggers.cancel(call.account, algo)
    entered(call, intent)


def entered(call: Call, intent: NewAlgo) -> Algo:
    """Take a conditional order.

    Raises:
        ToobitError: A rule is broken.
    """
    if len(call.account.algos) >= MOST_PLANS:
        raise ToobitError(-1193)
    try:
        return call.venue.engine.triggers.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal, side=intent.side) from None


def changed(call: Call) -> Algo:
    """New trigger, price or size of a waiting one; what is not said, or is zero, stays."""
    algo = find(call)
    if algo.state != "live":
        raise ToobitError(-1142 if algo.state == "canceled" else -1139)
    if call.choice("type", _FAMILIES, code=-1116) != plan_family(algo):
        raise ToobitError(-1116)
    algo.size = call.number("quantity") or algo.size
    trigger, price = call.number("stopPrice"), call.number("price")
    watch = watched(call, "triggerBy") if call.text("triggerBy") else ""
    if is_plan(algo):
        _change_plan(call, algo, trigger, price, watch)
    elif takes_profit(algo):
        algo.tp_trigger, algo.tp_price = trigger or algo.tp_trigger, price or algo.tp_price
        algo.tp_trigger_type = watch or algo.tp_trigger_type
    else:
        algo.sl_trigger, algo.sl_price = trigger or algo.sl_trigger, price or algo.sl_price
        algo.sl_trigger_type = watch or algo.sl_trigger_type
    call.venue.engine.triggers.changed(call.account, algo)
    return algo


def _change_plan(call: Call, algo: Algo, trigger: Decimal | None, price: Decimal | None, watch: str) -> None:
    algo.trigger, algo.trigger_type = trigger or algo.trigger, watch or algo.trigger_type
    algo.order_price = price or algo.order_price or AT_MARKET
    quote = call.market.quotes[algo.contract]
    algo.rising = algo.trigger is not None and algo.trigger >= quote.price_of(algo.trigger_type)


def ended(call: Call) -> Algo:
    """Cancel a waiting one."""
    algo = find(call)
    if algo.state != "live":
        raise ToobitError(-1142 if algo.state == "canceled" else -1139)
    call.venue.engine.triggers.cancel(call.account, algo)
    return algo


def find(call: Call) -> Algo:
    """By either id.

    Raises:
        ToobitError: -1102, -2013.
    """
    order_id, client = call.text("orderId"), call.text("origClientOrderId")
    if not order_id and not client:
        raise ToobitError(-1102, "Param 'orderId' or 'origClientOrderId' must be sent, but both were empty/null!")
    try:
        return call.venue.engine.triggers.find(call.account, order_id, client)
    except Refusal as refusal:
        raise translate(refusal) from None
