"""Equity over the last days: sampled while it is live, kept over a restart, bounded, and never made up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.services.book import Book
from app.services.equity import KEPT_SLOTS, SLOT_MS, EquityHistory, summed
from exchanges.core.model import BookChanged, LinkChanged, LinkState, Origin
from store import equity
from store.database import Store
from tests.monitor.harbour import eventually, harbour
from tests.monitor.rows import balance
from tests.store.people import add_binding, add_user
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
UNIT = 1_000_000


def worth(book: Book, clock: ManualClock, equity_usdt: str) -> None:
    """The venue tells a new equity, and the link is live."""
    told = balance("USDT", equity_usdt, at=clock.ms)
    book.apply(BookChanged(clock.ms, Origin.STREAM, balances=(told,)))
    book.apply(LinkChanged(LinkState.LIVE, clock.ms))


def test_an_account_counts_from_its_first_sample_on_and_a_missing_one_leaves_a_gap() -> None:
    old = {90: 100 * UNIT, 91: 101 * UNIT, 92: 102 * UNIT, 93: 103 * UNIT}
    young = {92: 10 * UNIT}
    line = summed([old, young], present=93, columns=100)
    assert line.points == (Decimal(100), Decimal(101), Decimal(112), None)
    assert line.span_ms == 3 * SLOT_MS


def test_a_long_time_fits_into_few_points_and_keeps_its_newest_value() -> None:
    line = summed([{slot: slot * UNIT for slot in range(1, 1001)}], present=1000, columns=100)
    assert len(line.points) == 100
    assert line.points[-1] == 1000
    assert line.points[-2] == 990


def test_nothing_sampled_is_no_line() -> None:
    assert summed([{}, {1: 5}], present=1 + KEPT_SLOTS, columns=10).points == ()


async def test_only_live_numbers_are_sampled_and_a_silent_time_stays_empty(
    store: Store, store_clock: ManualClock
) -> None:
    book, history = Book("b1", "OKX", "okx", "live", now=store_clock), EquityHistory(store, store_clock)
    worth(book, store_clock, "100")
    history.note(book)
    store_clock.advance(SLOT_MS)
    book.apply(LinkChanged(LinkState.DOWN, store_clock.ms))
    history.note(book)
    store_clock.advance(SLOT_MS)
    worth(book, store_clock, "120")
    history.note(book)
    worth(book, store_clock, "121.5")
    history.note(book)
    assert history.line(["b1"], 100).points == (Decimal(100), None, Decimal("121.5"))
    assert history.line(["other"], 100).points == ()


async def test_samples_outlive_a_restart_and_what_is_older_than_seven_days_goes(
    store: Store, store_clock: ManualClock
) -> None:
    async with store.write() as connection:
        binding_id = await add_binding(connection, await add_user(connection))
    book, history = Book(binding_id, "OKX", "okx", "live", now=store_clock), EquityHistory(store, store_clock)
    for equity_usdt in ("100", "101", "102.25"):
        worth(book, store_clock, equity_usdt)
        history.note(book)
        await history.save()
        store_clock.advance(SLOT_MS)
    store_clock.advance(-SLOT_MS)
    await history.save(all_of_it=True)

    after = EquityHistory(store, store_clock)
    async with store.read() as connection:
        await after.recall(connection, binding_id)
    assert after.line([binding_id], 100).points == (Decimal(100), Decimal(101), Decimal("102.25"))

    store_clock.advance((KEPT_SLOTS - 1) * SLOT_MS)
    worth(book, store_clock, "99")
    after.note(book)
    await after.save(all_of_it=True)
    async with store.read() as connection:
        kept = [equity_micro for _, equity_micro in await equity.samples(connection, binding_id, 0)]
    assert kept == [102_250_000, 99 * UNIT]


async def test_the_monitor_keeps_what_an_account_was_worth_when_it_stops(sqlite_store: Store, tmp_path: Path) -> None:
    async with harbour(sqlite_store, tmp_path) as here:
        binding_id = await here.approved("main")
        await here.monitor.start(here.session)
        await eventually(lambda: bool(here.monitor.equity.line([binding_id], 10).known), lambda: here.monitor.books)
        worth_now = here.monitor.totals_of(binding_id).equity.value
        await here.monitor.stop()
        assert here.monitor.equity.line([binding_id], 10).known == ()
        async with sqlite_store.read() as connection:
            kept = await equity.samples(connection, binding_id, 0)
        assert worth_now is not None
        assert abs(kept[-1][1] - worth_now * UNIT) < worth_now * UNIT / 10
