"""However it ends, and however early: the terminal is given back, the exit code says why, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.security.conftest import LOGIN, USERNAME
from tests.security.line import PATIENCE_S, ROOT, Line, environment, program

FULL_SCREEN, GIVEN_BACK = b"\x1b[?1049h", b"\x1b[?1049l"
ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 129)]


def sign_in(line: Line) -> None:
    line.sees("Username")
    line.press(USERNAME, "tab", LOGIN, "enter")
    line.sees("Equity")


def processes_of(session_id: int) -> list[str]:
    """What still runs in a terminal session."""
    listed = subprocess.run(["ps", "-s", str(session_id), "-o", "args="], capture_output=True, text=True)
    return listed.stdout.splitlines()


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_told_to_end_while_starting_it_gives_the_terminal_back(
    data: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        before = line.attributes
        line.until(lambda: FULL_SCREEN in line.received, "take the whole screen")
        line.process.send_signal(number)
        assert line.read_to_the_end() == code
        assert line.attributes == before
        assert line.received.count(FULL_SCREEN) == line.received.count(GIVEN_BACK)
        assert b"Traceback" not in line.received
        assert b"unexpectedly" not in line.received


@pytest.mark.parametrize(("number", "code"), ENDS)
def test_told_to_end_while_somebody_is_signed_in_it_ends_their_login(
    data: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        before, session = line.attributes, line.process.pid
        sign_in(line)
        line.process.send_signal(number)
        line.process.send_signal(number)
        assert line.read_to_the_end() == code
        assert line.attributes == before
        assert b"Traceback" not in line.received
        assert processes_of(session) == []
    assert open_logins(data) == 0


def test_an_interrupt_before_anything_is_loaded_is_no_traceback(tmp_path: Path) -> None:
    # Whoever is started in the background is born ignoring interrupts; a person's program is not.
    listens = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"import os, signal, tui; {listens}; tui.harden = lambda: os.kill(os.getpid(), signal.SIGINT); tui.enter()"
    ended = subprocess.run(
        [os.sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (130, "")


def test_a_dropped_line_ends_the_login_and_leaves_no_process_spinning(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        session = line.process.pid
        sign_in(line)
        line.hang_up()
        line.process.wait(PATIENCE_S)
        assert processes_of(session) == []
    assert open_logins(data) == 0
    assert not list((data / "reports").glob("*"))


def test_ctrl_c_pressed_by_habit_ends_nothing(data: Path, tmp_path: Path) -> None:
    with program(tmp_path, "--data-dir", str(data)) as line:
        sign_in(line)
        line.press("ctrl+c", "ctrl+c", "2")
        line.sees("Positions")
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0


def test_a_store_that_went_away_does_not_keep_anybody_in(data: Path, tmp_path: Path) -> None:
    """The file system has no room left, so the end of the login cannot be noted."""
    import resource

    with program(tmp_path, "--data-dir", str(data)) as line:
        before = line.attributes
        sign_in(line)
        _, hard = resource.prlimit(line.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(line.process.pid, resource.RLIMIT_FSIZE, (0, hard))
        line.press("ctrl+q")
        assert line.read_to_the_end() == 0
        assert line.attributes == before
        assert b"Traceback" not in line.received


def open_logins(data: Path) -> int:
    """Logins in the store that nobody has ended."""
    import sqlite3

    with sqlite3.connect(data / "binnacle.db") as connection:
        (count,) = connection.execute("SELECT count(*) FROM session WHERE ended_ms IS NULL").fetchone()
    connection.close()
    return int(count)
