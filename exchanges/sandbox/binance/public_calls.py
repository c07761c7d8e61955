"""Calls without an account: time, instruments, prices, depth."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.binance.errors import BinanceError
from exchanges.sandbox.binance.public_rows import (
    RATE_LIMITS,
    best_row,
    day_row,
    depth_sides,
    last_row,
    premium_row,
    symbol_row,
)
from exchanges.sandbox.binance.requests import Call
from exchanges.sandbox.binance.text import Row, price, quantity
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Quote

DEPTHS = (5, 10, 20, 50, 100, 500, 1_000)
INTERVALS = {
    "1m": 60_000,
    "3m": 180_000,
    "5m": 300_000,
    "15m": 900_000,
    "30m": 1_800_000,
    "1h": 3_600_000,
    "2h": 7_200_000,
    "4h": 14_400_000,
    "6h": 21_600_000,
    "8h": 28_800_000,
    "12h": 43_200_000,
    "1d": 86_400_000,
    "3d": 259_200_000,
    "1w": 604_800_000,
    "1M": 2_592_000_000,
}


def ping(_: Call) -> Row:
    return {}


def time(call: Call) -> Row:
    return {"serverTime": call.now()}


def exchange_info(call: Call) -> Row:
    return {
        "timezone": "UTC",
        "serverTime": call.now(),
        "futuresType": "U_MARGINED",
        "rateLimits": RATE_LIMITS,
        "exchangeFilters": [],
        "assets": [
            {"asset": asset, "marginAvailable": True, "autoAssetExchange": "-10000"}
            for asset in ("USDT", "USDC", "BTC", "BNB", "ETH", "FDUSD")
        ],
        "symbols": [symbol_row(quote.contract) for quote in call.market.quotes.values()],
    }


def premium_index(call: Call) -> object:
    return _one_or_all(call, lambda quote: premium_row(call.market, quote, call.now()))


def ticker_price(call: Call) -> object:
    return _one_or_all(call, last_row)


def ticker_day(call: Call) -> object:
    return _one_or_all(call, lambda quote: day_row(quote, update_id(quote)))


def ticker_best(call: Call) -> object:
    return _one_or_all(call, lambda quote: best_row(quote, update_id(quote)))


def update_id(quote: Quote) -> int:
    """A growing number for the state of a contract's book."""
    return quote.moved_ms


def depth(call: Call) -> Row:
    quote = call.quote()
    levels = call.whole("limit", 500) or 500
    if levels not in DEPTHS:
        raise BinanceError(-1130, param="limit")
    bids, asks = depth_sides(quote, levels)
    return {"lastUpdateId": update_id(quote), "E": call.now(), "T": quote.moved_ms, "bids": bids, "asks": asks}


def recent_trades(call: Call) -> list[Row]:
    """The market's last trade; the simulation keeps no more of them."""
    quote = call.quote()
    return [
        {
            "id": update_id(quote),
            "price": price(quote.contract, quote.last),
            "qty": quantity(quote.contract, quote.last_size),
            "quoteQty": txt((quote.last_size * quote.last).quantize(Decimal("0.01"))),
            "time": quote.moved_ms,
            "isBuyerMaker": False,
            "isRPITrade": False,
        }
    ]


def aggregate_trades(call: Call) -> list[Row]:
    """The same, as the venue sums trades up."""
    return [
        {
            "a": row["id"],
            "p": row["price"],
            "q": row["qty"],
            "f": row["id"],
            "l": row["id"],
            "T": row["time"],
            "m": row["isBuyerMaker"],
        }
        for row in recent_trades(call)
    ]


def candles(call: Call) -> list[list[object]]:
    """Flat candles up to the present one, which knows the day's range."""
    quote = call.quote(call.text("pair"))
    period = INTERVALS.get(call.need("interval"))
    if period is None:
        raise BinanceError(-4165)
    newest = call.now() // period * period
    limit, end = call.limit(500, 1_500), call.whole("endTime", newest) or newest
    start = call.whole("startTime")
    last = min(end, newest) // period * period
    opens = [last - period * index for index in range(limit)][::-1]
    return [_candle(quote, moment, period) for moment in opens if start is None or moment >= start]


def _candle(quote: Quote, moment: int, period: int) -> list[object]:
    contract, now = quote.contract, quote.moved_ms // period * period
    close = quote.last if moment >= now else quote.open_24h
    low, high = min(close, quote.open_24h), max(close, quote.open_24h)
    volume = quantity(contract, quote.last_size)
    figures = [price(contract, value) for value in (quote.open_24h, high, low, close)]
    value = txt((quote.last_size * close).quantize(Decimal("0.01")))
    return [moment, *figures, volume, moment + period - 1, value, 1, volume, value, "0"]


def funding_history(call: Call) -> list[Row]:
    """The rate of every past period of the last days; it does not change in this simulation."""
    end = call.whole("endTime", call.now()) or call.now()
    start = call.whole("startTime")
    count = call.limit(100, 1_000)
    newest = min(end, call.now()) // FUNDING_PERIOD_MS * FUNDING_PERIOD_MS
    moments = [newest - FUNDING_PERIOD_MS * index for index in range(count)][::-1]
    return [
        {
            "symbol": quote.contract.id,
            "fundingRate": txt(quote.funding_rate),
            "fundingTime": moment,
            "markPrice": price(quote.contract, quote.mark),
        }
        for quote in (call.quotes() if call.text("symbol") else call.quotes()[:1])
        for moment in moments
        if start is None or moment >= start
    ]


def funding_info(_: Call) -> list[Row]:
    """Only symbols that differ from the usual eight hours; there are none."""
    return []


def open_interest(call: Call) -> Row:
    quote = call.quote()
    return {
        "openInterest": quantity(quote.contract, quote.volume_24h),
        "symbol": quote.contract.id,
        "time": call.now(),
    }


def _one_or_all(call: Call, make: Callable[[Quote], Row]) -> object:
    """A row for the symbol named; rows of everything that trades otherwise."""
    if call.text("symbol"):
        return make(call.quote())
    return [make(quote) for quote in call.market.quotes.values() if quote.contract.state == "live"]
