"""Messages to one person and notices to everybody: plain queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import new_id
from store.statements import insert_into
from store.tables import Message, Notice, NoticeRead, User

MESSAGES = Message.__table__
NOTICES = Notice.__table__
READS = NoticeRead.__table__
USERS = User.__table__


async def tell(connection: AsyncConnection, user_id: str, kind: str, facts: dict[str, Any], now_ms: int) -> None:
    """Leave a message for a person, in the unit of what it tells of."""
    row = {"id": new_id(), "user_id": user_id, "kind": kind, "facts": facts, "created_ms": now_ms}
    await connection.execute(insert(MESSAGES).values(**row))


async def messages_of(connection: AsyncConnection, user_id: str, limit: int) -> Sequence[Row[Any]]:
    """A person's messages, newest first."""
    own = select(MESSAGES).where(MESSAGES.c.user_id == user_id)
    return (await connection.execute(own.order_by(MESSAGES.c.created_ms.desc(), MESSAGES.c.id).limit(limit))).all()


async def mark_message_read(connection: AsyncConnection, user_id: str, message_id: str, now_ms: int) -> None:
    own = (MESSAGES.c.id == message_id) & (MESSAGES.c.user_id == user_id) & MESSAGES.c.read_ms.is_(None)
    await connection.execute(update(MESSAGES).where(own).values(read_ms=now_ms))


async def unread(connection: AsyncConnection, user_id: str) -> int:
    """Messages and notices the person has not opened; notices older than the account do not count."""
    own = select(func.count()).select_from(MESSAGES)
    messages = await connection.scalar(own.where(MESSAGES.c.user_id == user_id, MESSAGES.c.read_ms.is_(None)))
    seen = select(READS.c.notice_id).where(READS.c.user_id == user_id)
    since = select(USERS.c.created_ms).where(USERS.c.id == user_id).scalar_subquery()
    fresh = NOTICES.c.withdrawn_ms.is_(None) & (NOTICES.c.created_ms >= since) & NOTICES.c.id.not_in(seen)
    notices = await connection.scalar(select(func.count()).select_from(NOTICES).where(fresh))
    return int(messages or 0) + int(notices or 0)


# -- notices -------------------------------------------------------------------------------------------------------


async def add_notice(connection: AsyncConnection, notice: dict[str, Any]) -> None:
    await connection.execute(insert(NOTICES).values(**notice))


async def notices(connection: AsyncConnection, user_id: str, limit: int) -> Sequence[Row[Any]]:
    """Notices that stand, newest first, with `read_ms` of this person."""
    mine = (READS.c.notice_id == NOTICES.c.id) & (READS.c.user_id == user_id)
    wanted = select(NOTICES, READS.c.read_ms).outerjoin(READS, mine).where(NOTICES.c.withdrawn_ms.is_(None))
    return (await connection.execute(wanted.order_by(NOTICES.c.created_ms.desc(), NOTICES.c.id).limit(limit))).all()


async def mark_notice_read(connection: AsyncConnection, user_id: str, notice_id: str, now_ms: int) -> None:
    put = insert_into(connection, READS).values(user_id=user_id, notice_id=notice_id, read_ms=now_ms)
    await connection.execute(put.on_conflict_do_nothing())


async def withdraw_notice(connection: AsyncConnection, notice_id: str, now_ms: int) -> bool:
    """Take a notice down; False when it is down already."""
    standing = update(NOTICES).where(NOTICES.c.id == notice_id, NOTICES.c.withdrawn_ms.is_(None))
    return await connection.scalar(standing.values(withdrawn_ms=now_ms).returning(NOTICES.c.id)) is not None
