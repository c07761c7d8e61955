"""What writing to any product of Bitget takes: what was lost is asked for, never sent again."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.reader import Line, Reader
from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import Order, OrderType
from exchanges.core.text import clean

Call = tuple[Endpoint, dict[str, object]]
"""A call with its body."""
ORDER_LIFE_S = 30
"""The venue drops a call whose time is further away than this."""
_ASK_EVERY_S = 1.0


class BitgetWriting(ABC):
    """The writes of one account.

    Args:
        line: The way to the venue.
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        line: Line,
        account: BitgetAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = line
        self._account = account
        self._acted = acted
        self._sleep = sleep
        self._venue = line.dialect.venue

    @abstractmethod
    def placing(self, request: OrderRequest, name: str, size: str) -> tuple[Call, Call]:
        """The call that places an order, on a classic and on a unified account; `size` in whole steps."""

    async def by_client_id(self, request: OrderRequest, name: str) -> Order | None:
        """What became of a request; `None` when the venue does not know it."""
        return await self._account.on_its_kind(lambda reader: reader.by_client_id(name, request.client_id))

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        name, size = self._account.instrument(request.symbol).venue_symbol, self._size(request)
        classic, unified = self.placing(request, name, size)
        try:
            row = await self.write(classic, unified)
        except OutcomeUnknown as error:
            return await self._resolve(request, name, error)
        # A one-way reduce-only order that displaced older ones is accepted without an id.
        return clean(row.get("orderId")) or await self._resolve(
            request, name, OutcomeUnknown("accepted without an id", venue=self._venue, endpoint=classic[0].name)
        )

    async def write(self, classic: Call, unified: Call) -> dict[str, Any]:
        """Send the call of the account's kind; one of the wrong kind is refused unread, so it may go again."""

        async def send(_: Reader) -> dict[str, Any]:
            endpoint, body = unified if self._account.is_unified else classic
            answer = await self._line.rest.call(endpoint, body=body)
            error = self._line.dialect.failure(endpoint, answer)
            if error is not None:
                raise error
            return answer if isinstance(answer, dict) else {}

        try:
            return await self._account.on_its_kind(send)
        finally:
            self._acted()

    async def _resolve(self, request: OrderRequest, name: str, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(ORDER_LIFE_S + 2):
            try:
                found = await self.by_client_id(request, name)
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue=self._venue, endpoint=doubt.endpoint)

    def _size(self, request: OrderRequest) -> str:
        """In whole steps, never more than asked."""
        instrument = self._account.instrument(request.symbol)
        size = request.size_base - request.size_base % instrument.lot_contracts
        if size < instrument.min_contracts:
            smallest = f"below the smallest size, {instrument.min_contracts:f} {instrument.base}"
            raise BadRequest(smallest, venue=self._venue, code="45110")
        return f"{size.normalize():f}"


def is_limit(request: OrderRequest) -> bool:
    return request.type is not OrderType.MARKET


def kind_word(request: OrderRequest) -> str:
    return "limit" if is_limit(request) else "market"


def price_field(request: OrderRequest) -> dict[str, object]:
    return {"price": f"{request.price:f}"} if is_limit(request) and request.price is not None else {}
