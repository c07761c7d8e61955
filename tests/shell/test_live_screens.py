"""Positions, orders, history and home move with the books and never show an old number as live."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from textual.strip import Strip
from textual.widgets import Input

from app.services.monitor import Fault
from exchanges.core.model import (
    BookChanged,
    Confirmed,
    LinkChanged,
    LinkState,
    OrderStatus,
    Origin,
    Position,
    Side,
)
from tests.shell.stage import (
    NOON_MS,
    Clocks,
    book,
    borrowed_btc,
    fill,
    filled_book,
    go_live,
    order,
    position,
    sample_positions,
    stage,
    top_up,
    usdt,
)
from widgets.line_table import LineTable

pytestmark = pytest.mark.anyio


def moved(held: Position, upnl: str) -> BookChanged:
    newer = replace(held, unrealised_pnl=Decimal(upnl), venue_ms=held.venue_ms + 1)
    return BookChanged(NOON_MS, Origin.STREAM, positions=(newer,))


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lines of line tables painted since the list was last cleared."""
    lines: list[int] = []
    original = LineTable.render_line

    def render_line(table: LineTable, y: int) -> Strip:
        lines.append(y)
        return original(table, y)

    monkeypatch.setattr(LineTable, "render_line", render_line)
    return lines


async def test_positions_are_listed_by_profit_with_their_detail_below(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="positions") as at:
        lines = at.text("#table").splitlines()
        assert [line.split()[:2] for line in lines[1:5]] == [
            ["ETH/USDT", "long"],
            ["ETH/USDT", "short"],
            ["DOGE/USDT", "long"],
            ["BTC/USDT", "long"],
        ]
        assert at.text("#detail").startswith("ETH/USDT:USDT long, OKX main: 25 x 0.1 = 2.5")
        await at.pilot.press("down")
        await at.pilot.pause()
        assert at.text("#detail").startswith("ETH/USDT:USDT short")


async def test_a_tick_repaints_the_changed_row_and_no_other(tmp_path: Path, painted: list[int]) -> None:
    clocks = Clocks()
    full = filled_book(clocks)
    async with stage(tmp_path, full, clocks=clocks, place="positions") as at:
        await at.tick()
        painted.clear()
        full.apply(moved(sample_positions()[2], "-31.00"))
        await at.tick()
        assert set(painted) == {4}
        assert "-31.00" in at.text("#table").splitlines()[4]


async def test_nothing_is_repainted_while_nothing_changes(tmp_path: Path, painted: list[int]) -> None:
    clocks = Clocks()
    full = filled_book(clocks)
    async with stage(tmp_path, full, clocks=clocks, place="positions") as at:
        await at.tick()
        painted.clear()
        full.apply(Confirmed(clocks.wall_ms))
        await at.tick()
        assert painted == []


async def test_a_busy_terminal_gets_no_market_frame_and_misses_nothing(tmp_path: Path) -> None:
    clocks = Clocks()
    full = filled_book(clocks)
    async with stage(tmp_path, full, clocks=clocks, place="positions") as at:
        at.app.pacer.answered()
        at.app.pacer.asked()
        full.apply(moved(sample_positions()[2], "-31.00"))
        await at.tick()
        assert "-31.00" not in at.text("#table")
        at.app.pacer.answered()
        await at.tick()
        assert "-31.00" in at.text("#table")


async def test_only_the_rows_of_the_silent_link_turn_old(tmp_path: Path) -> None:
    clocks = Clocks()
    alive, silent = filled_book(clocks), filled_book(clocks, "Second", "b2")
    async with stage(tmp_path, alive, silent, clocks=clocks, place="positions", size=(120, 40)) as at:
        clocks.pass_seconds(12)
        go_live(alive, at_ms=clocks.wall_ms)
        await at.tick()
        at.app.screen._tick_strip()
        await at.pilot.pause()
        rows = at.app.screen.table.rows
        assert {row.key[0] for row in rows if row.is_stale} == {"b2"}
        assert "Second STALE 12s" in at.text("#row1")
        clocks.pass_seconds(3)
        await at.tick()
        assert all(row.cells[-1].text == "15s" for row in at.app.screen.table.rows if row.key[0] == "b2")
        go_live(alive, silent, at_ms=clocks.wall_ms)
        await at.tick()
        assert not any(row.is_stale for row in at.app.screen.table.rows)


async def test_positions_come_and_go_by_themselves(tmp_path: Path) -> None:
    clocks = Clocks()
    own = book(clocks)
    go_live(own)
    async with stage(tmp_path, own, clocks=clocks, place="positions") as at:
        assert "No open positions" in at.text("#empty")
        arrived = position("SOL/USDT:USDT")
        own.apply(BookChanged(NOON_MS, Origin.STREAM, positions=(arrived,)))
        await at.tick()
        assert "SOL/USDT" in at.text("#table")
        own.apply(BookChanged(NOON_MS, Origin.STREAM, positions_gone=(arrived.key,)))
        await at.tick()
        assert at.app.screen.query_one("#empty").display


