"""Second factors: whether a person has one, and which codes are spent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Totp

TOTPS = Totp.__table__


async def of(connection: AsyncConnection, user_id: str) -> Row[Any] | None:
    """The row of a person; its `confirmed_ms` is None while the factor is only prepared."""
    return (await connection.execute(select(TOTPS).where(TOTPS.c.user_id == user_id))).first()


async def prepare(connection: AsyncConnection, user_id: str, now_ms: int) -> bool:
    """Begin (again) to set a factor up; False when one is on already."""
    fresh = {"created_ms": now_ms, "confirmed_ms": None, "last_step": 0}
    insert = insert_into(connection, TOTPS).values(user_id=user_id, **fresh)
    again = insert.on_conflict_do_update(index_elements=["user_id"], set_=fresh, where=TOTPS.c.confirmed_ms.is_(None))
    return await connection.scalar(again.returning(TOTPS.c.user_id)) is not None


async def spend(connection: AsyncConnection, user_id: str, step: int) -> bool:
    """Use a code's time step up; False when it, or a later one, was used before."""
    unspent = update(TOTPS).where(TOTPS.c.user_id == user_id, TOTPS.c.last_step < step)
    return await connection.scalar(unspent.values(last_step=step).returning(TOTPS.c.user_id)) is not None


async def confirm(connection: AsyncConnection, user_id: str, now_ms: int) -> None:
    """Switch the factor on."""
    await connection.execute(update(TOTPS).where(TOTPS.c.user_id == user_id).values(confirmed_ms=now_ms))


async def remove(connection: AsyncConnection, user_id: str) -> None:
    """Switch the factor off; its seed is destroyed by the caller."""
    await connection.execute(delete(TOTPS).where(TOTPS.c.user_id == user_id))
