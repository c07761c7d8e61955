"""The audit log: who did what to what, append-only and chained by hashes.

A row's hash covers its content and the hash before it, so a changed, removed or inserted row breaks the chain from
there on. Rows cut off at the end, or a chain rewritten whole, are noticed by comparing with a `Head` noted elsewhere.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import Audit, to_json

AUDIT = Audit.__table__
_GENESIS = bytes(32)
_LOCK = 0x61756469
"""Advisory lock of PostgreSQL that appending units take turns with until they commit."""
_PAGE = 500
_NEVER_LOGGED = frozenset(
    {"password", "secret", "passphrase", "api_key", "code", "token", "recovery_code", "private_key"}
)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row; (0, zeros) for an empty log."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    rows: int
    head: Head
    broken_at: int | None
    """First row that does not fit its predecessor or its own hash; None when the chain is whole."""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


async def append(
    connection: AsyncConnection, actor: str, action: str, subject: str, detail: dict[str, Any], now_ms: int
) -> Head:
    """Write one row. Call it last in a unit: on PostgreSQL others wait for the commit of this one.

    Args:
        actor: A user id, or `system`.
        action: A past fact: `login.failed`, `binding.approved`.
        subject: What it was done to: `user:<id>`, `binding:<id>`.
        detail: Plain data; never a secret.

    Raises:
        ValueError: `detail` has a field whose name says that it is a secret.
        TypeError: `detail` holds something other than plain data, or a float.
    """
    if forbidden := _NEVER_LOGGED.intersection(detail):
        raise ValueError(f"never log {', '.join(sorted(forbidden))}")
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    before = await head(connection)
    seq, words = before.seq + 1, to_json(detail)
    digest = _hash(seq, now_ms, actor, action, subject, words, before.hash)
    row = {"seq": seq, "at_ms": now_ms, "actor": actor, "action": action, "subject": subject, "detail": words}
    await connection.execute(insert(AUDIT).values(**row, previous_hash=before.hash, hash=digest))
    return Head(seq, digest)


async def head(connection: AsyncConnection) -> Head:
    """The newest row of the log."""
    row = (await connection.execute(select(AUDIT.c.seq, AUDIT.c.hash).order_by(AUDIT.c.seq.desc()).limit(1))).first()
    return Head(0, _GENESIS) if row is None else Head(row.seq, bytes(row.hash))


@dataclass(frozen=True, slots=True)
class Line:
    """One row, for reading."""

    seq: int
    at_ms: int
    actor: str
    action: str
    subject: str
    detail: str


async def lines(connection: AsyncConnection, limit: int, before: int | None = None) -> list[Line]:
    """Rows, newest first.

    Args:
        before: `seq` of the last row of the page above; None for the newest page.
    """
    wanted = select(*(AUDIT.c[name] for name in Line.__dataclass_fields__)).order_by(AUDIT.c.seq.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(AUDIT.c.seq < before)
    return [Line(**row._mapping) for row in await connection.execute(wanted)]


async def verify(connection: AsyncConnection, noted: Head | None = None) -> Verdict:
    """Walk the whole chain.

    Args:
        connection: A read unit.
        noted: A head that was noted earlier; the chain must still contain it.
    """
    last, rows = Head(0, _GENESIS), 0
    while page := (await connection.execute(_page_after(last.seq))).all():
        for row in page:
            digest = bytes(row.hash)
            if not _fits(row, last) or (noted is not None and row.seq == noted.seq and digest != noted.hash):
                return Verdict(rows, last, broken_at=row.seq)
            last, rows = Head(row.seq, digest), rows + 1
    if noted is not None and last.seq < noted.seq:
        return Verdict(rows, last, broken_at=last.seq + 1)
    return Verdict(rows, last, broken_at=None)


def _page_after(seq: int) -> Any:
    return select(AUDIT).where(AUDIT.c.seq > seq).order_by(AUDIT.c.seq).limit(_PAGE)


def _fits(row: Row[Any], last: Head) -> bool:
    if row.seq != last.seq + 1 or bytes(row.previous_hash) != last.hash:
        return False
    return bytes(row.hash) == _hash(
        row.seq, row.at_ms, row.actor, row.action, row.subject, row.detail, bytes(row.previous_hash)
    )


def _hash(seq: int, at_ms: int, actor: str, action: str, subject: str, detail: str, previous_hash: bytes) -> bytes:
    """SHA-256 over the fields, each with its length before it, so that no two rows spell the same bytes."""
    fields = [str(seq), str(at_ms), actor, action, subject, detail]
    digest = hashlib.sha256()
    for field in [*(value.encode() for value in fields), previous_hash]:
        digest.update(len(field).to_bytes(8, "big"))
        digest.update(field)
    return digest.digest()
