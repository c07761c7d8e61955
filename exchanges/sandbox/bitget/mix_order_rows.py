"""Orders, trigger orders and fills of a classic user, as v2 lists and pushes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.requests import COIN, Row
from exchanges.sandbox.bitget.words import (
    PLAN_SHORT,
    PLAN_STATES,
    TRIGGER_TYPES,
    classic_side,
    client_oid,
    fill_trade_side,
    force,
    margin_word,
    order_source,
    order_trade_side,
    order_type,
    plan_type,
    position_mode,
    trade_side,
)
from exchanges.sandbox.events import OrderChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import is_closing, notional
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account, Algo, Fill, Order

AT_MARKET = -1
_NOT_PUSHED = frozenset({"symbol", "planStatus", "planType", "callbackRatio"})
"""Fields of a listed trigger order that the stream names otherwise."""


def order_row(account: Account, order: Order) -> Row:
    """One row of the order lists."""
    return {
        "symbol": order.contract,
        "size": txt(order.size),
        "orderId": order.id,
        "clientOid": client_oid(order),
        "baseVolume": txt(order.filled),
        "fee": txt(order.fee),
        "price": txt(order.price),
        "priceAvg": txt(order.cost / order.filled) if order.filled else "",
        "status": order.state,
        "side": classic_side(order.side, order.leg),
        "force": force(order.kind),
        "totalProfits": txt(order.pnl),
        "posSide": order.leg,
        "marginCoin": COIN,
        "quoteVolume": txt(order.cost),
        "leverage": txt(order.leverage),
        "marginMode": margin_word(order.margin_mode),
        "enterPointSource": order.facts.get("source", "API"),
        "tradeSide": order_trade_side(order),
        "posMode": position_mode(account),
        "orderType": order_type(order.kind),
        "orderSource": order_source(order),
        "reduceOnly": "YES" if reduces(order) else "NO",
        **_presets(order),
        "cTime": txt(order.created_ms),
        "uTime": txt(order.updated_ms),
    }


def reduces(order: Order) -> bool:
    """Reduce-only in one-way mode, or closing in hedge mode."""
    return order.reduce_only or is_closing(order.side, order.leg)


def order_detail(account: Account, order: Order) -> Row:
    """`order/detail`: `state` instead of `status`, and what only this call tells."""
    row = order_row(account, order)
    row["state"] = row.pop("status")
    return row | {"cancelReason": _cancel_reason(order)}


def _cancel_reason(order: Order) -> str:
    if order.state != "canceled":
        return ""
    return {"user": "normal_cancel", "post_only": "post_only_cancel"}.get(
        order.cancel_source, f"{order.cancel_source}_cancel"
    )


def _presets(order: Order) -> Row:
    """Targets that ride on the order."""
    row: Row = dict.fromkeys(
        (
            "presetStopSurplusPrice",
            "presetStopSurplusType",
            "presetStopSurplusExecutePrice",
            "presetStopLossPrice",
            "presetStopLossType",
            "presetStopLossExecutePrice",
        ),
        "",
    )
    for item in order.attached:
        if item.tp_trigger is not None:
            row["presetStopSurplusPrice"] = txt(item.tp_trigger)
            row["presetStopSurplusType"] = TRIGGER_TYPES[item.tp_trigger_type]
            row["presetStopSurplusExecutePrice"] = _execution(item.tp_price)
        if item.sl_trigger is not None:
            row["presetStopLossPrice"] = txt(item.sl_trigger)
            row["presetStopLossType"] = TRIGGER_TYPES[item.sl_trigger_type]
            row["presetStopLossExecutePrice"] = _execution(item.sl_price)
    return row


def _execution(price: object) -> str:
    """The limit price after a trigger; empty at market."""
    return "" if price is None or price == AT_MARKET else str(price)


def order_push(change: OrderChanged, market: Market) -> Row:
    """One row of the `orders` channel: totals of the order, and the fill that caused the push."""
    order, fill = change.order, change.fill
    quote = market.quotes[order.contract]
    row: Row = {
        "instId": order.contract,
        "orderId": order.id,
        "clientOid": client_oid(order),
        "price": txt(order.price) or "0",
        "size": txt(order.size),
        "posMode": position_mode(change.account),
        "enterPointSource": order.facts.get("source", "API"),
        "tradeSide": order_trade_side(order),
        "notionalUsd": txt(notional(quote.contract, order.size, order.price or quote.last)),
        "orderType": order_type(order.kind),
        "force": force(order.kind),
        "side": classic_side(order.side, order.leg),
        "posSide": order.leg,
        "marginMode": margin_word(order.margin_mode),
        "marginCoin": COIN,
        "leverage": txt(order.leverage),
        "status": order.state,
        "cancelReason": _cancel_reason(order),
        "accBaseVolume": txt(order.filled),
        "fillNotionalUsd": txt(order.cost),
        "feeDetail": [{"feeCoin": COIN, "fee": txt(order.fee)}],
        "pnl": txt(fill.pnl if fill else order.pnl),
        "totalProfits": txt(order.pnl),
        "reduceOnly": "yes" if reduces(order) else "no",
        "stpMode": "none",
        **_presets(order),
        "cTime": txt(order.created_ms),
        "uTime": txt(order.updated_ms),
    }
    if order.filled and order.state != "canceled":
        row["priceAvg"] = txt(order.cost / order.filled)
    return row | _last_fill(fill)


def _last_fill(fill: Fill | None) -> Row:
    if fill is None:
        return {"baseVolume": "0"}
    return {
        "fillPrice": txt(fill.price),
        "tradeId": str(fill.number),
        "baseVolume": txt(fill.size),
        "fillTime": txt(fill.time_ms),
        "fillFee": txt(fill.fee),
        "fillFeeCoin": fill.fee_currency,
        "tradeScope": "M" if fill.maker else "T",
    }


def plan_row(account: Account, algo: Algo) -> Row:
    """One row of the lists of trigger orders."""
    price = algo.order_price if algo.trigger is not None else (algo.tp_price or algo.sl_price)
    trigger, by = trigger_of(algo)
    return {
        "planType": plan_type(algo),
        "symbol": algo.contract,
        "size": txt(algo.size),
        "orderId": algo.id,
        "clientOid": client_oid(algo),
        "price": _execution(price),
        "executePrice": _execution(price) or "0",
        "callbackRatio": txt(algo.callback_ratio * 100) if algo.callback_ratio is not None else "",
        "triggerPrice": txt(trigger),
        "triggerType": TRIGGER_TYPES[by],
        "planStatus": PLAN_STATES[algo.state],
        "side": classic_side(algo.side, algo.leg),
        "posSide": algo.leg,
        "marginCoin": COIN,
        "marginMode": margin_word(algo.margin_mode),
        "enterPointSource": algo.facts.get("source", "API"),
        "tradeSide": trade_side(algo.side, algo.leg),
        "posMode": position_mode(account),
        "orderType": "limit" if _execution(price) else "market",
        "stopSurplusTriggerPrice": txt(algo.tp_trigger),
        "stopSurplusExecutePrice": _execution(algo.tp_price),
        "stopSurplusTriggerType": TRIGGER_TYPES[algo.tp_trigger_type],
        "stopLossTriggerPrice": txt(algo.sl_trigger),
        "stopLossExecutePrice": _execution(algo.sl_price),
        "stopLossTriggerType": TRIGGER_TYPES[algo.sl_trigger_type],
        "cTime": txt(algo.created_ms),
        "uTime": txt(algo.updated_ms),
    }


def trigger_of(algo: Algo) -> tuple[Decimal | None, str]:
    """The price a conditional order waits for, and which price has to reach it."""
    if algo.trigger is not None:
        return algo.trigger, algo.trigger_type
    if algo.kind == "move_order_stop":
        return algo.active_price or algo.extreme, algo.trigger_type
    if algo.tp_trigger is not None:
        return algo.tp_trigger, algo.tp_trigger_type
    return algo.sl_trigger, algo.sl_trigger_type


def plan_history_row(account: Account, algo: Algo) -> Row:
    """One row of the history of trigger orders."""
    return plan_row(account, algo) | {
        "executeOrderId": algo.order_ids[0] if algo.order_ids else "",
        "priceAvg": txt(algo.actual_price),
        "baseVolume": txt(algo.actual_size),
        "triggerTime": txt(algo.trigger_ms),
    }


def plan_push(account: Account, algo: Algo, status: str = "") -> Row:
    """One row of the `orders-algo` channel; `status` replaces the order's own."""
    row = plan_row(account, algo)
    state = status or {"fail_trigger": "fail_execute"}.get(str(row["planStatus"]), str(row["planStatus"]))
    return {
        "instId": algo.contract,
        **{name: row[name] for name in row if name not in _NOT_PUSHED},
        "triggerTime": txt(algo.trigger_ms),
        "planType": PLAN_SHORT[str(row["planType"])],
        "actualSize": txt(algo.actual_size),
        "callbackRatio": row["callbackRatio"],
        "status": state,
        "stpMode": "none",
    }


