"""Spot orders on credit: taken, filled against the market's depth, borrowed for and repaid from by their loan type.

Fees are paid in the coin an order buys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_house import MarginHouse, MarginMoved
from exchanges.sandbox.bitget.margin_state import Mode, Pot, Purse, SpotFill, SpotOrder
from exchanges.sandbox.bitget.margin_terms import BAND, FEE, LEAST_LOAN, LEAST_VALUE, Pair, eight
from exchanges.sandbox.desk import KEEP
from exchanges.sandbox.market import Level, Quote
from exchanges.sandbox.state import ZERO, Account, Side

BORROWS = ("autoLoan", "autoLoanAndRepay")
REPAYS = ("autoRepay", "autoLoanAndRepay")
MOST_OPEN = 200


@dataclass(slots=True)
class NewSpotOrder:
    """What a client wants; `base` or `quote` says how much."""

    mode: Mode
    symbol: str
    side: Side
    kind: str
    force: str = "gtc"
    loan: str = "normal"
    price: Decimal | None = None
    base: Decimal | None = None
    quote: Decimal | None = None
    client_id: str = ""
    source: str = "API"
    origin: str = ""


class MarginEngine:
    """Takes orders and executes them.

    Args:
        house: Whose money it is.
    """

    def __init__(self, house: MarginHouse) -> None:
        self.house = house
        self._desk = house.desk

    def place(self, account: Account, wanted: NewSpotOrder) -> SpotOrder:
        """Take an order, borrow for it if it says so, execute what can be executed at once.

        Raises:
            BitgetError: It is not taken.
        """
        pair, quote = self.house.pair(wanted.symbol), self._desk.market.quotes[wanted.symbol]
        purse = self.house.purse(account)
        self._check(pair, quote, purse, wanted)
        need = self._need(wanted)
        self._find_money(account, wanted, need)
        now = self._desk.clock()
        order = SpotOrder(
            id=self._desk.new_id(),
            client_id=wanted.client_id or self._desk.new_id(),
            mode=wanted.mode,
            symbol=pair.symbol,
            side=wanted.side,
            kind="market" if wanted.kind == "market" else "limit",
            force=wanted.force,
            loan=wanted.loan,
            price=None if wanted.kind == "market" else wanted.price,
            base=wanted.base,
            quote=wanted.quote,
            created_ms=now,
            updated_ms=now,
            source=wanted.source,
            origin=wanted.origin,
        )
        purse.orders[order.id] = order
        self._freeze(account, order, need)
        self.house.tell(MarginMoved(account, order=order))
        self._meet(account, order, maker=False)
        return order

    def cancel(self, account: Account, order: SpotOrder) -> None:
        """End an open order.

        Raises:
            BitgetError: 50062 when it has ended.
        """
        if not order.is_open:
            raise BitgetError("50062")
        self._end(account, order, "cancelled")

    def find(self, account: Account, order_id: str, client_id: str, symbol: str = "") -> SpotOrder:
        """An order by either id.

        Raises:
            BitgetError: 40109.
        """
        purse = self.house.purse(account)
        for order in (*purse.orders.values(), *reversed(purse.finished)):
            known = order.id == order_id if order_id else bool(client_id) and order.client_id == client_id
            if known and symbol in ("", order.symbol):
                return order
        raise BitgetError("40109")

    def fill(self, account: Account, order: SpotOrder, size: Decimal, price: Decimal) -> None:
        """Execute an open order by decree."""
        if not order.is_open:
            raise BitgetError("50062")
        self._execute(account, order, price, min(size, self._rest(order, price)), maker=True)

    def meet_market(self, symbols: Iterable[str]) -> None:
        """Fill resting orders the present prices reach."""
        moved = frozenset(symbols)
        for name, purse in self.house.purses.items():
            for order in [each for each in purse.orders.values() if each.symbol in moved]:
                if order.is_open:
                    self._meet(self._desk.accounts[name], order, maker=True)

    # Taking.

    def _check(self, pair: Pair, quote: Quote, purse: Purse, wanted: NewSpotOrder) -> None:
        if wanted.client_id and any(
            order.client_id == wanted.client_id for order in (*purse.orders.values(), *purse.finished)
        ):
            raise BitgetError("50060")
        if len(purse.orders) >= MOST_OPEN:
            raise BitgetError("40761")
        if wanted.base is not None and (wanted.base <= 0 or wanted.base % pair.size_step):
            raise BitgetError("50016" if wanted.base <= 0 else "40808", param="baseQuantity")
        if wanted.quote is not None and wanted.quote <= 0:
            raise BitgetError("50016")
        if wanted.price is not None and wanted.kind == "limit":
            if wanted.price <= 0 or wanted.price % pair.price_step:
                raise BitgetError("50018" if wanted.price <= 0 else "45115", tick=str(pair.price_step))
            if wanted.side == "buy" and wanted.price > quote.index * (1 + BAND):
                raise BitgetError("50047")
            if wanted.side == "sell" and wanted.price < quote.index * (1 - BAND):
                raise BitgetError("50046")
        worth = wanted.quote or (wanted.base or ZERO) * (wanted.price or quote.last)
        if not wanted.origin and worth < LEAST_VALUE:
            raise BitgetError("45110", lowest=str(LEAST_VALUE))

    def _need(self, wanted: NewSpotOrder) -> Decimal:
        """Coins of the paying side that are frozen for it."""
        if wanted.side == "sell":
            return wanted.base or ZERO
        if wanted.quote is not None:
            return wanted.quote
        return ((wanted.base or ZERO) * (wanted.price or ZERO)).quantize(LEAST_LOAN, rounding=ROUND_UP)

    def _pots(self, account: Account, order: SpotOrder | NewSpotOrder) -> tuple[Pot, Pot]:
        """Pots of base and quote."""
        where = order.symbol if order.mode == "isolated" else ""
        base, quote = self.house.pair(order.symbol).coins
        return self.house.pot(account, where, base), self.house.pot(account, where, quote)

    def _find_money(self, account: Account, wanted: NewSpotOrder, need: Decimal) -> None:
        pot = self._pots(account, wanted)[1 if wanted.side == "buy" else 0]
        self.house.bring(account, pot, need - pot.available)
        short = need - pot.available
        if short <= 0:
            return
        if wanted.loan not in BORROWS:
            raise BitgetError("50020")
        self.house.borrow(account, pot, short.quantize(LEAST_LOAN, rounding=ROUND_UP), "auto_loan")

    def _freeze(self, account: Account, order: SpotOrder, amount: Decimal) -> None:
        """Hold coins for an order, or let them go when negative."""
        pot = self._pots(account, order)[order.pays]
        order.held += amount
        pot.available -= amount
        pot.frozen += amount
        self.house.moved(account, pot)

    # Executing.

    def _levels(self, order: SpotOrder) -> list[Level]:
        quote = self._desk.market.quotes[order.symbol]
        levels = quote.asks if order.side == "buy" else quote.bids
        reach = order.price
        if reach is None:
            return levels
        return [each for each in levels if (each.price <= reach if order.side == "buy" else each.price >= reach)]

    def _meet(self, account: Account, order: SpotOrder, *, maker: bool) -> None:
        levels = self._levels(order)
        if not maker:
            there = sum((level.size for level in levels), ZERO)
            if order.force == "post_only" and there:
                return self._end(account, order, "cancelled")
            if order.kind == "limit" and order.force == "fok" and there < (order.base or ZERO):
                return self._end(account, order, "cancelled")
        for index, level in enumerate(levels):
            endless = order.price is None and index == len(levels) - 1
            price = order.price if maker and order.price is not None else level.price
            rest = self._rest(order, price)
            size = rest if endless else min(rest, level.size)
            if not order.is_open or size <= 0:
                continue
            level.size = max(level.size - size, ZERO)
            self._execute(account, order, price, size, maker=maker)
        if order.is_open and (order.kind == "market" or order.force in ("ioc", "fok")):
            self._end(account, order, "cancelled" if not order.filled or order.kind == "limit" else "filled")
        return None

    def _rest(self, order: SpotOrder, price: Decimal) -> Decimal:
        """Base coins still to be traded at a price."""
        if order.base is not None:
            return order.base - order.filled
        step = self.house.pair(order.symbol).size_step
        return ((order.quote or ZERO) - order.cost) / price // step * step

    def _execute(self, account: Account, order: SpotOrder, price: Decimal, size: Decimal, *, maker: bool) -> None:
        base, quote = self._pots(account, order)
        cost = eight(price * size)
        paying, getting = (quote, base) if order.side == "buy" else (base, quote)
        paid, got = (cost, size) if order.side == "buy" else (size, cost)
        fee = eight(got * FEE)
        order.filled += size
        order.cost += cost
        order.fee += fee
        order.held -= paid
        paying.frozen -= paid
        done = order.filled >= order.base if order.base is not None else self._rest(order, price) <= 0
        order.state = "filled" if done else "partially_filled"
        order.updated_ms = self._desk.tick_ms(order.updated_ms)
        fill = self._keep_fill(account, order, price, size, fee, getting.coin, maker=maker)
        self.house.note(account, "entry", paying.pair, paying.coin, "deal_out", amount=-paid, balance=paying.total)
        self.house.enter(account, getting, "deal_in", got, fee)
        if done:
            self._retire(account, order)
        self.house.moved(account, paying)
        self.house.tell(MarginMoved(account, order=order, fill=fill))
        if order.loan in REPAYS:
            self.house.repay_what_can_be(account, getting, "auto_repay")
        self.house.give_back(account)

    def _keep_fill(
        self,
        account: Account,
        order: SpotOrder,
        price: Decimal,
        size: Decimal,
        fee: Decimal,
        fee_coin: str,
        *,
        maker: bool,
    ) -> SpotFill:
        fill = SpotFill(
            id=self._desk.new_id(),
            order_id=order.id,
            client_id=order.client_id,
            mode=order.mode,
            symbol=order.symbol,
            side=order.side,
            kind=order.kind,
            price=price,
            size=size,
            fee=fee,
            fee_coin=fee_coin,
            maker=maker,
            time_ms=self._desk.clock(),
            origin=order.origin,
        )
        fills = self.house.purse(account).fills
        fills.append(fill)
        del fills[:-KEEP]
        return fill

    def _end(self, account: Account, order: SpotOrder, state: str) -> None:
        order.state = state
        order.updated_ms = self._desk.tick_ms(order.updated_ms)
        self._retire(account, order)
        self.house.tell(MarginMoved(account, order=order))

    def _retire(self, account: Account, order: SpotOrder) -> None:
        """Let go what is still frozen for it, and keep it among the finished."""
        if order.held:
            self._freeze(account, order, -order.held)
            self.house.give_back(account)
        purse = self.house.purse(account)
        purse.orders.pop(order.id, None)
        purse.finished.append(order)
        del purse.finished[:-KEEP]
