"""Topics of the streams: `channel` or `channel:filter`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exchanges.sandbox.bitmart.requests import COINS, Generation

PUBLIC, PRIVATE = "public", "private"
ADDRESSES = {"/api": PUBLIC, "/user": PRIVATE}
"""Path of a connection to what it may hear."""
KLINES = {
    "1m": 60,
    "5m": 300,
    "15m": 900,
    "30m": 1_800,
    "1H": 3_600,
    "2H": 7_200,
    "4H": 14_400,
    "1D": 86_400,
    "1W": 604_800,
}
"""Name in a topic to seconds."""
DEPTHS = (5, 20, 50)
LONGEST_TOPICS = 4_096
_TOPIC = re.compile(r"futures/([A-Za-z]+?)(\d*)(?:Bin(\w+))?(?::(\w+))?(@[12]00ms)?")
CHANGES = "depthIncrease"
_DEPTHS = {"depth", "depthAll", CHANGES}
_ADDED = {"depthAll", CHANGES, "bookticker", "fundingRate", "markPriceKline"}
_NAMED = {"depth", "trade", "kline"} | _ADDED
_MINE = {"asset", "position", "order"}


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a connection hears of."""

    text: str
    """As the client said it; pushes name it."""
    name: str
    """ticker, depth, trade, kline, asset, position, order ..."""
    about: str
    """A contract or a coin; empty for all."""
    levels: int = 0
    """Of a depth."""
    step: str = ""
    """Of a kline, by its name."""

    @property
    def channel(self) -> str:
        """Without its filter, as faults name it."""
        return self.text.partition(":")[0]

    @property
    def is_private(self) -> bool:
        return self.name in _MINE


class TopicRefused(Exception):
    """Why a topic is not heard of."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read(text: str, kind: str, generation: Generation, contracts: frozenset[str]) -> Topic:
    """What a client asks for.

    Args:
        text: One element of `args`.
        kind: What the connection's address may hear.
        generation: Whose topics there are.
        contracts: What is listed.

    Raises:
        TopicRefused: There is no such topic here.
    """
    found = _TOPIC.fullmatch(text)
    topic = _topic(text, found) if found else None
    if topic is None or topic.is_private != (kind == PRIVATE) or not _exists(topic, generation, contracts):
        raise TopicRefused(f"group [{text[:100]}] not exist")
    if found and found[5] and generation == "v1":
        raise TopicRefused(f"group [{text[:100]}] not exist")
    return topic


def _topic(text: str, found: re.Match[str]) -> Topic | None:
    name, levels, step, about, _ = found.groups()
    if bool(levels) != (name in _DEPTHS) or bool(step) != (name in ("kline", "markPriceKline")):
        return None
    return Topic(text, name, about or "", int(levels or 0), step or "")


def _exists(topic: Topic, generation: Generation, contracts: frozenset[str]) -> bool:
    if topic.name in _ADDED and generation == "v1":
        return False
    if (topic.levels and topic.levels not in DEPTHS) or (topic.step and topic.step not in KLINES):
        return False
    if topic.name == "asset":
        return topic.about in COINS
    if topic.name in ("position", "order"):
        return not topic.about
    if topic.name == "ticker":
        return not topic.about or (generation == "v2" and topic.about in contracts)
    return topic.name in _NAMED and topic.about in contracts
