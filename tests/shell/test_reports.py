"""Reports say where it happened and never what was in the variables."""

from __future__ import annotations

from pathlib import Path

from app.reports import describe, scrub, take_untold, write_report

KEY = "9c1e4f0a77b24be2a1d35f6e8c0d9b12"


def failing(secret: str) -> None:
    local = {"secret": secret}
    raise ValueError(f"cannot use {local['secret']} for that")


def an_error() -> Exception:
    try:
        try:
            failing(KEY)
        except ValueError as error:
            raise RuntimeError("the page could not be drawn") from error
    except RuntimeError as error:
        return error


def test_a_report_names_frames_and_the_whole_chain_without_secrets(tmp_path: Path) -> None:
    path = write_report(tmp_path / "reports", an_error())
    text = path.read_text("utf-8")
    assert "in failing" in text
    assert "ValueError: cannot use *** for that" in text
    assert "RuntimeError: the page could not be drawn" in text
    assert text.index("ValueError") < text.index("RuntimeError")
    assert KEY not in text
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_words_stay_readable_and_whatever_looks_like_a_key_does_not() -> None:
    assert scrub("unexpected configuration_of_something at 12:00") == "unexpected configuration_of_something at 12:00"
    assert scrub(f"key {KEY}, token eyJhbGciOiJIUzI1NiJ9") == "key ***, token ***"
    assert scrub("two\nlines") == "two lines"


def test_a_chain_that_bites_its_tail_is_told_once() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert describe(one).count("ValueError") == 2


def test_the_newest_untold_report_is_told_once(tmp_path: Path) -> None:
    assert take_untold(tmp_path / "none") is None
    written = write_report(tmp_path, an_error())
    told = take_untold(tmp_path)
    assert told is not None
    assert told.exists()
    assert not written.exists()
    assert take_untold(tmp_path) is None
