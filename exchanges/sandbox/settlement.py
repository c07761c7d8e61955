"""What the venue does to positions by itself: funding, liquidation, auto-deleveraging."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bookkeeping import Ending, exact
from exchanges.sandbox.desk import Desk
from exchanges.sandbox.engine import Engine
from exchanges.sandbox.events import BalanceChanged, PositionChanged
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.state import ZERO, Account, Order, Position

LIQUIDATION = Ending("liquidation", "liquidated", Decimal("0.002"))
DELEVERAGING = Ending("adl", "deleveraged", ZERO)


class Settlement:
    """Runs after every price move and at funding times."""

    def __init__(self, desk: Desk, engine: Engine) -> None:
        self._desk = desk
        self._engine = engine
        self.next_funding_ms = desk.market.next_funding_ms()

    def on_prices(self) -> None:
        """Due timers, then whatever the new prices liquidate."""
        self.due_timers()
        for account in self._desk.accounts.values():
            if account.positions:
                self._liquidate_if_needed(account)

    def due_timers(self) -> None:
        """Funding and cancel-all-after, when their time has come."""
        now = self._desk.clock()
        if now >= self.next_funding_ms:
            self.fund()
            self.next_funding_ms = self._desk.market.next_funding_ms()
        for account in self._desk.accounts.values():
            for tag in [tag for tag, due_ms in account.deadlines.items() if now >= due_ms]:
                del account.deadlines[tag]
                self._cancel_all(account, tag)

    def fund(self) -> None:
        """Exchange funding between longs and shorts: every open position pays or receives its rate once."""
        for account in self._desk.accounts.values():
            swaps = [item for item in account.positions.values() if self._is_swap(item)]
            for position in swaps:
                self._fund_one(account, position)

    def liquidate(self, account: Account, position: Position) -> Order:
        """Take a position away at the mark price, with a penalty no larger than what is left of its margin."""
        quote = self._desk.market.quotes[position.contract]
        return self._engine.end_position(account, position, quote.mark, LIQUIDATION, "full_liquidation")

    def deleverage(self, account: Account, position: Position) -> Order:
        """Close a position against a liquidated one, without penalty."""
        quote = self._desk.market.quotes[position.contract]
        return self._engine.end_position(account, position, quote.mark, DELEVERAGING, "adl")

    def _is_swap(self, position: Position) -> bool:
        return self._desk.market.quotes[position.contract].contract.kind == "swap"

    def _fund_one(self, account: Account, position: Position) -> None:
        quote = self._desk.market.quotes[position.contract]
        amount = exact(-position.direction * Margins(account, self._desk.market).value(position) * quote.funding_rate)
        isolated = position.margin_mode == "isolated"
        position.funding += amount
        position.margin += amount if isolated else ZERO
        position.updated_ms = self._desk.tick_ms(position.updated_ms)
        bill = self._desk.bill(
            "funding", "funding_received" if amount >= 0 else "funding_paid", ZERO if isolated else amount
        )
        bill.position_change = amount if isolated else ZERO
        bill.position_balance, bill.pnl, bill.size, bill.price = position.margin, amount, position.size, quote.mark
        bill.contract, bill.margin_mode = position.contract, position.margin_mode
        self._desk.credit(account, bill)
        self._desk.tell(PositionChanged(account, position, "funding_fee"))
        self._desk.tell(BalanceChanged(account, COIN, "funding_fee"))

    def _liquidate_if_needed(self, account: Account) -> None:
        margins = Margins(account, self._desk.market)
        for position in [item for item in account.positions.values() if item.margin_mode == "isolated"]:
            need = margins.maintenance(position) + margins.closing_fee(position)
            if position.margin + margins.upl(position) <= need:
                self.liquidate(account, position)
        while (ratio := margins.ratio) is not None and ratio <= 1:
            for order in list(account.orders.values()):
                self._engine.cancel(account, order, "liquidation")
            cross = [item for item in account.positions.values() if item.margin_mode == "cross"]
            self.liquidate(account, max(cross, key=margins.value))

    def _cancel_all(self, account: Account, tag: str) -> None:
        for order in list(account.orders.values()):
            if order.is_open and (not tag or order.tag == tag):
                self._engine.cancel(account, order, "deadline")
