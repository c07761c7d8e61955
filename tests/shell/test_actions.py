"""One table of actions: a key means the same thing everywhere."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import pairwise

import pytest

from app.actions import ACTIONS, Danger, key_name, use
from app.locale.catalogue import t_all
from app.places import PLACES

TYPED = re.compile(r"[a-zA-Z]|enter|escape|slash|question_mark|colon|dollar_sign|exclamation_mark|ctrl\+q")
NEVER = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+b"}
"""Backspace, tab, newline and enter in disguise, and tmux's own key."""


def test_every_key_arrives_intact_in_every_terminal() -> None:
    for action in ACTIONS.values():
        assert TYPED.fullmatch(action.key), action.id
        assert action.key not in NEVER
        assert not action.while_typing or re.fullmatch(r"f[2-9]", action.while_typing), action.id


def test_a_key_means_one_thing() -> None:
    by_key = sorted((action.key, action.id) for action in ACTIONS.values() if action.id not in ("open", "next"))
    for (key, one), (other_key, other) in pairwise(by_key):
        assert key != other_key, (one, other)


def test_every_action_has_words_in_both_languages() -> None:
    for action in ACTIONS.values():
        assert all(t_all(action.label))
        assert all(t_all(action.help))


def test_a_screen_may_change_the_words_but_not_the_key() -> None:
    renamed = use("copy", "home.open")
    assert (renamed.key, renamed.label, renamed.help) == (ACTIONS["copy"].key, "home.open", "home.open-help")


def test_keys_are_written_as_people_know_them() -> None:
    assert [key_name(key) for key in ("question_mark", "escape", "f5", "enter", "l")] == [
        "?",
        "esc",
        "F5",
        "enter",
        "l",
    ]


def test_looking_is_never_dangerous() -> None:
    for action_id in ("open", "find", "sort", "refresh", "copy", "why", "help"):
        assert ACTIONS[action_id].danger is Danger.NONE


@pytest.mark.parametrize("place", PLACES[:4], ids=lambda place: place.id)
def test_every_action_of_a_place_is_carried_out_by_its_screen(place: object) -> None:
    screen = getattr(import_module(place.module), place.screen)
    for action in screen.ACTIONS:
        assert callable(getattr(screen, f"action_{action.id}", None)), action.id
    keys = [key for action in screen.ACTIONS for key in (action.key, action.while_typing) if key]
    assert len(keys) == len(set(keys))
