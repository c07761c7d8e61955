"""Everybody's accounts, as the operator sees them: plain queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import Binding, LedgerAccount, LoginSession, User

USERS = User.__table__
ACCOUNTS = LedgerAccount.__table__
BINDINGS = Binding.__table__
SESSIONS = LoginSession.__table__


async def search(connection: AsyncConnection, typed: str, now_ms: int, limit: int) -> Sequence[Row[Any]]:
    """People whose name, nickname or address contains `typed`, newest first.

    Each row also has `held_micro`, `bindings` and `logins`.
    """
    held = select(ACCOUNTS.c.credits_micro - ACCOUNTS.c.debits_micro).where(
        ACCOUNTS.c.code == "user:" + USERS.c.id + ":compute"
    )
    bindings = select(func.count()).where(BINDINGS.c.user_id == USERS.c.id, BINDINGS.c.state == "approved")
    logins = select(func.count()).where(
        SESSIONS.c.user_id == USERS.c.id, SESSIONS.c.ended_ms.is_(None), SESSIONS.c.expires_ms > now_ms
    )
    wanted = select(
        USERS,
        func.coalesce(held.scalar_subquery(), 0).label("held_micro"),
        bindings.scalar_subquery().label("bindings"),
        logins.scalar_subquery().label("logins"),
    )
    if typed:
        columns = (USERS.c.username_folded, func.lower(USERS.c.nickname), USERS.c.email_folded)
        wanted = wanted.where(or_(*(column.contains(typed, autoescape=True) for column in columns)))
    return (await connection.execute(wanted.order_by(USERS.c.created_ms.desc(), USERS.c.id).limit(limit))).all()
