"""Orders, conditional orders and trades as Binance lists them."""

from __future__ import annotations

from exchanges.sandbox.binance.requests import POSITION_SIDES
from exchanges.sandbox.binance.text import Row, made_up_id, money, padded, price, quantity
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import is_closing
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Algo, Fill, Order

TIFS = {"limit": "GTC", "market": "GTC", "post_only": "GTX", "ioc": "IOC", "fok": "FOK"}
_EXPIRED_BY = {"ioc": "2", "fok": "2", "close": "4", "trim": "4", "deadline": "0", "liquidation": "5"}
ALGO_STATES = {"live": "NEW", "canceled": "CANCELED", "order_failed": "REJECTED", "effective": "TRIGGERED"}


def client_id(order: Order) -> str:
    """The client's id, or the one Binance made up."""
    if order.category == "full_liquidation":
        return f"autoclose-{order.created_ms}"
    return "adl_autoclose" if order.category == "adl" else order.client_id or made_up_id(order.id)


def is_forced(order: Order) -> bool:
    """The venue's own order: liquidation or auto-deleveraging."""
    return order.category in ("full_liquidation", "adl")


def kind(order: Order) -> str:
    return "MARKET" if order.kind == "market" else "LIMIT"


def original_kind(order: Order) -> str:
    """The type before triggering."""
    return order.facts.get("type", kind(order))


def tif(order: Order) -> str:
    return order.facts.get("tif") or TIFS.get(order.kind, "GTC")


def status(order: Order) -> str:
    if order.state != "canceled":
        return {"live": "NEW", "partially_filled": "PARTIALLY_FILLED", "filled": "FILLED"}[order.state]
    return "CANCELED" if order.cancel_source in ("user", "") else "EXPIRED"


def expiry_reason(order: Order) -> str:
    return _EXPIRED_BY.get(order.cancel_source, "0") if status(order) == "EXPIRED" else "0"


def closes(order: Order) -> bool:
    """`reduceOnly` as listed: hedge mode shows it for the closing pairs of side and leg."""
    return order.reduce_only or is_closing(order.side, order.leg)


def order_row(order: Order, market: Market) -> Row:
    """One row of `openOrders`, `allOrders`, and the answer of `GET order`."""
    contract = market.quotes[order.contract].contract
    row = acknowledgement(order, market)
    del row["cumQty"]
    return row | {
        "avgPrice": average(order, market),
        "cumQuote": txt(order.cost * contract.unit),
        "time": order.created_ms,
    }


def acknowledgement(order: Order, market: Market, *, fresh: bool = False) -> Row:
    """What placing, changing and cancelling answer; `fresh` as if nothing had been executed yet (ACK)."""
    contract = market.quotes[order.contract].contract
    done = ZERO if fresh else order.filled
    facts = order.facts
    return {
        "orderId": int(order.id),
        "symbol": order.contract,
        "status": "NEW" if fresh else status(order),
        "clientOrderId": client_id(order),
        "price": price(contract, order.price),
        "origQty": quantity(contract, order.size),
        "executedQty": quantity(contract, done),
        "cumQty": quantity(contract, done),
        "timeInForce": tif(order),
        "type": kind(order),
        "reduceOnly": closes(order),
        "closePosition": facts.get("closePosition") == "true",
        "side": order.side.upper(),
        "positionSide": POSITION_SIDES[order.leg],
        "stopPrice": facts.get("stopPrice", "0"),
        "workingType": facts.get("workingType", "CONTRACT_PRICE"),
        "priceProtect": facts.get("priceProtect") == "true",
        "origType": original_kind(order),
        "priceMatch": facts.get("priceMatch", "NONE"),
        "selfTradePreventionMode": facts.get("stp", "EXPIRE_MAKER"),
        "goodTillDate": int(facts.get("goodTillDate", "0")),
        "updateTime": order.updated_ms,
    }


def average(order: Order, market: Market) -> str:
    digits = market.quotes[order.contract].contract.tick
    if not order.filled:
        return "0.00000"
    return padded(order.cost / order.filled, max(-int(digits.normalize().as_tuple().exponent), 0))


