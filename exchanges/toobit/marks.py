"""Where Toobit's public mark prices are, and how they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from exchanges.core.clock import now_ms
from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Instrument, Mark, Origin
from exchanges.toobit import mapping
from exchanges.toobit.codec import ToobitWire, channel_of
from exchanges.toobit.rows import Reading

TOPIC = "markPrice"


def tape(url: str, instruments: Mapping[str, Instrument]) -> Tape:
    """Prices of the market stream at `url`; `instruments` by the venue's symbol, read when a price arrives."""

    def read(data: Data) -> Iterator[Mark]:
        if data.channel == TOPIC:
            now = now_ms()
            yield from mapping.marks(data.payload, Reading(instruments, now, now, Origin.STREAM))

    return Tape(url, ToobitWire, _wanted, read)


def _wanted(venue_symbol: str) -> Subscription:
    arg = {"symbol": venue_symbol, "topic": TOPIC}
    return Subscription(channel_of(TOPIC, venue_symbol), arg, required=False)
