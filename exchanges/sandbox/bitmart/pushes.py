"""What the simulated BitMart pushes when something happens.

Orders are told at once, one push per event; positions and balances are gathered for a moment and told as differences.
Today positions are told again every ten seconds; the document's channel keeps silent between changes, and neither
generation's sends a picture of the whole at the beginning.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import msgspec

from exchanges.sandbox.bitmart.account_rows import asset_push, position_push
from exchanges.sandbox.bitmart.hub import Hub
from exchanges.sandbox.bitmart.order_rows import order_push, plan_push
from exchanges.sandbox.events import (
    AlgoChanged,
    BalanceChanged,
    Change,
    KeyGone,
    OrderChanged,
    PositionChanged,
    PricesMoved,
)
from exchanges.sandbox.state import ZERO, Account, Position

MERGE_S = 0.02
PRICE_S = 0.1
REPEAT_S = 10.0


class Pending:
    """What an account's streams have not been told yet."""

    def __init__(self) -> None:
        self.money = False
        self.positions: dict[tuple[str, str, int], Position] = {}
        """By contract, margin mode and direction: a one-way position that turned is two rows."""


class Pushes:
    """Turns the engine's news into frames.

    Args:
        hub: The sessions; also tells the venue to listen to.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pending: dict[str, Pending] = {}
        self._directions: dict[tuple[str, str], int] = {}
        """Account and one-way position to the direction it had last."""
        self._moved: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._repeated_at = 0.0
        hub.venue.desk.listen(self._heard)

    def stop(self) -> None:
        """Send nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def repeat(self) -> None:
        """Tell today's position channel again what is held, every ten seconds."""
        now = asyncio.get_running_loop().time()
        if now - self._repeated_at < REPEAT_S:
            return
        self._repeated_at = now
        for account in self._hub.venue.accounts.values():
            self._tell_positions(account, list(account.positions.values()), again=True)

    def _heard(self, change: Change) -> None:
        if isinstance(change, OrderChanged):
            for session, topic in self._hub.subscribers(change.account, "order"):
                session.push(topic, [order_push(change, session.generation)])
        elif isinstance(change, AlgoChanged):
            for session, topic in self._hub.subscribers(change.account, "order"):
                if session.generation == "v2":
                    session.push(topic, [plan_push(change.account, change.algo)])
        elif isinstance(change, PositionChanged):
            self._note_position(change.account, change.position)
        elif isinstance(change, BalanceChanged):
            self._note(change.account).money = True
        elif isinstance(change, PricesMoved):
            self._moved.update(change.contracts)
            self._after(PRICE_S, "prices", self._push_prices)
        elif isinstance(change, KeyGone):
            self._on_key_gone(change)

    def _note_position(self, account: Account, position: Position) -> None:
        news = self._note(account)
        if position.leg == "net":
            before = self._directions.get((account.name, position.key))
            if before == -position.direction:
                closed = msgspec.structs.replace(position, size=ZERO, direction=before, entry=ZERO)
                news.positions[position.contract, position.margin_mode, before] = closed
            self._directions[account.name, position.key] = position.direction if position.size else 0
        news.positions[position.contract, position.margin_mode, position.direction] = position

    def _on_key_gone(self, change: KeyGone) -> None:
        for session in list(self._hub.sessions):
            if session.caller is not None and session.caller.key.api_key == change.api_key:
                session.close(1000, "")

    def _note(self, account: Account) -> Pending:
        """What to tell of this account when the events of this moment are over."""
        if self._hub.sessions:
            self._after(MERGE_S, "states", self._push_states)
        return self._pending.setdefault(account.name, Pending())

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        if name in self._timers or not self._hub.sessions:
            return

        def due() -> None:
            del self._timers[name]
            act()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)

    def _push_states(self) -> None:
        pending, self._pending = self._pending, {}
        for name, news in pending.items():
            account = self._hub.venue.accounts[name]
            self._tell_positions(account, list(news.positions.values()), again=False)
            if news.money:
                for session, topic in self._hub.subscribers(account, "asset"):
                    session.push(topic, asset_push(account, self._hub.venue.market, topic.about))

    def _tell_positions(self, account: Account, positions: list[Position], *, again: bool) -> None:
        if not positions:
            return
        for session, topic in self._hub.subscribers(account, "position"):
            if again and session.generation == "v1":
                continue
            market = self._hub.venue.market
            session.push(topic, [position_push(account, market, item, session.generation) for item in positions])

    def _push_prices(self) -> None:
        moved, self._moved = self._moved, set()
        for session in list(self._hub.sessions):
            for topic in list(session.topics.values()):
                if topic.is_private:
                    continue
                for name in moved if not topic.about else moved & {topic.about}:
                    if topic.name == "trade":
                        self._hub.push_trade(session, topic)
                    else:
                        self._hub.push_public(session, topic, self._hub.venue.market.quotes[name])
