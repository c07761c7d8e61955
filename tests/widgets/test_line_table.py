"""The table that ticks paints what changed and nothing else."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.strip import Strip

from widgets.line_table import LineTable
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row, Sorting

pytestmark = pytest.mark.anyio

COLUMNS = (Column("symbol", "Symbol", 8), Column("pnl", "uPnL", 12, Align.POINT), Column("age", "Age", 5, Align.RIGHT))


class WatchedTable(LineTable):
    """Remembers which lines were painted."""

    painted: list[int]

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class Bench(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.table = WatchedTable(COLUMNS)
        self.table.painted = []
        self.highlights: list[object] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_line_table_highlighted(self, event: LineTable.Highlighted) -> None:
        self.highlights.append(event.key)

    def text(self) -> list[str]:
        return [self.table.render_line(y).text.rstrip() for y in range(self.table.size.height)]


def row(key: str, pnl: str, *, stale: bool = False) -> Row:
    tone = "gain" if pnl.startswith("+") else "loss"
    return Row(key, (Cell(key), Cell(pnl, tone, float(pnl.replace(",", ""))), Cell("12s" if stale else "")), stale)


ROWS = [row("ETH", "+209.25"), row("SOL", "-3.9"), row("BTC", "+1,024.00")]


async def test_one_changed_row_repaints_only_that_row() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(ROWS)
        await pilot.pause()
        app.table.painted.clear()
        app.table.change([row("ETH", "+209.25"), row("SOL", "-4.1")])
        await pilot.pause()
        assert app.table.painted == [2]


async def test_a_changed_cell_stands_out_for_one_frame_and_then_calms_down() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(ROWS)
        app.table.change([row("SOL", "-4.1")])
        await pilot.pause()
        assert any(segment.style and segment.style.bold for segment in app.table.render_line(2))
        app.table.painted.clear()
        app.table.begin_frame()
        await pilot.pause()
        assert app.table.painted == [2]
        assert not any(segment.style and segment.style.bold for segment in app.table.render_line(2))


async def test_the_flash_can_be_told_not_to() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.flash = False
        app.table.show(ROWS)
        app.table.change([row("SOL", "-4.1")])
        await pilot.pause()
        assert not any(segment.style and segment.style.bold for segment in app.table.render_line(2))


async def test_points_stay_aligned_when_a_longer_number_arrives() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(ROWS)
        app.table.change([row("SOL", "-4.1234")])
        await pilot.pause()
        assert len({line.index(".") for line in app.text()[1:4]}) == 1


async def test_rows_are_sorted_on_demand_and_do_not_jump_with_a_tick() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(ROWS)
        app.table.sort(Sorting("pnl", largest_first=True))
        await pilot.pause()
        assert [r.key for r in app.table.rows] == ["BTC", "ETH", "SOL"]
        app.table.change([row("SOL", "+9,000.00")])
        assert [r.key for r in app.table.rows] == ["BTC", "ETH", "SOL"]
        app.table.resort()
        assert [r.key for r in app.table.rows] == ["SOL", "BTC", "ETH"]


async def test_unknown_values_stand_last_whichever_way_the_sort_goes() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)):
        app.table.show([Row("XRP", (Cell("XRP"), Cell("--"), Cell(""))), *ROWS])
        for largest_first in (True, False):
            app.table.sort(Sorting("pnl", largest_first=largest_first))
            assert app.table.rows[-1].key == "XRP"


async def test_the_cursor_stays_on_its_row_and_survives_the_rows_going() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show(ROWS)
        await pilot.press("down", "down")
        assert app.table.cursor_key == "BTC"
        app.table.show([row("AAA", "+1"), *ROWS])
        assert app.table.cursor_key == "BTC"
        app.table.show(ROWS[:1])
        assert app.table.cursor_key == "ETH"
        app.table.show([])
        await pilot.pause()
        assert app.highlights[-1] is None


async def test_the_header_stays_while_rows_scroll() -> None:
    app = Bench()
    async with app.run_test(size=(40, 6)) as pilot:
        app.table.show([row(f"S{i:02}", f"+{i}.00") for i in range(40)])
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        text = app.text()
        assert text[0].startswith("Symbol")
        assert text[5].startswith("S39")


async def test_stale_rows_are_dim_and_lose_their_colours() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show([row("ETH", "+1.00"), row("SOL", "+1.00", stale=True)])
        await pilot.pause()
        live = {segment.style.color for segment in app.table.render_line(1) if segment.style and segment.text.strip()}
        stale = {segment.style.color for segment in app.table.render_line(2) if segment.style and segment.text.strip()}
        assert len(live) == 2
        assert len(stale) == 1
        assert not stale & live


async def test_venue_text_is_shown_as_it_is() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show([Row("x", (Cell("[/]BTC[r"), Cell("0"), Cell("")))])
        await pilot.pause()
        assert app.text()[1].startswith("[/]BTC[r")


async def test_a_row_of_chinese_has_the_width_of_the_table() -> None:
    app = Bench()
    async with app.run_test(size=(40, 10)) as pilot:
        app.table.show([Row("x", (Cell("演示主账户一"), Cell("0"), Cell("")))])
        await pilot.pause()
        assert app.table.render_line(1).cell_length == 40
