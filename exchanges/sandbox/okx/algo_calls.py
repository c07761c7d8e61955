"""Conditional orders: place, amend, cancel, and the lists of them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.intents import NewAlgo
from exchanges.sandbox.okx.errors import OkxError, code_of, translate
from exchanges.sandbox.okx.order_rows import algo_row
from exchanges.sandbox.okx.paging import chosen, page
from exchanges.sandbox.okx.requests import (
    Call,
    Fields,
    client_id,
    decimal,
    leg,
    margin_mode,
    need,
    one_of,
    price_type,
    side,
    tag,
    word,
)
from exchanges.sandbox.okx.text import Row, txt
from exchanges.sandbox.okx.trade_calls import batch
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.state import Algo

PLACED = ("conditional", "oco", "trigger", "move_order_stop")
LISTED = (*PLACED, "chase", "twap", "iceberg", "smart_iceberg")


def place(call: Call) -> list[Row]:
    return [_outcome(call, _place_one, call.params)]


def cancel(call: Call) -> list[Row]:
    return [_outcome(call, _cancel_one, item) for item in batch(call, 10)]


def amend(call: Call) -> list[Row]:
    return [_outcome(call, _amend_one, call.params)]


def _outcome(call: Call, act: Callable[[Call, Fields], Algo], fields: Fields) -> Row:
    row: Row = {
        "algoId": word(fields, "algoId"),
        "algoClOrdId": word(fields, "algoClOrdId"),
        "clOrdId": "",
        "tag": word(fields, "tag"),
    }
    if act is _amend_one:
        row["reqId"] = word(fields, "reqId")
    try:
        algo = act(call, fields)
    except Refusal as refusal:
        told = translate(refusal, algo=True, contract=word(fields, "instId"))
        return row | {"sCode": told.code, "sMsg": told.text}
    except OkxError as error:
        return row | {"sCode": error.code, "sMsg": error.text}
    return row | {"algoId": algo.id, "algoClOrdId": algo.client_id, "sCode": "0", "sMsg": ""}


def _place_one(call: Call, fields: Fields) -> Algo:
    contract = need(fields, "instId")
    kind = one_of(fields, "ordType", PLACED)
    if contract not in call.venue.market.quotes:
        raise OkxError("51001")
    intent = NewAlgo(
        contract=contract,
        margin_mode=margin_mode(fields),
        side=side(fields),
        leg=leg(call.account, fields),
        kind=kind,
        size=_size(fields),
        client_id=client_id(fields, "algoClOrdId"),
        tag=tag(fields),
        reduce_only=word(fields, "reduceOnly") == "true",
        cancel_on_close=word(fields, "cxlOnClosePos") == "true",
    )
    {"trigger": _read_trigger, "move_order_stop": _read_trailing}.get(kind, _read_targets)(fields, intent)
    return call.venue.engine.triggers.place(call.account, intent)


def _size(fields: Fields) -> Decimal | None:
    """Contracts, or None for the whole position."""
    size, fraction = decimal(fields, "sz"), word(fields, "closeFraction")
    if fraction and fraction != "1":
        raise OkxError("51000", param="closeFraction")
    if size is None and not fraction:
        raise OkxError("50015", param="sz", other="closeFraction")
    return None if fraction else size


def _read_targets(fields: Fields, intent: NewAlgo) -> None:
    intent.tp_trigger, intent.tp_price = decimal(fields, "tpTriggerPx"), decimal(fields, "tpOrdPx")
    intent.sl_trigger, intent.sl_price = decimal(fields, "slTriggerPx"), decimal(fields, "slOrdPx")
    intent.tp_trigger_type = price_type(fields, "tpTriggerPxType")
    intent.sl_trigger_type = price_type(fields, "slTriggerPxType")
    has_tp, has_sl = intent.tp_trigger is not None, intent.sl_trigger is not None
    if not (has_tp or has_sl) or (intent.kind == "oco" and not (has_tp and has_sl)):
        raise OkxError("50015", param="tpTriggerPx", other="slTriggerPx")
    if has_tp and intent.tp_price is None:
        raise OkxError("50014", param="tpOrdPx")
    if has_sl and intent.sl_price is None:
        raise OkxError("50014", param="slOrdPx")


def _read_trigger(fields: Fields, intent: NewAlgo) -> None:
    intent.trigger, intent.order_price = decimal(fields, "triggerPx"), decimal(fields, "orderPx")
    intent.trigger_type = price_type(fields, "triggerPxType")
    if intent.trigger is None:
        raise OkxError("50014", param="triggerPx")
    if intent.order_price is None:
        raise OkxError("50014", param="orderPx")


def _read_trailing(fields: Fields, intent: NewAlgo) -> None:
    intent.callback_ratio, intent.callback_spread = decimal(fields, "callbackRatio"), decimal(fields, "callbackSpread")
    intent.active_price = decimal(fields, "activePx")
    if (intent.callback_ratio is None) == (intent.callback_spread is None):
        raise OkxError("50015", param="callbackRatio", other="callbackSpread")


def _cancel_one(call: Call, fields: Fields) -> Algo:
    need(fields, "instId")
    algo = _find(call, fields)
    call.venue.engine.triggers.cancel(call.account, algo)
    return algo


def _amend_one(call: Call, fields: Fields) -> Algo:
    need(fields, "instId")
    algo = _find(call, fields)
    if algo.state != "live":
        raise OkxError("51503")
    changes = {
        "size": decimal(fields, "newSz"),
        "tp_trigger": decimal(fields, "newTpTriggerPx"),
        "tp_price": decimal(fields, "newTpOrdPx"),
        "sl_trigger": decimal(fields, "newSlTriggerPx"),
        "sl_price": decimal(fields, "newSlOrdPx"),
        "trigger": decimal(fields, "newTriggerPx"),
        "order_price": decimal(fields, "newOrdPx"),
    }
    for name, value in changes.items():
        if value is not None:
            setattr(algo, name, value)
    call.venue.engine.triggers.changed(call.account, algo)
    return algo


def _find(call: Call, fields: Fields) -> Algo:
    algo_id, client = word(fields, "algoId"), word(fields, "algoClOrdId")
    if not algo_id and not client:
        raise OkxError("50015", param="algoId", other="algoClOrdId")
    return call.venue.engine.triggers.find(call.account, algo_id, client)


def one(call: Call) -> list[Row]:
    try:
        return [row_of(call, _find(call, call.params))]
    except Refusal:
        raise OkxError("51603") from None


def pending(call: Call) -> list[Row]:
    kinds = _kinds(call)
    return _list(call, [algo for algo in call.account.algos.values() if algo.kind in kinds])


def history(call: Call) -> list[Row]:
    kinds = _kinds(call)
    state, algo_id = word(call.params, "state"), word(call.params, "algoId")
    if not state and not algo_id:
        raise OkxError("50015", param="state", other="algoId")
    if state and state not in ("effective", "canceled", "order_failed"):
        raise OkxError("51000", param="state")
    return _list(
        call,
        [
            algo
            for algo in call.account.finished_algos
            if algo.kind in kinds and (algo.state == state if state else algo.id == algo_id)
        ],
    )


def _kinds(call: Call) -> list[str]:
    """The asked kinds; only `conditional` and `oco` may be asked for together."""
    kinds = chosen(call.params, "ordType")
    if not kinds:
        raise OkxError("50014", param="ordType")
    if not set(kinds) <= set(LISTED) or (len(kinds) > 1 and not set(kinds) <= {"conditional", "oco"}):
        raise OkxError("51000", param="ordType")
    return kinds


def _list(call: Call, algos: list[Algo]) -> list[Row]:
    contract = call.params.get("instId")
    if call.params.get("instType", "SWAP") != "SWAP":
        return []
    rows = page(
        [algo for algo in algos if not contract or algo.contract == contract], call.params, lambda algo: algo.id
    )
    return [row_of(call, algo) for algo in rows]


def row_of(call: Call, algo: Algo) -> Row:
    return algo_row(algo, call.venue.market, fail_code(algo)) | {"uTime": txt(algo.updated_ms)}


def fail_code(algo: Algo) -> str:
    """Why firing failed, as a code; empty when it did not."""
    return code_of(Reason(algo.fail_code)) if algo.fail_code else ""
