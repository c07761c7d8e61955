"""The engine's words as Bitget spells them, in both generations."""

from __future__ import annotations

from exchanges.sandbox.margin import is_closing
from exchanges.sandbox.state import Account, Algo, Bill, Fill, Order, Position, Side

FORCES = {"post_only": "post_only", "fok": "fok", "ioc": "ioc"}
PLAN_SHORT = {
    "normal_plan": "pl",
    "track_plan": "track",
    "profit_plan": "tp",
    "loss_plan": "sl",
    "pos_profit": "ptp",
    "pos_loss": "psl",
    "moving_plan": "mtpsl",
}
"""How the `orders-algo` channel abbreviates `planType`."""
TARGETS = ("profit_plan", "loss_plan", "pos_profit", "pos_loss", "moving_plan")
"""What `planType=profit_loss` lists together."""
TRIGGER_TYPES = {"last": "fill_price", "mark": "mark_price", "index": "index_price"}
PLAN_STATES = {"live": "live", "effective": "executed", "canceled": "cancelled", "order_failed": "fail_trigger"}
_BILLS = {
    "funding_paid": "contract_settle_fee",
    "funding_received": "contract_settle_fee",
    "transfer_in": "trans_from_exchange",
    "transfer_out": "trans_to_exchange",
}


def position_mode(account: Account) -> str:
    return "hedge_mode" if account.hedged else "one_way_mode"


def margin_word(mode: str) -> str:
    return "isolated" if mode == "isolated" else "crossed"


def hold_side(position: Position) -> str:
    """Long or short, in one-way mode too."""
    return "long" if position.direction > 0 else "short"


def order_type(kind: str) -> str:
    return "market" if kind == "market" else "limit"


def force(kind: str) -> str:
    return FORCES.get(kind, "gtc")


def classic_side(side: Side, leg: str) -> str:
    """Classic hedge mode names the position, not the trade: closing a long is `buy` with `tradeSide` close."""
    return {"long": "buy", "short": "sell"}.get(leg, side)


def trade_side(side: Side, leg: str, category: str = "normal") -> str:
    """`tradeSide` of an order; forced ones say by whom."""
    if category == "adl":
        return f"dte_sys_adl_close_{leg}" if leg != "net" else f"dte_sys_adl_{side}_in_single_side_mode"
    forced = "burst_" if category == "full_liquidation" else ""
    if leg == "net":
        return f"{forced}{side}_single"
    if forced:
        return f"{forced}close_{leg}"
    return "close" if is_closing(side, leg) else "open"


def order_trade_side(order: Order) -> str:
    return trade_side(order.side, order.leg, order.category)


def fill_trade_side(fill: Fill) -> str:
    category = {"liquidation": "full_liquidation", "adl": "adl"}.get(fill.sub_type.rpartition("_")[0], "normal")
    return trade_side(fill.side, fill.leg, category)


def client_oid(order: Order | Algo) -> str:
    """Every order has one: the client's, or one the venue made."""
    return order.client_id or str(int(order.id) + 1)


def plan_type(algo: Algo) -> str:
    """What kind of conditional order it is; those not placed through these calls are told by their shape."""
    if "planType" in algo.facts:
        return algo.facts["planType"]
    if algo.kind == "trigger":
        return "normal_plan"
    if algo.kind == "move_order_stop":
        return "moving_plan" if algo.reduce_only else "track_plan"
    profit = algo.tp_trigger is not None
    if algo.close_fraction:
        return "pos_profit" if profit else "pos_loss"
    return "profit_plan" if profit else "loss_plan"


def order_source(order: Order) -> str:
    """Where an order came from."""
    kind = order_type(order.kind)
    if order.category != "normal":
        return "liquidation"
    plan = order.facts.get("planType", "")
    prefix = {
        "profit_plan": "profit",
        "loss_plan": "loss",
        "pos_profit": "pos_profit",
        "pos_loss": "pos_loss",
        "moving_plan": "move",
        "track_plan": "track",
        "normal_plan": "plan",
    }.get(plan)
    if prefix is None and order.algo_id:
        prefix = "profit_loss"
    if prefix is not None:
        return f"{prefix}_{kind}"
    return "market" if kind == "market" else "normal"


def business_type(bill: Bill) -> str:
    """`businessType` of a bill."""
    if bill.kind in ("liquidation", "adl"):
        return f"force_close_{bill.sub_kind.rpartition('_')[2]}"
    return _BILLS.get(bill.sub_kind, bill.sub_kind)
