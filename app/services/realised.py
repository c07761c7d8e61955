"""Realised profit of fills and incomes, net of fees, and its sum since the start of a day."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from app.services.figures import Figure, total
from exchanges.core.model import Fill, Income, IncomeKind

USDT = "USDT"
DAY_MS = 86_400_000
_KEPT_MS = 2 * DAY_MS
"""Long enough for "today" anywhere on earth."""
_COUNTED = (IncomeKind.FUNDING, IncomeKind.INTEREST, IncomeKind.LIQUIDATION_PENALTY)
_NOTHING = Decimal(0)


class FillMoney(Protocol):
    """A fill, from a venue or from the journal."""

    @property
    def realised_pnl(self) -> Decimal: ...
    @property
    def fee(self) -> Decimal: ...
    @property
    def fee_asset(self) -> str: ...


class IncomeMoney(Protocol):
    """An income, from a venue or from the journal."""

    @property
    def kind(self) -> str: ...
    @property
    def asset(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...


def net_of_fill(fill: FillMoney) -> Decimal:
    """Realised profit less the fee, USDT; a fee taken in another asset is left out, nobody told its worth."""
    return fill.realised_pnl - fill.fee if fill.fee_asset == USDT else fill.realised_pnl


def net_of_income(income: IncomeMoney) -> Decimal | None:
    """Funding, interest and penalties in USDT; `None` for another asset and for what is no profit, as a transfer."""
    return income.amount if income.kind in _COUNTED and income.asset == USDT else None


def day_start(now_ms: int, offset_minutes: int = 0) -> int:
    """The last midnight before `now_ms`, UTC milliseconds, where clocks are `offset_minutes` ahead of UTC."""
    shift = offset_minutes * 60_000
    return (now_ms + shift) // DAY_MS * DAY_MS - shift


class RealisedTally:
    """Net realised profit of the last two days, each fill and income counted once.

    Args:
        now: The clock, UTC milliseconds.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._items: dict[tuple[str, str], tuple[int, Figure]] = {}
        self._since_ms = 0
        self._sum = Figure(_NOTHING)

    def add_fill(self, fill: Fill) -> bool:
        """Count a fill; answers whether it was new. A fee in another asset makes the sum partial."""
        is_partial = fill.fee_asset != USDT and fill.fee != 0
        return self._add(("fill", fill.id), fill.time_ms, Figure(net_of_fill(fill), is_partial))

    def add_income(self, income: Income) -> bool:
        """Count an income; answers whether it was new."""
        if income.kind not in _COUNTED:
            return False
        net = net_of_income(income)
        figure = Figure(_NOTHING, is_partial=True) if net is None else Figure(net)
        return self._add(("income", income.id), income.time_ms, figure)

    def since(self, start_ms: int) -> Figure:
        """The sum from `start_ms` on; at most two days back."""
        if start_ms != self._since_ms:
            self._forget()
            self._since_ms = start_ms
            self._sum = total(figure for at, figure in self._items.values() if at >= start_ms)
        return self._sum

    def _add(self, key: tuple[str, str], time_ms: int, net: Figure) -> bool:
        if key in self._items or time_ms < self._now() - _KEPT_MS:
            return False
        self._items[key] = (time_ms, net)
        if time_ms >= self._since_ms:
            self._sum = total((self._sum, net))
        return True

    def _forget(self) -> None:
        oldest = self._now() - _KEPT_MS
        self._items = {key: item for key, item in self._items.items() if item[0] >= oldest}
