"""Margin of a unified account as v3 lists and pushes it: one pool of coins, no isolated pairs; fees are costs."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.margin_house import MarginHouse
from exchanges.sandbox.bitget.margin_state import Record, SpotFill, SpotOrder
from exchanges.sandbox.bitget.margin_terms import COIN
from exchanges.sandbox.bitget.requests import Row
from exchanges.sandbox.bitget.words import position_mode
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import ZERO, Account

MARGIN = "MARGIN"
_TYPES = {"interest": "INTEREST", "loan": "BORROW", "repay": "REPAY"}


def margin_order_row(account: Account, order: SpotOrder) -> Row:
    """One row of the order lists; what is bought at market is sized in quote coins."""
    coin = order.symbol.removesuffix(COIN) if order.side == "buy" else COIN
    return {
        "orderId": order.id,
        "clientOid": order.client_id,
        "category": MARGIN,
        "symbol": order.symbol,
        "orderType": order.kind,
        "side": order.side,
        "price": txt(order.price) or "0",
        "qty": txt(order.base if order.base is not None else order.quote),
        "amount": txt(order.quote or 0),
        "cumExecQty": txt(order.filled),
        "cumExecValue": txt(order.cost),
        "avgPrice": txt(order.cost / order.filled) if order.filled else "0",
        "timeInForce": order.force,
        "orderStatus": order.state,
        "posSide": "",
        "holdMode": position_mode(account),
        "reduceOnly": "NO",
        "marginMode": "crossed",
        "feeDetail": [{"feeCoin": coin, "fee": txt(order.fee)} if order.filled else {"feeCoin": "", "fee": ""}],
        "cancelReason": "",
        "execType": order.origin or "normal",
        "stpMode": "none",
        "createdTime": txt(order.created_ms),
        "updatedTime": txt(order.updated_ms),
    }


def margin_order_push(account: Account, order: SpotOrder) -> Row:
    """One row of the `order` channel."""
    row = margin_order_row(account, order)
    del row["posSide"], row["execType"]
    state = "new" if order.state == "live" else order.state
    return row | {"category": MARGIN.lower(), "orderStatus": state, "price": txt(order.price)}


def margin_fill_row(fill: SpotFill) -> Row:
    """One row of `trade/fills` and of the `fill` channel."""
    return {
        "execId": fill.id,
        "orderId": fill.order_id,
        "clientOid": fill.client_id,
        "category": MARGIN,
        "symbol": fill.symbol,
        "orderType": fill.kind,
        "side": fill.side,
        "execPrice": txt(fill.price),
        "execQty": txt(fill.size),
        "execValue": txt(fill.price * fill.size),
        "execPnl": "0",
        "tradeScope": "maker" if fill.maker else "taker",
        "feeDetail": [{"feeCoin": fill.fee_coin, "fee": txt(fill.fee)}],
        "createdTime": txt(fill.time_ms),
        "updatedTime": txt(fill.time_ms),
    }


def margin_record_row(record: Record) -> Row:
    """One row of `account/financial-records`."""
    return {
        "category": MARGIN,
        "id": record.id,
        "symbol": "",
        "coin": record.coin,
        "type": _TYPES.get(record.kind, record.word.upper()),
        "fee": txt(record.fee),
        "amount": txt(-record.amount if record.kind == "interest" else record.amount),
        "balance": txt(record.balance),
        "ts": txt(record.time_ms),
    }


def with_debts(whole: Row, account: Account, house: MarginHouse) -> Row:
    """`account/assets` with the coins and debts of margin put in."""
    coins = whole["assets"]
    rows = {str(row["coin"]): dict(row) for row in coins} if isinstance(coins, list) else {}
    worth = ZERO
    for pot in house.purse(account).of(""):
        row = rows.setdefault(pot.coin, {"coin": pot.coin, "bonus": "0"})
        value = pot.net * house.price(pot.coin)
        worth += value
        more = {
            "equity": pot.net,
            "usdValue": value,
            "balance": pot.total,
            "available": pot.available,
            "locked": pot.frozen,
            "debt": pot.debt,
        }
        row |= {name: txt(_number(row.get(name)) + figure) for name, figure in more.items()}
    sums = ("accountEquity", "usdtEquity", "effEquity")
    totals = {name: txt(_number(whole[name]) + worth) for name in sums}
    return whole | totals | {"assets": list(rows.values())}


def _number(text: object) -> Decimal:
    return Decimal(str(text or "0"))
