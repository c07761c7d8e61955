"""What a test does with the simulated CrossEx: its keys, site, faults and truth; and someone who watches it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import httpx

from exchanges.core.adapter import Credentials, Resume
from exchanges.core.clock import now_ms
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.gate_crossex.adapter import CrossexAdapter
from exchanges.gate_crossex.hosts import CrossexHosts
from exchanges.sandbox.server import SandboxThread
from tests.okx.okx_house import PACE, TIMING, Watcher

SLOW = Pace(audit_s=600, audit_soon_s=600)
"""Without audits, so that only the stream tells."""
BTC, ADA, SOL = "BINANCE_FUTURE_BTC_USDT", "OKX_FUTURE_ADA_USDT", "OKX_FUTURE_SOL_USDT"
LOAN, SPOT = "BINANCE_MARGIN_SOL_USDT", "GATE_SPOT_ADA_USDT"
EXCHANGES = ("BINANCE", "OKX", "GATE")


class World:
    """The simulated venue as a test handles it."""

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(base_url=sandbox.describe()["control"], trust_env=False, timeout=10)
        self.limits = limits

    async def __aenter__(self) -> Self:
        await self.settings(connects_per_s=1000, limited=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.delete("/faults")
        await self.settings(
            document="1.0.2", close_by=["POST", "DELETE"], introspection=True, push_event="update", idle_s=30
        )
        await self.http.aclose()

    # Keys and addresses.

    @property
    def hosts(self) -> CrossexHosts:
        return CrossexHosts(**self.sandbox.hosts("gate_crossex")["live"])

    @property
    def egress_ip(self) -> str:
        return str(self.sandbox.describe()["venues"]["gate_crossex"]["egress_ip"])

    def key(self, account: str, kind: str) -> Credentials:
        accounts = self.sandbox.describe()["venues"]["gate_crossex"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        return _credentials(next(each for each in keys if each["kind"] == kind))

    async def make_key(self, account: str, perms: list[str], ips: list[str]) -> Credentials:
        body = {"label": "made", "perms": perms, "ips": ips}
        return _credentials(await self.do("POST", f"/gate_crossex/accounts/{account}/keys", body))

    def adapter(
        self, account: str = "main", kind: str = "read", *, pace: Pace = PACE, timing: Timing = TIMING
    ) -> CrossexAdapter:
        return CrossexAdapter(self.key(account, kind), self.hosts, limits=self.limits, pace=pace, timing=timing)

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def settings(self, **fields: Any) -> Any:
        return await self.do("POST", "/gate_crossex/settings", fields)

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": "gate_crossex", "kind": kind, **fields})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def order(self, account: str, contract: str, side: str, leg: str, size: str, **fields: Any) -> Any:
        body = {"contract": contract, "side": side, "leg": leg, "size": size, **fields}
        return await self.do("POST", f"/gate_crossex/accounts/{account}/orders", body)

    async def price(self, contract: str, price: str) -> None:
        await self.do("POST", "/market/step", {"venue": "gate_crossex", "instId": contract, "price": price})

    async def last(self, contract: str) -> Decimal:
        quotes = await self.do("GET", "/market", {"venue": "gate_crossex"})
        return Decimal(next(each["last"] for each in quotes if each["instId"] == contract))

    async def truth(self, account: str = "main") -> dict[str, Any]:
        """What the venue itself says; of an isolated account the sum of its pools."""
        if account != "isolated":
            return await self.do("GET", f"/gate_crossex/accounts/{account}/truth")
        parts = {name: await self.do("GET", f"/gate_crossex/accounts/isolated.{name}/truth") for name in EXCHANGES}
        joined: dict[str, Any] = {
            what: [row for part in parts.values() for row in part[what]] for what in ("positions", "orders", "fills")
        }
        joined["balances"] = {
            f"{coin}@{name}" if coin == "USDT" else coin: amount
            for name, part in parts.items()
            for coin, amount in part["balances"].items()
        }
        return joined

    # Watching.

    @asynccontextmanager
    async def watching(
        self, adapter: CrossexAdapter | None = None, *, since_ms: int | None = None
    ) -> AsyncIterator[CrossexWatcher]:
        """Follow an account; ends the adapter afterwards."""
        watched = adapter or self.adapter()
        watcher = CrossexWatcher(watched)  # type: ignore[arg-type]
        task = asyncio.create_task(watcher.follow(Resume(last_fill_ms=now_ms() if since_ms is None else since_ms)))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watched.aclose()


def _credentials(key: dict[str, Any]) -> Credentials:
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(""))


class CrossexWatcher(Watcher):
    """Someone who only knows what the events tell, and compares it with the engine's truth."""

    def equals(self, truth: Any) -> bool:
        """True when positions, orders and cash are what the venue itself says."""
        positions = {(row.venue_symbol, row.side.value): row.size_base for row in self.positions.values()}
        told = {(row["contract"], row["direction"]): Decimal(row["base"]) for row in truth["positions"]}
        orders = {row.id: row.filled_base for row in self.orders.values()}
        listed = {row["id"]: Decimal(row["filled"]) for row in truth["orders"]}
        cash = {asset.replace("@", " "): Decimal(text) for asset, text in truth["balances"].items() if Decimal(text)}
        held = {asset: row.total for asset, row in self.balances.items() if row.total}
        return positions == told and orders == listed and held == cash

    async def agrees(self, world: World, account: str = "main") -> None:  # type: ignore[override]
        """Until what was told equals the venue's truth."""
        truth = await world.truth(account)
        await self.until(lambda: self.equals(truth))

    async def tells_all_fills(self, world: World, account: str = "main") -> None:
        """Every fill of the venue since the watcher began, none twice."""
        truth = await world.truth(account)
        began = self.events[0].at_ms
        listed = {f"{row['trade_id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= began}
        await self.until(lambda: listed <= set(self.fills))
        assert len(set(self.fills)) == len(self.fills)
