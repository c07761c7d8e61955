"""The operator decides: claims, and deposits that nobody claimed. Every act asks for the second password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.services.claims.base import NEARBY_MS, claim_view, credit, deposit_view
from app.services.claims.filing import Filing
from app.services.claims.views import ClaimCase
from app.services.errors import Refused
from app.services.fields import fold
from app.services.operating import demand_operator, told
from app.services.topup_amount import usdt
from store import accounts, audit, inbox
from store import claims as rows

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.claims.views import DepositView
    from app.services.session import Session
    from exchanges.core.secret import Secret

SHOWN = 100


class Deciding(Filing):
    """Crediting and refusing, exactly once, through the ledger."""

    async def waiting(self, session: Session) -> list[ClaimCase]:
        """Claims that need a decision, the oldest first, with the chain's proof beside each.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            found = await rows.waiting(connection)
            return [await self._case(connection, row, found) for row in found]

    async def unmatched(self, session: Session) -> list[DepositView]:
        """Deposits nobody received and nobody claims, the newest first, with orders that may explain them.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            found = await rows.unmatched_deposits(connection, SHOWN)
            return [deposit_view(row, await self._orders(connection, row)) for row in found]

    async def credit(self, session: Session, claim_id: str, password: Secret) -> int:
        """Credit the claimant with what the transaction paid; other claims on it are refused with that reason.

        Returns:
            What was credited, micro-USDT.

        Raises:
            Refused: Not the operator, wrong password, decided meanwhile, or nothing left to credit.
        """
        demand_operator(session)
        await self._means.lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            claim = await self._open_claim(connection, claim_id)
            deposits = await rows.deposits_of(connection, claim.chain, claim.tx_hash, for_update=True)
            credited = 0
            for deposit in deposits:
                if await credit(connection, deposit, claim.user_id, session.user_id, now_ms):
                    credited += deposit.micro
            if not credited:
                raise Refused("claims.error.nothing-left")
            decided = {"decided_by": session.user_id, "decided_ms": now_ms}
            for other in await rows.open_on(connection, claim.chain, claim.tx_hash):
                if other.id != claim.id:
                    await rows.change(connection, [other.id], state="refused", finding="already", **decided)
                    await self._tell(connection, other, "claim-already")
            await rows.change(connection, [claim.id], state="credited", finding="found", **decided)
            await self._tell(connection, claim, "claim-credited", amount=usdt(credited))
            detail = {"tx": claim.tx_hash, "chain": claim.chain, "user": claim.user_id, "micro": credited}
            await audit.append(connection, session.user_id, "claim.credited", f"claim:{claim.id}", detail, now_ms)
        return credited

    async def refuse(self, session: Session, claim_id: str, reason: str, password: Secret) -> None:
        """Refuse a claim with a reason its owner reads; the deposit stays where it is.

        Raises:
            Refused: Not the operator, no reason, wrong password, or decided meanwhile.
        """
        demand_operator(session)
        text = told(reason)
        await self._means.lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            claim = await self._open_claim(connection, claim_id)
            decided = {"decided_by": session.user_id, "decided_ms": now_ms, "reason": text}
            await rows.change(connection, [claim.id], state="refused", **decided)
            await self._tell(connection, claim, "claim-refused", reason=text)
            detail = {"tx": claim.tx_hash, "chain": claim.chain, "reason": text}
            await audit.append(connection, session.user_id, "claim.refused", f"claim:{claim.id}", detail, now_ms)

    async def credit_deposit(self, session: Session, deposit_id: str, username: str, password: Secret) -> int:
        """Credit an unclaimed deposit to somebody; open claims on its transaction must be decided instead.

        Raises:
            Refused: Not the operator, no such person, wrong password, claimed, or decided meanwhile.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            person = await accounts.by_username(connection, fold(username))
        if person is None:
            raise Refused("desk.error.no-such-user", field="username")
        await self._means.lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            deposit = await self._free_deposit(connection, deposit_id)
            await credit(connection, deposit, person.id, session.user_id, now_ms)
            facts = {"tx": deposit.tx_hash[:8], "amount": usdt(deposit.micro)}
            await inbox.tell(connection, person.id, "claim-credited", facts, now_ms)
            detail = {"tx": deposit.tx_hash, "chain": deposit.chain, "user": person.id, "micro": deposit.micro}
            subject = f"deposit:{deposit.id}"
            await audit.append(connection, session.user_id, "deposit.credited", subject, detail, now_ms)
        return int(deposit.micro)

    async def return_deposit(self, session: Session, deposit_id: str, reason: str, password: Secret) -> None:
        """Note that a deposit was paid back by hand, outside the product, or is nobody's; it credits nobody any more.

        Raises:
            Refused: Not the operator, no reason, wrong password, claimed, or decided meanwhile.
        """
        demand_operator(session)
        text = told(reason)
        await self._means.lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            deposit = await self._free_deposit(connection, deposit_id)
            await rows.settle_deposit(connection, deposit.id, state="returned", note=text)
            detail = {"tx": deposit.tx_hash, "chain": deposit.chain, "micro": deposit.micro, "reason": text}
            subject = f"deposit:{deposit.id}"
            await audit.append(connection, session.user_id, "deposit.returned", subject, detail, now_ms)

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _case(self, connection: AsyncConnection, row: Row[Any], found: Any) -> ClaimCase:
        deposits = await rows.deposits_of(connection, row.chain, row.tx_hash)
        orders = await rows.orders_near(connection, row.chain, 0, user_id=row.user_id)
        same = [other for other in found if (other.chain, other.tx_hash) == (row.chain, row.tx_hash)]
        return ClaimCase(
            claim=claim_view(row, deposits),
            owner=f"{row.nickname} ({row.username})",
            others=tuple(other.username for other in same if other.id != row.id),
            deposits=tuple(deposit_view(deposit, orders) for deposit in deposits),
        )

    async def _orders(self, connection: AsyncConnection, deposit: Row[Any]) -> Any:
        return await rows.orders_near(connection, deposit.chain, deposit.block_ms - NEARBY_MS)

    async def _open_claim(self, connection: AsyncConnection, claim_id: str) -> Row[Any]:
        """A claim that waits for a decision; decisions about its transaction take turns."""
        claim = await rows.by_id(connection, claim_id)
        if claim is not None:
            await accounts.take_turns(connection, f"claim:{claim.chain}:{claim.tx_hash}")
            claim = await rows.by_id(connection, claim_id, for_update=True)
        if claim is None or claim.state not in ("review", "frozen"):
            raise Refused("claims.error.decided")
        return claim

    async def _free_deposit(self, connection: AsyncConnection, deposit_id: str) -> Row[Any]:
        deposit = await rows.deposit_by_id(connection, deposit_id)
        if deposit is not None:
            await accounts.take_turns(connection, f"claim:{deposit.chain}:{deposit.tx_hash}")
            deposit = await rows.deposit_by_id(connection, deposit_id, for_update=True)
        if deposit is None or deposit.state not in rows.CREDITABLE:
            raise Refused("claims.error.decided")
        if await rows.open_on(connection, deposit.chain, deposit.tx_hash):
            raise Refused("claims.error.claimed")
        return deposit
