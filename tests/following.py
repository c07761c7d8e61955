"""Someone who only knows what an adapter's events tell, and what the simulated venues themselves say of an account."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from exchanges.core.adapter import Adapter, Resume
from exchanges.core.model import (
    Balance,
    BookChanged,
    Confirmed,
    Event,
    Fill,
    Income,
    LinkChanged,
    LinkState,
    Order,
    OrderKey,
    Position,
    PositionKey,
)

PATIENCE_S = 60.0


class Watcher:
    """Someone who only knows what the events tell."""

    def __init__(self, adapter: Adapter) -> None:
        self.adapter: Any = adapter
        """Of any venue; a test that looks at one venue's own parts knows which it is."""
        self.events: list[Event] = []
        self.positions: dict[PositionKey, Position] = {}
        self.orders: dict[OrderKey, Order] = {}
        self.balances: dict[str, Balance] = {}
        self.ended: dict[str, Order] = {}
        self.fills: list[Fill] = []
        self.incomes: list[Income] = []
        self._news = asyncio.Condition()

    async def follow(self, resume: Resume) -> None:
        async with contextlib.aclosing(self.adapter.events(fills_since=resume)) as events:
            async for event in events:
                self._take(event)
                async with self._news:
                    self._news.notify_all()

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until the events made it true; a time-out of the whole test would leave its fixtures hanging."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                await self._news.wait_for(lambda: bool(happened()))
        except TimeoutError:
            orders, cash = (
                sorted(row.id for row in self.orders.values()),
                {k: v.total for k, v in self.balances.items()},
            )
            held = {(row.venue_symbol, row.side.value): row.size_base for row in self.positions.values()}
            raise AssertionError(f"waited in vain; {held}, orders {orders}, {cash}, {self.links()[-3:]}") from None

    async def live(self, times: int = 1) -> None:
        """Until the link was live so often."""
        await self.until(lambda: self.states().count(LinkState.LIVE) >= times)

    async def reaches(self, state: LinkState) -> LinkChanged:
        await self.until(lambda: state in self.states())
        return next(event for event in reversed(self.links()) if event.state is state)

    @property
    def began_ms(self) -> int:
        """When the first event was told."""
        return self.events[0].at_ms

    def fresh_fills(self) -> list[Fill]:
        """Those made since the watcher began."""
        return [fill for fill in self.fills if fill.time_ms >= self.began_ms]

    def links(self) -> list[LinkChanged]:
        return [event for event in self.events if isinstance(event, LinkChanged)]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.links()]

    def books(self) -> list[BookChanged]:
        return [event for event in self.events if isinstance(event, BookChanged)]

    def confirmations(self) -> list[Confirmed]:
        return [event for event in self.events if isinstance(event, Confirmed)]

    def _take(self, event: Event) -> None:
        self.events.append(event)
        if not isinstance(event, BookChanged):
            return
        self.positions.update({row.key: row for row in event.positions})
        for key in event.positions_gone:
            del self.positions[key]
        for row in event.orders:
            if row.status.is_final:
                self.orders.pop(row.key, None)
                self.ended[row.id] = row
            else:
                self.orders[row.key] = row
        for order_key in event.orders_gone:
            del self.orders[order_key]
        self.balances.update({row.key: row for row in event.balances})
        for balance_key in event.balances_gone:
            del self.balances[balance_key]
        self.fills += event.fills
        self.incomes += event.incomes


Pair = tuple[object, object]
"""What the watcher was told, and what the venue says."""


class Truth:
    """What the simulated venue itself says of an account; in the words most of the simulations share."""

    def __init__(self, told: Any) -> None:
        self.told = told

    def is_what(self, watcher: Watcher) -> bool:
        """Whether the watcher was told the same positions, orders and money, to the last digit."""
        return all(ours == theirs for ours, theirs in (each(watcher) for each in self.sides))

    @property
    def sides(self) -> tuple[Callable[[Watcher], Pair], ...]:
        return self.positions, self.orders, self.money

    @property
    def resting(self) -> list[str]:
        """Ids of plain orders that wait in the book."""
        return [str(row["id"]) for row in self.told["orders"]]

    def fills(self, since_ms: int) -> set[str]:
        """Our ids of the fills since then."""
        return {self.fill_id(row) for row in self.told["fills"] if row["time_ms"] >= since_ms}

    def fill_id(self, row: Any) -> str:
        return f"{row['trade_id']}:{row['order_id']}"

    def positions(self, watcher: Watcher) -> Pair:
        held = {(row.venue_symbol, row.side.value): row.size_base for row in watcher.positions.values()}
        return held, {(row["contract"], row["direction"]): Decimal(row["base"]) for row in self.told["positions"]}

    def orders(self, watcher: Watcher) -> Pair:
        """Conditional orders by their ids: not every venue tells what was filled of one that waits."""
        orders = {row.id: row.filled_base for row in watcher.orders.values()}
        plain = {row["id"]: Decimal(row["filled"]) for row in self.told["orders"]}
        return orders, plain | {row["id"]: orders.get(row["id"]) for row in self.told.get("algos", ())}

    def money(self, watcher: Watcher) -> Pair:
        """All that is held; a coin of which there is nothing may be listed or not."""
        amounts = {asset.replace("@", " "): Decimal(amount) for asset, amount in self.told["balances"].items()}
        cash = {asset: amount for asset, amount in amounts.items() if amount}
        return {asset: row.total for asset, row in watcher.balances.items() if row.total}, cash
