"""Example rows with every field of the venue's documents (made up, but for the lead trader's)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from exchanges.core.model import Instrument, Origin
from exchanges.toobit.rows import Reading

AT, ASKED = 1_794_873_700_000, 1_794_873_650_000
ETH = Instrument(
    "ETH/USDT:USDT", "ETH-SWAP-USDT", "ETH", "USDT", "USDT", Decimal("0.01"), Decimal("0.01"), Decimal("0.1"),
    Decimal("0.1"), Decimal(125), "TRADING",
)  # fmt: skip
KNOWN = {"ETH-SWAP-USDT": ETH}
SNAPSHOT = Reading(KNOWN, AT, ASKED, Origin.SNAPSHOT)
STREAM = Reading(KNOWN, AT, ASKED, Origin.STREAM)

EXAMPLES: dict[str, Any] = {
    f"{row['kind']} {row['endpoint']}": row["payload"]
    for row in json.loads(
        (Path(__file__).parents[1] / "data" / "vectors" / "toobit_leader_examples.json").read_text(encoding="utf-8")
    )
}
LEAD = "/api/v2/copy-trading/leader/"

POSITION: dict[str, Any] = {
    "symbol": "ETH-SWAP-USDT", "side": "SHORT", "avgPrice": "3100.5", "position": "40", "available": "40",
    "leverage": "20", "lastPrice": "3090", "positionValue": "1240.2", "flp": "3600.1", "margin": "62.01",
    "marginRate": "", "unrealizedPnL": "4.2", "profitRate": "0.06", "realizedPnL": "-0.5", "minMargin": "0",
    "maxNotionalValue": "100000", "marginType": "CROSS", "markPrice": "3090.1",
}  # fmt: skip
POSITION_PUSH: dict[str, Any] = {
    "e": "outboundContractPositionInfo", "E": "1794873600000", "A": "1", "s": "ETH-SWAP-USDT", "S": "LONG",
    "p": "3100.5", "P": "60", "a": "60", "f": "0", "m": "93.01", "r": "0", "up": "-6.2", "pr": "-0.06",
    "pv": "1860.3", "v": "20.0", "mt": "ISOLATED", "mm": "0", "mp": "3090.100000000000000000",
}  # fmt: skip
BALANCE: dict[str, Any] = {
    "coin": "USDT", "balance": "2500.5", "availableBalance": "2000", "positionMargin": "400", "orderMargin": "100.5",
    "crossUnRealizedPnl": "-10", "coupon": "0",
}  # fmt: skip
BALANCE_PUSH: dict[str, Any] = {
    "e": "outboundContractAccountInfo", "E": "1794873600000", "T": True, "W": True, "D": True,
    "B": [{"a": "USDT", "f": "2000", "l": "500.5"}],
}  # fmt: skip
ORDER: dict[str, Any] = {
    "time": "1794873599000", "updateTime": "1794873600000", "orderId": "880", "clientOrderId": "bn1",
    "symbol": "ETH-SWAP-USDT", "price": "3000", "leverage": "20", "origQty": "20", "executedQty": "5",
    "avgPrice": "3000", "marginLocked": "1", "type": "LIMIT", "side": "SELL", "positionSide": "LONG",
    "timeInForce": "POST_ONLY", "status": "PARTIALLY_FILLED", "contractMultiplier": "0.01",
}  # fmt: skip
ORDER_PUSH: dict[str, Any] = {
    "e": "contractExecutionReport", "E": "1794873600000", "s": "ETH-SWAP-USDT", "c": "bn1", "C": True, "S": "BUY",
    "o": "LIMIT", "f": "GTC", "q": "20", "p": "3000", "pt": "INPUT", "X": "PARTIALLY_FILLED", "i": "880", "l": "5",
    "z": "5", "L": "3000", "n": "0.09", "N": "USDT", "u": True, "w": True, "m": False, "mt": "CROSS",
    "O": "1794873599000", "Z": "150", "v": "20", "U": "1794873600000", "rp": "0",
}  # fmt: skip
PLAN: dict[str, Any] = {
    **ORDER, "orderId": "901", "price": "0", "origQty": "0", "executedQty": "0", "avgPrice": "0",
    "type": "STOP_PROFIT_LOSS_MARKET", "timeInForce": "GTC", "status": "ORDER_NEW", "stopPrice": "3300",
    "triggerBy": "MARK_PRICE", "stopOrderType": "TAKE_PROFIT", "stopType": "FIXED_STOP", "activePrice": "0",
    "fallbackType": "RATE", "fallbackQuantity": "0", "activeStatus": 0,
}  # fmt: skip
PLAN_PUSH: dict[str, Any] = {
    "eventType": "planExecutionReport", "time": "1794873000000", "orderId": "902", "accountId": "1",
    "brokerUserId": "1", "clientOrderId": "plan-1", "symbolId": "ETH-SWAP-USDT", "symbolName": "ETHUSDT",
    "baseTokenId": "ETH-SWAP-USDT", "baseTokenName": "ETH-SWAP-USDT", "quoteTokenId": "USDT",
    "quoteTokenName": "USDT", "price": "0", "origQty": "10", "type": "STOP", "planOrderType": "STOP_LONG_LOSS",
    "side": "SELL_CLOSE", "status": "ORDER_FILLED", "triggerPrice": "2900", "quotePrice": "2899",
    "executedOrderId": "903", "executedPrice": "2898.5", "executedQty": "10", "updateTime": "1794873600000",
    "priceType": "MARKET_PRICE", "quotePriceType": 0, "leverage": "20", "spOrderId": "0", "slOrderId": "902",
    "openOrdinaryOrderId": "0", "openOrderId": "0", "triggerType": 0, "activePrice": "0", "fallType": 0,
    "fallQuantity": "0", "activeStatus": 0, "triggerDelay": 0, "marginType": "CROSS", "isGuaranteedPrice": 0,
}  # fmt: skip
FILL: dict[str, Any] = {
    "time": "1794873600100", "createdTime": "1794873600100", "id": "77", "orderId": "880", "matchOrderId": "0",
    "accountId": "1", "symbol": "ETH-SWAP-USDT", "price": "3100", "qty": "20", "commissionAsset": "USDT",
    "commission": "0.124", "makerRebate": "0", "type": "LIMIT", "side": "SELL", "positionSide": "LONG",
    "realizedPnl": "12", "ticketId": "5151", "isMaker": True, "matchAccountId": "0", "matchOrderStrategy": 0,
}  # fmt: skip
FLOW: dict[str, Any] = {
    "id": "7002", "accountId": "1", "coin": "USDT", "coinId": "USDT", "coinName": "USDT", "symbol": "ETH-SWAP-USDT",
    "symbolId": "ETH-SWAP-USDT", "flowTypeValue": 32, "flowType": "FUNDING_FEE", "flowName": "Fund Fee",
    "change": "-0.42", "total": "2086.1", "voucherType": 0, "deductionAmount": "", "created": "1794844800000",
}  # fmt: skip
CONTRACT: dict[str, Any] = {
    "filters": [
        {"minPrice": "0.01", "maxPrice": "100000", "tickSize": "0.01", "filterType": "PRICE_FILTER"},
        {"minQty": "0.002", "maxQty": "400", "stepSize": "0.001", "filterType": "LOT_SIZE"},
        {"minNotional": "1", "filterType": "MIN_NOTIONAL"},
    ],
    "exchangeId": "301", "symbol": "ETH-SWAP-USDT", "symbolName": "ETH-SWAP-USDT", "status": "TRADING",
    "baseAsset": "ETH-SWAP-USDT", "baseAssetPrecision": "0.001", "quoteAsset": "USDT", "quoteAssetPrecision": "0.01",
    "icebergAllowed": False, "inverse": False, "index": "ETHUSDT", "indexToken": "ETHUSDT", "marginToken": "USDT",
    "marginPrecision": "0.0001", "contractMultiplier": "0.01", "underlying": "ETH",
    "riskLimits": [{"riskLimitId": "2", "quantity": "1", "initialMargin": "0.008", "maintMargin": "0.004"}],
    "categories": [], "closingStartTime": "0", "closingEndTime": "0", "isRwa": False, "rwaType": "",
}  # fmt: skip
CONFIG = EXAMPLES[f"request PUT {LEAD}config"]


def example(call: str) -> dict[str, Any]:
    """The first row of a documented answer."""
    data = EXAMPLES[f"response GET {LEAD}{call}"]["data"]
    rows = data["list"] if isinstance(data, dict) else data
    row: dict[str, Any] = rows[0]
    return row
