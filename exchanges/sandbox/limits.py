"""Rate limits: a sliding window of request times per bucket."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class SlidingWindow:
    """Counts what was let through in the last `window_ms` of each bucket.

    Args:
        now_ms: The true time; a skewed venue clock must not bend the limits.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._taken: dict[str, deque[int]] = {}

    def take(self, bucket: str, most: int, window_ms: int, count: int = 1) -> bool:
        """Let `count` through, or none of them when that would exceed `most`."""
        now = self._now_ms()
        times = self._taken.setdefault(bucket, deque())
        while times and times[0] <= now - window_ms:
            times.popleft()
        if len(times) + count > most:
            return False
        times.extend([now] * count)
        return True

    def used(self, bucket: str) -> int:
        """How much of a bucket's window is taken, as of the last `take`."""
        return len(self._taken.get(bucket, ()))

    def clear(self) -> None:
        self._taken.clear()
