"""What a test does with the simulated Toobit: its keys, its site, its faults, its truth; and someone who watches it."""

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
from exchanges.core.model import BookChanged, Event, Fill, Income
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.sandbox.server import SandboxThread
from exchanges.toobit.adapter import ToobitAdapter, ToobitHosts
from tests.okx.okx_house import PACE, TIMING, Watcher

SLOW = Pace(audit_s=600, audit_soon_s=600)
"""Without audits, so that only the stream tells."""


class House:
    """The simulated venue as a test handles it."""

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(base_url=sandbox.describe()["control"], trust_env=False, timeout=10)
        self.limits = limits

    async def __aenter__(self) -> Self:
        await self.do("POST", "/toobit/settings", {"rate_limits": False, "price_s": 0.05, "put_signs_body": True})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.clear()
        await self.http.aclose()

    # Keys and addresses.

    def hosts(self) -> ToobitHosts:
        return ToobitHosts(**self.sandbox.hosts("toobit")["live"])

    @property
    def egress_ip(self) -> str:
        return str(self.sandbox.describe()["venues"]["toobit"]["egress_ip"])

    def key(self, account: str, kind: str) -> Credentials:
        accounts = self.sandbox.describe()["venues"]["toobit"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        return credentials(next(each for each in keys if each["kind"] == kind))

    async def make_key(self, account: str, perms: list[str], ips: list[str]) -> Credentials:
        body = {"label": "made", "perms": perms, "ips": ips}
        return credentials(await self.do("POST", f"/toobit/accounts/{account}/keys", body))

    def adapter(
        self, account: str = "main", kind: str = "read", *, pace: Pace = PACE, timing: Timing = TIMING
    ) -> ToobitAdapter:
        key = self.key(account, kind)
        made = ToobitAdapter(key, self.hosts(), "live", limits=self.limits, pace=pace, timing=timing)
        made.account.money.every_ms = 300
        return made

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **more: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": "toobit", "kind": kind, **more})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def facts(self, account: str, **facts: str) -> None:
        await self.do("POST", f"/toobit/accounts/{account}/facts", dict(facts))

    async def order(self, account: str, contract: str, side: str, leg: str, size: str, **more: Any) -> Any:
        body = {"contract": contract, "side": side, "leg": leg, "size": size, **more}
        return await self.do("POST", f"/toobit/accounts/{account}/orders", body)

    async def trade(self, account: str) -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, "LINK-SWAP-USDT", "buy", "long", "20")
        await self.order(account, "LINK-SWAP-USDT", "sell", "long", "10")
        resting = await self.order(account, "LINK-SWAP-USDT", "buy", "long", "10", price="13.200")
        await self.do("POST", f"/toobit/accounts/{account}/orders/{resting['id']}/cancel")
        await self.order(account, "LINK-SWAP-USDT", "sell", "long", "10")

    async def truth(self, account: str = "main") -> Any:
        return await self.do("GET", f"/toobit/accounts/{account}/truth")

    async def requests(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.do("GET", "/toobit/requests")
        return rows

    # Watching.

    @asynccontextmanager
    async def watching(
        self, adapter: ToobitAdapter | None = None, *, since_ms: int | None = None
    ) -> AsyncIterator[ToobitWatcher]:
        """Follow an account; ends the adapter afterwards."""
        watched = adapter or self.adapter()
        watcher = ToobitWatcher(watched)
        task = asyncio.create_task(watcher.follow(Resume(last_fill_ms=now_ms() if since_ms is None else since_ms)))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watched.aclose()


def credentials(key: dict[str, Any]) -> Credentials:
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(""))


class ToobitWatcher(Watcher):
    """Someone who only knows what the events tell, and compares it with the engine's truth."""

    adapter: ToobitAdapter  # type: ignore[assignment]

    def __init__(self, adapter: ToobitAdapter) -> None:
        super().__init__(adapter)  # type: ignore[arg-type]
        self.told_fills: list[Fill] = []
        self.told_incomes: list[Income] = []

    def _take(self, event: Event) -> None:
        super()._take(event)
        if isinstance(event, BookChanged):
            self.told_fills += event.fills
            self.told_incomes += event.incomes

    def equals(self, truth: Any) -> bool:
        """True when positions, orders and money are what the venue itself says."""
        units = {name: each.contract_size for name, each in self.adapter.account.contracts.instruments.items()}
        positions = {
            (row.venue_symbol, row.side.value, row.margin_mode.value): row.size_base for row in self.positions.values()
        }
        told = {(row["contract"], row["leg"], row["margin_mode"]): Decimal(row["base"]) for row in truth["positions"]}
        orders = {row.id: row.filled_base for row in self.orders.values()}
        open_orders = {row["id"]: Decimal(row["filled"]) * units[row["contract"]] for row in truth["orders"]}
        open_orders |= {row["id"]: Decimal(0) for row in truth["algos"]}
        money = Decimal(truth["balances"]["USDT"]) + sum(
            Decimal(row["margin"] or 0) for row in truth["positions"] if row["margin_mode"] == "isolated"
        )
        held = {asset: row.total for asset, row in self.balances.items()}
        return positions == told and orders == open_orders and held == {"USDT": money}

    async def agrees(self, house: House, account: str = "main") -> None:  # type: ignore[override]
        """Until what was told equals the venue's truth."""
        truth = await house.truth(account)
        await self.until(lambda: self.equals(truth))

    async def tells_all_fills(self, house: House, account: str = "main") -> None:
        """Every fill of the venue since the watcher began, none twice."""
        truth = await house.truth(account)
        began = self.events[0].at_ms
        listed = {f"{row['trade_id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= began}
        await self.until(lambda: listed <= {fill.id for fill in self.told_fills})
        assert len({fill.id for fill in self.told_fills}) == len(self.told_fills)