def algo_status(account: Account, algo: Algo) -> str:
    """NEW until it fires; TRIGGERED while its order is open, FINISHED afterwards; EXPIRED when its position closed."""
    if algo.state == "effective" and not any(order_id in account.orders for order_id in algo.order_ids):
        return "FINISHED"
    if algo.state == "canceled" and algo.facts.get("ended") != "user":
        return "EXPIRED"
    return ALGO_STATES[algo.state]


def trigger(algo: Algo, market: Market) -> str:
    contract = market.quotes[algo.contract].contract
    return price(contract, algo.sl_trigger or algo.tp_trigger) if algo.kind != "move_order_stop" else "0"


def algo_row(account: Account, algo: Algo, market: Market) -> Row:
    """One row of `openAlgoOrders`, `allAlgoOrders`, and the answer of `GET algoOrder`."""
    contract, facts = market.quotes[algo.contract].contract, algo.facts
    limit = algo.sl_price or algo.tp_price
    at_market = limit is None or limit < ZERO
    row: Row = {
        "algoId": int(algo.id),
        "clientAlgoId": algo_client_id(algo),
        "algoType": "CONDITIONAL",
        "orderType": facts.get("type", "STOP_MARKET"),
        "symbol": algo.contract,
        "side": algo.side.upper(),
        "positionSide": POSITION_SIDES[algo.leg],
        "timeInForce": facts.get("tif", "GTC"),
        "quantity": quantity(contract, algo.size or ZERO),
        "algoStatus": algo_status(account, algo),
        "actualOrderId": algo.order_ids[0] if algo.order_ids else "",
        "actualPrice": price(contract, algo.actual_price) if algo.actual_price else "0.00",
        "actualQty": quantity(contract, algo.actual_size),
        "actualType": "" if not algo.order_ids else "MARKET" if at_market else "LIMIT",
        "triggerPrice": trigger(algo, market),
        "price": "0.00" if at_market else price(contract, limit),
        "icebergQuantity": None,
        "tpTriggerPrice": "0.000",
        "tpPrice": "0.000",
        "slTriggerPrice": "0.000",
        "slPrice": "0.000",
        "tpOrderType": "",
        "selfTradePreventionMode": facts.get("stp", "EXPIRE_MAKER"),
        "workingType": facts.get("workingType", "CONTRACT_PRICE"),
        "priceMatch": facts.get("priceMatch", "NONE"),
        "closePosition": algo.close_fraction,
        "priceProtect": facts.get("priceProtect") == "true",
        "reduceOnly": algo.reduce_only or algo.close_fraction or is_closing(algo.side, algo.leg),
        "createTime": algo.created_ms,
        "updateTime": algo.updated_ms,
        "triggerTime": algo.trigger_ms or 0,
        "goodTillDate": int(facts.get("goodTillDate", "0")),
    }
    if algo.kind == "move_order_stop":
        row |= {
            "activatePrice": price(contract, algo.active_price),
            "callbackRate": txt((algo.callback_ratio or ZERO) * 100),
        }
    return row


_LATER = ("actualOrderId", "actualPrice", "actualQty", "actualType", "tpOrderType")
_TARGETS = ("tpTriggerPrice", "tpPrice", "slTriggerPrice", "slPrice")


def algo_acknowledgement(account: Account, algo: Algo, market: Market) -> Row:
    """What placing answers: nothing yet of what comes later."""
    return {name: value for name, value in algo_row(account, algo, market).items() if name not in (*_LATER, *_TARGETS)}


def algo_client_id(algo: Algo) -> str:
    return algo.client_id or made_up_id(algo.id)


def trade_row(fill: Fill, market: Market) -> Row:
    """One row of `userTrades`."""
    contract = market.quotes[fill.contract].contract
    return {
        "symbol": fill.contract,
        "id": fill.number,
        "orderId": int(fill.order_id),
        "side": fill.side.upper(),
        "positionSide": POSITION_SIDES[fill.leg],
        "price": price(contract, fill.price),
        "qty": quantity(contract, fill.size),
        "quoteQty": txt(fill.size * fill.price * contract.unit),
        "commission": money(-fill.fee),
        "commissionAsset": fill.fee_currency,
        "realizedPnl": money(fill.pnl),
        "buyer": fill.side == "buy",
        "maker": bool(fill.maker),
        "time": fill.time_ms,
        "marginAsset": contract.settle,
        "baseQty": quantity(contract, fill.size),
        "pair": fill.contract.split("_")[0],
    }
