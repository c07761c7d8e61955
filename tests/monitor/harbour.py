"""A person with a vault and compute, a simulated OKX, and the services between them; all real but the venue's owner."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec

from app.services.accounts import AccountService
from app.services.bindings import BindingService
from app.services.ledger import LedgerService
from app.services.mail import MailService
from app.services.metering import MeteringService
from app.services.monitor import MonitorService
from app.services.sealed_keys import KeyKind, seal
from app.services.session import Session
from app.services.venues import Venues
from app.settings import Hosts, OkxAt, Settings
from exchanges.core.adapter import Credentials
from exchanges.core.clock import now_ms
from exchanges.core.link import Pace
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.sandbox.server import SandboxThread
from store import bindings, ledger
from store.database import Store, new_id
from store.vault import KdfParams, Vaults, new_recovery_code
from tests.monitor.signed_in import signed_in
from tests.store.people import add_user

USDT = 1_000_000
PATIENCE_S = 20.0
QUICK_PACE = Pace(confirm_s=0.05, longest_pause_s=0.2, audit_soon_s=0.05)
QUICK_TIMING = Timing(ping_after_s=0.2, dead_after_s=0.6)
LOGIN, TRADE = Secret("correct horse battery staple"), Secret("another phrase for money")


async def eventually(holds: Callable[[], bool | Awaitable[bool]], what: Callable[[], object] = lambda: "") -> None:
    """Wait until the condition holds; the failure shows `what()`."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        outcome = holds()
        if await outcome if inspect.isawaitable(outcome) else outcome:
            return
        assert time.monotonic() < deadline, f"waited in vain; {what()}"
        await asyncio.sleep(0.01)


@dataclass
class VenueSide:
    """The simulated OKX, seen from its owner's side."""

    thread: SandboxThread
    http: httpx.AsyncClient

    @property
    def accounts(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in self.thread.describe()["venues"]["okx"]["accounts"]}

    def key(self, account: str, kind: str) -> dict[str, str]:
        """A seeded key of an account: api_key, secret, passphrase."""
        return next(key for key in self.accounts[account]["keys"] if key["kind"] == kind)

    async def post(self, path: str, **body: Any) -> Any:
        return (await self.http.post(path, json=body)).raise_for_status().json()

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.post("/faults", venue="okx", kind=kind, **fields)

    async def heal(self) -> None:
        (await self.http.delete("/faults")).raise_for_status()

    async def truth(self, account: str) -> dict[str, Any]:
        truth: dict[str, Any] = (await self.http.get(f"/okx/accounts/{account}/truth")).raise_for_status().json()
        return truth

    async def order(self, account: str, contract: str, side: str, leg: str, size: str, **fields: Any) -> Any:
        body = {"instId": contract, "side": side, "posSide": leg, "sz": size, **fields}
        return await self.post(f"/okx/accounts/{account}/orders", **body)

    async def price(self, contract: str, price: str) -> None:
        await self.post("/market/step", instId=contract, price=price)


@asynccontextmanager
async def simulated_okx(**settings: Any) -> AsyncIterator[VenueSide]:
    """A simulated OKX of its own, in its own thread."""
    thread = await asyncio.to_thread(SandboxThread(**settings).start)
    try:
        async with httpx.AsyncClient(
            base_url=thread.describe()["control"], timeout=10, trust_env=False, verify=False
        ) as http:
            yield VenueSide(thread, http)
    finally:
        await asyncio.to_thread(thread.stop)


