"""What stands around every screen: help, commands, the clipboard, other colours, a terminal that is too small."""

from __future__ import annotations

import pytest

from app.locale.catalogue import t
from app.remembered import Look
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI, WANG_FANG


async def pressed(person: Scene, place: str, *keys: str, sees: str) -> None:
    await person.enter(place=place)
    await person.press(*keys)
    await person.sees(sees)
    await person.pilot.pause()


def test_help(photo: Photographer) -> None:
    photo.demo(lambda person: pressed(person, "positions", "question_mark", sees=t("help.here")))


def test_commands(photo: Photographer) -> None:
    photo.demo(lambda person: pressed(person, "keys", "colon", sees=t("actions.bind-help")))


def test_commands_by_a_few_letters(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await pressed(person, "positions", "colon", "c", "o", sees=t("frame.theme-about"))

    photo.demo(act)


def test_finding_rows(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(place="positions")
        await person.press("slash", "e", "t", "h")
        await person.sees(t("frame.rows-shown", shown=2, total=4))
        await person.rest()

    photo.demo(act)


def test_a_copied_address(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(place="desk")
        await person.press("I")
        await person.sees(t("profile.invites.used", uses=2, most=3))
        await person.rest()
        await person.press("c")
        await person.sees("OSC 52")

    photo.demo(act)


def test_copied_text_alone(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(WANG_FANG)
        person.app.copied_text = "TV7YNDfwMCn9fdjTNiRLAieDN9uchWsrvF"
        await person.press("t")
        await person.sees(t("frame.plain-hint"))

    photo.demo(act)


@pytest.mark.parametrize("palette", ["light", "vermilion", "ansi-dark", "ansi-light"])
def test_positions_in_other_colours(photo: Photographer, palette: str) -> None:
    async def act(person: Scene) -> None:
        await person.enter(place="positions")
        person.app.wear(Look(palette, red_up=photo.language == "zh", flash=False))
        await person.rest()

    photo.demo(act)


def test_home_with_red_for_gains_in_english(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await person.sees("2,568 USDT")  # The line over time has taken in what is live.
        person.app.wear(Look("dark", red_up=photo.language == "en", flash=False))
        await person.rest()

    photo.demo(act)


def test_a_terminal_that_is_too_small(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await person.pilot.resize_terminal(40, 12)
        await person.sees("60x16")

    photo.demo(act, "80x24")
