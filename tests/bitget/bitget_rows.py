"""Example rows with every field of the venue's document (made up)."""

from __future__ import annotations

from typing import Any

from exchanges.bitget.rows import Reading
from exchanges.core.model import Origin, Side

AT, ASKED = 1_794_873_700_000, 1_794_873_650_000
SNAPSHOT = Reading(AT, ASKED, Origin.SNAPSHOT)
STREAM = Reading(AT, ASKED, Origin.STREAM)
KNOWN = Reading(AT, ASKED, Origin.STREAM, {"880": Side.SHORT})

POSITION: dict[str, Any] = {
    "symbol": "BTCUSDT", "marginCoin": "USDT", "holdSide": "short", "total": "0.125", "available": "0.125",
    "locked": "0", "openDelegateSize": "0", "marginSize": "1124.37", "leverage": "10", "marginMode": "crossed",
    "posMode": "hedge_mode", "openPriceAvg": "90100.5", "markPrice": "89950.2", "liquidationPrice": "98011.4",
    "unrealizedPL": "18.7875", "achievedProfits": "3", "totalFee": "0.31", "deductedFee": "5.6",
    "breakEvenPrice": "90010.1", "keepMarginRate": "0.004", "marginRatio": "0.01", "autoMargin": "off",
    "assetMode": "single", "grant": "", "takeProfit": "", "stopLoss": "", "takeProfitId": "", "stopLossId": "",
    "cTime": "1794870000000", "uTime": "1794872000000",
}  # fmt: skip
POSITION_PUSH: dict[str, Any] = {
    "posId": "2311", "instId": "BTCUSDT", "marginCoin": "USDT", "marginSize": "1124.37", "marginMode": "fixed",
    "holdSide": "long", "posMode": "hedge_mode", "total": "0.125", "available": "0.125", "frozen": "0",
    "openPriceAvg": "90100.5", "leverage": 10, "achievedProfits": "0", "unrealizedPL": "-18.7875",
    "unrealizedPLR": "-0.01", "liquidationPrice": "-5", "keepMarginRate": "0.004", "isolatedMarginRate": "0",
    "marginRate": "0.01", "breakEvenPrice": "90010.1", "totalFee": "", "deductedFee": "5.6", "markPrice": "89950.2",
    "cashDividend": "", "assetMode": "single", "autoMargin": "off", "cTime": "1794870000000", "uTime": "1794872000000",
}  # fmt: skip
BALANCE: dict[str, Any] = {
    "marginCoin": "USDT", "locked": "100", "available": "1981", "crossedMaxAvailable": "980.5",
    "isolatedMaxAvailable": "980.5", "maxTransferOut": "900", "accountEquity": "2104.9", "usdtEquity": "2104.9",
    "btcEquity": "0.02", "crossedRiskRate": "0.01", "unrealizedPL": "18.8", "crossedUnrealizedPL": "18.8",
    "isolatedUnrealizedPL": "", "coupon": "0", "grant": "", "isolatedMargin": None, "crossedMargin": None,
    "unionTotalMargin": "", "unionAvailable": "", "unionMm": "", "assetList": [], "assetMode": "single",
}  # fmt: skip
BALANCE_PUSH: dict[str, Any] = {
    "marginCoin": "USDT", "frozen": "100", "available": "1981", "maxOpenPosAvailable": "980.5",
    "maxTransferOut": "900", "equity": "2104.9", "usdtEquity": "2104.9", "crossedRiskRate": "0.01",
    "unrealizedPL": "18.8", "unionTotalMargin": "0", "unionAvailable": "0", "unionMm": "0", "assetsMode": "single",
}  # fmt: skip
_PRESETS: dict[str, Any] = {
    "presetStopSurplusPrice": "", "presetStopSurplusType": "", "presetStopSurplusExecutePrice": "",
    "presetStopLossPrice": "", "presetStopLossType": "", "presetStopLossExecutePrice": "",
}  # fmt: skip
ORDER: dict[str, Any] = {
    "orderId": "880", "clientOid": "bn1", "symbol": "ETHUSDT", "size": "5", "baseVolume": "2", "quoteVolume": "6200",
    "price": "3100", "priceAvg": "3100", "fee": "-0.124", "side": "buy", "tradeSide": "open", "posSide": "long",
    "posMode": "hedge_mode", "orderType": "limit", "force": "gtc", "status": "partially_filled", "state": "",
    "marginMode": "crossed", "marginCoin": "USDT", "leverage": "10", "reduceOnly": "NO", "totalProfits": "0",
    "enterPointSource": "API", "orderSource": "normal", "cancelReason": "", "cTime": "1794873599000",
    "uTime": "1794873600000",
} | _PRESETS  # fmt: skip
ORDER_PUSH: dict[str, Any] = {
    "instId": "ETHUSDT", "orderId": "880", "clientOid": "", "clientOId": "bn1", "price": "3100", "size": "5",
    "posMode": "hedge_mode", "enterPointSource": "API", "tradeSide": "close", "notionalUsd": "15500",
    "orderType": "limit", "force": "post_only", "side": "buy", "posSide": "long", "marginMode": "crossed",
    "marginCoin": "USDT", "fillPrice": "3100", "tradeId": "5151", "baseVolume": "1", "fillTime": "1794873600000",
    "fillFee": "-0.062", "fillFeeCoin": "USDT", "tradeScope": "M", "accBaseVolume": "3", "fillNotionalUsd": "9300",
    "priceAvg": "3100", "status": "partially_filled", "cancelReason": "", "leverage": "10",
    "feeDetail": [{"feeCoin": "USDT", "fee": "-0.186"}], "pnl": "0", "totalProfits": "0", "reduceOnly": "no",
    "stpMode": "none", "cTime": "1794873599000", "uTime": "1794873600000",
} | _PRESETS  # fmt: skip
PLAN: dict[str, Any] = {
    "orderId": "901", "clientOid": "", "symbol": "ETHUSDT", "planType": "normal_plan", "triggerPrice": "3300",
    "triggerType": "mark_price", "price": "3290", "executePrice": "", "callbackRatio": "", "size": "5", "side": "buy",
    "tradeSide": "open", "posSide": "long", "posMode": "hedge_mode", "orderType": "limit", "planStatus": "live",
    "stopSurplusTriggerPrice": "", "stopSurplusExecutePrice": "", "stopSurplusTriggerType": "",
    "stopLossTriggerPrice": "", "stopLossExecutePrice": "", "stopLossTriggerType": "", "marginMode": "crossed",
    "marginCoin": "USDT", "executeOrderId": "", "priceAvg": "", "baseVolume": "", "cTime": "1794873000000",
    "uTime": "1794873000000",
}  # fmt: skip
PLAN_PUSH: dict[str, Any] = {
    "instId": "ETHUSDT", "orderId": "902", "clientOid": "x", "triggerPrice": "3300", "triggerType": "fill_price",
    "triggerTime": "", "planType": "psl", "price": "", "executePrice": "0", "size": "", "actualSize": "",
    "orderType": "market", "side": "buy", "tradeSide": "close", "posSide": "long", "marginCoin": "USDT",
    "status": "live", "posMode": "hedge_mode", "enterPointSource": "API", "stopSurplusTriggerPrice": "",
    "stopSurplusTriggerType": "", "stopLossTriggerPrice": "", "stopLossTriggerType": "", "stpMode": "none",
    "cTime": "1794873000000", "uTime": "1794873000000",
}  # fmt: skip
FILL: dict[str, Any] = {
    "tradeId": "5151", "orderId": "881", "symbol": "ETHUSDT", "price": "3100", "baseVolume": "2",
    "quoteVolume": "6200", "profit": "12", "side": "buy", "tradeSide": "close", "posMode": "hedge_mode",
    "tradeScope": "taker", "enterPointSource": "API",
    "feeDetail": [{"feeCoin": "USDT", "totalFee": "-0.124", "deduction": "no", "totalDeductionFee": "0"}],
    "cTime": "1794873600100",
}  # fmt: skip
FILL_PUSH: dict[str, Any] = {
    "orderId": "880", "clientOid": "bn1", "tradeId": "5151", "symbol": "ETHUSDT", "side": "buy", "orderType": "limit",
    "posMode": "hedge_mode", "price": "3100", "baseVolume": "2", "quoteVolume": "6200", "profit": "12",
    "tradeSide": "close", "tradeScope": "maker",
    "feeDetail": [{"feeCoin": "USDT", "totalFee": "-0.124", "deduction": "no", "totalDeductionFee": "0"}],
    "cTime": "1794873600100", "uTime": "1794873600100",
}  # fmt: skip
BILL: dict[str, Any] = {
    "billId": "7002", "symbol": "BTCUSDT", "amount": "-0.42", "fee": "0", "feeByCoupon": "",
    "businessType": "contract_settle_fee", "coin": "USDT", "balance": "2086.1", "cTime": "1794844800000",
}  # fmt: skip
CONTRACT: dict[str, Any] = {
    "symbol": "BTCUSDT", "baseCoin": "BTC", "quoteCoin": "USDT", "supportMarginCoins": ["USDT"],
    "symbolType": "perpetual", "symbolStatus": "normal", "pricePlace": "1", "priceEndStep": "5", "volumePlace": "4",
    "sizeMultiplier": "0.0001", "minTradeNum": "0.0001", "minTradeUSDT": "5", "maxOrderQty": "220",
    "maxMarketOrderQty": "220", "minLever": "1", "maxLever": "150", "makerFeeRate": "0.0002", "takerFeeRate": "0.0006",
    "fundInterval": "8", "maxSymbolOrderNum": "200", "maxProductOrderNum": "1000", "maxPositionNum": "150",
    "buyLimitPriceRatio": "0.05", "sellLimitPriceRatio": "0.05", "offTime": "-1", "limitOpenTime": "-1",
    "maintainTime": "", "isRwa": "NO",
}  # fmt: skip
KEY_INFO: dict[str, Any] = {
    "userId": "1001", "parentId": 1001, "inviterId": "77", "channelCode": "abc", "channel": "", "ips": "203.0.113.7",
    "authorities": ["coor", "cpor", "stor"], "traderType": "not_trader", "regisTime": "1690000000000",
}  # fmt: skip
UTA_POSITION: dict[str, Any] = {
    "symbol": "BTCUSDT", "posSide": "long", "total": "0.5", "available": "0.5", "frozen": "0", "avgPrice": "90000",
    "markPrice": "90100", "liquidationPrice": "", "leverage": "20", "marginMode": "crossed", "holdMode": "hedge_mode",
    "positionBalance": "2250", "unrealisedPnl": "50", "curRealisedPnl": "1", "mmr": "0.004", "profitRate": "0.02",
    "breakEvenPrice": "90010", "totalFunding": "-0.5", "openFeeTotal": "27", "closeFeeTotal": "0",
    "positionStatus": "normal", "createdTime": "1794870000000", "updatedTime": "1794872000000",
}  # fmt: skip
UTA_POSITION_PUSH: dict[str, Any] = {
    "symbol": "BTCUSDT", "holdSide": "long", "size": "0.5", "avgPrice": "90000", "markPrice": "90100",
    "liqPrice": "70000", "leverage": "20", "marginMode": "isolated", "marginSize": "2250", "unrealisedPnl": "50",
    "curRealisedPnl": "1", "totalFundingFee": "-0.5", "openFeeTotal": "27", "closeFeeTotal": "0",
    "positionStatus": "normal", "createdTime": "1794870000000", "updatedTime": "1794872000000",
}  # fmt: skip
UTA_COIN: dict[str, Any] = {
    "coin": "USDT", "equity": "2104.9", "usdValue": "2104", "balance": "2086.1", "available": "980.5", "debt": "0",
    "locked": "100", "bonus": "0", "borrow": "0", "debts": "0",
}  # fmt: skip
UTA_ORDER: dict[str, Any] = {
    "orderId": "u1", "clientOid": "bn2", "category": "usdt-futures", "symbol": "BTCUSDT", "orderType": "limit",
    "side": "sell", "price": "95000", "qty": "0.5", "cumExecQty": "0.1", "avgPrice": "95000",
    "orderStatus": "partially_filled", "posSide": "long", "holdSide": "long", "tradeSide": "close",
    "holdMode": "hedge_mode", "timeInForce": "gtc", "reduceOnly": "no", "totalProfit": "10",
    "feeDetail": [{"feeCoin": "USDT", "fee": "1.9"}], "cancelReason": "", "createdTime": "1794870000000",
    "updatedTime": "1794872000000",
}  # fmt: skip
UTA_STRATEGY: dict[str, Any] = {
    "orderId": "s1", "clientOid": "", "category": "USDT-FUTURES", "symbol": "BTCUSDT", "qty": "0.5", "posSide": "long",
    "takeProfit": "100000", "stopLoss": "80000", "tpLimitPrice": "", "slLimitPrice": "", "status": "pending",
    "createdTime": "1794870000000", "updatedTime": "1794872000000",
}  # fmt: skip
UTA_FILL: dict[str, Any] = {
    "execId": "e1", "orderId": "u1", "category": "USDT-FUTURES", "symbol": "BTCUSDT", "side": "sell",
    "execPrice": "95000", "execQty": "0.1", "execValue": "9500", "execPnl": "500", "tradeScope": "maker",
    "tradeSide": "close", "posSide": "long", "holdMode": "hedge_mode", "clientOid": "bn2",
    "feeDetail": [{"feeCoin": "USDT", "fee": "1.9"}], "createdTime": "1794872000000",
}  # fmt: skip
