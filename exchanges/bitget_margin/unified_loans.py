"""Debts of a unified account: who owes pays by coins, not by amounts, and borrowing is nothing one asks for.

An order that spends more than there is borrows the rest by itself. What is known of the calls stands in the sheets of
v3 and in its clients; the words of the records are not documented, so that they are told apart by what they contain.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from exchanges.bitget import table as futures
from exchanges.bitget.reader import rows_in
from exchanges.bitget.rows import Row, text_of
from exchanges.bitget_margin import records
from exchanges.bitget_margin.records import Entry
from exchanges.bitget_margin.table import VENUE
from exchanges.bitget_margin.unified import UnifiedMargin
from exchanges.core.errors import BadRequest, NotFound
from exchanges.core.numbers import dec

DONE = "yes"
INTEREST, LOAN, REPAYMENT = "interest", "borrow", "repay"


@dataclass(frozen=True, slots=True)
class CoinSum:
    """So much of a coin, owed or there to pay with."""

    coin: str
    amount: Decimal
    worth_usd: Decimal | None


class UnifiedLoans:
    """Debts of one unified account.

    Args:
        reader: Its reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(self, reader: UnifiedMargin, acted: Callable[[], None]) -> None:
        self._reader = reader
        self._acted = acted

    async def owed(self) -> list[CoinSum]:
        """Coins that are owed."""
        answer = await self._reader.ask(futures.UTA_REPAYABLE, {})
        return self._sums(rows_in(answer, "repayableCoinList"))

    async def means(self) -> list[CoinSum]:
        """Coins a debt can be paid with."""
        answer = await self._reader.ask(futures.UTA_PAYMENT_COINS, {})
        return self._sums(rows_in(answer, "paymentCoinList"))

    async def borrow(self, coin: str, amount: Decimal) -> NoReturn:
        """There is nothing to ask for.

        Raises:
            BadRequest: Always.
        """
        del amount
        words = f"a unified account is lent {coin} by itself, when an order spends more than there is"
        raise BadRequest(words, venue=VENUE)

    async def repay(self, pay_with: Collection[str], coins: Collection[str] = ()) -> None:
        """Pay debts whole, as far as the paying coins reach; the venue sells them where they are others.

        Args:
            pay_with: Coins that may be spent, and so sold.
            coins: Which debts; all when none is named.

        Raises:
            NotFound: Nothing is owed.
            BadRequest: The venue did not do it.
            InsufficientFunds: There is nothing to pay with.
            OutcomeUnknown: The answer was lost; `owed` tells.
        """
        wanted = list(coins) or [each.coin for each in await self.owed()]
        if not wanted:
            raise NotFound("nothing is owed", venue=VENUE, endpoint=futures.UTA_REPAY.name)
        body = {"repayableCoinList": wanted, "paymentCoinList": list(pay_with)}
        try:
            answer = await self._reader.line.rest.call(futures.UTA_REPAY, body=body)
        finally:
            self._acted()
        if not isinstance(answer, dict) or answer.get("result") != DONE:
            raise BadRequest("the venue did not repay", venue=VENUE, endpoint=futures.UTA_REPAY.name)

    async def entries(self, from_ms: int, about: str = "") -> list[Entry]:
        """Financial records of margin at or after a time, newest first; only those whose word contains `about`."""
        found = self._reader.each(records.unified_entry, await self._reader.records(from_ms))
        return [each for each in found if about in each.kind and each.time_ms >= from_ms]

    async def interest(self, from_ms: int) -> list[Entry]:
        """What borrowing cost."""
        return await self.entries(from_ms, INTEREST)

    async def loans(self, from_ms: int) -> list[Entry]:
        """What was lent."""
        return await self.entries(from_ms, LOAN)

    async def repayments(self, from_ms: int) -> list[Entry]:
        """What was paid back."""
        return await self.entries(from_ms, REPAYMENT)

    def _sums(self, rows: list[Row]) -> list[CoinSum]:
        found = self._reader.each(_sum, rows)
        return [each for each in found if each.amount]


def _sum(row: Row) -> CoinSum:
    """`size` counts coins, `amount` is what they are worth."""
    return CoinSum(text_of(row, "coin"), dec(row.get("size")) or Decimal(0), dec(row.get("amount")))
