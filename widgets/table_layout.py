"""Where a table's columns stand and how a cell's text is set in its width; pure, measured in terminal cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from widgets import figures

GAP = 1
"""Blank cells between columns."""


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    POINT = "point"
    """Numbers: decimal points under each other."""


@dataclass(frozen=True, slots=True)
class Column:
    id: str
    title: str
    width: int
    """Cells; the least the column needs."""
    align: Align = Align.LEFT
    rank: int = 0
    """Where the table is too narrow, columns of the highest rank go first; rank 0 always stays."""
    grows: int = 0
    """Cells it may take beyond `width` when there is room."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A column with its place on the row."""

    column: Column
    index: int
    """Position among all columns, shown or not: the index into a row's cells."""
    x: int
    width: int


def fit(columns: Sequence[Column], width: int) -> tuple[Slot, ...]:
    """The columns that fit into `width` cells, from left to right, growing ones widened by what is left."""
    shown = list(enumerate(columns))
    while _needed(column for _, column in shown) > width:
        highest = max(column.rank for _, column in shown)
        if highest == 0:
            break
        last = max(position for position, (_, column) in enumerate(shown) if column.rank == highest)
        del shown[last]
    spare = max(0, width - _needed(column for _, column in shown))
    slots = []
    x = 0
    for index, column in shown:
        extra = min(spare, column.grows)
        spare -= extra
        slots.append(Slot(column, index, x, column.width + extra))
        x += column.width + extra + GAP
    return tuple(slots)


def _needed(columns: Iterable[Column]) -> int:
    widths = [column.width for column in columns]
    return sum(widths) + GAP * max(0, len(widths) - 1)


def is_number(text: str) -> bool:
    """Whether the text holds a digit; words and `--` in a number column just stand at its right end."""
    return any(character.isdigit() for character in text)


def fraction_width(text: str) -> int:
    """Cells from the decimal point to the end; 0 for whole numbers and words."""
    point = text.rfind(".")
    return len(text) - point if point >= 0 and text[point + 1 :].isdigit() else 0


def whole_width(text: str) -> int:
    """Cells in front of the decimal point."""
    return cell_len(text) - fraction_width(text)


def set_text(text: str, width: int, align: Align, room: int = 0) -> str:
    """`text` in exactly `width` cells.

    What does not fit is cut. A cut number would lie, so a number is written with fewer digits (`9.37M`, `8.12e-6`), and
    where not even two of them fit it becomes a row of `#`.
    """
    length = cell_len(text)
    if length > width:
        return _short_number(text, width) if align is Align.POINT else set_cell_size(text, width)
    if align is Align.LEFT:
        return text + " " * (width - length)
    behind = 0
    if align is Align.POINT and is_number(text):
        behind = min(max(0, room - fraction_width(text)), width - length)
    return " " * (width - length - behind) + text + " " * behind


def _short_number(text: str, width: int) -> str:
    short = figures.shortened(text, width)
    return short.rjust(width) if short else "#" * width
