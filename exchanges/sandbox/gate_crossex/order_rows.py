"""Orders and fills as CrossEx lists and pushes them: quantities in base units, everything as text."""

from __future__ import annotations

from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.words import (
    Row,
    attribute,
    business_of,
    exchange_of,
    force,
    side_word,
    state,
    text_of,
)
from exchanges.sandbox.state import Account, Fill, Order


def order_row(account: Account, order: Order) -> Row:
    """ORDER of the lists, of one order's call and of the `order` channel."""
    last = order.last
    by_value = order.facts.get("quote_qty", "")
    return {
        "user_id": account.uid,
        "order_id": order.id,
        "text": text_of(order),
        "state": state(order),
        "symbol": order.contract,
        "side": order.side.upper(),
        "type": "MARKET" if order.kind == "market" else "LIMIT",
        "attribute": attribute(order),
        "exchange_type": exchange_of(order.contract),
        "business_type": business_of(order.contract),
        "qty": "0" if by_value else txt(order.size),
        "quote_qty": by_value or "0",
        "price": txt(order.price) or "0",
        "time_in_force": force(order),
        "executed_qty": txt(order.filled),
        "executed_amount": txt(order.cost),
        "executed_avg_price": txt(order.cost / order.filled) if order.filled else "0",
        "fee_coin": last.fee_currency if last else "",
        "fee": txt(-order.fee),
        "reduce_only": "true" if order.reduce_only else "false",
        "leverage": txt(order.leverage),
        "reason": "POC order would be filled immediately"
        if order.cancel_source == "post_only"
        else order.cancel_reason,
        "last_executed_qty": txt(last.size) if last else "0",
        "last_executed_price": txt(last.price) if last else "0",
        "last_executed_amount": txt(last.price * last.size) if last else "0",
        "position_side": side_word(order.leg),
        "create_time": txt(order.created_ms),
        "update_time": txt(order.updated_ms),
    }


def fill_row(account: Account, fill: Fill) -> Row:
    """FILL of the history and of the `usertrades` channel."""
    return {
        "user_id": account.uid,
        "transaction_id": str(fill.number),
        "order_id": fill.order_id,
        "text": fill.client_id or fill.order_id,
        "symbol": fill.contract,
        "exchange_type": exchange_of(fill.contract),
        "business_type": business_of(fill.contract),
        "side": fill.side.upper(),
        "qty": txt(fill.size),
        "price": txt(fill.price),
        "fee": txt(-fill.fee),
        "fee_coin": fill.fee_currency,
        "fee_rate": txt(-fill.fee_rate),
        "match_role": "MAKER" if fill.maker else "TAKER",
        "rpnl": txt(fill.pnl),
        "position_mode": "DUAL" if fill.leg != "net" else "BOTH" if business_of(fill.contract) == "FUTURE" else "",
        "position_side": side_word(fill.leg),
        "create_time": txt(fill.time_ms),
    }


def ids(order: Order) -> Row:
    """What writing calls answer."""
    return {"order_id": order.id, "text": text_of(order)}
