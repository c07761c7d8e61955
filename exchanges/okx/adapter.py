"""One OKX account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.core.account_adapter import AccountAdapter
from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import Counters, Credentials, Environment, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import MarginMode, Side
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing
from exchanges.okx.account import OkxAccount, venue_time
from exchanges.okx.codec import VENUE, OkxDialect
from exchanges.okx.feed import OkxFeed
from exchanges.okx.hosts import OkxHosts
from exchanges.okx.marks import tape
from exchanges.okx.table import CONNECTS
from exchanges.okx.trading import OkxTrading

__all__ = ["OkxAdapter", "OkxHosts"]


class OkxAdapter(AccountAdapter[OkxAccount, OkxTrading]):
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
        self._limits = limits or Limits()
        dialect = OkxDialect(credentials, environment)
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        name = credentials.api_key if credentials else ""
        self._rest = Rest(hosts.rest, dialect, self.clock, self._limits, account=name, family=family)
        self._account = OkxAccount(self._rest, self.clock, now, self.counters)
        self._trading = OkxTrading(self._rest, dialect, self._account, self.audit_soon)
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts.ws_public),
            dial_gate=lambda: self._limits.acquire_bucket(CONNECTS),
            now=now,
            clock=self.clock,
            counters=self.counters,
            pace=pace,
            timing=timing,
            family=family,
        )

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`."""
        return await self._account.key_facts()

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`."""
        fixes = {"futures_mode": self._trading.set_futures_mode, "hedge_mode": self._trading.set_hedge_mode}
        await fixes[fix]()

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `OkxTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    def _feed(self) -> OkxFeed:
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        return OkxFeed(self._credentials, self._hosts, self._account, self._rest, self.clock, self.audit_soon)
