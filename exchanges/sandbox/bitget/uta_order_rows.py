"""Orders, strategy orders and fills of a unified account as v3 lists and pushes them.

Here `side` is the true direction of the trade, and fees are positive costs.
"""

from __future__ import annotations

from exchanges.sandbox.bitget.mix_order_rows import AT_MARKET, scope
from exchanges.sandbox.bitget.requests import COIN, USDT_FUTURES, Row
from exchanges.sandbox.bitget.words import client_oid, force, margin_word, order_type, position_mode
from exchanges.sandbox.events import OrderChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import is_closing
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account, Algo, Fill, Order

STATES = {"canceled": "cancelled"}
TRIGGERS = {"last": "market", "mark": "mark", "index": "market"}
_STRATEGY_STATES = {"live": "live", "effective": "executed", "canceled": "cancelled", "order_failed": "failed"}
_ENDINGS = {"full_liquidation": "liquidation", "adl": "adl"}


def pos_side(leg: str) -> str:
    """Only hedge mode names a side of the position."""
    return "" if leg == "net" else leg


def _targets(order: Order) -> Row:
    row: Row = dict.fromkeys(
        (
            "tpTriggerBy",
            "slTriggerBy",
            "takeProfit",
            "stopLoss",
            "tpOrderType",
            "slOrderType",
            "tpLimitPrice",
            "slLimitPrice",
        )
    )
    for item in order.attached:
        if item.tp_trigger is not None:
            row |= _target("tp", "takeProfit", item.tp_trigger, item.tp_trigger_type, item.tp_price)
        if item.sl_trigger is not None:
            row |= _target("sl", "stopLoss", item.sl_trigger, item.sl_trigger_type, item.sl_price)
    return row


def _target(short: str, name: str, trigger: object, by: str, price: object) -> Row:
    limit = "" if price is None or price == AT_MARKET else str(price)
    return {
        name: str(trigger),
        f"{short}TriggerBy": TRIGGERS[by],
        f"{short}OrderType": "limit" if limit else "market",
        f"{short}LimitPrice": limit,
    }


def unified_order_row(account: Account, order: Order) -> Row:
    """One row of the order lists and of `trade/order-info`."""
    return {
        "orderId": order.id,
        "clientOid": client_oid(order),
        "category": USDT_FUTURES,
        "symbol": order.contract,
        "orderType": order_type(order.kind),
        "side": order.side,
        "price": txt(order.price) or "0",
        "qty": txt(order.size),
        "amount": "0",
        "cumExecQty": txt(order.filled),
        "cumExecValue": txt(order.cost),
        "avgPrice": txt(order.cost / order.filled) if order.filled else "0",
        "timeInForce": force(order.kind),
        "orderStatus": STATES.get(order.state, order.state),
        "posSide": pos_side(order.leg),
        "holdMode": position_mode(account),
        "tradeSide": "close" if is_closing(order.side, order.leg) or order.reduce_only else "open",
        "marginMode": margin_word(order.margin_mode),
        "marginCoin": COIN,
        "reduceOnly": "YES" if order.reduce_only else "NO",
        "feeDetail": [{"feeCoin": COIN, "fee": txt(-order.fee)} if order.filled else {"feeCoin": "", "fee": ""}],
        "cancelReason": f"{order.cancel_source}_cancel" if order.state == "canceled" else "",
        "execType": _ENDINGS.get(order.category, "normal"),
        "stpMode": "none",
        **_targets(order),
        "createdTime": txt(order.created_ms),
        "updatedTime": txt(order.updated_ms),
    }


def unified_order_push(change: OrderChanged, market: Market) -> Row:
    """One row of the `order` channel."""
    order = change.order
    row = unified_order_row(change.account, order)
    del row["posSide"], row["execType"]
    return row | {
        "category": USDT_FUTURES.lower(),
        "price": txt(order.price),
        "amount": txt(order.size * (order.price or market.quotes[order.contract].last)),
        "holdSide": pos_side(order.leg),
        "orderStatus": "new" if order.state == "live" else row["orderStatus"],
        "reduceOnly": "yes" if order.reduce_only else "no",
        "totalProfit": txt(order.pnl),
        "leverage": txt(order.leverage),
    }


