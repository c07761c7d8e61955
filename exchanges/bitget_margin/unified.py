"""A unified account as margin sees it: its coins with their debts, and the v3 orders and fills of category MARGIN."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from exchanges.bitget import unified_mapping
from exchanges.bitget.reader import Line
from exchanges.bitget.rows import Reading, Row
from exchanges.bitget.unified import Unified
from exchanges.bitget_margin.table import CATEGORY, UTA_FOLLOWED
from exchanges.core.changes import Update
from exchanges.core.frames import Data
from exchanges.core.model import Fill, Income, IncomeKind, Instrument, MarginMode, Order, Position
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean


class UnifiedMargin(Unified):
    """Reads a unified account; it lends across all coins, so that there are no isolated pairs and no positions.

    Args:
        line: The way to the venue.
        audit_soon: As for `Reader`.
        pairs: What can be traded, by the venue's symbol; filled in later.
    """

    followed: tuple[str, ...] = UTA_FOLLOWED
    category = CATEGORY

    def __init__(self, line: Line, audit_soon: Callable[[], None], pairs: Mapping[str, Instrument]) -> None:
        super().__init__(line, audit_soon)
        self._pairs = pairs

    async def positions(self) -> list[Position]:
        """See `Reader`; those of a unified account belong to futures."""
        return []

    async def orders(self) -> list[Order]:
        """See `Reader`; margin has no conditional orders here."""
        return await self._plain()

    async def update(self, data: Data) -> Update | None:
        """See `Reader`; what belongs to futures is passed over."""
        return None if data.channel not in UTA_FOLLOWED else await super().update(data)

    def is_ours(self, row: Row) -> bool:
        """See `Unified`; REST writes the category in upper case, some pushes in lower case."""
        return clean(row.get("category")).upper() == CATEGORY["category"]

    def order_of(self, row: Row, reading: Reading) -> Order:
        """See `Unified`."""
        order = unified_mapping.order(row, reading)
        size = order.size_base
        if order.side == "buy" and order.price is None and not order.status.is_final:
            size = None  # Bought at market: said in quote coins.
        return replace(
            order,
            symbol=self._symbol(order.venue_symbol),
            position_side=None,
            margin_mode=MarginMode.CROSS,
            size_base=size,
            size_known=size is not None,
        )

    def fill_of(self, row: Row, reading: Reading) -> Fill:
        """See `Unified`."""
        fill = unified_mapping.fill(row, reading)
        return replace(fill, symbol=self._symbol(clean(row.get("symbol"))), position_side=None, realised_pnl=Decimal(0))

    def income_of(self, row: Row) -> Income | None:
        """See `Unified`: interest only."""
        word, amount, time = clean(row.get("type")), dec(row.get("amount")), ms(row.get("ts"))
        if "interest" not in word.lower() or amount is None or time is None:
            return None
        symbol = self._symbol(clean(row.get("symbol")))
        return Income(clean(row.get("id")), IncomeKind.INTEREST, symbol, clean(row.get("coin")), -abs(amount), time)

    def _symbol(self, name: str) -> str:
        return self._pairs[name].symbol if name in self._pairs else name
