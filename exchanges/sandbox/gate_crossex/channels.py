"""The channels of the streams and the topics they take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from exchanges.sandbox.gate_crossex.words import business_of
from exchanges.sandbox.market import Market

ALL = "!all"
PRIVATE = ("order", "asset", "usertrades", "position", "margin_position", "margin_interest")
PRICES = ("last_price", "index_price", "mark_price", "ticker", "funding_rate")
DEPTHS = ("1", "5", "10", "20", "50", "100")
QUIET = ("order_book_update", "trade", "open_interest")
KLINES = ("1m", "5m", "15m", "30m", "1h", "4h", "1d")
PUBLIC = (
    *PRICES,
    *(f"order_book_{depth}" for depth in DEPTHS),
    *QUIET,
    *(f"kline_{span}" for span in KLINES),
)
"""Channels without simulated news (trades, candles) are confirmed and stay silent."""
_BUSINESSES = {
    "index_price": ("MARGIN",),
    "mark_price": ("FUTURE",),
    "ticker": ("SPOT", "FUTURE"),
    "funding_rate": ("FUTURE",),
    "open_interest": ("FUTURE",),
    "margin_position": ("MARGIN",),
    "margin_interest": ("MARGIN",),
}


@dataclass(slots=True)
class Topics:
    """What a connection has asked for, by channel; topics add up."""

    by_channel: dict[str, set[str]] = field(default_factory=dict)

    def add(self, channel: str, topics: Iterable[str]) -> None:
        self.by_channel.setdefault(channel, set()).update(topics)

    def remove(self, channel: str, topics: Iterable[str]) -> None:
        left = self.by_channel.get(channel, set()) - set(topics)
        if left:
            self.by_channel[channel] = left
        else:
            self.by_channel.pop(channel, None)

    def wants(self, channel: str, topic: str) -> bool:
        wanted = self.by_channel.get(channel, set())
        return ALL in wanted or topic in wanted


def unknown_topics(market: Market, channel: str, topics: Iterable[str], *, private: bool) -> list[str]:
    """Those of the topics that the channel does not have."""
    return [topic for topic in topics if not _is_topic(market, channel, topic, private=private)]


def _is_topic(market: Market, channel: str, topic: str, *, private: bool) -> bool:
    if private and (topic == ALL or channel == "asset"):
        return bool(topic)
    businesses = _BUSINESSES.get(channel)
    return topic in market.quotes and (businesses is None or business_of(topic) in businesses)
