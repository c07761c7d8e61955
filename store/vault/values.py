"""Secrets in the database: put, get and destroy envelopes at their places."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import new_id
from store.errors import NoSecret
from store.statements import insert_into
from store.tables import VaultValue
from store.vault.envelope import Place
from store.vault.kdf import HasSecret
from store.vault.opened import OpenVault
from store.vault.slots import KeyKind

VALUES = VaultValue.__table__


async def put_secret(
    connection: AsyncConnection, vault: OpenVault, kind: KeyKind, place: Place, secret: HasSecret, now_ms: int
) -> None:
    """Seal a secret and keep it at its place, in place of one that was there.

    Raises:
        VaultLocked: The key is not open (any more).
    """
    envelope = vault.seal(kind, place, secret)
    insert = insert_into(connection, VALUES).values(
        id=new_id(),
        user_id=vault.user_id,
        key_kind=kind,
        bound_table=place.table,
        bound_column=place.column,
        bound_row=place.row_id,
        envelope=envelope,
        created_ms=now_ms,
    )
    await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["bound_table", "bound_row", "bound_column"],
            set_={"key_kind": kind, "envelope": envelope, "created_ms": now_ms},
            where=VALUES.c.user_id == vault.user_id,
        )
    )


async def get_secret(connection: AsyncConnection, vault: OpenVault, kind: KeyKind, place: Place) -> str:
    """The secret at a place; wrap it at once in a type that does not show it.

    Raises:
        NoSecret: There is none of this user and kind.
        VaultLocked: The key is not open (any more).
        Refused: What is there was not sealed for this place, or is damaged.
    """
    row = (
        await connection.execute(
            select(VALUES.c.envelope).where(
                VALUES.c.bound_table == place.table,
                VALUES.c.bound_row == place.row_id,
                VALUES.c.bound_column == place.column,
                VALUES.c.user_id == vault.user_id,
                VALUES.c.key_kind == kind,
            )
        )
    ).first()
    if row is None:
        raise NoSecret(f"no {kind} secret at {place.table}.{place.column}")
    return vault.open(kind, place, bytes(row.envelope))


async def destroy_secrets(connection: AsyncConnection, user_id: str, table: str, row_id: str) -> None:
    """Delete all secrets of one row."""
    await connection.execute(
        delete(VALUES).where(VALUES.c.user_id == user_id, VALUES.c.bound_table == table, VALUES.c.bound_row == row_id)
    )
