"""One Binance futures account: facts, fixes, the life of its positions and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.binance import table
from exchanges.binance.account import BinanceAccount, venue_time
from exchanges.binance.codec import VENUE, BinanceDialect
from exchanges.binance.feed import BinanceFeed
from exchanges.binance.hosts import BinanceHosts
from exchanges.binance.marks import tape
from exchanges.binance.trading import BinanceTrading
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

__all__ = ["BinanceAdapter", "BinanceHosts"]


class BinanceAdapter(AccountAdapter[BinanceAccount, BinanceTrading]):
    """The adapter of one key, HMAC, Ed25519 or RSA.

    Args:
        credentials: `None` for public calls only.
        hosts: Where Binance, or a sandbox, answers.
        environment: "live", or "demo" for the testnet.
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
        hosts: BinanceHosts,
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
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        has_sapi = environment == "live" and bool(hosts.sapi)
        self._rest = Rest(
            hosts.rest,
            BinanceDialect(credentials, now),
            self.clock,
            self._limits,
            account=credentials.api_key if credentials else "",
            more_hosts={table.SAPI: hosts.sapi} if has_sapi else None,
            family=family,
        )
        self._account = BinanceAccount(self._rest, self.clock, now, self.counters, has_sapi=has_sapi)
        self._trading = BinanceTrading(self._rest, self._account, self.audit_soon)
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts.ws_market, self._account.instruments),
            dial_gate=lambda: self._limits.acquire_bucket(table.CONNECTS),
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
        fixes = {"hedge_mode": self._trading.set_hedge_mode}
        await fixes[fix]()

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `BinanceTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    def _feed(self) -> BinanceFeed:
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        return BinanceFeed(self._hosts.ws_private, self._account, self._rest, self.clock, self.audit_soon)
