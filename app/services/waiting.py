"""How much waits for somebody, place by place: what stands behind a place's name in row 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.claims.deciding import SHOWN
from store import bindings, claims, inbox, parameter_changes, withdrawals

if TYPE_CHECKING:
    from app.services.session import Session
    from store.database import Store


async def waiting_counts(store: Store, session: Session) -> dict[str, int]:
    """By place id: what is unread in the inbox and, for the operator, the queues of the desk.

    Raises:
        StoreUnavailable: It cannot be counted now.
    """
    async with store.read() as connection:
        counts = {"inbox": await inbox.unread(connection, session.user_id)}
        if session.is_operator:
            asked = (bindings, parameter_changes, claims, withdrawals)
            queues = [await queue.waiting(connection) for queue in asked]
            queues.append(await claims.unmatched_deposits(connection, SHOWN))
            counts["desk"] = sum(map(len, queues))
    return counts
