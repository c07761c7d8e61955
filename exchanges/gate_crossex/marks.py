"""Where CrossEx's public prices are: marks of futures, indices of margin pairs, for each exchange its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Mark
from exchanges.core.numbers import ms
from exchanges.gate_crossex import mapping
from exchanges.gate_crossex.codec import CrossexWire, subscription
from exchanges.gate_crossex.rows import business_of


def tape(url: str, venue_ms: Callable[[], int]) -> Tape:
    """Prices of the public socket at `url`."""

    def read(data: Data) -> Iterator[Mark]:
        row = data.payload.get("result")
        at_ms = ms(data.payload.get("time_ms")) or venue_ms()
        found = mapping.mark(row, at_ms) if isinstance(row, dict) else None
        if found is not None:
            yield found

    return Tape(url, lambda: CrossexWire(None, venue_ms), _wanted, read)


def _wanted(name: str) -> Subscription:
    return subscription("index_price" if business_of(name) == "MARGIN" else "mark_price", name)
