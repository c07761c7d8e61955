"""When the next market frame may be painted: never faster than the terminal takes them.

After a frame the terminal is asked something it answers in order (`CSI ? 2026 $ p`); until the answer is here, the
frame is still on its way and further ones wait. Terminals that never answer are paced by our own output queue.
"""

from __future__ import annotations

from collections.abc import Callable

PATIENCE_S = 10.0
"""An answer lost on the line must not stop the screen for ever."""


class FramePacer:
    """Pure bookkeeping; `now` is a monotonic clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._asked_at: float | None = None
        self.answers = False
        """Whether this terminal has ever answered; only then is it worth asking."""

    def asked(self) -> None:
        self._asked_at = self._now()

    def answered(self) -> None:
        self.answers = True
        self._asked_at = None

    def may_paint(self, queued: int) -> bool:
        """Whether the terminal is ready for more.

        Args:
            queued: Writes that have not reached the terminal's side yet.
        """
        if queued:
            return False
        return self._asked_at is None or self._now() - self._asked_at > PATIENCE_S
