"""The adapters behind TLS, as venues are reached in life: followed, broken in the middle, silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchanges import venues
from exchanges.core.model import LinkState
from tests.conformance.simulated import simulated
from tests.house import STREAM_ONLY
from tests.tls_front import tls_front

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("name", venues.NAMES)
async def test_an_account_is_followed_over_secure_lines_and_again_after_they_were_cut(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulated(name) as venue, tls_front(tmp_path, monkeypatch) as front:
        secure = await front.before(venue.hosts())
        adapter = venue.adapter(pace=STREAM_ONLY, hosts=secure)
        async with venue.watching(adapter) as watcher:
            await watcher.live()
            assert front.taken >= 2
            contract = await venue.contract("SOL")
            await venue.order("main", contract, "buy", "long", "1")
            await venue.agrees(watcher)
            front.cut()
            await venue.order("main", contract, "buy", "long", "1")
            await watcher.live(2)
            await venue.agrees(watcher)


async def test_silence_of_a_secure_line_is_waited_out_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with simulated("okx") as venue, tls_front(tmp_path, monkeypatch) as front:
        adapter = venue.adapter(pace=STREAM_ONLY, hosts=await front.before(venue.hosts()))
        async with venue.watching(adapter) as watcher:
            await watcher.live()
            front.mute()
            await watcher.until(lambda: watcher.links()[-1].state is LinkState.DOWN)
            front.mute(muted=False)
            await watcher.live(2)
            await venue.order("main", await venue.contract("SOL"), "buy", "long", "1")
            await venue.agrees(watcher)
            assert "tls" not in {link.code for link in watcher.links()}
