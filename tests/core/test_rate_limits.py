"""Rate budgets on a clock that only moves when everybody waits."""

from __future__ import annotations

import asyncio
import heapq
import itertools

import pytest

from exchanges.core.endpoint import Auth, Bucket, Endpoint, Lane, Scope
from exchanges.core.limits import Limits, Window

pytestmark = pytest.mark.anyio


class VirtualTime:
    """A clock and its sleep; time jumps to the next sleeper when nothing else can run."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), future))
        await future

    async def run(self, *tasks: asyncio.Task[None]) -> None:
        """Let the tasks end, moving the clock whenever they all sleep."""
        while not all(task.done() for task in tasks):
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleepers and not all(task.done() for task in tasks):
                at, _, future = heapq.heappop(self._sleepers)
                self.now = max(self.now, at)
                if not future.done():
                    future.set_result(None)
        for task in tasks:
            task.result()


def endpoint(name: str = "orders", limit: int = 10, per_s: float = 2.0, **more: object) -> Endpoint:
    scope = more.pop("scope", Scope.UID)
    bucket = Bucket(name, limit, per_s, scope)  # type: ignore[arg-type]
    return Endpoint(name, "GET", f"/{name}", Auth.READ, (bucket,), "doc", **more)  # type: ignore[arg-type]


async def spend(limits: Limits, time: VirtualTime, calls: list[tuple[Endpoint, dict[str, str]]]) -> list[float]:
    """Make all calls at once; answers when each left."""
    left: list[float] = []

    async def one(call: Endpoint, where: dict[str, str]) -> None:
        await limits.acquire(call, **where)  # type: ignore[arg-type]
        left.append(time.now)

    await time.run(*(asyncio.create_task(one(call, where)) for call, where in calls))
    return left


def busiest(times: list[float], window_s: float) -> int:
    return max(sum(start <= at < start + window_s for at in times) for start in times)


@pytest.mark.parametrize(("limit", "per_s"), [(10, 2.0), (60, 2.0), (5, 1.0), (3, 1.0), (300, 2.0)])
async def test_no_window_ever_holds_more_than_four_fifths_of_the_cap(limit: int, per_s: float) -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    times = await spend(limits, time, [(endpoint(limit=limit, per_s=per_s), {})] * (limit * 3))
    assert busiest(times, per_s) <= limit * 0.8


async def test_a_cap_of_one_keeps_a_wider_distance() -> None:
    time = VirtualTime()
    times = await spend(Limits(clock=time.clock, sleep=time.sleep), time, [(endpoint(limit=1, per_s=1.0), {})] * 4)
    assert [round(b - a, 6) for a, b in itertools.pairwise(times)] == [1.25] * 3


async def test_accounts_and_instruments_have_budgets_of_their_own_but_an_address_has_one() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    for scope, kept_apart in ((Scope.UID, True), (Scope.IP, False)):
        call = endpoint(f"by {scope}", limit=10, scope=scope)
        start = time.now
        times = await spend(limits, time, [(call, {"account": who}) for who in ("a", "b") for _ in range(8)])
        assert (max(times) == start) is kept_apart
    by_symbol = endpoint("by symbol", limit=10, scope=Scope.UID_INST)
    start = time.now
    calls = [(by_symbol, {"account": "a", "instrument": symbol}) for symbol in ("BTC", "ETH") for _ in range(8)]
    assert max(await spend(limits, time, calls)) == start


async def test_the_urgent_go_first_when_a_budget_is_short() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    bucket = Bucket("shared", 1, 1.0, Scope.UID)
    served: list[Lane] = []

    async def one(lane: Lane) -> None:
        await limits.acquire(Endpoint("x", "POST", "/x", Auth.TRADE, (bucket,), "doc", lane=lane))
        served.append(lane)

    lanes = [Lane.READ, Lane.READ, Lane.ORDER, Lane.CLOSE, Lane.CANCEL]
    await time.run(*(asyncio.create_task(one(lane)) for lane in lanes))
    assert served == [Lane.READ, Lane.CANCEL, Lane.CLOSE, Lane.ORDER, Lane.READ]


async def test_a_refusal_pauses_its_own_bucket_only() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    refused, other = endpoint("refused"), endpoint("other")
    start = time.now
    limits.pause(refused, 7.0)
    assert await spend(limits, time, [(other, {})]) == [start]
    assert await spend(limits, time, [(refused, {})]) == [start + 7.0]


async def test_one_who_gives_up_does_not_hold_the_others() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    call = endpoint(limit=1, per_s=1.0)
    await limits.acquire(call)
    impatient = asyncio.create_task(limits.acquire(call))
    patient = asyncio.create_task(limits.acquire(call))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    await time.run(patient)
    assert time.now == pytest.approx(101.25)


async def test_a_batch_costs_what_it_holds() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    batch = endpoint(limit=300)
    start = time.now
    for _ in range(12):
        await limits.acquire(batch, weight=20)
    assert time.now == start
    assert limits.usage() == {"orders": 1.0}
    await time.run(asyncio.create_task(limits.acquire(batch, weight=20)))
    assert time.now == start + 2.0


def test_a_window_tells_how_full_it_is_and_forgets() -> None:
    window = Window(Bucket("b", 10, 2.0, Scope.IP))
    for _ in range(4):
        window.spend(0.0, 1)
    assert window.used(1.9) == 0.5
    assert window.used(2.0) == 0.0


async def test_the_keys_of_an_account_share_its_budget_once_it_is_known_whose_they_are() -> None:
    time = VirtualTime()
    limits = Limits(clock=time.clock, sleep=time.sleep)
    call, start = endpoint(limit=10), time.now
    limits.belongs("read key", "uid")
    limits.belongs("trade key", "uid")
    times = await spend(limits, time, [(call, {"account": key}) for key in ("read key", "trade key") for _ in range(8)])
    assert sorted(times) == [start] * 8 + [start + 2.0] * 8
