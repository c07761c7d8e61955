"""One Bitget margin account: facts, the life of its money, debts and orders, and writing to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from exchanges.bitget import codec
from exchanges.bitget.codec import BitgetDialect
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.product import BitgetProduct
from exchanges.bitget.table import LIVES_S
from exchanges.bitget_margin.account import MarginAccount
from exchanges.bitget_margin.codec import MarginDialect, MarginWire, subscriptions
from exchanges.bitget_margin.loans import MarginLoans
from exchanges.bitget_margin.table import GENERATIONS, VENUE, Version
from exchanges.bitget_margin.trading import MarginTrading
from exchanges.bitget_margin.unified import UnifiedMargin
from exchanges.bitget_margin.unified_loans import UnifiedLoans
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.connection import Socket
from exchanges.core.model import MarginMode


class MarginAdapter(BitgetProduct[MarginAccount, MarginTrading]):
    """The margin adapter of one key; other arguments as for `BitgetProduct`.

    Args:
        version: Which generation of calls classic accounts are spoken to in. The venue answers the second only; the
            document's own runs against a simulation.
    """

    venue = VENUE

    def __init__(
        self,
        credentials: Credentials | None,
        hosts: BitgetHosts,
        environment: Environment,
        *,
        version: Version = "v2",
        **more: Any,
    ) -> None:
        self._generation = GENERATIONS[version]
        super().__init__(credentials, hosts, environment, **more)

    @cached_property
    def loans(self) -> MarginLoans:
        """Borrowing and repaying, on a classic account; see `debts` where the kind is not known."""
        return MarginLoans(self._account.margin, self.audit_soon)

    async def debts(self) -> MarginLoans | UnifiedLoans:
        """Borrowing and repaying, by what the account's kind knows.

        Raises:
            VenueError: The venue did not say what kind it is, or refused the key.
        """
        reader = await self._account.reader()
        return UnifiedLoans(reader, self.audit_soon) if isinstance(reader, UnifiedMargin) else self.loans

    def _open_trading(self) -> MarginTrading:
        return MarginTrading(self._line, self._account, self.audit_soon)

    def _open_account(self) -> MarginAccount:
        return MarginAccount(self._line, self.audit_soon, self._generation)

    def _dialect(self, credentials: Credentials | None, environment: Environment) -> BitgetDialect:
        return MarginDialect(credentials, environment)

    def _sockets(self, credentials: Credentials) -> Sequence[Socket]:
        """The private socket of the account's kind, and the public one of index prices."""
        venue_ms, hosts = self._line.clock.venue_ms, self._hosts
        private = MarginWire(credentials, venue_ms)
        if self._account.is_unified:
            wanted = tuple(codec.subscription(name) for name in self._account.followed)
            return [Socket(hosts.ws_private_v3, private, wanted, lives_s=LIVES_S)]
        generation, pairs = self._generation, self._account.margin.pairs_to_follow
        account = (
            *subscriptions(generation, "money cross"),
            *subscriptions(generation, "money isolated"),
            *subscriptions(generation, "orders cross", pairs(MarginMode.CROSS)),
            *subscriptions(generation, "orders isolated", pairs(MarginMode.ISOLATED)),
        )
        prices = tuple(subscriptions(generation, "index"))
        if generation.version == "v1":
            return [Socket(hosts.ws_v1, private, (*account, *prices), lives_s=LIVES_S)]
        public = Socket(hosts.ws_public, MarginWire(None, venue_ms), prices, lives_s=LIVES_S)
        return [Socket(hosts.ws_private, private, account, lives_s=LIVES_S), public]
