"""What the simulated CrossEx pushes when something happens.

Orders, fills, positions and interest are told at once, each row in a frame of its own; balances are gathered for a
moment. Positions move on the stream with orders and settlements only, never with the mark.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from exchanges.sandbox.events import (
    BalanceChanged,
    Change,
    KeyGone,
    OrderChanged,
    PositionChanged,
    PricesMoved,
)
from exchanges.sandbox.gate_crossex.account_rows import asset_push
from exchanges.sandbox.gate_crossex.hub import Hub
from exchanges.sandbox.gate_crossex.interest import interest_row
from exchanges.sandbox.gate_crossex.order_rows import fill_row, order_row
from exchanges.sandbox.gate_crossex.position_rows import is_margin, margin_row, position_row
from exchanges.sandbox.gate_crossex.words import COIN, Row, coin_of
from exchanges.sandbox.state import Account, Position

MERGE_S = 0.02
PRICE_S = 0.1


class Pushes:
    """Turns the engine's news into frames.

    Args:
        hub: The sessions; also tells the venue to listen to.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._money: dict[tuple[str, str], Account] = {}
        self._moved: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        hub.venue.desk.listen(self._heard)

    def stop(self) -> None:
        """Send nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _heard(self, change: Change) -> None:
        if not self._hub.sessions:
            return
        if isinstance(change, OrderChanged):
            self._on_order(change)
        elif isinstance(change, PositionChanged):
            self._on_position(change.account, change.position, change.cause)
        elif isinstance(change, BalanceChanged):
            self._money[change.account.name, change.currency] = change.account
            self._money[change.account.name, COIN] = change.account
            self._after(MERGE_S, "money", self._push_money)
        elif isinstance(change, PricesMoved):
            self._moved.update(change.contracts)
            self._after(PRICE_S, "prices", self._push_prices)
        elif isinstance(change, KeyGone):
            self._on_key_gone(change)

    def _on_order(self, change: OrderChanged) -> None:
        account, order = change.account, change.order
        if change.fill is None and order.state == "live" and order.updated_ms == order.created_ms:
            # CrossEx has taken it; the exchange has it a moment later.
            self._tell(account, "order", order.contract, lambda: order_row(account, order) | {"state": "NEW"})
        self._tell(account, "order", order.contract, lambda: order_row(account, order))
        fill = change.fill
        if fill is not None:
            self._tell(account, "usertrades", order.contract, lambda: fill_row(account, fill))

    def _on_position(self, account: Account, position: Position, cause: str) -> None:
        market, name = self._hub.venue.market, position.contract
        if not is_margin(position):
            self._tell(account, "position", name, lambda: position_row(account, market, position))
            return
        self._tell(account, "margin_position", name, lambda: margin_row(account, market, position))
        if cause == "interest":
            bill = account.bills[-1]
            self._tell(account, "margin_interest", name, lambda: interest_row(account, bill))

    def _tell(self, account: Account, channel: str, topic: str, make: Callable[[], Row]) -> None:
        for session in self._hub.listeners(account, channel, topic):
            session.push(channel, make())

    def _on_key_gone(self, change: KeyGone) -> None:
        for session in list(self._hub.sessions):
            if session.caller is not None and session.caller.key.api_key == change.api_key:
                session.close(1000, "")

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def due() -> None:
            del self._timers[name]
            act()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)

    def _push_money(self) -> None:
        money, self._money = self._money, {}
        for (_, currency), account in money.items():
            row = asset_push(account, self._hub.venue.market, currency)
            self._tell(account, "asset", coin_of(currency)[0], lambda row=row: row)  # type: ignore[misc]

    def _push_prices(self) -> None:
        moved, self._moved = self._moved, set()
        for session in list(self._hub.sessions):
            if session.kind == "public":
                for channel, topics in list(session.topics.by_channel.items()):
                    for name in sorted(topics & moved):
                        self._hub.push_price(session, channel, name)
