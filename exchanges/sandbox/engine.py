"""The matching engine of one simulated venue: takes orders, fills them against the market's depth, keeps positions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from exchanges.sandbox.bookkeeping import Ending, book_fill
from exchanges.sandbox.desk import KEEP, Desk
from exchanges.sandbox.events import BalanceChanged, OrderChanged, PositionChanged
from exchanges.sandbox.intents import AT_MARKET, TAKING, NewOrder
from exchanges.sandbox.margin import COIN, leverage_of
from exchanges.sandbox.market import Level
from exchanges.sandbox.refusals import Reason, Refusal
from exchanges.sandbox.rules import check_order, check_price, check_size
from exchanges.sandbox.state import ZERO, Account, Order, Position, Side, position_key
from exchanges.sandbox.triggers import Triggers


class Engine:
    """Orders and their execution.

    Args:
        desk: The venue's back office; the engine also follows its market.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.triggers = Triggers(desk, self)

    def place(self, account: Account, intent: NewOrder) -> Order:
        """Take an order and execute what can be executed at once.

        Raises:
            Refusal: The order is not taken.
        """
        check_order(account, self.desk.market, intent)
        order = self._enter(account, intent)
        self.desk.tell(OrderChanged(account, order))
        if intent.kind == "post_only" and self._matchable(order) > ZERO:
            self.cancel(account, order, "post_only")
        elif intent.kind == "fok" and self._matchable(order) < order.size:
            self.cancel(account, order, "fok")
        else:
            self._match(account, order, maker=False)
            if order.is_open and intent.kind in TAKING:
                self.cancel(account, order, "ioc")
        return order

    def give_up(self, account: Account, intent: NewOrder, source: str, reason: str) -> Order:
        """Take an order and end it at once, as venues do that accept first and look at the money later."""
        order = self._enter(account, intent)
        self.desk.tell(OrderChanged(account, order))
        self.cancel(account, order, source, reason)
        return order

    def amend(
        self, account: Account, order: Order, size: Decimal | None, price: Decimal | None, request_id: str = ""
    ) -> None:
        """Change size (total, filled part included) and price of an open order.

        Raises:
            Refusal: The order is not open, or the new figures break a rule.
        """
        if not order.is_open:
            raise Refusal(Reason.ORDER_FINAL)
        quote = self.desk.market.quotes[order.contract]
        if size is not None:
            check_size(quote.contract, size, at_market=False)
        if price is not None:
            check_price(quote, order.side, price)
        order.size = size if size is not None else order.size
        order.price = price if price is not None else order.price
        order.updated_ms = self.desk.tick_ms(order.updated_ms)
        order.amend_source = "user"
        if order.size <= order.filled:
            order.state = "filled"
            self._retire(account, order)
        self.desk.tell(OrderChanged(account, order, amend_result="0", request_id=request_id))
        if order.is_open:
            self._match(account, order, maker=False)

    def cancel(self, account: Account, order: Order, source: str = "user", reason: str = "") -> None:
        """End an open order.

        Raises:
            Refusal: It is not open any more.
        """
        if not order.is_open:
            raise Refusal(Reason.ORDER_FINAL)
        order.state, order.cancel_source, order.cancel_reason = "canceled", source, reason
        order.updated_ms = self.desk.tick_ms(order.updated_ms)
        self._retire(account, order)
        self.desk.tell(OrderChanged(account, order))
        self.triggers.after_order(account, order)

    def close(self, account: Account, position: Position, client_id: str = "", tag: str = "") -> Order:
        """Close a whole position at market."""
        intent = NewOrder(
            contract=position.contract,
            margin_mode=position.margin_mode,
            side="sell" if position.direction > 0 else "buy",
            leg=position.leg,
            kind="market",
            size=position.size,
            client_id=client_id,
            tag=tag,
            reduce_only=True,
        )
        order = self._enter(account, intent)
        self.desk.tell(OrderChanged(account, order))
        self._match(account, order, maker=False)
        return order

    def fill(self, account: Account, order: Order, size: Decimal, price: Decimal) -> None:
        """Execute an open order by decree, whatever the market says."""
        if not order.is_open:
            raise Refusal(Reason.ORDER_FINAL)
        self._execute(account, order, price, min(size, order.remaining), maker=True)

    def end_position(
        self, account: Account, position: Position, price: Decimal, ending: Ending, category: str
    ) -> Order:
        """The venue takes a position away (liquidation, auto-deleveraging)."""
        side: Side = "sell" if position.direction > 0 else "buy"
        intent = NewOrder(position.contract, position.margin_mode, side, position.leg, "market", position.size)
        order = self._enter(account, intent)
        order.category = category
        self._execute(account, order, price, position.size, maker=False, ending=ending)
        return order

    def orders_meet_market(self, contracts: Iterable[str]) -> None:
        """Fill resting orders that the present quotes reach."""
        moved = frozenset(contracts)
        for account in self.desk.accounts.values():
            for order in [order for order in account.orders.values() if order.contract in moved]:
                if order.is_open:
                    self._match(account, order, maker=True)

    def takeable(self, contract: str, side: Side, price: Decimal | None) -> Decimal:
        """Contracts an order of this price (None: at market) would take at once."""
        return sum((level.size for level in self._levels(contract, side, price)), ZERO)

    def find(self, account: Account, order_id: str, client_id: str) -> Order:
        """An order by either id; the venue's id counts when both are given.

        Raises:
            Refusal: No such order.
        """
        if order_id in account.orders:
            return account.orders[order_id]
        for order in (*account.orders.values(), *reversed(account.finished_orders)):
            if order.id == order_id if order_id else client_id and order.client_id == client_id:
                return order
        raise Refusal(Reason.ORDER_GONE)

    def _enter(self, account: Account, intent: NewOrder) -> Order:
        now = self.desk.clock()
        order = Order(
            id=self.desk.new_id(),
            client_id=intent.client_id,
            tag=intent.tag,
            contract=intent.contract,
            margin_mode=intent.margin_mode,
            side=intent.side,
            leg=intent.leg,
            kind=intent.kind,
            price=None if intent.kind in AT_MARKET else intent.price,
            size=intent.size,
            leverage=leverage_of(account, intent.contract, intent.margin_mode, intent.leg),
            reduce_only=intent.reduce_only and intent.leg == "net",
            created_ms=now,
            updated_ms=now,
            source=intent.source,
            algo_id=intent.algo_id,
            attached=intent.attached,
            facts=dict(intent.facts),
        )
        account.orders[order.id] = order
        return order

    def _crossed(self, order: Order) -> list[Level]:
        """The depth this order may take, best first."""
        return self._levels(order.contract, order.side, order.price)

    def _levels(self, contract: str, side: Side, reach: Decimal | None) -> list[Level]:
        quote = self.desk.market.quotes[contract]
        levels = quote.asks if side == "buy" else quote.bids
        if reach is None:
            return levels
        return [level for level in levels if (level.price <= reach if side == "buy" else level.price >= reach)]

    def _matchable(self, order: Order) -> Decimal:
        return sum((level.size for level in self._crossed(order)), ZERO)

    def _match(self, account: Account, order: Order, *, maker: bool) -> None:
        """Take depth level by level; a market order takes what is missing at the last level's price."""
        levels = self._crossed(order)
        for index, level in enumerate(levels):
            endless = order.price is None and index == len(levels) - 1
            size = order.remaining if endless else min(order.remaining, level.size)
            if not order.is_open or size <= ZERO:
                continue
            level.size = max(level.size - size, ZERO)
            price = order.price if maker and order.price is not None else level.price
            self._execute(account, order, price, size, maker=maker)

    def _execute(
        self,
        account: Account,
        order: Order,
        price: Decimal,
        size: Decimal,
        *,
        maker: bool,
        ending: Ending | None = None,
    ) -> None:
        booked = book_fill(self.desk, account, order, price, size, maker=maker, ending=ending)
        order.updated_ms = self.desk.tick_ms(order.updated_ms)
        if not order.is_open:
            self._retire(account, order)
        cause = ending.cause if ending else "filled"
        self.desk.tell(OrderChanged(account, order, booked.fill))
        if booked.position is None:
            for coin in (self.desk.market.quotes[order.contract].contract.wallet, COIN):
                self.desk.tell(BalanceChanged(account, coin, cause))
            return
        self.desk.tell(PositionChanged(account, booked.position, cause))
        self.desk.tell(BalanceChanged(account, COIN, cause))
        if booked.episode_closed:
            for other in self._closing_orders(account, booked.position, order.side):
                self.cancel(account, other, "close")
            self.triggers.after_close(account, booked.position)
        else:
            self._trim_closing_orders(account, booked.position)
        self.triggers.after_order(account, order)

    def _closing_orders(self, account: Account, position: Position, closing: str) -> list[Order]:
        return [
            order
            for order in account.orders.values()
            if position_key(order.contract, order.margin_mode, order.leg) == position.key
            and order.side == closing
            and (order.leg != "net" or order.reduce_only)
        ]

    def _trim_closing_orders(self, account: Account, position: Position) -> None:
        """A closing order never holds more than the position has left."""
        closing = "sell" if position.direction > 0 else "buy"
        for order in self._closing_orders(account, position, closing):
            if order.remaining > position.size:
                order.size = order.filled + position.size
                order.amend_source = "trim"
                order.updated_ms = self.desk.tick_ms(order.updated_ms)
                self.desk.tell(OrderChanged(account, order, amend_result="2"))

    def _retire(self, account: Account, order: Order) -> None:
        account.orders.pop(order.id, None)
        account.finished_orders.append(order)
        del account.finished_orders[:-KEEP]
