"""Money of margin accounts at the simulated Bitget: pots, loans, repayments, interest, risk.

A debt grows by the hour; repaying pays interest first. How risky an account is: what it owes with a maintenance part,
as a fraction of what it has; at 1 it is liquidated. (The documents print the fraction the other way round in one place,
and limits that fit only this one.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

import msgspec

from exchanges.sandbox.bitget.auth import is_unified
from exchanges.sandbox.bitget.errors import BitgetError
from exchanges.sandbox.bitget.margin_state import Kind, Mode, Pot, Purse, Record, SpotFill, SpotOrder, pot_key
from exchanges.sandbox.bitget.margin_terms import (
    COIN,
    LEAST_LOAN,
    LEVERAGE,
    Pair,
    daily_rate,
    eight,
    loan_limit,
    maintenance_rate,
    pair_of,
)
from exchanges.sandbox.desk import KEEP, Desk
from exchanges.sandbox.margin import Margins
from exchanges.sandbox.state import ZERO, Account

HOURS = Decimal(24)
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class MarginMoved:
    """A pot changed, or an order did; with the fill that did it."""

    account: Account
    pot: Pot | None = None
    order: SpotOrder | None = None
    fill: SpotFill | None = None


Listener = Callable[[MarginMoved], None]


class MarginHouse:
    """The purses of all accounts.

    Args:
        desk: Accounts, clock, ids and prices of the venue.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.purses: dict[str, Purse] = {}
        self._listeners: list[Listener] = []
        self._charged_ms = desk.clock()

    def listen(self, listener: Listener) -> None:
        """Call `listener` synchronously with every change."""
        self._listeners.append(listener)

    def tell(self, change: MarginMoved) -> None:
        for listener in self._listeners:
            listener(change)

    def dump(self) -> dict[str, Any]:
        """To be saved as JSON."""
        return {"purses": msgspec.to_builtins(self.purses), "charged_ms": self._charged_ms}

    def load(self, saved: dict[str, Any]) -> None:
        """Take back what `dump` made."""
        self.purses.clear()
        self.purses |= msgspec.convert(saved.get("purses", {}), dict[str, Purse])
        self._charged_ms = saved.get("charged_ms", self._charged_ms)

    # Pots.

    def purse(self, account: Account) -> Purse:
        return self.purses.setdefault(account.name, Purse())

    def pair(self, symbol: str) -> Pair:
        """A listed pair.

        Raises:
            BitgetError: 50005.
        """
        quote = self.desk.market.quotes.get(symbol)
        if quote is None:
            raise BitgetError("50005", symbol=symbol)
        return pair_of(quote)

    def pot(self, account: Account, pair: str, coin: str) -> Pot:
        """One coin of a pair's isolated account, or of cross margin; opened when it is new.

        Raises:
            BitgetError: 50032 or 50039 for a coin that does not belong there.
        """
        if pair and coin not in self.pair(pair).coins:
            raise BitgetError("50039")
        self.price_of(coin)
        purse, now = self.purse(account), self.desk.clock()
        if pair:
            for each in self.pair(pair).coins:
                self._open(purse, pair, each, now)
        else:
            self._open(purse, pair, coin, now)
        return purse.pots[pot_key(pair, coin)]

    def _open(self, purse: Purse, pair: str, coin: str, now: int) -> None:
        if pot_key(pair, coin) not in purse.pots:
            purse.pots[pot_key(pair, coin)] = Pot(self.desk.new_id(), pair, coin, now, now)

    def moved(self, account: Account, pot: Pot) -> None:
        """A pot changed: it gets a later time, and whoever listens hears of it."""
        pot.updated_ms = self.desk.tick_ms(pot.updated_ms)
        self.tell(MarginMoved(account, pot=pot))

    def enter(self, account: Account, pot: Pot, word: str, amount: Decimal, fee: Decimal = ZERO) -> None:
        """Money comes in (or goes out, when negative), with its line in the financial records."""
        pot.available += amount - fee
        self.note(account, "entry", pot.pair, pot.coin, word, amount=amount, fee=fee, balance=pot.total)
        self.moved(account, pot)

    def note(self, account: Account, kind: Kind, pair: str, coin: str, word: str, **figures: Decimal) -> Record:
        """One more line of a list."""
        mode: Mode = "isolated" if pair else "cross"
        record = Record(self.desk.new_id(), kind, mode, pair, coin, self.desk.clock(), word, **figures)
        records = self.purse(account).records
        records.append(record)
        del records[: -4 * KEEP]
        return record

    # Loans.

    def borrow(self, account: Account, pot: Pot, amount: Decimal, word: str = "manual_loan") -> Record:
        """Lend a coin; the first hour's interest is due at once.

        Raises:
            BitgetError: 50034, 50063, 50035.
        """
        self._check_amount(amount, "50034")
        if amount > self.borrowable(account, pot.pair, pot.coin):
            raise BitgetError("50035")
        loan = self.note(account, "loan", pot.pair, pot.coin, word, amount=amount)
        pot.borrow += amount
        self._charge(account, pot, amount, "first")
        self.enter(account, pot, "borrow", amount)
        return loan

    def repay(self, account: Account, pot: Pot, amount: Decimal, word: str = "manual_repay") -> Record:
        """Pay back, interest first; what is more than the debt stays.

        Raises:
            BitgetError: 50040, 50063, 50041, 50042.
        """
        self._check_amount(amount, "50040")
        if amount > pot.available:
            raise BitgetError("50041")
        if amount < pot.interest:
            raise BitgetError("50042")
        paid = min(amount, pot.debt)
        interest = min(pot.interest, paid)
        repaid = self.note(account, "repay", pot.pair, pot.coin, word, amount=paid - interest, interest=interest)
        pot.interest -= interest
        pot.borrow -= paid - interest
        self.enter(account, pot, "repay", -paid)
        return repaid

    def repay_what_can_be(self, account: Account, pot: Pot, word: str) -> Record | None:
        """All of the debt the pot has the coins for; None when that is nothing."""
        amount = eight(min(pot.available, pot.debt))
        if amount <= 0 or amount < pot.interest:
            return None
        return self.repay(account, pot, amount, word)

    def charge_interest(self) -> None:
        """An hour's interest on every debt."""
        self._charged_ms = self.desk.clock()
        for name, purse in self.purses.items():
            for pot in purse.pots.values():
                if pot.borrow:
                    self._charge(self.desk.accounts[name], pot, pot.borrow, "scheduled")
                    self.moved(self.desk.accounts[name], pot)

    def due(self) -> None:
        """Charge what the hours since the last time cost."""
        if self.desk.clock() - self._charged_ms >= HOUR_MS:
            self.charge_interest()

    def _charge(self, account: Account, pot: Pot, on: Decimal, word: str) -> None:
        rate = daily_rate(pot.coin)
        amount = max(eight(on * rate / HOURS), LEAST_LOAN)
        pot.interest += amount
        self.note(account, "interest", pot.pair, pot.coin, word, amount=amount, rate=rate)

    def _check_amount(self, amount: Decimal, code: str) -> None:
        if amount < LEAST_LOAN:
            raise BitgetError(code)
        if amount != eight(amount):
            raise BitgetError("50063")

    # Unified accounts, whose futures money pays for margin too.

    def bring(self, account: Account, pot: Pot, amount: Decimal) -> None:
        """Move what a pot lacks from the futures money of a unified account, as far as that is free."""
        if amount <= 0 or pot.coin != COIN or not is_unified(account):
            return
        free = eight(min(amount.quantize(LEAST_LOAN, rounding=ROUND_UP), Margins(account, self.desk.market).available))
        if free > 0:
            self._shift(account, pot, free)

    def give_back(self, account: Account) -> None:
        """Idle money of a unified account's margin is futures money again."""
        pot = self.purse(account).pots.get(pot_key("", COIN))
        if pot is not None and is_unified(account) and pot.available > pot.debt:
            self._shift(account, pot, pot.debt - pot.available)

    def _shift(self, account: Account, pot: Pot, amount: Decimal) -> None:
        self.desk.credit(account, self.desk.bill("transfer", "margin", -amount))
        pot.available += amount
        self.moved(account, pot)

    # What it is worth.

    def price_of(self, coin: str) -> Decimal:
        """USDT for one coin.

        Raises:
            BitgetError: 50032 for one that is not lent here.
        """
        if coin != COIN and f"{coin}{COIN}" not in self.desk.market.quotes:
            raise BitgetError("50032")
        return self.price(coin)

    def price(self, coin: str) -> Decimal:
        """USDT for one coin."""
        return Decimal(1) if coin == COIN else self.desk.market.quotes[f"{coin}{COIN}"].index

    def assets_and_debt(self, account: Account, pair: str) -> tuple[Decimal, Decimal]:
        """What cross margin or an isolated pair has and owes, USDT; futures count too in a unified account."""
        debt = ZERO
        assets = Margins(account, self.desk.market).equity if is_unified(account) and not pair else ZERO
        for pot in self.purse(account).of(pair):
            price = self.price(pot.coin)
            assets += pot.total * price
            debt += pot.debt * price
        return assets, debt

    def risk(self, account: Account, pair: str) -> Decimal:
        """0 without debt; liquidated at 1."""
        assets, debt = self.assets_and_debt(account, pair)
        if not debt:
            return ZERO
        owed = debt * (1 + maintenance_rate("isolated" if pair else "cross"))
        return eight(owed / assets) if assets > 0 else Decimal(9)

    def borrowable(self, account: Account, pair: str, coin: str) -> Decimal:
        """What leverage and the coin's own limit leave to borrow."""
        mode: Mode = "isolated" if pair else "cross"
        assets, debt = self.assets_and_debt(account, pair)
        room = max((assets - debt) * (LEVERAGE[mode] - 1) - debt, ZERO) / self.price(coin)
        pot = self.purse(account).pots.get(pot_key(pair, coin))
        return eight(min(room, max(self.limit(mode, coin) - (pot.borrow if pot else ZERO), ZERO)))

    def limit(self, mode: Mode, coin: str) -> Decimal:
        """The most anybody may borrow of this coin."""
        quote = self.desk.market.quotes.get(f"{coin}{COIN}")
        return loan_limit(mode, coin, quote.contract.start_price if quote else Decimal(1))

    def removable(self, account: Account, pair: str, coin: str) -> Decimal:
        """What may leave for another wallet: all without debt; with one, twice the debt has to stay."""
        pot = self.purse(account).pots.get(pot_key(pair, coin))
        if pot is None:
            return ZERO
        assets, debt = self.assets_and_debt(account, pair)
        room = max(assets - 2 * debt, ZERO) / self.price(coin)
        return eight(min(pot.available, room)) if debt else pot.available
