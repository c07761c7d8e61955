"""Documented fields of Bitget's rows that the model has no place for, and why; a test holds this to the document."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRESETS = (
    "presetStopSurplusPrice presetStopSurplusType presetStopSurplusExecutePrice presetStopLossPrice presetStopLossType "
    "presetStopLossExecutePrice"
)
"""Attached targets become plans of their own once the order fills."""

LEFT_OUT: dict[str, frozenset[str]] = {
    "position": _names(
        # Margin coin and mode (always USDT, told by the account), closable size, other ratios of what we keep.
        "marginCoin available locked openDelegateSize posMode breakEvenPrice keepMarginRate marginRatio autoMargin "
        # Targets, which the list of plans tells; bonus money; multi-asset mode.
        "takeProfit stopLoss takeProfitId stopLossId grant assetMode"
    ),
    "position push": _names(
        "marginCoin posMode available frozen unrealizedPLR keepMarginRate isolatedMarginRate marginRate "
        "breakEvenPrice cashDividend assetMode autoMargin"
    ),
    "balance": _names(
        # Other valuations and parts of equity; bonus money; multi-asset mode.
        "available isolatedMaxAvailable maxTransferOut usdtEquity btcEquity crossedRiskRate crossedUnrealizedPL "
        "isolatedUnrealizedPL coupon grant isolatedMargin crossedMargin unionTotalMargin unionAvailable unionMm "
        "assetList assetMode"
    ),
    "balance push": _names(
        "available maxTransferOut usdtEquity crossedRiskRate unionTotalMargin unionAvailable unionMm assetsMode"
    ),
    "order": _names(
        # Said otherwise or not shown: margin mode and leverage stand with the position, profit with the fills.
        "quoteVolume marginMode marginCoin leverage totalProfits enterPointSource orderSource " + _PRESETS
    ),
    "order push": _names(
        # The last fill, which the channel of fills tells with its profit.
        "fillPrice tradeId baseVolume fillTime fillFee fillFeeCoin tradeScope "
        "enterPointSource notionalUsd marginMode marginCoin fillNotionalUsd leverage pnl totalProfits stpMode "
        + _PRESETS
    ),
    "plan": _names(
        # Kinds of trigger prices and what is sent once triggered.
        "triggerType callbackRatio stopSurplusExecutePrice stopSurplusTriggerType stopLossExecutePrice "
        "stopLossTriggerType marginMode marginCoin executeOrderId"
    ),
    "plan push": _names(
        "triggerType triggerTime marginCoin enterPointSource stopSurplusTriggerType stopLossTriggerType stpMode"
    ),
    "fill": _names("quoteVolume enterPointSource"),
    "fill push": _names("quoteVolume orderType"),
    "bill": _names("fee feeByCoupon balance"),
    "contract": _names(
        # Limits the venue checks itself, fees, times.
        "supportMarginCoins volumePlace minTradeUSDT maxOrderQty maxMarketOrderQty minLever makerFeeRate takerFeeRate "
        "fundInterval maxSymbolOrderNum maxProductOrderNum maxPositionNum buyLimitPriceRatio sellLimitPriceRatio "
        "offTime limitOpenTime maintainTime isRwa"
    ),
    "key info": _names("channelCode channel traderType regisTime"),
    "uta position": _names("available frozen mmr profitRate breakEvenPrice"),
    "uta balance": _names("borrow bonus"),
    "uta order": _names("totalProfit tradeSide"),
    "uta fill": _names("execValue tradeSide"),
}
