"""The v3 calls of category MARGIN: orders of a unified account, which borrow and repay by themselves; debts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_engine import NewSpotOrder
from exchanges.sandbox.bitget.margin_state import SpotOrder
from exchanges.sandbox.bitget.orders import KINDS
from exchanges.sandbox.bitget.paging import page
from exchanges.sandbox.bitget.requests import (
    COIN,
    Call,
    Fields,
    Row,
    margin_pair,
    need_decimal,
    one_of,
    own_id,
    price,
    side,
    wanted_contract,
    word,
)
from exchanges.sandbox.bitget.uta_margin_rows import MARGIN, margin_fill_row, margin_order_row, margin_record_row
from exchanges.sandbox.figures import txt
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.state import ZERO

T = TypeVar("T")
SPAN_DAYS = 30
ENOUGH = Decimal("1.01")
"""A debt in another coin is bought back with so much more than it is worth."""


def is_margin(fields: Fields) -> bool:
    """Whether a request is about margin."""
    return word(fields, "category").upper() == MARGIN


def place(call: Call, fields: Fields) -> SpotOrder:
    """Sizes are base coins, but quote coins where one buys at market."""
    kind, direction = one_of(fields, "orderType", ("limit", "market")), side(fields)
    limit, amount = price(fields, "price"), need_decimal(fields, "qty")
    if kind == "limit" and limit is None:
        raise BitgetError("40019", param="price")
    in_quote = kind == "market" and direction == "buy"
    wanted = NewSpotOrder(
        mode="cross",
        symbol=margin_pair(call, fields).symbol,
        side=direction,
        kind=kind,
        force="gtc" if kind == "market" else one_of(fields, "timeInForce", tuple(KINDS), "gtc"),
        loan="autoLoanAndRepay",
        price=limit if kind == "limit" else None,
        base=None if in_quote else amount,
        quote=amount if in_quote else None,
        client_id=own_id(fields, "clientOid"),
    )
    return call.venue.margin_engine.place(call.account, wanted)


def cancel(call: Call, fields: Fields) -> SpotOrder:
    order = call.venue.margin_engine.find(call.account, word(fields, "orderId"), word(fields, "clientOid"))
    call.venue.margin_engine.cancel(call.account, order)
    return order


def pending(call: Call) -> Row:
    return _orders(call, call.venue.margin.purse(call.account).orders.values())


def history(call: Call) -> Row:
    return _orders(call, call.venue.margin.purse(call.account).finished)


def _orders(call: Call, found: Iterable[SpotOrder]) -> Row:
    name = wanted_contract(call.params)
    chosen = [each for each in found if name in ("", each.symbol)]
    rows = _page(call, chosen, lambda each: each.id, lambda each: each.created_ms)
    listed = [margin_order_row(call.account, each) for each in rows]
    return {"list": listed or None, "cursor": rows[-1].id if rows else None}


def fills(call: Call) -> Row:
    name, order_id = wanted_contract(call.params), word(call.params, "orderId")
    found = call.venue.margin.purse(call.account).fills
    chosen = [each for each in found if name in ("", each.symbol) and order_id in ("", each.order_id)]
    rows = _page(call, chosen, lambda each: each.id, lambda each: each.time_ms)
    return {"list": [margin_fill_row(each) for each in rows] or None, "cursor": rows[-1].id if rows else None}


def records(call: Call) -> Row:
    kind, coin = word(call.params, "type").upper(), word(call.params, "coin").upper()
    told = [(each, margin_record_row(each)) for each in call.venue.margin.purse(call.account).records]
    chosen = [pair for pair in told if kind in ("", pair[1]["type"]) and coin in ("", pair[0].coin)]
    rows = _page(call, chosen, lambda pair: pair[0].id, lambda pair: pair[0].time_ms)
    return {"list": [row for _, row in rows] or None, "cursor": rows[-1][0].id if rows else None}


def repayable(call: Call) -> Row:
    """Coins that are owed."""
    owed = [pot for pot in call.venue.margin.purse(call.account).of("") if pot.debt]
    rows = [
        {"coin": pot.coin, "size": txt(pot.debt), "amount": txt(pot.debt * call.venue.margin.price(pot.coin))}
        for pot in owed
    ]
    return {"repayableCoinList": rows, "maxSelection": "20"}


def payable(call: Call) -> Row:
    """Coins a debt can be paid with: what is free in margin, and USDT that is free in futures."""
    house, account = call.venue.margin, call.account
    free = {pot.coin: pot.available for pot in house.purse(account).of("") if pot.available > 0}
    free[COIN] = free.get(COIN, ZERO) + max(Margins(account, call.venue.market).available, ZERO)
    rows = [
        {"coin": coin, "size": txt(size), "amount": txt(size * house.price(coin))}
        for coin, size in free.items()
        if size
    ]
    return {"paymentCoinList": rows, "maxSelection": "20"}


def repay(call: Call) -> Row:
    """Pay debts of the listed coins with coins of the other list, which are sold where they are others.

    What is there of an owed coin itself is spent in any case; the document does not say otherwise.

    Raises:
        BitgetError: 40019 when a list is missing, 25202 when nothing is owed or none of it could be paid.
    """
    coins, means = _coins(call, "repayableCoinList"), _coins(call, "paymentCoinList")
    house, account = call.venue.margin, call.account
    owed = [pot for pot in house.purse(account).of("") if pot.debt and pot.coin in coins]
    before = sum((pot.debt * house.price(pot.coin) for pot in owed), ZERO)
    usdt = house.pot(account, "", COIN)
    for pot in owed:
        if COIN in means:
            house.bring(account, usdt, (pot.debt - pot.available) * house.price(pot.coin) * ENOUGH - usdt.available)
        call.venue.margin_risk.settle(account, pot, "systemRepay", "manual_repay", means)
    paid = before - sum((pot.debt * house.price(pot.coin) for pot in owed), ZERO)
    house.give_back(account)
    if paid <= 0:
        raise BitgetError("25202")
    return {"result": "yes", "repayAmount": txt(paid)}


def _coins(call: Call, name: str) -> frozenset[str]:
    listed = call.params.get(name)
    if not isinstance(listed, list) or not listed:
        raise BitgetError("40019", param=name)
    return frozenset(str(coin).upper() for coin in listed)


def _page(call: Call, rows: Iterable[T], cursor: Callable[[T], str], time: Callable[[T], int]) -> list[T]:
    return page(call, rows, lambda row: int(cursor(row)), time, by="cursor", span_days=SPAN_DAYS)
