"""Writing to a Bitget account: orders, cancels, closes, settings. What was lost is asked for, never sent again."""

from __future__ import annotations

from decimal import Decimal

from exchanges.bitget import table
from exchanges.bitget.order_mapping import PLAN_WORDS
from exchanges.bitget.refusals import ENDED, UNCHANGED
from exchanges.bitget.rows import closing, opening
from exchanges.bitget.table import CATEGORY, MARGIN_COIN, PRODUCT
from exchanges.bitget.writing import BitgetWriting, Call, is_limit, kind_word, price_field
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import NotFound, OutcomeUnknown, VenueError
from exchanges.core.model import MarginMode, Order, OrderKind, Position, Side

HEDGE_MODE = "hedge_mode"
_MARGIN_WORDS = {MarginMode.CROSS: "crossed", MarginMode.ISOLATED: "isolated"}
_CANCELLABLE = frozenset(PLAN_WORDS.values()) - {"track_plan"}
"""Plan types the cancel call knows by name."""


class BitgetTrading(BitgetWriting):
    """The writes of one futures account; arguments as for `BitgetWriting`."""

    def placing(self, request: OrderRequest, name: str, size: str) -> tuple[Call, Call]:
        """See `BitgetWriting`."""
        classic, unified = _classic_body(request, name, size), _unified_body(request, name, size)
        return (table.PLACE, classic), (table.UTA_PLACE, unified)

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error."""
        identity = {"orderId": order.id}
        place: dict[str, object] = {"symbol": order.venue_symbol, **PRODUCT}
        try:
            if order.kind is OrderKind.PLAIN:
                unified: dict[str, object] = {**CATEGORY, "symbol": order.venue_symbol, **identity}
                await self.write((table.CANCEL, place | identity), (table.UTA_CANCEL, unified))
            else:
                word = {"planType": order.venue_type} if order.venue_type in _CANCELLABLE else {}
                classic = place | {"orderIdList": [identity]} | word
                await self.write((table.CANCEL_PLAN, classic), (table.UTA_CANCEL_STRATEGY, dict(identity)))
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
            await self.write((table.CLOSE, classic), (table.UTA_CLOSE, unified))
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

    async def _set(self, classic: Call, unified: Call) -> None:
        try:
            await self.write(classic, unified)
        except VenueError as error:
            if error.code not in UNCHANGED:
                raise


def _classic_body(request: OrderRequest, name: str, size: str) -> dict[str, object]:
    """A v2 order, in the order of the documentation. In hedge mode `side` names the leg, also when closing it."""
    body: dict[str, object] = {"symbol": name, **PRODUCT, "marginMode": _MARGIN_WORDS[request.margin_mode]}
    body |= {"marginCoin": MARGIN_COIN, "size": size} | price_field(request)
    leg = request.position_side
    if leg is None:
        body["side"] = request.side.value
    else:
        closes = request.side is closing(leg)
        body |= {"side": opening(leg).value, "tradeSide": "close" if closes else "open"}
    body |= {"orderType": kind_word(request)} | ({"force": request.tif.value} if is_limit(request) else {})
    body["clientOid"] = request.client_id
    if request.reduce_only and leg is None:
        body["reduceOnly"] = "YES"
    return body


def _unified_body(request: OrderRequest, name: str, size: str) -> dict[str, object]:
    """A v3 order: `side` is the true direction, `posSide` the leg."""
    body: dict[str, object] = {**CATEGORY, "symbol": name, "qty": size} | price_field(request)
    body |= {"side": request.side.value, "orderType": kind_word(request)}
    if is_limit(request):
        body["timeInForce"] = request.tif.value
    if request.position_side is not None:
        body["posSide"] = request.position_side.value
    elif request.reduce_only:
        body["reduceOnly"] = "yes"
    return body | {"marginMode": _MARGIN_WORDS[request.margin_mode], "clientOid": request.client_id}


def _closes(order: Order, position: Position) -> bool:
    """True for a waiting order that holds a part of the position."""
    own = order.position_side in (position.side, None) and order.side is closing(position.side)
    return order.symbol == position.symbol and order.reduce_only and own
