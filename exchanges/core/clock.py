"""Time: the machine's, and the venue's as seen from here.

Signed requests carry the venue's time, not ours, so that a wrong local clock never matters. The offset is measured,
held against the monotonic clock, and measured again when it is old, when the venue complains, or when wall and
monotonic clock disagree (the clock was set, or the machine slept).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

log = logging.getLogger(__name__)

MAX_AGE_S = 600.0
"""The offset is measured again after this long."""
QUICK_MS = 20
"""A sample this quick always counts; a slower one only beside others that took no less than half as long."""
JUMP_MS = 1_000
"""Wall and monotonic clock may drift apart by this much before the offset counts as lost."""
MOST_SAMPLES = 5


def now_ms() -> int:
    """The local wall clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


def monotonic_s() -> float:
    """A clock that is never set, seconds from an arbitrary start."""
    return time.monotonic()


def elapsed_s() -> float:
    """Never set either, and it goes on while the machine sleeps, where the system has such a clock (Linux)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True, slots=True)
class _Sample:
    """An answer of the time endpoint, milliseconds; it was given at some moment between question and arrival."""

    offset_ms: int
    """As if it had been given half-way."""
    trip_ms: int

    @property
    def least_ms(self) -> int:
        """The offset if the answer was given at the very end, and all the way was the question's."""
        return self.offset_ms - self.trip_ms // 2

    @property
    def most_ms(self) -> int:
        """The offset if it was given at once; the way back, or a stall of ours after it, took all the time."""
        return self.offset_ms + self.trip_ms - self.trip_ms // 2


@dataclass(frozen=True, slots=True)
class _Anchor:
    """One measurement: at this monotonic instant the wall said `wall_ms` and the venue `wall_ms + offset_ms`."""

    offset_ms: int
    wall_ms: int
    monotonic_s: float


class VenueClock:
    """The venue's clock, kept by samples of its time endpoint.

    Args:
        ask: Answers the venue's time in UTC milliseconds (one unsigned call).
        now: Local wall clock, UTC milliseconds.
        monotonic: Local monotonic clock, seconds.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[int]],
        *,
        now: Callable[[], int] = now_ms,
        monotonic: Callable[[], float] = monotonic_s,
    ) -> None:
        self._ask = ask
        self._now = now
        self._monotonic = monotonic
        self._anchor: _Anchor | None = None
        self._measuring = asyncio.Lock()

    @property
    def offset_ms(self) -> int:
        """Venue minus local wall clock as last measured, positive when ours is behind; zero before the first time."""
        return self._anchor.offset_ms if self._anchor else 0

    @property
    def is_fresh(self) -> bool:
        """False when the offset was never measured, is older than ten minutes, or the local clock jumped since."""
        anchor = self._anchor
        if anchor is None:
            return False
        elapsed_s = self._monotonic() - anchor.monotonic_s
        drift_ms = (self._now() - anchor.wall_ms) - elapsed_s * 1000
        return elapsed_s < MAX_AGE_S and abs(drift_ms) < JUMP_MS

    def venue_ms(self) -> int:
        """The venue's time now, UTC milliseconds; the local wall clock before the first measurement."""
        anchor = self._anchor
        if anchor is None:
            return self._now()
        return anchor.wall_ms + anchor.offset_ms + round((self._monotonic() - anchor.monotonic_s) * 1000)

    def distrust(self) -> None:
        """Forget the measurement, because the venue refused our time; the next `ensure` measures again."""
        self._anchor = None

    async def ensure(self) -> None:
        """Measure the offset unless it is fresh. One caller measures, the others wait for it.

        Raises:
            VenueError: The time endpoint did not answer.
        """
        if self.is_fresh:
            return
        async with self._measuring:
            if not self.is_fresh:
                await self._measure()

    async def _measure(self) -> None:
        """Two samples when they agree, else more; then the median of the quick ones."""
        samples = [await self._sample(), await self._sample()]
        while len(samples) < MOST_SAMPLES and not _agree(samples):
            samples.append(await self._sample())
        quickest_ms = min(each.trip_ms for each in samples)
        # The first call also opens the connection, so its round trip says little about the way of the answer alone.
        quick = [each for each in samples if each.trip_ms <= max(QUICK_MS, quickest_ms * 2)]
        if _contradict(samples):
            log.warning("the venue's time endpoint contradicts itself by more than a second")
        self._anchor = _Anchor(round(median(each.offset_ms for each in quick)), self._now(), self._monotonic())

    async def _sample(self) -> _Sample:
        sent_ms, sent_s = self._now(), self._monotonic()
        venue = await self._ask()
        trip_ms = round((self._monotonic() - sent_s) * 1000)
        return _Sample(venue - (sent_ms + trip_ms // 2), trip_ms)


def _agree(samples: list[_Sample]) -> bool:
    """Whether any of them may be taken, as far as the offsets go."""
    offsets = [each.offset_ms for each in samples]
    return max(offsets) - min(offsets) <= JUMP_MS


def _contradict(samples: list[_Sample]) -> bool:
    """Whether no one offset explains them all: what a slow answer leaves open is no lie of the venue."""
    return max(each.least_ms for each in samples) - min(each.most_ms for each in samples) > JUMP_MS
