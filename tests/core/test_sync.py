"""Snapshot, replay, audit: what is asked of a venue and what is told to the outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from exchanges.core.adapter import Counters, Resume
from exchanges.core.changes import Snapshot, Update
from exchanges.core.clock import VenueClock
from exchanges.core.errors import VenueUnavailable
from exchanges.core.model import BookChanged, Confirmed, Event, Mark, Order, OrderStatus, Side
from exchanges.core.sync import OVERLAP_MS, Sync
from tests.core.pretend_account import PretendAccount, Reader, fill, order, position, truth

pytestmark = pytest.mark.anyio

NOW = 1_794_873_600_000


class Desk:
    """A sync over a venue whose REST side shows whatever the test puts there."""

    def __init__(self, resume: Resume | None = None, *, ahead_ms: int = 0) -> None:
        self.shown = Snapshot(NOW, (), (), ())
        self.next: list[Snapshot] = []
        self.ends: dict[str, Order | None] = {}
        self.asked: list[tuple[int, int]] = []
        self.events: list[Event] = []
        self.slept: list[float] = []
        self.fails = False
        self.counters = Counters()
        self.sync = Sync(
            self,
            self.events.append,
            now=lambda: NOW + ahead_ms,
            clock=VenueClock(self._venue_ms, now=lambda: NOW + ahead_ms, monotonic=lambda: 0.0),
            resume=resume or Resume(),
            counters=self.counters,
            sleep=self._sleep,
        )

    async def _venue_ms(self) -> int:
        return NOW

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        if self.fails:
            raise VenueUnavailable("no answer")
        self.asked.append((fills_from_ms, incomes_from_ms))
        progress("1/1")
        return self.next.pop(0) if self.next else self.shown

    async def find_order(self, order: Order) -> Order | None:
        return self.ends[order.id]

    def books(self) -> list[BookChanged]:
        return [event for event in self.events if isinstance(event, BookChanged)]


def btc(size: int, at_ms: int) -> Update:
    return Update(positions=(position("BTC/USDT:USDT", Side.LONG, size, at_ms),))


async def test_snapshot_and_kept_pushes_become_one_difference() -> None:
    desk = Desk()
    desk.sync.begin()
    desk.sync.receive(btc(2, NOW + 5))
    desk.sync.receive(Update(orders=(order("1", 0, OrderStatus.OPEN, NOW),)))
    assert desk.events == []
    desk.shown = Snapshot(NOW, (position("BTC/USDT:USDT", Side.LONG, 1, NOW - 5),), (), ())
    await desk.sync.catch_up()
    (book,) = desk.books()
    assert [row.size_base for row in book.positions] == [Decimal(2)]
    assert [row.id for row in book.orders] == ["1"]
    desk.sync.receive(btc(3, NOW + 9))
    assert len(desk.books()) == 2


async def test_a_failed_question_changes_nothing_and_is_never_taken_for_flat() -> None:
    desk = Desk()
    desk.sync.begin()
    desk.shown = Snapshot(NOW, (position("BTC/USDT:USDT", Side.LONG, 1, NOW),), (), ())
    await desk.sync.catch_up()
    desk.fails = True
    desk.sync.begin()
    with pytest.raises(VenueUnavailable):
        await desk.sync.catch_up()
    assert len(desk.books()) == 1
    assert len(desk.sync.merge.positions) == 1


async def test_pushes_of_a_connection_that_broke_before_its_snapshot_are_void() -> None:
    desk = Desk()
    desk.sync.begin()
    desk.sync.receive(btc(2, NOW))
    desk.sync.begin()
    await desk.sync.catch_up()
    assert desk.books() == []


@pytest.mark.parametrize("ahead_ms", [0, 3_600_000, -3_600_000])
async def test_history_starts_now_by_the_venues_clock_when_nothing_is_journaled(ahead_ms: int) -> None:
    desk = Desk(ahead_ms=ahead_ms)
    await desk.sync.catch_up()
    assert desk.asked == [(NOW - OVERLAP_MS, NOW - OVERLAP_MS)]


@pytest.mark.parametrize("ahead_ms", [3_600_000, -3_600_000])
async def test_the_time_of_a_binding_is_understood_as_the_local_clocks(ahead_ms: int) -> None:
    desk = Desk(Resume(bound_ms=NOW + ahead_ms - 600_000), ahead_ms=ahead_ms)
    await desk.sync.catch_up()
    assert desk.asked == [(NOW - 600_000 - OVERLAP_MS,) * 2]


async def test_nothing_before_the_binding_is_asked_for_though_more_is_journaled() -> None:
    desk = Desk(Resume(last_fill_ms=NOW - 900_000, last_income_ms=NOW - 300_000, bound_ms=NOW - 600_000))
    await desk.sync.catch_up()
    assert desk.asked == [(NOW - 600_000 - OVERLAP_MS, NOW - 300_000 - OVERLAP_MS)]


async def test_incomes_are_asked_for_since_the_binding_while_none_is_journaled() -> None:
    desk = Desk(Resume(last_fill_ms=NOW - 300_000, bound_ms=NOW - 600_000))
    await desk.sync.catch_up()
    assert desk.asked == [(NOW - 300_000 - OVERLAP_MS, NOW - 600_000 - OVERLAP_MS)]


async def test_a_binding_that_lies_in_the_future_is_taken_for_now_and_then_forgotten() -> None:
    desk = Desk(Resume(bound_ms=NOW + 3_600_000))
    await desk.sync.catch_up()
    desk.shown = replace(desk.shown, asked_ms=NOW - 60_000)
    await desk.sync.catch_up()
    await desk.sync.catch_up()
    assert desk.asked == [(NOW - OVERLAP_MS,) * 2] * 2 + [(NOW - 60_000 - OVERLAP_MS,) * 2]


async def test_fills_are_asked_for_since_the_last_journaled_one_less_two_minutes() -> None:
    desk = Desk(Resume(last_fill_ms=NOW - 9_000_000, last_income_ms=NOW - 7_000_000))
    await desk.sync.catch_up()
    await desk.sync.poll()
    assert desk.asked == [
        (NOW - 9_000_000 - OVERLAP_MS, NOW - 7_000_000 - OVERLAP_MS),
        (NOW - OVERLAP_MS, NOW - OVERLAP_MS),
    ]


async def test_a_fill_told_by_stream_and_by_rest_is_published_once() -> None:
    desk = Desk()
    await desk.sync.catch_up()
    desk.sync.receive(Update(fills=(fill("f1", NOW),)))
    desk.shown = Snapshot(NOW + 9, (), (), (), fills=(fill("f1", NOW), fill("f2", NOW + 1)))
    desk.sync.begin()
    await desk.sync.catch_up()
    assert [each.id for book in desk.books() for each in book.fills] == ["f1", "f2"]


async def test_an_open_order_the_venue_lists_no_more_is_asked_for() -> None:
    desk = Desk()
    rows = tuple(order(identity, 0, OrderStatus.OPEN, NOW - 5) for identity in ("1", "2", "3"))
    desk.shown = Snapshot(NOW, (), rows, ())
    await desk.sync.catch_up()
    desk.shown = Snapshot(NOW, (), (), ())
    desk.ends = {"1": order("1", 10, OrderStatus.FILLED, NOW), "2": None}
    desk.sync.begin()
    desk.sync.receive(Update(orders=(order("3", 0, OrderStatus.CANCELED, NOW),)))
    await desk.sync.catch_up()
    last = desk.books()[-1]
    assert {row.id: row.status for row in last.orders} == {"1": OrderStatus.FILLED, "3": OrderStatus.CANCELED}
    assert [key.id for key in last.orders_gone] == ["2"]


async def test_an_audit_that_finds_nothing_confirms() -> None:
    desk = Desk()
    await desk.sync.catch_up()
    assert await desk.sync.audit() == 0
    assert desk.events == [Confirmed(NOW)]


async def test_a_difference_seen_twice_is_adopted_and_counted() -> None:
    desk = Desk()
    await desk.sync.catch_up()
    desk.shown = Snapshot(NOW + 9_000, (position("BTC/USDT:USDT", Side.LONG, 4, NOW),), (), ())
    assert await desk.sync.audit() == 1
    assert desk.slept == [2.0]
    assert [row.size_base for row in desk.books()[-1].positions] == [Decimal(4)]
    assert desk.counters.repairs == 1


async def test_a_difference_seen_once_is_the_stream_being_slower() -> None:
    desk = Desk()
    await desk.sync.catch_up()
    ahead = Snapshot(NOW + 9_000, (position("BTC/USDT:USDT", Side.LONG, 4, NOW),), (), ())
    desk.next = [ahead, replace(ahead, positions=())]
    assert await desk.sync.audit() == 0
    assert desk.books() == []


async def test_a_fill_only_rest_told_long_after_counts_as_lost_by_the_stream() -> None:
    desk = Desk()
    await desk.sync.catch_up()
    desk.shown = Snapshot(NOW + 60_000, (), (), (), fills=(fill("old", NOW), fill("young", NOW + 59_000)))
    await desk.sync.audit()
    assert {each.id for each in desk.books()[-1].fills} == {"old", "young"}
    assert desk.counters.repairs == 1


async def test_prices_do_not_move_while_the_account_is_not_up_to_date() -> None:
    desk = Desk()
    desk.shown = Snapshot(NOW, (position("BTC/USDT:USDT", Side.LONG, 4, NOW),), (), ())
    await desk.sync.catch_up()
    desk.sync.begin()
    desk.sync.mark(Mark("BTC/USDT:USDT", Decimal(500), NOW + 50))
    assert len(desk.books()) == 1


async def test_without_a_stream_the_state_is_carried_on_by_rest() -> None:
    desk, account, reader = Desk(), PretendAccount(), Reader()
    await desk.sync.catch_up()
    desk.sync.begin()
    for kind, which, size in (("position", 0, 3), ("balance", 0, 7), ("order", 0, 1), ("position", 1, 2)):
        account.change(kind, which, size)
        desk.shown = account.at(account.now)
        await desk.sync.poll()
    for book in desk.books():
        reader.take(book)
    assert reader.picture() == truth(account)
