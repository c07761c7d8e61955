"""Two thousand random steps of the market at every venue, with trades, broken sockets and doubled pushes between."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from exchanges import venues
from tests.conformance.simulated import Simulated, simulated
from tests.okx.okx_house import Watcher

pytestmark = pytest.mark.anyio
STEPS, AT_ONCE = 2_000, 8
"""Steps of the market in all, and of those that happen between two deeds."""
NEAR = ("0.97", "0.999", "1.001", "1.03")


@pytest.mark.parametrize("name", venues.NAMES)
async def test_two_thousand_random_steps_end_equal_to_the_venues_truth(name: str) -> None:
    chance = random.Random(f"steps of {name}")
    async with simulated(name) as venue, venue.watching(venue.adapter()) as watcher:
        await watcher.live()
        began = watcher.events[0].at_ms
        contract = await venue.contract("SOL")
        breaks = {STEPS // 3: "kill", STEPS // 2: "duplicate", 2 * STEPS // 3: "kill"}
        for step in range(0, STEPS, AT_ONCE):
            await venue.do("POST", "/market/step", n=AT_ONCE)
            await deed(venue, contract, chance)
            for at in [at for at in breaks if at <= step]:
                await venue.do("POST", "/faults", venue=venue.site, kind=breaks.pop(at))
        await venue.do("DELETE", "/faults")
        truth = await venue.truth()
        await watcher.until(lambda: truth.is_what(watcher) and len(fills_of(watcher, began)) >= truth.fills(began))
        assert len(fills_of(watcher, began)) == truth.fills(began) > STEPS // AT_ONCE // 4
        assert len(watcher.fills) == len(set(watcher.fills))
        assert watcher.adapter.counters.incomplete_rows == watcher.adapter.counters.garbage_frames == 0


def fills_of(watcher: Watcher, since_ms: int) -> set[str]:
    """Ids of what was filled since then."""
    return {fill.id for book in watcher.books() for fill in book.fills if fill.time_ms >= since_ms}


async def deed(venue: Simulated, contract: str, chance: random.Random) -> None:
    """Something that may happen to an account; refusals are part of it."""
    side, leg, size = chance.choice(("buy", "sell")), chance.choice(("long", "short")), chance.randint(1, 3)
    what = chance.random()
    if what < 0.5:
        await venue.order(contract, side, leg, size)
    elif what < 0.8:
        price = await venue.last(contract) * Decimal(chance.choice(NEAR))
        await venue.order(contract, side, leg, size, f"{price:.2f}")
    elif resting := (await venue.truth()).resting:
        how = chance.choice(("cancel", "fill"))
        await venue.tries(f"{venue.orders}/{chance.choice(resting)}/{how}")
