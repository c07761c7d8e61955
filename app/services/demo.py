"""The demo: a simulated venue, chain and wallet on this machine, an operator to sign in as, an invite to hand out.

Nothing in the app knows that they are simulated: the settings point at them, and everything reaches them over HTTP and
WebSockets as it would reach the real ones.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from app import locations
from app.locale.catalogue import t
from app.services.accounts import AccountService, Registration
from app.services.errors import Refused
from app.services.mail import MailService
from app.services.simulation_http import SimulationHttp
from app.services.site_console import SiteConsole
from app.settings import Evm, Hosts, Settings, Smtp
from exchanges.chains import tron_address
from exchanges.chains.evm import address as evm_address
from exchanges.core.secret import Secret
from exchanges.venues import NAMES, site_of
from store import accounts as account_rows
from store import settings as kept
from store import topups
from store.database import Store

if TYPE_CHECKING:
    from exchanges.sandbox.server import SandboxThread

USERNAME = "operator"
EMAIL = "operator@demo.example"
LOGIN_PASSWORD = "north star anchor"  # noqa: S105 - shown on the sign-in screen
TRANSACTION_PASSWORD = "quiet harbour rope"  # noqa: S105 - shown on the sign-in screen
INVITE_USES = 100
BLOCKS_A_LOOK, SLOWEST_LOOK_MS = 5, 1_000
"""A simulated chain is looked at when it has grown by a few blocks, as a real one is, and at least once a second."""
_DEPOSIT = hashlib.sha256(b"binnacle demo deposit address").digest()[:20]
DEPOSIT_ADDRESS = tron_address.to_text(_DEPOSIT)
_FACTS = "simulation.facts"


@dataclass(frozen=True, slots=True)
class DemoIntro:
    """What the demo comes with, for the sign-in screen."""

    username: str
    login_password: str
    transaction_password: str
    recovery_code: str
    """Of the operator as registered; void once it was used."""
    invite: str
    wallet_address: str
    wallet_usdt: Decimal


class DemoService:
    """Runs the simulation of one data folder; made by `start`, ended by `aclose`.

    Args:
        settings: Those of the demo as asked for.
        sandbox: The running simulation.
        lock: Descriptor that holds the data folder.
    """

    def __init__(self, settings: Settings, sandbox: SandboxThread, lock: int) -> None:
        self._sandbox = sandbox
        self._lock = lock
        self._http = SimulationHttp(sandbox.describe()["control"])
        self._store: Store | None = None
        self.settings = _pointed_at(settings, sandbox)
        """The settings with every address pointing at the simulation."""
        self.sites = {name: SiteConsole(self._http, site) for name, site in _simulated(sandbox).items()}
        """The venues' own sites, by venue."""

    @classmethod
    async def start(cls, settings: Settings) -> Self:
        """Start the simulation of `settings.data_dir`, where it was left.

        Raises:
            Refused: Another demo runs on this folder, or the servers do not start.
        """
        locations.private_dir(settings.data_dir)
        lock = _hold(settings.data_dir / "running.lock")
        try:
            sandbox = await asyncio.to_thread(_run_sandbox, settings)
        except RuntimeError as error:
            os.close(lock)
            raise Refused("demo.error.not-started", reason=error.__cause__ or error) from error
        return cls(settings, sandbox, lock)

    async def furnish(self, store: Store, accounts: AccountService, mail: MailService, now: Callable[[], int]) -> None:
        """Register the operator and make the invite, once; a start that was cut short is finished by the next one."""
        self._store = store
        if await accounts.is_first_start():
            async with store.write() as connection:
                # Of a start that was cut short: another code could not be asked for within a minute.
                await account_rows.forget_codes(connection, now() + 1)
            recovery = await self._register_operator(accounts, mail)
            await self._keep({"recovery": recovery.reveal()}, now())
        facts = await self._facts()
        if "invite" in facts:
            return
        session = await accounts.login(USERNAME, Secret(LOGIN_PASSWORD))
        invite = await accounts.create_invite(session, INVITE_USES)
        await accounts.logout(session)
        await self._keep({**facts, "invite": invite.code}, now())

    async def _register_operator(self, accounts: AccountService, mail: MailService) -> Secret:
        """The recovery code of the new operator."""
        request = await accounts.request_code("register", EMAIL)
        newest = next(each for each in await mail.outbox() if each.id == request.mail_id)
        code = re.search(r"\d{6}", newest.body)
        assert code is not None  # noqa: S101 - our own mail
        return (await accounts.register(_operator(request.id, code.group()))).recovery_code

    async def _keep(self, facts: dict[str, str], now_ms: int) -> None:
        assert self._store is not None  # noqa: S101 - set by `furnish`
        async with self._store.write() as connection:
            await kept.put(connection, _FACTS, facts, now_ms)

    async def intro(self) -> DemoIntro:
        """What there is to try; the wallet is asked for its balance.

        Raises:
            Refused: The simulated servers do not answer.
        """
        facts = await self._facts()
        wallet = await self._http.get("/tron/wallet")
        return DemoIntro(
            username=USERNAME,
            login_password=LOGIN_PASSWORD,
            transaction_password=TRANSACTION_PASSWORD,
            recovery_code=facts.get("recovery", ""),
            invite=facts.get("invite", ""),
            wallet_address=wallet["address"],
            wallet_usdt=Decimal(wallet["balance"]),
        )

    async def accounts_text(self) -> str:
        """The same as lines for the sign-in screen, in the current language."""
        intro = await self.intro()
        return "\n".join(
            (
                t("demo.account", username=intro.username, password=intro.login_password),
                t("demo.transaction", password=intro.transaction_password),
                t("demo.invite", code=intro.invite),
                t("demo.wallet", amount=f"{intro.wallet_usdt:,.2f}"),
            )
        )

    async def wallet_balance(self, chain: str = "tron") -> Decimal:
        """USDT in the simulated wallet on one of the chains."""
        return Decimal((await self._http.get(f"/{chain}/wallet"))["balance"])

    async def pay(self, order_id: str) -> str:
        """Send exactly what a top-up order asks for from the simulated wallet; answers the transaction's id.

        Raises:
            Refused: There is no such order, or the simulated node refuses.
        """
        assert self._store is not None  # noqa: S101 - furnished by `open_services`
        async with self._store.read() as connection:
            order = await topups.order_by_id(connection, order_id)
        if order is None:
            raise Refused("demo.error.no-order")
        transfer = {"to": order.address, "amount_raw": order.payable_raw}
        sent: str = (await self._http.post(f"/{order.chain}/transfer", transfer))["tx_id"]
        return sent

    async def aclose(self) -> None:
        """End the simulation; what it remembers is saved."""
        await self._http.aclose()
        await asyncio.to_thread(self._sandbox.stop)
        os.close(self._lock)

    async def _facts(self) -> dict[str, str]:
        assert self._store is not None  # noqa: S101 - furnished by `open_services`
        async with self._store.read() as connection:
            facts: dict[str, str] = await kept.get(connection, _FACTS, {})
        return facts


