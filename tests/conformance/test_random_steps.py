"""Two thousand random steps of the market at every venue, with trades, broken sockets and doubled pushes between."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from exchanges import venues
from tests.conformance.simulated import simulated
from tests.house import STREAM_ONLY, House

pytestmark = pytest.mark.anyio
STEPS, AT_ONCE = 2_000, 8
"""Steps of the market in all, and of those that happen between two deeds."""
NEAR = ("0.97", "0.999", "1.001", "1.03")


@pytest.mark.parametrize("name", venues.NAMES)
async def test_two_thousand_random_steps_end_equal_to_the_venues_truth(name: str) -> None:
    chance = random.Random(f"steps of {name}")
    async with simulated(name) as venue, venue.watching(venue.adapter(pace=STREAM_ONLY)) as watcher:
        await watcher.live()
        contract = await venue.contract("SOL")
        breaks = {STEPS // 3: "kill", STEPS // 2: "duplicate", 2 * STEPS // 3: "kill"}
        for step in range(0, STEPS, AT_ONCE):
            await venue.do("POST", "/market/step", {"n": AT_ONCE})
            await deed(venue, contract, chance)
            for at in [at for at in breaks if at <= step]:
                await venue.fault(breaks.pop(at))
        await venue.clear()
        truth = await venue.known()
        made = truth.fills(watcher.began_ms)
        await watcher.until(lambda: truth.is_what(watcher) and {fill.id for fill in watcher.fresh_fills()} >= made)
        assert {fill.id for fill in watcher.fresh_fills()} == made
        assert len(made) > STEPS // AT_ONCE // 4
        assert len(watcher.fills) == len({fill.id for fill in watcher.fills})
        assert watcher.adapter.counters.incomplete_rows == watcher.adapter.counters.garbage_frames == 0


async def deed(venue: House, contract: str, chance: random.Random) -> None:
    """Something that may happen to an account; refusals are part of it."""
    side, leg, size = chance.choice(("buy", "sell")), chance.choice(("long", "short")), chance.randint(1, 3)
    what = chance.random()
    if what < 0.5:
        await venue.tries(venue.orders(), venue.order_body(contract, side, leg, str(size)))
    elif what < 0.8:
        price = await venue.last(contract) * Decimal(chance.choice(NEAR))
        await venue.tries(venue.orders(), venue.order_body(contract, side, leg, str(size), f"{price:.2f}"))
    elif resting := (await venue.known()).resting:
        how = chance.choice(("cancel", "fill"))
        await venue.tries(f"{venue.orders()}/{chance.choice(resting)}/{how}", {})
