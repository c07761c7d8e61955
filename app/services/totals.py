"""The headline numbers of one account and of all accounts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.services.book import Book
from app.services.figures import UNKNOWN, Figure, total
from app.services.realised import USDT, day_start
from exchanges.core.model import Balance, Position, Side

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class NearestLiquidation:
    """The position whose liquidation price is closest to its mark."""

    binding_id: str
    label: str
    symbol: str
    side: Side
    distance_percent: Decimal
    """Part of the mark price still between; negative when it is already passed."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over one or more accounts, USDT."""

    equity: Figure
    unrealised_pnl: Figure
    margin_used: Figure
    realised_today: Figure
    """Net of fees, with funding, since the last midnight."""
    nearest_liquidation: NearestLiquidation | None
    live: int
    """Accounts whose numbers are live; the sums count the last known numbers of the others."""
    accounts: int

    @property
    def margin_percent(self) -> Figure:
        """Margin used, as a part of equity, in percent; unknown without equity."""
        return _percent(self.margin_used, self.equity)

    @property
    def unrealised_percent(self) -> Figure:
        """Unrealised profit as a part of equity without it, in percent."""
        if self.equity.value is None or self.unrealised_pnl.value is None:
            return UNKNOWN
        is_partial = self.equity.is_partial or self.unrealised_pnl.is_partial
        return _percent(self.unrealised_pnl, Figure(self.equity.value - self.unrealised_pnl.value, is_partial))

    @property
    def is_live(self) -> bool:
        return self.live == self.accounts


def totals_of(book: Book, now_ms: int, *, offset_minutes: int = 0) -> Totals:
    """The headline numbers of one account.

    Args:
        book: The account.
        now_ms: Now, UTC milliseconds.
        offset_minutes: How far the person's clock is ahead of UTC, for "today".
    """
    positions = book.positions.values()
    is_live = book.freshness(now_ms).is_live
    loaded = book.is_loaded
    return Totals(
        equity=equity_of(book),
        unrealised_pnl=total(position.unrealised_pnl for position in positions) if loaded else UNKNOWN,
        margin_used=_margin_used(book) if loaded else UNKNOWN,
        realised_today=_realised(book, day_start(now_ms, offset_minutes)),
        nearest_liquidation=_nearest(
            [found for position in positions if (found := _liquidation(book, position)) is not None]
        ),
        live=int(is_live),
        accounts=1,
    )


def totals_of_all(books: Iterable[Book], now_ms: int, *, offset_minutes: int = 0) -> Totals:
    """The sums over all accounts; an account whose part is unknown makes the sum partial."""
    parts = [totals_of(book, now_ms, offset_minutes=offset_minutes) for book in books]
    return Totals(
        equity=total(part.equity for part in parts),
        unrealised_pnl=total(part.unrealised_pnl for part in parts),
        margin_used=total(part.margin_used for part in parts),
        realised_today=total(part.realised_today for part in parts),
        nearest_liquidation=_nearest(
            [part.nearest_liquidation for part in parts if part.nearest_liquidation is not None]
        ),
        live=sum(part.live for part in parts),
        accounts=len(parts),
    )


def equity_of(book: Book) -> Figure:
    """USDT equity of all wallets, with what the venue says other coins are worth; an unpriced one makes it partial."""
    if not any(balance.asset == USDT for balance in book.balances.values()):
        return UNKNOWN
    held = [each for each in book.balances.values() if each.asset == USDT or each.equity is None or each.equity != 0]
    return total(worth_usdt(each) for each in held)


def worth_usdt(balance: Balance) -> Decimal | None:
    """What a balance counts for: USDT as it is, another coin at the venue's price; `None` where it tells none."""
    return balance.equity if balance.asset == USDT else balance.worth_usdt


def _margin_used(book: Book) -> Figure:
    used = [balance.margin_used for balance in book.balances.values() if balance.asset == USDT]
    told = [each for each in used if each is not None]
    if told and len(told) == len(used):
        return Figure(sum(told, ZERO))
    return total(position.margin for position in book.positions.values())


def _realised(book: Book, start_ms: int) -> Figure:
    """Before the first snapshot the fills of the day may be incomplete."""
    realised = book.realised.since(start_ms)
    return realised if book.is_loaded else Figure(realised.value, is_partial=True)


def _liquidation(book: Book, position: Position) -> NearestLiquidation | None:
    mark, liquidation = position.mark_price, position.liquidation_price
    if not mark or not liquidation:
        return None
    gap = mark - liquidation if position.side is Side.LONG else liquidation - mark
    return NearestLiquidation(book.binding_id, book.label, position.symbol, position.side, gap / mark * HUNDRED)


def _nearest(found: Sequence[NearestLiquidation]) -> NearestLiquidation | None:
    return min(found, key=lambda each: each.distance_percent, default=None)


def _percent(part: Figure, whole: Figure) -> Figure:
    if part.value is None or whole.value is None or whole.value <= 0:
        return UNKNOWN
    return Figure(part.value / whole.value * HUNDRED, part.is_partial or whole.is_partial)