@dataclass
class Harbour:
    """Everything a test of monitor or wizard needs; `again()` gives new service objects on the same store."""

    store: Store
    okx: VenueSide
    settings: Settings
    vaults: Vaults
    session: Session
    now: Callable[[], int] = now_ms
    shared: Venues | None = None
    """The venues of another harbour of the same process, with its rate budgets."""
    monitor: MonitorService = field(init=False)
    metering: MeteringService = field(init=False)
    ledger: LedgerService = field(init=False)
    venues: Venues = field(init=False)
    accounts: AccountService = field(init=False)
    bindings: BindingService = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        """As after a restart of the program: the same store, nothing else."""
        mail = MailService(self.store, self.settings, self.now)
        self.accounts = AccountService(self.store, mail, self.settings, self.now, vaults=self.vaults)
        self.venues = self.shared or Venues(self.settings, self.now, pace=QUICK_PACE, timing=QUICK_TIMING)
        self.metering = MeteringService(self.store, self.settings, self.now)
        self.ledger = LedgerService(self.store, self.settings, self.now)
        self.monitor = MonitorService(
            self.store, self.settings, self.venues, self.metering, self.now, look_again_s=0.05
        )
        self.bindings = BindingService(
            self.store, self.settings, self.venues, self.accounts, self.now, changed=self.monitor.refresh
        )

    async def unlock_trade(self) -> None:
        await self.accounts.unlock_trade(self.session, TRADE)

    async def somebody_else(self, compute: int = 500 * USDT) -> Harbour:
        """Another person at the same deployment."""
        session = await new_person(self.store, self.vaults)
        other = Harbour(self.store, self.okx, self.settings, self.vaults, session, shared=self.venues)
        await other.top_up(compute)
        return other

    async def log_in_again(self) -> None:
        """Open the vault anew, as after a restart."""
        vault = await self.vaults.open_with_password(self.session.user_id, LOGIN)
        self.session = signed_in(self.session.user_id, vault=vault)

    async def top_up(self, amount_micro: int) -> None:
        account = ledger.compute(self.session.user_id)
        async with self.store.write() as connection:
            await ledger.post(
                connection, new_id(), "deposit", ledger.clearing("tron"), account, amount_micro, "order", "system", 1
            )

    async def spend(self, amount_micro: int) -> None:
        account = ledger.compute(self.session.user_id)
        async with self.store.write() as connection:
            await ledger.post(
                connection, new_id(), "adjustment", account, ledger.ADJUSTMENTS, amount_micro, "test", "system", 1
            )

    async def approved(
        self,
        account: str = "main",
        *,
        kinds: tuple[KeyKind, ...] = ("read",),
        since_ms: int | None = None,
        state: str = "approved",
    ) -> str:
        """A binding of one of OKX's seeded accounts, approved or in another state; answers its id."""
        binding_id, now = new_id(), self.now()
        uid = self.okx.accounts[account]["uid"]
        if "trade" in kinds:
            await self.unlock_trade()
        async with self.store.write() as connection:
            await bindings.add(
                connection,
                {
                    "id": binding_id,
                    "user_id": self.session.user_id,
                    "venue": "okx",
                    "environment": "live",
                    "uid": uid,
                    "label": f"OKX {account}",
                    "state": state,
                    "step": "send",
                    "approved_ms": (since_ms or now) if state == "approved" else None,
                    "submitted_ms": now,
                    "created_ms": now,
                    "updated_ms": now,
                },
            )
            for kind in kinds:
                key_id, key = new_id(), self.okx.key(account, kind)
                row = {"id": key_id, "binding_id": binding_id, "kind": kind, "last4": key["api_key"][-4:]}
                await bindings.add_key(connection, row | {"created_ms": now})
                await seal(connection, self.session.vault, kind, key_id, pasted(key), now)
        return binding_id


def pasted(key: dict[str, str]) -> Credentials:
    """A key of the simulated venue as a person pasted it."""
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(key["passphrase"]))


def settings_for(okx: VenueSide, data_dir: Path, **values: Any) -> Settings:
    """Settings under which OKX is the simulated one."""
    hosts = okx.thread.hosts()
    live, demo = (msgspec.convert(hosts[environment], Hosts) for environment in ("live", "demo"))
    return Settings(data_dir=data_dir, okx=OkxAt(live=live, demo=demo), **values)


async def new_person(store: Store, vaults: Vaults) -> Session:
    """A person with an open vault; the trade key is locked."""
    async with store.write() as connection:
        user_id = await add_user(connection)
    change, vault = await vaults.create_vault(user_id, LOGIN, TRADE, Secret(new_recovery_code()))
    async with store.write() as connection:
        await change.apply(connection, 1)
    vault.lock_trade()
    return signed_in(user_id, vault=vault)


@asynccontextmanager
async def harbour(store: Store, data_dir: Path, *, compute: int = 500 * USDT, **values: Any) -> AsyncIterator[Harbour]:
    """A harbour on an open store, torn down in order."""
    async with simulated_okx(seed=7) as okx:
        vaults = Vaults(store, KdfParams(memory_kib=64, iterations=1, lanes=1), testing=True)
        here = Harbour(store, okx, settings_for(okx, data_dir, **values), vaults, await new_person(store, vaults))
        if compute:
            await here.top_up(compute)
        try:
            yield here
        finally:
            await here.monitor.stop()
