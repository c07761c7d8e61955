"""The frame around every screen: keys, places, sizes, languages."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.widgets import Input

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.frame import FrameScreen
from app.screens.help import HelpScreen
from app.screens.palette import PaletteScreen
from store.errors import StoreUnavailable
from tests.shell.stage import stage
from widgets.choice import Choice, Option
from widgets.form_field import FormField

pytestmark = pytest.mark.anyio


class Workbench(FrameScreen):
    """A step with a field, a choice, and one action that works while typing."""

    PLACE = "compute"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("copy"), use("remove"))

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.refusal = ""

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-compute"), t("actions.top_up"))

    def compose_body(self) -> ComposeResult:
        yield FormField(t("frame.lock-password"), Input(id="word"))
        yield Choice([Option("a", "A"), Option("b", "B")], id="which")

    def why_not(self, action_id: str) -> str:
        return self.refusal if action_id == "remove" else ""

    def action_copy(self) -> None:
        self.done.append("copy")

    async def action_remove(self) -> None:
        self.done.append("remove")


async def test_a_place_asked_for_after_the_end_finds_no_screen_and_does_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as pilot:
        app = pilot.app
    app.go("home")
    app.go("compute")


async def test_letters_typed_into_a_field_never_trigger_an_action(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        screen = Workbench()
        await at.app.push_screen(screen)
        await at.pilot.press("c", "d", "l", "1", "colon", "question_mark")
        assert at.app.screen is screen
        assert screen.done == []
        assert screen.query_one(Input).value == "cdl1:?"


async def test_function_keys_work_while_typing_and_letters_outside(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        screen = Workbench()
        await at.app.push_screen(screen)
        await at.pilot.press("f6", "tab", "c")
        assert screen.done == ["copy", "copy"]


async def test_the_key_bar_shows_the_keys_that_work_right_now(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.app.push_screen(Workbench())
        await at.pilot.pause()
        assert at.text("#keys").split() == ["F6", "copy", "esc", "back", "F2", "help", "F3", "commands"]
        await at.pilot.press("tab")
        await at.pilot.pause()
        assert at.text("#keys").split() == ["c", "copy", "d", "remove", "esc", "back", "?", "help", ":", "commands"]


async def test_an_action_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        screen = Workbench()
        await at.app.push_screen(screen)
        screen.refusal = "an order is open"
        await at.pilot.press("tab", "d")
        await at.pilot.pause()
        assert screen.done == []
        assert [note.message for note in at.app._notifications] == ["not possible now: an order is open"]


async def test_digits_go_to_places_and_leave_open_steps_as_they_were(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        step = Workbench()
        await at.app.push_screen(step)
        await at.pilot.press(*"half", "tab", "2")
        await at.pilot.pause()
        assert at.app.current_mode == "positions"
        await at.pilot.press("1")
        assert at.app.screen is step
        assert step.query_one(Input).value == "half"
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert at.app.screen.PLACE == "home"


async def test_nobody_signed_in_reaches_a_place_or_locks(tmp_path: Path) -> None:
    async with stage(tmp_path, signed_in=False) as at:
        at.app.screen.set_focus(None)
        await at.pilot.press("2", "l")
        assert at.app.current_mode == "door"


async def test_esc_in_a_place_goes_home(tmp_path: Path) -> None:
    async with stage(tmp_path, place="orders") as at:
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert at.app.current_mode == "home"


async def test_a_step_shows_its_path_and_a_place_the_places(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert at.text("#row2").split()[:4] == ["1", "Home", "2", "Positions"]
        await at.app.push_screen(Workbench())
        assert at.text("#row2").strip() == "Compute > top up"


async def test_the_language_changes_live_and_loses_nothing_typed(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        step = Workbench()
        await at.app.push_screen(step)
        await at.pilot.press(*"half", "tab", "down")
        await at.app.speak("zh")
        await at.pilot.pause()
        assert at.text("#row2").strip() == "算力 > 充值"
        assert step.query_one(Input).value == "half"
        assert step.query_one(Choice).value == "b"
        assert step.focused is step.query_one(Choice)
        await at.pilot.press("1")
        at.app.go("positions")
        await at.pilot.pause()
        assert "2 持仓" in at.text("#row2")


async def test_the_demo_is_unmistakable_in_both_languages(tmp_path: Path) -> None:
    async with stage(tmp_path, demo=True) as at:
        assert "DEMO" in at.text("#row1")
        await at.app.speak("zh")
        await at.pilot.pause()
        assert "演示" in at.text("#row1")


async def test_a_terminal_too_small_says_what_is_needed_and_comes_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.resize_terminal(52, 20)
        await at.pilot.pause()
        assert at.text("#too-small").strip() == "need 60x16, have 52x20"
        assert at.app.screen.query_one("#too-small").display
        await at.pilot.resize_terminal(60, 16)
        await at.pilot.pause()
        assert not at.app.screen.query_one("#too-small").display


async def test_on_a_narrow_terminal_the_places_keep_their_digits(tmp_path: Path) -> None:
    async with stage(tmp_path, place="orders", size=(60, 16)) as at:
        assert at.text("#row2").split() == ["1", "2", "3", "Orders", "4", "5", "6", "7", "8"]


async def test_keys_work_while_a_chinese_input_method_is_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("fullwidth_question_mark")
        assert isinstance(at.app.screen, HelpScreen)
        await at.pilot.press("escape", "fullwidth_colon")
        assert isinstance(at.app.screen, PaletteScreen)


async def test_ctrl_c_does_not_quit_and_says_what_does(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("ctrl+c")
        await at.pilot.pause()
        assert at.app.is_running
        assert [note.message for note in at.app._notifications] == ["ctrl+q leaves Binnacle"]


async def test_the_same_failure_in_the_background_is_told_once_a_minute(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.app.tell_failure(StoreUnavailable("locked"))
        at.app.tell_failure(StoreUnavailable("locked"))
        await at.pilot.pause()
        assert [note.message for note in at.app._notifications] == [
            "the database does not answer (locked); check that it runs and has room"
        ]
        at.clocks.pass_seconds(60)
        at.app.tell_failure(StoreUnavailable("locked"))
        await at.pilot.pause()
        assert len(at.app._notifications) == 2


async def test_a_worker_that_fails_leaves_a_report_and_says_where(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.app.tell_failure(KeyError("whatever"))
        await at.pilot.pause()
        report = next((tmp_path / "reports").glob("*.txt"))
        assert str(report) in next(iter(at.app._notifications)).message


async def test_width_classes_follow_the_terminal(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert at.app.screen.has_class("-narrow")
        await at.pilot.resize_terminal(160, 40)
        await at.pilot.pause()
        assert at.app.screen.has_class("-wide")
        assert not at.app.screen.has_class("-narrow")


async def test_the_clock_is_utc(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        assert at.text("#row1").endswith("12:04:31 UTC")
