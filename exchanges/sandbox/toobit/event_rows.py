"""Events of the futures user stream."""

from __future__ import annotations

from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import COIN, Margins, is_closing, notional
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Algo, Fill, Order, Position
from exchanges.sandbox.toobit.account_rows import margin_type, position_margin, wallet
from exchanges.sandbox.toobit.order_rows import (
    PLAN_STATUS,
    STATUS,
    client_id,
    fallback,
    kind_of,
    limit_of,
    plan_word,
    side_v1,
    takes_profit,
    tif,
    trigger_of,
    trigger_type,
)
from exchanges.sandbox.toobit.requests import POSITION_SIDES
from exchanges.sandbox.toobit.text import Row, money, number, price, rate

_QUOTE_TYPES = {"last": 0, "index": 1, "mark": 2}


def account_event(account: Account, market: Market, at_ms: int) -> Row:
    """`outboundContractAccountInfo`: free and locked make up the balance."""
    margins = Margins(account, market)
    locked = sum((position_margin(margins, item) for item in account.positions.values()), margins.held_by_orders)
    return {
        "e": "outboundContractAccountInfo",
        "E": str(at_ms),
        "T": True,
        "W": True,
        "D": True,
        "B": [{"a": COIN, "f": number(wallet(account) - locked), "l": number(locked)}],
    }


def position_event(account: Account, market: Market, position: Position) -> Row:
    """`outboundContractPositionInfo`; of a closed position nothing but symbol, side and settings is left."""
    quote, margins = market.quotes[position.contract], Margins(account, market)
    contract, is_open = quote.contract, position.size > ZERO
    held = position_margin(margins, position) if is_open else ZERO
    gain = margins.upl(position) if is_open else ZERO
    liquidation = margins.liquidation_price(position) if is_open else None
    return {
        "e": "outboundContractPositionInfo",
        "E": str(position.updated_ms),
        "A": account.uid,
        "s": contract.id,
        "S": POSITION_SIDES[position.leg],
        "p": number(position.entry if is_open else None),
        "P": number(position.size),
        "a": number(margins.closable(position) if is_open else None),
        "f": price(contract, liquidation),
        "m": money(held),
        "r": money(position.realised if is_open else ZERO),
        "up": money(gain),
        "pr": rate(gain, held),
        "pv": money(notional(contract, position.size, position.entry)),
        "v": f"{position.leverage:.1f}",
        "mt": margin_type(position.margin_mode),
        "mm": "0",
        "mp": f"{quote.mark:.18f}",
    }


def order_event(order: Order, fill: Fill | None, market: Market) -> Row:
    """`contractExecutionReport`."""
    contract = market.quotes[order.contract].contract
    return {
        "e": "contractExecutionReport",
        "E": str(order.updated_ms),
        "s": contract.id,
        "c": client_id(order),
        "C": is_closing(order.side, order.leg),
        "S": order.side.upper(),
        "o": kind_of(order),
        "f": tif(order),
        "q": txt(order.size),
        "p": price(contract, order.price),
        "pt": "MARKET" if order.kind == "market" else "INPUT",
        "X": STATUS[order.state],
        "i": order.id,
        "l": txt(fill.size) if fill else "0",
        "z": txt(order.filled),
        "L": price(contract, fill.price) if fill else "0",
        "n": txt(-fill.fee) if fill else "0",
        "N": fill.fee_currency if fill else "",
        "u": True,
        "w": True,
        "m": bool(fill and fill.maker),
        "mt": margin_type(order.margin_mode),
        "O": str(order.created_ms),
        "Z": txt(order.cost * contract.unit),
        "v": txt(order.leverage),
        "U": str(order.updated_ms),
        "rp": txt(order.pnl),
    }


def ticket_event(account: Account, order: Order, fill: Fill, market: Market, now_ms: int) -> Row:
    """`ticketInfo`: a deal."""
    return {
        "e": "ticketInfo",
        "E": str(now_ms),
        "s": fill.contract,
        "q": txt(fill.size),
        "t": str(fill.time_ms),
        "p": price(market.quotes[fill.contract].contract, fill.price),
        "T": str(fill.number),
        "o": order.id,
        "c": client_id(order),
        "a": account.uid,
        "m": bool(fill.maker),
        "S": fill.side.upper(),
    }


def plan_event(account: Account, algo: Algo, market: Market) -> Row:
    """`planExecutionReport`: a plan order, or a target of a position."""
    quote = market.quotes[algo.contract]
    contract = quote.contract
    trails = algo.kind == "move_order_stop"
    word, quantity = fallback(algo) if trails else ("", "0")
    return {
        "eventType": "planExecutionReport",
        "time": str(algo.created_ms),
        "orderId": algo.id,
        "accountId": account.uid,
        "brokerUserId": account.uid,
        "clientOrderId": client_id(algo),
        "symbolId": contract.id,
        "symbolName": f"{contract.base}{contract.settle}",
        "baseTokenId": contract.id,
        "baseTokenName": contract.id,
        "quoteTokenId": contract.settle,
        "quoteTokenName": contract.settle,
        "price": limit_of(algo),
        "origQty": number(algo.size),
        "type": "STOP",
        "planOrderType": plan_word(algo),
        "side": side_v1(algo.side, algo.leg),
        "status": PLAN_STATUS[algo.state],
        "triggerPrice": trigger_of(algo),
        "quotePrice": price(contract, quote.last),
        "executedOrderId": algo.order_ids[0] if algo.order_ids else "0",
        "executedPrice": number(algo.actual_price),
        "executedQty": number(algo.actual_size),
        "updateTime": str(algo.updated_ms),
        "priceType": "MARKET_PRICE" if limit_of(algo) == "0" else "INPUT",
        "quotePriceType": _QUOTE_TYPES[trigger_type(algo)],
        "leverage": txt(algo.leverage),
        "spOrderId": algo.id if takes_profit(algo) else "0",
        "slOrderId": algo.id if algo.sl_trigger is not None else "0",
        "openOrdinaryOrderId": algo.parent_order_id or "0",
        "openOrderId": "0",
        "triggerType": int(trails),
        "activePrice": number(algo.active_price),
        "fallType": int(word == "PRICE"),
        "fallQuantity": quantity,
        "activeStatus": int(trails and algo.extreme is not None),
        "triggerDelay": 0,
        "marginType": margin_type(algo.margin_mode),
        "isGuaranteedPrice": 0,
    }
