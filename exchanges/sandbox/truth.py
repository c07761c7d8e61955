"""An account as the simulation knows it, in the engine's words, to compare a client's view with.

Numbers are plain text, times UTC milliseconds. Sizes are contracts; `base` is the same in base coins.
"""

from __future__ import annotations

from typing import Any

from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account, Algo, Bill, ClosedPosition, Fill, Order, Position

View = dict[str, Any]


def truth_of(account: Account, market: Market) -> View:
    """Everything, newest last."""
    margins = Margins(account, market)
    return {
        "uid": account.uid,
        "position_mode": "hedge" if account.hedged else "oneway",
        "equity": txt(margins.equity),
        "available": txt(margins.available),
        "balances": {name: txt(amount) for name, amount in account.cash.items()},
        "positions": [position_view(position, margins, market) for position in account.positions.values()],
        "orders": [order_view(order) for order in account.orders.values()],
        "algos": [algo_view(algo) for algo in account.algos.values()],
        "finished_orders": [order_view(order) for order in account.finished_orders],
        "finished_algos": [algo_view(algo) for algo in account.finished_algos],
        "fills": [fill_view(fill) for fill in account.fills],
        "bills": [bill_view(bill) for bill in account.bills],
        "history": [closed_view(row) for row in account.history],
    }


def position_view(position: Position, margins: Margins, market: Market) -> View:
    quote = market.quotes[position.contract]
    return {
        "id": position.id,
        "contract": position.contract,
        "margin_mode": position.margin_mode,
        "leg": position.leg,
        "direction": "long" if position.direction > 0 else "short",
        "size": txt(position.size),
        "base": txt(position.size * quote.contract.unit),
        "entry": txt(position.entry),
        "mark": txt(quote.mark),
        "upl": txt(margins.upl(position)),
        "margin": txt(position.margin),
        "leverage": txt(position.leverage),
        "liquidation": txt(margins.liquidation_price(position)),
        "realised": txt(position.realised),
        "funding": txt(position.funding),
        "created_ms": position.created_ms,
        "updated_ms": position.updated_ms,
    }


def order_view(order: Order) -> View:
    return {
        "id": order.id,
        "client_id": order.client_id,
        "contract": order.contract,
        "margin_mode": order.margin_mode,
        "side": order.side,
        "leg": order.leg,
        "kind": order.kind,
        "price": txt(order.price),
        "size": txt(order.size),
        "filled": txt(order.filled),
        "average": txt(order.cost / order.filled) if order.filled else "",
        "fee": txt(order.fee),
        "pnl": txt(order.pnl),
        "state": order.state,
        "reduce_only": order.reduce_only,
        "category": order.category,
        "cancel_source": order.cancel_source,
        "algo_id": order.algo_id,
        "created_ms": order.created_ms,
        "updated_ms": order.updated_ms,
    }


def algo_view(algo: Algo) -> View:
    return {
        "id": algo.id,
        "client_id": algo.client_id,
        "contract": algo.contract,
        "margin_mode": algo.margin_mode,
        "side": algo.side,
        "leg": algo.leg,
        "kind": algo.kind,
        "size": txt(algo.size),
        "tp_trigger": txt(algo.tp_trigger),
        "tp_price": txt(algo.tp_price),
        "sl_trigger": txt(algo.sl_trigger),
        "sl_price": txt(algo.sl_price),
        "trigger": txt(algo.trigger),
        "order_price": txt(algo.order_price),
        "state": algo.state,
        "order_ids": list(algo.order_ids),
        "created_ms": algo.created_ms,
        "updated_ms": algo.updated_ms,
    }


def fill_view(fill: Fill) -> View:
    return {
        "trade_id": str(fill.number),
        "order_id": fill.order_id,
        "contract": fill.contract,
        "side": fill.side,
        "leg": fill.leg,
        "price": txt(fill.price),
        "size": txt(fill.size),
        "pnl": txt(fill.pnl),
        "fee": txt(fill.fee),
        "fee_currency": fill.fee_currency,
        "maker": fill.maker,
        "time_ms": fill.time_ms,
    }


def bill_view(bill: Bill) -> View:
    return {
        "id": bill.id,
        "kind": bill.kind,
        "sub_kind": bill.sub_kind,
        "currency": bill.currency,
        "change": txt(bill.change),
        "balance": txt(bill.balance),
        "pnl": txt(bill.pnl),
        "fee": txt(bill.fee),
        "contract": bill.contract,
        "trade_id": bill.trade_id.removeprefix("-"),
        "time_ms": bill.time_ms,
    }


def closed_view(row: ClosedPosition) -> View:
    position = row.position
    return {
        "id": position.id,
        "contract": position.contract,
        "leg": position.leg,
        "direction": "long" if position.direction > 0 else "short",
        "kind": row.kind,
        "closed": txt(position.closed),
        "realised": txt(position.realised),
        "updated_ms": row.updated_ms,
    }
