"""Public calls of v2: time, futures contracts and prices, and what spot lists of its coins."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitget.requests import (
    COIN,
    USDT_FUTURES,
    Call,
    Row,
    contract,
    number,
    product,
    wanted_contract,
)
from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Level, Quote

STATES = {"live": "normal", "suspend": "maintain"}
FUNDING_HOURS = FUNDING_PERIOD_MS // 3_600_000


def server_time(call: Call) -> Row:
    return {"serverTime": txt(call.venue.clock())}


def chosen(call: Call) -> list[Quote]:
    """The quotes `productType` and `symbol` ask for."""
    if product(call.params) != USDT_FUTURES:
        return []
    if wanted_contract(call.params):
        return [call.quotes[contract(call, call.params)]]
    return list(call.quotes.values())


def contracts(call: Call) -> list[Row]:
    return [contract_row(quote.contract) for quote in chosen(call)]


def places(step: Decimal) -> int:
    """Decimal places of a step."""
    exponent = step.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def contract_row(listed: Contract) -> Row:
    price_places = places(listed.tick)
    return {
        "symbol": listed.id,
        "baseCoin": listed.base,
        "quoteCoin": COIN,
        "buyLimitPriceRatio": txt(listed.band),
        "sellLimitPriceRatio": txt(listed.band),
        "feeRateUpRatio": "0.005",
        "makerFeeRate": txt(listed.maker_fee),
        "takerFeeRate": txt(listed.taker_fee),
        "openCostUpRatio": "0.01",
        "supportMarginCoins": [COIN],
        "minTradeNum": txt(listed.minimum),
        "priceEndStep": txt(listed.tick.scaleb(price_places)),
        "volumePlace": txt(places(listed.lot)),
        "pricePlace": txt(price_places),
        "sizeMultiplier": txt(listed.lot),
        "symbolType": "perpetual",
        "minTradeUSDT": txt(listed.min_notional),
        "maxSymbolOrderNum": txt(listed.max_orders),
        "maxProductOrderNum": "1000",
        "maxPositionNum": "150",
        "symbolStatus": STATES.get(listed.state, listed.state),
        "offTime": "-1",
        "limitOpenTime": "-1",
        "deliveryTime": "",
        "deliveryStartTime": "",
        "deliveryPeriod": "",
        "launchTime": txt(listed.listed_ms),
        "fundInterval": txt(FUNDING_HOURS),
        "minLever": "1",
        "maxLever": txt(listed.max_leverage),
        "posLimit": "0.05",
        "maintainTime": "",
        "maxMarketOrderQty": txt(listed.max_market_size),
        "maxOrderQty": txt(listed.max_limit_size),
        "isRwa": "NO",
    }


def tickers(call: Call) -> list[Row]:
    return [ticker_row(quote) for quote in chosen(call)]


def ticker(call: Call) -> list[Row]:
    contract(call, call.params)
    return tickers(call)


def ticker_row(quote: Quote) -> Row:
    """One row of the tickers; the stream's adds a few."""
    change = quote.last / quote.open_24h - 1
    turnover = quote.volume_24h * quote.last
    return {
        "symbol": quote.contract.id,
        "lastPr": txt(quote.last),
        "askPr": txt(quote.ask),
        "bidPr": txt(quote.bid),
        "bidSz": txt(quote.bids[0].size),
        "askSz": txt(quote.asks[0].size),
        "high24h": txt(quote.high_24h),
        "low24h": txt(quote.low_24h),
        "ts": txt(quote.moved_ms),
        "change24h": txt(round(change, 5)),
        "baseVolume": txt(quote.volume_24h),
        "quoteVolume": txt(turnover),
        "usdtVolume": txt(turnover),
        "openUtc": txt(quote.open_24h),
        "changeUtc24h": txt(round(change, 5)),
        "indexPrice": txt(quote.index),
        "fundingRate": txt(quote.funding_rate),
        "holdingAmount": txt(open_interest_of(quote)),
        "deliveryStartTime": "",
        "deliveryTime": "",
        "deliveryStatus": "",
        "open24h": txt(quote.open_24h),
        "markPrice": txt(quote.mark),
    }


def open_interest_of(quote: Quote) -> Decimal:
    """Base units held by everybody together."""
    return quote.volume_24h / 4


