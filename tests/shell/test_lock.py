"""Locking: keys leave memory, screens are dropped, and whoever comes back finds the place they left."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from app.screens.lock import LockScreen
from app.screens.positions import PositionsScreen
from tests.shell.stage import Clocks, Stage, filled_book, stage

pytestmark = pytest.mark.anyio


async def test_one_key_locks_and_nothing_of_the_account_stays_on_screen(tmp_path: Path) -> None:
    clocks = Clocks()
    async with stage(tmp_path, filled_book(clocks), clocks=clocks, place="positions") as at:
        await at.pilot.press("l")
        await at.pilot.pause()
        assert isinstance(at.app.screen, LockScreen)
        assert at.app.session is None
        assert at.accounts.log == ["lock anna"]
        assert at.monitor.log == ["start", "stop"]
        assert not any(isinstance(screen, PositionsScreen) for stack in at.app.screen_stacks for screen in stack)
        picture = at.app.export_screenshot()
        assert "ETH" not in picture
        assert "OKX main" not in picture


async def test_an_idle_screen_locks_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path, idle_lock_s=60) as at:
        at.clocks.pass_seconds(59)
        await at.app._look_at_the_clock()
        assert at.app.session is not None
        await at.pilot.press("down")
        at.clocks.pass_seconds(59)
        await at.app._look_at_the_clock()
        assert at.app.session is not None
        at.clocks.pass_seconds(1)
        await at.app._look_at_the_clock()
        await at.pilot.pause()
        assert isinstance(at.app.screen, LockScreen)


async def test_the_password_brings_back_the_place_that_was_left(tmp_path: Path) -> None:
    async with stage(tmp_path, place="orders") as at:
        await at.pilot.press("l")
        await at.pilot.press(*"open sesame", "enter")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert at.app.current_mode == "orders"
        assert at.accounts.log == ["lock anna", "unlock anna"]
        assert at.monitor.log == ["start", "stop", "start"]


async def test_a_wrong_password_stays_outside_and_is_wiped(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("l")
        await at.pilot.press(*"open", "enter")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert isinstance(at.app.screen, LockScreen)
        assert at.app.screen.query_one(Input).value == ""
        assert at.app.screen.query(".-error")


async def test_someone_else_can_sign_in_instead(tmp_path: Path) -> None:
    async with stage(tmp_path, place="orders") as at:
        await at.pilot.press("l")
        await at.app.screen.action_log_out()
        await at.pilot.pause()
        assert at.app.current_mode == "door"
        assert at.accounts.log == ["lock anna", "out anna"]


async def test_the_store_hears_that_a_login_is_in_use_and_ends_it_when_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path, idle_lock_s=300) as at:
        at.clocks.pass_seconds(60)
        await at.app._look_at_the_clock()
        await at.app.workers.wait_for_complete()
        assert at.accounts.log == ["touch anna"]
        at.accounts.is_over = True
        at.clocks.pass_seconds(60)
        await at.app._look_at_the_clock()
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert at.app.current_mode == "door"
        assert at.app.session is None


async def test_quitting_closes_the_session(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("ctrl+q")
        await at.pilot.pause()
    assert at.accounts.log == ["out anna"]


MINUTE_S = 60


async def locked_for(at: Stage, minutes: int) -> None:
    at.clocks.pass_seconds(minutes * MINUTE_S)
    await at.app._look_at_the_clock()
    await at.pilot.pause()


async def test_over_ssh_a_screen_left_locked_ends_the_program_with_0(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.accounts.is_remote = True
        await at.pilot.press("l")
        await locked_for(at, 59)
        assert at.app.is_running
        await locked_for(at, 1)
        await at.until(lambda: not at.app.is_running)
    assert at.app.return_code == 0
    assert at.accounts.log == ["lock anna", "out anna"]


async def test_a_key_pressed_at_the_lock_says_that_somebody_is_there(tmp_path: Path) -> None:
    async with stage(tmp_path, end_locked_minutes=10) as at:
        at.accounts.is_remote = True
        await at.pilot.press("l")
        await locked_for(at, 9)
        await at.pilot.press("x")
        await locked_for(at, 9)
        assert at.app.is_running
        await locked_for(at, 1)
        await at.until(lambda: not at.app.is_running)


@pytest.mark.parametrize(("is_remote", "minutes"), [(False, 60), (True, 0)])
async def test_at_the_machine_itself_or_where_the_operator_says_never_it_waits_for_ever(
    tmp_path: Path, is_remote: bool, minutes: int
) -> None:
    async with stage(tmp_path, end_locked_minutes=minutes) as at:
        at.accounts.is_remote = is_remote
        await at.pilot.press("l")
        await locked_for(at, 100_000)
        assert at.app.is_running
        assert isinstance(at.app.screen, LockScreen)


async def test_it_is_the_time_locked_that_counts_not_the_time_idle(tmp_path: Path) -> None:
    async with stage(tmp_path, idle_lock_s=900, end_locked_minutes=10) as at:
        at.accounts.is_remote = True
        await locked_for(at, 20)  # Locks only now: the machine slept.
        assert isinstance(at.app.screen, LockScreen)
        await locked_for(at, 9)
        assert at.app.is_running


async def test_locked_the_clock_is_gone_and_comes_back_with_the_person(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert "UTC" in at.text("#row1")
        await at.pilot.press("l")
        assert "UTC" not in at.text("#row1")
        at.clocks.pass_seconds(1)
        at.app.screen._tick_strip()
        await at.pilot.pause()
        assert "UTC" not in at.text("#row1")
        await at.pilot.press(*"open sesame", "enter")
        await at.app.workers.wait_for_complete()
        await at.pilot.pause()
        assert "UTC" in at.text("#row1")
