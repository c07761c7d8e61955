"""Documented fields of OKX's rows that the model has no place for, and why; a test holds this against the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEFT_OUT: dict[str, frozenset[str]] = {
    "position": _names(
        # Said otherwise: contract type and side of the trade, closable size, other prices and ratios of what we keep.
        "instType tradeId availPos bePx nonSettleAvgPx last idxPx usdPx uplRatio uplLastPx uplRatioLastPx mmr mgnRatio "
        # Parts of realizedPnl beside fee and funding; margin currency (always USDT); ADL queue; attached orders, which
        # the list of conditional orders tells.
        "notionalUsd pnl liqPenalty settledPnl adl ccy closeOrderAlgo "
        # Margin trading, options, portfolio margin.
        "interest liab liabCcy posCcy baseBal quoteBal optVal deltaBS spotInUseAmt clSpotInUseAmt maxSpotInUseAmt "
        "bizRefId bizRefType hedgedPos pendingCloseOrdLiabVal"
    ),
    "balance": _names(
        # Parts and other valuations of equity.
        "frozenBal ordFrozen isoUpl isoEq mmr mgnRatio notionalLever eqUsd disEq "
        # Borrowing (not in futures mode), bots and bonus money, spot.
        "liab crossLiab isoLiab uplLiab interest maxLoan borrowFroz twap stgyEq rewardBal fixedBal smtSyncEq "
        "spotCopyTradingEq spotIsoBal spotBal openAvgPx accAvgPx spotUpl spotUplRatio totalPnl totalPnlRatio "
        "collateralEnabled coinUsdPrice"
    ),
    "order": _names(
        # Said otherwise or not shown: margin mode and leverage stand with the position, the last fill is a fill.
        "tag algoId algoClOrdId instType tdMode ccy lever feeCcy rebate rebateCcy pnl source "
        # Attached targets become conditional orders of their own once the order fills.
        "attachAlgoOrds tpTriggerPx tpTriggerPxType tpOrdPx slTriggerPx slTriggerPxType slOrdPx isTpLimit "
        "linkedAlgoOrd stpMode stpId quickMgnType tgtCcy tradeQuoteCcy pxType pxUsd pxVol "
        # Of the push only: the fill's index and mark, and the fate of amendments, which the new price and size tell.
        "fillNotionalUsd fillMarkPx fillIdxPx amendResult amendSource reqId code msg notionalUsd lastPx"
    ),
    "algo": _names(
        # Kinds of trigger prices, what was executed, parts of rarer kinds.
        "instType tdMode lever triggerPxType tpTriggerPxType slTriggerPxType callbackRatio callbackSpread actualSide "
        "ordId ordIdList linkedOrd attachAlgoOrds last triggerTime chaseType pxVar timeInterval tag clOrdId"
    ),
    "fill": _names("instType subType tag fillIdxPx fillMarkPx feeRate"),
    "bill": _names(
        # The kind of bill and its change are enough; the rest repeats fills and balances.
        "subType bal posBal pnl fee sz px instType ordId clOrdId execType fillTime from to notes interest tag"
    ),
    "instrument": _names(
        # Empty for swaps, or limits the venue checks itself; announced changes arrive as changed rows.
        "instType uly baseCcy quoteCcy ctValCcy maxLmtSz maxMktSz maxLmtAmt maxTriggerSz maxStopSz maxTwapSz "
        "maxIcebergSz ruleType listTime expTime upcChg instIdCode instCategory groupId futureSettlement"
    ),
}