def fill_row(account: Account, fill: Fill) -> Row:
    """One row of the lists of fills: neither the position's side nor the client's id is told."""
    return {
        "tradeId": str(fill.number),
        "symbol": fill.contract,
        "orderId": fill.order_id,
        "price": txt(fill.price),
        "baseVolume": txt(fill.size),
        "feeDetail": _fee_detail(fill),
        "side": classic_side(fill.side, fill.leg),
        "quoteVolume": txt(fill.price * fill.size),
        "profit": txt(fill.pnl),
        "enterPointSource": "sys" if fill.maker is None else "API",
        "tradeSide": fill_trade_side(fill),
        "posMode": position_mode(account),
        "tradeScope": scope(fill),
        "cTime": txt(fill.time_ms),
    }


def fill_push(change: OrderChanged, fill: Fill) -> Row:
    """One row of the `fill` channel, where `side` is the true direction of the trade."""
    return {
        "orderId": fill.order_id,
        "clientOid": client_oid(change.order),
        "tradeId": str(fill.number),
        "symbol": fill.contract,
        "side": fill.side,
        "orderType": order_type(change.order.kind),
        "posMode": position_mode(change.account),
        "price": txt(fill.price),
        "baseVolume": txt(fill.size),
        "quoteVolume": txt(fill.price * fill.size),
        "profit": txt(fill.pnl),
        "tradeSide": fill_trade_side(fill),
        "tradeScope": scope(fill),
        "feeDetail": _fee_detail(fill),
        "cTime": txt(fill.time_ms),
        "uTime": txt(fill.time_ms),
    }


def scope(fill: Fill) -> str:
    return "maker" if fill.maker else "taker"


def _fee_detail(fill: Fill) -> list[Row]:
    """Fees are negative when charged."""
    return [{"feeCoin": fill.fee_currency, "deduction": "no", "totalDeductionFee": "0", "totalFee": txt(fill.fee)}]
