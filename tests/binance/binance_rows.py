"""The example rows of the venue's document (made up), whole, and the contracts they speak of."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from exchanges.binance.rows import Reading, SymbolSettings
from exchanges.core.model import Instrument, MarginMode, Origin

AT, ASKED = 1_794_873_700_000, 1_794_873_650_000

POSITION: dict[str, Any] = json.loads(
    '{"symbol":"ETHUSDT","positionSide":"SHORT","positionAmt":"-1.200","entryPrice":"3105.5","breakEvenPrice":"3103.9",'
    '"markPrice":"3090.12","unRealizedProfit":"18.456","liquidationPrice":"4410.7","isolatedMargin":"0",'
    '"notional":"-3708.144","marginAsset":"USDT","isolatedWallet":"0","initialMargin":"185.4","maintMargin":"18.5",'
    '"positionInitialMargin":"185.4","openOrderInitialMargin":"0","adl":2,"bidNotional":"0","askNotional":"0",'
    '"updateTime":1794873000123}'
)
ORDER: dict[str, Any] = json.loads(
    '{"orderId":991,"clientOrderId":"bn-1","symbol":"ETHUSDT","side":"SELL","positionSide":"SHORT","type":"LIMIT",'
    '"origType":"LIMIT","timeInForce":"GTC","price":"3150","origQty":"0.500","executedQty":"0","avgPrice":"0.00000",'
    '"cumQuote":"0","status":"NEW","stopPrice":"0","reduceOnly":false,"closePosition":false,'
    '"workingType":"CONTRACT_PRICE","priceProtect":false,"priceMatch":"NONE",'
    '"selfTradePreventionMode":"EXPIRE_MAKER","goodTillDate":0,"time":1794873100000,"updateTime":1794873100000}'
)
ALGO: dict[str, Any] = json.loads(
    '{"algoId":77,"clientAlgoId":"bn-sl-1","algoType":"CONDITIONAL","orderType":"STOP_MARKET","symbol":"ETHUSDT",'
    '"side":"BUY","positionSide":"SHORT","timeInForce":"GTC","quantity":"0.000","algoStatus":"NEW",'
    '"actualOrderId":"","actualPrice":"0.00","triggerPrice":"3300.00","price":"0.00","workingType":"MARK_PRICE",'
    '"closePosition":true,"priceProtect":false,"reduceOnly":true,"createTime":1794873200000,'
    '"updateTime":1794873200000,"triggerTime":0,"goodTillDate":0}'
)
FILL: dict[str, Any] = json.loads(
    '{"symbol":"ETHUSDT","id":5551,"orderId":991,"side":"SELL","positionSide":"SHORT","price":"3150","qty":"0.200",'
    '"quoteQty":"630","commission":"0.126","commissionAsset":"USDT","realizedPnl":"0","buyer":false,"maker":true,'
    '"time":1794873300000}'
)
INCOME: dict[str, Any] = json.loads(
    '{"symbol":"ETHUSDT","incomeType":"FUNDING_FEE","income":"-0.12","asset":"USDT","info":"FUNDING_FEE",'
    '"time":1794844800000,"tranId":9001,"tradeId":""}'
)
BALANCE: dict[str, Any] = json.loads(
    '{"asset":"USDT","walletBalance":"1500.0","unrealizedProfit":"18.456","marginBalance":"1518.456",'
    '"maintMargin":"18.5","initialMargin":"185.4","positionInitialMargin":"185.4","openOrderInitialMargin":"0",'
    '"crossWalletBalance":"1500.0","crossUnPnl":"18.456","availableBalance":"1333.0","maxWithdrawAmount":"1314.6",'
    '"updateTime":1794873000123}'
)
POSITION_PUSH: dict[str, Any] = {
    "s": "ETHUSDT", "pa": "-1.200", "ep": "3105.5", "bep": "3103.9", "cr": "4", "up": "18.456", "mt": "cross",
    "iw": "0", "ps": "SHORT",
}  # fmt: skip
BALANCE_PUSH: dict[str, Any] = {"a": "USDT", "wb": "1500.0", "cw": "1500.0", "bc": "-3"}
ORDER_PUSH: dict[str, Any] = {
    "s": "ETHUSDT", "i": 991, "c": "bn-1", "S": "SELL", "ps": "SHORT", "o": "LIMIT", "ot": "LIMIT", "f": "GTC",
    "q": "0.500", "p": "3150", "sp": "0", "x": "TRADE", "X": "PARTIALLY_FILLED", "z": "0.200", "ap": "3150",
    "l": "0.200", "L": "3150", "t": 5551, "n": "0.126", "N": "USDT", "rp": "0", "m": True, "T": 1794873300000,
    "R": False, "cp": False, "b": "0", "a": "945", "AP": "0", "cr": "0", "pP": False, "wt": "CONTRACT_PRICE",
    "pm": "NONE", "V": "EXPIRE_MAKER", "gtd": 0, "er": "0", "M": 0, "si": 0, "ss": 0,
}  # fmt: skip
ALGO_PUSH: dict[str, Any] = {
    "caid": "bn-sl-1", "aid": 77, "at": "CONDITIONAL", "o": "STOP_MARKET", "s": "ETHUSDT", "S": "BUY", "ps": "SHORT",
    "f": "GTC", "q": "0.000", "X": "NEW", "ai": "", "ap": "0.00000", "aq": "0.00000", "act": "0", "tp": "3300.00",
    "p": "0.00", "V": "EXPIRE_MAKER", "wt": "MARK_PRICE", "pm": "NONE", "cp": True, "pP": False, "R": True, "tt": 0,
    "gtd": 0, "rm": "", "ia": False,
}  # fmt: skip
MARK_PUSH: dict[str, Any] = {
    "e": "markPriceUpdate", "E": 1794873600000, "s": "ETHUSDT", "p": "3090.12", "ap": "3090.20", "i": "3090.5",
    "P": "3091", "r": "0.0001", "T": 1794902400000, "st": 1,
}  # fmt: skip


def listed(base: str, tick: str, step: str, **more: Any) -> dict[str, Any]:
    """A row of `exchangeInfo`."""
    return {
        "symbol": f"{base}USDT", "pair": f"{base}USDT", "baseAsset": base, "quoteAsset": "USDT", "marginAsset": "USDT",
        "contractType": "PERPETUAL", "status": "TRADING", "onboardDate": 1_569_398_400_000,
        "deliveryDate": 4_133_404_800_000, "triggerProtect": "0.05", "liquidationFee": "0.0125",
        "marketTakeBound": "0.05", "orderTypes": ["LIMIT", "MARKET"], "timeInForce": ["GTC", "GTX"],
        "pricePrecision": 8, "quantityPrecision": 8,
        "filters": [
            {"filterType": "PRICE_FILTER", "tickSize": tick, "minPrice": tick, "maxPrice": "1000000"},
            {"filterType": "LOT_SIZE", "stepSize": step, "minQty": step, "maxQty": "10000"},
            {"filterType": "MARKET_LOT_SIZE", "stepSize": step, "minQty": step, "maxQty": "2000"},
            {"filterType": "MIN_NOTIONAL", "notional": "5"},
        ],
    } | more  # fmt: skip


CONTRACT = listed("ETH", "0.01", "0.001")


def contract(base: str, tick: str = "0.01", step: str = "0.001") -> Instrument:
    return Instrument(
        symbol=f"{base}/USDT:USDT",
        venue_symbol=f"{base}USDT",
        base=base,
        quote="USDT",
        settle="USDT",
        contract_size=Decimal(1),
        tick_size=Decimal(tick),
        lot_contracts=Decimal(step),
        min_contracts=Decimal(step),
        max_leverage=None,
        status="TRADING",
    )


CONTRACTS = {each.venue_symbol: each for each in (contract("ETH"), contract("1000PEPE", "0.0000001", "1"))}
SETTINGS = {"ETHUSDT": SymbolSettings(Decimal(20), MarginMode.CROSS)}
SNAPSHOT = Reading(CONTRACTS, AT, ASKED, Origin.SNAPSHOT, SETTINGS)
STREAM = Reading(CONTRACTS, AT, ASKED, Origin.STREAM, SETTINGS)
UNSET = Reading(CONTRACTS, AT, ASKED, Origin.STREAM)
"""Before leverage and margin modes were asked for."""
