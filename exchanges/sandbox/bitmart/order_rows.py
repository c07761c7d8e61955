"""Orders, plans and fills as BitMart writes them, by REST and on the streams."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitmart.account_rows import mode_word
from exchanges.sandbox.bitmart.requests import COIN, Generation, Row
from exchanges.sandbox.bitmart.words import (
    FINISHED,
    OPEN,
    TRIGGER_CODES,
    fill_side,
    order_side,
    order_type,
    plan_word,
    preset,
)
from exchanges.sandbox.events import OrderChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import ZERO, Account, Algo, Fill, Order

MATCH, SUBMIT, CANCEL, LIQUIDATION_CANCEL, LIQUIDATION, ADL_MATCH = 1, 2, 3, 4, 6, 8
"""What an order push tells of."""
_NONE = "-"


def order_row(account: Account, order: Order, generation: Generation) -> Row:
    """An ordinary order."""
    row: Row = {
        "order_id": order.id,
        "client_order_id": order.client_id,
        "price": txt(order.price or ZERO),
        "size": txt(order.size),
        "symbol": order.contract,
        "state": OPEN if order.is_open else FINISHED,
        "side": order_side(order),
        "type": order_type(order),
        "leverage": txt(order.leverage),
        "open_type": order.margin_mode,
        "deal_avg_price": txt(order.cost / order.filled if order.filled else ZERO),
        "deal_size": txt(order.filled),
        "create_time": order.created_ms,
        "update_time": order.updated_ms,
        **preset(order.attached),
    }
    return row | _today(account, generation)


def _today(account: Account, generation: Generation) -> Row:
    return {"position_mode": mode_word(account), "account": "futures"} if generation == "v2" else {}


def trailing_row(account: Account, algo: Algo, generation: Generation) -> Row:
    """A trailing order, which stands among the ordinary ones; once it fired it shows what its order did."""
    child = child_of(account, algo)
    row: Row = {
        "order_id": algo.id,
        "client_order_id": algo.client_id,
        "price": "0",
        "size": txt(algo.size),
        "symbol": algo.contract,
        "state": OPEN if algo.state == "live" else FINISHED,
        "side": order_side(algo),
        "type": "trailing",
        "leverage": txt(algo.leverage),
        "open_type": algo.margin_mode,
        "deal_avg_price": txt(child.cost / child.filled if child and child.filled else ZERO),
        "deal_size": txt(child.filled if child else ZERO),
        "activation_price": txt(algo.active_price or ZERO),
        "callback_rate": txt((algo.callback_ratio or ZERO) * 100),
        "activation_price_type": 1,
        "create_time": algo.created_ms,
        "update_time": algo.updated_ms,
    }
    return row | _today(account, generation)


def child_of(account: Account, algo: Algo) -> Order | None:
    """The order a fired plan became."""
    if not algo.order_ids:
        return None
    orders = (*account.orders.values(), *reversed(account.finished_orders))
    return next((order for order in orders if order.id == algo.order_ids[0]), None)


def trigger_of(algo: Algo) -> tuple[Decimal | None, str, Decimal | None]:
    """(trigger price, which price triggers, limit price) of a plan or target."""
    if algo.trigger is not None:
        return algo.trigger, algo.trigger_type, algo.order_price
    if algo.tp_trigger is not None:
        return algo.tp_trigger, algo.tp_trigger_type, algo.tp_price
    return algo.sl_trigger, algo.sl_trigger_type, algo.sl_price


def executive_price(algo: Algo) -> str:
    """At what price the plan trades; "0" at market."""
    limit = trigger_of(algo)[2]
    return txt(limit) if limit is not None and limit > 0 else "0"


def plan_size(account: Account, algo: Algo) -> str:
    """The whole position's size where that is what a target closes."""
    if algo.size is not None:
        return txt(algo.size)
    held = [item for item in account.positions.values() if (item.contract, item.leg) == (algo.contract, algo.leg)]
    return txt(sum((item.size for item in held), ZERO))


def plan_row(account: Account, algo: Algo, generation: Generation) -> Row:
    """A plan, or a take profit or stop loss."""
    trigger, kind, _ = trigger_of(algo)
    row: Row = {
        "order_id": algo.id,
        "client_order_id": algo.client_id,
        "executive_price": executive_price(algo),
        "trigger_price": txt(trigger),
        "size": plan_size(account, algo),
        "symbol": algo.contract,
        "state": OPEN if algo.state == "live" else FINISHED,
        "side": order_side(algo),
        "mode": int(algo.facts.get("mode", "1")),
        "price_way": 1 if _rises(algo) else 2,
        "price_type": TRIGGER_CODES[kind],
        "plan_category": 2 if algo.close_fraction else 1,
        "type": plan_word(algo),
        "leverage": txt(algo.leverage),
        "open_type": algo.margin_mode,
        "create_time": algo.created_ms,
        "update_time": algo.updated_ms,
        **_presets_of(algo),
    }
    return row | ({"position_mode": mode_word(account)} if generation == "v2" else {})


