"""Writing to a BitMart account: orders, cancels, closes, settings. What was lost is asked for, never sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from exchanges.bitmart import table
from exchanges.bitmart.account import BitmartAccount
from exchanges.bitmart.codec import VENUE
from exchanges.bitmart.lists import Line
from exchanges.bitmart.order_mapping import MODES, TRAILING
from exchanges.bitmart.refusals import ENDED
from exchanges.bitmart.rows import HEDGE, closing, side_number
from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import Instrument, MarginMode, Order, OrderKind, OrderType, Position
from exchanges.core.text import clean

ORDER_LIFE_S = 60
"""The venue refuses a call whose time is further away than this."""
_ASK_EVERY_S = 1.0
_ASK_TOLD = 3
"""How often an order is looked for when the venue did answer, only not what became of it."""


class BitmartTrading:
    """The writes of one account.

    Args:
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        line: Line,
        account: BitmartAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = line
        self._account = account
        self._acted = acted
        self._sleep = sleep
        self._mode_read = False

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the contract's smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        await self._know_mode()
        instrument = self._account.instrument(request.symbol)
        body, since_ms = await self._body(request, instrument), self._line.clock.venue_ms()
        try:
            row = await self._write(table.PLACE, body)
        except OutcomeUnknown as error:
            return await self._resolve(instrument.venue_symbol, request.client_id, since_ms, error)
        order_id = clean(row.get("order_id"))
        if not order_id:
            doubt = OutcomeUnknown("accepted without an id", venue=VENUE, endpoint=table.PLACE.name)
            return await self._resolve(instrument.venue_symbol, request.client_id, since_ms, doubt)
        return order_id

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error.

        Raises:
            BadRequest: It has no id: without one the venue would cancel all orders of the contract.
        """
        if not order.id.strip() or not order.venue_symbol:
            raise BadRequest("an order without an id", venue=VENUE, endpoint=table.CANCEL.name, code="40037")
        endpoint = table.CANCEL
        if order.kind is OrderKind.ALGO:
            endpoint = table.CANCEL_PLAN
        elif order.venue_type == TRAILING and not self._line.is_v1:
            endpoint = table.CANCEL_TRAILING
        try:
            await self._write(endpoint, {"symbol": order.venue_symbol, "order_id": order.id})
        except VenueError as error:
            if error.code not in ENDED and not isinstance(error, NotFound):
                raise

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position at market. Waiting orders that would close it hold its size, so they go first.

        Raises:
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved.
        """
        await self._know_mode()
        for order in await self._account.orders():
            if order.kind is OrderKind.PLAIN and _closes(order, position):
                await self.cancel(order)
        leg = position.side if self._account.is_hedged else None
        body: dict[str, object] = {
            "symbol": position.venue_symbol,
            "side": side_number(closing(position.side), leg, reduce_only=True),
            "type": "market",
            "size": int(position.size_contracts),
            "client_order_id": client_id,
        }
        since_ms = self._line.clock.venue_ms()
        try:
            await self._write(table.PLACE, body)
        except OutcomeUnknown as error:
            await self._resolve(position.venue_symbol, client_id, since_ms, error)

    async def set_leverage(self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS) -> None:
        """Set a contract's leverage, and with it its margin mode."""
        await self._account.load_instruments()
        name = self._account.instrument(symbol).venue_symbol
        figure = f"{leverage.normalize():f}"
        await self._write(table.SET_LEVERAGE, {"symbol": name, "leverage": figure, "open_type": margin_mode.value})
        self._account.structures.leverages[name] = leverage

    async def set_hedge_mode(self) -> None:
        """Switch futures to hedge mode; refused while anything is open."""
        if await self._account.position_mode() != HEDGE:
            await self._write(table.SET_POSITION_MODE, {"position_mode": HEDGE})
            await self._account.position_mode()

    async def _know_mode(self) -> None:
        """The same side number opens in one mode and closes in the other: read the mode before the first order."""
        if not self._mode_read:
            await self._account.position_mode()
            self._mode_read = True

    async def _body(self, request: OrderRequest, instrument: Instrument) -> dict[str, object]:
        """The order as the venue wants it; closing orders say neither leverage nor margin mode."""
        opens = request.position_side is None and not request.reduce_only
        if request.position_side is not None:
            opens = request.side is not closing(request.position_side)
        body: dict[str, object] = {
            "symbol": instrument.venue_symbol,
            "client_order_id": request.client_id,
            "side": side_number(request.side, request.position_side, reduce_only=request.reduce_only),
            "type": "limit" if request.type is not OrderType.MARKET else "market",
        }
        if opens:
            leverage = await self._leverage(instrument.venue_symbol)
            body |= {"leverage": f"{leverage.normalize():f}", "open_type": request.margin_mode.value}
        body["size"] = _contracts(request, instrument)
        if request.type is not OrderType.MARKET and request.price is not None:
            body |= {"mode": MODES[request.tif], "price": f"{request.price:f}"}
        return body

    async def _leverage(self, name: str) -> Decimal:
        """The contract's leverage, which every opening order has to repeat.

        Raises:
            BadRequest: Nobody knows it: it has to be set first.
        """
        if not self._line.is_v1:
            rows = await self._line.rest.call(table.POSITION_V2, {"symbol": name})
            self._account.learn(rows if isinstance(rows, list) else [])
        known = self._account.structures.leverages.get(name)
        if known is None:
            raise BadRequest("the contract's leverage is not known; set it first", venue=VENUE, code="40040")
        return known

    async def _write(self, endpoint: Endpoint, body: dict[str, object]) -> dict[str, Any]:
        try:
            answer = await self._line.rest.call(endpoint, body=body)
        finally:
            self._acted()
        return answer if isinstance(answer, dict) else {}

    async def _resolve(self, name: str, client_id: str, since_ms: int, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(_ASK_TOLD if doubt.code else ORDER_LIFE_S + 2):
            try:
                found = await self._account.by_client_id(name, client_id, since_ms)
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable(
            doubt.message or "the order did not reach the venue",
            venue=VENUE,
            endpoint=table.PLACE.name,
            code=doubt.code,
        )


def _contracts(request: OrderRequest, instrument: Instrument) -> int:
    """Whole contracts, never more than asked.

    Raises:
        BadRequest: Fewer than the venue takes.
    """
    contracts = request.size_base / instrument.contract_size
    contracts -= contracts % instrument.lot_contracts
    if contracts < instrument.min_contracts:
        smallest = instrument.min_contracts * instrument.contract_size
        raise BadRequest(f"below the smallest size, {smallest:f} {instrument.base}", venue=VENUE, code="40044")
    return int(contracts)


def _closes(order: Order, position: Position) -> bool:
    """True for a waiting order that holds a part of the position."""
    own = order.position_side in (position.side, None) and order.side is closing(position.side)
    return order.symbol == position.symbol and order.reduce_only and own
