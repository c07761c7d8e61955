"""Writing to a lead trader's futures account: orders, cancels, closes, settings.

What was lost is asked for by its own id, never sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal
from typing import Any

from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import MarginMode, Order, OrderKind, OrderSide, OrderType, Position, Side, TimeInForce
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.toobit import table
from exchanges.toobit.account import ToobitAccount
from exchanges.toobit.codec import RECV_WINDOW_MS, VENUE
from exchanges.toobit.mapping import leg_word
from exchanges.toobit.refusals import HELD_BY_ORDERS
from exchanges.toobit.rows import leg_acted_on, margin_mode_of

_TIF = {TimeInForce.GTC: "GTC", TimeInForce.IOC: "IOC", TimeInForce.FOK: "FOK", TimeInForce.POST_ONLY: "POST_ONLY"}
_ASK_EVERY_S = 1.0


class ToobitTrading:
    """The writes of one account.

    Args:
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        rest: Rest,
        account: ToobitAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rest = rest
        self._account = account
        self._acted = acted
        self._sleep = sleep

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the contract's smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.contracts.load()
        return await self._sent(table.PLACE, self._order_params(request))

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error."""
        endpoint = table.CANCEL if order.kind is OrderKind.PLAIN else table.CANCEL_PLAN
        try:
            await self._write(endpoint, {"orderId": order.id})
        except NotFound:
            return

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position at market, in parts where it is larger than one order may be.

        Waiting orders that would close it are cancelled when the venue says that they hold it.

        Raises:
            BadRequest: Its size is unknown.
            NotFound: There is nothing to close.
            OutcomeUnknown: The answer was lost and the closing order is not found; look at the position.
        """
        if not position.size_known:
            raise BadRequest("Toobit does not tell the size of this position to this key", venue=VENUE)
        await self._account.contracts.load()
        params = {
            "symbol": position.venue_symbol,
            "side": "SELL" if position.side is Side.LONG else "BUY",
            "positionSide": leg_word(position.side),
            "type": "MARKET",
        }
        for number, size in enumerate(self._parts(position)):
            own_id = client_id if number == 0 else f"{client_id}-{number}"
            part = {**params, "quantity": f"{size:f}", "newClientOrderId": own_id}
            try:
                await self._sent(table.CLOSE, part)
            except VenueError as error:
                if error.code not in HELD_BY_ORDERS:
                    raise
            else:
                continue
            await self._cancel_closing(position)
            await self._sent(table.CLOSE, part)

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """Set a contract's margin mode, where it is another one, and its leverage, which both legs share."""
        del side
        await self._account.contracts.load()
        about = {"symbol": self._account.contracts.instrument(symbol).venue_symbol}
        settings = await self._rest.call(table.SETTINGS, about)
        if not settings or margin_mode_of(settings[0].get("marginType")) is not margin_mode:
            await self._write(table.SET_MARGIN_TYPE, {**about, "marginType": margin_mode.value.upper()})
        await self._write(table.SET_LEVERAGE, {**about, "leverage": f"{int(leverage)}"})

    def _order_params(self, request: OrderRequest) -> dict[str, str]:
        """In the order of the documentation; the size in whole steps, never more than asked."""
        instrument = self._account.contracts.instrument(request.symbol)
        contracts = request.size_base / instrument.contract_size
        contracts -= contracts % instrument.lot_contracts
        if contracts < instrument.min_contracts:
            smallest = f"{(instrument.min_contracts * instrument.contract_size).normalize():f} {instrument.base}"
            raise BadRequest(f"below the smallest size, {smallest}", venue=VENUE, code="-1136")
        leg = request.position_side or leg_acted_on(request.side, closes=request.reduce_only)
        at_market = request.type is OrderType.MARKET
        params = {
            "symbol": instrument.venue_symbol,
            "side": request.side.value.upper(),
            "positionSide": leg_word(leg),
            "type": "MARKET" if at_market else "LIMIT",
            "newClientOrderId": request.client_id,
            "quantity": f"{contracts.normalize():f}",
        }
        if not at_market and request.price is not None:
            params |= {"price": f"{request.price:f}", "timeInForce": _TIF[request.tif]}
        return params

    def _parts(self, position: Position) -> Iterator[Decimal]:
        """The position's contracts cut into what one order may hold."""
        largest = self._account.contracts.largest.get(position.venue_symbol) or position.size_contracts
        rest = position.size_contracts
        while rest > 0:
            yield min(rest, largest)
            rest -= largest

    async def _cancel_closing(self, position: Position) -> None:
        closing = OrderSide.SELL if position.side is Side.LONG else OrderSide.BUY
        for order in await self._account.orders():
            if (order.symbol, order.side) == (position.symbol, closing) and order.reduce_only:
                await self.cancel(order)

    async def _sent(self, endpoint: Endpoint, params: dict[str, str]) -> str:
        """Send an order; when its answer is lost, ask for it by its own id."""
        try:
            row = await self._write(endpoint, params)
        except OutcomeUnknown as error:
            return await self._resolve(params["newClientOrderId"], error)
        return clean(row.get("orderId"))

    async def _write(self, endpoint: Endpoint, params: dict[str, str]) -> dict[str, Any]:
        try:
            rows = await self._rest.call(endpoint, params)
        finally:
            self._acted()
        row: dict[str, Any] = rows[0] if rows else {}
        return row

    async def _resolve(self, client_id: str, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(RECV_WINDOW_MS // 1000 + 2):
            try:
                found = await self._account.order_by({"origClientOrderId": client_id})
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue=VENUE, endpoint=table.PLACE.name)
