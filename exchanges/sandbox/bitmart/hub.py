"""All WebSocket connections of the simulated BitMart, and what public channels say now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from exchanges.sandbox.bitmart.channels import CHANGES, KLINES, Topic
from exchanges.sandbox.bitmart.depth_changes import Ladder
from exchanges.sandbox.bitmart.prints import Print, Prints
from exchanges.sandbox.bitmart.public_calls import FUNDING_LIMIT, change_24h
from exchanges.sandbox.bitmart.requests import Generation, Row
from exchanges.sandbox.bitmart.session import Session
from exchanges.sandbox.candles import present
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.figures import txt
from exchanges.sandbox.market import FUNDING_PERIOD_MS, Level, Quote
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

IDLE_S = 20.0
EMPTY_S: dict[Generation, float] = {"v1": 300.0, "v2": 5.0}
"""How long a connection may live without subscribing to anything."""


class Hub:
    """Sessions and what they see.

    Args:
        venue: What happens there is pushed.
        faults: The venue's switches.
        prints: Everybody's last trades.
    """

    def __init__(self, venue: Venue, faults: Faults, prints: Prints) -> None:
        self.venue = venue
        self.faults = faults
        self.sessions: set[Session] = set()
        self.idle_s = IDLE_S
        self._prints = prints
        self._public: dict[str, Callable[[Quote, Topic, Generation], list[Any]]] = {
            "ticker": lambda quote, _, generation: [ticker_push(quote, generation)],
            "depth": lambda quote, topic, _: self._sides(quote, topic.levels),
            "depthAll": lambda quote, topic, _: [self._whole_depth(quote, topic.levels)],
            "bookticker": lambda quote, _topic, _: [self._best(quote)],
            "kline": lambda quote, topic, _: [self._candle(quote, topic, marks=False)],
            "markPriceKline": lambda quote, topic, _: [self._candle(quote, topic, marks=True)],
            "fundingRate": lambda quote, _topic, _: [self._funding(quote)],
        }

    def empty_s(self, generation: Generation) -> float:
        """How long a connection of this generation may stay without a topic."""
        return EMPTY_S[generation]

    def greet(self, session: Session, topic: Topic) -> None:
        """Public channels say at once how things are; trades and the account's own channels wait for news."""
        if topic.name == CHANGES:
            session.ladders[topic.text] = Ladder(topic.levels)
            self.push_whole_depth(session, topic)
            return
        for quote in self.venue.market.quotes.values():
            if topic.about in ("", quote.contract.id):
                self.push_public(session, topic, quote)

    def push_whole_depth(self, session: Session, topic: Topic) -> None:
        """The depth whose changes a connection hears, from which it goes on."""
        quote = self.venue.market.quotes[topic.about]
        session.push(topic, session.ladders[topic.text].whole(quote, self.venue.clock()))

    def push_public(self, session: Session, topic: Topic, quote: Quote) -> None:
        """What a public channel says of a contract now."""
        if topic.name == CHANGES:
            changed = session.ladders[topic.text].changed(quote, self.venue.clock())
            if changed is not None:
                session.push(topic, changed)
            return
        make = self._public.get(topic.name)
        for data in make(quote, topic, session.generation) if make else ():
            session.push(topic, data)

    def push_trade(self, session: Session, topic: Topic) -> None:
        """The newest trade of a contract."""
        session.push(topic, [trade_push(topic.about, self._prints.of(topic.about)[0], session.generation)])

    def subscribers(self, account: Account, name: str) -> Iterable[tuple[Session, Topic]]:
        """Who of an account hears a channel."""
        for session in list(self.sessions):
            if session.caller is not None and session.caller.account.uid == account.uid:
                for topic in list(session.topics.values()):
                    if topic.name == name:
                        yield session, topic

    def _sides(self, quote: Quote, most: int) -> list[Row]:
        """Each side is a push of its own, and whole."""
        now = self.venue.clock()
        return [
            {"symbol": quote.contract.id, "way": way, "depths": _levels(side, most), "ms_t": now}
            for way, side in ((1, quote.bids), (2, quote.asks))
        ]

    def _whole_depth(self, quote: Quote, most: int) -> Row:
        both = {"asks": _levels(quote.asks, most), "bids": _levels(quote.bids, most)}
        return {"symbol": quote.contract.id, **both, "ms_t": self.venue.clock()}

    def _best(self, quote: Quote) -> Row:
        return {
            "symbol": quote.contract.id,
            "best_bid_price": txt(quote.bid),
            "best_bid_vol": txt(quote.bids[0].size),
            "best_ask_price": txt(quote.ask),
            "best_ask_vol": txt(quote.asks[0].size),
            "ms_t": self.venue.clock(),
        }

    def _candle(self, quote: Quote, topic: Topic, *, marks: bool) -> Row:
        step_s = KLINES[topic.step]
        opened_s = self.venue.clock() // 1_000 // step_s * step_s
        candle = present(quote, step_s, opened_s, marks=marks)
        prices = {"o": candle.first, "h": candle.highest, "l": candle.lowest, "c": candle.last, "v": candle.volume}
        shown = {name: txt(value) for name, value in prices.items()}
        return {"symbol": quote.contract.id, **shown, "ts": opened_s}

    def _funding(self, quote: Quote) -> Row:
        following = self.venue.market.next_funding_ms()
        return {
            "symbol": quote.contract.id,
            "fundingRate": txt(quote.funding_rate),
            "fundingTime": following,
            "nextFundingRate": txt(quote.funding_rate),
            "nextFundingTime": following + FUNDING_PERIOD_MS,
            "funding_upper_limit": FUNDING_LIMIT,
            "funding_lower_limit": f"-{FUNDING_LIMIT}",
            "ts": self.venue.clock(),
        }


def _levels(side: list[Level], most: int) -> list[Row]:
    return [{"price": txt(level.price), "vol": txt(level.size)} for level in side[:most] if level.size]


def ticker_push(quote: Quote, generation: Generation) -> Row:
    """Today's ticker names mark and index price; the document's a fair price."""
    row: Row = {
        "symbol": quote.contract.id,
        "volume_24": txt(quote.volume_24h),
        "last_price": txt(quote.last),
        "range": change_24h(quote),
        "ask_price": txt(quote.ask),
        "ask_vol": txt(quote.asks[0].size),
        "bid_price": txt(quote.bid),
        "bid_vol": txt(quote.bids[0].size),
    }
    if generation == "v1":
        return row | {"fair_price": txt(quote.mark)}
    return row | {"mark_price": txt(quote.mark), "index_price": txt(quote.index)}


def trade_push(name: str, made: Print, generation: Generation) -> Row:
    """A trade; its time has nanoseconds."""
    at = datetime.fromtimestamp(made.time_ms / 1_000, UTC)
    row: Row = {
        "trade_id": made.number,
        "symbol": name,
        "deal_price": txt(made.price),
        "deal_vol": txt(made.size),
        "way": 5 if made.buyer_made else 1,
        "type": 8,
        "created_at": f"{at:%Y-%m-%dT%H:%M:%S}.{made.time_ms % 1_000:03d}000000Z",
    }
    return row | {"m": made.buyer_made} if generation == "v2" else row
