"""Columns fit, points align, Chinese counts two cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from widgets.table_layout import Align, Column, fit, set_text
from widgets.table_rows import Cell, PointRooms, Row

COLUMNS = (
    Column("symbol", "Symbol", 10, grows=6),
    Column("size", "Size", 8, Align.POINT),
    Column("entry", "Entry", 8, Align.POINT, rank=2),
    Column("age", "Age", 4, Align.RIGHT, rank=1),
)


def test_every_column_is_shown_when_there_is_room_and_the_first_takes_the_rest() -> None:
    slots = fit(COLUMNS, 36)
    assert [slot.column.id for slot in slots] == ["symbol", "size", "entry", "age"]
    assert slots[0].width == 13
    assert [slot.x for slot in slots] == [0, 14, 23, 32]


def test_the_highest_rank_leaves_first_and_rank_zero_never() -> None:
    assert [slot.column.id for slot in fit(COLUMNS, 25)] == ["symbol", "size", "age"]
    assert [slot.column.id for slot in fit(COLUMNS, 20)] == ["symbol", "size"]
    assert [slot.column.id for slot in fit(COLUMNS, 3)] == ["symbol", "size"]


def test_decimal_points_stand_under_each_other_and_words_at_the_end() -> None:
    texts = ["61,200.00", "0.1421", "12", "--"]
    column = Column("price", "Price", 12, Align.POINT)
    rooms = PointRooms()
    rooms.measure(fit([column], 12), [Row(text, (Cell(text),)) for text in texts])
    assert [set_text(text, 12, Align.POINT, rooms.room(0)) for text in texts] == [
        " 61,200.00  ",
        "      0.1421",
        "     12     ",
        "          --",
    ]


def test_a_number_that_does_not_fit_is_never_cut() -> None:
    assert set_text("1,234,567.89", 8, Align.POINT) == "1.23457M"
    assert set_text("-0.0000081234", 8, Align.POINT) == "-8.12e-6"
    assert set_text("9,370,000", 7, Align.POINT) == "  9.37M"
    assert set_text("1,234,567.89", 1, Align.POINT) == "#"


def test_chinese_is_measured_and_cut_by_cells() -> None:
    assert set_text("持仓", 6, Align.LEFT) == "持仓  "
    assert cell_len(set_text("以太坊永续合约", 7, Align.LEFT)) == 7


@given(
    st.text(st.characters(categories=["L", "N", "P"]), max_size=30),
    st.integers(1, 20),
    st.sampled_from(list(Align)),
    st.integers(0, 10),
)
def test_a_cell_always_has_exactly_its_width(text: str, width: int, align: Align, room: int) -> None:
    assert cell_len(set_text(text, width, align, room)) == width
