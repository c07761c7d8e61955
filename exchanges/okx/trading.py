"""Writing to an OKX account: orders, cancels, closes, settings. What was lost is asked for, never sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

from exchanges.core.adapter import OrderRequest
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, OutcomeUnknown, VenueError, VenueUnavailable
from exchanges.core.model import MarginMode, Order, OrderKind, OrderType, Position, Side, TimeInForce
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.okx import table
from exchanges.okx.account import OkxAccount
from exchanges.okx.codec import ORDER_LIFE_MS, OkxDialect

HEDGE_MODE = "long_short_mode"
FUTURES_MODE = "2"
_FINISHED = frozenset({"51400", "51410", "51503", "51603"})
"""Answers to a cancel that mean: there is nothing to cancel any more."""
_PRESET_LEVERAGE = "10"
_ASK_EVERY_S = 1.0
_WORDS = {TimeInForce.GTC: "limit", TimeInForce.IOC: "ioc", TimeInForce.FOK: "fok", TimeInForce.POST_ONLY: "post_only"}


class OkxTrading:
    """The writes of one account.

    Args:
        account: The same account's reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        rest: Rest,
        dialect: OkxDialect,
        account: OkxAccount,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rest = rest
        self._dialect = dialect
        self._account = account
        self._acted = acted
        self._sleep = sleep
        self._position_mode = ""

    async def place_order(self, request: OrderRequest) -> str:
        """Place a market or limit order; answers the venue's order id once the order is known to be accepted.

        Raises:
            BadRequest, InsufficientFunds: The venue refused it, or it is below the contract's smallest size.
            VenueUnavailable: It never reached the venue.
            OutcomeUnknown: Neither its acceptance nor its loss could be proved; ask again by the client id.
        """
        await self._account.load_instruments()
        inst_id = self._account.instrument(request.symbol).venue_symbol
        try:
            row = await self._write(table.PLACE, self._order_body(request), inst_id)
        except OutcomeUnknown as error:
            return await self._resolve(inst_id, request.client_id, error)
        return clean(row.get("ordId"))

    async def cancel(self, order: Order) -> None:
        """Cancel an order of either family; one that ended meanwhile is no error."""
        inst_id = order.venue_symbol
        try:
            if order.kind is OrderKind.PLAIN:
                await self._write(table.CANCEL, {"instId": inst_id, "ordId": order.id}, inst_id)
            else:
                await self._write(table.CANCEL_ALGOS, [{"algoId": order.id, "instId": inst_id}], inst_id)
        except VenueError as error:
            if error.code not in _FINISHED:
                raise

    async def close_position(self, position: Position, client_id: str) -> None:
        """Close the whole position at market; its waiting closing orders are cancelled first by the venue.

        Raises:
            OutcomeUnknown: The answer was lost and the closing order is not found; look at the position.
        """
        inst_id = position.venue_symbol
        body: dict[str, object] = {"instId": inst_id, "mgnMode": position.margin_mode.value}
        if await self._is_hedged():
            body["posSide"] = position.side.value
        body |= {"autoCxl": True, "clOrdId": client_id}
        try:
            await self._write(table.CLOSE_POSITION, body, inst_id)
        except OutcomeUnknown as error:
            if await self._account.order_by(inst_id, {"clOrdId": client_id}) is None:
                raise error from None

    async def set_leverage(
        self, symbol: str, leverage: Decimal, *, margin_mode: MarginMode = MarginMode.CROSS, side: Side | None = None
    ) -> None:
        """Set a contract's leverage; `side` is needed for isolated margin in hedge mode only."""
        await self._account.load_instruments()
        inst_id = self._account.instrument(symbol).venue_symbol
        body = {"instId": inst_id, "lever": f"{leverage:f}", "mgnMode": margin_mode.value}
        if margin_mode is MarginMode.ISOLATED and side is not None and await self._is_hedged():
            body["posSide"] = side.value
        await self._write(table.SET_LEVERAGE, body)

    async def set_futures_mode(self) -> None:
        """Switch the account to futures mode; where the venue demands it, the leverage is preset first."""
        config = await self._account.config()
        if config.get("acctLv") == FUTURES_MODE:
            return
        precheck = await self._rest.call(table.SWITCH_PRECHECK, {"acctLv": FUTURES_MODE})
        if any(str(row.get("sCode")) == "3" for row in precheck):
            await self._write(table.SWITCH_PRESET, {"acctLv": FUTURES_MODE, "lever": _PRESET_LEVERAGE})
        await self._write(table.SET_ACCOUNT_LEVEL, {"acctLv": FUTURES_MODE})

    async def set_hedge_mode(self) -> None:
        """Switch futures and swaps to hedge mode."""
        config = await self._account.config()
        if config.get("posMode") != HEDGE_MODE:
            await self._write(table.SET_POSITION_MODE, {"posMode": HEDGE_MODE})
        self._position_mode = ""

    def _order_body(self, request: OrderRequest) -> dict[str, object]:
        """In the order of the documentation; sizes in whole steps of contracts, never more than asked."""
        instrument = self._account.instrument(request.symbol)
        contracts = request.size_base / instrument.contract_size
        contracts -= contracts % instrument.lot_contracts
        if contracts < instrument.min_contracts:
            smallest = instrument.min_contracts * instrument.contract_size
            raise BadRequest(f"below the smallest size, {smallest:f} {instrument.base}", venue="okx", code="51020")
        body: dict[str, object] = {
            "instId": instrument.venue_symbol,
            "tdMode": request.margin_mode.value,
            "clOrdId": request.client_id,
            "side": request.side.value,
        }
        if request.position_side is not None:
            body["posSide"] = request.position_side.value
        body["ordType"] = "market" if request.type is OrderType.MARKET else _WORDS[request.tif]
        if request.type is not OrderType.MARKET and request.price is not None:
            body["px"] = f"{request.price:f}"
        body["sz"] = f"{contracts.normalize():f}"
        if request.reduce_only and request.position_side is None:
            body["reduceOnly"] = True
        return body

    async def _write(self, endpoint: Endpoint, body: Any, instrument: str = "") -> dict[str, Any]:
        weight = len(body) if isinstance(body, Sequence) else None
        try:
            rows = await self._rest.call(endpoint, body=body, instrument=instrument, weight=weight)
            row: dict[str, Any] = rows[0] if rows else {}
            error = self._dialect.row_error(endpoint, row)
            if error is not None:
                raise error
        finally:
            self._acted()
        return row

    async def _resolve(self, inst_id: str, client_id: str, doubt: OutcomeUnknown) -> str:
        """Ask by client id until the order is found, or until it is too old for the venue to still take it."""
        for _ in range(ORDER_LIFE_MS // 1000 + 2):
            try:
                found = await self._account.order_by(inst_id, {"clOrdId": client_id})
            except VenueError:
                raise doubt from None
            if found is not None:
                return found.id
            await self._sleep(_ASK_EVERY_S)
        raise VenueUnavailable("the order did not reach the venue", venue="okx", endpoint=table.PLACE.name)

    async def _is_hedged(self) -> bool:
        if not self._position_mode:
            self._position_mode = clean((await self._account.config()).get("posMode"))
        return self._position_mode == HEDGE_MODE
