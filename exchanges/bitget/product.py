"""One key at one of Bitget's products: facts, and the life of the account. Writing to it is each product's own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from exchanges.bitget.account import BitgetAccount, venue_time
from exchanges.bitget.codec import BitgetDialect
from exchanges.bitget.feed import BitgetFeed
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.reader import Line
from exchanges.bitget.table import CONNECTS
from exchanges.core.account_adapter import AccountAdapter, Writing
from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import Counters, Credentials, Environment, KeyFacts
from exchanges.core.clock import VenueClock, now_ms
from exchanges.core.connection import Socket
from exchanges.core.errors import AuthError
from exchanges.core.limits import Limits
from exchanges.core.link import Pace
from exchanges.core.marks import Tape
from exchanges.core.network import Family
from exchanges.core.rest import Rest
from exchanges.core.stream import Timing

A = TypeVar("A", bound=BitgetAccount, covariant=True)
T = TypeVar("T", bound=Writing, covariant=True)


class BitgetProduct(AccountAdapter[A, T], ABC):
    """What the adapters of all products share.

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

    venue: str

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
        dialect = self._dialect(credentials, environment)
        self.clock = clock or VenueClock(lambda: venue_time(self._rest), now=now)
        name = credentials.api_key if credentials else ""
        self._rest = Rest(hosts.rest, dialect, self.clock, self._limits, account=name, family=family)
        self._line = Line(self._rest, dialect, self.clock, now, self.counters)
        self._account = self._open_account()
        self._trading = self._open_trading()
        self._life = AccountLife(
            self._account,
            self._feed,
            tape=self._tape(),
            dial_gate=lambda: self._limits.acquire_bucket(CONNECTS),
            now=now,
            clock=self.clock,
            counters=self.counters,
            pace=pace,
            timing=timing,
            family=family,
        )

    # What a product fills in.

    @abstractmethod
    def _open_account(self) -> A:
        """The reading side."""

    @abstractmethod
    def _open_trading(self) -> T:
        """The writing side."""

    @abstractmethod
    def _sockets(self, credentials: Credentials) -> Sequence[Socket]:
        """The sockets that tell the account's life, once its kind is known."""

    def _dialect(self, credentials: Credentials | None, environment: Environment) -> BitgetDialect:
        return BitgetDialect(credentials, environment, self.venue)

    def _tape(self) -> Tape | None:
        """Public mark prices of what is held."""
        return None

    # The same for all.

    async def key_facts(self) -> KeyFacts:
        """See `Adapter`."""
        return await self._account.key_facts()

    async def apply_fix(self, fix: str) -> None:
        """See `Adapter`; a product without modes offers none."""
        raise KeyError(fix)

    def _feed(self) -> BitgetFeed:
        credentials = self._credentials
        if credentials is None:
            raise AuthError("the account's life needs a key", venue=self.venue)
        return BitgetFeed(self._account, self._line, lambda: self._sockets(credentials))
