"""Strategy orders of v3: take profit and stop loss, and plain triggers."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError, translate
from exchanges.sandbox.bitget.mix_plan_calls import enter_target, find, position_of, target_intent
from exchanges.sandbox.bitget.orders import AT_MARKET
from exchanges.sandbox.bitget.paging import page
from exchanges.sandbox.bitget.requests import (
    USDT_FUTURES,
    Call,
    Fields,
    Row,
    client_id,
    contract,
    decimal,
    margin_mode,
    need_decimal,
    one_of,
    price,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.uta_market_calls import category
from exchanges.sandbox.bitget.uta_order_rows import unified_plan_row
from exchanges.sandbox.bitget.uta_trade_calls import SPAN_DAYS, check_category, read_leg, trigger_by
from exchanges.sandbox.bitget.words import client_oid, margin_word
from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Algo, Leg, Side


def _ids(algo: Algo) -> Row:
    return {"orderId": algo.id, "clientOid": client_oid(algo)}


def place(call: Call) -> Row:
    check_category(call.params)
    if one_of(call.params, "type", ("tpsl", "trigger"), "tpsl") == "trigger":
        return _ids(_place_trigger(call, call.params))
    return _ids(_place_target(call, call.params))


def _place_trigger(call: Call, fields: Fields) -> Algo:
    name = contract(call, fields)
    direction, leg = read_leg(call, fields)
    limit = price(fields, "triggerOrderPrice")
    at_market = one_of(fields, "triggerOrderType", ("limit", "market"), "market") == "market"
    if limit is None and not at_market:
        raise BitgetError("40019", param="triggerOrderPrice")
    intent = NewAlgo(
        contract=name,
        margin_mode=margin_mode(fields, margin_word(call.account.margin_modes.get(name, "cross"))),
        side=direction,
        leg=leg,
        kind="trigger",
        size=decimal(fields, "triggerQty") or need_decimal(fields, "qty"),
        client_id=client_id(call, fields),
        reduce_only=word(fields, "reduceOnly").lower() == "yes",
        trigger=need_decimal(fields, "triggerPrice"),
        trigger_type=trigger_by(fields, "triggerBy"),
        order_price=AT_MARKET if at_market else limit,
        facts={"planType": "normal_plan"},
    )
    try:
        return call.venue.engine.triggers.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal) from None


def _place_target(call: Call, fields: Fields) -> Algo:
    """For a part (`qty`) or the whole of a position; `posSide` names it in hedge mode, the closing side else."""
    name = contract(call, fields)
    profit, loss = price(fields, "takeProfit"), price(fields, "stopLoss")
    if profit is None and loss is None:
        raise BitgetError("40019", param="takeProfit")
    leg, direction = _closing(call, fields)
    held = position_of(call.account, name, leg)
    whole = word(fields, "tpslMode", "full" if not word(fields, "qty") else "partial") == "full"
    size = None if whole else need_decimal(fields, "qty")
    kind = ("pos_" if whole else "") + ("profit" if profit is not None else "loss") + ("" if whole else "_plan")
    intent = target_intent(held, direction, kind, size, client_id(call, fields))
    if profit is not None and loss is not None:
        intent.kind = "oco"
    if profit is not None:
        intent.tp_trigger, intent.tp_trigger_type = profit, trigger_by(fields, "tpTriggerBy")
        intent.tp_price = _limit(fields, "tp")
    if loss is not None:
        intent.sl_trigger, intent.sl_trigger_type = loss, trigger_by(fields, "slTriggerBy")
        intent.sl_price = _limit(fields, "sl")
    return enter_target(call, intent)


def _closing(call: Call, fields: Fields) -> tuple[Leg, Side]:
    wanted = word(fields, "posSide")
    if call.account.hedged:
        if wanted not in ("long", "short"):
            raise BitgetError("25236", param="posSide")
        return ("long", "sell") if wanted == "long" else ("short", "buy")
    closing = one_of(fields, "side", ("buy", "sell"), "buy" if wanted == "short" else "sell")
    return "net", "buy" if closing == "buy" else "sell"


def _limit(fields: Fields, short: str) -> Decimal:
    """The limit price of a target, -1 at market."""
    if one_of(fields, f"{short}OrderType", ("limit", "market"), "market") == "market":
        return AT_MARKET
    limit = price(fields, f"{short}LimitPrice")
    if limit is None:
        raise BitgetError("40019", param=f"{short}LimitPrice")
    return limit


def modify(call: Call) -> Row:
    algo = find(call, call.params)
    fields = call.params
    if algo.size is not None:
        algo.size = decimal(fields, "qty") or decimal(fields, "triggerQty") or algo.size
    if algo.trigger is not None:
        algo.trigger = price(fields, "triggerPrice") or algo.trigger
        algo.order_price = price(fields, "triggerOrderPrice") or algo.order_price
    if price(fields, "takeProfit") is not None:
        algo.tp_trigger, algo.tp_price = price(fields, "takeProfit"), _limit(fields, "tp")
    if price(fields, "stopLoss") is not None:
        algo.sl_trigger, algo.sl_price = price(fields, "stopLoss"), _limit(fields, "sl")
    call.venue.engine.triggers.changed(call.account, algo)
    return _ids(algo)


def cancel(call: Call) -> None:
    """Answers no data."""
    algo = find(call, call.params)
    call.venue.engine.triggers.cancel(call.account, algo)


def pending(call: Call) -> list[Row]:
    """A plain list, without a cursor."""
    if category(call) != USDT_FUTURES:
        return []
    name = wanted_contract(call.params)
    waiting = [item for item in call.account.algos.values() if not name or item.contract == name]
    return [unified_plan_row(call.account, item) for item in reversed(waiting)]


def history(call: Call) -> Row:
    if category(call) != USDT_FUTURES:
        return {"list": None, "cursor": None}
    name = wanted_contract(call.params)
    ended = [item for item in call.account.finished_algos if not name or item.contract == name]
    rows = page(call, ended, lambda item: int(item.id), lambda item: item.created_ms, by="cursor", span_days=SPAN_DAYS)
    listed = [unified_plan_row(call.account, item) for item in rows]
    return {"list": listed or None, "cursor": rows[-1].id if rows else None}
