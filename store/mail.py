"""The queue of outgoing mail, and the outbox where mail stays when there is no server to send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import Mail

MAIL = Mail.__table__


@dataclass(frozen=True, slots=True)
class StoredMail:
    """One mail; its body is empty once a server has taken it."""

    id: str
    recipient: str
    subject: str
    body: str
    state: str
    attempts: int
    last_error: str
    created_ms: int

    def __repr__(self) -> str:
        return f"StoredMail({self.id}, {self.state}, attempts={self.attempts})"


async def put(
    connection: AsyncConnection, mail_id: str, recipient: str, subject: str, body: str, state: str, now_ms: int
) -> None:
    """Add a mail in state `queued` (to be sent now) or `local` (stays here)."""
    row = {"id": mail_id, "recipient": recipient, "subject": subject, "body": body, "state": state}
    await connection.execute(insert(MAIL).values(**row, attempts=0, next_ms=now_ms, created_ms=now_ms))


async def state_of(connection: AsyncConnection, mail_id: str) -> str | None:
    """`queued`, `sent`, `failed` or `local`; None for an unknown id."""
    state: str | None = await connection.scalar(select(MAIL.c.state).where(MAIL.c.id == mail_id))
    return state


async def claim_due(connection: AsyncConnection, now_ms: int, busy_ms: int, limit: int) -> list[StoredMail]:
    """Take due mails for sending: nobody else takes them for `busy_ms`, and the attempt is counted.

    A process that dies while sending leaves them to the next one; a mail may then arrive twice, but never be lost.
    """
    due = (
        select(MAIL.c.id)
        .where(MAIL.c.state == "queued", MAIL.c.next_ms <= now_ms)
        .order_by(MAIL.c.next_ms)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(MAIL)
        .where(MAIL.c.id.in_(due.scalar_subquery()), MAIL.c.state == "queued", MAIL.c.next_ms <= now_ms)
        .values(next_ms=now_ms + busy_ms, attempts=MAIL.c.attempts + 1)
        .returning(*MAIL.c)
    )
    return [_mail(row) for row in await connection.execute(taken)]


async def mark_sent(connection: AsyncConnection, mail_id: str, now_ms: int) -> None:
    """A server has taken it; what it said (a code, perhaps) is not kept."""
    done = update(MAIL).where(MAIL.c.id == mail_id)
    await connection.execute(done.values(state="sent", sent_ms=now_ms, body="", last_error=None))


async def mark_failed(connection: AsyncConnection, mail_id: str, error: str) -> None:
    """It will never be sent."""
    await connection.execute(update(MAIL).where(MAIL.c.id == mail_id).values(state="failed", body="", last_error=error))


async def postpone(connection: AsyncConnection, mail_id: str, error: str, next_ms: int) -> None:
    """It could not be sent now; it is due again at `next_ms`."""
    await connection.execute(update(MAIL).where(MAIL.c.id == mail_id).values(next_ms=next_ms, last_error=error))


async def next_due_ms(connection: AsyncConnection) -> int | None:
    """When the next queued mail is due; None with an empty queue."""
    earliest = select(MAIL.c.next_ms).where(MAIL.c.state == "queued").order_by(MAIL.c.next_ms).limit(1)
    due: int | None = await connection.scalar(earliest)
    return due


async def local_mail(connection: AsyncConnection, limit: int) -> list[StoredMail]:
    """The local outbox, newest first."""
    newest = select(MAIL).where(MAIL.c.state == "local").order_by(MAIL.c.created_ms.desc(), MAIL.c.id).limit(limit)
    return [_mail(row) for row in await connection.execute(newest)]


async def newest(connection: AsyncConnection, limit: int) -> list[StoredMail]:
    """Mail to anybody whatever became of it, newest first; what was sent or given up has no body any more."""
    wanted = select(MAIL).order_by(MAIL.c.created_ms.desc(), MAIL.c.id).limit(limit)
    return [_mail(row) for row in await connection.execute(wanted)]


async def addressed_to(connection: AsyncConnection, recipient: str, limit: int) -> list[StoredMail]:
    """Mail to one address whatever became of it, newest first."""
    newest = select(MAIL).where(MAIL.c.recipient == recipient).order_by(MAIL.c.created_ms.desc(), MAIL.c.id)
    return [_mail(row) for row in await connection.execute(newest.limit(limit))]


def _mail(row: Row[Any]) -> StoredMail:
    return StoredMail(
        row.id, row.recipient, row.subject, row.body, row.state, row.attempts, row.last_error or "", row.created_ms
    )
