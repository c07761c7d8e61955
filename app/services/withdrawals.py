"""Withdrawing unused compute: to an address of one's own list, paid by the operator by hand, held till then.

The product holds no keys of the operator's wallet. The operator pays outside and names the transaction, which the chain
must confirm: it paid this address at least this amount, and no other withdrawal.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from app.services.accounts.base import language_of
from app.services.chain_address import canonical
from app.services.errors import Refused
from app.services.operating import SecondPassword, demand_operator, told
from app.services.topup_amount import base_micro, usdt
from app.services.topups import NUMBER_LENGTH, NUMBER_LETTERS
from exchanges.chains import pasted
from exchanges.chains.amounts import raw_from_micro
from exchanges.core.text import clean
from store import accounts, audit, inbox, ledger, meters, topups
from store import withdrawals as rows
from store.database import new_id
from store.errors import Conflict, InsufficientCompute

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.mail import MailService
    from app.services.rules import Rules
    from app.services.session import Session
    from app.services.topup_chains import ChainOffer
    from exchanges.chains.chain import Chain
    from exchanges.core.secret import Secret
    from store.database import Store

SHOWN = 50
MOST_ADDRESSES = 20
LONGEST_LABEL = 40
LARGEST_MICRO = 1_000_000_000_000
WithdrawalState = Literal["waiting", "paid", "refused", "canceled"]


@dataclass(frozen=True, slots=True)
class PayoutAddressView:
    """An address on a person's list."""

    id: str
    chain: str
    address: str
    label: str
    usable_ms: int
    """Nothing goes there before."""


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """A withdrawal as its owner and the operator see it."""

    id: str
    number: str
    chain: str
    address: str
    amount_micro: int
    state: WithdrawalState
    tx_hash: str
    reason: str
    created_ms: int
    decided_ms: int | None
    owner: str = ""
    """Whose it is; only in the operator's list."""


class SecondFactor(Protocol):
    """Asks for a code of the person's authenticator, where there is one."""

    async def demand(self, session: Session, code: str) -> None:
        """Raises `Refused` when one is needed and `code` is not it."""
        ...


