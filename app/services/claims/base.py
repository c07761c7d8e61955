"""What the parts of the claim service share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from app.services.claims.views import ClaimState, ClaimView, DepositView, Finding, OrderNearby
from store import claims as rows
from store import ledger

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.operating import SecondPassword
    from app.services.topup_chains import ChainOffer
    from exchanges.chains.chain import Chain
    from store.database import Store

MICRO = 1_000_000
NEARBY = 3
CLOSE = 5
"""An order over an amount that differs by more than a fifth explains nothing, unless its tail is the same."""
NEARBY_MS = 7 * 86_400_000
"""Orders made so long before a deposit may still explain it."""


@dataclass(frozen=True)
class Means:
    """What the parts work with."""

    store: Store
    chains: Mapping[str, Chain]
    offers: Callable[[], Mapping[str, ChainOffer]]
    lock: SecondPassword
    now: Callable[[], int]


class Part:
    """Parent of the parts of `ClaimService`."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._store = means.store
        self._now = means.now


def claim_view(row: Row[Any], deposits: Sequence[Row[Any]]) -> ClaimView:
    return ClaimView(
        id=row.id,
        chain=row.chain,
        tx_hash=row.tx_hash,
        words=row.words,
        state=cast("ClaimState", row.state),  # A CHECK in the table holds the words.
        finding=cast("Finding", row.finding),
        amount_micro=sum(deposit.micro for deposit in deposits),
        reason=row.reason,
        created_ms=row.created_ms,
        looked_ms=row.looked_ms,
        decided_ms=row.decided_ms,
    )


def deposit_view(row: Row[Any], orders: Sequence[Row[Any]] = ()) -> DepositView:
    """A deposit and what may explain it."""
    near = [_nearby(row, order) for order in orders if row.block_ms - NEARBY_MS <= order.created_ms]
    near = [order for order in near if order.is_same_tail or abs(order.differs_micro) <= row.micro // CLOSE]
    near.sort(key=lambda order: (not order.is_same_tail, abs(order.differs_micro), abs(order.apart_ms)))
    return DepositView(
        id=row.id,
        chain=row.chain,
        tx_hash=row.tx_hash,
        log_pos=row.log_pos,
        token=row.token,
        amount_micro=row.micro,
        sender=row.from_address,
        recipient=row.to_address,
        block=row.block,
        block_ms=row.block_ms,
        found_ms=row.found_ms,
        state=row.state,
        note=row.note,
        nearby=tuple(near[:NEARBY]),
    )


def _nearby(deposit: Row[Any], order: Row[Any]) -> OrderNearby:
    differs = deposit.micro - order.payable_micro
    return OrderNearby(
        number=order.number,
        owner=order.username,
        status="credited" if order.credited_ms is not None else order.status,
        payable_micro=order.payable_micro,
        differs_micro=differs,
        apart_ms=deposit.block_ms - order.created_ms,
        is_same_tail=differs % MICRO == 0,
    )


async def credit(
    connection: AsyncConnection,
    deposit: Row[Any],
    user_id: str,
    actor: str,
    now_ms: int,
    *,
    order_id: str | None = None,
) -> bool:
    """Give a deposit to a person, once for ever: the ledger's key is the one the scanner would have used.

    Returns:
        False when somebody else decided about it meanwhile; nothing was changed then.
    """
    values = {"state": "credited", "note": "", "user_id": user_id, "order_id": order_id, "credited_ms": now_ms}
    if not await rows.settle_deposit(connection, deposit.id, **values):
        return False
    await ledger.post(
        connection,
        f"deposit:{deposit.chain}:{deposit.tx_hash}:{deposit.log_pos}",
        "topup",
        ledger.clearing(deposit.chain),
        ledger.compute(user_id),
        deposit.micro,
        f"tx {deposit.tx_hash[:8]}",
        actor,
        now_ms,
    )
    return True
