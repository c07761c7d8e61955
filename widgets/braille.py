"""A line drawn with braille dots: two columns and four rows of dots a cell, every cell one column wide everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

DOT_COLUMNS, DOT_ROWS = 2, 4
"""Dots in one cell."""
_EMPTY = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""Bit of a dot by column and by row from the top (Unicode 4.0, Braille Patterns)."""


def draw(values: Sequence[Decimal | None], rows: int = 2) -> tuple[str, ...]:
    """The line through these values as `rows` lines of text, two values a cell.

    A value nobody knows leaves its column empty: a gap in what is known is a gap in the line. The lowest known value
    stands at the bottom, the highest at the top; where all are equal the line is in the middle.
    """
    known = [value for value in values if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(0))
    cells = [[_EMPTY] * -(-len(values) // DOT_COLUMNS) for _ in range(rows)]
    before: int | None = None
    for column, value in enumerate(values):
        level = None if value is None else _level(value, low, high, rows * DOT_ROWS)
        if level is not None:
            for dot in _joined(before, level):
                row, inside = divmod(rows * DOT_ROWS - 1 - dot, DOT_ROWS)
                cells[row][column // DOT_COLUMNS] |= _DOTS[column % DOT_COLUMNS][inside]
        before = level
    return tuple("".join(map(chr, row)) for row in cells)


def _level(value: Decimal, low: Decimal, high: Decimal, levels: int) -> int:
    """The row of dots from the bottom, 0 to `levels` - 1."""
    if high == low:
        return levels // 2
    return int((value - low) / (high - low) * (levels - 1) + Decimal("0.5"))


def _joined(before: int | None, level: int) -> range:
    """The dots of a column: its own, and those that join it to the one before."""
    if before is None or before == level:
        return range(level, level + 1)
    return range(before + 1, level + 1) if before < level else range(level, before)
