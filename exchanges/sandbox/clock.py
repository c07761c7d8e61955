"""The sandbox's own clock, which a fault may set wrong."""

from __future__ import annotations

import time
from collections.abc import Callable


def wall_ms() -> int:
    """UTC milliseconds of this machine."""
    return time.time_ns() // 1_000_000


class Clock:
    """What the simulated venues believe the time to be.

    Args:
        base: Where the true time comes from; tests hand in their own.
    """

    def __init__(self, base: Callable[[], int] = wall_ms) -> None:
        self._base = base
        self.skew_ms = 0
        """How far the venue's clock runs ahead of the truth."""

    def __call__(self) -> int:
        return self._base() + self.skew_ms

    def true_ms(self) -> int:
        """The time without the skew; rate limits and timers use it."""
        return self._base()
