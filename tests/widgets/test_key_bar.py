"""The key bar shows what fits and always help and commands."""

from __future__ import annotations

from widgets.key_bar import KeyHint, fitting

HINTS = [KeyHint("enter", "open"), KeyHint("b", "绑定"), KeyHint("u", "top up")]
FIXED = [KeyHint("?", "help"), KeyHint(":", "commands")]


def test_everything_is_shown_when_it_fits() -> None:
    assert fitting(HINTS, FIXED, 80) == [*HINTS, *FIXED]


def test_the_last_keys_go_first_and_help_stays() -> None:
    assert fitting(HINTS, FIXED, 38) == [*HINTS[:2], *FIXED]
    assert fitting(HINTS, FIXED, 10) == FIXED
