"""The real program at the other end of a pseudo terminal, and what a thief on the line would see.

Everything goes through what a person (or whoever holds the line) has: bytes in, bytes out, signals. `Line.received`
holds every byte that the program ever wrote to its terminal; `Line.screen` is what a terminal makes of them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE_S = 40.0
"""Only for a test that fails: nothing here waits for time to pass."""
QUICK_KDF = {"BINNACLE_KDF_MEMORY_KIB": "7168", "BINNACLE_KDF_ITERATIONS": "5", "BINNACLE_KDF_LANES": "1"}
"""The least that the program accepts."""
QUICK_DEMO = {
    "BINNACLE_SIMULATION_TICK_MS": "100",
    "BINNACLE_SIMULATION_BLOCK_MS": "20",
    "BINNACLE_SIMULATION_VENUES": "okx",
}
KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f9": b"\x1b[20~",
}


class Line:
    """A terminal of our own with the program in it."""

    def __init__(self, master: int, process: subprocess.Popen[bytes], size: tuple[int, int]) -> None:
        self.process = process
        self.received = b""
        self._master = master
        self._emulator = pyte.Screen(*size)
        self._bytes = pyte.ByteStream(self._emulator)
        self._screen: str | None = None
        self._is_open = True

    # -- what a person does ----------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Keys by name, `ctrl+x`, or text as it is."""
        for key in keys:
            if key.startswith("ctrl+"):
                self.send(bytes((ord(key[-1]) & 0x1F,)))
            else:
                self.send(KEYS.get(key, key.encode()))

    def paste(self, text: str) -> None:
        """As a terminal brings it: bracketed."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        """Write all of it, reading meanwhile so that neither side waits for the other for ever."""
        os.set_blocking(self._master, False)
        deadline = time.monotonic() + PATIENCE_S
        while data:
            assert time.monotonic() < deadline, "the program does not read its terminal"
            reads, writes, _ = select.select([self._master], [self._master], [], 1.0)
            if reads:
                self._read_once()
            if writes:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._master, data[:1024]) :]

    def resize(self, columns: int, rows: int) -> None:
        self._emulator.resize(rows, columns)
        self._screen = None
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def hang_up(self) -> None:
        """The line is gone, as when an SSH client dies: nobody holds the other end any more."""
        os.close(self._master)
        self._is_open = False

    # -- what a person sees ----------------------------------------------------------------------------------------

    @property
    def screen(self) -> str:
        """Put together once for all who ask until something new arrives."""
        if self._screen is None:
            self._screen = "\n".join(line.rstrip() for line in self._emulator.display)
        return self._screen

    def sees(self, *words: str) -> str:
        """Read until all words stand on the screen at once; answers the screen."""
        return self.until(lambda: all(word in self.screen for word in words), f"see {words}")

    def sees_no_more(self, *words: str) -> str:
        return self.until(lambda: not any(word in self.screen for word in words), f"stop seeing {words}")

    def until(self, holds: Callable[[], bool], what: str) -> str:
        """Read until a condition holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline or not self._read(deadline):
                if holds():
                    break
                raise AssertionError(
                    f"waited in vain to {what}; exit {self.process.poll()}, the screen:\n{self.screen}"
                )
        return self.screen

    def read_to_the_end(self) -> int:
        """Everything until the program has closed its terminal and ended; answers its exit code."""
        deadline = time.monotonic() + PATIENCE_S
        while self._read(deadline):
            assert time.monotonic() < deadline, f"it does not end; the screen:\n{self.screen}"
        return self.process.wait(PATIENCE_S)

    def _read(self, deadline: float) -> bool:
        """One reading; False once the other end is closed."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, min(0.2, deadline - time.monotonic())))
        return self._read_once() if ready else True

    def _read_once(self) -> bool:
        try:
            data = os.read(self._master, 65_536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.received += data
        self._screen = None
        with contextlib.suppress(Exception):  # The emulator is younger than some sequences.
            self._bytes.feed(data)
        return bool(data)

    def close(self) -> None:
        if self._is_open:
            os.close(self._master)
            self._is_open = False

    @property
    def attributes(self) -> list[object]:
        """The terminal's settings (echo, line mode ...), as `stty -a` shows them."""
        return termios.tcgetattr(self._master)


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """A person's environment, without anything of the machine that runs the tests."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "share"),
        "LANG": "en_GB.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        **QUICK_KDF,
        **more,
    }


@contextmanager
def program(
    tmp_path: Path,
    *arguments: str,
    size: tuple[int, int] = (80, 24),
    more: Mapping[str, str] = {},
    code: str = "",
    command: Sequence[str] = (),
) -> Iterator[Line]:
    """`python tui.py ARGUMENTS` in a terminal of `size` (columns, rows).

    Args:
        more: Added to its environment.
        code: Run in the program's place, with the same arguments; it may change something and then call `tui.main`.
    """
    head = command or (["-c", code] if code else ["tui.py"])
    with on_a_terminal([sys.executable, *head, *arguments], environment(tmp_path, **more), size=size) as line:
        yield line


@contextmanager
def on_a_terminal(
    command: Sequence[str | Path], environ: Mapping[str, str], *, size: tuple[int, int] = (80, 24)
) -> Iterator[Line]:
    """Any program in a terminal of its own, of `size` (columns, rows); killed at the end if it still runs."""
    columns, rows = size
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env=environ,
        start_new_session=True,
        preexec_fn=_own_the_terminal,
    )
    os.close(slave)
    line = Line(master, process, size)
    try:
        yield line
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        line.close()


def _own_the_terminal() -> None:
    """As `login` does, so that the kernel sends SIGHUP when the line drops."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
