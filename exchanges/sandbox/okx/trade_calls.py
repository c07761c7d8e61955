"""Ordinary orders and fills: place, amend, cancel, close, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.intents import AT_MARKET, NewOrder
from exchanges.sandbox.okx.errors import OkxError, translate
from exchanges.sandbox.okx.requests import (
    Call,
    Fields,
    attached,
    client_id,
    decimal,
    leg,
    margin_mode,
    need,
    one_of,
    side,
    tag,
    word,
)
from exchanges.sandbox.okx.text import Row, txt
from exchanges.sandbox.refusals import Refusal
from exchanges.sandbox.state import Order, position_key

DAY_MS = 86_400_000
KINDS = ("market", "limit", "post_only", "fok", "ioc", "optimal_limit_ioc")


def place(call: Call) -> list[Row]:
    return [_outcome(call, _place_one, call.params)]


def place_batch(call: Call) -> list[Row]:
    return [_outcome(call, _place_one, item) for item in batch(call, 20)]


def cancel(call: Call) -> list[Row]:
    return [_outcome(call, _cancel_one, call.params)]


def cancel_batch(call: Call) -> list[Row]:
    return [_outcome(call, _cancel_one, item) for item in batch(call, 20)]


def amend(call: Call) -> list[Row]:
    return [_outcome(call, _amend_one, call.params)]


def amend_batch(call: Call) -> list[Row]:
    return [_outcome(call, _amend_one, item) for item in batch(call, 20)]


def batch(call: Call, most: int) -> list[Fields]:
    """The elements of a JSON array body.

    Raises:
        OkxError: Not an array of objects, empty, or too long.
    """
    if not isinstance(call.body, list) or not all(isinstance(item, dict) for item in call.body):
        raise OkxError("50002")
    if not call.body:
        raise OkxError("50000")
    if len(call.body) > most:
        raise OkxError("50025", param="orders", limit=str(most))
    return call.body


def _outcome(call: Call, act: Callable[[Call, Fields], Order], fields: Fields) -> Row:
    """The row that tells what became of one order of a request."""
    row: Row = {"ordId": word(fields, "ordId"), "clOrdId": word(fields, "clOrdId"), "tag": word(fields, "tag")}
    if act is _amend_one:
        row = {"ordId": row["ordId"], "clOrdId": row["clOrdId"], "reqId": word(fields, "reqId")}
    row["ts"] = txt(call.venue.clock())
    try:
        order = act(call, fields)
    except OkxError as error:
        return row | {"sCode": error.code, "sMsg": error.text, "subCode": error.sub_code}
    done = {"ordId": order.id, "clOrdId": order.client_id, "sCode": "0", "sMsg": "", "subCode": ""}
    return row | done


def _place_one(call: Call, fields: Fields) -> Order:
    call.check_expiry()
    contract = need(fields, "instId")
    kind = one_of(fields, "ordType", KINDS)
    size = decimal(fields, "sz")
    if size is None:
        raise OkxError("50014", param="sz")
    price = decimal(fields, "px")
    if price is None and kind not in AT_MARKET:
        raise OkxError("50014", param="px")
    targets = fields.get("attachAlgoOrds") or []
    if not isinstance(targets, list):
        raise OkxError("51000", param="attachAlgoOrds")
    if contract not in call.venue.market.quotes:
        raise OkxError("51001")
    intent = NewOrder(
        contract=contract,
        margin_mode=margin_mode(fields),
        side=side(fields),
        leg=leg(call.account, fields),
        kind=kind,
        size=size,
        price=price,
        client_id=client_id(fields, "clOrdId"),
        tag=tag(fields),
        reduce_only=word(fields, "reduceOnly") == "true",
        attached=[attached(item, call.venue.desk.new_id()) for item in targets],
    )
    try:
        return call.venue.engine.place(call.account, intent)
    except Refusal as refusal:
        raise translate(refusal, contract=contract) from None


def _cancel_one(call: Call, fields: Fields) -> Order:
    try:
        order = find_order(call, fields)
        call.venue.engine.cancel(call.account, order)
    except Refusal as refusal:
        raise translate(refusal, final="51400") from None
    return order


def _amend_one(call: Call, fields: Fields) -> Order:
    call.check_expiry()
    size, price = decimal(fields, "newSz"), decimal(fields, "newPx")
    if size is None and price is None:
        raise OkxError("50015", param="newSz", other="newPx")
    try:
        order = find_order(call, fields)
        _amend_or_cancel(call, order, size, price, fields)
    except Refusal as refusal:
        raise translate(refusal, contract=word(fields, "instId"), final="51503") from None
    return order


def _amend_or_cancel(call: Call, order: Order, size: Decimal | None, price: Decimal | None, fields: Fields) -> None:
    """`cxlOnFail` ends the order when it cannot be changed."""
    try:
        call.venue.engine.amend(call.account, order, size, price, word(fields, "reqId"))
    except Refusal:
        if word(fields, "cxlOnFail") == "true" and order.is_open:
            call.venue.engine.cancel(call.account, order)
        raise


def find_order(call: Call, fields: Fields) -> Order:
    """The order a request names by either id.

    Raises:
        OkxError: No id, or an order of another instrument.
        Refusal: No such order.
    """
    contract = need(fields, "instId")
    order_id, client = word(fields, "ordId"), word(fields, "clOrdId")
    if not order_id and not client:
        raise OkxError("50015", param="ordId", other="clOrdId")
    order = call.venue.engine.find(call.account, order_id, client)
    if order.contract != contract:
        raise OkxError("51603")
    return order


def close_position(call: Call) -> list[Row]:
    """The whole position at market; pending closing orders are cancelled first when `autoCxl` says so."""
    account, fields = call.account, call.params
    contract, mode = need(fields, "instId"), margin_mode(fields, "mgnMode")
    position = account.positions.get(position_key(contract, mode, leg(account, fields)))
    if position is None:
        raise OkxError("51023")
    pending = [order for order in account.orders.values() if _closes(order, position.key)]
    if pending and word(fields, "autoCxl") != "true":
        raise OkxError("51112")
    for order in pending:
        call.venue.engine.cancel(account, order)
    order = call.venue.engine.close(account, position, client_id(fields, "clOrdId"), tag(fields))
    return [{"instId": contract, "posSide": position.leg, "clOrdId": order.client_id, "tag": order.tag}]


def _closes(order: Order, key: str) -> bool:
    if position_key(order.contract, order.margin_mode, order.leg) != key:
        return False
    return order.reduce_only or (order.side, order.leg) in (("sell", "long"), ("buy", "short"))


def cancel_all_after(call: Call) -> list[Row]:
    """A dead man's switch for ordinary orders: 0 takes it away, 10 to 120 seconds set it anew."""
    seconds = decimal(call.params, "timeOut")
    if seconds is None:
        raise OkxError("50014", param="timeOut")
    if seconds != 0 and not 10 <= seconds <= 120:
        raise OkxError("51000", param="timeOut")
    label, now = tag(call.params), call.venue.clock()
    due = now + int(seconds * 1000)
    call.account.deadlines.pop(label, None)
    if seconds:
        call.account.deadlines[label] = due
    return [{"triggerTime": txt(due) if seconds else "0", "tag": label, "ts": txt(now)}]
