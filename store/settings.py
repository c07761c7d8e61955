"""Settings that live in the database: plain JSON values under dotted keys, shared by all processes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Setting

SETTINGS = Setting.__table__


async def get(connection: AsyncConnection, key: str, default: Any = None) -> Any:
    """The value under `key`, or `default` when it was never put."""
    row = (await connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == key))).first()
    return default if row is None else row.value


async def every(connection: AsyncConnection, prefix: str = "") -> dict[str, Any]:
    """All values whose key starts with `prefix`."""
    rows = await connection.execute(
        select(SETTINGS.c.key, SETTINGS.c.value)
        .where(SETTINGS.c.key.startswith(prefix, autoescape=True))
        .order_by(SETTINGS.c.key)
    )
    return {row.key: row.value for row in rows}


async def put(connection: AsyncConnection, key: str, value: Any, now_ms: int) -> None:
    """Keep `value` (plain data without floats) under `key`.

    Raises:
        TypeError: JSON has no word for it, or it holds a float.
    """
    insert = insert_into(connection, SETTINGS).values(key=key, value=value, updated_ms=now_ms)
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["key"], set_={"value": insert.excluded.value, "updated_ms": now_ms}
        )
    )


async def remove(connection: AsyncConnection, key: str) -> None:
    """Forget the value under `key`."""
    await connection.execute(delete(SETTINGS).where(SETTINGS.c.key == key))
