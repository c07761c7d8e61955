"""What every adapter hands on unchanged: reading to its account, writing to its trading, the stream to its life."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Generic, Protocol, TypeVar

from exchanges.core.account_life import AccountLife
from exchanges.core.adapter import AccountFacts, OrderRequest, Resume
from exchanges.core.model import Event, Order, Position
from exchanges.core.rest import Rest


class Reading(Protocol):
    """The reading side of a venue's account."""

    async def account_facts(self) -> AccountFacts:
        """See `Adapter.account_facts`."""
        ...


class Writing(Protocol):
    """The writing side of a venue's account; what each call raises is said at the venue's own."""

    async def place_order(self, request: OrderRequest) -> str:
        """Place an order; answers the venue's id."""
        ...

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either kind."""
        ...

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close a position at market."""
        ...


A = TypeVar("A", bound=Reading, covariant=True)
T = TypeVar("T", bound=Writing, covariant=True)


class AccountAdapter(Generic[A, T]):
    """The common half of an adapter; a venue's own makes the parts and says what a key may do."""

    _rest: Rest
    _account: A
    _trading: T
    _life: AccountLife

    @property
    def account(self) -> A:
        """The reading side, for verification and screens that ask for more."""
        return self._account

    @property
    def rest(self) -> Rest:
        """The signed client, for calls of the table that have no method of their own."""
        return self._rest

    async def account_facts(self) -> AccountFacts:
        """See `Adapter`."""
        return await self._account.account_facts()

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
        """See the venue's trading."""
        return await self._trading.place_order(request)

    async def cancel(self, order: Order) -> None:
        """See the venue's trading."""
        await self._trading.cancel(order)

    async def close_position(self, position: Position, client_id: str) -> None:
        """See the venue's trading."""
        await self._trading.close_position(position, client_id)
