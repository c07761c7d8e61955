"""`:` reaches everything, `?` explains every place; both are drawn from the one table of actions."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList, Static

from app.actions import ACTIONS
from app.commands import commands, matching
from app.locale.catalogue import language
from app.screens.help import HelpScreen
from app.screens.palette import PaletteScreen
from tests.shell.stage import Stage, session, stage

pytestmark = pytest.mark.anyio


async def test_a_command_is_found_by_a_few_letters_and_run(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("colon", *"orders", "enter")
        await at.pilot.pause()
        assert at.app.current_mode == "orders"


async def test_words_of_the_other_language_find_it_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        found = matching(commands(at.app, at.app.screen), "锁定")
        assert found[0].key == "l"


async def test_the_language_is_switched_from_the_palette(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("f3", *"chinese", "enter")
        await at.pilot.pause()
        assert language() == "zh"
        assert "首页" in at.text("#row2")


async def test_colours_and_habit_are_switched_from_the_palette(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("colon", *"red up", "enter")
        await at.pilot.press("colon", *"light", "enter")
        await at.pilot.pause()
        assert at.app.theme == "light-red-up"


async def signed_in_again(at: Stage) -> None:
    """Log out, and come back as the same person."""
    await at.app.leave()
    await at.app.enter(session())
    await at.pilot.pause()


async def test_what_was_chosen_in_the_palette_is_kept_with_the_person(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("colon", *"chinese", "enter")
        await at.pilot.press("colon", *"light", "enter")
        await at.app.workers.wait_for_complete()
        assert at.accounts.language == "zh"
        assert at.accounts.kept_look == {"palette": "light", "red_up": False, "flash": True}


async def test_whoever_signs_in_brings_their_language_and_look_along(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.accounts.language, at.accounts.kept_look = "zh", {"palette": "vermilion", "red_up": True}
        await signed_in_again(at)
        assert "首页" in at.text("#row2")
        assert at.app.theme == "vermilion-red-up"


async def test_what_is_chosen_at_the_door_is_kept_with_whoever_comes_in_next(tmp_path: Path) -> None:
    async with stage(tmp_path, signed_in=False) as at:
        await at.pilot.press("f3", *"chinese", "enter")
        await at.pilot.press("f3", *"light", "enter")
        await at.pilot.pause()
        assert at.accounts.language == "en"
        await at.app.enter(session())
        assert (at.accounts.language, at.accounts.kept_look["palette"]) == ("zh", "light")
        at.accounts.language = "en"
        await signed_in_again(at)
        assert language() == "en"


async def test_a_language_asked_for_at_the_start_is_spoken_whoever_signs_in(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.app._is_language_asked = True
        at.accounts.language = "zh"
        await signed_in_again(at)
        assert language() == "en"


async def test_esc_leaves_the_palette_and_arrows_choose(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("colon", "down", "down", "up")
        assert isinstance(at.app.screen, PaletteScreen)
        assert at.app.screen.query_one(OptionList).highlighted == 1
        assert at.app.screen.focused is at.app.screen.query_one(Input)
        await at.pilot.press("escape")
        assert not isinstance(at.app.screen, PaletteScreen)


async def test_nothing_of_the_framework_is_offered(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        labels = {command.label.lower() for command in commands(at.app, at.app.screen)}
        assert not any("screenshot" in label for label in labels)
        assert list(at.app.get_system_commands(at.app.screen)) == []
        before = at.app.screen
        await at.pilot.press("ctrl+p")
        assert at.app.screen is before


@pytest.mark.parametrize("place", ["home", "positions", "orders", "history"])
async def test_help_explains_the_place_and_lists_every_key(tmp_path: Path, place: str) -> None:
    async with stage(tmp_path, place=place, size=(100, 60)) as at:
        about = at.app.screen
        await at.pilot.press("question_mark")
        await at.pilot.pause()
        assert isinstance(at.app.screen, HelpScreen)
        shown = "\n".join(str(static.content) for static in at.app.screen.query(Static))
        assert about.HELP
        for action in (*about.ACTIONS, ACTIONS["lock"], ACTIONS["palette"]):
            assert action.help
        assert "Everywhere" in shown
        await at.pilot.press("question_mark")
        assert at.app.screen is about