def _rises(algo: Algo) -> bool:
    if algo.trigger is not None:
        return algo.rising
    return (algo.tp_trigger is not None) == (algo.side == "sell")


def _presets_of(algo: Algo) -> Row:
    return {name: algo.facts[name] for name in algo.facts if name.startswith("preset_")}


def history_plan_row(account: Account, algo: Algo, generation: Generation) -> Row:
    """A finished plan among the finished orders."""
    child, (trigger, _, _) = child_of(account, algo), trigger_of(algo)
    row: Row = {
        "order_id": algo.id,
        "client_order_id": algo.client_id,
        "price": executive_price(algo),
        "size": plan_size(account, algo),
        "symbol": algo.contract,
        "state": FINISHED,
        "side": order_side(algo),
        "type": "plan_order" if plan_word(algo) == "plan" else plan_word(algo),
        "leverage": txt(algo.leverage),
        "open_type": algo.margin_mode,
        "deal_avg_price": txt(child.cost / child.filled if child and child.filled else ZERO),
        "deal_size": txt(child.filled if child else ZERO),
        "create_time": algo.created_ms,
        "update_time": algo.updated_ms,
        "executive_order_id": algo.order_ids[0] if algo.order_ids else "",
        "preset_take_profit_price_type": 0,
        "preset_stop_loss_price_type": 0,
    }
    if generation == "v2":
        row |= {"trigger_price": txt(trigger), "execution_price": executive_price(algo)}
    return row | _today(account, generation)


def trade_row(account: Account, fill: Fill, generation: Generation) -> Row:
    """One fill; what was paid is positive."""
    row: Row = {
        "order_id": fill.order_id,
        "trade_id": str(fill.number),
        "symbol": fill.contract,
        "side": fill_side(account, fill),
        "price": txt(fill.price),
        "vol": txt(fill.size),
        "exec_type": "Maker" if fill.maker else "Taker",
        "profit": fill.pnl > 0,
        "realised_profit": txt(fill.pnl),
        "paid_fees": txt(-fill.fee),
        "create_time": fill.time_ms,
    }
    return row | {"account": "futures"} if generation == "v2" else row


def order_push(change: OrderChanged, generation: Generation) -> Row:
    """What happened to an ordinary order, and its last trade."""
    order, fill = change.order, change.fill
    row: Row = {
        **order_row(change.account, order, "v1"),
        "plan_order_id": order.algo_id,
        "last_trade": None if fill is None else last_trade(fill),
    }
    if generation == "v2":
        names = "trigger_price trigger_price_type execution_price activation_price activation_price_type callback_rate"
        row |= dict.fromkeys(names.split(), _NONE) | {"position_mode": mode_word(change.account)}
    return {"action": _action(change), "order": row}


def last_trade(fill: Fill) -> Row:
    """The streams write fees as a change of the balance."""
    return {
        "lastTradeID": fill.number,
        "fillQty": txt(fill.size),
        "fillPrice": txt(fill.price),
        "fee": txt(fill.fee),
        "feeCcy": COIN,
    }


def _action(change: OrderChanged) -> int:
    order = change.order
    if change.fill is not None:
        return {"full_liquidation": LIQUIDATION, "adl": ADL_MATCH}.get(order.category, MATCH)
    if order.state == "canceled":
        return LIQUIDATION_CANCEL if order.cancel_source == "liquidation" else CANCEL
    return SUBMIT


def plan_push(account: Account, algo: Algo) -> Row:
    """A plan on today's order channel; the document's tells of none."""
    trigger, kind, _ = trigger_of(algo)
    trailing = plan_word(algo) == "trailing"
    row = (trailing_row if trailing else history_plan_row)(account, algo, "v1")
    row["state"] = OPEN if algo.state == "live" else FINISHED
    row |= {
        "plan_order_id": "",
        "last_trade": None,
        "trigger_price": _NONE if trailing else txt(trigger),
        "trigger_price_type": _NONE if trailing else TRIGGER_CODES[kind],
        "execution_price": _NONE if trailing else executive_price(algo),
        "activation_price": txt(algo.active_price or ZERO) if trailing else _NONE,
        "activation_price_type": 1 if trailing else _NONE,
        "callback_rate": txt((algo.callback_ratio or ZERO) * 100) if trailing else _NONE,
        "position_mode": mode_word(account),
    }
    action = {"live": SUBMIT, "canceled": CANCEL}.get(algo.state, MATCH)
    return {"action": action, "order": row}
