"""Where Binance's public mark prices are, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exchanges.binance.codec import BinanceWire
from exchanges.binance.rows import price_of
from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Instrument, Mark
from exchanges.core.numbers import ms
from exchanges.core.text import clean


def tape(url: str, instruments: Mapping[str, Instrument]) -> Tape:
    """Prices of the market streams at `url`; `instruments` by the venue's symbol, read when a price arrives."""

    def read(data: Data) -> Iterator[Mark]:
        row = data.payload
        known = instruments.get(clean(row.get("s")))
        price, at_ms = price_of(row.get("p")), ms(row.get("E"))
        if data.channel == "markPriceUpdate" and known is not None and price and at_ms:
            yield Mark(known.symbol, price, at_ms)

    return Tape(f"{url.rstrip('/')}/ws", BinanceWire, _wanted, read)


def _wanted(venue_symbol: str) -> Subscription:
    return Subscription(f"{venue_symbol.lower()}@markPrice@1s", {}, required=False)
