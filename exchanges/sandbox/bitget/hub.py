"""All WebSocket connections of the simulated Bitget, and the state they are greeted with."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exchanges.sandbox.bitget.channels import Subscription
from exchanges.sandbox.bitget.margin_streams import MarginStreams
from exchanges.sandbox.bitget.mix_account_rows import account_push, equity_push
from exchanges.sandbox.bitget.mix_position_rows import position_push
from exchanges.sandbox.bitget.public_rows import depth_push, ticker_push, unified_ticker_push
from exchanges.sandbox.bitget.requests import COIN, Row
from exchanges.sandbox.bitget.rest import BitgetRest
from exchanges.sandbox.bitget.session import Session
from exchanges.sandbox.bitget.uta_account_rows import assets, unified_account_push
from exchanges.sandbox.bitget.uta_margin_rows import with_debts
from exchanges.sandbox.bitget.uta_position_rows import unified_position_push
from exchanges.sandbox.bitget.venue import BitgetVenue
from exchanges.sandbox.faults import Faults
from exchanges.sandbox.state import Account, Position

PING_WITHIN_S = 120.0
PRICES = ("ticker", "books5")


class Hub:
    """Sessions and what they see.

    Args:
        venue: What happens there is pushed.
        rest: Knows whether limits are enforced.
        faults: The venue's switches.
    """

    def __init__(self, venue: BitgetVenue, rest: BitgetRest, faults: Faults) -> None:
        self.venue = venue
        self.rest = rest
        self.faults = faults
        self.sessions: set[Session] = set()
        self.idle_s = PING_WITHIN_S
        self.margin = MarginStreams(self)
        self._states: dict[tuple[str, str], Callable[[Account], list[Row]]] = {
            ("v2", "account"): self._account,
            ("v2", "equity"): lambda account: [equity_push(account, venue.market)],
            ("v2", "positions"): self._positions,
            ("v3", "account"): self._unified_account,
            ("v3", "position"): lambda account: self.unified_positions(account, account.positions.values()),
        }

    def greet(self, session: Session, subscription: Subscription) -> None:
        """The first push after an acknowledged subscription, where the channel has one."""
        begins_with = self.margin.greeting(subscription, session.caller.account if session.caller else None)
        if begins_with is not None:
            session.push(subscription, begins_with)
        elif subscription.name in PRICES:
            self.push_prices(session, subscription)
        elif session.caller is not None:
            self.push_state(session, subscription, session.caller.account)

    def push_state(self, session: Session, subscription: Subscription, account: Account) -> None:
        """The channel's whole state; nothing for channels that only tell of events."""
        state = self._states.get((subscription.version, subscription.name))
        if state is None:
            return
        told = subscription.has_news and subscription.about in ("", COIN)
        session.push(subscription, state(account) if told else [])

    def push_prices(self, session: Session, subscription: Subscription) -> None:
        """The present price of the contract a public channel is about."""
        quote = self.venue.market.quotes[subscription.about]
        if subscription.name == "books5":
            row = depth_push(self.venue, quote)
        elif subscription.version == "v3":
            row = unified_ticker_push(self.venue, quote)
        else:
            row = ticker_push(self.venue, quote)
        session.push(subscription, [row])

    def subscribers(self, account: Account, version: str, *names: str) -> Iterable[tuple[Session, Subscription]]:
        """Who of an account hears these channels."""
        for session in list(self.sessions):
            if session.caller is not None and session.caller.account.uid == account.uid:
                for subscription in list(session.subscriptions.values()):
                    if subscription.version == version and subscription.name in names:
                        yield session, subscription

    def unified_positions(self, account: Account, positions: Iterable[Position]) -> list[Row]:
        """Rows of v3's `position` channel."""
        return [unified_position_push(account, self.venue.market, position) for position in positions]

    def _unified_account(self, account: Account) -> list[Row]:
        return [unified_account_push(with_debts(assets(account, self.venue.market), account, self.venue.margin))]

    def _account(self, account: Account) -> list[Row]:
        return [account_push(account, self.venue.market)]

    def _positions(self, account: Account) -> list[Row]:
        return [position_push(account, self.venue.market, item) for item in account.positions.values()]
