"""Writing to a Bitget account: orders, cancels, closes, settings. What was lost is asked for, never sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

from exchanges.bitget import table
from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.codec import VENUE
from exchanges.bitget.order_mapping import PLAN_WORDS
from exchanges.bitget.reader import Line, Reader
from exchanges.bitget.refusals import ENDED, UNCHANGED
from exchanges.bitget.rows import closing, opening
from exchanges.bitget.table import CATEGORY, MARGIN_COIN, PRODUCT
from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import MarginMode, Order, OrderKind, OrderType, Position, Side
from exchanges.core.text import clean

Call = tuple[Endpoint, dict[str, object]]
"""A call with its body."""
HEDGE_MODE = "hedge_mode"
ORDER_LIFE_S = 30
"""The venue drops a call whose time is further away than this."""
_ASK_EVERY_S = 1.0
_MARGIN_WORDS = {MarginMode.CROSS: "crossed", MarginMode.ISOLATED: "isolated"}
_CANCELLABLE = frozenset(PLAN_WORDS.values()) - {"track_plan"}
"""Plan types the cancel call knows by name."""


class BitgetTrading:
    """The writes of one account.

    Args:
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

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the contract's smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        name, size = self._account.instrument(request.symbol).venue_symbol, self._size(request)
        classic, unified = _classic_body(request, name, size), _unified_body(request, name, size)
        try:
            row = await self._write((table.PLACE, classic), (table.UTA_PLACE, unified))
        except OutcomeUnknown as error:
            return await self._resolve(name, request.client_id, error)
        # A one-way reduce-only order that displaced older ones is accepted without an id.
        return clean(row.get("orderId")) or await self._resolve(
            name, request.client_id, OutcomeUnknown("accepted without an id", venue=VENUE, endpoint=table.PLACE.name)
        )

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error."""
        identity = {"orderId": order.id}
        place: dict[str, object] = {"symbol": order.venue_symbol, **PRODUCT}
        try:
            if order.kind is OrderKind.PLAIN:
                unified: dict[str, object] = {**CATEGORY, "symbol": order.venue_symbol, **identity}
                await self._write((table.CANCEL, place | identity), (table.UTA_CANCEL, unified))
            else:
                word = {"planType": order.venue_type} if order.venue_type in _CANCELLABLE else {}
                classic = place | {"orderIdList": [identity]} | word
                await self._write((table.CANCEL_PLAN, classic), (table.UTA_CANCEL_STRATEGY, dict(identity)))
        except VenueError as error:
            if error.code not in ENDED and not isinstance(error, NotFound):
                raise

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position at market. Waiting orders that would close it hold its size, so they go first.

        Args:
            client_id: Unused: the venue's flash close takes none.

        Raises:
            OutcomeUnknown: The answer was lost and the position still stands.
        """
        del client_id
        for order in await self._account.on_its_kind(lambda reader: reader.orders()):
            if order.kind is OrderKind.PLAIN and _closes(order, position):
                await self.cancel(order)
        is_hedged = (await self._account.on_its_kind(lambda reader: reader.standing())).position_mode == HEDGE_MODE
        leg, name = position.side.value, position.venue_symbol
        classic: dict[str, object] = {**PRODUCT, "symbol": name}
        unified: dict[str, object] = {**CATEGORY, "symbol": name}
        if is_hedged:
            classic["holdSide"] = unified["posSide"] = leg
        try:
            await self._write((table.CLOSE, classic), (table.UTA_CLOSE, unified))
        except OutcomeUnknown as error:
            held = await self._account.on_its_kind(lambda reader: reader.positions())
            if any(each.key == position.key for each in held):
                raise error from None

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """Set a contract's leverage in its present margin mode; `side` is needed for isolated margin in hedge mode."""
        await self._account.load_instruments()
        name = self._account.instrument(symbol).venue_symbol
        leg = side.value if side is not None and margin_mode is MarginMode.ISOLATED else ""
        figure = f"{leverage.normalize():f}"
        classic: dict[str, object] = {"symbol": name, **PRODUCT, "marginCoin": MARGIN_COIN, "leverage": figure}
        unified: dict[str, object] = {**CATEGORY, "symbol": name, "leverage": figure}
        await self._set(
            (table.SET_LEVERAGE, classic | ({"holdSide": leg} if leg else {})),
            (table.UTA_SET_LEVERAGE, unified | ({"posSide": leg} if leg else {})),
        )

    async def set_hedge_mode(self) -> None:
        """Switch USDT-M futures to hedge mode."""
        standing = await self._account.on_its_kind(lambda reader: reader.standing())
        if standing.position_mode != HEDGE_MODE:
            await self._set(
                (table.SET_POSITION_MODE, {**PRODUCT, "posMode": HEDGE_MODE}),
                (table.UTA_SET_HOLD_MODE, {"holdMode": HEDGE_MODE}),
            )

    def _size(self, request: OrderRequest) -> str:
        """In whole steps, never more than asked."""
        instrument = self._account.instrument(request.symbol)
        size = request.size_base - request.size_base % instrument.lot_contracts
        if size < instrument.min_contracts:
            smallest = f"below the smallest size, {instrument.min_contracts:f} {instrument.base}"
            raise BadRequest(smallest, venue=VENUE, code="45110")
        return f"{size.normalize():f}"

    async def _set(self, classic: Call, unified: Call) -> None:
        try:
            await self._write(classic, unified)
        except VenueError as error:
            if error.code not in UNCHANGED:
                raise

    async def _write(self, classic: Call, unified: Call) -> dict[str, Any]:
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

    async def _resolve(self, name: str, client_id: str, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(ORDER_LIFE_S + 2):
            try:
                found = await self._account.on_its_kind(lambda reader: reader.by_client_id(name, client_id))
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue=VENUE, endpoint=table.PLACE.name)


