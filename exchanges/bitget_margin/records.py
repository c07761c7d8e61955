"""What only margin has: loans, repayments, interest, liquidations, money in and out, terms. Pure: row in, record out.

Amounts are coins, times UTC milliseconds. Both generations are read, as in `mapping`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from exchanges.bitget.rows import Incomplete, Row, text_of
from exchanges.bitget_margin.mapping import first_of, pair_name
from exchanges.core.model import Income, IncomeKind
from exchanges.core.numbers import dec, ms
from exchanges.core.text import clean

LIQUIDATION_FEE = "liquidation_fee"
DEALS = ("deal_in", "deal_out")


@dataclass(frozen=True, slots=True)
class Loan:
    id: str
    pair: str
    """Empty for cross margin; the same in all records."""
    coin: str
    amount: Decimal
    kind: str
    """`auto_loan`, `manual_loan`."""
    time_ms: int


@dataclass(frozen=True, slots=True)
class Repayment:
    id: str
    pair: str
    coin: str
    principal: Decimal
    interest: Decimal
    kind: str
    """`auto_repay`, `manual_repay`, `liq_repay`, `force_repay`."""
    time_ms: int


@dataclass(frozen=True, slots=True)
class Interest:
    id: str
    pair: str
    coin: str
    """In which it is owed."""
    loan_coin: str
    amount: Decimal
    daily_rate: Decimal | None
    kind: str
    """`first`, `scheduled`."""
    time_ms: int


@dataclass(frozen=True, slots=True)
class Liquidation:
    id: str
    pair: str
    risk: Decimal | None
    assets: Decimal | None
    debt: Decimal | None
    fee: Decimal | None
    start_ms: int | None
    end_ms: int | None
    time_ms: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the financial records."""

    id: str
    pair: str
    coin: str
    kind: str
    """`transfer_in`, `borrow`, `deal_out`, `liquidation_fee`, ..."""
    amount: Decimal
    fee: Decimal | None
    balance: Decimal | None
    time_ms: int


@dataclass(frozen=True, slots=True)
class Lending:
    """On what terms a coin is lent."""

    coin: str
    is_lent: bool
    may_come_in: bool
    daily_rate: Decimal | None
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Tier:
    number: int
    leverage: Decimal | None
    maintenance_rate: Decimal | None
    most: tuple[tuple[str, Decimal | None], ...]
    """By coin, what may be borrowed."""


def loan(row: Row) -> Loan:
    amount, kind = _number(row, "amount", "borrowAmount"), _word(row, "type", "borrowType")
    return Loan(text_of(row, "loanId"), pair_name(row), text_of(row, "coin"), amount, kind, _time(row))


def repayment(row: Row) -> Repayment:
    """The interest may stand only in the total."""
    principal, interest = _number(row, "amount", "repayPrincipal"), first_of(row, "interest", "repayInterest")
    whole = first_of(row, "totalAmount", "repayAmount")
    if interest is None:
        interest = whole - principal if whole is not None else Decimal(0)
    kind = _word(row, "type", "repayType")
    return Repayment(
        text_of(row, "repayId"), pair_name(row), text_of(row, "coin"), principal, interest, kind, _time(row)
    )


def interest(row: Row) -> Interest:
    """`interstType` is no slip of ours."""
    return Interest(
        id=text_of(row, "interestId"),
        pair=pair_name(row),
        coin=text_of(row, "interestCoin"),
        loan_coin=clean(row.get("loanCoin")),
        amount=_number(row, "amount", "interestAmount"),
        daily_rate=first_of(row, "interestRate", "dailyInterestRate"),
        kind=_word(row, "type", "interstType"),
        time_ms=_time(row),
    )


def liquidation(row: Row) -> Liquidation:
    return Liquidation(
        id=text_of(row, "liqId"),
        pair=pair_name(row),
        risk=first_of(row, "liqRisk", "liqRiskRatio"),
        assets=dec(row.get("totalAssets")),
        debt=dec(row.get("totalDebt")),
        fee=first_of(row, "liqFee", "LiqFee"),
        start_ms=ms(row.get("liqStartTime")),
        end_ms=ms(row.get("liqEndTime")),
        time_ms=_time(row),
    )


def entry(row: Row) -> Entry:
    return Entry(
        id=text_of(row, "marginId"),
        pair=pair_name(row),
        coin=text_of(row, "coin"),
        kind=_word(row, "marginType"),
        amount=_number(row, "amount"),
        fee=dec(row.get("fee")),
        balance=dec(row.get("balance")),
        time_ms=_time(row),
    )


def unified_entry(row: Row) -> Entry:
    """A record of a unified account, whose words are other ones in capitals; it names no pair."""
    return Entry(
        id=text_of(row, "id"),
        pair="",
        coin=text_of(row, "coin"),
        kind=clean(row.get("type")).lower(),
        amount=_number(row, "amount"),
        fee=dec(row.get("fee")),
        balance=dec(row.get("balance")),
        time_ms=_time(row, "ts"),
    )


def cross_lending(row: Row) -> Lending:
    return Lending(
        coin=text_of(row, "coin"),
        is_lent=_flag(row, "borrowAble", "borrowable"),
        may_come_in=_flag(row, "transferInAble", "transferable"),
        daily_rate=dec(row.get("dailyInterestRate")),
        most=dec(row.get("maxBorrowableAmount")),
    )


def isolated_lending(row: Row) -> tuple[Lending, Lending]:
    """Of base and quote."""

    def of(prefix: str) -> Lending:
        return Lending(
            coin=text_of(row, f"{prefix}Coin"),
            is_lent=_flag(row, f"{prefix}BorrowAble", f"{prefix}Borrowable"),
            may_come_in=_flag(row, f"{prefix}TransferInAble", f"{prefix}Transferable"),
            daily_rate=dec(row.get(f"{prefix}DailyInterestRate")),
            most=dec(row.get(f"{prefix}MaxBorrowableAmount")),
        )

    return of("base"), of("quote")


def tier(row: Row) -> Tier:
    coins = (
        [(clean(row.get("coin")), dec(row.get("maxBorrowableAmount")))]
        if row.get("coin")
        else [
            (clean(row.get(f"{prefix}Coin")), dec(row.get(f"{prefix}MaxBorrowableAmount")))
            for prefix in ("base", "quote")
        ]
    )
    number = dec(row.get("tier"))
    if number is None:
        raise Incomplete("tier")
    return Tier(int(number), dec(row.get("leverage")), dec(row.get("maintainMarginRate")), tuple(coins))


def interest_income(found: Interest, symbol: str) -> Income:
    """What borrowing cost."""
    key = f"interest:{found.id}"
    return Income(key, IncomeKind.INTEREST, symbol, found.coin, -found.amount, found.time_ms)


def liquidation_income(found: Entry, symbol: str) -> Income:
    """What a liquidation cost beside its trades."""
    key = f"entry:{found.id}"
    return Income(key, IncomeKind.LIQUIDATION_PENALTY, symbol, found.coin, -abs(found.amount), found.time_ms)


def snake(word: str) -> str:
    """`transferIn` as `transfer_in`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", word).lower()


def _number(row: Row, *names: str) -> Decimal:
    number = first_of(row, *names)
    if number is None:
        raise Incomplete(names[0])
    return number


def _word(row: Row, *names: str) -> str:
    return snake(next((found for name in names if (found := clean(row.get(name)))), ""))


def _time(row: Row, name: str = "cTime") -> int:
    at = ms(row.get(name))
    if at is None:
        raise Incomplete(name)
    return at


def _flag(row: Row, *names: str) -> bool:
    return any(row.get(name) in (True, "true") for name in names)
