"""Wishes for other parameters of a binding: plain queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Binding, ParameterChange, User

CHANGES = ParameterChange.__table__
BINDINGS = Binding.__table__
USERS = User.__table__

_WITH_BINDING = select(CHANGES, BINDINGS.c.label, BINDINGS.c.venue, BINDINGS.c.account_facts).join(
    BINDINGS, BINDINGS.c.id == CHANGES.c.binding_id
)


async def add(connection: AsyncConnection, change: dict[str, Any]) -> bool:
    """Insert a wish; False when one for this binding is pending."""
    insert = insert_into(connection, CHANGES).values(**change).on_conflict_do_nothing()
    return await connection.scalar(insert.returning(CHANGES.c.id)) is not None


async def of_owner(connection: AsyncConnection, user_id: str, limit: int) -> Sequence[Row[Any]]:
    """A person's wishes, newest first, with `label`, `venue` and `account_facts` of the binding."""
    own = _WITH_BINDING.where(CHANGES.c.user_id == user_id)
    return (await connection.execute(own.order_by(CHANGES.c.created_ms.desc(), CHANGES.c.id).limit(limit))).all()


async def waiting(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Pending wishes of everybody, the oldest first, with `nickname` and `username` too."""
    wanted = _WITH_BINDING.add_columns(USERS.c.nickname, USERS.c.username).join(USERS, USERS.c.id == CHANGES.c.user_id)
    pending = wanted.where(CHANGES.c.state == "pending")
    return (await connection.execute(pending.order_by(CHANGES.c.created_ms, CHANGES.c.id))).all()


async def by_id(connection: AsyncConnection, change_id: str) -> Row[Any] | None:
    return (await connection.execute(_WITH_BINDING.where(CHANGES.c.id == change_id))).first()


async def decide(connection: AsyncConnection, change_id: str, state: str, now_ms: int, **values: Any) -> bool:
    """End a pending wish; False when somebody was quicker."""
    pending = update(CHANGES).where(CHANGES.c.id == change_id, CHANGES.c.state == "pending")
    ended = pending.values(state=state, decided_ms=now_ms, **values).returning(CHANGES.c.id)
    return await connection.scalar(ended) is not None
