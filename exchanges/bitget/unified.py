"""A unified account: the v3 calls and channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from exchanges.bitget import table, unified_mapping
from exchanges.bitget.reader import DAY_MS, Line, Reader, Standing, rows_in
from exchanges.bitget.rows import Reading, Row
from exchanges.bitget.table import CATEGORY
from exchanges.bitget.unified_mapping import is_futures
from exchanges.core.changes import Gone, Update
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, Unexpected
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Order, OrderKind, Position
from exchanges.core.numbers import dec
from exchanges.core.text import clean
from exchanges.core.together import together

WINDOW_MS, WINDOWS = 29 * DAY_MS, 3
"""A list is asked for by thirty days at most, and goes back ninety."""
SLACK_MS = 1_000
_CURSOR = ("cursor", "cursor")


class Unified(Reader):
    """Reads a unified account; which of its orders and fills, a product of Bitget says for itself."""

    followed: tuple[str, ...] = table.UTA_FOLLOWED
    category: Mapping[str, str] = CATEGORY

    def __init__(self, line: Line, audit_soon: Callable[[], None]) -> None:
        super().__init__(line, audit_soon)
        self._has_records = True

    def is_ours(self, row: Row) -> bool:
        """Whether a row belongs to this product."""
        return is_futures(row)

    def order_of(self, row: Row, reading: Reading) -> Order:
        """A plain order."""
        return unified_mapping.order(row, reading)

    def fill_of(self, row: Row, reading: Reading) -> Fill:
        """A fill."""
        return unified_mapping.fill(row, reading)

    def income_of(self, row: Row) -> Income | None:
        """Money that moved without a fill; `None` for all other records."""
        return unified_mapping.income(row)

    async def standing(self) -> Standing:
        """See `Reader`."""
        row = await self.ask(table.UTA_SETTINGS, {})
        told = row if isinstance(row, dict) else {}
        return Standing(clean(told.get("accountMode")) or "unified", clean(told.get("holdMode")))

    async def equity_usdt(self) -> Decimal | None:
        """See `Reader`."""
        row = await self._assets()
        equity = dec(row.get("usdtEquity"))
        return dec(row.get("accountEquity")) if equity is None else equity

    async def positions(self) -> list[Position]:
        """See `Reader`."""
        reading = self.reading()
        rows = self._ours(rows_in(await self.ask(table.UTA_POSITIONS, dict(self.category)), "list"))
        found = self.each(lambda row: unified_mapping.position(row, reading), rows)
        return [row for row in found if isinstance(row, Position)]

    async def orders(self) -> list[Order]:
        """See `Reader`."""
        plain, strategies = await together(self._plain(), self._strategies())
        return [*plain, *strategies]

    async def balances(self) -> list[Balance]:
        """See `Reader`."""
        reading = self.reading()
        coins = unified_mapping.coins(await self._assets())
        return self.each(lambda row: unified_mapping.balance(row, reading), coins)

    async def fills(self, from_ms: int) -> list[Fill]:
        """See `Reader`."""
        reading = self.reading()
        rows = self._ours(await self._since(table.UTA_FILLS, from_ms))
        found = self.each(lambda row: self.fill_of(row, reading), rows)
        return [fill for fill in found if fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """See `Reader`; where the venue does not serve the records, funding stands with the position only."""
        if not self._has_records:
            return []
        try:
            rows = await self.records(from_ms)
        except (NotFound, BadRequest, Unexpected):
            self._has_records = False
            return []
        found = self.each(self.income_of, rows)
        return [income for income in found if income is not None and income.time_ms >= from_ms]

    async def records(self, from_ms: int) -> list[Row]:
        """Financial records of the category at or after that time."""
        return await self._since(table.UTA_RECORDS, from_ms)

    async def find_order(self, order: Order) -> Order | None:
        """See `Reader`."""
        if order.kind is OrderKind.PLAIN:
            return await self._search(order.venue_symbol, lambda each: each.id == order.id)
        return next((each for each in await self._strategies() if each.id == order.id), None)

    async def by_client_id(self, name: str, client_id: str) -> Order | None:
        """See `Reader`."""
        return await self._search(name, lambda each: each.client_id == client_id)

    async def update(self, data: Data) -> Update | None:
        """See `Reader`."""
        rows, reading = rows_in(data.payload, "data"), self.reading(data)
        match data.channel:
            case "uta position":
                read = self.each(lambda row: unified_mapping.position(row, reading), self._ours(rows))
                return Update(
                    positions=tuple(row for row in read if isinstance(row, Position)),
                    closed=tuple(row for row in read if isinstance(row, Gone)),
                )
            case "uta order":
                orders = self.each(lambda row: self.order_of(row, reading), self._ours(rows))
                self.legs.learn(orders)
                return Update(orders=tuple(orders))
            case "uta strategy-order":
                return Update(
                    orders=tuple(self.each(lambda row: unified_mapping.strategy(row, reading), self._ours(rows)))
                )
            case "uta fill":
                return Update(fills=tuple(self.each(lambda row: self.fill_of(row, reading), self._ours(rows))))
            case "uta account":
                coins = [coin for row in rows for coin in unified_mapping.coins(row)]
                return Update(balances=tuple(self.each(lambda row: unified_mapping.balance(row, reading), coins)))
        return None

    def _ours(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if self.is_ours(row)]

    async def _assets(self) -> dict[str, Any]:
        row = await self.ask(table.UTA_ASSETS, {})
        return row if isinstance(row, dict) else {}

    async def _plain(self) -> list[Order]:
        rows = [row async for row in self.walk(table.UTA_ORDERS, dict(self.category), rows="list", cursor=_CURSOR)]
        reading = self.reading()
        orders = self.each(lambda row: self.order_of(row, reading), self._ours(rows))
        self.legs.learn(orders)
        return orders

    async def _strategies(self) -> list[Order]:
        answer = await self.ask(table.UTA_STRATEGIES, dict(self.category))
        reading = self.reading()
        # The document prints a plain list; other lists of v3 stand under a name.
        rows = rows_in(answer, "list") or rows_in(answer)
        return self.each(lambda row: unified_mapping.strategy(row, reading), self._ours(rows))

    async def _search(self, name: str, wanted: Callable[[Order], bool]) -> Order | None:
        """An order among the open ones, then among those of the last days."""
        for endpoint in (table.UTA_ORDERS, table.UTA_ORDERS_HISTORY):
            reading = self.reading()
            async for row in self.walk(endpoint, {**self.category, "symbol": name}, rows="list", cursor=_CURSOR):
                found = [each for each in self.each(lambda o, at=reading: self.order_of(o, at), [row])]  # type: ignore[misc]  # noqa: C416
                if found and wanted(found[0]):
                    return found[0]
        return None

    async def _since(self, endpoint: Endpoint, from_ms: int) -> list[Row]:
        """A list by windows of thirty days, the newest first."""
        now, found = self.line.clock.venue_ms(), list[Row]()
        end = now + SLACK_MS
        for _ in range(WINDOWS):
            start = max(from_ms, end - WINDOW_MS)
            span = {**self.category, "startTime": str(start), "endTime": str(end)}
            found += [row async for row in self.walk(endpoint, span, rows="list", cursor=_CURSOR)]
            if start == from_ms:
                break
            end = start
        return found
