"""Ordinary orders, conditional orders and fills as OKX lists and pushes them."""

from __future__ import annotations

from exchanges.sandbox.events import OrderChanged
from exchanges.sandbox.margin import COIN, notional
from exchanges.sandbox.market import Market
from exchanges.sandbox.okx.text import Row, blanks, txt
from exchanges.sandbox.okx.words import AMEND_SOURCES, CANCEL_SOURCES, ORDER_SOURCES, SUB_TYPES
from exchanges.sandbox.state import Algo, Attached, Fill, Order
from exchanges.sandbox.triggers import trailing_trigger

_ORDER_BLANKS = blanks(
    "algoClOrdId attachAlgoClOrdId ccy pxType pxUsd pxVol quickMgnType rebate slOrdPx slTriggerPx slTriggerPxType stpId"
    " tgtCcy tpOrdPx tpTriggerPx tpTriggerPxType"
)
_PUSH_BLANKS = blanks("fillFwdPx fillMarkVol fillPxUsd fillPxVol msg")
_ALGO_BLANKS = blanks(
    "amendPxOnTriggerType ccy chaseType chaseVal maxChaseType maxChaseVal pxLimit pxSpread pxVar quickMgnType szLimit"
    " tgtCcy timeInterval"
)


def liquidity(maker: bool | None) -> str:
    return {True: "M", False: "T", None: ""}[maker]


def order_row(order: Order) -> Row:
    """One row of the order lists and of `GET trade/order`."""
    last = order.last
    return _ORDER_BLANKS | {
        "instType": "SWAP",
        "instId": order.contract,
        "ordId": order.id,
        "clOrdId": order.client_id,
        "tag": order.tag,
        "side": order.side,
        "posSide": order.leg,
        "tdMode": order.margin_mode,
        "ordType": order.kind,
        "px": txt(order.price),
        "sz": txt(order.size),
        "accFillSz": txt(order.filled),
        "avgPx": txt(order.cost / order.filled) if order.filled else "",
        "fillPx": txt(last.price) if last else "",
        "fillSz": txt(last.size) if last else "0",
        "fillTime": txt(last.time_ms) if last else "",
        "tradeId": last.trade_id if last else "",
        "state": order.state,
        "lever": txt(order.leverage),
        "fee": txt(order.fee),
        "feeCcy": COIN,
        "rebate": "0",
        "rebateCcy": COIN,
        "pnl": txt(order.pnl),
        "reduceOnly": "true" if order.reduce_only else "false",
        "category": order.category,
        "source": ORDER_SOURCES.get(order.source, ""),
        "algoId": order.algo_id,
        "attachAlgoOrds": [attached_row(item) for item in order.attached],
        "linkedAlgoOrd": {"algoId": ""},
        "isTpLimit": "false",
        "cancelSource": CANCEL_SOURCES.get(order.cancel_source, order.cancel_source),
        "cancelSourceReason": order.cancel_reason,
        "stpMode": "cancel_maker",
        "tradeQuoteCcy": COIN,
        "cTime": txt(order.created_ms),
        "uTime": txt(order.updated_ms),
    }


def order_push(change: OrderChanged, market: Market) -> Row:
    """One row of the `orders` channel: the order, and the fill that caused the push."""
    order, fill = change.order, change.fill
    quote = market.quotes[order.contract]
    price = order.price or quote.last
    return (
        order_row(order)
        | _PUSH_BLANKS
        | _push_fill(fill, market)
        | {
            "avgPx": txt(order.cost / order.filled) if order.filled else "0",
            "notionalUsd": txt(notional(quote.contract, order.size, price)),
            "lastPx": txt(quote.last),
            "amendResult": change.amend_result,
            "amendSource": AMEND_SOURCES.get(order.amend_source, "") if change.amend_result else "",
            "reqId": change.request_id,
            "code": "0",
        }
    )


def _push_fill(fill: Fill | None, market: Market) -> Row:
    if fill is None:
        empty = blanks("fillPx fillTime tradeId execType fillFeeCcy fillNotionalUsd fillMarkPx fillIdxPx")
        return empty | {"fillSz": "0", "fillPnl": "0", "fillFee": "0"}
    contract = market.quotes[fill.contract].contract
    return {
        "fillPx": txt(fill.price),
        "fillSz": txt(fill.size),
        "fillTime": txt(fill.time_ms),
        "tradeId": fill.trade_id,
        "execType": liquidity(fill.maker),
        "fillPnl": txt(fill.pnl),
        "fillFee": txt(fill.fee),
        "fillFeeCcy": COIN,
        "fillNotionalUsd": txt(notional(contract, fill.size, fill.price)),
        "fillMarkPx": txt(fill.mark),
        "fillIdxPx": txt(fill.index),
    }


