"""Orders, plan orders, targets of positions and trades as Toobit lists them, in the words of v1 and of v2."""

from __future__ import annotations

from typing import Literal

from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins, is_closing
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Algo, Fill, Order
from exchanges.sandbox.toobit.requests import POSITION_SIDES
from exchanges.sandbox.toobit.text import Row, number, price

Version = Literal["v1", "v2"]
TIFS = {"limit": "GTC", "market": "GTC", "post_only": "POST_ONLY", "ioc": "IOC", "fok": "FOK"}
STATUS = {"live": "NEW", "partially_filled": "PARTIALLY_FILLED", "filled": "FILLED", "canceled": "CANCELED"}
PLAN_STATUS = {
    "live": "ORDER_NEW",
    "effective": "ORDER_FILLED",
    "canceled": "ORDER_CANCELED",
    "order_failed": "ORDER_FAILED",
}
TRIGGERS = {"last": "CONTRACT_PRICE", "mark": "MARK_PRICE"}


def client_id(order: Order | Algo) -> str:
    """The client's id, or one the venue made up."""
    return order.client_id or f"sys_{order.id}"


def side_v1(side: str, leg: str) -> str:
    """`BUY_CLOSE` acts on the short side, `SELL_CLOSE` on the long one."""
    return f"{side.upper()}_{'CLOSE' if is_closing(side, leg) else 'OPEN'}"


def kind_of(order: Order, version: Version = "v1") -> str:
    """The type; v1 has none for market orders and tells the kind of price instead."""
    if order.category == "full_liquidation":
        return "LIQUI_IOC_ORDER"
    if order.category == "adl":
        return "LIQUI_ADL_ORDER"
    return "MARKET" if version == "v2" and order.kind == "market" else "LIMIT"


def average(order: Order, market: Market) -> str:
    return price(market.quotes[order.contract].contract, order.cost / order.filled) if order.filled else "0"


def tif(order: Order) -> str:
    return TIFS.get(order.kind, "GTC")


def order_row(order: Order, account: Account, market: Market, version: Version) -> Row:
    """An ordinary order."""
    contract = market.quotes[order.contract].contract
    locked = Margins(account, market).order_margin(order) if order.is_open else ZERO
    row: Row = {
        "time": str(order.created_ms),
        "updateTime": str(order.updated_ms),
        "orderId": order.id,
        "clientOrderId": client_id(order),
        "symbol": contract.id,
        "price": price(contract, order.price),
        "leverage": number(order.leverage),
        "origQty": txt(order.size),
        "executedQty": txt(order.filled),
        "avgPrice": average(order, market),
        "marginLocked": number(locked.quantize(contract.tick)),
        "type": kind_of(order, version),
        "side": order.side.upper() if version == "v2" else side_v1(order.side, order.leg),
    }
    if version == "v2":
        row["positionSide"] = POSITION_SIDES[order.leg]
    row |= {"timeInForce": tif(order), "status": STATUS[order.state]}
    if version == "v1":
        row |= {"executeQty": txt(order.filled), "priceType": "MARKET" if order.kind == "market" else "INPUT"}
    return row | {"contractMultiplier": txt(contract.unit)}


def is_plan(algo: Algo) -> bool:
    """A plan order; the others are targets of positions (TP/SL)."""
    return algo.kind == "trigger"


def plan_family(algo: Algo) -> str:
    """The value of `stopCategory` under which it is listed."""
    return "STOP" if is_plan(algo) else "STOP_PROFIT_LOSS"


def takes_profit(algo: Algo) -> bool:
    return algo.tp_trigger is not None


def plan_word(algo: Algo) -> str:
    """v1's and the stream's word: `STOP_COMMON`, `STOP_LONG_PROFIT` ..."""
    if is_plan(algo):
        return "STOP_COMMON"
    return f"STOP_{POSITION_SIDES[algo.leg]}_{'PROFIT' if takes_profit(algo) else 'LOSS'}"


def limit_of(algo: Algo) -> str:
    """The price after triggering; "0" at market."""
    found = algo.order_price if is_plan(algo) else (algo.tp_price if takes_profit(algo) else algo.sl_price)
    return "0" if found is None or found <= ZERO else txt(found)


def trigger_of(algo: Algo) -> str:
    """The price it waits for; "0" for a trailing one."""
    return number(algo.trigger or algo.tp_trigger or algo.sl_trigger)


