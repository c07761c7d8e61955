"""Events of the user stream, short names and all."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.binance.account_rows import Book, signed
from exchanges.sandbox.binance.order_rows import (
    algo_client_id,
    algo_status,
    average,
    client_id,
    closes,
    expiry_reason,
    is_forced,
    kind,
    original_kind,
    status,
    tif,
    trigger,
)
from exchanges.sandbox.binance.requests import POSITION_SIDES
from exchanges.sandbox.binance.text import Row, money, price, quantity
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import is_closing
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Algo, Fill, Order, Position

REASONS = {
    "filled": "ORDER",
    "liquidation": "ORDER",
    "adl": "ORDER",
    "funding_fee": "FUNDING_FEE",
    "adjust_margin": "MARGIN_TRANSFER",
}
"""Why balances and positions changed, as `ACCOUNT_UPDATE` says it."""


def order_event(order: Order, fill: Fill | None, happened: str, market: Market, *, now_ms: int, at_ms: int) -> Row:
    """`ORDER_TRADE_UPDATE`; `happened` is `x`."""
    contract = market.quotes[order.contract].contract
    forced = is_forced(order)
    row: Row = {
        "s": order.contract,
        "c": client_id(order),
        "S": order.side.upper(),
        "o": "LIQUIDATION" if forced else kind(order),
        "f": "IOC" if forced else tif(order),
        "q": quantity(contract, order.size),
        "p": price(contract, order.price),
        "ap": average(order, market) if order.filled else "0",
        "sp": order.facts.get("stopPrice", "0"),
        "x": happened,
        "X": status(order),
        "i": int(order.id),
        "l": quantity(contract, fill.size) if fill else "0",
        "z": quantity(contract, order.filled),
        "L": price(contract, fill.price) if fill else "0",
        "T": fill.time_ms if fill else at_ms,
        "t": fill.number if fill else 0,
        "b": "0",
        "a": "0",
        "m": bool(fill and fill.maker),
        "R": closes(order),
        "wt": order.facts.get("workingType", "CONTRACT_PRICE"),
        "ot": "LIQUIDATION" if forced else original_kind(order),
        "ps": POSITION_SIDES[order.leg],
        "cp": order.facts.get("closePosition") == "true",
        "rp": money(fill.pnl) if fill else "0",
        "pP": order.facts.get("priceProtect") == "true",
        "si": 0,
        "ss": 0,
        "V": order.facts.get("stp", "EXPIRE_MAKER"),
        "pm": order.facts.get("priceMatch", "NONE"),
        "gtd": int(order.facts.get("goodTillDate", "0")),
        "er": expiry_reason(order),
    }
    if "modifyId" in order.facts:
        row["M"] = int(order.facts["modifyId"])
    if fill is not None and fill.fee:
        row |= {"n": money(-fill.fee), "N": fill.fee_currency}
    return {"e": "ORDER_TRADE_UPDATE", "T": at_ms, "E": now_ms, "o": row}


def trade_lite(order: Order, fill: Fill, market: Market, *, now_ms: int, at_ms: int) -> Row:
    """`TRADE_LITE`: the fill without fee and result, a little earlier."""
    contract = market.quotes[order.contract].contract
    return {
        "e": "TRADE_LITE",
        "E": now_ms,
        "T": at_ms,
        "s": order.contract,
        "q": quantity(contract, order.size),
        "p": price(contract, order.price),
        "m": bool(fill.maker),
        "c": client_id(order),
        "S": order.side.upper(),
        "L": price(contract, fill.price),
        "l": quantity(contract, fill.size),
        "t": fill.number,
        "i": int(order.id),
    }


def account_event(
    account: Account,
    market: Market,
    positions: list[Position],
    balance_changes: dict[str, Decimal],
    cause: str,
    *,
    symbol: str,
    now_ms: int,
    at_ms: int,
) -> Row:
    """`ACCOUNT_UPDATE`: only what changed."""
    book = Book(account, market)
    change: Row = {
        "m": cause,
        "B": [_balance(book, asset, moved) for asset, moved in balance_changes.items()],
        "P": [_position(book, position) for position in positions],
    }
    if symbol:
        change["S"] = symbol
    return {"e": "ACCOUNT_UPDATE", "T": at_ms, "E": now_ms, "a": change}


def _balance(book: Book, asset: str, moved: Decimal) -> Row:
    cross = book.account.cash.get(asset, ZERO)
    wallet = book.wallet if asset == "USDT" else cross
    return {"a": asset, "wb": money(wallet), "cw": money(cross), "bc": txt(moved)}


def _position(book: Book, position: Position) -> Row:
    contract = book.market.quotes[position.contract].contract
    isolated = position.margin_mode == "isolated"
    return {
        "s": position.contract,
        "pa": quantity(contract, signed(position)) if position.size else "0",
        "ep": price(contract, position.entry) if position.size else "0",
        "bep": price(contract, book.margins.break_even(position)) if position.size else "0",
        "cr": money(position.pnl),
        "up": money(book.margins.upl(position)) if position.size else "0",
        "mt": position.margin_mode,
        "iw": money(position.margin) if isolated else "0",
        "ps": POSITION_SIDES[position.leg],
        "ma": contract.settle,
    }


def algo_event(account: Account, algo: Algo, market: Market, state: str = "", *, now_ms: int) -> Row:
    """`ALGO_UPDATE`; `state` where it is not what the lists would say."""
    contract, facts = market.quotes[algo.contract].contract, algo.facts
    limit = algo.sl_price or algo.tp_price
    order = _order_of(account, algo)
    row: Row = {
        "caid": algo_client_id(algo),
        "aid": int(algo.id),
        "at": "CONDITIONAL",
        "o": facts.get("type", "STOP_MARKET"),
        "s": algo.contract,
        "S": algo.side.upper(),
        "ps": POSITION_SIDES[algo.leg],
        "f": facts.get("tif", "GTC"),
        "q": quantity(contract, algo.size or ZERO),
        "X": state or algo_status(account, algo),
        "ai": algo.order_ids[0] if algo.order_ids else "",
        "ap": average(order, market) if order and order.filled else "0.00000",
        "aq": quantity(contract, order.filled) if order else "0.00000",
        "act": kind(order) if order else "0",
        "tp": trigger(algo, market),
        "p": "0" if limit is None or limit < ZERO else price(contract, limit),
        "V": facts.get("stp", "EXPIRE_MAKER"),
        "wt": facts.get("workingType", "CONTRACT_PRICE"),
        "pm": facts.get("priceMatch", "NONE"),
        "cp": algo.close_fraction,
        "pP": facts.get("priceProtect") == "true",
        "R": algo.reduce_only or algo.close_fraction or is_closing(algo.side, algo.leg),
        "tt": algo.trigger_ms or 0,
        "gtd": int(facts.get("goodTillDate", "0")),
        "rm": algo.fail_code.replace("_", " ").capitalize(),
    }
    if algo.kind == "move_order_stop":
        row |= {"AP": price(contract, algo.active_price), "cr": txt((algo.callback_ratio or ZERO) * 100)}
        row["ia"] = algo.extreme is not None
    return {"e": "ALGO_UPDATE", "T": algo.updated_ms, "E": now_ms, "o": row}


def _order_of(account: Account, algo: Algo) -> Order | None:
    """The order a triggered one became."""
    if not algo.order_ids:
        return None
    wanted = algo.order_ids[0]
    ended = (order for order in reversed(account.finished_orders) if order.id == wanted)
    return account.orders.get(wanted) or next(ended, None)


def margin_call(book: Book, positions: list[Position], *, now_ms: int) -> Row:
    """`MARGIN_CALL`: positions at risk of liquidation."""
    rows = []
    for position in positions:
        quote = book.market.quotes[position.contract]
        isolated = position.margin_mode == "isolated"
        rows.append(
            {
                "s": position.contract,
                "ps": POSITION_SIDES[position.leg],
                "pa": quantity(quote.contract, signed(position)),
                "mt": "ISOLATED" if isolated else "CROSSED",
                "iw": money(position.margin) if isolated else "0",
                "mp": money(quote.mark),
                "up": money(book.margins.upl(position)),
                "mm": money(book.margins.maintenance(position)),
            }
        )
    return {"e": "MARGIN_CALL", "E": now_ms, "cw": money(book.margins.cash), "p": rows}


def forced_event(order: Order, market: Market, *, now_ms: int) -> Row:
    """`forceOrder` of the market streams."""
    contract = market.quotes[order.contract].contract
    row = {
        "s": order.contract,
        "S": order.side.upper(),
        "o": "LIMIT",
        "f": "IOC",
        "q": quantity(contract, order.size),
        "p": average(order, market),
        "ap": average(order, market),
        "X": status(order),
        "l": quantity(contract, order.filled),
        "z": quantity(contract, order.filled),
        "T": order.updated_ms,
    }
    return {"e": "forceOrder", "E": now_ms, "o": row}
