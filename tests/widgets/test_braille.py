"""A line of braille dots: two values a cell, gaps stay gaps."""

from __future__ import annotations

from decimal import Decimal

from widgets.braille import draw


def numbers(*values: int | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def dots(drawn: tuple[str, ...]) -> list[str]:
    """The picture in # and ., one character a dot."""
    rows = []
    for line in drawn:
        for bits in ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80)):
            rows.append("".join("#" if ord(cell) & bit else "." for cell in line for bit in bits))
    return rows


def test_the_lowest_stands_at_the_bottom_and_the_highest_at_the_top_joined_by_dots() -> None:
    assert dots(draw(numbers(0, 1, 2, 7))) == [
        "...#",
        "...#",
        "...#",
        "...#",
        "...#",
        "..#.",
        ".#..",
        "#...",
    ]
    assert [row[2] for row in dots(draw(numbers(7, 7, 0), rows=1))] == [".", "#", "#", "#"]


def test_what_nobody_knows_is_a_gap_that_nothing_crosses() -> None:
    drawn = dots(draw(numbers(0, None, None, 7), rows=1))
    assert [row[1:3] for row in drawn] == [".."] * 4
    assert sum(row.count("#") for row in drawn) == 2


def test_a_line_without_change_runs_in_the_middle_and_no_line_is_blank() -> None:
    assert dots(draw(numbers(5, 5)))[3] == "##"
    assert draw(numbers(None, None)) == ("\u2800", "\u2800")
    assert draw(()) == ("", "")
