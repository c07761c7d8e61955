"""One OKX account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from decimal import Decimal

from exchanges.core.adapter import AccountFacts, Counters, Credentials, Environment, KeyFacts, OrderRequest, Resume
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError
from exchanges.core.limits import Limits
from exchanges.core.link import Link, Pace
from exchanges.core.model import Event, MarginMode, Order, Position, Side
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing
from exchanges.core.sync import Sync
from exchanges.okx.account import OkxAccount, venue_time
from exchanges.okx.codec import VENUE, OkxDialect
from exchanges.okx.feed import OkxFeed
from exchanges.okx.hosts import OkxHosts
from exchanges.okx.marks import OkxMarks
from exchanges.okx.table import CONNECTS
from exchanges.okx.trading import OkxTrading

__all__ = ["OkxAdapter", "OkxHosts"]


class OkxAdapter:
    """The adapter of one key.

    Args:
        credentials: `None` for public calls only.
        hosts: Where OKX, or a sandbox, answers.
        environment: "live" or "demo" trading.
        now: Local wall clock, UTC milliseconds.
        limits: Rate budgets; share one between all adapters of this machine.
        clock: The venue's clock; share one between all adapters of one host.
        pace: Intervals of the link.
        timing: Deadlines of its sockets.
        family: Addresses of this machine to use for signed calls and private streams.
    """

    venue = VENUE

    def __init__(
        self,
        credentials: Credentials | None,
        hosts: OkxHosts,
        environment: Environment,
        *,
        now: Callable[[], int] = now_ms,
        limits: Limits | None = None,
        clock: VenueClock | None = None,
        pace: Pace | None = None,
        timing: Timing | None = None,
        family: Family = "any",
    ) -> None:
        self.counters = Counters()
        self._credentials = credentials
        self._hosts = hosts
        self._now = now
        self._limits = limits or Limits()
        self._pace = pace or Pace()
        self._timing = timing or Timing()
        self._family = family
        dialect = OkxDialect(credentials, environment)
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        name = credentials.api_key if credentials else ""
        self._rest = Rest(hosts.rest, dialect, self.clock, self._limits, account=name, family=family)
        self._account = OkxAccount(self._rest, self.clock, now, self.counters)
        self._trading = OkxTrading(self._rest, dialect, self._account, self.audit_soon)
        self._link: Link | None = None
        self._running: set[asyncio.Task[None]] = set()

    @property
    def account(self) -> OkxAccount:
        """The reading side, for verification and screens that ask for more."""
        return self._account

    @property
    def rest(self) -> Rest:
        """The signed client, for calls of the table that have no method of their own."""
        return self._rest

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`."""
        return await self._account.key_facts()

    async def account_facts(self) -> AccountFacts:
        """See `Adapter`."""
        return await self._account.account_facts()

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`."""
        fixes = {"futures_mode": self._trading.set_futures_mode, "hedge_mode": self._trading.set_hedge_mode}
        await fixes[fix]()

    async def events(self, *, fills_since: Resume) -> AsyncGenerator[Event, None]:
        """See `Adapter`."""
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        told: asyncio.Queue[Event | None] = asyncio.Queue()
        task = asyncio.create_task(self._follow(self._credentials, told.put_nowait, fills_since))
        self._running.add(task)
        task.add_done_callback(lambda _: told.put_nowait(None))
        try:
            while (event := await told.get()) is not None:
                yield event
            if not task.cancelled():
                await task
        finally:
            self._running.discard(task)
            task.cancel()
            await asyncio.wait([task])

    def retry_now(self) -> None:
        """See `Adapter`."""
        if self._link is not None:
            self._link.retry_now()

    def audit_soon(self) -> None:
        """See `Adapter`."""
        if self._link is not None:
            self._link.audit_soon()

    async def aclose(self) -> None:
        """See `Adapter`."""
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self._rest.aclose()

    async def place_order(self, request: OrderRequest) -> str:
        """See `OkxTrading.place_order`."""
        return await self._trading.place_order(request)

    async def cancel(self, order: Order) -> None:
        """See `OkxTrading.cancel`."""
        await self._trading.cancel(order)

    async def close_position(self, position: Position, client_id: str) -> None:
        """See `OkxTrading.close_position`."""
        await self._trading.close_position(position, client_id)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `OkxTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    async def _follow(self, credentials: Credentials, publish: Callable[[Event], None], resume: Resume) -> None:
        """Run the link and the mark prices side by side."""
        feed = OkxFeed(credentials, self._hosts, self._account, self._rest, self.clock, self.audit_soon)
        sync = Sync(
            self._account,
            publish,
            now=self._now,
            resume=resume,
            counters=self.counters,
            second_look_s=self._pace.second_look_s,
        )
        link = self._link = Link(
            feed,
            sync,
            publish,
            dial_gate=self._dial_gate,
            now=self._now,
            counters=self.counters,
            pace=self._pace,
            timing=self._timing,
            family=self._family,
        )

        async def after_the_account() -> None:
            """Prices are worth a dial only when the account itself is there again."""
            await sync.current.wait()
            await self._dial_gate()

        marks = OkxMarks(
            self._hosts.ws_public,
            lambda: frozenset(position.venue_symbol for position in sync.merge.positions.values()),
            sync.mark,
            dial_gate=after_the_account,
            timing=self._timing,
            pace=self._pace,
        )
        sync.on_change = marks.look
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(link.run())
            tasks.create_task(marks.run())

    async def _dial_gate(self) -> None:
        await self._limits.acquire_bucket(CONNECTS)
