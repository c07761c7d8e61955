"""One BitMart account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.bitmart import key_probes
from exchanges.bitmart.account import BitmartAccount, venue_time
from exchanges.bitmart.codec import VENUE, BitmartDialect
from exchanges.bitmart.feed import BitmartFeed
from exchanges.bitmart.hosts import BitmartHosts
from exchanges.bitmart.lists import Line
from exchanges.bitmart.marks import tape
from exchanges.bitmart.table import CONNECTS, SPOT_HOST
from exchanges.bitmart.trading import BitmartTrading
from exchanges.core.account_adapter import AccountAdapter
from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import Counters, Credentials, Environment, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import MarginMode
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing


class BitmartAdapter(AccountAdapter[BitmartAccount, BitmartTrading]):
    """The adapter of one key.

    Args:
        credentials: `None` for public calls only; the passphrase is the memo.
        hosts: Where BitMart, or a sandbox, answers; they also say which generation is spoken.
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
        hosts: BitmartHosts,
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
        self._environment = environment
        self._limits = limits or Limits()
        self._timing, self._family = timing, family
        dialect = BitmartDialect(credentials)
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        self._rest = Rest(
            hosts.rest,
            dialect,
            self.clock,
            self._limits,
            account=credentials.api_key if credentials else "",
            more_hosts={SPOT_HOST: hosts.spot},
            family=family,
        )
        self._line = Line(self._rest, dialect, self.clock, now, self.counters, hosts.is_v1)
        self._account = BitmartAccount(self._line, self.audit_soon)
        self._trading = BitmartTrading(self._line, self._account, self.audit_soon)
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts, self._account, self.clock.venue_ms),
            dial_gate=lambda: self._limits.acquire_bucket(CONNECTS),
            now=now,
            clock=self.clock,
            counters=self.counters,
            pace=pace,
            timing=timing,
            family=family,
        )

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`; found out by harmless tries."""
        return await key_probes.key_facts(
            self._rest,
            self._key,
            self._hosts,
            self.clock.venue_ms,
            is_demo=self._environment == "demo",
            timing=self._timing,
            family=self._family,
        )

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`; "hedge_mode" is the one mode BitMart lets be changed."""
        await {"hedge_mode": self._trading.set_hedge_mode}[fix]()

    async def set_leverage(self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS) -> None:
        """See `BitmartTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode)

    @property
    def _key(self) -> Credentials:
        if self._credentials is None:
            raise AuthError("this needs a key", venue=VENUE)
        return self._credentials

    def _feed(self) -> BitmartFeed:
        return BitmartFeed(self._key, self._hosts, self._account, self._line)
