"""People with accounts, a simulated chain, and the services that account for money, on one store and one clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.services.audit_log import AuditService
from app.services.claims import ClaimService
from app.services.deposit_addresses import DepositAddressService
from app.services.inbox import InboxService
from app.services.parameter_changes import ParameterChangeService
from app.services.referral import ReferralService
from app.services.rules import Rules
from app.services.second_factor import SecondFactorService
from app.services.session import Session
from app.services.topup_chains import chain_offers, open_chains
from app.services.users import UserService
from app.services.withdrawals import WithdrawalService
from exchanges.chains.chain import Chain
from exchanges.core.secret import Secret
from store import audit, ledger
from tests.accounts.house import LOGIN, TRADE, House
from tests.topups.world import World

WRONG = Secret("Not-the-second-password-1")


@dataclass
class Bank:
    """An operator, two members, and everything that moves their money."""

    house: House
    sea: World
    operator: Session
    ada: Session
    bo: Session
    chains: dict[str, Chain]
    claims: ClaimService
    inbox: InboxService
    rules: Rules
    withdrawals: WithdrawalService
    addresses: DepositAddressService
    referral: ReferralService
    factor: SecondFactorService
    users: UserService
    changes: ParameterChangeService
    audit: AuditService

    login: Secret = LOGIN

    @property
    def clock(self) -> Any:
        return self.house.clock

    async def paid(self, amount: str, **more: Any) -> str:
        """A final payment to the operator's address that the scanner has seen; answers its hash."""
        tx = await self.sea.tron.pay(amount, **more)
        await self.sea.settle()
        return tx

    async def topped_up(self, session: Session, amount: str = "200") -> int:
        """Compute of a person after a top-up; answers what was credited."""
        order = await self.sea.topups.create(session, amount, "tron")
        await self.paid("", amount_raw=str(order.payable_micro))
        return order.payable_micro

    async def signed_in_again(self) -> None:
        """Fresh logins for everybody, after a day or more went by."""
        self.operator, self.ada, self.bo = [
            await self.house.accounts.login(name, self.login) for name in ("captain", "ada", "bob")
        ]

    async def aclose(self) -> None:
        for chain in self.chains.values():
            await chain.aclose()

    async def balance(self, session: Session) -> int:
        return await self.sea.balance(session)

    async def told(self, session: Session) -> list[str]:
        """Kinds of the person's messages."""
        entries = await self.inbox.entries(session)
        return sorted(entry.title_key.split(".")[2] for entry in entries if not entry.is_notice)

    async def actions(self) -> list[str]:
        """What stands in the audit log, in order."""
        async with self.sea.store.read() as connection:
            rows = await connection.execute(audit.AUDIT.select().order_by(audit.AUDIT.c.seq))
            return [row.action for row in rows]

    async def assert_sound(self) -> None:
        """The books balance and the audit chain is whole."""
        async with self.sea.store.read() as connection:
            assert (await ledger.check(connection)).are_sound
            assert (await audit.verify(connection)).is_whole


def second(password: Secret = TRADE) -> Secret:
    """The second password, as typed once more."""
    return Secret(password.reveal())


async def build_bank(house: House, sea: World) -> Bank:
    operator = await house.operator()
    _, ada = await house.member(operator, "ada")
    _, bo = await house.member(operator, "bob")
    store, accounts, clock = house.store, house.accounts, house.clock
    chains = {chain.key: chain for chain in open_chains(sea.settings, clock)}
    offers = {offer.key: offer for offer in chain_offers(sea.settings)}
    factor = SecondFactorService(store, accounts, accounts.throttle, clock)
    rules = Rules(store, sea.settings, accounts, clock)
    return Bank(
        house=house,
        sea=sea,
        operator=operator,
        ada=ada,
        bo=bo,
        chains=chains,
        claims=ClaimService(store, chains, lambda: offers, accounts, clock),
        inbox=InboxService(store, accounts, clock),
        rules=rules,
        withdrawals=WithdrawalService(store, chains, lambda: offers, rules, accounts, house.mail, clock, factor),
        addresses=DepositAddressService(store, sea.settings, rules, accounts, clock, sea.topups.offer),
        referral=ReferralService(store, rules, clock),
        factor=factor,
        users=UserService(store, accounts, house.mail, clock),
        changes=ParameterChangeService(store, "manual", accounts, clock),
        audit=AuditService(store),
    )
