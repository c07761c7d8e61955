"""How far each way of finding deposits has scanned its chain; it never goes back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import ScanCursor

CURSORS = ScanCursor.__table__


@dataclass(frozen=True, slots=True)
class Cursor:
    """Everything at or before `position` is scanned; heights are those of the round that moved it."""

    position: int
    final_height: int
    head_height: int
    updated_ms: int


async def cursor(connection: AsyncConnection, key: str) -> Cursor | None:
    """The cursor named `key`, such as `tron:index`; None before the first scan."""
    row = (await connection.execute(select(CURSORS).where(CURSORS.c.chain == key))).first()
    return None if row is None else Cursor(row.position, row.final_height, row.head_height, row.updated_ms)


async def move(connection: AsyncConnection, key: str, to: Cursor) -> None:
    """Move a cursor forward, or make it; a position behind the present one changes only heights and time."""
    values = {"final_height": to.final_height, "head_height": to.head_height, "updated_ms": to.updated_ms}
    insert = insert_into(connection, CURSORS).values(chain=key, position=to.position, **values)
    farther = case((CURSORS.c.position > to.position, CURSORS.c.position), else_=to.position)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=["chain"], set_={"position": farther, **values})
    )
