"""Writing to a CrossEx account: orders, cancels, closes, settings. What was lost is asked for, never sent again.

An answer means "accepted": an order may still fail, and a change of settings is done a moment later. Both are looked
after here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import (
    BadRequest,
    NotFound,
    OutcomeUnknown,
    Unexpected,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.model import Instrument, Order, OrderSide, OrderStatus, OrderType, Position, TimeInForce
from exchanges.core.text import clean
from exchanges.gate_crossex import order_mapping, table
from exchanges.gate_crossex.account import CrossexAccount
from exchanges.gate_crossex.codec import VENUE, venue_error
from exchanges.gate_crossex.reader import Line
from exchanges.gate_crossex.refusals import TOO_SMALL, UNCHANGED
from exchanges.gate_crossex.rows import business_of, closing
from exchanges.gate_crossex.standing import COMMON, DUAL

ORDER_LIFE_S = 60
"""The venue drops a call whose time is further away than this."""
CHANGE_WITHIN_S = 10.0
"""A change that was accepted and is not seen after so long is called unknown."""
REACH = Decimal("0.02")
"""How far beyond the price a limit goes that only means to close a loan now."""
_ASK_EVERY_S = 1.0
_LOOK_EVERY_S = 0.2
_FORCES = {
    TimeInForce.GTC: "GTC",
    TimeInForce.IOC: "IOC",
    TimeInForce.FOK: "FOK",
    TimeInForce.POST_ONLY: "POC",
}


class CrossexTrading:
    """The writes of one account.

    Args:
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        line: Line,
        account: CrossexAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = line
        self._account = account
        self._acted = acted
        self._sleep = sleep
        self._close = table.CLOSE

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the exchange has taken it.

        Market buys of spot and margin are given to the venue by their value: they need a price.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, at once or a moment later, or it is too small.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        listed = self._account.instrument(request.symbol)
        return await self._place(_body(request, listed, _size(request, listed)))

    async def cancel(self, order: Order) -> None:
        """Cancel an order; one that ended meanwhile is no error."""
        try:
            await self._write(table.CANCEL, {"order_id": order.id})
        except NotFound:
            return

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position now, by an order against it; what is too small for an order goes as dust.

        Waiting orders that would close it hold its size, so they go first.
        """
        await self._account.load_instruments()
        for order in await self._account.reader.orders():
            if order.venue_symbol == position.venue_symbol and order.reduce_only and _closes(order, position):
                await self.cancel(order)
        listed = self._account.instruments[position.venue_symbol]
        is_hedged = await self._is_hedged(position)
        if position.size_base < listed.min_contracts:
            await self._close_dust(position, is_hedged=is_hedged)
            return
        try:
            await self._place(_closing_body(position, listed, client_id, is_hedged=is_hedged))
        except BadRequest as error:
            if error.code not in TOO_SMALL:
                raise
            await self._close_dust(position, is_hedged=is_hedged)

    async def set_leverage(self, symbol: str, leverage: Decimal) -> None:
        """Set a symbol's leverage, of a future or of a margin pair, and wait until it is set."""
        await self._account.load_instruments()
        name = self._account.instrument(symbol).venue_symbol
        is_margin = business_of(name) == "MARGIN"
        change = table.SET_MARGIN_LEVERAGE if is_margin else table.SET_LEVERAGE
        look = table.MARGIN_LEVERAGE if is_margin else table.LEVERAGE
        figure = f"{leverage.normalize():f}"
        await self._write(change, body={"symbol": name, "leverage": figure})

        async def is_set() -> bool:
            return _leverage_in(await self._line.rest.call(look, {"symbols": name}), name) == leverage

        await self._until(is_set, change)

    async def set_hedge_mode(self) -> None:
        """Switch every pool to dual positions, and wait until it is so."""
        for pool in await self._account.read_pools():
            if pool.position_mode != DUAL:
                body: dict[str, object] = {"position_mode": DUAL}
                try:
                    await self._write(
                        table.SET_ACCOUNT,
                        body=body if pool.exchange == COMMON else body | {"exchange_type": pool.exchange},
                    )
                except BadRequest as error:
                    if error.code not in UNCHANGED:
                        raise

        async def is_dual() -> bool:
            return all(pool.position_mode == DUAL for pool in await self._account.read_pools())

        await self._until(is_dual, table.SET_ACCOUNT)

    async def _place(self, body: dict[str, object]) -> str:
        try:
            answer = await self._write(table.PLACE, body=body)
            order_id = clean(answer.get("order_id")) if isinstance(answer, dict) else ""
        except OutcomeUnknown as error:
            order_id = await self._resolve(str(body["text"]), error)
        return await self._taken(order_id or str(body["text"]))

    async def _taken(self, name: str) -> str:
        """Wait until the exchange has the order; it may still be refused there.

        Raises:
            VenueError: By the reason the order names.
        """
        for _ in range(int(CHANGE_WITHIN_S / _LOOK_EVERY_S)):
            try:
                row = await self._line.rest.call(table.ORDER, {"order_id": name})
            except VenueError:
                return name  # It was accepted, and the stream tells what becomes of it.
            label, words = order_mapping.reason_of(row)
            word = clean(row.get("state"))
            if order_mapping.STATUS.get(word) is OrderStatus.REJECTED:
                raise venue_error(label or word, words or "the order was refused", endpoint=table.PLACE.name)
            if word not in ("NEW", "PENDING_SUBMIT"):
                return clean(row.get("order_id")) or name
            await self._sleep(_LOOK_EVERY_S)
        return name

    async def _close_dust(self, position: Position, *, is_hedged: bool) -> None:
        """Remove what no order can; the call's method changed between two versions of the document."""
        body: dict[str, object] = {"symbol": position.venue_symbol}
        if is_hedged:
            body["position_side"] = position.side.value.upper()
        try:
            await self._write(self._close, body=body)
        except (NotFound, Unexpected, OutcomeUnknown) as error:
            if error.http_status not in (404, 405) or self._close is table.CLOSE_DUST:
                raise
            self._close = table.CLOSE_DUST
            await self._write(self._close, body=body)

        async def is_gone() -> bool:
            return all(each.key != position.key for each in await self._account.reader.positions())

        await self._until(is_gone, self._close)

    async def _is_hedged(self, position: Position) -> bool:
        """Whether the position is a leg; margin pairs always are."""
        if business_of(position.venue_symbol) == "MARGIN":
            return True
        exchange = position.venue_symbol.partition("_")[0]
        pools = await self._account.read_pools()
        return any(pool.position_mode == DUAL for pool in pools if pool.exchange in (COMMON, exchange))

    async def _until(self, done: Callable[[], Awaitable[bool]], endpoint: Endpoint) -> None:
        """Look until an accepted change is there.

        Raises:
            OutcomeUnknown: It is not, after ten seconds.
        """
        for _ in range(int(CHANGE_WITHIN_S / _LOOK_EVERY_S)):
            if await done():
                self._acted()
                return
            await self._sleep(_LOOK_EVERY_S)
        raise OutcomeUnknown("accepted, and not done yet", venue=VENUE, endpoint=endpoint.name)

    async def _write(
        self, endpoint: Endpoint, params: dict[str, str] | None = None, *, body: dict[str, object] | None = None
    ) -> Any:
        try:
            return await self._line.rest.call(endpoint, params, body=body)
        finally:
            self._acted()

    async def _resolve(self, text: str, doubt: OutcomeUnknown) -> str:
        """Ask by our own id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(ORDER_LIFE_S + 2):
            try:
                found = await self._account.reader.order(text)
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue=VENUE, endpoint=table.PLACE.name)


def _size(request: OrderRequest, listed: Instrument) -> Decimal:
    """In whole steps, never more than asked."""
    size = request.size_base - request.size_base % listed.lot_contracts
    if size < listed.min_contracts:
        smallest = f"below the smallest size, {listed.min_contracts:f} {listed.base}"
        raise BadRequest(smallest, venue=VENUE, code="TRADE_ORDER_QUANTITY_MIN_ERROR")
    return size


def _body(request: OrderRequest, listed: Instrument, size: Decimal) -> dict[str, object]:
    """An order, in the order of the document; truth values are texts."""
    at_market = request.type is OrderType.MARKET
    body: dict[str, object] = {"text": request.client_id, "symbol": listed.venue_symbol}
    body |= {"side": request.side.value.upper(), "type": "MARKET" if at_market else "LIMIT"}
    if not at_market:
        body["time_in_force"] = _FORCES[request.tif]
    if at_market and request.side is OrderSide.BUY and business_of(listed.venue_symbol) in ("SPOT", "MARGIN"):
        if request.price is None:
            raise BadRequest("a market buy here is given by value and needs a price", venue=VENUE)
        body["quote_qty"] = _plain(size * request.price)
    else:
        body["qty"] = _plain(size)
    if not at_market and request.price is not None:
        body["price"] = f"{request.price:f}"
    if request.position_side is not None:
        body["position_side"] = request.position_side.value.upper()
    elif request.reduce_only:
        body["reduce_only"] = "true"
    return body


def _closing_body(position: Position, listed: Instrument, client_id: str, *, is_hedged: bool) -> dict[str, object]:
    """The order against a position. A loan of coins is bought back by a limit, since a market buy has no size there."""
    side = closing(position.side)
    body: dict[str, object] = {"text": client_id, "symbol": position.venue_symbol, "side": side.value.upper()}
    price = position.mark_price
    if side is OrderSide.BUY and business_of(position.venue_symbol) == "MARGIN" and price is not None:
        limit = (price * (1 + REACH) / listed.tick_size).to_integral_value(ROUND_CEILING) * listed.tick_size
        body |= {"type": "LIMIT", "time_in_force": "IOC", "qty": _lots(position, listed), "price": f"{limit:f}"}
    else:
        body |= {"type": "MARKET", "qty": _lots(position, listed)}
    return body | ({"position_side": position.side.value.upper()} if is_hedged else {"reduce_only": "true"})


def _lots(position: Position, listed: Instrument) -> str:
    steps = (position.size_base / listed.lot_contracts).to_integral_value(ROUND_FLOOR)
    return _plain(steps * listed.lot_contracts)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _closes(order: Order, position: Position) -> bool:
    """True for a waiting order that holds a part of the position."""
    return order.position_side in (position.side, None) and order.side is closing(position.side)


def _leverage_in(answer: Any, name: str) -> Decimal | None:
    """A symbol's leverage: a list in the first document, a map by symbol later; number or text."""
    if isinstance(answer, dict):
        found = answer.get(name)
    else:
        rows = answer if isinstance(answer, list) else []
        found = next((row.get("leverage") for row in rows if isinstance(row, dict) and row.get("symbol") == name), None)
    return Decimal(str(found)) if found is not None else None
