"""One lead trader at Toobit: facts, the life of positions and orders, writing, and leading itself."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.core.account_adapter import AccountAdapter
from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import AccountFacts, Counters, Credentials, Environment, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.errors import AuthError, BadRequest, VenueError
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.model import MarginMode, Side
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing
from exchanges.toobit import table
from exchanges.toobit.account import ToobitAccount, venue_time
from exchanges.toobit.codec import VENUE, ToobitDialect
from exchanges.toobit.feed import ToobitFeed
from exchanges.toobit.hosts import ToobitHosts
from exchanges.toobit.leader import ToobitLeader
from exchanges.toobit.led_positions import LedPositions
from exchanges.toobit.marks import tape
from exchanges.toobit.trading import ToobitTrading

__all__ = ["ToobitAdapter", "ToobitHosts"]


class ToobitAdapter(AccountAdapter[ToobitAccount, ToobitTrading]):
    """The adapter of one key.

    Args:
        credentials: `None` for public calls only.
        hosts: Where Toobit, or a sandbox, answers.
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
        hosts: ToobitHosts,
        environment: Environment,
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
        dialect = ToobitDialect(credentials, now)
        self._rest = Rest(
            hosts.rest,
            dialect,
            self.clock,
            self._limits,
            account=credentials.api_key if credentials else "",
            family=family,
        )
        self._account = ToobitAccount(self._rest, self.clock, now, self.counters)
        self._trading = ToobitTrading(self._rest, self._account, self.audit_soon)
        self.leader = ToobitLeader(self._rest, dialect, self.counters)
        """What only a lead trader has."""
        self.led = LedPositions(self._rest, self._account, self.leader, self.clock)
        """What stands in while the futures account is refused to the key."""
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=tape(hosts.ws_public, self._account.contracts.instruments),
            dial_gate=lambda: self._limits.acquire_bucket(table.CONNECTS),
            now=now,
            clock=self.clock,
            counters=self.counters,
            pace=pace,
            timing=timing,
            family=family,
            stand_in=self.led,
        )

    async def account_facts(self) -> AccountFacts:
        """See `Adapter`; of an account that is refused to the key, as much as the list of led positions tells."""
        try:
            return await super().account_facts()
        except VenueError as error:
            if not await self.led.covers(error):
                raise
        return await self.led.account_facts()

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`."""
        return await self._account.key_facts()

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`; the venue knows one position mode, and who leads is decided on its site."""
        raise BadRequest(f"there is no {fix} to change", venue=VENUE)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """See `ToobitTrading.set_leverage`."""
        await self._trading.set_leverage(symbol, leverage, margin_mode=margin_mode, side=side)

    def _feed(self) -> ToobitFeed:
        if self._credentials is None:
            raise AuthError("the account's life needs a key", venue=VENUE)
        return ToobitFeed(self._hosts.ws_private, self._account, self._rest, self.clock)
