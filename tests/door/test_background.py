"""Jobs that run all the time start again when they break, and are reported when they keep breaking."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.services.background import Background
from store.errors import StoreUnavailable

pytestmark = pytest.mark.anyio


class Bench:
    """A job that breaks as told, with pauses that only count."""

    def __init__(self, *faults: Exception | None) -> None:
        self.faults = list(faults)
        self.pauses: list[float] = []
        self.told: list[str] = []
        self.is_steady = asyncio.Event()
        self.now_s = 0.0
        self.runs_s = 0.0

    async def job(self) -> None:
        self.now_s += self.runs_s
        if self.faults:
            fault = self.faults.pop(0)
            if fault is not None:
                raise fault
            return
        self.is_steady.set()
        await asyncio.Event().wait()

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    async def run(self, reports: Path) -> None:
        background = Background(
            {"mail": self.job},
            reports,
            lambda name, _: self.told.append(name),
            sleep=self.pause,
            monotonic=lambda: self.now_s,
        )
        background.start()
        await asyncio.wait_for(self.is_steady.wait(), 10)
        await background.stop()


async def test_a_broken_job_starts_again_within_a_second(tmp_path: Path) -> None:
    bench = Bench(RuntimeError("one"), RuntimeError("two"))
    await bench.run(tmp_path / "reports")
    assert bench.pauses == [0.2, 0.8]
    assert bench.told == []


async def test_the_third_strike_is_reported_once_and_the_job_is_still_tried(tmp_path: Path) -> None:
    bench = Bench(*(RuntimeError(str(number)) for number in range(5)))
    await bench.run(tmp_path / "reports")
    assert bench.told == ["mail"]
    assert len(list((tmp_path / "reports").iterdir())) == 1


async def test_a_healthy_minute_forgives(tmp_path: Path) -> None:
    bench = Bench(*(RuntimeError(str(number)) for number in range(5)))
    bench.runs_s = 61.0
    await bench.run(tmp_path / "reports")
    assert bench.pauses == [0.2] * 5
    assert bench.told == []


async def test_a_store_that_is_away_is_waited_for_without_a_report(tmp_path: Path) -> None:
    bench = Bench(*(StoreUnavailable("unreachable") for _ in range(6)))
    await bench.run(tmp_path / "reports")
    assert bench.told == []
    assert not (tmp_path / "reports").exists()
