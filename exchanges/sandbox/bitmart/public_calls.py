"""Public calls: time, service, contracts and prices."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bitmart.errors import BitmartError
from exchanges.sandbox.bitmart.requests import Call, Row, contract, number, wanted_contract, within
from exchanges.sandbox.candles import candles
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Level, Quote

FUNDING_LIMIT = "0.0375"
MOST_CANDLES = 500
STEPS = (1, 3, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 4320, 10080)
"""Minutes a candle may last."""


def server_time(call: Call) -> Row:
    return {"server_time": call.venue.clock()}


def service(call: Call) -> Row:
    """Announced maintenance; what works is announced, too."""
    now = call.venue.clock()
    return {
        "service": [
            {"title": f"{kind} API", "service_type": kind, "status": "2", "start_time": now - 1, "end_time": now}
            for kind in ("spot", "contract", "account")
        ]
    }


def details(call: Call) -> Row:
    name = wanted_contract(call)
    return {"symbols": [_detail(call, quote) for quote in call.quotes.values() if name in ("", quote.contract.id)]}


def open_interest_of(quote: Quote) -> Decimal:
    """Contracts held by everybody together."""
    return (quote.volume_24h / 4).to_integral_value()


def change_24h(quote: Quote) -> str:
    return txt(round(quote.last / quote.open_24h - 1, 5))


def _detail(call: Call, quote: Quote) -> Row:
    listed, held = quote.contract, open_interest_of(quote)
    row: Row = {
        "symbol": listed.id,
        "product_type": 1,
        "open_timestamp": listed.listed_ms if call.is_v2 else listed.listed_ms // 1_000,
        "expire_timestamp": 0,
        "settle_timestamp": 0,
        "base_currency": listed.base,
        "quote_currency": listed.settle,
        "last_price": txt(quote.last),
        "volume_24h": txt(quote.volume_24h),
        "turnover_24h": txt(quote.volume_24h * listed.unit * quote.last),
        "index_price": txt(quote.index),
        "index_name": listed.id,
        "contract_size": txt(listed.unit),
        "min_leverage": "1",
        "max_leverage": txt(listed.max_leverage),
        "price_precision": txt(listed.tick),
        "vol_precision": txt(listed.lot),
        "max_volume": txt(listed.max_limit_size),
        "min_volume": txt(listed.minimum),
        "funding_rate": txt(quote.funding_rate),
        "expected_funding_rate": txt(quote.funding_rate),
        "open_interest": txt(held),
        "open_interest_value": txt(held * listed.unit * quote.last),
    }
    if not call.is_v2:
        return row
    return row | {
        "market_max_volume": txt(listed.max_market_size),
        "high_24h": txt(quote.high_24h),
        "low_24h": txt(quote.low_24h),
        "change_24h": change_24h(quote),
        "funding_interval_hours": FUNDING_PERIOD_MS // 3_600_000,
        "funding_time": call.venue.market.next_funding_ms(),
        "status": "Trading" if listed.state == "live" else "Delisted",
        "delist_time": 0,
    }


def cumulated(side: list[Level]) -> list[list[str]]:
    """One side of the depth, best first: price, contracts, contracts up to here."""
    rows, total = [], Decimal(0)
    for level in side:
        if level.size:
            total += level.size
            rows.append([txt(level.price), txt(level.size), txt(total)])
    return rows


def depth(call: Call) -> Row:
    quote = call.quotes[contract(call)]
    return {
        "asks": cumulated(quote.asks),
        "bids": cumulated(quote.bids),
        "timestamp": call.venue.clock(),
        "symbol": quote.contract.id,
    }


def open_interest(call: Call) -> Row:
    quote = call.quotes[contract(call)]
    held = open_interest_of(quote)
    return {
        "timestamp": call.venue.clock(),
        "symbol": quote.contract.id,
        "open_interest": txt(held),
        "open_interest_value": txt(held * quote.contract.unit * quote.last),
    }


def funding_rate(call: Call) -> Row:
    return _funding(call, call.quotes[contract(call)])


def _funding(call: Call, quote: Quote) -> Row:
    return {
        "timestamp": call.venue.clock(),
        "symbol": quote.contract.id,
        "rate_value": txt(quote.funding_rate),
        "expected_rate": txt(quote.funding_rate),
        "funding_time": call.venue.market.next_funding_ms(),
        "funding_upper_limit": FUNDING_LIMIT,
        "funding_lower_limit": f"-{FUNDING_LIMIT}",
    }


def funding_rates(call: Call) -> Row | list[Row]:
    """The newer call: of one contract, or of all when none is named."""
    if wanted_contract(call):
        return funding_rate(call)
    return [_funding(call, quote) for quote in call.quotes.values()]


def funding_history(call: Call) -> Row:
    """Past settlements, newest first; the simulated rate never changes."""
    quote = call.quotes[contract(call)]
    last = call.venue.market.next_funding_ms() - FUNDING_PERIOD_MS
    rows = [
        {
            "symbol": quote.contract.id,
            "funding_rate": txt(quote.funding_rate),
            "funding_time": str(last - index * FUNDING_PERIOD_MS),
        }
        for index in range(within(call.params, "limit", 1, 100, 100))
    ]
    return {"list": rows}


def kline(call: Call) -> list[Row]:
    return _candles(call, marks=False)


def mark_kline(call: Call) -> list[Row]:
    return _candles(call, marks=True)


def _candles(call: Call, *, marks: bool) -> list[Row]:
    quote = call.quotes[contract(call)]
    step = number(call.params, "step", 1)
    if step not in STEPS:
        raise BitmartError("40038")
    start, end = number(call.params, "start_time"), number(call.params, "end_time")
    if start is None or end is None:
        raise BitmartError("40011", "start_time" if start is None else "end_time")
    if start > end:
        raise BitmartError("40039")
    now = call.venue.clock() // 1_000
    until = min(end, now)
    found = candles(quote, step * 60, max(start, until - MOST_CANDLES * step * 60), until, now_s=now, marks=marks)
    return [
        {
            "timestamp": candle.opened_s,
            "open_price": txt(candle.first),
            "close_price": txt(candle.last),
            "high_price": txt(candle.highest),
            "low_price": txt(candle.lowest),
            "volume": txt(candle.volume),
        }
        for candle in found[-MOST_CANDLES:]
    ]


def leverage_bracket(call: Call) -> Row:
    """Three brackets that follow the engine's rule: half the leverage carries twice the position."""
    name = wanted_contract(call)
    quotes = [quote for quote in call.quotes.values() if name in ("", quote.contract.id)]
    return {"rules": [{"symbol": quote.contract.id, "brackets": _brackets(quote)} for quote in quotes]}


def _brackets(quote: Quote) -> list[Row]:
    listed, rows, floor = quote.contract, list[Row](), Decimal(0)
    for bracket, (leverage, cap) in enumerate(listed.tiers(3), 1):
        rows.append(
            {
                "bracket": bracket,
                "initial_leverage": txt(leverage),
                "notional_floor": txt(floor),
                "notional_cap": txt(cap),
                "maint_margin_ratio": txt(listed.maintenance_rate),
                "cum": "0",
            }
        )
        floor = cap
    return rows


def market_trade(call: Call) -> list[Row]:
    """What was traded last, newest first."""
    name = contract(call)
    most = within(call.params, "limit", 1, 100, 50)
    return [
        {
            "symbol": name,
            "price": txt(each.price),
            "qty": txt(each.size),
            "quote_qty": txt(each.price * each.size * call.quotes[name].contract.unit),
            "time": each.time_ms,
            "is_buyer_maker": each.buyer_made,
        }
        for each in call.prints.of(name)[:most]
    ]
