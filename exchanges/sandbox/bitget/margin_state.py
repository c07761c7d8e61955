"""What the simulated Bitget remembers of margin: coins with debts, spot orders on credit, and the records of both.

Cross margin is one pot per coin; isolated margin is one pot per coin of each pair. Amounts are coins, times UTC
milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import msgspec

from exchanges.sandbox.state import ZERO, Side

Mode = Literal["cross", "isolated"]
Kind = Literal["loan", "repay", "interest", "liquidation", "entry"]


class Pot(msgspec.Struct):
    """One coin of the cross account, or of one isolated pair."""

    id: str
    pair: str
    """Empty for cross margin."""
    coin: str
    created_ms: int
    updated_ms: int
    available: Decimal = ZERO
    frozen: Decimal = ZERO
    borrow: Decimal = ZERO
    interest: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.available + self.frozen

    @property
    def debt(self) -> Decimal:
        return self.borrow + self.interest

    @property
    def net(self) -> Decimal:
        return self.total - self.debt


class SpotOrder(msgspec.Struct):
    """An order of one pair, open or finished."""

    id: str
    client_id: str
    mode: Mode
    symbol: str
    side: Side
    kind: Literal["limit", "market"]
    force: str
    """gtc, post_only, fok, ioc."""
    loan: str
    """normal, autoLoan, autoRepay, autoLoanAndRepay."""
    price: Decimal | None
    base: Decimal | None
    """What is to be traded, in base coins; None when it is said in quote coins."""
    quote: Decimal | None
    created_ms: int
    updated_ms: int
    held: Decimal = ZERO
    """Coins of the paying side still frozen for it."""
    filled: Decimal = ZERO
    cost: Decimal = ZERO
    fee: Decimal = ZERO
    state: str = "live"
    """live, partially_filled, filled, cancelled."""
    source: str = "API"
    origin: str = ""
    """Who else placed it: liquidation, systemRepay."""

    @property
    def is_open(self) -> bool:
        return self.state in ("live", "partially_filled")

    @property
    def pays(self) -> int:
        """Which coin of the pair it spends: 0 base, 1 quote."""
        return 1 if self.side == "buy" else 0


class SpotFill(msgspec.Struct):
    """One execution of an order."""

    id: str
    order_id: str
    client_id: str
    mode: Mode
    symbol: str
    side: Side
    kind: str
    price: Decimal
    size: Decimal
    fee: Decimal
    """A cost is positive."""
    fee_coin: str
    maker: bool
    time_ms: int
    origin: str = ""


class Record(msgspec.Struct):
    """A line of one of the lists: loans, repayments, interest, liquidations, money in and out."""

    id: str
    kind: Kind
    mode: Mode
    symbol: str
    coin: str
    time_ms: int
    word: str = ""
    """The venue's type, in the snake case of the second generation."""
    amount: Decimal = ZERO
    """Principal of loans and repayments; the change of the balance of an entry."""
    interest: Decimal = ZERO
    rate: Decimal = ZERO
    fee: Decimal = ZERO
    balance: Decimal = ZERO
    risk: Decimal = ZERO
    assets: Decimal = ZERO
    debt: Decimal = ZERO


class Purse(msgspec.Struct):
    """The margin side of one account."""

    pots: dict[str, Pot] = {}
    orders: dict[str, SpotOrder] = {}
    finished: list[SpotOrder] = []
    fills: list[SpotFill] = []
    records: list[Record] = []
    repayments: dict[str, str] = {}
    """Flash repayments: id to BEGIN, REPAYING or FINISH."""

    def of(self, pair: str) -> Iterator[Pot]:
        """The pots of an isolated pair, or of cross margin when `pair` is empty."""
        return (pot for pot in self.pots.values() if pot.pair == pair)


def pot_key(pair: str, coin: str) -> str:
    return f"{pair}|{coin}"
