"""One CrossEx account: facts, fixes, the life of its positions and orders, and writing to it."""

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
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing
from exchanges.gate_crossex.account import CrossexAccount, venue_time
from exchanges.gate_crossex.codec import VENUE, CrossexDialect
from exchanges.gate_crossex.feed import CrossexFeed
from exchanges.gate_crossex.hosts import CrossexHosts
from exchanges.gate_crossex.marks import tape
from exchanges.gate_crossex.reader import Line
from exchanges.gate_crossex.table import CONNECTS
from exchanges.gate_crossex.trading import CrossexTrading


class CrossexAdapter(AccountAdapter[CrossexAccount, CrossexTrading]):
    """The adapter of one key.

    Args:
        credentials: `None` for public calls only.
        hosts: Where Gate, or a sandbox, answers.
        environment: "live"; there is no other.
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
        hosts: CrossexHosts,
        environment: Environment = "live",
        *,
        now: Callable[[], int] = now_ms,
        limits: Limits | None = None,
        clock: VenueClock | None = None,
        pace: Pace | None = None,
        timing: Timing | None = None,
        family: Family = "any",
    ) -> None:
        del environment
        self.counters = Counters()
        self._credentials = credentials
        self._hosts = hosts
        self._limits = limits or Limits()
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        name = credentials.api_key if credentials else ""
        dialect = CrossexDialect(credentials)
        self._rest = Rest(hosts.rest, dialect, self.clock, self._limits, account=name, family=family)
        self._line = Line(self._rest, self.clock, now, self.counters)
        self._account = CrossexAccount(self._line, name, self.audit_soon)
        self._trading = CrossexTrading(self._line, self._account, self.audit_soon)
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts.ws_public, self.clock.venue_ms),
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
        """See `Adapter`; "hedge_mode" is the one mode that is changed from here."""
        await {"hedge_mode": self._trading.set_hedge_mode}[fix]()

    async def set_leverage(self, symbol: str, leverage: Decimal) -> None:
        """See `CrossexTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage)

    def _feed(self) -> CrossexFeed:
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        return CrossexFeed(self._credentials, self._hosts, self._account, self._line)
