"""Proving the books: recounting every account."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from store.ledger.accounts import ACCOUNTS, TRANSFERS


@dataclass(frozen=True, slots=True)
class Books:
    """What a recount of the whole ledger found."""

    transfers: int
    sum_micro: int
    """All balances together; zero when sound."""
    wrong_accounts: tuple[str, ...]
    """Accounts whose kept sums differ from the sum of their transfers."""

    @property
    def are_sound(self) -> bool:
        return self.sum_micro == 0 and not self.wrong_accounts


async def check(connection: AsyncConnection) -> Books:
    """Recount every account from its transfers; for the nightly check and after an unclean end. Wants a read unit."""
    sides = [
        select(
            TRANSFERS.c[own].label("code"),
            (TRANSFERS.c.amount_micro if own == "debit_code" else literal(0)).label("debits"),
            (TRANSFERS.c.amount_micro if own == "credit_code" else literal(0)).label("credits"),
        )
        for own in ("debit_code", "credit_code")
    ]
    moves = union_all(*sides).subquery()
    recounted = (
        select(moves.c.code, func.sum(moves.c.debits).label("debits"), func.sum(moves.c.credits).label("credits"))
        .group_by(moves.c.code)
        .subquery()
    )
    rows = await connection.execute(
        select(
            ACCOUNTS.c.code,
            (ACCOUNTS.c.credits_micro - ACCOUNTS.c.debits_micro).label("held"),
            _differs(ACCOUNTS.c.debits_micro, recounted.c.debits).label("wrong_debits"),
            _differs(ACCOUNTS.c.credits_micro, recounted.c.credits).label("wrong_credits"),
        ).outerjoin(recounted, recounted.c.code == ACCOUNTS.c.code)
    )
    total, wrong = 0, []
    for row in rows:
        total += row.held
        if row.wrong_debits or row.wrong_credits:
            wrong.append(row.code)
    count = await connection.scalar(select(func.count()).select_from(TRANSFERS))
    return Books(transfers=int(count or 0), sum_micro=total, wrong_accounts=tuple(sorted(wrong)))


def _differs(kept: ColumnElement[int], recounted: ColumnElement[int]) -> ColumnElement[int]:
    return case((kept == func.coalesce(recounted, 0), 0), else_=1)
