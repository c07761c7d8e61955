"""Margin arithmetic of an account: pure functions over its state and the market's quotes.

Money is USDT. Cross positions share the account's equity; an isolated position carries its own margin.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Order, Position, position_key

COIN = "USDT"


def notional(contract: Contract, size: Decimal, price: Decimal) -> Decimal:
    """Value of `size` contracts at `price`."""
    return size * contract.unit * price


def leverage_key(contract_id: str, mode: str, leg: str) -> str:
    """Cross leverage counts per contract; isolated leverage per leg as well."""
    return position_key(contract_id, mode, leg if mode == "isolated" else "net")


def leverage_of(account: Account, contract_id: str, mode: str, leg: str) -> Decimal:
    return account.leverage.get(leverage_key(contract_id, mode, leg), account.default_leverage)


def unrealised(position: Position, price: Decimal, contract: Contract) -> Decimal:
    return position.direction * (price - position.entry) * position.size * contract.unit


class Margins:
    """An account's margin figures at the market's present marks."""

    def __init__(self, account: Account, market: Market) -> None:
        self._account = account
        self._quotes = market.quotes

    def value(self, position: Position) -> Decimal:
        quote = self._quotes[position.contract]
        return notional(quote.contract, position.size, quote.mark)

    def upl(self, position: Position) -> Decimal:
        quote = self._quotes[position.contract]
        return unrealised(position, quote.mark, quote.contract)

    def initial(self, position: Position) -> Decimal:
        return self.value(position) / position.leverage

    def maintenance(self, position: Position) -> Decimal:
        return self.value(position) * self._quotes[position.contract].contract.maintenance_rate

    def closing_fee(self, position: Position) -> Decimal:
        """What closing at market would cost."""
        return self.value(position) * self._quotes[position.contract].contract.taker_fee

    def break_even(self, position: Position) -> Decimal:
        """The price at which closing pays the fees of both ways."""
        fee = self._quotes[position.contract].contract.taker_fee * position.direction
        return position.entry * (1 + fee) / (1 - fee)

    def _positions(self, mode: str) -> Iterator[Position]:
        return (position for position in self._account.positions.values() if position.margin_mode == mode)

    @property
    def cash(self) -> Decimal:
        return self._account.cash.get(COIN, ZERO)

    @property
    def cross_upl(self) -> Decimal:
        return sum((self.upl(position) for position in self._positions("cross")), ZERO)

    @property
    def isolated_upl(self) -> Decimal:
        return sum((self.upl(position) for position in self._positions("isolated")), ZERO)

    @property
    def isolated_equity(self) -> Decimal:
        return sum((position.margin + self.upl(position) for position in self._positions("isolated")), ZERO)

    @property
    def equity(self) -> Decimal:
        return self.cash + self.cross_upl + self.isolated_equity

    @property
    def cross_initial(self) -> Decimal:
        return sum((self.initial(position) for position in self._positions("cross")), ZERO)

    @property
    def cross_maintenance(self) -> Decimal:
        return sum((self.maintenance(position) for position in self._positions("cross")), ZERO)

    @property
    def cross_value(self) -> Decimal:
        return sum((self.value(position) for position in self._positions("cross")), ZERO)

    @property
    def held_by_orders(self) -> Decimal:
        return sum((self.order_margin(order) for order in self._account.orders.values()), ZERO)

    @property
    def available(self) -> Decimal:
        """What new positions may use."""
        return max(self.cash + self.cross_upl - self.cross_initial - self.held_by_orders, ZERO)

    @property
    def ratio(self) -> Decimal | None:
        """Cross equity over maintenance margin and the fee of closing; None without cross positions."""
        need = self.cross_maintenance + sum((self.closing_fee(item) for item in self._positions("cross")), ZERO)
        return (self.cash + self.cross_upl) / need if need else None

    def order_margin(self, order: Order) -> Decimal:
        """What an open order holds back for the part that would open a position."""
        price = order.price or self._quotes[order.contract].mark
        contract = self._quotes[order.contract].contract
        if contract.kind == "spot":
            return notional(contract, order.remaining, price) if order.side == "buy" else ZERO
        value = notional(contract, self.opening_part(order), price)
        return value / order.leverage + value * contract.taker_fee

    def opening_part(self, order: Order) -> Decimal:
        """Contracts of the order's rest that would open or grow a position rather than reduce one."""
        if order.reduce_only or is_closing(order.side, order.leg):
            return ZERO
        if order.leg != "net":
            return order.remaining
        held = self._account.positions.get(position_key(order.contract, order.margin_mode, "net"))
        direction = 1 if order.side == "buy" else -1
        if held is None or held.direction == direction:
            return order.remaining
        return max(order.remaining - held.size, ZERO)

    def closable(self, position: Position) -> Decimal:
        """Contracts not yet promised to pending closing orders."""
        closing = "sell" if position.direction > 0 else "buy"
        promised = sum(
            (
                order.remaining
                for order in self._account.orders.values()
                if order.contract == position.contract
                and order.margin_mode == position.margin_mode
                and order.leg == position.leg
                and order.side == closing
                and (order.leg != "net" or order.reduce_only)
            ),
            ZERO,
        )
        return max(position.size - promised, ZERO)

    def largest_order(self, contract: Contract, leverage: Decimal, price: Decimal) -> Decimal:
        """Contracts the available margin pays for, on the lot grid."""
        per_contract = notional(contract, Decimal(1), price) * (1 / leverage + contract.taker_fee)
        lots = (self.available / per_contract / contract.lot).to_integral_value(rounding=ROUND_FLOOR)
        return lots * contract.lot

    def liquidation_price(self, position: Position) -> Decimal | None:
        """Estimate: where equity would just cover maintenance, everything else standing still."""
        quote = self._quotes[position.contract]
        rate = quote.contract.maintenance_rate + quote.contract.taker_fee
        coins = position.size * quote.contract.unit
        if not coins:
            return None
        if position.margin_mode == "isolated":
            equity, others, reference = position.margin, ZERO, position.entry
        else:
            equity = self.cash + self.cross_upl
            others = self.cross_maintenance - self.maintenance(position)
            reference = quote.mark
        price = (others - equity + position.direction * coins * reference) / (coins * (position.direction - rate))
        return price if price > 0 else None


def is_closing(side: str, leg: str) -> bool:
    """True for the order sides that close a leg in hedge mode."""
    return (side, leg) in (("sell", "long"), ("buy", "short"))
