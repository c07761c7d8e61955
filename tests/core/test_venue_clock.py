"""The venue's clock as kept from here."""

from __future__ import annotations

import pytest

from exchanges.core.clock import VenueClock

pytestmark = pytest.mark.anyio


class World:
    """Three clocks moved by hand: ours, the unsettable one, and the venue's."""

    def __init__(self, *, venue_ahead_ms: int = 0, trip_s: float = 0.04) -> None:
        self.wall_ms = 1_794_873_600_000
        self.monotonic_s = 50.0
        self.venue_ahead_ms = venue_ahead_ms
        self.trip_s = trip_s
        self.asked = 0
        self.lies: list[int] = []
        self.stalls_s: list[float] = []
        """How long we ourselves stood still after each answer."""
        self.clock = VenueClock(self.ask, now=lambda: self.wall_ms, monotonic=lambda: self.monotonic_s)

    def pass_s(self, seconds: float) -> None:
        self.wall_ms += round(seconds * 1000)
        self.monotonic_s += seconds
        # The venue's clock is told as an offset to ours, so it moves along.

    async def ask(self) -> int:
        self.asked += 1
        self.pass_s(self.trip_s / 2)
        told = self.wall_ms + self.venue_ahead_ms + (self.lies.pop(0) if self.lies else 0)
        self.pass_s(self.trip_s / 2 + (self.stalls_s.pop(0) if self.stalls_s else 0))
        return told


async def test_the_offset_is_the_venues_time_less_the_middle_of_the_round_trip() -> None:
    world = World(venue_ahead_ms=1_800, trip_s=0.3)
    await world.clock.ensure()
    assert world.clock.offset_ms == 1_800
    assert world.clock.venue_ms() == world.wall_ms + 1_800


@pytest.mark.parametrize("minutes", [10, -10])
async def test_a_local_clock_ten_minutes_off_is_made_up_for(minutes: int) -> None:
    world = World(venue_ahead_ms=minutes * 60_000)
    await world.clock.ensure()
    assert world.clock.venue_ms() - world.wall_ms == minutes * 60_000


async def test_a_fresh_offset_is_not_asked_for_again() -> None:
    world = World()
    await world.clock.ensure()
    asked = world.asked
    world.pass_s(599)
    await world.clock.ensure()
    assert world.asked == asked


async def test_the_offset_is_asked_for_again_after_ten_minutes() -> None:
    world = World()
    await world.clock.ensure()
    asked = world.asked
    world.pass_s(600)
    await world.clock.ensure()
    assert world.asked > asked


async def test_setting_the_local_clock_does_not_move_the_venues_time_and_calls_for_a_new_measurement() -> None:
    world = World(venue_ahead_ms=100)
    await world.clock.ensure()
    before = world.clock.venue_ms()
    world.wall_ms += 600_000
    world.venue_ahead_ms -= 600_000
    assert world.clock.venue_ms() == before
    assert not world.clock.is_fresh
    await world.clock.ensure()
    assert world.clock.offset_ms == 100 - 600_000


async def test_waking_from_sleep_calls_for_a_new_measurement() -> None:
    world = World()
    await world.clock.ensure()
    world.wall_ms += 300_000  # The monotonic clock stood still meanwhile.
    assert not world.clock.is_fresh


async def test_a_refused_time_calls_for_a_new_measurement() -> None:
    world = World()
    await world.clock.ensure()
    world.clock.distrust()
    assert not world.clock.is_fresh


async def test_one_wrong_answer_of_the_time_endpoint_is_outvoted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    world = World(venue_ahead_ms=40)
    world.lies = [0, 90_000_000]
    await world.clock.ensure()
    assert world.clock.offset_ms == 40
    assert "contradicts itself" in caplog.text


@pytest.mark.parametrize("stalls_s", [[4.0], [0.0, 4.0], [2.5, 0.0, 9.0]])
async def test_a_stall_of_ours_is_outvoted_and_not_taken_for_a_lie_of_the_venue(
    stalls_s: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    world = World(venue_ahead_ms=40)
    world.stalls_s = stalls_s
    await world.clock.ensure()
    assert world.clock.offset_ms == 40
    assert not caplog.records


async def test_a_lie_is_told_from_a_stall_even_when_both_happen(caplog: pytest.LogCaptureFixture) -> None:
    world = World(venue_ahead_ms=40)
    world.stalls_s, world.lies = [4.0], [0, 0, 60_000]
    await world.clock.ensure()
    assert world.clock.offset_ms == 40
    assert "contradicts itself" in caplog.text


async def test_before_the_first_measurement_the_local_clock_stands_in() -> None:
    world = World(venue_ahead_ms=5_000)
    assert world.clock.venue_ms() == world.wall_ms
    assert world.clock.offset_ms == 0