def unified_fill_row(account: Account, fill: Fill, kind: str) -> Row:
    """One row of `trade/fills`; `kind` is the order's."""
    return {
        "execId": str(fill.number),
        "orderId": fill.order_id,
        "clientOid": fill.client_id,
        "category": USDT_FUTURES,
        "symbol": fill.contract,
        "orderType": order_type(kind),
        "side": fill.side,
        "posSide": pos_side(fill.leg),
        "holdMode": position_mode(account),
        "tradeSide": _trade_side(fill),
        "execPrice": txt(fill.price),
        "execQty": txt(fill.size),
        "execValue": txt(fill.price * fill.size),
        "tradeScope": scope(fill),
        "feeDetail": [{"feeCoin": fill.fee_currency, "fee": txt(-fill.fee)}],
        "createdTime": txt(fill.time_ms),
        "updatedTime": txt(fill.time_ms + 1),
        "execPnl": txt(fill.pnl),
    }


def _trade_side(fill: Fill) -> str:
    """Open or close; in one-way mode a fill that realised something has closed."""
    if fill.leg == "net":
        return "close" if fill.pnl else "open"
    return "close" if is_closing(fill.side, fill.leg) else "open"


def unified_fill_push(change: OrderChanged, fill: Fill) -> Row:
    """One row of the `fill` channel."""
    row = unified_fill_row(change.account, fill, change.order.kind)
    del row["createdTime"], row["posSide"], row["holdMode"]
    return row | {
        "clientOid": client_oid(change.order),
        "execLinkId": str(fill.number),
        "holdSide": pos_side(fill.leg),
        "execTime": txt(fill.time_ms),
    }


def unified_plan_row(account: Account, algo: Algo, status: str = "") -> Row:
    """One row of the lists of strategy orders and of the `strategy-order` channel."""
    row: Row = {
        "orderId": algo.id,
        "clientOid": client_oid(algo),
        "symbol": algo.contract,
        "category": USDT_FUTURES,
        "type": "trigger" if algo.trigger is not None else "tpsl",
        "tpslMode": "full" if algo.close_fraction else "partial",
        "qty": txt(algo.size),
        "side": algo.side,
        "posSide": pos_side(algo.leg),
        "holdMode": position_mode(account),
        "marginMode": margin_word(algo.margin_mode),
        "reduceOnly": "yes" if algo.reduce_only or algo.close_fraction else "no",
        "status": status or _STRATEGY_STATES[algo.state],
        "tpTriggerBy": TRIGGERS[algo.tp_trigger_type],
        "slTriggerBy": TRIGGERS[algo.sl_trigger_type],
        "takeProfit": txt(algo.tp_trigger),
        "stopLoss": txt(algo.sl_trigger),
        "tpOrderType": _kind(algo.tp_price),
        "slOrderType": _kind(algo.sl_price),
        "tpLimitPrice": _limit(algo.tp_price),
        "slLimitPrice": _limit(algo.sl_price),
        "createdTime": txt(algo.created_ms),
        "updatedTime": txt(algo.updated_ms),
    }
    if algo.trigger is not None:
        row |= {
            "triggerPrice": txt(algo.trigger),
            "triggerBy": TRIGGERS[algo.trigger_type],
            "triggerQty": txt(algo.size),
            "triggerOrderType": _kind(algo.order_price),
            "triggerOrderPrice": _limit(algo.order_price),
        }
    return row


def _limit(price: object) -> str:
    return "" if price is None or price == AT_MARKET else str(price)


def _kind(price: object) -> str:
    return "limit" if _limit(price) else "market"
