"""Closed positions in profit, put together from the journal: what the guide calls 红单."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import locations
from app.services.realised import net_of_fill
from exchanges.core.model import Side
from store import bindings, journal

if TYPE_CHECKING:
    from sqlalchemy import Row

    from app.services.session import Session
    from store.database import Store

LOOKED_AT = 2_000
"""Fills of a binding that are looked through, the newest first."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Win:
    """What one order closed with a profit."""

    id: str
    """`binding:order`."""
    account: str
    """The binding's label; never part of the card."""
    venue: str
    symbol: str
    """Unified: `BTC/USDT:USDT`."""
    side: Side
    """Of the position that was closed."""
    size_base: Decimal
    entry_price: Decimal
    """Follows from exit and profit: the venue's own average where it did not tell otherwise."""
    exit_price: Decimal
    profit: Decimal
    """Gross of fees, in the coin the contract settles in."""
    net: Decimal
    """Less the fee of the closing, where that was taken in USDT."""
    closed_ms: int

    @property
    def percent(self) -> Decimal:
        """Profit as a share of what the position was worth when it was opened; leverage does not count."""
        return self.profit / (self.entry_price * self.size_base) * HUNDRED


class WinService:
    """Reads the journal of the person signed in.

    Args:
        store: Where the journal is.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def wins(self, session: Session) -> list[Win]:
        """Closed positions in profit of all bindings that were ever approved, the newest first."""
        found: list[Win] = []
        async with self._store.read() as connection:
            for binding in await bindings.all_of_owner(connection, session.user_id):
                rows = await journal.recent_fills(connection, binding.id, LOOKED_AT)
                found += _wins(binding, rows)
        return sorted(found, key=lambda win: win.closed_ms, reverse=True)


def save_card(data_dir: Path, text: str, now_ms: int) -> Path:
    """Write a card into a new file that only its owner can read; answers its path. Blocks.

    Raises:
        OSError: It cannot be written.
    """
    folder = locations.private_dir(locations.exports_dir(data_dir))
    file = folder / f"win-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%d-%H%M%S}.txt"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text + "\n")
    return file


def _wins(binding: Row[Any], rows: Iterable[Row[Any]]) -> Iterable[Win]:
    """Fills of one order belong together; those that only open a position realise nothing."""
    orders: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.realised_pnl:
            orders[row.symbol, row.order_id].append(row)
    for (symbol, order_id), fills in orders.items():
        profit, size = sum(fill.realised_pnl for fill in fills), sum(fill.size_base for fill in fills)
        if profit <= 0 or size <= 0:
            continue
        exit_price = sum(fill.price * fill.size_base for fill in fills) / size
        # What sells closes a long position and what buys a short one, also where the venue names no side.
        side = Side.LONG if fills[0].side == "sell" else Side.SHORT
        entry_price = exit_price - profit / size if side is Side.LONG else exit_price + profit / size
        if entry_price <= 0:
            continue  # A contract that is not linear: its prices tell nothing of this kind.
        yield Win(
            id=f"{binding.id}:{order_id}",
            account=binding.label,
            venue=binding.venue,
            symbol=symbol,
            side=side,
            size_base=Decimal(size),
            entry_price=entry_price,
            exit_price=Decimal(exit_price),
            profit=Decimal(profit),
            net=sum((net_of_fill(fill) for fill in fills), Decimal(0)),
            closed_ms=max(fill.time_ms for fill in fills),
        )
