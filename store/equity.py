"""Samples of what accounts were worth, a few days of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import EquitySample

SAMPLES = EquitySample.__table__


async def keep(connection: AsyncConnection, samples: Sequence[tuple[str, int, int]]) -> None:
    """Keep samples (binding, UTC milliseconds, micro-USDT); a later one of the same moment replaces it."""
    rows = [
        {"binding_id": binding_id, "at_ms": at_ms, "equity_micro": equity_micro}
        for binding_id, at_ms, equity_micro in samples
    ]
    insert = insert_into(connection, SAMPLES)
    put = insert.on_conflict_do_update(
        index_elements=["binding_id", "at_ms"], set_={"equity_micro": insert.excluded.equity_micro}
    )
    await connection.execute(put, rows)


async def samples(connection: AsyncConnection, binding_id: str, since_ms: int) -> list[tuple[int, int]]:
    """(UTC milliseconds, micro-USDT) of a binding, oldest first."""
    kept = (
        select(SAMPLES.c.at_ms, SAMPLES.c.equity_micro)
        .where(SAMPLES.c.binding_id == binding_id, SAMPLES.c.at_ms >= since_ms)
        .order_by(SAMPLES.c.at_ms)
    )
    return [(row.at_ms, row.equity_micro) for row in await connection.execute(kept)]


async def forget(connection: AsyncConnection, before_ms: int) -> None:
    """Drop what is older, of all bindings."""
    await connection.execute(delete(SAMPLES).where(SAMPLES.c.at_ms < before_ms))