def attached_row(item: Attached) -> Row:
    """Targets riding on an ordinary order."""
    return {
        "attachAlgoId": item.id,
        "attachAlgoClOrdId": item.client_id,
        "tpOrdKind": "condition" if item.tp_trigger is not None else "",
        "tpTriggerPx": txt(item.tp_trigger),
        "tpTriggerPxType": item.tp_trigger_type if item.tp_trigger is not None else "",
        "tpOrdPx": txt(item.tp_price),
        "slTriggerPx": txt(item.sl_trigger),
        "slTriggerPxType": item.sl_trigger_type if item.sl_trigger is not None else "",
        "slOrdPx": txt(item.sl_price),
        "sz": txt(item.size),
        "amendPxOnTriggerType": "0",
        "failCode": "",
        "failReason": "",
    }


def algo_row(algo: Algo, market: Market, fail_code: str = "") -> Row:
    """One row of the conditional-order lists; `fail_code` is the venue's code of why firing failed."""
    has_tp, has_sl = algo.tp_trigger is not None, algo.sl_trigger is not None
    return _ALGO_BLANKS | {
        "instType": "SWAP",
        "instId": algo.contract,
        "algoId": algo.id,
        "algoClOrdId": algo.client_id,
        "clOrdId": "",
        "tag": algo.tag,
        "ordType": algo.kind,
        "side": algo.side,
        "posSide": algo.leg,
        "tdMode": algo.margin_mode,
        "sz": txt(algo.size),
        "closeFraction": "1" if algo.close_fraction else "",
        "state": algo.state,
        "reduceOnly": "true" if algo.reduce_only or algo.close_fraction else "false",
        "cxlOnClosePos": "true" if algo.cancel_on_close else "false",
        "lever": txt(algo.leverage),
        "triggerPx": txt(algo.trigger),
        "triggerPxType": algo.trigger_type if algo.trigger is not None else "",
        "ordPx": txt(algo.order_price),
        "tpTriggerPx": txt(algo.tp_trigger),
        "tpTriggerPxType": algo.tp_trigger_type if has_tp else "",
        "tpOrdPx": txt(algo.tp_price),
        "slTriggerPx": txt(algo.sl_trigger),
        "slTriggerPxType": algo.sl_trigger_type if has_sl else "",
        "slOrdPx": txt(algo.sl_price),
        "callbackRatio": txt(algo.callback_ratio),
        "callbackSpread": txt(algo.callback_spread),
        "activePx": txt(algo.active_price),
        "moveTriggerPx": txt(trailing_trigger(algo)) if algo.kind == "move_order_stop" else "",
        "actualSz": txt(algo.actual_size),
        "actualPx": txt(algo.actual_price),
        "actualSide": algo.actual_side,
        "ordId": algo.order_ids[0] if algo.order_ids else "",
        "ordIdList": list(algo.order_ids),
        "linkedOrd": {"ordId": algo.parent_order_id},
        "attachAlgoOrds": [],
        "isTradeBorrowMode": "",
        "last": txt(market.quotes[algo.contract].last),
        "failCode": fail_code,
        "failReason": "",
        "triggerTime": txt(algo.trigger_ms),
        "cTime": txt(algo.created_ms),
        "uTime": txt(algo.updated_ms),
    }


def algo_push(algo: Algo, market: Market, fail_code: str = "") -> Row:
    """One row of the `orders-algo` channel."""
    quote = market.quotes[algo.contract]
    value = notional(quote.contract, algo.size, quote.last) if algo.size is not None else None
    return algo_row(algo, market, fail_code) | {"notionalUsd": txt(value), "amendResult": "", "reqId": ""}


def fill_row(fill: Fill) -> Row:
    """One row of the fill lists."""
    return {
        "instType": "SWAP",
        "instId": fill.contract,
        "tradeId": fill.trade_id,
        "ordId": fill.order_id,
        "clOrdId": fill.client_id,
        "billId": fill.bill_id,
        "tag": fill.tag,
        "side": fill.side,
        "posSide": fill.leg,
        "fillPx": txt(fill.price),
        "fillSz": txt(fill.size),
        "fillPnl": txt(fill.pnl),
        "fillIdxPx": txt(fill.index),
        "fillMarkPx": txt(fill.mark),
        "fillMarkVol": "",
        "fillPxUsd": "",
        "fillPxVol": "",
        "fillFwdPx": "",
        "fee": txt(fill.fee),
        "feeCcy": COIN,
        "feeRate": txt(fill.fee_rate),
        "execType": liquidity(fill.maker),
        "subType": SUB_TYPES[fill.sub_type],
        "tradeQuoteCcy": COIN,
        "fillTime": txt(fill.time_ms),
        "ts": txt(fill.time_ms + 1),
    }
