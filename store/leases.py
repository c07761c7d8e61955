"""Leases: what only one process may do at a time, such as scanning a chain.

A holder that dies loses the lease when its time is up. A lease keeps work from being done twice; that nothing is
*credited* twice is the business of unique keys, since a suspended holder may wake up late.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Lease

LEASES = Lease.__table__


async def acquire(connection: AsyncConnection, name: str, holder: str, now_ms: int, ttl_ms: int) -> bool:
    """Take the lease until `now_ms + ttl_ms` if it is free, over, or already ours; tells whether we hold it now."""
    insert = insert_into(connection, LEASES).values(name=name, holder=holder, until_ms=now_ms + ttl_ms)
    taken = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "until_ms": now_ms + ttl_ms},
        where=(LEASES.c.until_ms <= now_ms) | (LEASES.c.holder == holder),
    )
    return await connection.scalar(taken.returning(LEASES.c.name)) is not None


async def renew(connection: AsyncConnection, name: str, holder: str, now_ms: int, ttl_ms: int) -> bool:
    """Extend a lease that is ours and not over; False means it is lost and the work must stop."""
    ours = (LEASES.c.name == name) & (LEASES.c.holder == holder) & (LEASES.c.until_ms > now_ms)
    extended = update(LEASES).where(ours).values(until_ms=now_ms + ttl_ms).returning(LEASES.c.name)
    return await connection.scalar(extended) is not None


async def release(connection: AsyncConnection, name: str, holder: str) -> None:
    """Give a lease back; does nothing when it is not ours any more."""
    await connection.execute(delete(LEASES).where(LEASES.c.name == name, LEASES.c.holder == holder))


async def holder_of(connection: AsyncConnection, name: str, now_ms: int) -> str | None:
    """Who holds it now, None when nobody does."""
    held = select(LEASES.c.holder).where(LEASES.c.name == name, LEASES.c.until_ms > now_ms)
    holder: str | None = await connection.scalar(held)
    return holder
