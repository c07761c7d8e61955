"""Field names as the venue documents them, row by row (2026-10)."""

from __future__ import annotations

DOCUMENTED: dict[str, str] = {
    "position": """
        symbol positionSide marginAsset positionAmt entryPrice breakEvenPrice markPrice liquidationPrice
        unRealizedProfit isolatedMargin isolatedWallet notional initialMargin positionInitialMargin
        openOrderInitialMargin maintMargin adl bidNotional askNotional updateTime""",
    "account push": "m B P S",
    "position push": "s pa ep bep cr up mt iw ps",
    "balance push": "a wb cw bc",
    "account": """
        totalWalletBalance totalUnrealizedProfit totalMarginBalance totalInitialMargin totalMaintMargin
        totalPositionInitialMargin totalOpenOrderInitialMargin totalCrossWalletBalance totalCrossUnPnl availableBalance
        maxWithdrawAmount assets positions""",
    "balance": """
        asset walletBalance unrealizedProfit marginBalance initialMargin maintMargin positionInitialMargin
        openOrderInitialMargin crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount updateTime""",
    "futures balance": """
        accountAlias asset balance crossWalletBalance crossUnPnl availableBalance maxWithdrawAmount marginAvailable
        updateTime""",
    "order": """
        orderId clientOrderId symbol time updateTime side positionSide type origType timeInForce price origQty
        executedQty avgPrice cumQuote status stopPrice activatePrice priceRate workingType priceProtect closePosition
        reduceOnly priceMatch selfTradePreventionMode goodTillDate""",
    "order push": """
        s i c S ps o ot f q p sp x X z ap l L t n N rp m T R cp b a AP cr pP wt pm V gtd er M si ss""",
    "algo": """
        algoId clientAlgoId algoType orderType symbol side positionSide timeInForce quantity algoStatus actualOrderId
        actualPrice triggerPrice price icebergQuantity tpTriggerPrice tpPrice slTriggerPrice slPrice tpOrderType
        workingType priceMatch selfTradePreventionMode closePosition priceProtect reduceOnly activatePrice callbackRate
        createTime updateTime triggerTime goodTillDate""",
    "algo push": "caid aid at o s S ps f q X ai ap aq act tp p V wt pm cp pP R tt gtd rm ia",
    "fill": """
        id orderId symbol side positionSide price qty quoteQty commission commissionAsset realizedPnl buyer maker time
        marginAsset baseQty pair""",
    "income": "symbol incomeType income asset info time tranId tradeId",
    "contract": """
        symbol pair baseAsset quoteAsset marginAsset contractType status onboardDate deliveryDate triggerProtect
        liquidationFee marketTakeBound orderTypes timeInForce filters pricePrecision quantityPrecision""",
    "price filter": "filterType tickSize minPrice maxPrice",
    "lot filter": "filterType stepSize minQty maxQty",
    "market lot filter": "filterType stepSize minQty maxQty",
    "account config": """
        canTrade canDeposit canWithdraw feeTier dualSidePosition multiAssetsMargin updateTime tradeGroupId""",
    "symbol config": "symbol marginType isAutoAddMargin leverage maxNotionalValue",
    "account info": "vipLevel isMarginEnabled isFutureEnabled isOptionsEnabled isPortfolioMarginRetailEnabled",
    "key": """
        enableReading enableFutures ipRestrict enableWithdrawals enableInternalTransfer permitsUniversalTransfer
        enableSpotAndMarginTrading enableMargin enableVanillaOptions enablePortfolioMarginTrading enableFixApiTrade
        enableFixReadOnly createTime""",
    "mark push": "e E s p ap i P r T st",
}
