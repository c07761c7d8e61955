"""Where top-ups of each chain go, now and from a planned time on: plain queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import Conflict
from store.tables import DepositAddress

ADDRESSES = DepositAddress.__table__
_STANDS = ADDRESSES.c.canceled_ms.is_(None)


async def plan(connection: AsyncConnection, address: dict[str, Any]) -> None:
    """Insert an address that applies from its `active_ms` on.

    Raises:
        Conflict: Another one of this chain begins at the very same time.
    """
    try:
        async with connection.begin_nested():
            await connection.execute(insert(ADDRESSES).values(**address))
    except IntegrityError as error:
        raise Conflict("another address begins at the same time") from error


async def effective(connection: AsyncConnection, now_ms: int) -> dict[str, str]:
    """Chain -> the address that applies; empty text takes a chain off the offer. Chains never changed are missing."""
    begun = select(ADDRESSES).where(_STANDS, ADDRESSES.c.active_ms <= now_ms).order_by(ADDRESSES.c.active_ms)
    return {row.chain: row.address for row in await connection.execute(begun)}


async def planned(connection: AsyncConnection, now_ms: int) -> Sequence[Row[Any]]:
    """Addresses that do not apply yet, the earliest first."""
    coming = select(ADDRESSES).where(_STANDS, ADDRESSES.c.active_ms > now_ms)
    return (await connection.execute(coming.order_by(ADDRESSES.c.active_ms))).all()


async def cancel(connection: AsyncConnection, address_id: str, now_ms: int) -> bool:
    """Give up an address that does not apply yet; False when it applies or was given up."""
    coming = update(ADDRESSES).where(_STANDS, ADDRESSES.c.id == address_id, ADDRESSES.c.active_ms > now_ms)
    return await connection.scalar(coming.values(canceled_ms=now_ms).returning(ADDRESSES.c.id)) is not None
