"""Positions of futures and of margin pairs: lists, leverage, the closing of dust."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.account_calls import later
from exchanges.sandbox.gate_crossex.errors import CrossexError, translate
from exchanges.sandbox.gate_crossex.position_rows import is_margin, margin_row, position_row
from exchanges.sandbox.gate_crossex.requests import PARAM, Call, decimal, fits, listed, need, one_of, symbol, word
from exchanges.sandbox.gate_crossex.words import OLD, Row, business_of, is_dust, worded
from exchanges.sandbox.margin import Margins, leverage_of
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.rules import quote_for
from exchanges.sandbox.state import Account, Leg, position_key


def positions(call: Call) -> list[Row]:
    return [
        worded(position_row(pool, call.venue.market, position), call.manners.document)
        for pool in call.pools.of(call.account)
        for position in pool.positions.values()
        if not is_margin(position) and fits(call, position.contract)
    ]


def margin_positions(call: Call) -> list[Row]:
    return [
        margin_row(pool, call.venue.market, position)
        for pool in call.pools.of(call.account)
        for position in pool.positions.values()
        if is_margin(position) and fits(call, position.contract)
    ]


def adl_rank(call: Call) -> list[Row]:
    """5 is reduced first; the exchange's own scale differs in length and direction."""
    name = symbol(call, call.params)
    held = [position for pool in call.pools.of(call.account) for position in pool.positions.values()]
    return [
        {"user_id": call.account.uid, "symbol": name, "crossex_adl_rank": "1", "exchange_adl_rank": "1"}
        for position in held
        if position.contract == name
    ]


def leverage(call: Call) -> object:
    return _leverages(call, "FUTURE", as_number=True)


def margin_leverage(call: Call) -> object:
    return _leverages(call, "MARGIN", as_number=False)


def _leverages(call: Call, business: str, *, as_number: bool) -> object:
    """A list in the first document, whose futures sample shows numbers; a map by symbol later."""
    need(call.params, "symbols")
    names = [name for name in listed(call) if business_of(name) == business]
    told = {
        name: leverage_of(call.pools.at(call.account, name) or call.account, name, "cross", "net") for name in names
    }
    if call.manners.document != OLD:
        return {name: txt(value) for name, value in told.items()}
    return [{"symbol": name, "leverage": int(value) if as_number else txt(value)} for name, value in told.items()]


def set_leverage(call: Call) -> Row:
    return _set_leverage(call, "FUTURE", "TRADE_INVALID_SYM_BUSINESSTYPE_ERROR")


def set_margin_leverage(call: Call) -> Row:
    return _set_leverage(call, "MARGIN", "TRADE_INVALID_MARGIN_SYM_BUSINESSTYPE_ERROR")


def _set_leverage(call: Call, business: str, label: str) -> Row:
    name = symbol(call, call.params, (business,), label)
    pool = call.pools.at(call.account, name)
    value = decimal(call.params, "leverage", "TRADE_SET_LEVERAGE_ERROR")
    if pool is None or value is None or value < 1 or value % 1:
        raise CrossexError("TRADE_SET_LEVERAGE_ERROR")
    if value > call.quotes[name].contract.max_leverage:
        raise CrossexError("TRADE_SET_LEVERAGE_EXCEED_LIMIT_ERROR")
    try:
        quote_for(call.venue.market, name)
    except Refusal as refusal:
        raise translate(refusal) from None
    later(call, lambda: _apply_leverage(call, pool, name, value))
    return {"symbol": name, "leverage": txt(value)}


def _apply_leverage(call: Call, pool: Account, name: str, value: Decimal) -> None:
    call.venue.setup.set_leverage(pool, name, "cross", "net", value)


def close(call: Call) -> Row:
    """Only what is too small for an order.

    Raises:
        CrossexError: Nothing is held, too much is held, or orders are open.
    """
    if call.method not in call.manners.close_by:
        raise CrossexError("NOT_FOUND")
    name = symbol(call, call.params, ("FUTURE", "MARGIN"), "TRADE_SYM_NOT_SUPPORT")
    pool = call.pools.at(call.account, name)
    told = one_of(call.params, "position_side", ("NONE", "LONG", "SHORT"), "TRADE_INVALID_POSITION_SIDE", "NONE")
    leg: Leg = "net" if told == "NONE" else "long" if told == "LONG" else "short"
    if pool is None or (leg == "net" and (business_of(name) == "MARGIN" or pool.hedged)):
        raise CrossexError("TRADE_INVALID_POSITION_SIDE")
    position = pool.positions.get(position_key(name, "cross", leg))
    if position is None:
        raise CrossexError("CAN_NOT_DELETE_POSITION")
    if any(order.contract == name for order in pool.orders.values()):
        raise CrossexError("OPEN_ORDERS_CAN_NOT_DELETE_POSITION")
    if not is_dust(call.quotes[name].contract, position, Margins(pool, call.venue.market).value(position)):
        raise CrossexError("CAN_NOT_DELETE_LARGE_POSITION")
    later(call, lambda: call.venue.engine.close(pool, position))
    order_id = call.venue.desk.new_id()
    return {"order_id": order_id, "text": order_id}


def margin_mode(call: Call) -> Row:
    """Newer than the first document; every exchange here is cross."""
    return {"symbol": symbol(call, call.params, ("FUTURE",)), "margin_mode": "CROSS"}


def no_isolated_margin(call: Call) -> Row:
    """Newer than the first document, for an exchange that is not simulated."""
    if not word(call.params, "symbol"):
        raise CrossexError(PARAM)
    raise CrossexError("TRADE_UNSUPPORTED_OPERATION")


def security_positions(_: Call) -> list[Row]:
    """Newer than the first document: stocks, which nobody holds here."""
    return []
