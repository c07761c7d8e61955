"""A local clock an hour off costs nothing: what is asked for since when is told in the venue's own time."""

from __future__ import annotations

import pytest

from exchanges import venues
from exchanges.core.adapter import Resume
from exchanges.core.clock import now_ms
from exchanges.core.model import LinkState
from exchanges.core.sync import OVERLAP_MS
from tests.conformance.simulated import simulated
from tests.following import Watcher
from tests.house import STREAM_ONLY, House

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("name", venues.NAMES)]
HOUR_MS = 3_600_000
LOST = (LinkState.STALE, LinkState.DOWN)


async def trade_unheard(venue: House, watcher: Watcher) -> None:
    """A trade while no socket can be opened, so that only REST can tell of it."""
    await venue.fault("refuse_connect", count=1_000)
    await venue.fault("kill")
    await watcher.until(lambda: watcher.states()[-1] in LOST)
    await venue.order("main", await venue.contract("SOL"), "buy", "long", "1")
    await venue.clear()


@pytest.mark.parametrize("ahead_ms", [HOUR_MS, -HOUR_MS], ids=["ahead", "behind"])
async def test_no_fill_is_lost_and_nothing_refused_by_a_local_clock_an_hour_off(name: str, ahead_ms: int) -> None:
    async with simulated(name) as venue:
        before_ms = now_ms()
        adapter = venue.adapter(pace=STREAM_ONLY, now=lambda: now_ms() + ahead_ms)
        async with venue.watching(adapter, resume=Resume()) as watcher:
            await watcher.live()
            assert LinkState.ATTENTION not in watcher.states()
            assert not [link.code for link in watcher.links() if link.code]
            await trade_unheard(venue, watcher)
            await watcher.live(2)
            await venue.agrees(watcher)
            truth = await venue.known()
            made = truth.fills(before_ms)
            assert made
            await watcher.until(lambda: made <= {fill.id for fill in watcher.fills})
            told = [fill.id for fill in watcher.fills]
            assert len(set(told)) == len(told)
            assert set(told) <= truth.fills(before_ms - OVERLAP_MS - 5_000)


@pytest.mark.parametrize("ahead_ms", [HOUR_MS, -HOUR_MS], ids=["ahead", "behind"])
async def test_what_happened_since_the_binding_is_fetched_by_a_clock_that_was_wrong_then_too(
    name: str, ahead_ms: int
) -> None:
    async with simulated(name) as venue:
        bound_ms = now_ms()
        await venue.order("main", await venue.contract("SOL"), "buy", "long", "1")
        traded = (await venue.known()).fills(bound_ms)
        assert traded
        adapter = venue.adapter(pace=STREAM_ONLY, now=lambda: now_ms() + ahead_ms)
        async with venue.watching(adapter, resume=Resume(bound_ms=bound_ms + ahead_ms)) as watcher:
            await watcher.live()
            await watcher.until(lambda: traded <= {fill.id for fill in watcher.fills})