class WithdrawalService:
    """Addresses, requests, and the operator's decisions.

    Args:
        chains: Clients of the chains by key, to check what the operator says was paid.
        offers: The chains people can use just now, by key.
        rules: Least amount, and how long a new address waits.
        lock: Asks for the transaction password.
        mail: Tells the owner of new addresses.
        now: UTC milliseconds.
        factor: Asks for the second factor of those who have one.
    """

    def __init__(
        self,
        store: Store,
        chains: Mapping[str, Chain],
        offers: Callable[[], Mapping[str, ChainOffer]],
        rules: Rules,
        lock: SecondPassword,
        mail: MailService,
        now: Callable[[], int],
        factor: SecondFactor | None = None,
    ) -> None:
        self._store = store
        self._chains = chains
        self._offers = offers
        self._rules = rules
        self._lock = lock
        self._mail = mail
        self._now = now
        self._factor = factor

    # -- addresses -------------------------------------------------------------------------------------------------

    async def addresses(self, session: Session) -> list[PayoutAddressView]:
        """The person's list, newest first."""
        async with self._store.read() as connection:
            found = await rows.addresses_of(connection, session.user_id)
        return [PayoutAddressView(row.id, row.chain, row.address, row.label, row.usable_ms) for row in found]

    async def add_address(
        self, session: Session, chain: str, address: str, label: str, password: Secret, code: str = ""
    ) -> None:
        """Put an address on the list; it can be used after a wait, and the owner gets a mail at once.

        Args:
            code: Of the authenticator, where there is one.

        Raises:
            Refused: Not an address of this chain, one of ours, on the list already, or a wrong password or code.
        """
        plain = await self._own_address(chain, address)
        await self._prove(session, password, code)
        now_ms = self._now()
        row = {"id": new_id(), "user_id": session.user_id, "chain": chain, "address": plain, "created_ms": now_ms}
        row |= {"label": clean(label.strip(), limit=LONGEST_LABEL), "usable_ms": now_ms + self._rules.payout_wait_ms}
        async with self._store.write() as connection:
            await accounts.take_turns(connection, f"payout:{session.user_id}")
            if len(await rows.addresses_of(connection, session.user_id)) >= MOST_ADDRESSES:
                raise Refused("withdrawals.error.addresses-full", most=MOST_ADDRESSES)
            if not await rows.add_address(connection, row):
                raise Refused("withdrawals.error.address-known", field="address")
            await self._warn_owner(connection, session, plain)
            detail = {"chain": chain, "address": plain}
            subject = f"user:{session.user_id}"
            await audit.append(connection, session.user_id, "payout_address.added", subject, detail, now_ms)
        self._mail.wake()

    async def remove_address(self, session: Session, address_id: str) -> None:
        """Take an address off the list.

        Raises:
            Refused: It is not on it.
        """
        now_ms = self._now()
        async with self._store.write() as connection:
            if not await rows.remove_address(connection, session.user_id, address_id, now_ms):
                raise Refused("withdrawals.error.address-gone")
            subject = f"user:{session.user_id}"
            await audit.append(connection, session.user_id, "payout_address.removed", subject, {}, now_ms)

    # -- requests --------------------------------------------------------------------------------------------------

    async def withdrawals(self, session: Session) -> list[WithdrawalView]:
        """The person's withdrawals, newest first."""
        async with self._store.read() as connection:
            return [_view(row) for row in await rows.of_owner(connection, session.user_id, SHOWN)]

    async def free_micro(self, session: Session) -> int:
        """What may be withdrawn: the balance less what metering is still owed."""
        async with self._store.read() as connection:
            return await self._free(connection, session.user_id)

    async def request(
        self, session: Session, address_id: str, amount_text: str, password: Secret, code: str = ""
    ) -> WithdrawalView:
        """Ask for unused compute to be paid out; the amount is held from now on.

        Raises:
            Refused: The amount, the address (none, or still waiting), or a wrong password or code.
        """
        amount = base_micro(amount_text, self._rules.least_withdrawal_micro, LARGEST_MICRO)
        async with self._store.read() as connection:
            address = await rows.address_of(connection, session.user_id, address_id)
        if address is None:
            raise Refused("withdrawals.error.address-gone", field="address")
        now_ms = self._now()
        if (wait_ms := address.usable_ms - now_ms) > 0:
            raise Refused("withdrawals.error.address-waits", field="address", hours=-(-wait_ms // 3_600_000))
        await self._prove(session, password, code)
        number = "W" + "".join(secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH))
        withdrawal_id = new_id()
        request = {"id": withdrawal_id, "number": number, "user_id": session.user_id, "state": "waiting", "reason": ""}
        request |= {"chain": address.chain, "address": address.address}
        async with self._store.write() as connection:
            if not await rows.add(connection, {**request, "amount_micro": amount, "created_ms": now_ms}):
                raise Refused("withdrawals.error.again")
            await self._hold(connection, session.user_id, withdrawal_id, number, amount)
            detail = {"amount_micro": amount, "chain": address.chain, "address": address.address}
            subject = f"withdrawal:{withdrawal_id}"
            await audit.append(connection, session.user_id, "withdrawal.requested", subject, detail, now_ms)
            row = await rows.by_id(connection, withdrawal_id)
            assert row is not None  # noqa: S101 - inserted above
            return _view(row)

    async def cancel(self, session: Session, withdrawal_id: str) -> None:
        """Take a waiting request back; its amount is free again.

        Raises:
            Refused: It does not wait any more.
        """
        now_ms = self._now()
        async with self._store.write() as connection:
            row = await rows.by_id(connection, withdrawal_id)
            if row is None or row.user_id != session.user_id:
                raise Refused("withdrawals.error.decided")
            await self._end(connection, row, "canceled", session.user_id)
            await self._release(connection, row, session.user_id)
            subject = f"withdrawal:{row.id}"
            await audit.append(connection, session.user_id, "withdrawal.canceled", subject, {}, now_ms)

    # -- the operator ----------------------------------------------------------------------------------------------

    async def waiting(self, session: Session) -> list[WithdrawalView]:
        """Requests of everybody, the oldest first.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            return [_view(row) for row in await rows.waiting(connection)]

    async def approve(self, session: Session, withdrawal_id: str, tx_hash: str, password: Secret) -> None:
        """Note that a request was paid; the chain is asked whether this transaction did.

        Raises:
            Refused: Not the operator, not a hash, wrong password, the transaction did not pay it, or decided meanwhile.
            VenueError: The chain does not answer.
        """
        demand_operator(session)
        try:
            plain = pasted.tx_hash(tx_hash)
        except ValueError:
            raise Refused("claims.error.hash", field="tx_hash") from None
        async with self._store.read() as connection:
            row = await rows.by_id(connection, withdrawal_id)
        if row is None or row.state != "waiting":
            raise Refused("withdrawals.error.decided")
        await self._lock.unlock_trade(session, password)
        await self._demand_paid(row, plain)
        now_ms = self._now()
        async with self._store.write() as connection:
            await self._end(connection, row, "paid", session.user_id, tx_hash=plain)
            await ledger.post(
                connection,
                f"withdrawal:{row.id}:paid",
                "withdrawal-paid",
                ledger.held(row.user_id),
                ledger.clearing(row.chain),
                row.amount_micro,
                row.number,
                session.user_id,
                now_ms,
            )
            facts = {"number": row.number, "amount": usdt(row.amount_micro), "tx": plain}
            await inbox.tell(connection, row.user_id, "withdrawal-paid", facts, now_ms)
            detail = {"tx": plain, "micro": row.amount_micro}
            subject = f"withdrawal:{row.id}"
            await audit.append(connection, session.user_id, "withdrawal.paid", subject, detail, now_ms)

    async def refuse(self, session: Session, withdrawal_id: str, reason: str, password: Secret) -> None:
        """Refuse a request with a reason its owner reads; its amount is free again.

        Raises:
            Refused: Not the operator, no reason, wrong password, or decided meanwhile.
        """
        demand_operator(session)
        text = told(reason)
        await self._lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            row = await rows.by_id(connection, withdrawal_id)
            if row is None:
                raise Refused("withdrawals.error.decided")
            await self._end(connection, row, "refused", session.user_id, reason=text)
            await self._release(connection, row, session.user_id)
            facts = {"number": row.number, "amount": usdt(row.amount_micro), "reason": text}
            await inbox.tell(connection, row.user_id, "withdrawal-refused", facts, now_ms)
            subject = f"withdrawal:{row.id}"
            await audit.append(connection, session.user_id, "withdrawal.refused", subject, {"reason": text}, now_ms)

    # -- inside ----------------------------------------------------------------------------------------------------

    async def _own_address(self, chain: str, address: str) -> str:
        """The address spelled as it is kept; paying ourselves would only burn fees."""
        offer = self._offers().get(chain)
        if offer is None:
            raise Refused("claims.error.chain", field="chain")
        plain = canonical(chain, address)
        async with self._store.read() as connection:
            ours = await topups.watched_addresses(connection, chain) | {offer.address}
        if plain in ours or (chain in self._chains and plain == self._chains[chain].token):
            raise Refused("withdrawals.error.address-ours", field="address")
        return plain

    async def _prove(self, session: Session, password: Secret, code: str) -> None:
        await self._lock.unlock_trade(session, password)
        if self._factor is not None:
            await self._factor.demand(session, code)

    async def _warn_owner(self, connection: AsyncConnection, session: Session, address: str) -> None:
        account = await accounts.by_id(connection, session.user_id)
        if account is not None:
            time = datetime.fromtimestamp(self._now() / 1000, UTC)
            values = {"username": account.username, "time": f"{time:%Y-%m-%d %H:%M}", "address": address}
            await self._mail.put(connection, account.email, "payout-address", language_of(account), **values)

    async def _free(self, connection: AsyncConnection, user_id: str) -> int:
        held = await ledger.balance(connection, ledger.compute(user_id))
        return max(0, held - await meters.owed_by(connection, user_id))

    async def _hold(
        self, connection: AsyncConnection, user_id: str, withdrawal_id: str, number: str, amount: int
    ) -> None:
        """Move the amount aside; what metering is owed cannot be taken away from under it."""
        try:
            await ledger.post(
                connection,
                f"withdrawal:{withdrawal_id}",
                "withdrawal",
                ledger.compute(user_id),
                ledger.held(user_id),
                amount,
                number,
                user_id,
                self._now(),
            )
        except InsufficientCompute:
            free = await self._free(connection, user_id)
            raise Refused("withdrawals.error.too-much", field="amount", free=usdt(free)) from None
        # The account is locked from here on, so what is left now stays.
        left = await ledger.balance(connection, ledger.compute(user_id))
        if left < await meters.owed_by(connection, user_id):
            raise Refused("withdrawals.error.owed", field="amount")

    async def _end(self, connection: AsyncConnection, row: Row[Any], state: str, actor: str, **values: str) -> None:
        try:
            ended = await rows.decide(connection, row.id, state, self._now(), decided_by=actor, **values)
        except Conflict:
            raise Refused("withdrawals.error.tx-used", field="tx_hash") from None
        if not ended:
            raise Refused("withdrawals.error.decided")

    async def _release(self, connection: AsyncConnection, row: Row[Any], actor: str) -> None:
        await ledger.post(
            connection,
            f"withdrawal:{row.id}:returned",
            "withdrawal-returned",
            ledger.held(row.user_id),
            ledger.compute(row.user_id),
            row.amount_micro,
            row.number,
            actor,
            self._now(),
        )

    async def _demand_paid(self, row: Row[Any], tx_hash: str) -> None:
        """Refuse a transaction that the chain does not know, or that paid this address less."""
        chain = self._chains.get(row.chain)
        if chain is None:
            raise Refused("claims.error.chain", field="tx_hash")
        proof = await chain.prove(tx_hash, {row.address}, final=False)
        if proof is None:
            raise Refused("withdrawals.error.tx-unknown", field="tx_hash")
        if sum(transfer.raw for transfer in proof.transfers) < raw_from_micro(row.amount_micro, chain.decimals):
            raise Refused("withdrawals.error.tx-other", field="tx_hash", amount=usdt(row.amount_micro))


def _view(row: Row[Any]) -> WithdrawalView:
    state: WithdrawalState = row.state
    username = getattr(row, "username", "")
    return WithdrawalView(
        id=row.id,
        number=row.number,
        chain=row.chain,
        address=row.address,
        amount_micro=row.amount_micro,
        state=state,
        tx_hash=row.tx_hash or "",
        reason=row.reason,
        created_ms=row.created_ms,
        decided_ms=row.decided_ms,
        owner=f"{row.nickname} ({username})" if username else "",
    )
