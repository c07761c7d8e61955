"""Public calls of v3: what is listed, prices, funding, tiers."""

from __future__ import annotations

from exchanges.sandbox.bitget.public_calls import FUNDING_HOURS, STATES, depth, places, spot_symbols, tiers
from exchanges.sandbox.bitget.public_rows import unified_ticker_row
from exchanges.sandbox.bitget.requests import (
    COIN,
    USDT_FUTURES,
    Call,
    Row,
    contract,
    number,
    one_of,
    wanted_contract,
)
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Quote

CATEGORIES = ("SPOT", "MARGIN", "USDT-FUTURES", "COIN-FUTURES", "USDC-FUTURES")


def category(call: Call) -> str:
    return one_of(call.params, "category", CATEGORIES)


def _chosen(call: Call) -> list[Quote]:
    if category(call) != USDT_FUTURES:
        return []
    if wanted_contract(call.params):
        return [call.quotes[contract(call, call.params)]]
    return list(call.quotes.values())


def instruments(call: Call) -> list[Row]:
    if category(call) == "SPOT":
        return [_spot_row(row) for row in spot_symbols(call)]
    return [_instrument(quote.contract) for quote in _chosen(call)]


def _spot_row(row: Row) -> Row:
    return {
        "symbol": row["symbol"],
        "category": "SPOT",
        "baseCoin": row["baseCoin"],
        "quoteCoin": row["quoteCoin"],
        "buyLimitPriceRatio": row["buyLimitPriceRatio"],
        "sellLimitPriceRatio": row["sellLimitPriceRatio"],
        "minOrderQty": "0.000001",
        "maxOrderQty": "0",
        "pricePrecision": row["pricePrecision"],
        "quantityPrecision": row["quantityPrecision"],
        "quotePrecision": row["quotePrecision"],
        "minOrderAmount": row["minTradeUSDT"],
        "maxSymbolOrderNum": "400",
        "maxProductOrderNum": "400",
        "status": "online",
        "maintainTime": "",
        "areaSymbol": "no",
        "maxPositionNum": "200",
        "isReality": "no",
        "launchTime": row["openTime"],
    }


def _instrument(listed: Contract) -> Row:
    return {
        "symbol": listed.id,
        "category": USDT_FUTURES,
        "baseCoin": listed.base,
        "quoteCoin": COIN,
        "buyLimitPriceRatio": txt(listed.band),
        "sellLimitPriceRatio": txt(listed.band),
        "feeRateUpRatio": "0.005",
        "makerFeeRate": txt(listed.maker_fee),
        "takerFeeRate": txt(listed.taker_fee),
        "openCostUpRatio": "0.01",
        "minOrderQty": txt(listed.minimum),
        "maxOrderQty": txt(listed.max_limit_size),
        "maxMarketOrderQty": txt(listed.max_market_size),
        "pricePrecision": txt(places(listed.tick)),
        "quantityPrecision": txt(places(listed.lot)),
        "quotePrecision": None,
        "priceMultiplier": txt(listed.tick),
        "quantityMultiplier": txt(listed.lot),
        "type": "perpetual",
        "minOrderAmount": txt(listed.min_notional),
        "maxSymbolOrderNum": txt(listed.max_orders),
        "maxProductOrderNum": "1000",
        "maxPositionNum": "150",
        "status": {"normal": "online"}.get(STATES.get(listed.state, ""), "maintain"),
        "offTime": "-1",
        "limitOpenTime": "-1",
        "deliveryTime": "",
        "deliveryStartTime": "",
        "deliveryPeriod": "",
        "launchTime": txt(listed.listed_ms),
        "fundInterval": txt(FUNDING_HOURS),
        "minLeverage": "1",
        "maxLeverage": txt(listed.max_leverage),
        "maintainTime": "",
    }


def tickers(call: Call) -> list[Row]:
    return [unified_ticker_row(quote) for quote in _chosen(call)]


def current_funding(call: Call) -> list[Row]:
    quote = call.quotes[contract(call, call.params)]
    return [
        {
            "symbol": quote.contract.id,
            "fundingRate": txt(quote.funding_rate),
            "fundingRateInterval": txt(FUNDING_HOURS),
            "nextUpdate": txt(call.venue.market.next_funding_ms()),
            "minFundingRate": "-0.003",
            "maxFundingRate": "0.003",
        }
    ]


def book(call: Call) -> Row:
    category(call)
    number(call.params, "limit")
    row = depth(call)
    return {"a": row["asks"], "b": row["bids"], "ts": row["ts"]}


def position_tiers(call: Call) -> list[Row]:
    category(call)
    return [
        {
            "tier": row["level"],
            "minTierValue": row["startUnit"],
            "maxTierValue": row["endUnit"],
            "leverage": row["leverage"],
            "mmr": row["keepMarginRate"],
        }
        for row in tiers(call)
    ]
