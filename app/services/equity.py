"""What accounts were worth over the last days: one sample each five minutes while their numbers were live.

A time without live numbers has no sample and stays a gap; nothing is filled in between two samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.high_water import MICRO, micro
from app.services.totals import equity_of
from store import equity as rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.book import Book
    from store.database import Store

SLOT_MS = 300_000
"""One sample a slot: the last live number in it."""
KEPT_SLOTS = 7 * 86_400_000 // SLOT_MS
"""Seven days; what is older is dropped."""


@dataclass(frozen=True, slots=True)
class EquityLine:
    """Equity over time, oldest first, USDT."""

    points: tuple[Decimal | None, ...]
    """One for each equal stretch of time; `None` where no number was live."""
    span_ms: int
    """From the first sample to now; never more than seven days."""

    @property
    def known(self) -> tuple[Decimal, ...]:
        return tuple(point for point in self.points if point is not None)


class EquityHistory:
    """Samples of the accounts under watch.

    Args:
        store: Keeps the samples.
        now: The clock, UTC milliseconds.
    """

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._slots: dict[str, dict[int, int]] = {}
        """Binding id -> slot -> micro-USDT."""
        self._unsaved: dict[tuple[str, int], int] = {}

    async def recall(self, connection: AsyncConnection, binding_id: str) -> None:
        """Take in what was kept of an account; what was noted meanwhile stays."""
        kept = await rows.samples(connection, binding_id, self._oldest_slot() * SLOT_MS)
        recalled = {at_ms // SLOT_MS: equity_micro for at_ms, equity_micro in kept}
        self._slots[binding_id] = recalled | self._slots.get(binding_id, {})

    def note(self, book: Book) -> None:
        """Something happened to an account: its equity now, if it is live, is this slot's so far."""
        now_ms = self._now()
        equity = equity_of(book).value
        if equity is None or not book.freshness(now_ms).is_live:
            return
        slot = now_ms // SLOT_MS
        slots = self._slots.setdefault(book.binding_id, {})
        slots[slot] = self._unsaved[book.binding_id, slot] = micro(equity)
        if len(slots) > KEPT_SLOTS:
            del slots[min(slots)]

    async def save(self, *, all_of_it: bool = False) -> None:
        """Keep the samples of slots that are over, or of the present one too, and drop what is older than seven days.

        Raises:
            StoreUnavailable: Nothing was kept; call again.
        """
        present = self._now() // SLOT_MS
        ready = {key: value for key, value in self._unsaved.items() if all_of_it or key[1] < present}
        if not ready:
            return
        samples = [(binding_id, slot * SLOT_MS, value) for (binding_id, slot), value in ready.items()]
        async with self._store.write() as connection:
            await rows.keep(connection, samples)
            await rows.forget(connection, self._oldest_slot() * SLOT_MS)
        for key, value in ready.items():
            if self._unsaved.get(key) == value:
                del self._unsaved[key]

    def forget(self) -> None:
        """Nobody is watched any more; call `save` before."""
        self._slots.clear()
        self._unsaved.clear()

    def line(self, binding_ids: Iterable[str], columns: int) -> EquityLine:
        """The sum over these accounts in at most `columns` points."""
        present = self._now() // SLOT_MS
        return summed([self._slots.get(binding_id, {}) for binding_id in binding_ids], present, columns)

    def _oldest_slot(self) -> int:
        return self._now() // SLOT_MS - KEPT_SLOTS + 1


def summed(accounts: Iterable[Mapping[int, int]], present: int, columns: int) -> EquityLine:
    """The line of the sums; an account counts from its first sample on, and where it has none the sum is unknown.

    Args:
        accounts: Slot -> micro-USDT, for each account.
        present: The slot it is now.
        columns: The most points.
    """
    oldest = present - KEPT_SLOTS + 1
    kept = [found for each in accounts if (found := {slot: each[slot] for slot in each if oldest <= slot <= present})]
    if not kept or columns < 1:
        return EquityLine((), 0)
    begun = [(min(each), each) for each in kept]
    first = min(slot for slot, _ in begun)
    width = -(-(present - first + 1) // columns)
    points = [_point(begun, end, width) for end in range(present, first - 1, -width)]
    return EquityLine(tuple(reversed(points)), (present - first) * SLOT_MS)


def _point(accounts: Iterable[tuple[int, Mapping[int, int]]], end: int, width: int) -> Decimal | None:
    """The sum at the end of a stretch of `width` slots, over (first slot, samples) of the accounts."""
    total = 0
    for first, samples in accounts:
        if first > end:
            continue
        last = next((samples[slot] for slot in range(end, end - width, -1) if slot in samples), None)
        if last is None:
            return None
        total += last
    return Decimal(total) / MICRO
