"""Somebody left without a word: a locked screen sends nothing, so that sshd finds out, and does not wait for ever."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.security import sshd
from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import Line, program
from tests.security.sshd import NoSshd
from tests.security.test_leaving import open_logins, sign_in

LONG_S = 3_600
"""More than the idle lock, and as long as a locked screen waits by itself."""
AHEAD = """
import os, sys
from pathlib import Path
from exchanges.core import clock
from textual.app import App

ahead, ticks, real = Path(os.environ["BINNACLE_TEST_AHEAD"]), os.environ["BINNACLE_TEST_TICKS"], clock.elapsed_s
clock.elapsed_s = lambda: real() + int(ahead.read_text())

from app.signed_in import SignedInApp
look = SignedInApp._look_at_the_clock

async def look_and_note(app):
    await look(app)
    with open(ticks, "ab") as file:
        file.write(b".")

SignedInApp._look_at_the_clock = look_and_note
import tui
tui.enter()
"""
"""The program, its clock as many seconds ahead as a file says; it notes each look at the clock in another file."""


class Watched:
    """The program, whose time the test moves and whose seconds it counts."""

    def __init__(self, folder: Path) -> None:
        self.ahead, self.ticks = folder / "ahead", folder / "ticks"
        self.put_clock_ahead(0)
        self.ticks.touch()

    @property
    def environ(self) -> dict[str, str]:
        return {"BINNACLE_TEST_AHEAD": str(self.ahead), "BINNACLE_TEST_TICKS": str(self.ticks)}

    def put_clock_ahead(self, seconds: int) -> None:
        draft = self.ahead.with_suffix(".new")
        draft.write_text(str(seconds))
        draft.replace(self.ahead)

    def sent_during(self, line: Line, seconds: int) -> int:
        """How many bytes came while the program looked at its clock so many times more."""
        before, until = len(line.received), self.ticks.stat().st_size + seconds
        line.until(lambda: self.ticks.stat().st_size >= until, "look at its clock")
        return len(line.received) - before

    def settle(self, line: Line) -> None:
        """Until two looks at the clock brought nothing."""
        for _ in range(20):
            if not self.sent_during(line, 2):
                return
        raise AssertionError("it never falls silent")


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_locked_by_idling_it_sends_not_a_byte_while_its_clock_goes_on(
    data: Path, tmp_path: Path, watched: Watched
) -> None:
    with program(tmp_path, "--data-dir", str(data), code=AHEAD, more=watched.environ) as line:
        sign_in(line)
        assert watched.sent_during(line, 2) > 0  # Open, the clock on screen goes on: this is what must cease.
        watched.put_clock_ahead(301)
        line.sees("Locked for")
        watched.settle(line)
        assert watched.sent_during(line, 4) == 0
        line.press(LOGIN, "enter")
        line.sees("Equity", "UTC")
        assert watched.sent_during(line, 2) > 0


def test_a_page_opened_over_the_lock_is_as_silent(data: Path, tmp_path: Path, watched: Watched) -> None:
    with program(tmp_path, "--data-dir", str(data), code=AHEAD, more=watched.environ) as line:
        sign_in(line)
        line.press("l")
        line.sees("Locked for")
        line.press("f2")
        line.sees("esc")
        watched.settle(line)
        line.press("escape", "f3")
        watched.settle(line)


def test_over_ssh_it_ends_by_itself_after_an_hour_locked_and_says_why(
    data: Path, tmp_path: Path, watched: Watched
) -> None:
    more = watched.environ | {"SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22"}
    with program(tmp_path, "--data-dir", str(data), code=AHEAD, more=more) as line:
        before = line.attributes
        sign_in(line)
        watched.put_clock_ahead(301)
        line.sees("Locked for")
        watched.put_clock_ahead(301 + LONG_S)
        assert line.read_to_the_end() == 0
        assert "Binnacle was locked for 60 minutes without a key press" in line.screen
        assert line.attributes == before
    assert open_logins(data) == 0


def test_a_client_that_falls_silent_is_found_out_by_sshd_once_the_screen_is_locked(
    registered: Path, tmp_path: Path
) -> None:
    try:
        with sshd.running(tmp_path, alive_interval_s=1) as house:
            shutil.copytree(registered, house.data)
            with house.login() as line:
                line.sees("Username")
                line.press(USERNAME, "tab", LOGIN, "enter")
                line.sees("Equity")
                line.press("l")
                line.sees("Locked for")
                os.kill(line.process.pid, signal.SIGSTOP)  # As when its network is gone: it neither answers nor closes.
                house.wait_until_nothing_runs()
            assert open_logins(house.data) == 0
    except NoSshd as reason:
        pytest.skip(f"NOT TESTED, a silent client: {reason}")
