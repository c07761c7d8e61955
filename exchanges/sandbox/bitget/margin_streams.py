"""What the margin channels of both generations tell: orders at once, money gathered for a moment, index prices.

Order channels follow one pair (or all, in the second generation) and begin with silence; the isolated account channel
begins with all it has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from exchanges.sandbox.bitget.auth import is_unified
from exchanges.sandbox.bitget.channels import Subscription
from exchanges.sandbox.bitget.margin_house import MarginMoved
from exchanges.sandbox.bitget.margin_rows import money, order_push, pot_push
from exchanges.sandbox.bitget.margin_state import Pot, SpotOrder
from exchanges.sandbox.bitget.margin_words import FIRST, SECOND, Words
from exchanges.sandbox.bitget.requests import COIN, Row
from exchanges.sandbox.bitget.uta_margin_rows import margin_fill_row, margin_order_push
from exchanges.sandbox.events import Change, PricesMoved
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import Account

if TYPE_CHECKING:
    from exchanges.sandbox.bitget.hub import Hub

MERGE_S = 0.02
PRICE_S = 0.1
INDEX = ("indexPrice", "index-price")
MONEY = {"cross": ("cross_account", "account-crossed"), "isolated": ("isolate_account", "account-isolated")}
ORDERS = {"cross": ("cross_orders", "orders-crossed"), "isolated": ("isolate_orders", "orders-isolated")}
_GENERATIONS: tuple[tuple[int, Words], ...] = ((0, FIRST), (1, SECOND))


class MarginStreams:
    """Turns the margin house's news into frames.

    Args:
        hub: The sessions; also tells the venue to listen to.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._moved: dict[str, dict[str, Pot]] = {}
        """Account to the pots its channels have not been told of."""
        self._unified: set[str] = set()
        """Unified accounts whose money has moved."""
        self._prices: set[str] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        hub.venue.margin.listen(self._on_margin)
        hub.venue.desk.listen(self._on_change)

    def stop(self) -> None:
        """Send nothing more."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def greeting(self, subscription: Subscription, account: Account | None) -> list[Row] | None:
        """What a channel begins with; None for those that begin with silence."""
        if subscription.name in INDEX:
            return self._index_rows(self._hub.venue.market.quotes)
        if account is None or subscription.name not in MONEY["isolated"]:
            return None
        words = FIRST if subscription.version == "v1" else SECOND
        pots = self._hub.venue.margin.purse(account).pots.values()
        return [pot_push(pot, words) for pot in pots if pot.pair]

    def _on_margin(self, change: MarginMoved) -> None:
        if not self._hub.sessions:
            return
        if is_unified(change.account):
            self._on_unified(change)
            return
        if change.pot is not None:
            self._moved.setdefault(change.account.name, {})[change.pot.id] = change.pot
            self._after(MERGE_S, "money", self._push_money)
        if change.order is not None:
            self._push_order(change.account, change.order)

    def _on_unified(self, change: MarginMoved) -> None:
        """The same in the topics of a unified account, which tell of futures as well."""
        account, order, fill = change.account, change.order, change.fill
        rows = {"order": order and margin_order_push(account, order), "fill": fill and margin_fill_row(fill)}
        for topic, row in rows.items():
            for session, subscription in self._hub.subscribers(account, "v3", topic) if row else ():
                session.push(subscription, [row])
        if change.pot is not None:
            self._unified.add(account.name)
            self._after(MERGE_S, "unified", self._push_unified)

    def _push_unified(self) -> None:
        names, self._unified = self._unified, set()
        for name in names:
            account = self._hub.venue.accounts[name]
            for session, subscription in self._hub.subscribers(account, "v3", "account"):
                self._hub.push_state(session, subscription, account)

    def _on_change(self, change: Change) -> None:
        if isinstance(change, PricesMoved) and self._hub.sessions:
            self._prices |= set(change.contracts)
            self._after(PRICE_S, "prices", self._push_prices)

    def _push_order(self, account: Account, order: SpotOrder) -> None:
        pair = self._hub.venue.margin.pair(order.symbol)
        fee_coin = pair.base if order.side == "buy" else COIN
        for index, words in _GENERATIONS:
            row = order_push(order, fee_coin, words)
            for session, subscription in self._hub.subscribers(account, words.version, ORDERS[order.mode][index]):
                if subscription.wants(order.symbol):
                    session.push(subscription, [row])

    def _push_money(self) -> None:
        moved, self._moved = self._moved, {}
        for name, pots in moved.items():
            account = self._hub.venue.accounts[name]
            for mode, names in MONEY.items():
                told = [pot for pot in pots.values() if bool(pot.pair) == (mode == "isolated")]
                for index, words in _GENERATIONS if told else ():
                    for session, subscription in self._hub.subscribers(account, words.version, names[index]):
                        session.push(subscription, [pot_push(pot, words) for pot in told])

    def _push_prices(self) -> None:
        moved, self._prices = self._prices, set()
        rows = self._index_rows(moved)
        for session in list(self._hub.sessions):
            for subscription in list(session.subscriptions.values()):
                if subscription.name in INDEX:
                    session.push(subscription, rows)

    def _index_rows(self, names: Iterable[str]) -> list[Row]:
        """The second generation leaves out what only numbers the rows; both are told all of it."""
        quotes, rows = self._hub.venue.market.quotes, list[Row]()
        for name in sorted(names):
            quote = quotes[name]
            at = txt(quote.moved_ms)
            rows.append(
                {
                    "symbol": name,
                    "baseCoin": quote.contract.base,
                    "quoteCoin": COIN,
                    "indexPrice": money(quote.index) if quote.index >= 1 else txt(quote.index),
                    "key": name,
                    "timestamp": at,
                    "ts": at,
                    "version": at,
                }
            )
        return rows

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        if name in self._timers:
            return

        def due() -> None:
            del self._timers[name]
            act()

        self._timers[name] = asyncio.get_running_loop().call_later(seconds, due)
