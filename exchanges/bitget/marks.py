"""Where Bitget's public mark prices are, and how they read; the same for both kinds of accounts."""

from __future__ import annotations

from collections.abc import Iterator

from exchanges.bitget import mapping
from exchanges.bitget.codec import BitgetWire, subscription
from exchanges.bitget.reader import rows_in
from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Mark


def tape(url: str) -> Tape:
    """Prices of the public socket at `url`."""
    return Tape(url, lambda: BitgetWire(None, lambda: 0), _wanted, _read)


def _wanted(name: str) -> Subscription:
    return subscription("ticker", instId=name)


def _read(data: Data) -> Iterator[Mark]:
    for row in rows_in(data.payload, "data"):
        found = mapping.mark(row)
        if found is not None:
            yield found
