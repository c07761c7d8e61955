"""Instruments, prices and depth as Binance publishes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.binance.contracts import trait_of
from exchanges.sandbox.binance.text import Row, decimals, money, price, quantity
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Market, Quote

TYPES = ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"]
TIFS = ["GTC", "IOC", "FOK", "GTX", "GTD"]
RATE_LIMITS: list[Row] = [
    {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400},
    {"rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200},
    {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300},
]


def symbol_row(contract: Contract) -> Row:
    """One of `symbols[]` of `exchangeInfo`."""
    trait = trait_of(contract)
    return {
        "symbol": contract.id,
        "pair": contract.id.split("_")[0],
        "contractType": trait.kind,
        "deliveryDate": trait.delivery_ms,
        "onboardDate": contract.listed_ms,
        "status": "TRADING" if contract.state == "live" else "SETTLING",
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": contract.base,
        "quoteAsset": contract.settle,
        "marginAsset": contract.settle,
        "pricePrecision": decimals(contract.tick) + 1,
        "quantityPrecision": decimals(contract.lot),
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "underlyingType": trait.underlying_type,
        "underlyingSubType": [],
        "triggerProtect": "0.0500",
        "liquidationFee": "0.012500",
        "marketTakeBound": "0.05",
        "maxMoveOrderLimit": 10000,
        "filters": _filters(contract),
        "orderTypes": list(TYPES),
        "timeInForce": list(TIFS),
        "permissionSets": ["GRID", "COPY"],
    }


def _filters(contract: Contract) -> list[Row]:
    highest = contract.start_price * 100
    return [
        {
            "filterType": "PRICE_FILTER",
            "minPrice": txt(contract.tick),
            "maxPrice": txt(highest),
            "tickSize": txt(contract.tick),
        },
        {
            "filterType": "LOT_SIZE",
            "minQty": txt(contract.minimum),
            "maxQty": txt(contract.max_limit_size),
            "stepSize": txt(contract.lot),
        },
        {
            "filterType": "MARKET_LOT_SIZE",
            "minQty": txt(contract.minimum),
            "maxQty": txt(contract.max_market_size),
            "stepSize": txt(contract.lot),
        },
        {"filterType": "MAX_NUM_ORDERS", "limit": contract.max_orders},
        {"filterType": "MAX_NUM_ALGO_ORDERS", "limit": 10},
        {"filterType": "MIN_NOTIONAL", "notional": txt(contract.min_notional)},
        {
            "filterType": "PERCENT_PRICE",
            "multiplierUp": f"{1 + contract.band:.4f}",
            "multiplierDown": f"{1 - contract.band:.4f}",
            "multiplierDecimal": "4",
        },
        {"filterType": "POSITION_RISK_CONTROL", "positionControlSide": "NONE", "notionalLimit": "0"},
    ]


def premium_row(market: Market, quote: Quote, now_ms: int) -> Row:
    """One row of `premiumIndex`."""
    perpetual = trait_of(quote.contract).kind != "CURRENT_QUARTER"
    return {
        "symbol": quote.contract.id,
        "markPrice": money(quote.mark),
        "indexPrice": money(quote.index),
        "estimatedSettlePrice": money(quote.index),
        "lastFundingRate": txt(quote.funding_rate) if perpetual else "",
        "interestRate": "0.00010000" if perpetual else "",
        "nextFundingTime": market.next_funding_ms() if perpetual else 0,
        "time": now_ms,
    }


def last_row(quote: Quote) -> Row:
    """One row of `ticker/price`."""
    return {"symbol": quote.contract.id, "price": price(quote.contract, quote.last), "time": quote.moved_ms}


def best_row(quote: Quote, update_id: int) -> Row:
    """One row of `ticker/bookTicker`."""
    contract = quote.contract
    return {
        "symbol": contract.id,
        "bidPrice": price(contract, quote.bid),
        "bidQty": quantity(contract, quote.bids[0].size),
        "askPrice": price(contract, quote.ask),
        "askQty": quantity(contract, quote.asks[0].size),
        "time": quote.moved_ms,
        "lastUpdateId": update_id,
    }


def day_row(quote: Quote, update_id: int) -> Row:
    """One row of `ticker/24hr`."""
    contract, change = quote.contract, quote.last - quote.open_24h
    return {
        "symbol": contract.id,
        "priceChange": txt(change),
        "priceChangePercent": f"{change / quote.open_24h * 100:.3f}",
        "weightedAvgPrice": price(contract, (quote.high_24h + quote.low_24h) / 2),
        "lastPrice": price(contract, quote.last),
        "lastQty": quantity(contract, quote.last_size),
        "openPrice": price(contract, quote.open_24h),
        "highPrice": price(contract, quote.high_24h),
        "lowPrice": price(contract, quote.low_24h),
        "volume": quantity(contract, quote.volume_24h),
        "quoteVolume": txt((quote.volume_24h * quote.last).quantize(Decimal("0.01"))),
        "openTime": quote.moved_ms - 86_400_000,
        "closeTime": quote.moved_ms,
        "firstId": max(update_id - 1_000, 0),
        "lastId": update_id,
        "count": 1_000,
    }


def depth_sides(quote: Quote, levels: int) -> tuple[list[list[str]], list[list[str]]]:
    """Bids and asks, best first, as pairs of price and quantity."""
    contract = quote.contract
    sides = [
        [[price(contract, level.price), quantity(contract, level.size)] for level in side[:levels]]
        for side in (quote.bids, quote.asks)
    ]
    return sides[0], sides[1]
