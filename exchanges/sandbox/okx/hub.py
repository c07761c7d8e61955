"""All WebSocket connections of the simulated OKX, and what they are sent when something happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.okx.account_rows import balance_row, pulse_balance, pulse_position
from exchanges.sandbox.okx.channels import Subscription
from exchanges.sandbox.okx.errors import OkxError
from exchanges.sandbox.okx.order_rows import algo_push
from exchanges.sandbox.okx.position_rows import position_row
from exchanges.sandbox.okx.public_rows import depth_row, funding_row, instrument_row, limit_row, mark_row, ticker_row
from exchanges.sandbox.okx.rest import OkxRest
from exchanges.sandbox.okx.session import Session
from exchanges.sandbox.okx.text import Row, txt
from exchanges.sandbox.state import Account, Key, Position
from exchanges.sandbox.venue import Venue

CONNECTIONS_PER_CHANNEL = 30
MERGE_S = 0.05
"""Changes of positions and balances this close together make one push."""
PRICE_S = 0.1
"""Prices are pushed no faster than this."""
WARNING_RATIO = 3
_PRICES = ("mark-price", "tickers", "price-limit", "books5", "bbo-tbt")


class Hub:
    """Sessions and pushes.

    Args:
        venue: What happens there is pushed.
        rest: Answers orders that come over a socket.
        faults: The venue's switches.
    """

    def __init__(self, venue: Venue, rest: OkxRest, faults: Faults) -> None:
        self.venue = venue
        self.rest = rest
        self.faults = faults
        self.sessions: set[Session] = set()
        self.idle_s = 30.0
        self.page_size = 20

    def subscriptions_of(self, key: Key) -> int:
        mine = [session for session in self.sessions if session.caller is not None and session.caller.key is key]
        return sum(len(session.subscriptions) for session in mine)

    def count_connection(self, newcomer: Session, channel: str) -> bool:
        """Tell all connections of the account how many there are; False when that is too many."""
        caller = newcomer.caller
        sharing = [
            session
            for session in self.sessions
            if session.caller is not None
            and caller is not None
            and session.caller.account is caller.account
            and any(item.channel == channel for item in session.subscriptions.values())
        ]
        count = str(len(sharing))
        if len(sharing) > CONNECTIONS_PER_CHANNEL:
            newcomer.say({"event": "channel-conn-count-error", "channel": channel, "connCount": count})
            return False
        for session in sharing:
            session.say({"event": "channel-conn-count", "channel": channel, "connCount": count})
        return True

    def known(self, arg: Mapping[str, object]) -> bool:
        """True when the argument names existing things."""
        contract = arg.get("instId")
        kinds = ("SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "ANY")
        return (not contract or contract in self.venue.market.quotes) and arg.get("instType", "ANY") in kinds

    def with_contract(self, item: Any) -> dict[str, Any]:
        """An order's fields with the instrument's name put in for its code."""
        if not isinstance(item, dict):
            raise OkxError("50002")
        for quote in self.venue.market.quotes.values():
            if str(quote.contract.code) == str(item.get("instIdCode", "")):
                return item | {"instId": quote.contract.id}
        raise OkxError("50014", param="instIdCode")

    def period_s(self, subscription: Subscription) -> float:
        """How often the channel pushes without any change; 0 for never."""
        if subscription.channel in ("positions", "account"):
            return subscription.interval_ms / 1000
        return {"mark-price": 10.0, "funding-rate": 60.0, "tickers": 60.0}.get(subscription.channel, 0.0)

    def greet(self, session: Session, subscription: Subscription) -> None:
        """The first pushes after an acknowledged subscription."""
        if subscription.channel == "balance_and_position" and session.caller is not None:
            self._greet_pulse(session, subscription, session.caller.account)
        elif subscription.channel == "algo-advance" and session.caller is not None:
            self._greet_advance(session, subscription, session.caller.account)
        elif subscription.channel in ("orders", "orders-algo", "liquidation-warning"):
            return
        else:
            self.regular(session, subscription)

    def regular(self, session: Session, subscription: Subscription) -> None:
        """The channel's full state: periodic snapshots and repeated prices."""
        if subscription.channel == "positions" and session.caller is not None:
            account = session.caller.account
            held = [item for item in account.positions.values() if subscription.wants(item.contract)]
            rows = [self.position(account, position) for position in held]
            self.pages(session, subscription, account, rows)
        elif subscription.channel == "account" and session.caller is not None:
            account = session.caller.account
            row = balance_row(account, self.venue.market, self.currencies(subscription))
            self.pages(session, subscription, account, [row])
        else:
            rows = self.public(subscription)
            if rows:
                session.push({"arg": subscription.push_arg(""), "data": rows})

    def public(self, subscription: Subscription) -> list[Row]:
        channel, market = subscription.channel, self.venue.market
        if channel == "instruments":
            kind = subscription.arg["instType"]
            return [instrument_row(quote.contract) for quote in market.quotes.values()] if kind == "SWAP" else []
        if channel == "status":
            return [dict(notice) for notice in self.venue.notices]
        quote = market.quotes[subscription.arg["instId"]]
        if channel == "funding-rate":
            return [funding_row(market, quote)]
        if channel in ("books5", "bbo-tbt"):
            row = depth_row(quote, 5 if channel == "books5" else 1)
            return [row | {"instId": quote.contract.id, "seqId": market.steps, "checksum": 0}]
        make = {"mark-price": mark_row, "tickers": ticker_row, "price-limit": limit_row}[channel]
        return [make(quote)]

    def _greet_pulse(self, session: Session, subscription: Subscription, account: Account) -> None:
        currencies = [name for name, amount in account.cash.items() if amount]
        row = self.pulse_row(account, "snapshot", currencies, account.positions.values(), [])
        session.push({"arg": subscription.push_arg(account.uid), "data": [row]})

    def _greet_advance(self, session: Session, subscription: Subscription, account: Account) -> None:
        trailing = [algo for algo in account.algos.values() if algo.kind == "move_order_stop"]
        rows = [
            self.advance(algo_push(algo, self.venue.market)) for algo in trailing if subscription.wants(algo.contract)
        ]
        session.push({"arg": subscription.push_arg(account.uid), "data": rows})

    def pages(self, session: Session, subscription: Subscription, account: Account, rows: list[Row]) -> None:
        size = self.page_size
        pages = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
        for index, page in enumerate(pages, 1):
            session.push(
                {
                    "arg": subscription.push_arg(account.uid),
                    "eventType": "snapshot",
                    "curPage": index,
                    "lastPage": index == len(pages),
                    "data": page,
                }
            )

    def position(self, account: Account, position: Position) -> Row:
        return position_row(account, self.venue.market, position) | {"pTime": txt(self.venue.clock())}

    def advance(self, row: Row) -> Row:
        return row | {"count": "1", "pTime": txt(self.venue.clock())}

    def currencies(self, subscription: Subscription) -> list[str] | None:
        currency = subscription.arg.get("ccy")
        return [currency] if currency else None

    def subscribers(self, account: Account, *channels: str) -> Iterable[tuple[Session, Subscription]]:
        for session in list(self.sessions):
            if session.caller is not None and session.caller.account.uid == account.uid:
                for subscription in list(session.subscriptions.values()):
                    if subscription.channel in channels:
                        yield session, subscription

    def pulse_row(
        self, account: Account, cause: str, currencies: Iterable[str], positions: Iterable[Position], trades: list[Row]
    ) -> Row:
        """The row of `balance_and_position`."""
        return {
            "pTime": txt(self.venue.clock()),
            "eventType": cause,
            "balData": [pulse_balance(account, currency) for currency in currencies],
            "posData": [pulse_position(position) for position in positions],
            "trades": trades,
        }
