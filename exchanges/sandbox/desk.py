"""The venue's back office: identities, balances with their bills, and news to whoever listens.

Everything that changes an account goes through here, so that a balance is always the sum of its bills.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.chance import seeded
from exchanges.sandbox.clock import Clock
from exchanges.sandbox.events import BalanceChanged, Change
from exchanges.sandbox.margin import COIN
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import ZERO, Account, Bill, Fill

KEEP = 2_000
"""Finished orders, fills and bills kept per account; the oldest go first."""
_FIRST_ID = 2_310_000_000_000_000_000


class Desk:
    """Shared by all parts of one venue's engine.

    Args:
        market: Prices.
        clock: The venue's clock.
        seed: Start of the generator of ids.
    """

    def __init__(self, market: Market, clock: Clock, seed: int) -> None:
        self.market = market
        self.clock = clock
        self.accounts: dict[str, Account] = {}
        self.last_id = _FIRST_ID
        self._random = seeded(seed)
        self._listeners: list[Callable[[Change], None]] = []

    def listen(self, listener: Callable[[Change], None]) -> None:
        """Call `listener` synchronously with every change."""
        self._listeners.append(listener)

    def tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)

    def new_id(self) -> str:
        """A growing number of nineteen digits, too large for a float to hold."""
        self.last_id += self._random.randint(1, 9) * 4096
        return str(self.last_id)

    def tick_ms(self, earlier: int) -> int:
        """Now, and always later than `earlier`, so that a newer state never carries an older time."""
        return max(self.clock(), earlier + 1)

    def credit(self, account: Account, bill: Bill) -> None:
        """Book a bill: the balance changes by exactly `bill.change`."""
        account.cash[bill.currency] = account.cash.get(bill.currency, ZERO) + bill.change
        bill.balance = account.cash[bill.currency]
        account.bills.append(bill)
        del account.bills[:-KEEP]
        account.balance_ms[bill.currency] = self.tick_ms(account.balance_ms.get(bill.currency, 0))

    def bill(self, kind: str, sub_kind: str, change: Decimal, currency: str = COIN) -> Bill:
        """An unbooked bill with a new id and the present time."""
        return Bill(
            id=self.new_id(),
            kind=kind,
            sub_kind=sub_kind,
            time_ms=self.clock(),
            currency=currency,
            change=change,
            balance=ZERO,
        )

    def keep_fill(self, account: Account, fill: Fill) -> None:
        account.fills.append(fill)
        del account.fills[:-KEEP]

    def transfer(self, account: Account, currency: str, amount: Decimal) -> bool:
        """Move money from the funding to the trading account, or back when negative; False when there is not enough."""
        source = account.funding if amount > 0 else account.cash
        if source.get(currency, ZERO) < abs(amount):
            return False
        account.funding[currency] = account.funding.get(currency, ZERO) - amount
        bill = self.bill("transfer", "transfer_in" if amount > 0 else "transfer_out", amount, currency)
        self.credit(account, bill)
        self.tell(BalanceChanged(account, currency, "transferred"))
        return True
