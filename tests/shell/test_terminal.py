"""What leans on Textual's inside, tried in a real pseudo terminal; fails when the inside moves."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest
from textual.app import App
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from app.screens.plain import PlainScreen
from app.terminal import ASK, HOLD_AT
from tests.shell.stage import stage

ROOT = Path(__file__).parents[2]
BENCH = Path(__file__).with_name("terminal_bench.py")
ANSWER = b"\x1b[?2026;2$y"
PATIENCE_S = 30
"""Only for a test that fails: nothing here waits for time to pass."""


class Terminal:
    """The other end of the line: reads and answers only when told to."""

    def __init__(self, master: int, reports: int, process: subprocess.Popen[bytes]) -> None:
        self.master = master
        self.reports = reports
        self.process = process
        self.received = b""
        self._looked = 0
        self.screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self.screen)

    def read(self) -> bytes:
        """What the app has written by now; waits until there is something."""
        assert select.select([self.master], [], [], PATIENCE_S)[0], "the app wrote nothing"
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return b""
        self.received += data
        self._stream.feed(data)
        return data

    def read_until(self, wanted: bytes) -> None:
        """Read until this came once more than the last call found it."""
        while (found := self.received.find(wanted, self._looked)) < 0:
            assert self.read(), f"{wanted!r} never came"
        self._looked = found + len(wanted)

    def read_to_the_end(self) -> str:
        while self.read():
            pass
        self.process.wait(PATIENCE_S)
        return self.received.decode("utf-8", "replace")

    def reports_until(self, enough: dict[bytes, int], *, reading: bool = True) -> bytes:
        """Reports until each kind came so often; without `reading` the screen is not read meanwhile."""
        seen = b""
        ends = [self.reports, self.master] if reading else [self.reports]
        while any(seen.count(kind) < count for kind, count in enough.items()):
            ready = select.select(ends, [], [], PATIENCE_S)[0]
            assert ready, "the loop stands still"
            if self.master in ready and not self.read():
                raise AssertionError("the app ended")
            if self.reports in ready:
                seen += os.read(self.reports, 4096)
        return seen

    def forget_reports(self) -> None:
        """Read away what was reported by now."""
        while select.select([self.reports], [], [], 0)[0]:
            os.read(self.reports, 4096)

    def hang_up(self) -> None:
        """The line drops, as when an SSH client is gone."""
        spare = os.open(os.devnull, os.O_RDWR)
        os.dup2(spare, self.master)
        os.close(spare)
        self.process.send_signal(signal.SIGHUP)

    def newest_count(self) -> int:
        """The count shown by the topmost line; 0 while there is none."""
        first = self.screen.display[0].strip()
        return int(first[:9]) if first.isdigit() else 0

    def send(self, data: bytes) -> None:
        os.write(self.master, data)


@contextmanager
def running(tmp_path: Path, mode: str) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", _ON_THREE, str(writing), str(BENCH), str(tmp_path), mode],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        pass_fds=(writing,),
        env={"TERM": "xterm-256color", "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    os.close(slave)
    os.close(writing)
    try:
        yield Terminal(master, reading, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(reading)


_ON_THREE = """
import os, runpy, sys
os.dup2(int(sys.argv[1]), 3)
del sys.argv[:2]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_loop_goes_on_while_the_terminal_does_not_read(tmp_path: Path) -> None:
    with running(tmp_path, "rude") as terminal:
        terminal.read()
        seen = terminal.reports_until({b"M": 2 * MAX_QUEUED_WRITES, b"h": 100}, reading=False)
        last = seen.count(b"M")
        assert last > MAX_QUEUED_WRITES
        while terminal.newest_count() <= last:
            assert terminal.read(), "the app ended"


def test_a_market_frame_waits_for_the_terminals_answer(tmp_path: Path) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.read_until(ASK.encode())
        terminal.send(ANSWER)
        terminal.read_until(ASK.encode())
        terminal.forget_reports()
        assert b"M" not in terminal.reports_until({b"w": 5})
        terminal.send(ANSWER)
        terminal.reports_until({b"M": 1})


def test_without_answers_frames_are_painted_as_long_as_the_terminal_reads(tmp_path: Path) -> None:
    with running(tmp_path, "polite") as terminal:
        while terminal.newest_count() < 3:
            assert terminal.read(), "the app ended"


@pytest.mark.parametrize("key", [b"x", b"p"])
def test_an_unexpected_end_gives_the_terminal_back_and_three_lines(tmp_path: Path, key: bytes) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.reports_until({b"h": 1})
        terminal.send(key)
        text = terminal.read_to_the_end()
        assert terminal.process.returncode == 1
        assert "\x1b[?1049l" in text
        after = text[text.rindex("\x1b[?1049l") :]
        lines = [line for line in after.replace("\x1b[?25h", "").splitlines() if "Binnacle" in line or "Report" in line]
        assert len(lines) == 3
        report = next(tmp_path.glob("*.new.txt"))
        assert f"Report: {report}" in after
        assert "hunter2" not in text
        assert "hunter2" not in report.read_text("utf-8")


def test_leaving_ends_with_zero_and_nothing_to_say(tmp_path: Path) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.reports_until({b"h": 1})
        terminal.send(b"q")
        text = terminal.read_to_the_end()
        assert terminal.process.returncode == 0
        assert "Binnacle" not in text


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0), (signal.SIGHUP, 129)])
def test_told_to_end_it_ends_in_good_order(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.reports_until({b"h": 1})
        terminal.process.send_signal(number)
        text = terminal.read_to_the_end()
        assert terminal.process.returncode == code
        assert "\x1b[?1049l" in text


def test_a_line_that_drops_leaves_no_process_behind(tmp_path: Path) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.reports_until({b"h": 1})
        terminal.hang_up()
        assert terminal.process.wait(PATIENCE_S) != 0


def test_the_mouse_can_be_left_to_the_terminal(tmp_path: Path) -> None:
    with running(tmp_path, "polite") as terminal:
        terminal.reports_until({b"h": 1})
        terminal.send(b"m")
        terminal.read_until(b"\x1b[?1000l")


def test_the_inside_is_where_we_expect_it() -> None:
    for name in ("_handle_exception", "_fatal_error", "panic", "_begin_batch", "_end_batch", "_close_messages_no_wait"):
        assert callable(getattr(App, name)), name
    for name in ("_disable_mouse_support", "_enable_mouse_support"):
        assert callable(getattr(LinuxDriver, name)), name
    assert HOLD_AT * 2 < MAX_QUEUED_WRITES
    assert hasattr(WriterThread(sys.stdout), "_queue")


@pytest.mark.anyio
async def test_copying_says_what_it_did_and_offers_the_text(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        at.app.screen.copy("T" * 34)
        await at.pilot.pause()
        assert at.app.clipboard == "T" * 34
        assert [note.message for note in at.app._notifications] == [
            "sent to the terminal clipboard (OSC 52), 34 characters; F9 shows it as plain text"
        ]
        await at.pilot.press("f9")
        assert isinstance(at.app.screen, PlainScreen)
        assert at.text("#plain") == "T" * 34
        await at.pilot.press("escape")
        assert not isinstance(at.app.screen, PlainScreen)


@pytest.mark.anyio
async def test_every_stack_of_every_place_is_reached(tmp_path: Path) -> None:
    async with stage(tmp_path, place="orders") as at:
        stacks = at.app.screen_stacks
        assert all(isinstance(screen, Screen) for stack in stacks for screen in stack)
        assert {screen.PLACE for stack in stacks for screen in stack} >= {"home", "orders"}
