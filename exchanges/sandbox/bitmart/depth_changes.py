"""`depthIncrease`: a whole depth, then what changes of it, each change numbered one above the last.

The document does not say how a request for the whole is acknowledged; here the whole depth alone answers it.
"""

from __future__ import annotations

from exchanges.sandbox.bitmart.requests import Row
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import Level, Quote

GONE = "0"


class Ladder:
    """What one subscriber of one topic knows of a contract's depth.

    Args:
        most: Levels of each side.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._version = 1
        self._asks: dict[str, str] = {}
        self._bids: dict[str, str] = {}

    def whole(self, quote: Quote, now_ms: int) -> Row:
        """A snapshot: nothing of before counts any more, and the next change is numbered one above it."""
        self._asks, self._bids = self._sides(quote)
        return self._push("snapshot", quote, self._asks, self._bids, now_ms)

    def changed(self, quote: Quote, now_ms: int) -> Row | None:
        """Levels that are new, other, or gone (volume 0) since the last push; `None` when all stand still."""
        asks, bids = self._sides(quote)
        new_asks, new_bids = _difference(self._asks, asks), _difference(self._bids, bids)
        if not (new_asks or new_bids):
            return None
        self._asks, self._bids = asks, bids
        self._version += 1
        return self._push("update", quote, new_asks, new_bids, now_ms)

    def _sides(self, quote: Quote) -> tuple[dict[str, str], dict[str, str]]:
        return _by_price(quote.asks[: self._most]), _by_price(quote.bids[: self._most])

    def _push(self, kind: str, quote: Quote, asks: dict[str, str], bids: dict[str, str], now_ms: int) -> Row:
        both = {"asks": _levels(asks), "bids": _levels(bids)}
        return {"symbol": quote.contract.id, **both, "ms_t": now_ms, "version": self._version, "type": kind}


def _by_price(side: list[Level]) -> dict[str, str]:
    return {txt(level.price): txt(level.size) for level in side if level.size}


def _difference(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    gone = {price: GONE for price in old if price not in new}
    return {price: volume for price, volume in new.items() if old.get(price) != volume} | gone


def _levels(side: dict[str, str]) -> list[Row]:
    return [{"price": price, "vol": volume} for price, volume in side.items()]
