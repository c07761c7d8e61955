"""Where OKX's public mark prices are, and how they read."""

from __future__ import annotations

from collections.abc import Iterator

from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Mark
from exchanges.okx import mapping
from exchanges.okx.codec import OkxWire, subscription
from exchanges.okx.table import CHANNELS


def tape(url: str) -> Tape:
    """Prices of the public socket at `url`."""
    return Tape(url, lambda: OkxWire(None, lambda: 0), _wanted, _read)


def _wanted(inst_id: str) -> Subscription:
    return subscription(CHANNELS["mark-price"].arg(instId=inst_id), required=False)


def _read(data: Data) -> Iterator[Mark]:
    for row in data.payload["data"]:
        found = mapping.mark(row) if isinstance(row, dict) else None
        if found is not None:
            yield found
