"""What every venue's adapter does with a living account: legs, texts and fields nobody has heard of, broken lines."""

from __future__ import annotations

import unicodedata

import pytest

from exchanges import venues
from exchanges.core.model import LinkState, Side
from tests.conformance.simulated import simulated
from tests.house import STREAM_ONLY

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("name", venues.NAMES)]
POISON = "\x1b]52;c;ZXZpbA==\x07\u202e\u200b[red]x\r\n"
"""A terminal command, text that runs backwards, markup, a line break."""
FUTURES = [name for name in venues.NAMES if name != "bitget_margin"]


async def test_both_legs_of_one_contract_are_two_rows(name: str) -> None:
    if name not in FUTURES:
        pytest.skip("no legs at a margin account")
    async with simulated(name) as venue, venue.watching(venue.adapter(pace=STREAM_ONLY)) as watcher:
        await watcher.live()
        contract = await venue.contract("SOL")
        await venue.order("main", contract, "buy", "long", "2")
        await venue.order("main", contract, "sell", "short", "1")
        await venue.agrees(watcher)
        legs = {key.side: row for key, row in watcher.positions.items() if row.venue_symbol == contract}
        assert set(legs) == {Side.LONG, Side.SHORT}
        assert all(row.size_base > 0 for row in legs.values())


async def test_fields_nobody_has_heard_of_change_nothing(name: str) -> None:
    unheard = {"unheardOf": {"deep": [1, None, POISON]}, POISON: POISON}
    async with simulated(name) as venue:
        await venue.fault("mutate", set=unheard)
        async with venue.watching(venue.adapter(pace=STREAM_ONLY)) as watcher:
            await watcher.live()
            await venue.order("main", await venue.contract("SOL"), "buy", "long", "1")
            await venue.agrees(watcher)
            assert watcher.adapter.counters.incomplete_rows == watcher.adapter.counters.garbage_frames == 0


async def test_no_text_of_the_venue_reaches_anybody_with_its_poison(name: str) -> None:
    async with simulated(name) as venue, venue.watching(venue.adapter(pace=STREAM_ONLY)) as watcher:
        await watcher.live()
        contract = await venue.contract("SOL")
        for word in ("text", "clOrdId", "clientOid", "client_order_id", "c", "clientOrderId", "newClientOrderId"):
            await venue.fault("mutate", set={word: POISON})
        await venue.order("main", contract, "buy", "long", "1", f"{await venue.last(contract) * 9 / 10:.2f}")
        await watcher.until(lambda: any(row.venue_symbol == contract for row in watcher.orders.values()))
        told = [getattr(row, field) for row in watcher.orders.values() for field in row.__slots__]
        for text in [each for each in told if isinstance(each, str)]:
            assert not [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf")], text


async def test_a_line_that_breaks_is_told_and_mended(name: str) -> None:
    async with simulated(name) as venue, venue.watching(venue.adapter(pace=STREAM_ONLY)) as watcher:
        await watcher.live()
        await venue.fault("kill")
        await venue.order("main", await venue.contract("SOL"), "buy", "long", "1")
        await watcher.live(2)
        await venue.agrees(watcher)
        states = [link.state for link in watcher.links()]
        assert states.index(LinkState.LIVE) < len(states) - 1
        assert any(state is not LinkState.LIVE for state in states[states.index(LinkState.LIVE) :])