def trigger_type(algo: Algo) -> str:
    if is_plan(algo):
        return algo.trigger_type
    return algo.tp_trigger_type if takes_profit(algo) else algo.sl_trigger_type


def fallback(algo: Algo) -> tuple[str, str]:
    """Kind and size of a trailing stop's callback."""
    if algo.callback_ratio is not None:
        return "RATE", txt(algo.callback_ratio)
    return "PRICE", number(algo.callback_spread)


def plan_row(algo: Algo, market: Market) -> Row:
    """A conditional order of v2."""
    contract = market.quotes[algo.contract].contract
    limited = limit_of(algo) != "0"
    trails = algo.kind == "move_order_stop"
    kind = plan_family(algo) + ("" if limited or trails else "_MARKET")
    row: Row = {
        "time": str(algo.created_ms),
        "updateTime": str(algo.updated_ms),
        "orderId": algo.id,
        "clientOrderId": client_id(algo),
        "symbol": contract.id,
        "price": limit_of(algo),
        "leverage": number(algo.leverage),
        "origQty": number(algo.size),
        "executedQty": number(algo.actual_size),
        "avgPrice": number(algo.actual_price),
        "marginLocked": "0",
        "type": kind,
        "side": algo.side.upper(),
        "positionSide": POSITION_SIDES[algo.leg],
        "timeInForce": "GTC",
        "status": PLAN_STATUS[algo.state],
        "contractMultiplier": txt(contract.unit),
        "stopPrice": trigger_of(algo),
        "triggerBy": TRIGGERS[trigger_type(algo)],
    }
    if not is_plan(algo):
        row["stopOrderType"] = "TAKE_PROFIT" if takes_profit(algo) else "STOP_LOSS"
        row["stopType"] = "TRAILING_STOP" if trails else "FIXED_STOP"
    if trails:
        word, quantity = fallback(algo)
        row |= {"activePrice": number(algo.active_price), "fallbackType": word, "fallbackQuantity": quantity}
        row["activeStatus"] = int(algo.extreme is not None)
    return row


def stop_row(algo: Algo, account: Account, market: Market) -> Row:
    """A conditional order of v1."""
    contract = market.quotes[algo.contract].contract
    trails = algo.kind == "move_order_stop"
    row: Row = {
        "time": str(algo.created_ms),
        "orderId": algo.id,
        "accountId": account.uid,
        "clientOrderId": client_id(algo),
        "symbol": contract.id,
        "price": limit_of(algo),
        "leverage": number(algo.leverage),
        "origQty": number(algo.size),
        "executedOrderId": algo.order_ids[0] if algo.order_ids else "0",
        "type": plan_family(algo),
        "side": side_v1(algo.side, algo.leg),
        "status": PLAN_STATUS[algo.state],
        "priceType": "MARKET" if limit_of(algo) == "0" else "INPUT",
        "stopPrice": trigger_of(algo),
        "triggerBy": TRIGGERS[trigger_type(algo)],
        "triggerType": int(trails),
        "orderType": plan_word(algo),
    }
    if not is_plan(algo):
        word, quantity = fallback(algo) if trails else ("", "0")
        row |= {
            "activePrice": number(algo.active_price),
            "fallType": {"RATE": 1, "PRICE": 2}.get(word, 0),
            "fallQuantity": quantity,
            "activeStatus": int(trails and algo.extreme is not None),
        }
    return row


def trade_row(fill: Fill, account: Account, market: Market, version: Version) -> Row:
    """A trade of the account; a commission is a cost."""
    contract = market.quotes[fill.contract].contract
    row: Row = {
        "time": str(fill.time_ms),
        "id": fill.bill_id,
        "orderId": fill.order_id,
        "symbol": contract.id,
        "price": price(contract, fill.price),
        "qty": txt(fill.size),
        "commissionAsset": fill.fee_currency,
        "commission": txt(-fill.fee),
        "makerRebate": "0",
        "type": "LIMIT",
        "side": fill.side.upper() if version == "v2" else side_v1(fill.side, fill.leg),
        "realizedPnl": txt(fill.pnl),
        "ticketId": str(fill.number),
        "isMaker": bool(fill.maker),
    }
    if version == "v2":
        row |= {
            "createdTime": str(fill.time_ms),
            "matchOrderId": "0",
            "matchAccountId": "0",
            "accountId": account.uid,
            "positionSide": POSITION_SIDES[fill.leg],
            "matchOrderStrategy": 0,
        }
    return row
