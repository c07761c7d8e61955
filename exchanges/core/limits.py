"""Rate budgets: at most four fifths of every cap, urgent calls first, a refusal pauses its own bucket only."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

from exchanges.core.clock import monotonic_s
from exchanges.core.endpoint import Bucket, Endpoint, Lane, Scope

SHARE = 0.8
"""Part of a cap we allow ourselves; the rest is for clocks, queues and the person's other programs."""

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Window:
    """What one bucket has spent, as a sliding window; no waiting in here, so it is tested on numbers alone."""

    def __init__(self, bucket: Bucket) -> None:
        self.capacity = max(1, int(bucket.limit * SHARE))
        # A cap of one cannot be cut to four fifths of a call, so its window grows instead.
        self.window_s = bucket.per_s * max(1.0, self.capacity / (bucket.limit * SHARE))
        self.paused_until = 0.0
        self._spent: deque[tuple[float, int]] = deque()
        self._total = 0

    def wait_s(self, now: float, weight: int) -> float:
        """Seconds until `weight` units may be spent; zero means now. More than the capacity counts as all of it."""
        self._forget(now)
        pause = self.paused_until - now
        excess = self._total + min(weight, self.capacity) - self.capacity
        if excess <= 0:
            return max(0.0, pause)
        for at, units in self._spent:
            excess -= units
            if excess <= 0:
                return max(at + self.window_s - now, pause, 0.0)
        return max(self.window_s, pause)

    def spend(self, now: float, weight: int) -> None:
        """Note that `weight` units leave now."""
        self._spent.append((now, weight))
        self._total += weight

    def pause(self, until: float) -> None:
        """Spend nothing before `until`."""
        self.paused_until = max(self.paused_until, until)

    def used(self, now: float) -> float:
        """Part of our own allowance in use, 0 to 1."""
        self._forget(now)
        return min(1.0, self._total / self.capacity)

    def _forget(self, now: float) -> None:
        while self._spent and self._spent[0][0] + self.window_s <= now:
            self._total -= self._spent.popleft()[1]


class _Queue:
    """Those who wait for one bucket, the most urgent first, then the first come."""

    def __init__(self, bucket: Bucket, clock: Clock, sleep: Sleep) -> None:
        self.window = Window(bucket)
        self._clock = clock
        self._sleep = sleep
        self._waiting: list[tuple[Lane, int]] = []
        self._order = itertools.count()
        self._changed = asyncio.Event()

    async def acquire(self, lane: Lane, weight: int) -> None:
        ticket = (lane, next(self._order))
        heapq.heappush(self._waiting, ticket)
        try:
            while not self._take(ticket, weight):
                if self._waiting[0] == ticket:
                    await self._sleep(self.window.wait_s(self._clock(), weight))
                else:
                    await self._changed.wait()
        finally:
            self._waiting.remove(ticket)
            heapq.heapify(self._waiting)
            self._changed.set()
            self._changed = asyncio.Event()

    def _take(self, ticket: tuple[Lane, int], weight: int) -> bool:
        now = self._clock()
        if self._waiting[0] != ticket or self.window.wait_s(now, weight) > 0:
            return False
        self.window.spend(now, weight)
        return True


class Limits:
    """All budgets of this process; share one between everything that speaks to a venue from this machine.

    Args:
        clock: Monotonic seconds.
        sleep: Waits that many seconds on that clock.
    """

    def __init__(self, *, clock: Clock = monotonic_s, sleep: Sleep = asyncio.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._queues: dict[tuple[str, str], _Queue] = {}
        self._accounts: dict[str, str] = {}

    def belongs(self, key: str, account: str) -> None:
        """All keys of an account share its caps: from now on what `key` spends counts for `account`."""
        self._accounts[key] = account

    async def acquire(
        self, endpoint: Endpoint, *, account: str = "", instrument: str = "", weight: int | None = None
    ) -> None:
        """Wait until the call may leave, then count it.

        Args:
            endpoint: Whose buckets are charged.
            account: Names the account, for caps per account: its key, or its id at the venue (see `belongs`).
            instrument: The venue's symbol, for caps per instrument.
            weight: Units; the endpoint's own weight when not given.
        """
        for queue in self._of(endpoint.buckets, account, instrument):
            await queue.acquire(endpoint.lane, endpoint.weight if weight is None else weight)

    async def acquire_bucket(self, bucket: Bucket, *, account: str = "") -> None:
        """Same for a cap that belongs to no endpoint, such as connections per second."""
        for queue in self._of((bucket,), account, ""):
            await queue.acquire(Lane.READ, 1)

    def pause(self, endpoint: Endpoint, seconds: float, *, account: str = "", instrument: str = "") -> None:
        """Hold back the endpoint's buckets, because the venue said so; everything else goes on."""
        for queue in self._of(endpoint.buckets, account, instrument):
            queue.window.pause(self._clock() + seconds)

    def usage(self) -> dict[str, float]:
        """The fullest window of each bucket name, 0 to 1 of our allowance."""
        now = self._clock()
        fullest: dict[str, float] = {}
        for (name, _), queue in self._queues.items():
            fullest[name] = max(fullest.get(name, 0.0), queue.window.used(now))
        return fullest

    def _of(self, buckets: Iterable[Bucket], account: str, instrument: str) -> list[_Queue]:
        return [self._queue(bucket, account, instrument) for bucket in buckets]

    def _queue(self, bucket: Bucket, account: str, instrument: str) -> _Queue:
        account = self._accounts.get(account, account)
        scope = {Scope.IP: "", Scope.UID: account, Scope.UID_INST: f"{account} {instrument}"}[bucket.scope]
        key = (bucket.name, scope)
        if key not in self._queues:
            self._queues[key] = _Queue(bucket, self._clock, self._sleep)
        return self._queues[key]
