"""Writing to a Binance futures account: orders, cancels, closes, settings.

What was lost is asked for by its own id, never sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from typing import Any

from exchanges.binance import table
from exchanges.binance.account import BinanceAccount
from exchanges.binance.codec import RECV_WINDOW_MS, VENUE
from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, BadRequest, NotFound, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import (
    MarginMode,
    Order,
    OrderKind,
    OrderSide,
    OrderType,
    Position,
    Side,
    TimeInForce,
)
from exchanges.core.rest import Rest
from exchanges.core.text import clean

_UNCHANGED = frozenset({"-4046", "-4059"})
"""Answers to a setting that mean: it is so already."""
_HELD_BY_ORDERS = frozenset({"-2022", "-4118"})
"""Answers to a close that mean: waiting orders would close it already."""
_TIF = {TimeInForce.GTC: "GTC", TimeInForce.IOC: "IOC", TimeInForce.FOK: "FOK", TimeInForce.POST_ONLY: "GTX"}
_MARGIN = {MarginMode.CROSS: "CROSSED", MarginMode.ISOLATED: "ISOLATED"}
_ASK_EVERY_S = 1.0


class BinanceTrading:
    """The writes of one account.

    Args:
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        rest: Rest,
        account: BinanceAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rest = rest
        self._account = account
        self._acted = acted
        self._sleep = sleep
        self._hedged: bool | None = None

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the contract's smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        params = self._order_params(request)
        return await self._sent(table.PLACE, params)

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error."""
        try:
            if order.kind is OrderKind.PLAIN:
                await self._write(table.CANCEL, {"symbol": order.venue_symbol, "orderId": order.id})
            else:
                await self._write(table.CANCEL_ALGO, {"algoId": order.id})
        except NotFound:
            return

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position at market, in parts where it is larger than one order may be.

        Waiting orders that would close it are cancelled when the venue says that they hold it.

        Raises:
            OutcomeUnknown: The answer was lost and the closing order is not found; look at the position.
        """
        await self._account.load_instruments()
        params = {"symbol": position.venue_symbol, "side": "SELL" if position.side is Side.LONG else "BUY"}
        params |= {"positionSide": position.side.value.upper()} if await self._is_hedged() else {"reduceOnly": "true"}
        for number, size in enumerate(self._parts(position)):
            own_id = client_id if number == 0 else f"{client_id}-{number}"
            part = {**params, "type": "MARKET", "quantity": f"{size:f}", "newClientOrderId": own_id}
            try:
                await self._sent(table.CLOSE, part)
            except BadRequest as error:
                if error.code not in _HELD_BY_ORDERS:
                    raise
            else:
                continue
            await self._cancel_closing(position)
            await self._sent(table.CLOSE, part)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """Set a contract's margin mode and its leverage, which both legs share."""
        del side
        await self._account.load_instruments()
        venue_symbol = self._account.instrument(symbol).venue_symbol
        await self._set(table.SET_MARGIN_TYPE, {"symbol": venue_symbol, "marginType": _MARGIN[margin_mode]})
        await self._set(table.SET_LEVERAGE, {"symbol": venue_symbol, "leverage": f"{int(leverage)}"})

    async def set_hedge_mode(self) -> None:
        """Switch futures, of both kinds of margin, to hedge mode."""
        await self._set(table.SET_POSITION_MODE, {"dualSidePosition": "true"})
        self._hedged = None

    def _order_params(self, request: OrderRequest) -> dict[str, str]:
        """In the order of the documentation; the size in whole steps, never more than asked."""
        instrument = self._account.instrument(request.symbol)
        size = request.size_base - request.size_base % instrument.lot_contracts
        if size < instrument.min_contracts:
            smallest = f"{instrument.min_contracts:f} {instrument.base}"
            raise BadRequest(f"below the smallest size, {smallest}", venue=VENUE, code="-4003")
        params = {"symbol": instrument.venue_symbol, "side": request.side.value.upper()}
        if request.position_side is not None:
            params["positionSide"] = request.position_side.value.upper()
        params["type"] = "MARKET" if request.type is OrderType.MARKET else "LIMIT"
        if request.type is not OrderType.MARKET and request.price is not None:
            params |= {"timeInForce": _TIF[request.tif], "price": f"{request.price:f}"}
        params["quantity"] = f"{size:f}"
        if request.reduce_only and request.position_side is None:
            params["reduceOnly"] = "true"
        return params | {"newClientOrderId": request.client_id}

    def _parts(self, position: Position) -> Iterator[Decimal]:
        """The position's size cut into what one market order may hold."""
        largest = self._account.largest_at_market.get(position.venue_symbol) or position.size_base
        rest = position.size_base
        while rest > 0:
            yield min(rest, largest)
            rest -= largest

    async def _cancel_closing(self, position: Position) -> None:
        closing = OrderSide.SELL if position.side is Side.LONG else OrderSide.BUY
        for order in await self._account.orders():
            if (order.symbol, order.side) == (position.symbol, closing) and order.reduce_only:
                await self.cancel(order)

    async def _set(self, endpoint: Endpoint, params: dict[str, str]) -> None:
        try:
            await self._write(endpoint, params)
        except BadRequest as error:
            if error.code not in _UNCHANGED:
                raise

    async def _sent(self, endpoint: Endpoint, params: dict[str, str]) -> str:
        """Send an order; when its answer is lost, ask for it by its own id."""
        try:
            row = await self._write(endpoint, {**params, "newOrderRespType": "ACK"})
        except OutcomeUnknown as error:
            return await self._resolve(params["symbol"], params["newClientOrderId"], error)
        return clean(row.get("orderId"))

    async def _write(self, endpoint: Endpoint, params: dict[str, str]) -> dict[str, Any]:
        try:
            rows = await self._rest.call(endpoint, params)
        except AuthError as error:
            refused = error
        else:
            row: dict[str, Any] = rows[0] if rows else {}
            return row
        finally:
            self._acted()
        raise await self._account.told_apart(refused)

    async def _resolve(self, venue_symbol: str, client_id: str, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(RECV_WINDOW_MS // 1000 + 2):
            try:
                found = await self._account.order_by(venue_symbol, {"origClientOrderId": client_id})
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue=VENUE, endpoint=table.PLACE.name)

    async def _is_hedged(self) -> bool:
        if self._hedged is None:
            self._hedged = await self._account.is_hedged()
        return self._hedged
