"""The look is remembered; after an unexpected end, so is the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.remembered import Look, Spot, keep_look, keep_spot, load_look, take_spot
from tests.shell.stage import stage

pytestmark = pytest.mark.anyio
PLAIN = Look("dark", red_up=False)


async def test_the_look_chosen_in_the_palette_is_there_at_the_next_start(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.pilot.press("colon", *"vermilion", "enter")
        await at.pilot.press("colon", *"stop flashing", "enter")
        await at.pilot.pause()
    async with stage(tmp_path) as at:
        assert at.app.theme == "vermilion"
        assert not at.app.look.flash


def test_a_file_nobody_can_read_is_as_good_as_none(tmp_path: Path) -> None:
    assert load_look(tmp_path, default=PLAIN) == PLAIN
    (tmp_path / "look.json").write_text("[1")
    assert load_look(tmp_path, default=PLAIN) == PLAIN
    (tmp_path / "look.json").write_text('{"palette": "plaid", "flash": false}')
    assert load_look(tmp_path, default=PLAIN) == Look("dark", red_up=False, flash=False)
    keep_look(tmp_path / "file" / "in" / "the way", PLAIN)


async def test_after_an_unexpected_end_the_person_comes_back_to_the_place(tmp_path: Path) -> None:
    keep_spot(tmp_path, Spot("anna", "orders"))
    async with stage(tmp_path) as at:
        assert at.app.current_mode == "orders"
    async with stage(tmp_path) as at:
        assert at.app.current_mode == "home"


def test_the_place_is_for_the_same_person_only(tmp_path: Path) -> None:
    keep_spot(tmp_path, Spot("anna", "orders"))
    assert take_spot(tmp_path, "bert") == ""
    assert take_spot(tmp_path, "anna") == ""


async def test_an_unexpected_end_remembers_the_place(tmp_path: Path) -> None:
    async with stage(tmp_path, place="history") as at:
        at.app.before_unexpected_end()
    assert take_spot(tmp_path, "anna") == "history"
