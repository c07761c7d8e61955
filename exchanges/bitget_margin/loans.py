"""Borrowing and repaying on a classic margin account, and on what terms: calls that a person asks for one by one.

None of them is sent twice: a lost answer is `OutcomeUnknown`, and what happened stands in the records.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import ROUND_DOWN, Decimal
from typing import Any

from exchanges.bitget.reader import rows_in
from exchanges.bitget.rows import ZERO, Row
from exchanges.bitget_margin import records
from exchanges.bitget_margin.mapping import first_of
from exchanges.bitget_margin.reader import MarginReader
from exchanges.bitget_margin.table import QUOTE
from exchanges.core.errors import VenueUnavailable
from exchanges.core.model import MarginMode
from exchanges.core.text import clean

STEP = Decimal("1e-8")
DONE = "FINISH"
POLL_S = 1.0
PATIENCE_S = 60
"""No failure is documented: a flash repayment that takes longer is looked for among the assets."""


class MarginLoans:
    """Loans of one account; `pair` is the venue's symbol, empty in cross margin.

    Args:
        reader: Its reading side.
        acted: Called after every write that may have changed something.
    """

    def __init__(
        self,
        reader: MarginReader,
        acted: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._reader = reader
        self._acted = acted
        self._sleep = sleep

    # Terms.

    async def lending(self, mode: MarginMode, what: str) -> list[records.Lending]:
        """Interest and limits of a coin (cross), or of both coins of a pair (isolated)."""
        rows = rows_in(await self._reader.ask(self._reader.call(mode, "rates"), {_key(mode): what}))
        if mode is MarginMode.CROSS:
            return self._reader.each(records.cross_lending, rows)
        return [each for both in self._reader.each(records.isolated_lending, rows) for each in both]

    async def tiers(self, mode: MarginMode, what: str) -> list[records.Tier]:
        """How leverage falls with size, for a coin or a pair."""
        rows = rows_in(await self._reader.ask(self._reader.call(mode, "tiers"), {_key(mode): what}))
        return self._reader.each(records.tier, rows)

    async def risk(self, mode: MarginMode, pair: str = "") -> Decimal | None:
        """How near a liquidation is: 0 without debt, liquidated at the pair's limit, which is 1."""
        answer = await self._read(mode, "risk", {"symbol": pair} if pair else {"coin": QUOTE})
        rows = rows_in(answer) or [answer if isinstance(answer, dict) else {}]
        return first_of(rows[0], "riskRate", "riskRateRatio")

    async def borrowable(self, mode: MarginMode, coin: str, pair: str = "") -> Decimal | None:
        """What may be borrowed of a coin now."""
        return await self._most(mode, "borrowable", "maxBorrowableAmount", "CoinMaxBorrowAmount", coin, pair)

    async def removable(self, mode: MarginMode, coin: str, pair: str = "") -> Decimal | None:
        """What of a coin may be moved to another wallet now."""
        return await self._most(mode, "removable", "maxTransferOutAmount", "CoinMaxTransferOutAmount", coin, pair)

    # Debts.

    async def borrow(self, mode: MarginMode, coin: str, amount: Decimal, pair: str = "") -> Decimal:
        """Borrow a coin; answers what was lent.

        Raises:
            InsufficientFunds, BadRequest: More than may be borrowed, or no such coin there.
            OutcomeUnknown: The answer was lost; the records tell.
        """
        answer = await self._write(mode, "borrow", {"coin": coin, "borrowAmount": _amount(amount)}, pair)
        return first_of(answer, "borrowAmount") or amount

    async def repay(self, mode: MarginMode, coin: str, amount: Decimal, pair: str = "") -> Decimal | None:
        """Pay back, interest first; answers what is still owed, where the venue tells."""
        answer = await self._write(mode, "repay", {"coin": coin, "repayAmount": _amount(amount)}, pair)
        return first_of(answer, "remainDebtAmount")

    async def repay_what_is_there(self, mode: MarginMode, coin: str, pair: str = "") -> None:
        """Pay all of a coin's debt its wallet has the coins for; nothing when nothing is owed."""
        await self._reader.look()
        row = self._reader.pots.row(pair, coin)
        if row is None:
            return
        owed = (row.borrowed or ZERO) + (row.interest or ZERO)
        amount = min(owed, row.available or ZERO)
        if owed and amount > (row.interest or ZERO):
            await self.repay(mode, coin, amount, pair)

    async def flash_repay(self, mode: MarginMode, what: str = "") -> None:
        """Let the venue pay a debt from whatever the wallet holds, selling it: of a coin (cross), a pair, or all.

        Raises:
            VenueUnavailable: It was accepted, and did not say within a minute that it is done.
        """
        told: dict[str, object] = {}
        if what:
            told = {"coin": what} if mode is MarginMode.CROSS else {"symbols": [what]}
        answer = await self._call(mode, "flash_repay", told)
        self._acted()
        rows = rows_in(answer) or ([answer] if isinstance(answer, dict) else [])
        ids = [id_ for row in rows if (id_ := clean(row.get("id")) or clean(row.get("repayId")))]
        waiting = set(ids)
        for _ in range(PATIENCE_S):
            if not waiting:
                break
            states = rows_in(await self._call(mode, "flash_status", {"idList": sorted(waiting)}))
            waiting -= {_id(row) for row in states if clean(row.get("status")).upper() == DONE}
            if waiting:
                await self._sleep(POLL_S)
        self._acted()
        if waiting:
            raise VenueUnavailable("the repayment is not finished yet", venue=self._reader.line.dialect.venue)

    async def _most(self, mode: MarginMode, call: str, name: str, ending: str, coin: str, pair: str) -> Decimal | None:
        """A figure of one coin; the second generation tells both coins of a pair at once."""
        params = {"coin": coin} | ({"symbol": pair} if pair else {})
        answer = await self._read(mode, call, params)
        row = answer if isinstance(answer, dict) else {}
        prefix = "base" if clean(row.get("baseCoin")) == coin or not pair.endswith(coin) else "quote"
        return first_of(row, name, f"{prefix}{ending}")

    async def _read(self, mode: MarginMode, name: str, params: dict[str, str]) -> Any:
        """A question that one generation asks by GET and the other by POST."""
        call = self._reader.call(mode, name)
        known = {each: value for each, value in params.items() if each in call.params}
        if call.method == "GET":
            return await self._reader.ask(call, known)
        return await self._reader.line.rest.call(call, body=known)

    async def _write(self, mode: MarginMode, name: str, told: dict[str, object], pair: str) -> Row:
        try:
            answer = await self._call(mode, name, ({"symbol": pair} if pair else {}) | told)
        finally:
            self._acted()
        return answer if isinstance(answer, dict) else {}

    async def _call(self, mode: MarginMode, name: str, told: dict[str, object]) -> Any:
        body = self._reader.generation.body(told)
        return await self._reader.line.rest.call(self._reader.call(mode, name), body=body)


def _key(mode: MarginMode) -> str:
    return "coin" if mode is MarginMode.CROSS else "symbol"


def _id(row: Row) -> str:
    return clean(row.get("id")) or clean(row.get("repayId"))


def _amount(amount: Decimal) -> str:
    """Eight places are the most the venue takes."""
    return f"{amount.quantize(STEP, rounding=ROUND_DOWN).normalize():f}"
