"""Pasted secrets lose what clipboards add, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.paste import MAX_PASTE_BYTES, Refusal, clean_paste


@pytest.mark.parametrize(
    ("pasted", "value", "blanks", "invisible", "line_breaks"),
    [
        ("key", "key", 0, 0, 0),
        ("  key\t", "key", 3, 0, 0),
        ("key\r\n", "key", 0, 0, 1),
        ("\nkey\n\n", "key", 0, 0, 3),
        ("\ufeffkey\u200b", "key", 0, 2, 0),
        ("k\u200dey\x1b", "key", 0, 2, 0),
        (" \n  key ", "key", 4, 0, 1),
        ("pass phrase", "pass phrase", 0, 0, 0),
    ],
)
def test_blanks_line_breaks_and_invisible_characters_go_and_are_counted(
    pasted: str, value: str, blanks: int, invisible: int, line_breaks: int
) -> None:
    cleaned = clean_paste(pasted)
    assert (cleaned.value, cleaned.blanks, cleaned.invisible, cleaned.line_breaks) == (
        value,
        blanks,
        invisible,
        line_breaks,
    )


@pytest.mark.parametrize(
    ("pasted", "refusal"),
    [
        ("", Refusal.EMPTY),
        (" \r\n\u200b", Refusal.EMPTY),
        ("key\nsecret", Refusal.SEVERAL_LINES),
        ("x" * (MAX_PASTE_BYTES + 1), Refusal.TOO_LONG),
    ],
)
def test_what_is_not_one_line_is_refused_with_its_reason(pasted: str, refusal: Refusal) -> None:
    cleaned = clean_paste(pasted)
    assert cleaned.refusal is refusal
    assert cleaned.value == ""


@given(st.text(max_size=60))
def test_a_cleaned_paste_is_clean(pasted: str) -> None:
    once = clean_paste(pasted)
    if once.refusal is None:
        again = clean_paste(once.value)
        assert again.value == once.value
        assert again.removed == 0


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=40))
def test_visible_characters_all_stay(secret: str) -> None:
    assert clean_paste(f" {secret}\n").value == secret
