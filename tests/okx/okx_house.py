"""What a test does with the simulated OKX: its keys, its site, its faults, its truth; and someone who watches it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

import httpx

from exchanges.core.adapter import Credentials, Environment, Resume
from exchanges.core.clock import now_ms
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import (
    Balance,
    BookChanged,
    Confirmed,
    Event,
    LinkChanged,
    LinkState,
    Order,
    OrderKey,
    Position,
    PositionKey,
)
from exchanges.core.secret import Secret
from exchanges.core.stream import Timing
from exchanges.okx.adapter import OkxAdapter, OkxHosts
from exchanges.sandbox.server import SandboxThread

PACE = Pace(audit_s=1.0, audit_soon_s=0.05, second_look_s=0.3, confirm_s=0.1, longest_pause_s=0.4, healthy_s=60)
TIMING = Timing(dial_s=2, login_s=1, ack_s=1, ping_after_s=0.3, dead_after_s=0.7, close_s=0.2, late_s=5)
PASSPHRASE = "Demo#Pass2026"

PATIENCE_S = 60.0


class House:
    """The simulated venue as a test handles it."""

    def __init__(self, sandbox: SandboxThread, limits: Limits) -> None:
        self.sandbox = sandbox
        self.http = httpx.AsyncClient(base_url=sandbox.describe()["control"], trust_env=False, timeout=10)
        self.limits = limits

    async def __aenter__(self) -> Self:
        await self.http.post("/okx/settings", json={"connects_per_s": 1000})
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.clear()
        await self.http.aclose()

    # Keys and addresses.

    def hosts(self, environment: Environment = "live") -> OkxHosts:
        return OkxHosts(**self.sandbox.hosts()[environment])

    @property
    def egress_ip(self) -> str:
        return str(self.sandbox.describe()["venues"]["okx"]["egress_ip"])

    def key(self, account: str, kind: str) -> Credentials:
        accounts = self.sandbox.describe()["venues"]["okx"]["accounts"]
        keys = next(each["keys"] for each in accounts if each["name"] == account)
        return credentials(next(each for each in keys if each["kind"] == kind))

    async def make_key(self, account: str, perms: list[str], ips: list[str]) -> Credentials:
        body = {"label": "made", "perms": perms, "ips": ips, "passphrase": PASSPHRASE}
        made = await self.do("POST", f"/okx/accounts/{account}/keys", body)
        return credentials(made | {"passphrase": PASSPHRASE})

    def adapter(
        self, account: str = "main", kind: str = "read", *, pace: Pace = PACE, timing: Timing = TIMING
    ) -> OkxAdapter:
        return OkxAdapter(self.key(account, kind), self.hosts(), "live", limits=self.limits, pace=pace, timing=timing)

    # The site and the hand of fate.

    async def do(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await self.http.request(method, path, json=body or {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def fault(self, kind: str, **fields: Any) -> Any:
        return await self.do("POST", "/faults", {"venue": "okx", "kind": kind, **fields})

    async def clear(self) -> None:
        await self.http.delete("/faults")

    async def order(self, account: str, inst_id: str, side: str, leg: str, size: str, **fields: Any) -> Any:
        body = {"instId": inst_id, "side": side, "posSide": leg, "sz": size, **fields}
        return await self.do("POST", f"/okx/accounts/{account}/orders", body)

    async def price(self, inst_id: str, price: Decimal | str) -> None:
        await self.do("POST", "/market/step", {"instId": inst_id, "price": str(price)})

    async def last(self, inst_id: str) -> Decimal:
        quotes = await self.do("GET", "/market")
        return Decimal(next(each["last"] for each in quotes if each["instId"] == inst_id))

    async def truth(self, account: str = "main") -> Any:
        return await self.do("GET", f"/okx/accounts/{account}/truth")

    # Watching.

    @asynccontextmanager
    async def watching(
        self, adapter: OkxAdapter | None = None, *, since_ms: int | None = None
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
    return Credentials(key["api_key"], Secret(key["secret"]), Secret(key["passphrase"]))


class Watcher:
    """Someone who only knows what the events tell."""

    def __init__(self, adapter: OkxAdapter) -> None:
        self.adapter = adapter
        self.events: list[Event] = []
        self.positions: dict[PositionKey, Position] = {}
        self.orders: dict[OrderKey, Order] = {}
        self.balances: dict[str, Balance] = {}
        self.ended: dict[str, Order] = {}
        self.fills: list[str] = []
        self.incomes: list[str] = []
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
        await self.until(lambda: len([state for state in self.states() if state is LinkState.LIVE]) >= times)

    async def reaches(self, state: LinkState) -> LinkChanged:
        await self.until(lambda: state in self.states())
        return next(event for event in reversed(self.links()) if event.state is state)

    def links(self) -> list[LinkChanged]:
        return [event for event in self.events if isinstance(event, LinkChanged)]

    def states(self) -> list[LinkState]:
        return [event.state for event in self.links()]

    def books(self) -> list[BookChanged]:
        return [event for event in self.events if isinstance(event, BookChanged)]

    def confirmations(self) -> list[Confirmed]:
        return [event for event in self.events if isinstance(event, Confirmed)]

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
        self.balances.update({row.key: row for row in event.balances})
        for balance_key in event.balances_gone:
            del self.balances[balance_key]
        self.fills += [fill.id for fill in event.fills]
        self.incomes += [income.id for income in event.incomes]

    def equals(self, truth: Any) -> bool:
        """True when positions, orders and cash are what the venue itself says."""
        positions = {(row.venue_symbol, row.side.value): row.size_contracts for row in self.positions.values()}
        told = {
            (row["instId"], row["posSide"]): Decimal(row["pos"]) for row in truth["positions"] if Decimal(row["pos"])
        }
        orders = {row.id: row.filled_base for row in self.orders.values()}
        open_orders = {row["ordId"] for row in truth["orders"]} | {row["algoId"] for row in truth["algos"]}
        cash = {row["ccy"]: Decimal(row["cashBal"]) for row in truth["balance"]["details"]}
        return (
            positions == told
            and orders.keys() == open_orders
            and {asset: row.total for asset, row in self.balances.items()} == cash
        )

    async def agrees(self, house: House, account: str = "main") -> None:
        """Until what was told equals the venue's truth."""
        truth = await house.truth(account)
        await self.until(lambda: self.equals(truth))
