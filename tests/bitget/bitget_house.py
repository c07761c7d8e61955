"""What a test does with the simulated Bitget: its keys, its site, its faults, its truth; and someone who watches it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import httpx

from exchanges.bitget.adapter import BitgetAdapter
from exchanges.bitget.hosts import BitgetHosts
from exchanges.core.adapter import Credentials, Environment, Resume
from exchanges.core.clock import now_ms
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.stream import Timing
from exchanges.sandbox.server import SandboxThread
from tests.okx.okx_house import PACE, TIMING, Watcher, credentials

PASSPHRASE = "DemoPass2026"
SLOW = Pace(audit_s=600, audit_soon_s=600)
"""Without audits, so that only the stream tells."""


class House:
    """The simulated venue as a test handles it."""

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(base_url=sandbox.describe()["control"], trust_env=False, timeout=10)
        self.limits = limits

    async def __aenter__(self) -> Self:
        await self.http.post("/bitget/settings", json={"connects_per_s": 1000})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.clear()
        await self.http.aclose()

    # Keys and addresses.

    def hosts(self, environment: Environment = "live") -> BitgetHosts:
        return BitgetHosts(**self.sandbox.hosts("bitget")[environment])

    @property
    def egress_ip(self) -> str:
        return str(self.sandbox.describe()["venues"]["bitget"]["egress_ip"])

    def key(self, account: str, kind: str) -> Credentials:
        accounts = self.sandbox.describe()["venues"]["bitget"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        return credentials(next(each for each in keys if each["kind"] == kind))

    async def make_key(self, account: str, perms: list[str], ips: list[str]) -> Credentials:
        body = {"label": "made", "perms": perms, "ips": ips, "passphrase": PASSPHRASE}
        made = await self.do("POST", f"/bitget/accounts/{account}/keys", body)
        return credentials(made | {"passphrase": PASSPHRASE})

    def adapter(
        self,
        account: str = "main",
        kind: str = "read",
        *,
        environment: Environment = "live",
        pace: Pace = PACE,
        timing: Timing = TIMING,
    ) -> BitgetAdapter:
        key = self.key(account, kind)
        return BitgetAdapter(key, self.hosts(environment), environment, limits=self.limits, pace=pace, timing=timing)

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": "bitget", "kind": kind, **fields})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def order(self, account: str, contract: str, side: str, leg: str, size: str, **fields: Any) -> Any:
        body = {"contract": contract, "side": side, "leg": leg, "size": size, **fields}
        return await self.do("POST", f"/bitget/accounts/{account}/orders", body)

    async def price(self, contract: str, price: str) -> None:
        await self.do("POST", "/market/step", {"venue": "bitget", "instId": contract, "price": price})

    async def last(self, contract: str) -> Decimal:
        quotes = await self.do("GET", "/market", {"venue": "bitget"})
        return Decimal(next(each["last"] for each in quotes if each["instId"] == contract))

    async def truth(self, account: str = "main") -> Any:
        return await self.do("GET", f"/bitget/accounts/{account}/truth")

    # Watching.

    def watch(self, adapter: Any) -> BitgetWatcher:
        return BitgetWatcher(adapter)

    @asynccontextmanager
    async def watching(self, adapter: Any = None, *, since_ms: int | None = None) -> AsyncIterator[Any]:
        """Follow an account; ends the adapter afterwards."""
        watched = adapter or self.adapter()
        watcher = self.watch(watched)
        task = asyncio.create_task(watcher.follow(Resume(last_fill_ms=now_ms() if since_ms is None else since_ms)))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watched.aclose()


class BitgetWatcher(Watcher):
    """Someone who only knows what the events tell, and compares it with the engine's truth."""

    def equals(self, truth: Any) -> bool:
        """True when positions, orders and cash are what the venue itself says."""
        positions = {(row.venue_symbol, row.side.value): row.size_base for row in self.positions.values()}
        told = {(row["contract"], row["direction"]): Decimal(row["base"]) for row in truth["positions"]}
        plain = {row["id"]: Decimal(row["filled"]) for row in truth["orders"]}
        orders = {row.id: row.filled_base for row in self.orders.values()}
        open_orders = plain | {row["id"]: orders.get(row["id"], Decimal(0)) for row in truth["algos"]}
        cash = {asset: Decimal(amount) for asset, amount in truth["balances"].items() if Decimal(amount)}
        held = {asset: row.total for asset, row in self.balances.items() if row.total}
        return positions == told and orders == open_orders and held == cash

    async def agrees(self, house: House, account: str = "main") -> None:  # type: ignore[override]
        """Until what was told equals the venue's truth."""
        truth = await house.truth(account)
        await self.until(lambda: self.equals(truth))

    async def tells_all_fills(self, house: House, account: str = "main") -> None:
        """Every fill of the venue since the watcher began, none twice."""
        truth = await house.truth(account)
        began = self.events[0].at_ms
        listed = {f"{row['trade_id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= began}
        await self.until(lambda: listed <= set(self.fills))
        assert len(set(self.fills)) == len(self.fills)