async def test_find_shows_matching_rows_and_esc_brings_all_back(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="positions") as at:
        await at.pilot.press("slash", *"eth sh", "enter")
        await at.pilot.pause()
        assert [row.key[1].side for row in at.app.screen.table.rows] == ["short"]
        assert "1 of 4 shown" in at.text("#count")
        assert at.app.screen.focused is at.app.screen.table
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert len(at.app.screen.table.rows) == 4
        assert at.app.screen.query_one("#filter", Input).value == ""
        assert at.app.current_mode == "positions"


async def test_sort_and_unit_are_one_key_each_and_say_what_they_did(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="positions") as at:
        assert "sort: uPnL, largest first" in at.text("#scope")
        await at.pilot.press("s", "dollar_sign")
        await at.pilot.pause()
        assert "unit: contracts" in at.text("#scope")
        assert at.text("#scope").endswith("sort: uPnL")
        assert at.app.screen.table.rows[0].cells[0].text == "BTC/USDT"


async def test_at_160_columns_the_detail_stands_at_the_right(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="positions", size=(160, 40)) as at:
        pane, table = at.app.screen.query_one("#detail-pane"), at.app.screen.table
        await at.until(lambda: pane.region.x >= table.region.right)
        await at.pilot.resize_terminal(120, 40)
        await at.until(lambda: pane.region.y >= table.region.bottom)


