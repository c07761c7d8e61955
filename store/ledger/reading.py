"""Balances and lines of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from store.ledger.accounts import ACCOUNTS, TRANSFERS, Account


async def balance(connection: AsyncConnection, account: Account) -> int:
    """What the account holds, in micro-USDT; zero when it was never used."""
    held = select(ACCOUNTS.c.credits_micro - ACCOUNTS.c.debits_micro).where(ACCOUNTS.c.code == account.code)
    return int(await connection.scalar(held) or 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an account."""

    seq: int
    """Grows; the cursor for paging."""
    key: str
    group_id: str
    kind: str
    amount_micro: int
    """Received is positive, given negative."""
    balance_micro: int
    """What the account held after it."""
    other_code: str
    ref: str
    actor: str
    created_ms: int


async def entries(
    connection: AsyncConnection, account: Account, limit: int = 50, before: int | None = None
) -> list[Entry]:
    """Lines of an account with running balance, newest first.

    Args:
        connection: A read unit, so that balance and lines are of one moment.
        before: `seq` of the last line of the page above; None for the newest page.
    """
    held = await balance(connection, account)
    if before is not None:
        held -= await _moved_since(connection, account, before)
    lines = []
    for row in await connection.execute(_page(account.code, limit, before)):
        lines.append(_entry(row, held))
        held -= row.signed_micro
    return lines


def _entry(row: Row[Any], balance_micro: int) -> Entry:
    return Entry(
        seq=row.seq,
        key=row.idempotency_key,
        group_id=row.group_id,
        kind=row.kind,
        amount_micro=row.signed_micro,
        balance_micro=balance_micro,
        other_code=row.other_code,
        ref=row.ref,
        actor=row.actor,
        created_ms=row.created_ms,
    )


def _page(code: str, limit: int, before: int | None) -> Select[Any]:
    """Both sides through their own index, so that a page costs the same however long the history is."""
    sides = []
    for own, other, sign in (("debit_code", "credit_code", -1), ("credit_code", "debit_code", 1)):
        side = select(
            TRANSFERS,
            (TRANSFERS.c.amount_micro * sign).label("signed_micro"),
            TRANSFERS.c[other].label("other_code"),
        ).where(TRANSFERS.c[own] == code)
        if before is not None:
            side = side.where(TRANSFERS.c.seq < before)
        sides.append(select(side.order_by(TRANSFERS.c.seq.desc()).limit(limit).subquery()))
    both = union_all(*sides).subquery()
    return select(both).order_by(both.c.seq.desc()).limit(limit)


async def _moved_since(connection: AsyncConnection, account: Account, seq: int) -> int:
    moved = 0
    for own, sign in (("debit_code", -1), ("credit_code", 1)):
        total = select(func.sum(TRANSFERS.c.amount_micro)).where(
            TRANSFERS.c[own] == account.code, TRANSFERS.c.seq >= seq
        )
        moved += sign * int(await connection.scalar(total) or 0)
    return moved
