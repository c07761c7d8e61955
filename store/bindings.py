"""Queries on bindings and their keys. A binding in state `draft` is the wizard's memory.

Every query that answers to a person names the owner, so that an id alone opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import Conflict
from store.tables import Binding, BindingKey, User, VaultValue

BINDINGS = Binding.__table__
KEYS = BindingKey.__table__
USERS = User.__table__
VALUES = VaultValue.__table__

LIVE_STATES = ("pending", "approved", "suspended")
"""States in which an account belongs to its binding, and to no other."""
_LIVE_INDEX = ("ux_binding_live", "binding.uid")
"""How PostgreSQL and SQLite name the index that holds it."""


async def add(connection: AsyncConnection, row: dict[str, Any]) -> None:
    """Insert a binding, given as the columns of `store.tables.Binding`."""
    await connection.execute(insert(BINDINGS).values(row))


async def of_owner(
    connection: AsyncConnection, user_id: str, binding_id: str, *, for_update: bool = False
) -> Row[Any] | None:
    """One binding of this owner; `for_update` holds it until the unit ends."""
    wanted = select(BINDINGS).where(BINDINGS.c.id == binding_id, BINDINGS.c.user_id == user_id)
    return (await connection.execute(wanted.with_for_update() if for_update else wanted)).first()


async def all_of_owner(connection: AsyncConnection, user_id: str) -> Sequence[Row[Any]]:
    """All bindings of a person, the newest first."""
    wanted = select(BINDINGS).where(BINDINGS.c.user_id == user_id)
    return (await connection.execute(wanted.order_by(BINDINGS.c.created_ms.desc(), BINDINGS.c.id))).all()


async def approved_of_owner(connection: AsyncConnection, user_id: str) -> Sequence[Row[Any]]:
    """The bindings whose accounts are watched, with `key_id` of the read-only key; the oldest first."""
    read_key = (KEYS.c.binding_id == BINDINGS.c.id) & (KEYS.c.kind == "read")
    wanted = select(BINDINGS, KEYS.c.id.label("key_id")).join(KEYS, read_key)
    approved = wanted.where(BINDINGS.c.user_id == user_id, BINDINGS.c.state == "approved")
    return (await connection.execute(approved.order_by(BINDINGS.c.approved_ms, BINDINGS.c.id))).all()


async def waiting(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Bindings that wait for review, of everybody, the longest waiting first, with `nickname` and `username`."""
    wanted = select(BINDINGS, USERS.c.nickname, USERS.c.username).join(USERS, USERS.c.id == BINDINGS.c.user_id)
    pending = wanted.where(BINDINGS.c.state == "pending")
    return (await connection.execute(pending.order_by(BINDINGS.c.submitted_ms, BINDINGS.c.id))).all()


async def by_id(connection: AsyncConnection, binding_id: str, *, for_update: bool = False) -> Row[Any] | None:
    """A binding of anybody; for the operator's review."""
    wanted = select(BINDINGS).where(BINDINGS.c.id == binding_id)
    return (await connection.execute(wanted.with_for_update() if for_update else wanted)).first()


async def holder(
    connection: AsyncConnection, venue: str, environment: str, uid: str, *, beside: str
) -> Row[Any] | None:
    """The binding other than `beside`, of anybody, that holds this account; None while it is free."""
    holders = select(BINDINGS).where(
        BINDINGS.c.venue == venue,
        BINDINGS.c.environment == environment,
        BINDINGS.c.uid == uid,
        BINDINGS.c.state.in_(LIVE_STATES),
        BINDINGS.c.id != beside,
    )
    return (await connection.execute(holders.limit(1))).first()


async def change(
    connection: AsyncConnection, binding_id: str, *, states: Sequence[str], now_ms: int, **values: Any
) -> None:
    """Change columns of a binding that is in one of `states`.

    Raises:
        Conflict: It is in another state (somebody was quicker), or its account now belongs to another binding.
    """
    wanted = (BINDINGS.c.id == binding_id) & BINDINGS.c.state.in_(states)
    try:
        async with connection.begin_nested():
            done = await connection.execute(update(BINDINGS).where(wanted).values(updated_ms=now_ms, **values))
    except IntegrityError as error:
        if any(name in str(error.orig) for name in _LIVE_INDEX):
            raise Conflict("the account is bound already") from error
        raise
    if done.rowcount != 1:
        raise Conflict("the binding was changed meanwhile")


async def remove_draft(connection: AsyncConnection, binding_id: str) -> None:
    """Delete a draft whose keys are gone."""
    await connection.execute(delete(BINDINGS).where(BINDINGS.c.id == binding_id, BINDINGS.c.state == "draft"))


# -- keys ----------------------------------------------------------------------------------------------------------


async def keys_of(connection: AsyncConnection, binding_ids: Sequence[str]) -> dict[str, dict[str, Row[Any]]]:
    """Binding id -> kind -> key row; bindings without keys are missing."""
    found: dict[str, dict[str, Row[Any]]] = {}
    for row in await connection.execute(select(KEYS).where(KEYS.c.binding_id.in_(binding_ids))):
        found.setdefault(row.binding_id, {})[row.kind] = row
    return found


async def key_of(connection: AsyncConnection, binding_id: str, kind: str) -> Row[Any] | None:
    """One key of a binding."""
    wanted = select(KEYS).where(KEYS.c.binding_id == binding_id, KEYS.c.kind == kind)
    return (await connection.execute(wanted)).first()


async def add_key(connection: AsyncConnection, row: dict[str, Any]) -> None:
    """Insert a key, given as the columns of `store.tables.BindingKey`; one of the same kind must be gone."""
    await connection.execute(insert(KEYS).values(row))


async def change_key(connection: AsyncConnection, key_id: str, **values: Any) -> bool:
    """Change columns of a key; False when it was replaced meanwhile."""
    return (await connection.execute(update(KEYS).where(KEYS.c.id == key_id).values(values))).rowcount == 1


async def forget_key(connection: AsyncConnection, user_id: str, key_id: str) -> None:
    """Delete the secrets of a key; its row stays, with what the venue said of it."""
    bound = (VALUES.c.bound_table == KEYS.name) & (VALUES.c.bound_row == key_id)
    await connection.execute(delete(VALUES).where(bound, VALUES.c.user_id == user_id))


async def remove_key(connection: AsyncConnection, user_id: str, key_id: str) -> None:
    """Delete a key and its secrets."""
    await forget_key(connection, user_id, key_id)
    await connection.execute(delete(KEYS).where(KEYS.c.id == key_id))
