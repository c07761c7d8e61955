"""Interest on borrowed money: charged when a margin position opens, and every full hour it stands."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.bookkeeping import exact
from exchanges.sandbox.events import BalanceChanged, Change, OrderChanged, PositionChanged
from exchanges.sandbox.figures import txt
from exchanges.sandbox.gate_crossex.words import COIN, Row, business_of, exchange_of
from exchanges.sandbox.state import ZERO, Account, Bill, Position, position_key
from exchanges.sandbox.venue import Venue

HOUR_MS = 3_600_000
RATES = {"USDT": Decimal("0.00000366"), "ADA": Decimal("0.0000036558334"), "SOL": Decimal("0.0000051")}
"""Per hour; coins not named here cost as much as USDT."""
PERIODIC, OPENING = "PERIODIC_POSITION", "IMMEDIATE_OPEN_ORDER"


def rate_of(coin: str) -> Decimal:
    return RATES.get(coin, RATES["USDT"])


def paid_on(account: Account, position: Position) -> Decimal:
    """Interest of one position since it opened, in the coin that is owed."""
    bills = (bill for bill in account.bills if bill.kind == "interest" and bill.order_id == position.id)
    return sum((bill.fee for bill in bills if bill.time_ms >= position.created_ms), ZERO)


class Interest:
    """Charges every account of a venue.

    Args:
        venue: Its positions and clock; openings are heard of.
    """

    def __init__(self, venue: Venue) -> None:
        self._venue = venue
        self.next_ms = (venue.clock() // HOUR_MS + 1) * HOUR_MS
        venue.desk.listen(self._heard)

    def due(self) -> None:
        """The hour is full."""
        if self._venue.clock() >= self.next_ms:
            self.charge_all()
            self.next_ms = (self._venue.clock() // HOUR_MS + 1) * HOUR_MS

    def charge_all(self) -> None:
        """One hour's interest of every margin position."""
        for account in list(self._venue.accounts.values()):
            for position in list(account.positions.values()):
                if business_of(position.contract) == "MARGIN":
                    self._charge(account, position, position.size, PERIODIC)

    def _heard(self, change: Change) -> None:
        """The first hour is paid with the order that borrows."""
        if not isinstance(change, OrderChanged) or change.fill is None:
            return
        fill, account = change.fill, change.account
        opens = (fill.side, fill.leg) in (("buy", "long"), ("sell", "short"))
        held = account.positions.get(position_key(fill.contract, fill.margin_mode, fill.leg))
        if opens and held is not None and business_of(fill.contract) == "MARGIN":
            self._charge(account, held, fill.size, OPENING)

    def _charge(self, account: Account, position: Position, size: Decimal, kind: str) -> None:
        quote = self._venue.market.quotes[position.contract]
        long = position.direction > 0
        coin = COIN if long else quote.contract.base
        owed = size * position.entry if long else size
        interest = exact(owed * rate_of(coin))
        amount = exact(interest if long else interest * quote.index)
        position.funding -= amount
        position.updated_ms = self._venue.desk.tick_ms(position.updated_ms)
        bill = self._venue.desk.bill("interest", kind, -amount)
        bill.contract, bill.order_id, bill.notes = position.contract, position.id, coin
        bill.size, bill.fee, bill.price = owed, interest, rate_of(coin)
        self._venue.desk.credit(account, bill)
        self._venue.desk.tell(PositionChanged(account, position, "interest"))
        self._venue.desk.tell(BalanceChanged(account, COIN, "interest"))


def interest_row(account: Account, bill: Bill) -> Row:
    """INTEREST of the history and of the `margin_interest` channel."""
    return {
        "user_id": account.uid,
        "symbol": bill.contract,
        "interest_id": bill.id,
        "liability_id": bill.order_id,
        "liability": txt(bill.size),
        "liability_coin": bill.notes,
        "interest": txt(bill.fee),
        "interest_rate": txt(bill.price),
        "interest_type": bill.sub_kind,
        "create_time": txt(bill.time_ms),
        "exchange_type": exchange_of(bill.contract),
    }
