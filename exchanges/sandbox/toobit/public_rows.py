"""Contracts, prices and depth as Toobit publishes them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Market, Quote
from exchanges.sandbox.toobit.contracts import index_name
from exchanges.sandbox.toobit.text import Row, price

EXCHANGE_ID = 301
RATE_LIMITS: list[Row] = [
    {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalUnit": 1, "limit": 3000, "burst": 3000},
    {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalUnit": 2, "limit": 60},
]


def contract_row(contract: Contract) -> Row:
    """One of `contracts[]` of `exchangeInfo`; sizes of the filters are in coins."""
    return {
        "filters": _filters(contract),
        "exchangeId": str(EXCHANGE_ID),
        "symbol": contract.id,
        "symbolName": contract.id,
        "status": "TRADING" if contract.state == "live" else "ONLINE",
        "baseAsset": f"{contract.base}-SWAP-{contract.settle}",
        "baseAssetPrecision": txt(contract.lot * contract.unit),
        "quoteAsset": contract.settle,
        "quoteAssetPrecision": txt(contract.tick),
        "icebergAllowed": False,
        "inverse": False,
        "index": index_name(contract),
        "indexToken": index_name(contract),
        "marginToken": contract.settle,
        "marginPrecision": "0.0001",
        "contractMultiplier": txt(contract.unit),
        "underlying": contract.base,
        "riskLimits": [risk_row(contract, number, share) for number, share in enumerate((1, 2, 4, 8))],
        "categories": [],
        "closingStartTime": "0",
        "closingEndTime": "0",
        "isRwa": False,
        "rwaType": "",
    }


def risk_row(contract: Contract, number: int, share: int) -> Row:
    """A step of the risk limits: the larger the position, the lower the leverage."""
    initial = Decimal(share) / contract.max_leverage
    return {
        "riskLimitId": str(200_000_000 + contract.code * 10 + number),
        "quantity": txt(contract.tier_usd * share),
        "initialMargin": txt(initial),
        "maintMargin": txt(initial / 2),
        "isWhite": False,
    }


def _filters(contract: Contract) -> list[Row]:
    unit, up = contract.unit, txt(contract.band)
    return [
        {
            "minPrice": txt(contract.tick),
            "maxPrice": txt(contract.start_price * 100),
            "tickSize": txt(contract.tick),
            "filterType": "PRICE_FILTER",
        },
        {
            "minQty": txt(contract.minimum * unit),
            "maxQty": txt(contract.max_limit_size * unit),
            "stepSize": txt(contract.lot * unit),
            "filterType": "LOT_SIZE",
        },
        {"minNotional": txt(contract.min_notional), "filterType": "MIN_NOTIONAL"},
        {
            "maxSellPrice": "999999999",
            "buyPriceUpRate": up,
            "sellPriceDownRate": up,
            "maxEntrustNum": contract.max_orders,
            "maxConditionNum": 200,
            "filterType": "LIMIT_TRADING",
        },
        {"buyPriceUpRate": up, "sellPriceDownRate": up, "filterType": "MARKET_TRADING"},
    ]


def day_row(quote: Quote, now_ms: int) -> Row:
    """One row of `ticker/24hr`; the volume counts contracts."""
    contract, change = quote.contract, quote.last - quote.open_24h
    value = quote.volume_24h * contract.unit * quote.last
    return {
        "t": now_ms,
        "a": price(contract, quote.ask),
        "b": price(contract, quote.bid),
        "s": contract.id,
        "c": price(contract, quote.last),
        "o": price(contract, quote.open_24h),
        "h": price(contract, quote.high_24h),
        "l": price(contract, quote.low_24h),
        "v": txt(quote.volume_24h),
        "qv": txt(value.quantize(Decimal("0.01"))),
        "pc": txt(change),
        "pcp": txt((change / quote.open_24h).quantize(Decimal("0.0001"))),
    }


def best_row(quote: Quote, now_ms: int) -> Row:
    """One row of `ticker/bookTicker`."""
    contract = quote.contract
    return {
        "s": contract.id,
        "b": price(contract, quote.bid),
        "bq": txt(quote.bids[0].size),
        "a": price(contract, quote.ask),
        "aq": txt(quote.asks[0].size),
        "t": now_ms,
    }


def mark_row(quote: Quote, now_ms: int) -> Row:
    """A mark price, of REST and of the stream."""
    return {
        "exchangeId": EXCHANGE_ID,
        "symbolId": quote.contract.id,
        "price": price(quote.contract, quote.mark),
        "time": now_ms // 1_000 * 1_000,
    }


def funding_row(market: Market, quote: Quote) -> Row:
    """One row of `fundingRate`."""
    return {
        "symbol": quote.contract.id,
        "rate": txt(quote.funding_rate),
        "period": "8H",
        "nextFundingTime": str(market.next_funding_ms()),
        "interest": "0.0001",
        "fundingRateCap": "0.003",
        "fundingRateFloor": "-0.003",
    }


def depth_sides(quote: Quote, levels: int) -> tuple[list[list[str]], list[list[str]]]:
    """Bids and asks, best first, as pairs of price and contracts."""
    contract = quote.contract
    sides = [
        [[price(contract, level.price), txt(level.size)] for level in side[:levels]]
        for side in (quote.bids, quote.asks)
    ]
    return sides[0], sides[1]
