"""Asking the chain about a claimed transaction, and drawing the conclusions that need nobody's judgement.

A transaction's hash is public, so it never proves whose payment it was. By itself a claim is credited only where the
claimant owns an order that the payment fits exactly; everything else waits for the operator.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from app.services.claims.base import Part, credit
from app.services.deposit_booking import Token, book, is_in_time
from app.services.topup_amount import usdt
from exchanges.core.errors import VenueError
from store import accounts, inbox, topups
from store import claims as rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.claims.views import Finding
    from exchanges.chains.chain import Chain
    from store.topups import Order

WATCHED_MS = 48 * 3_600_000
"""A transaction that no node knows for so long will not come any more."""
MOST_ORDERS = 200
log = logging.getLogger(__name__)


class Examining(Part):
    """Moves claims along as far as the chain alone can."""

    async def examine(self, claim_id: str) -> None:
        """Ask the chain once more about a claim that is still watched."""
        async with self._store.read() as connection:
            claim = await rows.by_id(connection, claim_id)
        if claim is None or claim.state != "watching":
            return
        finding = await self._ask(claim)
        async with self._store.write() as connection:
            await accounts.take_turns(connection, f"claim:{claim.chain}:{claim.tx_hash}")
            await self._conclude(connection, claim, finding)

    async def _ask(self, claim: Row[Any]) -> Finding:
        """What the chain says; a final transfer to us is stored, which credits an order it pays exactly."""
        async with self._store.read() as connection:
            if await rows.deposits_of(connection, claim.chain, claim.tx_hash):
                return "found"
            recipients = await topups.watched_addresses(connection, claim.chain)
        chain, offer = self._means.chains.get(claim.chain), self._means.offers().get(claim.chain)
        if chain is None or offer is None:
            return "unreachable"
        try:
            return await self._prove(chain, claim.tx_hash, recipients | {offer.address}, offer.minimum_micro)
        except VenueError as error:
            log.warning("claim %s: %s", claim.id, error)
            return "unreachable"

    async def _prove(self, chain: Chain, tx_hash: str, recipients: set[str], minimum_micro: int) -> Finding:
        proof = await chain.prove(tx_hash, recipients, final=True)
        if proof is None:
            seen = await chain.prove(tx_hash, recipients, final=False)
            return "unknown" if seen is None else "not_final"
        if not proof.succeeded:
            return "failed"
        if not proof.transfers:
            return "not_ours"
        token = Token(chain.token, chain.decimals, minimum_micro)
        async with self._store.write() as connection:
            for transfer in proof.transfers:
                await book(connection, transfer, token, self._now())
        return "found"

    async def _conclude(self, connection: AsyncConnection, claim: Row[Any], finding: Finding) -> None:
        now_ms = self._now()
        is_young = now_ms - claim.created_ms < WATCHED_MS
        if finding == "unreachable" or (finding in ("unknown", "not_final") and is_young):
            await rows.change(connection, [claim.id], finding=finding, looked_ms=now_ms)
            return
        if finding != "found":
            await self._refuse(connection, claim, finding)
            return
        deposits = await rows.deposits_of(connection, claim.chain, claim.tx_hash, for_update=True)
        free = [deposit for deposit in deposits if deposit.state in rows.CREDITABLE]
        if all(deposit.note == "dust" for deposit in free):
            await self._conclude_without_money(connection, claim, deposits, has_dust=bool(free))
        elif len(claimants := await rows.open_on(connection, claim.chain, claim.tx_hash)) > 1:
            await self._freeze(connection, claimants, free)
        else:
            await self._credit_or_review(connection, claim, free)

    async def _conclude_without_money(
        self, connection: AsyncConnection, claim: Row[Any], deposits: Sequence[Row[Any]], *, has_dust: bool
    ) -> None:
        """Nothing of it is left to give: it is the claimant's already, somebody else's, or was paid back."""
        own = [deposit for deposit in deposits if deposit.state == "credited" and deposit.user_id == claim.user_id]
        if own:
            await self._mark_credited(connection, claim, sum(deposit.micro for deposit in own))
        elif any(deposit.state == "credited" for deposit in deposits):
            await self._refuse(connection, claim, "already")
        else:
            await self._refuse(connection, claim, "dust" if has_dust else "returned")

    async def _credit_or_review(self, connection: AsyncConnection, claim: Row[Any], free: Sequence[Row[Any]]) -> None:
        credited = 0
        for deposit in free:
            order = await self._order_it_pays(connection, claim.user_id, deposit)
            if (
                order is not None
                and await rows.pay_order(connection, order.id, deposit.id, self._now())
                and await credit(connection, deposit, claim.user_id, "system", self._now(), order_id=order.id)
            ):
                credited += deposit.micro
        if credited:
            await self._mark_credited(connection, claim, credited)
            return
        await rows.change(connection, [claim.id], state="review", finding="found", looked_ms=self._now())
        await self._tell(connection, claim, "claim-review", amount=usdt(sum(deposit.micro for deposit in free)))

    async def _order_it_pays(self, connection: AsyncConnection, user_id: str, deposit: Row[Any]) -> Order | None:
        """The claimant's own order, closed meanwhile, that this payment fits exactly in amount, address and time."""
        for order in await topups.orders_of(connection, user_id, MOST_ORDERS):
            is_exact = order.payable_raw == deposit.raw and order.address == deposit.to_address
            if is_exact and order.chain == deposit.chain and is_in_time(order, deposit.block_ms):
                return order
        return None

    async def _freeze(
        self, connection: AsyncConnection, claimants: Sequence[Row[Any]], free: Sequence[Row[Any]]
    ) -> None:
        """Two people say that one payment was theirs: nobody is credited, the operator decides."""
        for deposit in free:
            await rows.settle_deposit(connection, deposit.id, state="review")
        for claim in claimants:
            if claim.state != "frozen":
                await self._tell(connection, claim, "claim-frozen")
        ids = [claim.id for claim in claimants]
        await rows.change(connection, ids, state="frozen", finding="contested", looked_ms=self._now())

    async def _mark_credited(self, connection: AsyncConnection, claim: Row[Any], micro: int) -> None:
        now_ms = self._now()
        values = {"state": "credited", "finding": "found", "looked_ms": now_ms, "decided_ms": now_ms}
        await rows.change(connection, [claim.id], **values)
        await self._tell(connection, claim, "claim-credited", amount=usdt(micro))

    async def _refuse(self, connection: AsyncConnection, claim: Row[Any], finding: Finding) -> None:
        now_ms = self._now()
        values = {"state": "refused", "finding": finding, "looked_ms": now_ms, "decided_ms": now_ms}
        await rows.change(connection, [claim.id], **values)
        await self._tell(connection, claim, f"claim-{finding.replace('_', '-')}")

    async def _tell(self, connection: AsyncConnection, claim: Row[Any], kind: str, **facts: str) -> None:
        await inbox.tell(connection, claim.user_id, kind, {"tx": claim.tx_hash[:8], **facts}, self._now())
