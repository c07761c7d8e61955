"""All WebSocket connections of the simulated CrossEx, and the prices of its public stream."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.channels import PRICES
from exchanges.sandbox.gate_crossex.rest import CrossexRest
from exchanges.sandbox.gate_crossex.session import Session
from exchanges.sandbox.gate_crossex.words import Row
from exchanges.sandbox.market import Level, Quote
from exchanges.sandbox.state import Account
from exchanges.sandbox.venue import Venue

BOOK = "order_book_"


class Hub:
    """Sessions and what they see.

    Args:
        venue: What happens there is pushed.
        rest: Carries out the commands of the private socket.
        faults: The venue's switches.
    """

    def __init__(self, venue: Venue, rest: CrossexRest, faults: Faults) -> None:
        self.venue = venue
        self.rest = rest
        self.faults = faults
        self.sessions: set[Session] = set()
        self._connections = itertools.count(1)

    def new_conn_id(self) -> str:
        """The name a login answers."""
        return f"{next(self._connections):016x}"

    def listeners(self, account: Account, channel: str, topic: str) -> Iterator[Session]:
        """Who hears of this topic of an account's channel; its pools share the account's user id."""
        for session in list(self.sessions):
            if (
                session.caller is not None
                and session.caller.account.uid == account.uid
                and session.topics.wants(channel, topic)
            ):
                yield session

    def push_price(self, session: Session, channel: str, name: str) -> None:
        """The present figure of a public channel; nothing for channels without simulated news."""
        quote = self.venue.market.quotes[name]
        depth = channel.removeprefix(BOOK)
        if channel in PRICES:
            session.push_result(channel, self._price(channel, quote))
        elif depth.isdigit():
            session.push_result(channel, self._book(quote, int(depth)))

    def _price(self, channel: str, quote: Quote) -> Row:
        name = quote.contract.id
        if channel == "last_price":
            return {"s": name, "lp": txt(quote.last)}
        if channel == "index_price":
            return {"s": name, "ip": txt(quote.index)}
        if channel == "mark_price":
            return {"s": name, "mp": txt(quote.mark)}
        if channel == "funding_rate":
            return {"s": name, "r": txt(quote.funding_rate), "T": self.venue.market.next_funding_ms()}
        best = (quote.bids[0], quote.asks[0])
        return {
            "s": name,
            "lp": txt(quote.last),
            "bp": txt(best[0].price),
            "bs": txt(best[0].size),
            "ap": txt(best[1].price),
            "as": txt(best[1].size),
            "o": txt(quote.open_24h),
            "h": txt(quote.high_24h),
            "l": txt(quote.low_24h),
            "v": txt(quote.volume_24h),
            "q": txt(quote.volume_24h * quote.last),
            "ts": self.venue.clock(),
        }

    def _book(self, quote: Quote, depth: int) -> Row:
        return {
            "s": quote.contract.id,
            "b": _levels(quote.bids, depth),
            "a": _levels(quote.asks, depth),
            "ts": self.venue.clock(),
        }


def _levels(levels: list[Level], depth: int) -> list[list[str]]:
    return [[txt(level.price), txt(level.size)] for level in levels[:depth]]
