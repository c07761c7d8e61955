"""What the simulated OKX pushes when something happens: changes are gathered for a moment, then sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from exchanges.sandbox.events import (
    AlgoChanged,
    BalanceChanged,
    Change,
    KeyGone,
    OrderChanged,
    PositionChanged,
    PricesMoved,
)
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.okx.account_rows import balance_row
from exchanges.sandbox.okx.algo_calls import fail_code
from exchanges.sandbox.okx.hub import Hub
from exchanges.sandbox.okx.order_rows import algo_push, order_push
from exchanges.sandbox.okx.position_rows import margin_ratio
from exchanges.sandbox.okx.public_rows import instrument_row
from exchanges.sandbox.okx.text import Row
from exchanges.sandbox.state import Account, Position

MERGE_S = 0.05
"""Changes of positions and balances this close together make one push."""
PRICE_S = 0.1
"""Prices are pushed no faster than this."""
WARNING_RATIO = 3
_PRICES = ("mark-price", "tickers", "price-limit", "books5", "bbo-tbt")


class Pending:
    """Changes of one account since the last push."""

    def __init__(self) -> None:
        self.positions: dict[str, Position] = {}
        self.currencies: dict[str, None] = {}
        self.trades: list[Row] = []
        self.cause = ""


class Pushes:
    """Turns the engine's news into frames.

    Args:
        hub: The sessions; also tells the venue to listen to.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._changes: dict[str, Pending] = {}
        self._pulses: dict[str, Pending] = {}
        self._moved: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        hub.venue.desk.listen(self._heard)

    def stop(self) -> None:
        """Send nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def instrument_changed(self, contract: str) -> None:
        """Push the new terms of a contract to whoever follows instruments."""
        row = instrument_row(self._hub.venue.market.quotes[contract].contract)
        for session in list(self._hub.sessions):
            for subscription in list(session.subscriptions.values()):
                if subscription.channel == "instruments" and subscription.wants(contract):
                    session.push({"arg": subscription.push_arg(""), "data": [row]})

    def _heard(self, change: Change) -> None:
        if not self._hub.sessions:
            return
        if isinstance(change, OrderChanged):
            self._on_order(change)
        elif isinstance(change, AlgoChanged):
            self._on_algo(change)
        elif isinstance(change, PositionChanged):
            self._note(change.account, change.cause, position=change.position)
        elif isinstance(change, BalanceChanged):
            self._note(change.account, change.cause, currency=change.currency)
        elif isinstance(change, PricesMoved):
            self._moved.update(change.contracts)
            self._after(PRICE_S, "prices", self._push_prices)
        elif isinstance(change, KeyGone):
            self._on_key_gone(change)

    def _on_order(self, change: OrderChanged) -> None:
        row = order_push(change, self._hub.venue.market)
        for session, subscription in self._hub.subscribers(change.account, "orders"):
            if subscription.wants(change.order.contract):
                session.push({"arg": subscription.push_arg(change.account.uid), "data": [row]})
        if change.fill is not None:
            trade: Row = {"instId": change.fill.contract, "tradeId": change.fill.trade_id}
            self._pulses.setdefault(change.account.name, Pending()).trades.append(trade)

    def _on_algo(self, change: AlgoChanged) -> None:
        row = algo_push(change.algo, self._hub.venue.market, fail_code(change.algo))
        channel = "algo-advance" if change.algo.kind == "move_order_stop" else "orders-algo"
        row = self._hub.advance(row) if channel == "algo-advance" else row
        for session, subscription in self._hub.subscribers(change.account, channel):
            if subscription.wants(change.algo.contract):
                session.push({"arg": subscription.push_arg(change.account.uid), "data": [row]})

    def _on_key_gone(self, change: KeyGone) -> None:
        for session in self._hub.sessions:
            if session.caller is not None and session.caller.key.api_key == change.api_key:
                session.close(4007, "API key has been updated or deleted. Please reconnect.")

    def _note(self, account: Account, cause: str, *, position: Position | None = None, currency: str = "") -> None:
        """Remember a change; pushed when the events of this moment are over."""
        for store in (self._changes, self._pulses):
            pending = store.setdefault(account.name, Pending())
            pending.cause = cause
            if position is not None:
                pending.positions[position.key] = position
            if currency:
                pending.currencies[currency] = None
        self._after(0, "pulse", self._push_pulses)
        self._after(MERGE_S, "changes", self._push_changes)

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def due() -> None:
            del self._timers[name]
            act()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)

    def _push_pulses(self) -> None:
        changes, self._pulses = self._pulses, {}
        for name, pending in changes.items():
            account = self._hub.venue.accounts[name]
            if pending.cause == "settings":
                continue  # Not among the causes this channel knows.
            row = self._hub.pulse_row(
                account, pending.cause or "filled", pending.currencies, pending.positions.values(), pending.trades
            )
            for session, subscription in self._hub.subscribers(account, "balance_and_position"):
                session.push({"arg": subscription.push_arg(account.uid), "data": [row]})

    def _push_changes(self) -> None:
        changes, self._changes = self._changes, {}
        for name, pending in changes.items():
            account = self._hub.venue.accounts[name]
            if pending.positions:
                self._push_positions(account, list(pending.positions.values()))
            if pending.currencies:
                self._push_balance(account, list(pending.currencies))

    def _push_positions(self, account: Account, positions: list[Position]) -> None:
        for session, subscription in self._hub.subscribers(account, "positions"):
            rows = [self._hub.position(account, item) for item in positions if subscription.wants(item.contract)]
            if rows:
                session.push({"arg": subscription.push_arg(account.uid), "eventType": "event_update", "data": rows})

    def _push_balance(self, account: Account, currencies: list[str]) -> None:
        for session, subscription in self._hub.subscribers(account, "account"):
            asked = self._hub.currencies(subscription)
            wanted = [name for name in currencies if asked is None or name in asked]
            if wanted:
                row = balance_row(account, self._hub.venue.market, wanted)
                session.push({"arg": subscription.push_arg(account.uid), "eventType": "event_update", "data": [row]})

    def _push_prices(self) -> None:
        moved, self._moved = self._moved, set()
        for session in list(self._hub.sessions):
            for subscription in list(session.subscriptions.values()):
                if subscription.channel in _PRICES and subscription.arg.get("instId") in moved:
                    session.push({"arg": subscription.push_arg(""), "data": self._hub.public(subscription)})
        for account in self._hub.venue.accounts.values():
            if account.positions:
                self._warn(account)

    def _warn(self, account: Account) -> None:
        """Positions whose margin ratio is at three or below are pushed as warnings."""
        margins = Margins(account, self._hub.venue.market)
        listeners = list(self._hub.subscribers(account, "liquidation-warning"))
        if not listeners:
            return
        weak = [
            position
            for position in account.positions.values()
            if (ratio := margin_ratio(margins, position)) is not None and ratio <= WARNING_RATIO
        ]
        for session, subscription in listeners:
            rows = [self._hub.position(account, item) for item in weak if subscription.wants(item.contract)]
            if rows:
                session.push({"arg": subscription.push_arg(account.uid), "data": rows})
