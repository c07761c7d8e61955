"""Orders of margin: place, cancel, one by one and in batches, in either generation's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_engine import BORROWS, REPAYS, NewSpotOrder
from exchanges.sandbox.bitget.margin_state import Mode, SpotOrder
from exchanges.sandbox.bitget.margin_words import Words
from exchanges.sandbox.bitget.requests import (
    Call,
    Fields,
    Row,
    decimal,
    items,
    margin_pair,
    need,
    one_of,
    own_id,
    price,
    side,
    word,
)

BATCH = 50
FORCES = ("gtc", "post_only", "fok", "ioc")
LOANS = tuple(dict.fromkeys(("normal", *BORROWS, *REPAYS)))


def place(call: Call, mode: Mode, words: Words) -> Row:
    return _ids(_place(call, mode, words, words.fields(call.params)))


def place_batch(call: Call, mode: Mode, words: Words) -> Row:
    name = margin_pair(call, call.params).symbol
    listed = items(call.body, "orderList", BATCH)
    return _outcomes(listed, words, lambda item: _place(call, mode, words, {**words.fields(item), "symbol": name}))


def cancel(call: Call, mode: Mode, words: Words) -> Row:
    """One order. The first generation answers like a batch, and a failure is a row of it."""
    name = margin_pair(call, call.params).symbol
    if words.is_first:
        return _outcomes([call.params], words, lambda item: _cancel(call, mode, name, item))
    return _ids(_cancel(call, mode, name, call.params))


def cancel_batch(call: Call, mode: Mode, words: Words) -> Row:
    """By lists of either id, or by a list of objects in the second generation."""
    name = margin_pair(call, call.params).symbol
    if words.is_first:
        listed: list[Fields] = [
            {one: each} for one in ("orderId", "clientOid") for each in _texts(call.params.get(f"{one}s"))
        ]
        if not listed:
            raise BitgetError("40019", param="orderIds")
    else:
        listed = items(call.body, "orderIdList", BATCH)
    if len(listed) > BATCH:
        raise BitgetError("40912", most=str(BATCH))
    return _outcomes(listed, words, lambda item: _cancel(call, mode, name, item))


def read_order(call: Call, mode: Mode, fields: Fields) -> NewSpotOrder:
    """An order in the first document's words: base coins, but quote coins where one buys at market.

    Raises:
        BitgetError: Something is missing or wrong.
    """
    kind, direction = one_of(fields, "orderType", ("limit", "market")), side(fields)
    at_market = kind == "market"
    in_quote = at_market and direction == "buy"
    amount = _amount(fields, "quoteAmount" if in_quote else "baseQuantity")
    if not at_market and price(fields, "price") is None:
        raise BitgetError("40019", param="price")
    return NewSpotOrder(
        mode=mode,
        symbol=margin_pair(call, fields).symbol,
        side=direction,
        kind=kind,
        force="gtc" if at_market else one_of(fields, "timeInForce", FORCES, "gtc"),
        loan=one_of(fields, "loanType", LOANS),
        price=None if at_market else price(fields, "price"),
        base=None if in_quote else amount,
        quote=amount if in_quote else None,
        client_id=own_id(fields, "clientOid"),
    )


def _place(call: Call, mode: Mode, words: Words, fields: Fields) -> SpotOrder:
    if words.is_first:
        need(fields, "timeInForce")
    return call.venue.margin_engine.place(call.account, read_order(call, mode, fields))


def _cancel(call: Call, mode: Mode, symbol: str, fields: Fields) -> SpotOrder:
    order_id, client = word(fields, "orderId"), word(fields, "clientOid")
    if not order_id and not client:
        raise BitgetError("40019", param="orderId")
    order = call.venue.margin_engine.find(call.account, order_id, client, symbol)
    if order.mode != mode:
        raise BitgetError("40109")
    call.venue.margin_engine.cancel(call.account, order)
    return order


def _amount(fields: Fields, name: str) -> Decimal:
    amount = decimal(fields, name)
    if amount is None:
        raise BitgetError("40019", param=name)
    return amount


def _ids(order: SpotOrder) -> Row:
    return {"orderId": order.id, "clientOid": order.client_id}


def _outcomes(wanted: Iterable[Fields], words: Words, act: Callable[[Fields], SpotOrder]) -> Row:
    """What became of each part; failures carry words and no code."""
    done: list[Row] = []
    failed: list[Row] = []
    for item in wanted:
        try:
            done.append(_ids(act(item)))
        except BitgetError as error:
            named: Row = {"orderId": word(item, "orderId")} if word(item, "orderId") else {}
            failed.append(named | {"clientOid": word(item, "clientOid"), "errorMsg": error.text})
    names = ("resultList", "failure") if words.is_first else ("successList", "failureList")
    return {names[0]: done, names[1]: failed}


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
