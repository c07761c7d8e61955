"""Any simulated venue as a test handles it, whatever its name: one account, its keys, its truth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import httpx

from exchanges import venues
from exchanges.core.adapter import Adapter, Credentials, Environment, Resume
from exchanges.core.clock import now_ms
from exchanges.core.endpoint import Bucket
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.plugin import Hosts
from exchanges.core.secret import Secret
from exchanges.sandbox.server import SandboxThread
from tests.okx.okx_house import TIMING, Watcher

SLOW = Pace(audit_s=600, audit_soon_s=0.2, second_look_s=0.1, confirm_s=0.1, longest_pause_s=0.4, healthy_s=60)
"""Without audits by the clock: only the streams tell, what is fetched after a break, and audits that events ask for."""


class HastyLimits(Limits):
    """Budgets that let every call through: what they hold back is shown elsewhere, on a virtual clock."""

    async def acquire_bucket(self, bucket: Bucket, *, account: str = "") -> None:
        return


class Simulated:
    """One venue in a simulation of its own."""

    def __init__(self, name: str, sandbox: SandboxThread, http: httpx.AsyncClient) -> None:
        self.name = name
        self.site = venues.site_of(name)
        """Whose accounts and keys these are."""
        self.plugin = venues.load(name)
        self.limits = HastyLimits()
        self._sandbox = sandbox
        self._http = http

    def hosts(self, environment: Environment = "live") -> Hosts:
        return self.plugin.hosts(**self._sandbox.hosts(self.site)[environment])

    @property
    def control(self) -> str:
        """Where everything but trading is done to the simulation."""
        return str(self._sandbox.describe()["control"])

    @property
    def egress_ip(self) -> str:
        """Where the venue sees us come from."""
        return str(self._sandbox.describe()["venues"][self.site]["egress_ip"])

    @property
    def accounts(self) -> list[str]:
        """Names of its seeded accounts."""
        return [each["name"] for each in self._sandbox.describe()["venues"][self.site]["accounts"]]

    def keys(self, account: str = "main") -> dict[str, Credentials]:
        """The seeded keys of an account, by kind."""
        accounts = {each["name"]: each for each in self._sandbox.describe()["venues"][self.site]["accounts"]}
        return {
            key["kind"]: Credentials(key["api_key"], Secret(key["secret"]), Secret(key.get("passphrase") or ""))
            for key in accounts[account]["keys"]
        }

    def adapter(self, account: str = "main", kind: str = "read", *, ahead_ms: int = 0) -> Adapter:
        """One on a machine whose clock may be ahead of the venue's, or behind."""
        return self.plugin.adapter(
            self.keys(account)[kind],
            self.hosts(),
            "live",
            now=lambda: now_ms() + ahead_ms,
            limits=self.limits,
            pace=SLOW,
            timing=TIMING,
        )

    @asynccontextmanager
    async def watching(self, adapter: Adapter, resume: Resume | None = None) -> AsyncIterator[Watcher]:
        """Follow an account, from now on unless said otherwise; ends the adapter afterwards."""
        watcher = Watcher(adapter)  # type: ignore[arg-type]
        task = asyncio.create_task(watcher.follow(resume or Resume(last_fill_ms=now_ms())))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await adapter.aclose()

    # The hand of fate.

    async def do(self, method: str, path: str, **body: Any) -> Any:
        """Do something to the simulation."""
        answer = await self._http.request(method, path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tries(self, path: str, **body: Any) -> None:
        """Ask for something that the venue may well refuse."""
        answer = await self._http.post(path, json=body)
        assert answer.status_code < 500, answer.text

    async def contract(self, asset: str) -> str:
        """The venue's own name of an asset's perpetual in USDT."""
        quotes = await self.do("GET", "/market", venue=self.site)
        return next(str(each["instId"]) for each in quotes if f"{asset}" in each["instId"])

    async def last(self, contract: str) -> Decimal:
        quotes = await self.do("GET", "/market", venue=self.site)
        return Decimal(next(each["last"] for each in quotes if each["instId"] == contract))

    async def order(self, contract: str, side: str, leg: str, size: int, price: str = "") -> None:
        """Another client of the account places an order; the venue may refuse it."""
        words = ("instId", "posSide", "sz", "px") if self.name == "okx" else ("contract", "leg", "size", "price")
        body = {words[0]: contract, "side": side, words[1]: leg, words[2]: str(size)}
        if price:
            body |= {words[3]: price} | ({"ordType": "limit"} if self.name == "okx" else {})
        await self.tries(self.orders, **body)

    @property
    def orders(self) -> str:
        """Where orders of the account are placed by other hands; one of them stands below it by its id."""
        return f"/{self.site}/accounts/main/orders"

    async def truth(self) -> Truth:
        return Truth(self.name, await self.do("GET", f"/{self.site}/accounts/main/truth"))


class SimulatedMargin(Simulated):
    """Bitget's margin: spot orders on credit, and a truth of their own."""

    @property
    def orders(self) -> str:
        return "/bitget/accounts/main/margin/orders"

    async def order(self, contract: str, side: str, leg: str, size: int, price: str = "") -> None:
        """One that borrows and repays; what is bought at market is sized in USDT."""
        del leg
        at_market = {"quote": str(size * 100)} if side == "buy" else {"size": str(size)}
        how = {"size": str(size), "price": price} if price else at_market
        await self.tries(self.orders, symbol=contract, side=side, loan="autoLoanAndRepay", **how)

    async def truth(self) -> Truth:
        return MarginTruth(self.name, await self.do("GET", "/bitget/accounts/main/margin"))


class Truth:
    """What the simulation knows of an account, and whether a watcher was told the same."""

    def __init__(self, venue: str, told: Any) -> None:
        self._is_okx = venue == "okx"
        self._told = told

    @property
    def resting(self) -> list[str]:
        """Ids of plain orders that wait in the book."""
        return [str(row["ordId" if self._is_okx else "id"]) for row in self._told["orders"]]

    def fills(self, since_ms: int) -> int:
        """How many there were since then."""
        when = "ts" if self._is_okx else "time_ms"
        return sum(int(row[when]) >= since_ms for row in self._told["fills"])

    def is_what(self, watcher: Watcher) -> bool:
        """Positions, orders and balances, to the last digit."""
        if self._is_okx:
            return watcher.equals(self._told)
        positions = {(row.venue_symbol, row.side.value): row.size_base for row in watcher.positions.values()}
        held = {(row["contract"], row["direction"]): Decimal(row["base"]) for row in self._told["positions"]}
        orders = {row.id: row.filled_base for row in watcher.orders.values()}
        plain = {row["id"]: Decimal(row["filled"]) for row in self._told["orders"]}
        waiting = plain | {row["id"]: orders.get(row["id"], Decimal(0)) for row in self._told["algos"]}
        balances = {asset.replace("@", " "): Decimal(amount) for asset, amount in self._told["balances"].items()}
        cash = {asset: amount for asset, amount in balances.items() if amount}
        told = {asset: row.total for asset, row in watcher.balances.items() if row.total}
        return positions == held and orders == waiting and told == cash


class MarginTruth(Truth):
    """The same of money with debts."""

    def is_what(self, watcher: Watcher) -> bool:
        """Orders, coins and debts, to the last digit."""
        orders = {row.id: row.filled_base for row in watcher.orders.values()}
        open_orders = {row["id"]: Decimal(row["filled"]) for row in self._told["orders"]}
        held = {
            f"{row['coin']} {row['pair']}".rstrip(): (
                Decimal(row["available"]) + Decimal(row["frozen"]), Decimal(row["borrow"]) + Decimal(row["interest"]),
            )
            for row in self._told["pots"]
        }  # fmt: skip
        told = {
            row.key.replace("/", ""): (row.total, (row.borrowed or 0) + (row.interest or 0))
            for row in watcher.balances.values()
        }
        return orders == open_orders and told == held


KINDS: dict[str, type[Simulated]] = {"bitget_margin": SimulatedMargin}
"""Venues whose accounts are no futures accounts."""


@asynccontextmanager
async def simulated(name: str) -> AsyncIterator[Simulated]:
    """A simulation of this venue alone."""
    site = venues.site_of(name)
    with SandboxThread(seed=23, venues=(site,)) as sandbox:
        control = sandbox.describe()["control"]
        async with httpx.AsyncClient(base_url=control, trust_env=False, timeout=30) as http:
            venue = KINDS.get(name, Simulated)(name, sandbox, http)
            await venue.do("POST", f"/{site}/settings", connects_per_s=1000)
            yield venue
