"""Everything the palette can do: places, this screen's actions, actions of everywhere, languages, looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.actions import ACTIONS, Action, key_name
from app.locale.catalogue import LANGUAGES, t, t_all
from app.places import PLACES
from app.themes import PALETTES

if TYPE_CHECKING:
    from app.screens.frame import FrameScreen
    from app.shell import BinnacleApp

Run = Callable[[], Awaitable[object] | object]


@dataclass(frozen=True, slots=True)
class Command:
    label: str
    about: str
    key: str
    """How it is reached without the palette; empty when only the palette has it."""
    run: Run
    words: str
    """What a search looks in: labels and sentences of all languages, lower case."""
    reason: str = ""
    """Why it cannot be used now; empty when it can."""


def commands(shell: BinnacleApp, screen: FrameScreen) -> list[Command]:
    """All commands, those of the screen first."""
    return [
        *_of_screen(screen),
        *_places(shell),
        *_pages(shell, screen),
        *_of_app(shell),
        *_languages(shell),
        *_looks(shell),
    ]


def matching(found: list[Command], typed: str) -> list[Command]:
    """Commands that contain every word typed: those whose label begins with it first, then those with it inside."""
    words = typed.casefold().split()
    hits = [command for command in found if all(word in command.words for word in words)]
    return sorted(hits, key=lambda command: _distance(command.label.casefold(), typed.strip().casefold(), words))


def _distance(label: str, typed: str, words: list[str]) -> int:
    if not words or label.startswith(typed):
        return 0
    return 1 if all(word in label for word in words) else 2


def _words(*keys: str) -> str:
    return " ".join(text for key in keys for text in t_all(key)).casefold()


def _of(action: Action, run: Run, reason: str = "") -> Command:
    return Command(
        t(action.label), t(action.help), key_name(action.key), run, _words(action.label, action.help), reason
    )


def _of_screen(screen: FrameScreen) -> Iterator[Command]:
    for action in screen.actions():
        yield _of(action, partial(screen.action_act, action.id), screen.why_not(action.id))


def _of_app(shell: BinnacleApp) -> Iterator[Command]:
    for action in ACTIONS.values():
        if action.everywhere and action.id not in ("palette", "back") and shell.check_action(action.id, ()):
            yield _of(action, partial(shell.run_action, f"app.{action.id}"))


def _places(shell: BinnacleApp) -> Iterator[Command]:
    if shell.session is None:
        return
    for place in PLACES:
        label, about = t(place.label), t("frame.go-to", place=t(place.label))
        yield Command(label, about, place.digit, partial(shell.go, place.id), _words(place.label))


def _pages(shell: BinnacleApp, screen: FrameScreen) -> Iterator[Command]:
    """Pages without a number that are looked for from everywhere; where their key works, the screen names them."""
    action = ACTIONS["balances"]
    if shell.session is not None and action not in screen.actions():
        yield replace(_of(action, shell.show_balances), key="")


def _languages(shell: BinnacleApp) -> Iterator[Command]:
    for language in LANGUAGES:
        key = f"frame.speak-{language}"
        yield Command(t(key), t("frame.speak-about"), "", partial(shell.speak, language), _words(key))


def _looks(shell: BinnacleApp) -> Iterator[Command]:
    look = shell.look
    for palette in PALETTES:
        key = f"frame.theme-{palette.name}"
        run = partial(shell.wear, replace(look, palette=palette.name))
        yield Command(t(key), t("frame.theme-about"), "", run, _words(key, "frame.theme-about"))
    for red_up in (True, False):
        key = "frame.red-up" if red_up else "frame.green-up"
        run = partial(shell.wear, replace(look, red_up=red_up))
        yield Command(t(key), t("frame.habit-about"), "", run, _words(key, "frame.habit-about"))
    key = "frame.flash-off" if look.flash else "frame.flash-on"
    run = partial(shell.wear, replace(look, flash=not look.flash))
    yield Command(t(key), t("frame.flash-about"), "", run, _words(key, "frame.flash-about"))
