"""Builds all services on one store, and takes them down again in order."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

from app import locations
from app.services.accounts import AccountService
from app.services.accounts.service import source_of
from app.services.audit_log import AuditService
from app.services.background import Background
from app.services.bindings.service import BindingService
from app.services.claims import ClaimService
from app.services.demo import DemoService
from app.services.deposit_addresses import DepositAddressService, with_addresses
from app.services.deposits import DepositScanner
from app.services.errors import Refused
from app.services.explorer import ExplorerService
from app.services.inbox import InboxService
from app.services.ledger import LedgerService
from app.services.mail import MailService
from app.services.metering import MeteringService
from app.services.monitor import MonitorService
from app.services.parameter_changes import ParameterChangeService
from app.services.referral import ReferralService
from app.services.rules import Rules
from app.services.second_factor import SecondFactorService
from app.services.topup_chains import ChainOffer, open_chains
from app.services.topups import TopUpService
from app.services.users import UserService
from app.services.venues import Venues
from app.services.wins import WinService
from app.services.withdrawals import WithdrawalService
from app.settings import Settings
from exchanges.chains.chain import Chain
from exchanges.core.clock import now_ms
from store import accounts as account_rows
from store import deposit_addresses
from store import settings as kept
from store.database import Store, open_store

log = logging.getLogger(__name__)
_WORLD = "world"


@dataclass(slots=True)
class Services:
    """Everything a screen may ask; `aclose` ends it all."""

    settings: Settings
    """As in effect: in the demo they point at the simulation."""
    store: Store
    accounts: AccountService
    mail: MailService
    topups: TopUpService
    deposits: DepositScanner
    claims: ClaimService
    withdrawals: WithdrawalService
    addresses: DepositAddressService
    inbox: InboxService
    referral: ReferralService
    factor: SecondFactorService
    users: UserService
    audit: AuditService
    venues: Venues
    explorer: ExplorerService
    bindings: BindingService
    changes: ParameterChangeService
    metering: MeteringService
    monitor: MonitorService
    ledger: LedgerService
    wins: WinService
    rules: Rules
    demo: DemoService | None
    broken: list[str] = field(default_factory=list)
    """Names of background jobs that keep breaking; they are still tried now and then."""
    _background: Background | None = None
    _closing: AsyncExitStack = field(default_factory=AsyncExitStack)

    def start(self) -> None:
        """Start what runs all the time: sending mail, watching the chains, following claims, rewards and rules."""
        jobs = {
            "mail": self.mail.run,
            "deposits": self.deposits.run,
            "claims": self.claims.run,
            "rules": self.rules.run,
            "referral": self.referral.run,
            "addresses": self.addresses.run,
        }
        reports = locations.reports_dir(self.settings.data_dir)
        self._background = Background(jobs, reports, lambda name, _: self.broken.append(name))
        self._background.start()

    async def aclose(self) -> None:
        """Stop watching and sending, give leases back, close the store; in the demo end the simulation."""
        await self.monitor.stop()
        if self._background is not None:
            await self._background.stop()
        await self._closing.aclose()


async def open_services(
    settings: Settings,
    *,
    now: Callable[[], int] = now_ms,
    environ: Mapping[str, str] = os.environ,
    start: bool = True,
) -> Services:
    """Open the store and build everything on it.

    Args:
        settings: As read by `app.settings.load`.
        now: UTC milliseconds.
        environ: Tells where the person comes from.
        start: Also start what runs all the time.

    Raises:
        Refused: Something in the settings or in the data folder stands against it; the text says what.
        StoreError: The store does not open.
    """
    async with AsyncExitStack() as opened:
        locations.private_dir(settings.data_dir)
        demo: DemoService | None = None
        if settings.demo:
            demo = await DemoService.start(settings)
            opened.push_async_callback(demo.aclose)
            settings = demo.settings
        store = await open_store(settings.store_url, now=now)
        opened.push_async_callback(store.aclose)
        await _check_world(store, "demo" if settings.demo else "real", now())
        async with store.read() as connection:
            settings = with_addresses(settings, await deposit_addresses.effective(connection, now()))
        chains = {chain.key: chain for chain in open_chains(settings, now)}
        for chain in chains.values():
            opened.push_async_callback(chain.aclose)
        services = _build(settings, store, demo, chains, now, source_of(environ))
        opened.push_async_callback(services.deposits.aclose)
        await services.rules.refresh()
        if demo is not None:
            await demo.furnish(store, services.accounts, services.mail, now)
        services._closing = opened.pop_all()
    if start:
        services.start()
    return services


def _build(
    settings: Settings,
    store: Store,
    demo: DemoService | None,
    chains: Mapping[str, Chain],
    now: Callable[[], int],
    source: str,
) -> Services:
    mail = MailService(store, settings, now)
    accounts = AccountService(store, mail, settings, now, source=source)
    venues = Venues(settings, now)
    rules = Rules(store, settings, accounts, now)
    factor = SecondFactorService(store, accounts, accounts.throttle, now)
    metering = MeteringService(store, rules, now)
    monitor = MonitorService(store, settings, venues, metering, now)
    topups = TopUpService(store, settings, now)
    offers = partial(_offers, topups)
    return Services(
        settings=settings,
        store=store,
        accounts=accounts,
        mail=mail,
        topups=topups,
        deposits=DepositScanner(store, open_chains(settings, now), settings, now),
        claims=ClaimService(store, chains, offers, accounts, now),
        withdrawals=WithdrawalService(store, chains, offers, rules, accounts, mail, now, factor),
        addresses=DepositAddressService(store, settings, rules, accounts, now, topups.offer),
        inbox=InboxService(store, accounts, now),
        referral=ReferralService(store, rules, now),
        factor=factor,
        users=UserService(store, accounts, mail, now),
        audit=AuditService(store),
        venues=venues,
        explorer=ExplorerService(store, venues),
        bindings=BindingService(store, settings, venues, accounts, now, changed=monitor.refresh, rules=rules),
        changes=ParameterChangeService(store, settings.review, accounts, now),
        metering=metering,
        monitor=monitor,
        ledger=LedgerService(store, rules, now),
        wins=WinService(store),
        rules=rules,
        demo=demo,
    )


def _offers(topups: TopUpService) -> Mapping[str, ChainOffer]:
    """The chains people can pay on just now, by key."""
    return {offer.key: offer for offer in topups.chains()}


async def _check_world(store: Store, world: str, now_ms_: int) -> None:
    """Simulated and real money never meet in one store: the first start settles which it is."""
    async with store.write() as connection:
        known = await kept.get(connection, _WORLD)
        if known is None:
            is_new = await account_rows.is_empty(connection)
            known = world if is_new else "real"
            await kept.put(connection, _WORLD, known, now_ms_)
    if known != world:
        raise Refused("demo.error.world-real" if known == "real" else "demo.error.world-demo", field="database")
