"""What a test does with the simulated Binance: its keys, its site, its faults, its truth; and someone who watches."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import fields
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import httpx

from exchanges.binance.adapter import BinanceAdapter, BinanceHosts
from exchanges.core.adapter import Credentials, Environment, Resume
from exchanges.core.clock import now_ms
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import (
    Balance,
    BookChanged,
    Event,
    Fill,
    Income,
    LinkChanged,
    LinkState,
    Order,
    OrderKey,
    Position,
    PositionKey,
)
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.sandbox.server import SandboxThread

PACE = Pace(audit_s=1.0, audit_soon_s=0.05, second_look_s=0.3, confirm_s=0.1, longest_pause_s=0.4, healthy_s=60)
TIMING = Timing(dial_s=2, login_s=1, ack_s=1, ping_after_s=0.3, dead_after_s=0.9, close_s=0.2, late_s=5)

PATIENCE_S = 60.0


class House:
    """The simulated venue as a test handles it."""

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(base_url=sandbox.describe()["control"], trust_env=False, timeout=10)
        self.limits = limits

    async def __aenter__(self) -> Self:
        await self.do("POST", "/binance/settings", {"connects_per_s": 1000, "rate_limits": False, "price_ms": 50})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.clear()
        await self.http.aclose()

    # Keys and addresses.

    def hosts(self, environment: Environment = "live") -> BinanceHosts:
        told = self.sandbox.hosts("binance")[environment]
        return BinanceHosts(**{each.name: told[each.name] for each in fields(BinanceHosts) if each.name in told})

    @property
    def egress_ip(self) -> str:
        return str(self.sandbox.describe()["venues"]["binance"]["egress_ip"])

    def key(self, account: str, kind: str) -> Credentials:
        accounts = self.sandbox.describe()["venues"]["binance"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        return credentials(next(each for each in keys if each["kind"] == kind))

    async def make_key(self, account: str, perms: list[str], ips: list[str], **more: str) -> Credentials:
        body = {"label": "made", "perms": perms, "ips": ips, **more}
        return credentials(await self.do("POST", f"/binance/accounts/{account}/keys", body))

    def adapter(
        self, account: str = "main", kind: str = "read", *, pace: Pace = PACE, timing: Timing = TIMING
    ) -> BinanceAdapter:
        key = self.key(account, kind)
        made = BinanceAdapter(key, self.hosts(), "live", limits=self.limits, pace=pace, timing=timing)
        made.account.money_every_ms = 300
        return made

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **more: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": "binance", "kind": kind, **more})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def order(self, account: str, contract: str, side: str, leg: str, size: str, **more: Any) -> Any:
        body = {"contract": contract, "side": side, "leg": leg, "size": size, **more}
        return await self.do("POST", f"/binance/accounts/{account}/orders", body)

    async def truth(self, account: str = "main") -> Any:
        return await self.do("GET", f"/binance/accounts/{account}/truth")

    async def mark(self, account: str, contract: str) -> Decimal:
        rows = (await self.truth(account))["positions"]
        return Decimal(next(row["mark"] for row in rows if row["contract"] == contract))

    async def requests(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.do("GET", "/binance/requests")
        return rows

    # Watching.

    @asynccontextmanager
    async def watching(
        self, adapter: BinanceAdapter | None = None, *, since_ms: int | None = None
    ) -> AsyncIterator[Watcher]:
        """Follow an account; ends the adapter afterwards."""
        watched = adapter or self.adapter()
        watcher = Watcher(watched)
        task = asyncio.create_task(watcher.follow(Resume(last_fill_ms=now_ms() if since_ms is None else since_ms)))
        try:
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await watched.aclose()


def credentials(key: dict[str, Any]) -> Credentials:
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(""))


class Watcher:
    """Someone who only knows what the events tell."""

    def __init__(self, adapter: BinanceAdapter) -> None:
        self.adapter = adapter
        self.events: list[Event] = []
        self.positions: dict[PositionKey, Position] = {}
        self.orders: dict[OrderKey, Order] = {}
        self.balances: dict[str, Balance] = {}
        self.ended: dict[str, Order] = {}
        self.fills: list[Fill] = []
        self.incomes: list[Income] = []
        self._news = asyncio.Condition()

    async def follow(self, resume: Resume) -> None:
        async with contextlib.aclosing(self.adapter.events(fills_since=resume)) as events:
            async for event in events:
                self._take(event)
                async with self._news:
                    self._news.notify_all()

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until the events made it true; a time-out of the whole test would leave its fixtures hanging."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                await self._news.wait_for(lambda: bool(happened()))
        except TimeoutError:
            orders, cash = (
                sorted(row.id for row in self.orders.values()),
                {k: v.total for k, v in self.balances.items()},
            )
            held = {(row.venue_symbol, row.side.value): row.size_base for row in self.positions.values()}
            raise AssertionError(f"waited in vain; {held}, orders {orders}, {cash}, {self.links()[-3:]}") from None

    async def live(self, times: int = 1) -> None:
        """Until the link was live so often."""
        await self.until(lambda: self.states().count(LinkState.LIVE) >= times)

    async def reaches(self, state: LinkState) -> LinkChanged:
        await self.until(lambda: state in self.states())
        return next(event for event in reversed(self.links()) if event.state is state)

    def links(self) -> list[LinkChanged]:
        return [event for event in self.events if isinstance(event, LinkChanged)]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.links()]

    def books(self) -> list[BookChanged]:
        return [event for event in self.events if isinstance(event, BookChanged)]

    def _take(self, event: Event) -> None:
        self.events.append(event)
        if not isinstance(event, BookChanged):
            return
        self.positions.update({row.key: row for row in event.positions})
        for key in event.positions_gone:
            del self.positions[key]
        for row in event.orders:
            if row.status.is_final:
                self.orders.pop(row.key, None)
                self.ended[row.id] = row
            else:
                self.orders[row.key] = row
        for order_key in event.orders_gone:
            del self.orders[order_key]
        self.balances.update({row.asset: row for row in event.balances})
        for asset in event.balances_gone:
            del self.balances[asset]
        self.fills += event.fills
        self.incomes += event.incomes

    def equals(self, truth: Any) -> bool:
        """True when positions, orders and cash are what the venue itself says."""
        positions = {(row.venue_symbol, row.side.value): row.size_base for row in self.positions.values()}
        told = {(row["contract"], row["direction"]): Decimal(row["base"]) for row in truth["positions"]}
        orders = {row.id: row.filled_base for row in self.orders.values()}
        open_orders = {row["id"]: Decimal(row["filled"]) for row in truth["orders"]}
        open_orders |= {row["id"]: Decimal(0) for row in truth["algos"]}
        cash = {asset: Decimal(amount) for asset, amount in truth["balances"].items()}
        return (
            positions == told
            and orders == open_orders
            and {asset: row.total for asset, row in self.balances.items()} == cash
        )

    async def agrees(self, house: House, account: str = "main") -> None:
        """Until what was told equals the venue's truth."""
        truth = await house.truth(account)
        await self.until(lambda: self.equals(truth))

    async def all_fills_once(self, house: House, account: str = "main") -> None:
        """Every fill of the venue since the watcher began, none twice."""
        truth = await house.truth(account)
        began = self.events[0].at_ms
        listed = {f"{row['contract']}:{row['trade_id']}" for row in truth["fills"] if row["time_ms"] >= began}
        await self.until(lambda: listed <= {fill.id for fill in self.fills})
        assert len({fill.id for fill in self.fills}) == len(self.fills)
