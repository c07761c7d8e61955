"""What the simulated Bitget pushes when something happens.

Orders and fills are told at once; positions and balances are gathered for a moment. Classic accounts are told all their
positions each time, unified ones those that changed. Positions move on the stream with orders only: neither marks nor
funding are pushed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from exchanges.sandbox.bitget.auth import is_unified
from exchanges.sandbox.bitget.hub import PRICES, Hub
from exchanges.sandbox.bitget.mix_order_rows import fill_push, order_push, plan_push
from exchanges.sandbox.bitget.mix_position_rows import closed_push
from exchanges.sandbox.bitget.requests import Row
from exchanges.sandbox.bitget.uta_order_rows import unified_fill_push, unified_order_push, unified_plan_row
from exchanges.sandbox.events import (
    AlgoChanged,
    AlgoFired,
    BalanceChanged,
    Change,
    KeyGone,
    OrderChanged,
    PositionChanged,
    PricesMoved,
)
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import Account, ClosedPosition, Position

MERGE_S = 0.02
PRICE_S = 0.1
MONEY_CAUSES = ("filled", "transferred", "liquidation", "adl")
"""What moves the `account` channel."""
TURNED_WITHIN_MS = 50
"""A position that began so shortly after another of its slot ended came of the same order."""


class Pending:
    """What an account's streams have not been told yet."""

    def __init__(self) -> None:
        self.money = False
        self.contracts: set[str] = set()
        """Contracts with news of orders, so that their positions are told."""
        self.ended: list[Position] = []


class Pushes:
    """Turns the engine's news into frames.

    Args:
        hub: The sessions; also tells the venue to listen to.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._pending: dict[str, Pending] = {}
        self._moved: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._told: dict[str, tuple[str, int]] = {}
        """Account to the episode of a position it heard the end of last."""
        hub.venue.desk.listen(self._heard)

    def stop(self) -> None:
        """Send nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        self._hub.margin.stop()

    def _heard(self, change: Change) -> None:
        if not self._hub.sessions:
            return
        if isinstance(change, OrderChanged):
            self._on_order(change)
        elif isinstance(change, AlgoFired):
            self._on_plan(AlgoChanged(change.account, change.algo), "executing")
        elif isinstance(change, AlgoChanged):
            self._on_plan(change, "")
        elif isinstance(change, PositionChanged):
            self._on_position(change)
        elif isinstance(change, BalanceChanged):
            if change.cause in MONEY_CAUSES:
                self._note(change.account).money = True
        elif isinstance(change, PricesMoved):
            self._moved.update(change.contracts)
            self._after(PRICE_S, "prices", self._push_prices)
        elif isinstance(change, KeyGone):
            self._on_key_gone(change)

    def _on_order(self, change: OrderChanged) -> None:
        account, contract = change.account, change.order.contract
        self._note(account).contracts.add(contract)
        if is_unified(account):
            self._tell(account, "v3", "order", contract, lambda: unified_order_push(change, self._hub.venue.market))
        else:
            self._tell(account, "v2", "orders", contract, lambda: order_push(change, self._hub.venue.market))
        fill = change.fill
        if fill is None:
            return
        if is_unified(account):
            self._tell(account, "v3", "fill", contract, lambda: unified_fill_push(change, fill))
        else:
            self._tell(account, "v2", "fill", contract, lambda: fill_push(change, fill))

    def _on_plan(self, change: AlgoChanged, status: str) -> None:
        account, algo = change.account, change.algo
        if is_unified(account):
            self._tell(account, "v3", "strategy-order", algo.contract, lambda: unified_plan_row(account, algo, status))
        else:
            self._tell(account, "v2", "orders-algo", algo.contract, lambda: plan_push(account, algo, status))

    def _on_position(self, change: PositionChanged) -> None:
        account, position = change.account, change.position
        if change.cause == "adl":
            self._tell(account, "v2", "adl-noti", position.contract, lambda: self._notice_of_adl(position))
        closed = self._just_closed(change) if change.cause in MONEY_CAUSES else None
        if closed is None:
            return
        self._note(account).ended.append(closed.position)
        if not is_unified(account):
            self._tell(account, "v2", "positions-history", position.contract, lambda: closed_push(account, closed))

    def _just_closed(self, change: PositionChanged) -> ClosedPosition | None:
        """The episode this change ended, told once; a turned one-way position has closed the one before it."""
        position = change.position
        rows = (row for row in reversed(change.account.history) if row.position.id == position.id)
        row = next(rows, None)
        if row is None or row.kind == "partly_closed":
            return None
        if position.size and position.created_ms - row.updated_ms > TURNED_WITHIN_MS:
            return None
        episode = (row.position.id, row.position.created_ms)
        if self._told.get(change.account.name) == episode:
            return None
        self._told[change.account.name] = episode
        return row

    def _notice_of_adl(self, position: Position) -> Row:
        quote = self._hub.venue.market.quotes[position.contract]
        return {
            "symbol": position.contract,
            "side": "sell" if position.direction > 0 else "buy",
            "status": "finish",
            "price": txt(quote.mark),
            "amount": txt(position.closed),
            "ts": txt(self._hub.venue.clock()),
        }

    def _tell(self, account: Account, version: str, name: str, contract: str, make: Callable[[], Row]) -> None:
        """Push one row to whoever hears the channel."""
        for session, subscription in self._hub.subscribers(account, version, name):
            if subscription.wants(contract):
                session.push(subscription, [make()])

    def _on_key_gone(self, change: KeyGone) -> None:
        for session in list(self._hub.sessions):
            if session.caller is not None and session.caller.key.api_key == change.api_key:
                session.close(1000, "")

    def _note(self, account: Account) -> Pending:
        """What to tell of this account when the events of this moment are over."""
        self._after(MERGE_S, "states", self._push_states)
        return self._pending.setdefault(account.name, Pending())

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def due() -> None:
            del self._timers[name]
            act()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)

    def _push_states(self) -> None:
        pending, self._pending = self._pending, {}
        for name, news in pending.items():
            account = self._hub.venue.accounts[name]
            names = [*(["positions"] if news.contracts else []), *(["account", "equity"] if news.money else [])]
            for session, subscription in self._hub.subscribers(account, "v2", *names):
                if subscription.has_news:
                    self._hub.push_state(session, subscription, account)
            changed = [item for item in account.positions.values() if item.contract in news.contracts]
            if changed or news.ended:
                for session, subscription in self._hub.subscribers(account, "v3", "position"):
                    session.push(subscription, self._hub.unified_positions(account, [*changed, *news.ended]))
            if news.money:
                for session, subscription in self._hub.subscribers(account, "v3", "account"):
                    self._hub.push_state(session, subscription, account)

    def _push_prices(self) -> None:
        moved, self._moved = self._moved, set()
        for session in list(self._hub.sessions):
            for subscription in list(session.subscriptions.values()):
                if subscription.name in PRICES and subscription.about in moved:
                    self._hub.push_prices(session, subscription)
