"""Names of market streams, what each pushes and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from exchanges.sandbox.binance.contracts import trait_of
from exchanges.sandbox.binance.public_calls import INTERVALS, update_id
from exchanges.sandbox.binance.public_rows import day_row, depth_sides
from exchanges.sandbox.binance.text import Row, money, price, quantity
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Market, Quote

Category = Literal["public", "market", "private"]

_NAME = re.compile(r"^(?:([^@!]+)@|!)([A-Za-z]+)(\d*)(?:_([A-Za-z0-9]+))?(?:@(arr|\d+ms|[13]s))?(?:@(\d+ms|[13]s))?$")
_PUBLIC = frozenset({"bookTicker", "depth", "rpiDepth", "trade"})
_MARKET = {"markPrice": 3_000, "ticker": 2_000, "miniTicker": 1_000, "aggTrade": 100, "kline": 250} | dict.fromkeys(
    ("forceOrder", "compositeIndex", "contractInfo", "assetIndex", "tradingSession"), 0
)
_SPEED = re.compile(r"@(\d+)(ms|s)$")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream somebody subscribed to."""

    name: str
    category: Category
    kind: str
    symbol: str
    """Upper case; empty for all."""
    levels: int
    interval: str
    period_ms: int
    """How often it pushes; 0 for never by itself."""


def stream_of(name: str) -> Stream | None:
    """What a name means; None for one that means nothing (the venue takes it and stays silent)."""
    found = _NAME.match(name)
    if found is None:
        return None
    symbol, kind, levels, interval = (found[1] or "").upper(), found[2], found[3], found[4] or ""
    if kind not in _PUBLIC and kind not in _MARKET:
        return None
    speed = _SPEED.search(name)
    period = int(speed[1]) * (1 if speed[2] == "ms" else 1_000) if speed else _MARKET.get(kind, 250)
    category: Category = "public" if kind in _PUBLIC else "market"
    if kind == "bookTicker" or (kind == "ticker" and symbol):
        period = 100 if kind == "bookTicker" else 2_000
    return Stream(name, category, kind, symbol, int(levels or 0), interval, period)


def payloads(stream: Stream, market: Market, now_ms: int) -> list[object]:
    """What the stream says of the market as it is."""
    if stream.symbol:
        quote = market.quotes.get(stream.symbol)
        return [] if quote is None else [_row(stream, market, quote, now_ms)]
    quotes = [quote for quote in market.quotes.values() if quote.contract.state == "live"]
    if stream.kind == "bookTicker":
        return [_row(stream, market, quote, now_ms) for quote in quotes]
    if stream.kind != "markPrice":
        return [[_row(stream, market, quote, now_ms) for quote in quotes]]
    groups: dict[bool, list[Row]] = {False: [], True: []}
    for quote in quotes:
        groups[trait_of(quote.contract).kind == "TRADIFI_PERPETUAL"].append(_row(stream, market, quote, now_ms))
    groups[False].append(_coin_margined(market, now_ms))
    return [group for group in groups.values() if group]


def _row(stream: Stream, market: Market, quote: Quote, now_ms: int) -> Row:
    """One event; all but the mark price name pair and kind of market (`st` 1 is USD-M)."""
    if stream.kind == "markPrice":
        return _mark(market, quote, now_ms)
    return _figures(stream, quote, now_ms) | {"ps": quote.contract.id.split("_")[0], "st": 1}


def _figures(stream: Stream, quote: Quote, now_ms: int) -> Row:
    contract = quote.contract
    if stream.kind in ("depth", "rpiDepth"):
        bids, asks = depth_sides(quote, stream.levels or 10)
        number = update_id(quote)
        ids = {"U": number, "u": number, "pu": number - 1}
        return {"e": "depthUpdate", "E": now_ms, "T": quote.moved_ms, "s": contract.id, **ids, "b": bids, "a": asks}
    if stream.kind == "bookTicker":
        return {
            "e": "bookTicker",
            "u": update_id(quote),
            "s": contract.id,
            "b": price(contract, quote.bid),
            "B": quantity(contract, quote.bids[0].size),
            "a": price(contract, quote.ask),
            "A": quantity(contract, quote.asks[0].size),
            "T": quote.moved_ms,
            "E": now_ms,
        }
    if stream.kind in ("trade", "aggTrade"):
        return _trade(stream.kind, quote, now_ms)
    if stream.kind == "kline":
        return _candle(quote, stream.interval, now_ms)
    return _ticker(stream.kind, quote, now_ms)


def _mark(market: Market, quote: Quote, now_ms: int) -> Row:
    dated = trait_of(quote.contract).kind == "CURRENT_QUARTER"
    return {
        "e": "markPriceUpdate",
        "E": now_ms,
        "s": quote.contract.id,
        "p": money(quote.mark),
        "ap": money(quote.mark),
        "P": money(quote.index),
        "i": money(quote.index),
        "r": "" if dated else txt(quote.funding_rate),
        "T": 0 if dated else market.next_funding_ms(),
        "st": 1,
    }


def _coin_margined(market: Market, now_ms: int) -> Row:
    """All-market arrays mix USD-M with COIN-M, which says `st` 2."""
    quote = market.quotes["BTCUSDT"]
    return _mark(market, quote, now_ms) | {"s": "BTCUSD_PERP", "ps": "BTCUSD", "st": 2}


def _trade(kind: str, quote: Quote, now_ms: int) -> Row:
    contract, number = quote.contract, update_id(quote)
    ids = {"t": number, "X": "MARKET"} if kind == "trade" else {"a": number, "f": number, "l": number}
    figures = {"p": price(contract, quote.last), "q": quantity(contract, quote.last_size)}
    return {"e": kind, "E": now_ms, "s": contract.id, **ids, **figures, "T": quote.moved_ms, "m": False}


def _ticker(kind: str, quote: Quote, now_ms: int) -> Row:
    day = day_row(quote, update_id(quote))
    row: Row = {"e": "24hrTicker" if kind == "ticker" else "24hrMiniTicker", "E": now_ms, "s": quote.contract.id}
    row |= {"c": day["lastPrice"], "o": day["openPrice"], "h": day["highPrice"], "l": day["lowPrice"]}
    row |= {"v": day["volume"], "q": day["quoteVolume"]}
    if kind == "ticker":
        row |= {"p": day["priceChange"], "P": day["priceChangePercent"], "w": day["weightedAvgPrice"]}
        row |= {"Q": day["lastQty"], "O": day["openTime"], "C": day["closeTime"]}
        row |= {"F": day["firstId"], "L": day["lastId"], "n": day["count"]}
    return row


def _candle(quote: Quote, interval: str, now_ms: int) -> Row:
    contract, period = quote.contract, INTERVALS.get(interval, 60_000)
    start = now_ms // period * period
    last, volume = price(contract, quote.last), quantity(contract, quote.last_size)
    value = txt((quote.last_size * quote.last).quantize(Decimal("0.01")))
    candle = {"t": start, "T": start + period - 1, "s": contract.id, "i": interval, "f": 1, "L": 1, "n": 1, "x": False}
    candle |= {"o": last, "c": last, "h": last, "l": last, "v": volume, "q": value, "V": volume, "Q": value, "B": "0"}
    return {"e": "kline", "E": now_ms, "s": contract.id, "k": candle}