async def test_plain_and_conditional_orders_stand_in_one_list(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    async with stage(tmp_path, own, clocks=clocks, place="orders") as at:
        kinds = {line.split()[3] for line in at.text("#table").splitlines()[1:3]}
        assert kinds == {"limit", "stop"}
        own.apply(BookChanged(NOON_MS, Origin.STREAM, orders=(order(status=OrderStatus.FILLED, venue_ms=NOON_MS + 1),)))
        await at.tick()
        assert len(at.app.screen.table.rows) == 1
        await at.pilot.press("z")
        await at.pilot.pause()
        assert len(at.app.screen.table.rows) == 2
        assert "open and ended orders" in at.text("#scope")


async def test_new_fills_arrive_on_top_of_history(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    async with stage(tmp_path, own, clocks=clocks, place="history") as at:
        own.apply(BookChanged(NOON_MS, Origin.STREAM, fills=(fill("f3", time_ms=NOON_MS, realised_pnl=Decimal(7)),)))
        await at.tick()
        assert [row.key[1] for row in at.app.screen.table.rows] == ["f3", "f2", "f1"]


async def test_home_sums_all_accounts_and_lists_what_waits(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), filled_book(clocks, "Second", "b2"), clocks=clocks) as at:
        at.topups.views = [top_up()]
        at.ledger.micro = 30_000_000
        at.app.screen.look_up()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        money, risk = at.text("#money"), at.text("#risk")
        assert "16,204.22 USDT" in money
        assert "+401.48 +2.54 %" in money
        assert "30.00" in risk
        assert "23 days left" in risk
        assert "ETH short, 9.8 % away" in risk
        todo = at.text("#todo")
        assert "> Compute is low: 30.00 left" in todo
        assert "> Top-up of 200.37 USDT on TRC20: 12/19 confirmations" in todo


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_home_never_cuts_the_distance_to_liquidation_at_eighty_columns(tmp_path: Path, language: str) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    near = position("1000000BABYDOGE/USDT:USDT", Side.SHORT, liquidation_price=Decimal(3500), mark_price=Decimal(3096))
    own.apply(
        BookChanged(NOON_MS, Origin.STREAM, positions=(near,), positions_gone=tuple(each for each in own.positions))
    )
    go_live(own)
    async with stage(tmp_path, own, clocks=clocks, language=language) as at:
        assert re.search(r"1000000BABY\w* (short|空) 13.0 %$", at.text("#risk").splitlines()[3])


async def test_home_draws_equity_over_time_with_a_gap_where_it_was_not_live(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    async with stage(tmp_path, own, clocks=clocks) as at:
        at.monitor.equity.note(own)
        at.app.screen.look_up()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "the line begins with the second" in at.text("#equity")
        for minutes, equity in ((5, "8000"), (10, "8200.4")):
            clocks.wall_ms = NOON_MS + minutes * 60_000
            own.apply(
                BookChanged(clocks.wall_ms, Origin.STREAM, balances=(replace(usdt(equity), venue_ms=clocks.wall_ms),))
            )
            go_live(own, at_ms=clocks.wall_ms)
            at.monitor.equity.note(own)
        at.app.screen.look_up()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        title, *drawn = at.text("#equity").splitlines()
        assert title == "Equity, 10 minutes   8,000 to 8,200 USDT"
        assert len(drawn) == 2
        assert any(ord(dot) > 0x2800 for dot in drawn[0])


async def test_the_line_of_equity_gives_way_to_many_accounts_on_a_short_screen(tmp_path: Path) -> None:
    clocks = Clocks()
    many = [filled_book(clocks, f"Account {n}", f"b{n}") for n in range(6)]
    async with stage(tmp_path, *many, clocks=clocks) as at:
        assert not at.app.screen.query_one("#equity").display
        assert "Account 5" in at.text("#accounts")
        await at.pilot.resize_terminal(120, 40)
        await at.pilot.pause()
        assert at.app.screen.query_one("#equity").display


async def test_home_marks_sums_that_miss_a_part_and_dims_them(tmp_path: Path) -> None:
    clocks = Clocks()
    syncing = book(clocks, "Second", "b2")
    syncing.apply(LinkChanged(LinkState.SYNCING, NOON_MS, progress="2/4"))
    async with stage(tmp_path, filled_book(clocks), syncing, clocks=clocks) as at:
        assert "~8,102.11" in at.text("#money")
        second = at.text("#accounts").splitlines()[2]
        assert second.split()[1:4] == ["--", "--", "--"] or "--" in second
        assert "syncing 2/4" in second


async def test_an_empty_home_teaches_the_first_steps(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert "bind an exchange account" in at.text("#empty")


async def test_enter_on_an_account_shows_its_positions(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), filled_book(clocks, "Second", "b2"), clocks=clocks) as at:
        await at.pilot.press("down", "enter")
        await at.pilot.pause()
        assert at.app.current_mode == "positions"
        assert {row.key[0] for row in at.app.screen.table.rows} == {"b2"}


async def test_balances_open_from_home_move_with_the_book_and_turn_old(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    async with stage(tmp_path, own, clocks=clocks) as at:
        await at.pilot.press("C")
        await at.pilot.pause()
        title, first, *_ = at.text("#table").splitlines()
        assert "Wallet" not in title
        assert first.split() == ["USDT", "OKX", "main", "7,900.71", "6,000.00", "8,102.11", "--", "8,102.11"]
        own.apply(BookChanged(NOON_MS, Origin.STREAM, balances=(borrowed_btc(),)))
        await at.tick()
        at.app.screen.every_few_seconds()
        await at.pilot.pause()
        title, first, second, *_ = at.text("#table").splitlines()
        assert "Wallet" in title
        assert first.split()[:4] == ["BTC", "OKX", "main", "BTC/USDT"]
        assert second.startswith("USDT")
        await at.pilot.press("home")
        await at.pilot.pause()
        assert "owed: 0.2 BTC borrowed, 0.00002 BTC interest on it" in at.text("#detail")
        clocks.pass_seconds(12)
        await at.tick()
        assert [(row.is_stale, row.cells[-1].text) for row in at.app.screen.table.rows] == [(True, "12s")] * 2
        own.apply(BookChanged(clocks.wall_ms, Origin.STREAM, balances_gone=(borrowed_btc().key,)))
        await at.tick()
        title, first, *_ = at.text("#table").splitlines()
        assert "Wallet" not in title
        assert first.startswith("USDT")
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert "Equity" in at.text("#money")


async def test_balances_are_found_in_the_palette_of_any_page_and_esc_comes_back(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="orders") as at:
        await at.pilot.press("colon", *"balances", "enter")
        await at.pilot.pause()
        assert at.text("#table").splitlines()[1].startswith("USDT")
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert "buy long" in at.text("#table")


async def test_a_dead_link_is_tried_again_at_once_on_demand(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks) as at:
        await at.pilot.press("r")
        assert at.monitor.log == ["start", "retry b1"]


async def test_home_tells_a_fault_of_the_program_with_its_report(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.monitor.faults.append(Fault("b1", "OKX main", NOON_MS, "KeyError", tmp_path / "r.txt"))
        at.app.screen.look_up()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "> A fault of Binnacle (KeyError) while watching OKX main" in at.text("#todo")


async def test_a_screen_that_comes_back_shows_what_happened_meanwhile(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks)
    async with stage(tmp_path, own, clocks=clocks, place="positions") as at:
        await at.pilot.press("1")
        own.apply(moved(sample_positions()[2], "-31.00"))
        await at.tick()
        await at.pilot.press("2")
        await at.pilot.pause()
        assert "-31.00" in at.text("#table")


async def test_venue_text_is_never_markup(tmp_path: Path) -> None:
    clocks = Clocks()
    own = filled_book(clocks, label="[red]OKX[/] [")
    own.apply(BookChanged(NOON_MS, Origin.STREAM, orders=(order("[/]", venue_status="[bold", reason="[/x] [link="),)))
    async with stage(tmp_path, own, clocks=clocks, place="orders") as at:
        own.apply(LinkChanged(LinkState.DOWN, NOON_MS, "[/nope]"))
        await at.tick()
        at.app.screen._tick_strip()
        await at.pilot.pause()
        assert "[red]OKX[/] [ down" in at.text("#row1")
        await at.pilot.press("1")
        await at.pilot.pause()
        assert "[red]OKX[/] [" in at.text("#accounts")
