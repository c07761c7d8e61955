"""Lines to a file descriptor that may stall or close, written by a thread so that the loop never waits for it.

The thread writes without Python's buffers: a lock held by a stalled thread would keep the process from ending.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable

MOST_WAITING = 20_000


class LineWriter:
    """Writes lines in order; drops new ones, counted, while too many wait.

    Args:
        descriptor: Where to; not closed by us.
        closed: Called from the thread when nobody reads any more.
        lost: Makes the line that tells how many were dropped.
        most_waiting: Lines kept for a stalled reader.
    """

    def __init__(
        self,
        descriptor: int,
        closed: Callable[[], None],
        lost: Callable[[int], bytes],
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._descriptor = descriptor
        self._closed = closed
        self._lost = lost
        self._most_waiting = most_waiting
        self._lines: deque[bytes] = deque()
        self._dropped = 0
        self._is_ending = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._write_all, name="lines", daemon=True)
        self._thread.start()

    def put(self, line: bytes) -> None:
        """Take a line; never waits for the reader."""
        with self._changed:
            if len(self._lines) >= self._most_waiting:
                self._dropped += 1
                return
            if self._dropped:
                self._lines.append(self._lost(self._dropped))
                self._dropped = 0
            self._lines.append(line)
            self._changed.notify()

    def end(self, wait_s: float) -> bool:
        """Write what waits, for so long at most; False when the reader did not take it all."""
        with self._changed:
            self._is_ending = True
            self._changed.notify()
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _write_all(self) -> None:
        while (data := self._next()) is not None:
            try:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            except OSError:
                self._closed()
                return

    def _next(self) -> bytes | None:
        """All lines that wait, or `None` at the end."""
        with self._changed:
            while not self._lines and not self._is_ending:
                self._changed.wait()
            data = b"".join(self._lines)
            self._lines.clear()
            return data or None
