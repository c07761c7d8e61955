"""Writing to a Bitget margin account: orders, cancels, closing what an isolated pair amounts to.

An order borrows only when it is told that it may (`OrderRequest.may_borrow`), and repays when it reduces. What is
bought at market is sized in quote coins, as the venue wants it: the size is met as nearly as the price allows.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from exchanges.bitget import table as futures
from exchanges.bitget.reader import Line
from exchanges.bitget.refusals import ENDED
from exchanges.bitget.rows import ZERO
from exchanges.bitget.writing import BitgetWriting, Call, is_limit, kind_word, price_field
from exchanges.bitget_margin import mapping
from exchanges.bitget_margin.account import MarginAccount
from exchanges.bitget_margin.loans import MarginLoans
from exchanges.bitget_margin.reader import MarginReader
from exchanges.bitget_margin.table import CALLS, CATEGORY, TICKERS
from exchanges.core.adapter import OrderRequest
from exchanges.core.errors import BadRequest, NotFound, Unexpected, VenueError
from exchanges.core.model import MarginMode, Order, OrderSide, OrderType, Position, Side

NORMAL, BORROWING, REPAYING = "normal", "autoLoan", "autoRepay"
EIGHT_PLACES = Decimal("1e-8")
SLIPPAGE = Decimal("1.003")
"""A debt is bought back with so much more than it is worth: the fee is taken from what is bought."""


class MarginTrading(BitgetWriting):
    """The writes of one account; arguments as for `BitgetWriting`."""

    _account: MarginAccount

    def __init__(self, line: Line, account: MarginAccount, acted: Callable[[], None], **more: Any) -> None:
        super().__init__(line, account, acted, **more)
        self._prices: dict[str, Decimal] = {}
        """Of pairs that are bought at market, by the venue's symbol."""

    async def place_order(self, request: OrderRequest) -> str:
        """See `BitgetWriting.place_order`."""
        await self._account.load_instruments()
        if _in_quote(request):
            await self._learn_price(self._account.instrument(request.symbol).venue_symbol)
        return await super().place_order(request)

    def placing(self, request: OrderRequest, name: str, size: str) -> tuple[Call, Call]:
        """See `BitgetWriting`."""
        amount = self._worth(name, Decimal(size)) if _in_quote(request) else size
        limit = is_limit(request)
        told: dict[str, object] = {"symbol": name, "side": request.side.value, "orderType": kind_word(request)}
        # The first generation demands a time in force of market orders too.
        classic = told | {"loanType": _loan_type(request), "timeInForce": request.tif.value if limit else "gtc"}
        classic |= price_field(request) | {"quoteAmount" if _in_quote(request) else "baseQuantity": amount}
        classic["clientOid"] = request.client_id
        unified = {**CATEGORY, **told, "qty": amount} | price_field(request)
        unified |= ({"timeInForce": request.tif.value} if limit else {}) | {"clientOid": request.client_id}
        return self._call(request.margin_mode, "place", classic), (futures.UTA_PLACE, unified)

    async def by_client_id(self, request: OrderRequest, name: str) -> Order | None:
        """See `BitgetWriting`; the request says which kind of margin it was for."""
        if self._account.is_unified:
            return await super().by_client_id(request, name)
        return await self._reader.lookup(request.margin_mode, name, {"clientOid": request.client_id})

    async def cancel(self, order: Order) -> None:
        """Cancel an order; one that ended meanwhile is no error."""
        told: dict[str, object] = {"symbol": order.venue_symbol, "orderId": order.id}
        mode = order.margin_mode or MarginMode.CROSS
        try:
            await self.write(self._call(mode, "cancel", told), (futures.UTA_CANCEL, {**CATEGORY, **told}))
        except VenueError as error:
            if error.code in ENDED or isinstance(error, NotFound):
                return
            # The first generation tells failures in words only, so that the order itself has to be asked.
            if error.code or not isinstance(error, BadRequest) or not await self._has_ended(order):
                raise

    async def close_position(self, position: Position, client_id: str) -> None:
        """Turn an isolated pair flat: its orders go, what was bought is sold or what is owed bought, the debt is paid.

        Raises:
            OutcomeUnknown: The order's answer was lost, and the venue does not know it.
        """
        name, reader = position.venue_symbol, self._reader
        for order in await self._account.on_its_kind(lambda each: each.orders()):
            if order.venue_symbol == name and order.margin_mode is MarginMode.ISOLATED:
                await self.cancel(order)
        await reader.look()
        pair = self._account.instruments[name]
        owed, held = reader.pots.row(name, pair.base), reader.pots.row(name, pair.quote)
        if owed is None or held is None:
            return
        side = OrderSide.SELL if position.side is Side.LONG else OrderSide.BUY
        debt = (owed.borrowed or ZERO) + (owed.interest or ZERO)
        step = pair.lot_contracts
        size = (owed.available or ZERO) if side is OrderSide.SELL else (debt * SLIPPAGE // step + 1) * step
        request = OrderRequest(
            client_id, position.symbol, side, None, OrderType.MARKET, size,
            margin_mode=MarginMode.ISOLATED, reduce_only=True,
        )  # fmt: skip
        if size >= pair.min_contracts:  # Otherwise only the debt is left to pay.
            await self.place_order(request)
        coin = pair.base if position.side is Side.SHORT else pair.quote
        await MarginLoans(reader, self._acted).repay_what_is_there(MarginMode.ISOLATED, coin, name)

    async def _has_ended(self, order: Order) -> bool:
        found = await self._account.on_its_kind(lambda reader: reader.find_order(order))
        return found is not None and found.status.is_final

    async def _learn_price(self, name: str) -> None:
        answer = await self._line.rest.call(TICKERS, {"symbol": name})
        row = answer[0] if isinstance(answer, list) and answer and isinstance(answer[0], dict) else {}
        price = mapping.first_of(row, "lastPr", "last")
        if not price:
            raise Unexpected("no price in the answer", venue=self._venue, endpoint=TICKERS.name)
        self._prices[name] = price

    def _worth(self, name: str, size: Decimal) -> str:
        worth = (size * self._prices[name]).quantize(EIGHT_PLACES, rounding=ROUND_DOWN)
        return f"{worth.normalize():f}"

    def _call(self, mode: MarginMode, name: str, told: dict[str, object]) -> Call:
        generation = self._account.generation
        return CALLS[generation.version, mode, name], generation.body(told)

    @property
    def _reader(self) -> MarginReader:
        return self._account.margin


def _in_quote(request: OrderRequest) -> bool:
    """Only what is bought at market is sized in quote coins."""
    return not is_limit(request) and request.side is OrderSide.BUY


def _loan_type(request: OrderRequest) -> str:
    if request.reduce_only:
        return REPAYING
    return BORROWING if request.may_borrow else NORMAL
