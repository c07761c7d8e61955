"""Where BitMart's public mark prices are, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exchanges.bitmart import mapping
from exchanges.bitmart.account import BitmartAccount
from exchanges.bitmart.codec import BitmartWire, subscription
from exchanges.bitmart.hosts import BitmartHosts
from exchanges.core.frames import Data, Subscription
from exchanges.core.marks import Tape
from exchanges.core.model import Mark
from exchanges.core.text import clean

_TICKER = "futures/ticker"


def tape(hosts: BitmartHosts, account: BitmartAccount, venue_ms: Callable[[], int]) -> Tape:
    """Prices of the public socket; the document's ticker is one for all contracts.

    Args:
        venue_ms: The venue's time now, since tickers tell none.
    """

    def read(data: Data) -> Iterator[Mark]:
        row = data.payload.get("data")
        if not isinstance(row, dict) or data.channel != _TICKER:
            return
        name = clean(row.get("symbol"))
        known = account.instruments.get(name)
        account.note_mark(name, row)
        if known is not None and (found := mapping.mark(row, known.symbol, venue_ms())):
            yield found

    def wanted(name: str) -> Subscription:
        return subscription(_TICKER, "" if hosts.is_v1 else name)

    return Tape(hosts.ws_public, lambda: BitmartWire(None, lambda: 0), wanted, read)