def symbol_price(call: Call) -> list[Row]:
    quote = call.quotes[contract(call, call.params)]
    return [
        {
            "symbol": quote.contract.id,
            "price": txt(quote.last),
            "indexPrice": txt(quote.index),
            "markPrice": txt(quote.mark),
            "ts": txt(call.venue.clock()),
        }
    ]


def current_funding(call: Call) -> list[Row]:
    return [
        {
            "symbol": quote.contract.id,
            "fundingRate": txt(quote.funding_rate),
            "fundingRateInterval": txt(FUNDING_HOURS),
            "nextUpdate": txt(call.venue.market.next_funding_ms()),
            "minFundingRate": "-0.003",
            "maxFundingRate": "0.003",
        }
        for quote in chosen(call)
    ]


def funding_time(call: Call) -> list[Row]:
    quote = call.quotes[contract(call, call.params)]
    return [
        {
            "symbol": quote.contract.id,
            "nextFundingTime": txt(call.venue.market.next_funding_ms()),
            "ratePeriod": txt(FUNDING_HOURS),
        }
    ]


def tiers(call: Call) -> list[Row]:
    """Three brackets that follow the engine's rule: half the leverage carries twice the position."""
    listed = call.quotes[contract(call, call.params)].contract
    rows: list[Row] = []
    start = Decimal(0)
    for level, (leverage, end) in enumerate(listed.tiers(3), 1):
        rows.append(
            {
                "symbol": listed.id,
                "level": txt(level),
                "startUnit": txt(start),
                "endUnit": txt(end),
                "leverage": txt(leverage),
                "keepMarginRate": txt(listed.maintenance_rate),
            }
        )
        start = end
    return rows


def levels(side: list[Level], most: int) -> list[list[str]]:
    """One side of the depth, best first; what is eaten up is not shown."""
    return [[txt(level.price), txt(level.size)] for level in side[:most] if level.size]


def depth(call: Call) -> Row:
    quote = call.quotes[contract(call, call.params)]
    most = min(number(call.params, "limit") or 100, 100)
    return {
        "asks": levels(quote.asks, most),
        "bids": levels(quote.bids, most),
        "ts": txt(call.venue.clock()),
        "scale": txt(quote.contract.tick),
        "precision": "scale0",
        "isMaxPrecision": "NO",
    }


def spot_symbols(call: Call) -> list[Row]:
    """Spot lists the same coins; nothing is traded there."""
    wanted = wanted_contract(call.params)
    return [
        {
            "symbol": quote.contract.id,
            "baseCoin": quote.contract.base,
            "quoteCoin": COIN,
            "minTradeAmount": "0",
            "maxTradeAmount": "10000000000",
            "takerFeeRate": "0.002",
            "makerFeeRate": "0.002",
            "pricePrecision": txt(places(quote.contract.tick)),
            "quantityPrecision": txt(places(quote.contract.lot) + 2),
            "quotePrecision": "8",
            "status": "online",
            "minTradeUSDT": "1",
            "buyLimitPriceRatio": "0.05",
            "sellLimitPriceRatio": "0.05",
            "areaSymbol": "no",
            "orderQuantity": "400",
            "openTime": txt(quote.contract.listed_ms),
            "offTime": "",
        }
        for quote in call.quotes.values()
        if not wanted or quote.contract.id == wanted
    ]


def spot_coins(call: Call) -> list[Row]:
    """USDT and the coins of the contracts; the chains are left empty, since nothing can be sent anywhere."""
    wanted = str(call.params.get("coin", "")).upper()
    names = [COIN, *(quote.contract.base for quote in call.quotes.values())]
    return [
        {"coinId": txt(index), "coin": name, "transfer": "true", "chains": []}
        for index, name in enumerate(names, 1)
        if not wanted or name == wanted
    ]


def spot_tickers(call: Call) -> list[Row]:
    """Prices of spot, which are those of futures."""
    wanted = wanted_contract(call.params)
    return [
        {
            "symbol": quote.contract.id,
            "high24h": txt(quote.high_24h),
            "open": txt(quote.open_24h),
            "low24h": txt(quote.low_24h),
            "lastPr": txt(quote.last),
            "quoteVolume": txt(quote.volume_24h * quote.last),
            "baseVolume": txt(quote.volume_24h),
            "bidPr": txt(quote.bid),
            "askPr": txt(quote.ask),
            "ts": txt(quote.moved_ms),
        }
        for quote in call.quotes.values()
        if not wanted or quote.contract.id == wanted
    ]
