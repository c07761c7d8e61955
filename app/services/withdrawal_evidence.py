"""What the operator should know before paying a withdrawal: the address, and what else the person has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.errors import Refused
from app.services.operating import demand_operator
from store import ledger
from store import withdrawals as rows

if TYPE_CHECKING:
    from app.services.session import Session
    from store.database import Store


@dataclass(frozen=True, slots=True)
class WithdrawalEvidence:
    """What the store knows of a request."""

    listed_ms: int | None
    """Since when the address stands on the person's list; None when it was removed meanwhile."""
    left_micro: int
    """Compute that is left besides the amount held."""
    paid_before: int
    """Withdrawals paid to this address of this person so far."""


async def evidence_of(store: Store, session: Session, withdrawal_id: str) -> WithdrawalEvidence:
    """Read it for one request.

    Raises:
        Refused: Not the operator, or there is no such request.
    """
    demand_operator(session)
    async with store.read() as connection:
        row = await rows.by_id(connection, withdrawal_id)
        if row is None:
            raise Refused("withdrawals.error.decided")
        listed = [each for each in await rows.addresses_of(connection, row.user_id) if each.address == row.address]
        return WithdrawalEvidence(
            listed_ms=listed[0].created_ms if listed else None,
            left_micro=await ledger.balance(connection, ledger.compute(row.user_id)),
            paid_before=await rows.count_paid(connection, row.user_id, row.chain, row.address),
        )
