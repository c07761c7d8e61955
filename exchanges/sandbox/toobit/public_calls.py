"""Calls without an account: time, contracts, prices, depth."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Quote
from exchanges.sandbox.toobit.contracts import index_name
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.public_rows import (
    RATE_LIMITS,
    best_row,
    contract_row,
    day_row,
    depth_sides,
    funding_row,
    mark_row,
    risk_row,
)
from exchanges.sandbox.toobit.requests import Call
from exchanges.sandbox.toobit.text import Row, price

_MINUTE_MS = 60_000
INTERVALS = {
    name: minutes * _MINUTE_MS
    for name, minutes in {
        "1m": 1, "3m": 3, "5m": 5, "15m": 15, "30m": 30, "1h": 60, "2h": 120, "4h": 240, "6h": 360, "8h": 480,
        "12h": 720, "1d": 1_440, "1w": 10_080, "1M": 43_200,
    }.items()
}  # fmt: skip
COINS = ("USDT", "USDC", "BTC", "ETH")


def ping(_: Call) -> Row:
    return {}


def time(call: Call) -> Row:
    return {"serverTime": call.now()}


def exchange_info(call: Call) -> Row:
    return {
        "timezone": "UTC",
        "serverTime": str(call.now()),
        "brokerFilters": [],
        "symbols": [],
        "rateLimits": RATE_LIMITS,
        "options": [],
        "contracts": [contract_row(quote.contract) for quote in call.market.quotes.values()],
        "coins": [
            {
                "orgId": "9001",
                "coinId": coin,
                "coinName": coin,
                "coinFullName": coin,
                "allowWithdraw": True,
                "allowDeposit": True,
                "chainTypes": [],
            }
            for coin in COINS
        ],
    }


def depth(call: Call) -> Row:
    quote = _asked(call)
    bids, asks = depth_sides(quote, max(call.whole("limit", 100), 1))
    return {"t": call.now(), "b": bids, "a": asks}


def trades(call: Call) -> list[Row]:
    """The market's last trade; the simulation keeps no more of them."""
    quote = _asked(call)
    row: Row = {
        "t": quote.moved_ms,
        "p": price(quote.contract, quote.last),
        "q": txt(quote.last_size),
        "ibm": False,
        "v": str(quote.moved_ms),
    }
    return [row]


def candles(call: Call) -> list[list[object]]:
    """Flat candles up to the present one."""
    quote, period = _asked(call), INTERVALS.get(call.need("interval"))
    if period is None:
        raise ToobitError(-1130, param="interval")
    newest = call.now() // period * period
    last = min(call.whole("endTime", newest), newest) // period * period
    opens = [last - period * index for index in range(call.limit(100, 1_000))][::-1]
    return [_candle(quote, moment, period) for moment in opens if moment >= call.whole("startTime")]


def _candle(quote: Quote, moment: int, period: int) -> list[object]:
    contract = quote.contract
    close = quote.last if moment >= quote.moved_ms // period * period else quote.open_24h
    low, high = min(close, quote.open_24h), max(close, quote.open_24h)
    figures = [price(contract, value) for value in (quote.open_24h, high, low, close)]
    volume = txt(quote.last_size)
    return [moment, *figures, volume, moment + period - 1, txt(quote.last_size * contract.unit * close), 1, volume, "0"]


def price_candles(call: Call) -> Row:
    """Candles of index and mark price, in an envelope of their own."""
    quote = _indexed(call)
    now = call.now() // _MINUTE_MS * _MINUTE_MS
    value = price(quote.contract, quote.index)
    row: Row = {"t": now, "s": call.need("symbol"), "sn": call.need("symbol"), "c": value, "h": value, "l": value}
    return {"code": 200, "data": [row | {"o": value, "v": "0"}]}


def mark_price(call: Call) -> object:
    if call.text("symbol"):
        return mark_row(call.quote(), call.now())
    return [mark_row(quote, call.now()) for quote in call.market.quotes.values()]


def index(call: Call) -> Row:
    """Index prices by the name of the index; one nobody knows is not there."""
    wanted = call.text("symbol")
    found = {
        index_name(quote.contract): price(quote.contract, quote.index)
        for quote in call.market.quotes.values()
        if wanted in ("", index_name(quote.contract))
    }
    return {"index": found, "edp": dict(found)}


def ticker_day(call: Call) -> list[Row]:
    return _one_or_all(call, lambda quote: day_row(quote, call.now()))


def ticker_price(call: Call) -> list[Row]:
    return _one_or_all(call, lambda quote: {"s": quote.contract.id, "p": price(quote.contract, quote.last)})


def ticker_best(call: Call) -> list[Row]:
    return _one_or_all(call, lambda quote: best_row(quote, call.now()))


def funding_rate(call: Call) -> list[Row]:
    return _one_or_all(call, lambda quote: funding_row(call.market, quote))


def funding_history(call: Call) -> list[Row]:
    """The rate of every past period; it does not change in this simulation."""
    quote = call.quote()
    newest = call.now() // FUNDING_PERIOD_MS * FUNDING_PERIOD_MS
    return [
        {
            "id": str(newest // FUNDING_PERIOD_MS - number),
            "symbol": quote.contract.id,
            "settleTime": str(newest - FUNDING_PERIOD_MS * number),
            "settleRate": txt(quote.funding_rate),
            "period": "8H",
        }
        for number in range(call.limit())
    ]


def risk_limits(call: Call) -> list[Row]:
    return [row for quote in call.market.quotes.values() for row in risks_of(quote.contract)]


def risks_of(contract: Contract) -> list[Row]:
    """The risk limits of a contract, both sides."""
    return [
        {
            "symbol": contract.id,
            "riskLimitId": step["riskLimitId"],
            "riskLimitAmount": step["quantity"],
            "maintainMargin": step["maintMargin"],
            "initialMargin": step["initialMargin"],
            "side": side,
        }
        for step in (risk_row(contract, number, share) for number, share in enumerate((1, 2, 4, 8)))
        for side in ("SELL_OPEN", "BUY_OPEN")
    ]


def _asked(call: Call) -> Quote:
    """The quote of the symbol, refused in the market data's own words."""
    if not call.text("symbol"):
        raise ToobitError(-100012, param="symbol")
    found = call.market.quotes.get(call.text("symbol"))
    if found is None:
        raise ToobitError(-100011)
    return found


def _indexed(call: Call) -> Quote:
    """By the name of a contract, or of an index."""
    wanted = call.need("symbol")
    for quote in call.market.quotes.values():
        if wanted in (quote.contract.id, index_name(quote.contract)):
            return quote
    raise ToobitError(-100011)


def _one_or_all(call: Call, make: Callable[[Quote], Row]) -> list[Row]:
    """Always a list, of the symbol named or of everything that trades."""
    if call.text("symbol"):
        found = call.market.quotes.get(call.text("symbol"))
        if found is None:
            raise ToobitError(-1130, param="symbol")
        return [make(found)]
    return [make(quote) for quote in call.market.quotes.values() if quote.contract.state == "live"]
