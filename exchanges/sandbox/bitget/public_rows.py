"""Prices as the public channels push them."""

from __future__ import annotations

from exchanges.sandbox.bitget.public_calls import levels, ticker_row
from exchanges.sandbox.bitget.requests import Row
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Quote
from exchanges.sandbox.venue import Venue


def ticker_push(venue: Venue, quote: Quote) -> Row:
    """One row of the `ticker` channel of v2."""
    row = ticker_row(quote)
    for name in ("usdtVolume", "changeUtc24h", "deliveryStartTime", "deliveryTime", "deliveryStatus"):
        del row[name]
    return row | {
        "instId": quote.contract.id,
        "nextFundingTime": txt(venue.market.next_funding_ms()),
        "symbolType": "1",
        "deliveryPrice": "0",
        "ts": txt(venue.clock()),
    }


def unified_ticker_row(quote: Quote) -> Row:
    """One row of `market/tickers` of v3."""
    return {
        "category": "USDT-FUTURES",
        "symbol": quote.contract.id,
        "ts": txt(quote.moved_ms),
        "lastPrice": txt(quote.last),
        "openPrice24h": txt(quote.open_24h),
        "highPrice24h": txt(quote.high_24h),
        "lowPrice24h": txt(quote.low_24h),
        "ask1Price": txt(quote.ask),
        "bid1Price": txt(quote.bid),
        "bid1Size": txt(quote.bids[0].size),
        "ask1Size": txt(quote.asks[0].size),
        "price24hPcnt": txt(round(quote.last / quote.open_24h - 1, 5)),
        "volume24h": txt(quote.volume_24h),
        "turnover24h": txt(quote.volume_24h * quote.last),
        "indexPrice": txt(quote.index),
        "markPrice": txt(quote.mark),
        "fundingRate": txt(quote.funding_rate),
        "openInterest": txt(quote.volume_24h / 4),
        "deliveryStartTime": "",
        "deliveryTime": "",
        "deliveryStatus": "",
    }


def unified_ticker_push(venue: Venue, quote: Quote) -> Row:
    """One row of the `ticker` channel of v3."""
    row = unified_ticker_row(quote)
    del row["category"]
    return row | {"nextFundingTime": txt(venue.market.next_funding_ms()), "ts": txt(venue.clock())}


def depth_push(venue: Venue, quote: Quote) -> Row:
    """One row of `books5`."""
    return {
        "asks": levels(quote.asks, 5),
        "bids": levels(quote.bids, 5),
        "checksum": 0,
        "seq": venue.market.steps,
        "ts": txt(venue.clock()),
    }
