"""How long until the first full frame: `python tui.py --demo` against a bare Textual app, in the same run.

Both run in a pseudo terminal of 80x24 that is read by a terminal emulator; the clock stops when the first and the
last row, and something between them, stand on the emulated screen. Runs alternate, so that a busy machine hurts both.
Goal: at most 1.5 times the bare app.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pyte

ROOT = Path(__file__).parents[1]
COLUMNS, ROWS = 80, 24
ROUNDS = 7
GIVE_UP_S = 30.0
GOAL = 1.5

BARE = """
from textual.app import App
from textual.widgets import DataTable, Footer, Header

class Bare(App):
    BINDINGS = [("q", "quit", "Quit")]
    def compose(self):
        yield Header()
        yield DataTable()
        yield Footer()
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns(*("symbol", "size", "price"))
        table.add_rows(("BTC/USDT", str(n), "61200.00") for n in range(30))

Bare().run()
"""


@dataclass(frozen=True)
class Candidate:
    name: str
    command: tuple[str, ...]
    is_full: Callable[[list[str]], bool]
    """Whether these screen lines are the whole first frame."""


def bare_is_full(lines: list[str]) -> bool:
    return "Bare" in lines[0] and "BTC/USDT" in lines[5] and "Quit" in lines[-1]


def ours_is_full(lines: list[str]) -> bool:
    body = any(line.strip() for line in lines[2:-1])
    return "Binnacle" in lines[0] and "UTC" in lines[0] and body and "commands" in lines[-1]


def first_full_paint_s(candidate: Candidate, data_dir: str) -> float:
    """Seconds from starting the process to its first full frame.

    Raises:
        RuntimeError: the process ended, or showed no full frame for half a minute.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": data_dir}
    started = time.perf_counter()
    process = subprocess.Popen(
        candidate.command, cwd=ROOT, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    try:
        return _watch(master, candidate.is_full, started)
    finally:
        process.kill()
        process.wait()
        os.close(master)


def _watch(master: int, is_full: Callable[[list[str]], bool], started: float) -> float:
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    while time.perf_counter() - started < GIVE_UP_S:
        if not select.select([master], [], [], 1.0)[0]:
            continue
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        arrived = time.perf_counter() - started
        stream.feed(data)
        if is_full(screen.display):
            return arrived
    raise RuntimeError("no full frame:\n" + "\n".join(screen.display))


def measure(rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of every run, by candidate name; the first, cold run of each is not counted."""
    with tempfile.TemporaryDirectory() as data_dir:
        candidates = (
            Candidate("bare", (sys.executable, "-c", BARE), bare_is_full),
            Candidate(
                "binnacle", (sys.executable, "tui.py", "--demo", "--lang", "en", "--data-dir", data_dir), ours_is_full
            ),
        )
        taken: dict[str, list[float]] = {candidate.name: [] for candidate in candidates}
        for turn in range(rounds + 1):
            for candidate in candidates:
                seconds = first_full_paint_s(candidate, data_dir)
                if turn:
                    taken[candidate.name].append(seconds)
    return taken


def main() -> None:
    taken = measure()
    for name, seconds in taken.items():
        runs = " ".join(f"{each:.3f}" for each in seconds)
        print(f"{name:9} median {median(seconds):.3f} s, best {min(seconds):.3f} s   ({runs})")
    ratio = median(taken["binnacle"]) / median(taken["bare"])
    best = min(taken["binnacle"]) / min(taken["bare"])
    print(f"first full paint: {ratio:.2f} times the bare app (best runs {best:.2f}), goal at most {GOAL}")


if __name__ == "__main__":
    main()