def _classic_body(request: OrderRequest, name: str, size: str) -> dict[str, object]:
    """A v2 order, in the order of the documentation. In hedge mode `side` names the leg, also when closing it."""
    body: dict[str, object] = {"symbol": name, **PRODUCT, "marginMode": _MARGIN_WORDS[request.margin_mode]}
    body |= {"marginCoin": MARGIN_COIN, "size": size} | _price(request)
    leg = request.position_side
    if leg is None:
        body["side"] = request.side.value
    else:
        closes = request.side is closing(leg)
        body |= {"side": opening(leg).value, "tradeSide": "close" if closes else "open"}
    body |= {"orderType": _kind(request)} | ({"force": request.tif.value} if _is_limit(request) else {})
    body["clientOid"] = request.client_id
    if request.reduce_only and leg is None:
        body["reduceOnly"] = "YES"
    return body


def _unified_body(request: OrderRequest, name: str, size: str) -> dict[str, object]:
    """A v3 order: `side` is the true direction, `posSide` the leg."""
    body: dict[str, object] = {**CATEGORY, "symbol": name, "qty": size} | _price(request)
    body |= {"side": request.side.value, "orderType": _kind(request)}
    if _is_limit(request):
        body["timeInForce"] = request.tif.value
    if request.position_side is not None:
        body["posSide"] = request.position_side.value
    elif request.reduce_only:
        body["reduceOnly"] = "yes"
    return body | {"marginMode": _MARGIN_WORDS[request.margin_mode], "clientOid": request.client_id}


def _is_limit(request: OrderRequest) -> bool:
    return request.type is not OrderType.MARKET


def _kind(request: OrderRequest) -> str:
    return "limit" if _is_limit(request) else "market"


def _price(request: OrderRequest) -> dict[str, object]:
    return {"price": f"{request.price:f}"} if _is_limit(request) and request.price is not None else {}


def _closes(order: Order, position: Position) -> bool:
    """True for a waiting order that holds a part of the position."""
    own = order.position_side in (position.side, None) and order.side is closing(position.side)
    return order.symbol == position.symbol and order.reduce_only and own
