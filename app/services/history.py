"""What the journal knows of an account, put into its book before the venue answers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from app.services.book import FILLS_KEPT, Book
from app.services.realised import DAY_MS
from exchanges.core.adapter import Resume
from exchanges.core.model import Fill, Income, IncomeKind, OrderSide, Origin, Side
from store import journal, meters


async def recall(connection: AsyncConnection, book: Book, now_ms: int) -> None:
    """Recent fills, and all of the last two days for "realised today"."""
    for row in await journal.recent_fills(connection, book.binding_id, FILLS_KEPT):
        book.add_fill(_fill(row))
    since_ms = now_ms - 2 * DAY_MS
    async for row in meters.fills_since(connection, book.binding_id, since_ms):
        book.realised.add_fill(_fill(row))
    async for row in meters.incomes_since(connection, book.binding_id, since_ms):
        book.add_income(_income(row))


async def resume_point(connection: AsyncConnection, binding_id: str, bound_ms: int) -> Resume:
    """Where the adapter goes on: after the newest recorded entry, or from the time the account was bound."""
    last = await journal.last_fill(connection, binding_id)
    last_income_ms = await meters.newest_income_ms(connection, binding_id)
    return Resume(last.time_ms if last else None, last_income_ms or None, bound_ms)


def _fill(row: Row[Any]) -> Fill:
    return Fill(
        id=row.fill_id,
        order_id=row.order_id,
        client_id=row.client_id,
        symbol=row.symbol,
        side=OrderSide(row.side),
        position_side=Side(row.position_side) if row.position_side else None,
        price=row.price,
        size_base=row.size_base,
        fee=row.fee,
        fee_asset=row.fee_asset,
        realised_pnl=row.realised_pnl,
        is_maker=row.is_maker,
        bill_id=row.bill_id,
        time_ms=row.time_ms,
        learned_ms=row.recorded_ms,
        origin=Origin.SNAPSHOT,
    )


def _income(row: Row[Any]) -> Income:
    return Income(row.income_id, IncomeKind(row.kind), row.symbol, row.asset, row.amount, row.time_ms)
