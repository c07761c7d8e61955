"""The scanner at work by itself: its pace, its turn-taking, and what it says of itself."""

from __future__ import annotations

import asyncio

import pytest

from app.services.deposits import FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS, ChainStatus
from app.services.scan_lease import LEASE_MS, LeaseLost, ScanLease
from app.services.session import Session
from exchanges.core.errors import RateLimited, VenueUnavailable
from store.errors import StoreUnavailable
from tests.topups.world import MINUTE_MS, World, on_both

pytestmark = pytest.mark.anyio


@on_both
async def test_left_alone_it_credits_what_comes(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    watching = asyncio.create_task(sea.scanner.run())
    await sea.pay(order)
    await sea.tron.settle()
    while (await sea.topups.order(ada, order.id)).status != "credited":
        await asyncio.sleep(0)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching
    assert sea.scanner.status("tron").role == "stopped"
    assert await sea.balance(ada) == order.payable_micro


@on_both
async def test_a_second_scanner_stands_by_and_takes_over_when_the_first_is_gone(sea: World) -> None:
    other = sea.another_scanner()
    assert (await sea.round()).role == "scanning"
    standby = await other.round("tron")
    assert standby.role == "standby"
    assert standby.final_height == sea.scanner.status("tron").final_height
    assert standby.scanned_ms == sea.clock.ms
    sea.clock.advance(LEASE_MS)
    await sea.tron.mine()
    assert (await other.round("tron")).role == "scanning"
    assert (await sea.round()).role == "standby"
    await other.aclose()
    assert (await sea.round()).role == "scanning"


async def test_before_the_first_round_it_knows_nothing(sea: World) -> None:
    status = sea.scanner.status("tron")
    assert status == ChainStatus("tron", role="starting")
    assert status.is_behind(sea.clock.ms)


async def test_it_says_how_far_it_is(sea: World) -> None:
    status = await sea.round()
    assert status.head_height - status.final_height == 18
    assert (status.scanned_ms, status.failures, status.error) == (sea.clock.ms, 0, None)
    assert not status.is_behind(sea.clock.ms)
    assert status.is_behind(sea.clock.ms + 6 * MINUTE_MS)


async def test_failures_count_up_and_the_time_of_the_last_good_round_stays(sea: World) -> None:
    good = await sea.round()
    sea.clock.advance(MINUTE_MS)
    await sea.tron.fault("unavailable")
    for failures in (1, 2, 3):
        status = await sea.scanner.round("tron")
        assert status.failures == failures
        assert status.scanned_ms == good.scanned_ms
    await sea.tron.heal()
    assert (await sea.round()).failures == 0


@pytest.mark.parametrize("failures", [1, 2, 5, 30])
async def test_pauses_grow_with_failures_up_to_a_minute(sea: World, failures: int) -> None:
    status = ChainStatus("tron", failures=failures, error=VenueUnavailable("down"))
    whole = min(FIRST_BACKOFF_MS * 2 ** (failures - 1), LONGEST_BACKOFF_MS)
    assert whole / 2 <= sea.scanner._pause_ms(status) <= whole


async def test_a_pause_is_as_long_as_the_provider_asks(sea: World) -> None:
    status = ChainStatus("tron", failures=1, error=RateLimited("slow down", retry_after_s=30))
    assert sea.scanner._pause_ms(status) == 30_000
    assert sea.scanner._pause_ms(ChainStatus("tron")) == sea.settings.tron.poll_ms


async def test_a_store_in_trouble_is_told_and_tried_again(sea: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise StoreUnavailable("full")

    with monkeypatch.context() as trouble:
        trouble.setattr("store.cursors.move", full)
        status = await sea.scanner.round("tron")
    assert isinstance(status.error, StoreUnavailable)
    assert (await sea.round()).failures == 0


async def test_a_lease_that_ran_out_during_a_slow_answer_is_kept_unless_another_took_it(sea: World) -> None:
    mine, other = (ScanLease(sea.store, "scan:tron", holder, sea.clock) for holder in ("mine", "other"))
    assert await mine.acquire()
    sea.clock.advance(LEASE_MS + 1)
    await mine.keep()
    assert not await other.acquire()
    sea.clock.advance(LEASE_MS + 1)
    assert await other.acquire()
    with pytest.raises(LeaseLost):
        await mine.keep()
