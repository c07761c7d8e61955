"""Field names as the venue documents them, row by row (2026-07)."""

from __future__ import annotations

DOCUMENTED: dict[str, str] = {
    "position": """
        instId instType posId tradeId mgnMode posSide pos availPos avgPx bePx nonSettleAvgPx markPx last idxPx usdPx
        lever liqPx upl uplRatio uplLastPx uplRatioLastPx margin imr mmr mgnRatio notionalUsd pnl fee fundingFee
        liqPenalty settledPnl realizedPnl adl ccy closeOrderAlgo cTime uTime pTime interest liab liabCcy posCcy baseBal
        quoteBal optVal deltaBS spotInUseAmt clSpotInUseAmt maxSpotInUseAmt bizRefId bizRefType hedgedPos
        pendingCloseOrdLiabVal""",
    "balance": """
        ccy uTime eq cashBal availEq availBal frozenBal ordFrozen upl isoUpl isoEq imr mmr mgnRatio notionalLever eqUsd
        disEq liab crossLiab isoLiab uplLiab interest maxLoan borrowFroz twap stgyEq rewardBal fixedBal smtSyncEq
        spotCopyTradingEq spotIsoBal spotBal openAvgPx accAvgPx spotUpl spotUplRatio totalPnl totalPnlRatio
        collateralEnabled coinUsdPrice""",
    "order": """
        ordId clOrdId tag algoId algoClOrdId instId instType tdMode ccy lever side posSide ordType reduceOnly px sz
        accFillSz avgPx fillPx fillSz fillTime tradeId state fee feeCcy rebate rebateCcy pnl category source
        cancelSource cancelSourceReason attachAlgoOrds tpTriggerPx tpOrdPx slTriggerPx slOrdPx tpTriggerPxType
        slTriggerPxType isTpLimit linkedAlgoOrd stpMode stpId quickMgnType tgtCcy tradeQuoteCcy pxType pxUsd pxVol
        cTime uTime fillPnl fillFee fillFeeCcy execType fillNotionalUsd fillMarkPx fillIdxPx amendResult amendSource
        reqId code msg notionalUsd lastPx""",
    "algo": """
        algoId algoClOrdId instId instType ordType side posSide tdMode sz closeFraction state reduceOnly lever triggerPx
        triggerPxType ordPx tpTriggerPx tpTriggerPxType tpOrdPx slTriggerPx slTriggerPxType slOrdPx callbackRatio
        callbackSpread activePx moveTriggerPx actualSz actualPx actualSide ordId ordIdList linkedOrd attachAlgoOrds last
        failCode triggerTime chaseType pxVar timeInterval cTime uTime tag clOrdId""",
    "fill": """
        instId instType tradeId ordId clOrdId billId side posSide fillPx fillSz fillPnl fee feeCcy execType subType tag
        ts fillTime fillIdxPx fillMarkPx feeRate""",
    "bill": """
        billId type subType ts ccy balChg bal posBalChg posBal pnl fee sz px instId instType mgnMode ordId clOrdId
        tradeId execType fillTime from to notes interest tag""",
    "instrument": """
        instId instFamily uly instType ctType settleCcy ctVal ctMult ctValCcy tickSz lotSz minSz maxLmtSz maxMktSz
        maxLmtAmt maxTriggerSz maxStopSz maxTwapSz maxIcebergSz lever state ruleType listTime expTime upcChg instIdCode
        instCategory groupId futureSettlement baseCcy quoteCcy""",
}