def _operator(request_id: str, code: str) -> Registration:
    return Registration(
        username=USERNAME,
        nickname=t("demo.nickname"),
        real_name=t("demo.nickname"),
        email=EMAIL,
        request_id=request_id,
        code=code,
        phone="+00 000 000 000",
        login_password=Secret(LOGIN_PASSWORD),
        transaction_password=Secret(TRANSACTION_PASSWORD),
    )


def _run_sandbox(settings: Settings) -> SandboxThread:
    # The servers are loaded only where they run.
    from exchanges.sandbox.served import TABLE
    from exchanges.sandbox.server import SandboxThread

    simulation = settings.simulation
    return SandboxThread(
        venues=simulation.venues or tuple(name for name in NAMES if name in TABLE),
        seed=simulation.seed,
        tick_ms=simulation.tick_ms,
        block_ms=simulation.block_ms,
        state_dir=locations.sandbox_dir(settings.data_dir),
    ).start()


def _simulated(sandbox: SandboxThread) -> dict[str, str]:
    """Venues that can be bound in the simulation, with the simulated site each is found at."""
    running = sandbox.describe()["venues"]
    return {name: name for name in running} | {name: site_of(name) for name in NAMES if site_of(name) in running}


def _pointed_at(settings: Settings, sandbox: SandboxThread) -> Settings:
    """Every address of the settings replaced by the simulation's; mail stays in the local outbox."""
    described: dict[str, Any] = sandbox.describe()
    tron, block_ms = described["chains"]["tron"], settings.simulation.block_ms
    replace = msgspec.structs.replace
    venues = {
        name: replace(settings.venue(name), **msgspec.convert(sandbox.hosts(site), dict[str, Hosts]))
        for name, site in _simulated(sandbox).items()
    }
    return replace(
        settings,
        smtp=Smtp(),
        **venues,
        tron=replace(
            settings.tron,
            base_url=tron["rest"],
            usdt=tron["usdt"],
            api_key=Secret(""),
            deposit_address=DEPOSIT_ADDRESS,
            poll_ms=min(block_ms * BLOCKS_A_LOOK, SLOWEST_LOOK_MS),
            block_ms=block_ms,
            requests_per_s=0.0,
        ),
        **{name: _evm_at(described["chains"][name], block_ms) for name in ("bsc", "eth")},
        polygon=Evm(),
        egress_ips=tuple({venue["egress_ip"]: None for venue in described["venues"].values()}),
    )


def _evm_at(chain: dict[str, str], block_ms: int) -> Evm:
    """The settings of a simulated EVM chain; one node, which is believed."""
    return Evm(
        providers=(Secret(chain["rpc"]),),
        usdt=chain["usdt"],
        deposit_address=evm_address.to_text(_DEPOSIT),
        poll_ms=min(block_ms * BLOCKS_A_LOOK, SLOWEST_LOOK_MS),
        block_ms=block_ms,
        requests_per_s=0.0,
    )


def _hold(file: Path) -> int:
    """Keep the folder for this process until the descriptor is closed, or the process ends however it ends."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise Refused("demo.error.running", folder=file.parent) from None
    return descriptor
