"""One Bitget account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from decimal import Decimal

from exchanges.bitget.account import BitgetAccount, venue_time
from exchanges.bitget.codec import VENUE, BitgetDialect
from exchanges.bitget.feed import BitgetFeed
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.marks import tape
from exchanges.bitget.reader import Line
from exchanges.bitget.table import CONNECTS
from exchanges.bitget.trading import BitgetTrading
from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import AccountFacts, Counters, Credentials, Environment, KeyFacts, OrderRequest, Resume
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import Event, MarginMode, Order, Position, Side
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing


class BitgetAdapter:
    """The adapter of one key.

    Args:
        credentials: `None` for public calls only.
        hosts: Where Bitget, or a sandbox, answers.
        environment: "live" or "demo" trading.
        now: Local wall clock, UTC milliseconds.
        limits: Rate budgets; share one between all adapters of this machine.
        clock: The venue's clock; share one between all adapters of one host.
        pace: Intervals of the link.
        timing: Deadlines of its sockets.
        family: Addresses of this machine to use for signed calls and private streams.

    Raises:
        AuthError: The secret looks like a private key and is none.
    """

    venue = VENUE

    def __init__(
        self,
        credentials: Credentials | None,
        hosts: BitgetHosts,
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
        self._limits = limits or Limits()
        dialect = BitgetDialect(credentials, environment)
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        name = credentials.api_key if credentials else ""
        self._rest = Rest(hosts.rest, dialect, self.clock, self._limits, account=name, family=family)
        self._line = Line(self._rest, dialect, self.clock, now, self.counters)
        self._account = BitgetAccount(self._line, self.audit_soon)
        self._trading = BitgetTrading(self._line, self._account, self.audit_soon)
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts.ws_public),
            dial_gate=lambda: self._limits.acquire_bucket(CONNECTS),
            now=now,
            counters=self.counters,
            pace=pace,
            timing=timing,
            family=family,
        )

    @property
    def account(self) -> BitgetAccount:
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
        """See `Adapter`; "hedge_mode" is the one mode Bitget lets be changed."""
        await {"hedge_mode": self._trading.set_hedge_mode}[fix]()

    def events(self, *, fills_since: Resume) -> AsyncGenerator[Event, None]:
        """See `Adapter`."""
        return self._life.events(fills_since)

    def retry_now(self) -> None:
        """See `Adapter`."""
        self._life.retry_now()

    def audit_soon(self) -> None:
        """See `Adapter`."""
        self._life.audit_soon()

    async def aclose(self) -> None:
        """See `Adapter`."""
        await self._life.aclose()
        await self._rest.aclose()

    async def place_order(self, request: OrderRequest) -> str:
        """See `BitgetTrading.place_order`."""
        return await self._trading.place_order(request)

    async def cancel(self, order: Order) -> None:
        """See `BitgetTrading.cancel`."""
        await self._trading.cancel(order)

    async def close_position(self, position: Position, client_id: str) -> None:
        """See `BitgetTrading.close_position`."""
        await self._trading.close_position(position, client_id)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `BitgetTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    def _feed(self) -> BitgetFeed:
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        return BitgetFeed(self._credentials, self._hosts, self._account, self._line)
