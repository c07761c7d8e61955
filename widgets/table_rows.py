"""The rows of a table: what they hold, in which order they stand; pure, without a screen."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from widgets.table_layout import Align, Column, Slot, fraction_width, is_number, whole_width


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    tone: str = ""
    """"gain", "loss", "quiet", "warning" or empty: a component class of the table."""
    order: Any = None
    """What the cell is sorted by; `None` (unknown) always stands last."""


@dataclass(frozen=True, slots=True)
class Row:
    key: Hashable
    cells: tuple[Cell, ...]
    """One for each column of the table, shown or not."""
    is_stale: bool = False
    """Drawn dim, without tones: these numbers are old."""


@dataclass(frozen=True, slots=True)
class Sorting:
    column_id: str
    largest_first: bool = False


class RowSet:
    """Rows by key, and their order.

    The order changes when the set of keys or the sorting changes, or on `arrange`; never because a value ticked.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self.sorting: Sorting | None = None
        self.order: list[Hashable] = []
        self._rows: dict[Hashable, Row] = {}
        self._lines: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self.order)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __getitem__(self, key: Hashable) -> Row:
        return self._rows[key]

    def line(self, key: Hashable | None) -> int | None:
        """Line a row stands on, from 0; None when it is not there."""
        return None if key is None else self._lines.get(key)

    def replace(self, rows: Iterable[Row]) -> dict[Hashable, Row]:
        """These rows and no others; answers what was there before. Call `arrange` after it."""
        before, self._rows = self._rows, {row.key: row for row in rows}
        return before

    def change(self, rows: Iterable[Row]) -> list[tuple[Row, Row]]:
        """Take newer versions of rows that are here; answers (old, new) of those that differ."""
        changed = []
        for row in rows:
            old = self._rows.get(row.key)
            if old is not None and old != row:
                changed.append((old, row))
                self._rows[row.key] = row
        return changed

    def arrange(self) -> None:
        """Sort by the values of now; rows with an unknown value stand last either way."""
        self.order = list(self._rows)
        index = self._sort_index()
        if index is not None and self.sorting is not None:
            known = [key for key in self.order if self._rows[key].cells[index].order is not None]
            unknown = [key for key in self.order if self._rows[key].cells[index].order is None]
            known.sort(key=lambda key: self._rows[key].cells[index].order, reverse=self.sorting.largest_first)
            self.order = known + unknown
        self._lines = {key: line for line, key in enumerate(self.order)}

    def _sort_index(self) -> int | None:
        if self.sorting is None:
            return None
        ids = [column.id for column in self.columns]
        return ids.index(self.sorting.column_id) if self.sorting.column_id in ids else None


class PointRooms:
    """How many cells each number column keeps for point and fraction, so that the points stand under each other.

    Grows while values tick, so that columns do not jump to and fro; `measure` starts anew.
    """

    def __init__(self) -> None:
        self._extents: dict[int, tuple[int, int]] = {}
        self._widths: dict[int, int] = {}

    def room(self, index: int) -> int:
        """Cells behind the whole part in column `index`."""
        whole, fraction = self._extents.get(index, (0, 0))
        return max(0, min(fraction, self._widths.get(index, 0) - whole))

    def measure(self, slots: Iterable[Slot], rows: Iterable[Row]) -> bool:
        """Measure these rows from nothing; True when a room changed."""
        before = {index: self.room(index) for index in self._widths}
        self._widths = {slot.index: slot.width for slot in slots if slot.column.align is Align.POINT}
        self._extents = {}
        self.grow(rows)
        return before != {index: self.room(index) for index in self._widths}

    def grow(self, rows: Iterable[Row]) -> bool:
        """Make room for these rows too; True when a room changed and every row has to be drawn again."""
        before = {index: self.room(index) for index in self._widths}
        for row in rows:
            for index in self._widths:
                text = row.cells[index].text
                if not is_number(text):
                    continue
                whole, fraction = self._extents.get(index, (0, 0))
                self._extents[index] = (max(whole, whole_width(text)), max(fraction, fraction_width(text)))
        return before != {index: self.room(index) for index in self._widths}
