"""What inviters receive for the first top-up of each person they invited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import LedgerAccount, LedgerTransfer, Referral, User

REFERRALS = Referral.__table__
USERS = User.__table__
ACCOUNTS = LedgerAccount.__table__
TRANSFERS = LedgerTransfer.__table__


@dataclass(frozen=True, slots=True)
class FirstTopUp:
    """Of somebody who was invited."""

    user_id: str
    inviter_id: str
    amount_micro: int


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was invited; `reward_micro` is None while their first top-up was not looked at."""

    nickname: str
    contact: str
    joined_ms: int
    reward_micro: int | None


async def due(connection: AsyncConnection, limit: int) -> list[FirstTopUp]:
    """First top-ups of invited people that were not looked at."""
    topups = TRANSFERS.c.kind == "topup"
    first = (
        select(ACCOUNTS.c.user_id, func.min(TRANSFERS.c.seq).label("seq"))
        .join(TRANSFERS, (TRANSFERS.c.credit_code == ACCOUNTS.c.code) & topups)
        .join(USERS, (USERS.c.id == ACCOUNTS.c.user_id) & USERS.c.inviter_id.is_not(None))
        .where(USERS.c.id.not_in(select(REFERRALS.c.user_id)))
        .group_by(ACCOUNTS.c.user_id)
        .limit(limit)
        .subquery()
    )
    found = (
        select(USERS.c.id.label("user_id"), USERS.c.inviter_id, TRANSFERS.c.amount_micro)
        .join(first, first.c.user_id == USERS.c.id)
        .join(TRANSFERS, TRANSFERS.c.seq == first.c.seq)
    )
    rows = await connection.execute(found.order_by(TRANSFERS.c.seq))
    return [FirstTopUp(row.user_id, row.inviter_id, row.amount_micro) for row in rows]


async def note(connection: AsyncConnection, referral: dict[str, Any]) -> bool:
    """Keep what a first top-up brought its inviter; False when somebody noted it before."""
    insert = insert_into(connection, REFERRALS).values(**referral).on_conflict_do_nothing()
    return await connection.scalar(insert.returning(REFERRALS.c.user_id)) is not None


async def of_inviter(connection: AsyncConnection, inviter_id: str) -> list[Guest]:
    """Everybody a person invited, newest first, and what the first top-up brought."""
    joined = USERS.c.created_ms.label("joined_ms")
    wanted = select(USERS.c.nickname, USERS.c.contact, joined, REFERRALS.c.reward_micro)
    wanted = wanted.outerjoin(REFERRALS, REFERRALS.c.user_id == USERS.c.id).where(USERS.c.inviter_id == inviter_id)
    rows = await connection.execute(wanted.order_by(USERS.c.created_ms.desc(), USERS.c.id))
    return [Guest(row.nickname, row.contact, row.joined_ms, row.reward_micro) for row in rows]
