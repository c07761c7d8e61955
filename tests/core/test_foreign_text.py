"""Foreign text is made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.core.text import clean


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("BTC-USDT-SWAP", "BTC-USDT-SWAP"),
        ("余额不足, 请充值", "余额不足, 请充值"),
        ("naïve Ünï", "naïve Ünï"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("\x1b]52;c;ZXZpbA==\x07", "\\x1b]52;c;ZXZpbA==\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202edef", "abc\\u202edef"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("ze\u200bro", "ze\\u200bro"),
        ("\ufeffkey", "\\ufeffkey"),
        ("\U000e0041tag", "\\U000e0041tag"),
        ("fill\u3164er", "fill\\u3164er"),
        ("line\r\nbreak\ttab", "line  break tab"),
        ("no\u00a0break", "no break"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("[bold]not markup[/]", "[bold]not markup[/]"),
        (None, ""),
        (50011, "50011"),
    ],
)
def test_only_what_can_be_seen_passes(foreign: object, shown: str) -> None:
    assert clean(foreign) == shown


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("x" * 1_000_000, limit=10) == "xxxxxxx..."


@given(st.text(max_size=400), st.integers(3, 60))
def test_nothing_clean_controls_a_terminal(foreign: str, limit: int) -> None:
    shown = clean(foreign, limit=limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(foreign: str) -> None:
    assert clean(clean(foreign)) == clean(foreign)
