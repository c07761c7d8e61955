"""The book: newest wins, ended stays ended, unknown is never zero, old is never live."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.book import ENDED_KEPT, FILLS_KEPT, Book
from app.services.figures import Figure, total
from app.services.realised import day_start
from app.services.totals import totals_of, totals_of_all
from exchanges.core.model import (
    BookChanged,
    Confirmed,
    Event,
    IncomeKind,
    LinkChanged,
    LinkState,
    Order,
    OrderStatus,
    Origin,
    Position,
    Side,
)
from tests.monitor.rows import T0, balance, fill, income, order, position
from tests.stores import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def book(clock: ManualClock) -> Book:
    return make_book(clock)


def make_book(clock: ManualClock, binding_id: str = "b1") -> Book:
    return Book(binding_id, "main", "okx", "live", now=clock)


def changed(*, at: int = T0, origin: Origin = Origin.STREAM, **rows: Any) -> BookChanged:
    return BookChanged(at, origin, **{name: tuple(each) for name, each in rows.items()})


def live(book: Book, *events: Event, at: int = T0) -> Book:
    for event in (*events, LinkChanged(LinkState.LIVE, at)):
        book.apply(event)
    return book


# -- newest wins ---------------------------------------------------------------------------------------------------


def test_both_hedge_legs_of_one_symbol_are_two_rows(book: Book) -> None:
    book.apply(changed(positions=[position(side=Side.LONG), position(side=Side.SHORT)]))
    assert len(book.positions) == 2


def test_a_row_the_venue_changed_earlier_does_not_replace_a_later_one(book: Book) -> None:
    newer, older = position(at=T0 + 5, mark_price=Decimal(2)), position(at=T0 + 4, mark_price=Decimal(1))
    book.apply(changed(positions=[newer]))
    book.apply(changed(positions=[older]))
    assert list(book.positions.values()) == [newer]


def test_at_the_same_venue_time_what_was_learned_later_wins(book: Book) -> None:
    first = position(learned_ms=T0 + 2)
    late, newest = replace(first, learned_ms=T0 + 1), replace(first, learned_ms=T0 + 3, mark_price=Decimal(7))
    for row in (first, late, newest):
        book.apply(changed(positions=[row]))
    assert list(book.positions.values()) == [newest]


def test_a_closed_position_does_not_come_back_by_an_old_row(book: Book) -> None:
    row = position(at=T0)
    book.apply(changed(positions=[row]))
    book.apply(changed(positions_gone=[row.key], at=T0 + 10))
    book.apply(changed(positions=[row]))
    assert book.positions == {}
    again = position(at=T0 + 20)
    book.apply(changed(positions=[again]))
    assert list(book.positions.values()) == [again]


def test_an_ended_order_never_returns_to_open(book: Book) -> None:
    book.apply(changed(orders=[order("1", at=T0)]))
    book.apply(changed(orders=[order("1", OrderStatus.FILLED, at=T0 + 1)]))
    book.apply(changed(orders=[order("1", OrderStatus.PARTIALLY_FILLED, at=T0 + 9)]))
    assert book.orders == {}
    assert [each.status for each in book.recently_ended()] == [OrderStatus.FILLED]


def test_an_end_counts_even_when_its_time_is_older(book: Book) -> None:
    book.apply(changed(orders=[order("1", at=T0 + 5)]))
    book.apply(changed(orders=[order("1", OrderStatus.CANCELED, at=T0 + 4)]))
    assert book.orders == {}


def test_an_order_whose_end_was_not_seen_ends_as_unknown_and_learns_its_real_end_later(book: Book) -> None:
    row = order("1")
    book.apply(changed(orders=[row]))
    book.apply(changed(orders_gone=[row.key], at=T0 + 1))
    assert [each.status for each in book.recently_ended()] == [OrderStatus.UNKNOWN]
    book.apply(changed(orders=[order("1", OrderStatus.FILLED, at=T0 + 2)]))
    assert [each.status for each in book.recently_ended()] == [OrderStatus.FILLED]


def test_an_order_presumed_ended_that_is_still_there_is_open_again(book: Book) -> None:
    row = order("1")
    book.apply(changed(orders=[row]))
    book.apply(changed(orders_gone=[row.key], at=T0 + 1))
    book.apply(changed(orders=[order("1", at=T0 + 2)]))
    assert list(book.orders) == [row.key]
    assert book.recently_ended() == []


def test_balances_are_merged_by_asset(book: Book) -> None:
    book.apply(changed(balances=[balance("USDT", "5"), balance("BTC", "1")]))
    book.apply(changed(balances=[balance("USDT", "6", at=T0 + 1)]))
    book.apply(changed(balances_gone=["BTC"], at=T0 + 2))
    assert {asset: row.equity for asset, row in book.balances.items()} == {"USDT": Decimal(6)}


ROWS = st.lists(
    st.builds(
        lambda id_, at, status: order(id_, status, at=T0 + at),
        st.sampled_from("abc"),
        st.integers(0, 20),
        st.sampled_from(list(OrderStatus)),
    ),
    max_size=12,
)


@given(rows=ROWS)
def test_whatever_arrives_no_order_is_both_open_and_ended_and_no_end_is_undone(rows: list[Order]) -> None:
    book, ended = make_book(ManualClock(T0)), set()
    for row in rows:
        book.apply(changed(orders=[row]))
        ended |= {row.key} if row.status.is_final else set()
        assert not book.orders.keys() & book.ended.keys()
        assert not ended & book.orders.keys()


@given(st.permutations([position(at=T0 + n, mark_price=Decimal(n + 1)) for n in range(4)]), st.integers(0, 3))
def test_any_order_and_repetition_of_rows_gives_the_newest(rows: list[Position], repeated: int) -> None:
    book = make_book(ManualClock(T0))
    for row in [*rows, rows[repeated]]:
        book.apply(changed(positions=[row]))
    assert [row.venue_ms for row in book.positions.values()] == [T0 + 3]


# -- what changed --------------------------------------------------------------------------------------------------


def test_changed_rows_are_named_once(book: Book) -> None:
    row, resting = position(), order("1")
    book.apply(changed(positions=[row], orders=[resting], balances=[balance()], fills=[fill("f1")]))
    dirty = book.take_dirty()
    assert (dirty.positions, dirty.orders, dirty.balances, dirty.fills) == (
        {row.key},
        {resting.key},
        {"USDT"},
        {"f1"},
    )
    assert not book.take_dirty()


def test_a_row_that_told_nothing_new_changes_nothing(book: Book) -> None:
    book.apply(changed(positions=[position(at=T0 + 5)], fills=[fill("1")]))
    book.take_dirty()
    book.apply(changed(positions=[position(at=T0)], fills=[fill("1")]))
    assert not book.take_dirty()


def test_fills_stand_newest_first_each_once_and_only_the_recent_ones(book: Book) -> None:
    for n in range(FILLS_KEPT + 20):
        book.apply(changed(fills=[fill(str(n), at=T0 + n)]))
    book.apply(changed(fills=[fill("0", at=T0), fill("late", at=T0 + FILLS_KEPT + 5), fill("late", at=T0)]))
    times = [each.time_ms for each in book.fills]
    assert times == sorted(times, reverse=True)
    assert len(times) == len({each.id for each in book.fills}) == FILLS_KEPT
    assert "late" in {each.id for each in book.fills}
    assert len(book.take_dirty().fills) == FILLS_KEPT


def test_only_the_recently_ended_orders_are_kept(book: Book) -> None:
    for n in range(ENDED_KEPT + 5):
        book.apply(changed(orders=[order(str(n), OrderStatus.FILLED, at=T0 + n)]))
    assert len(book.ended) == ENDED_KEPT
    assert [each.id for each in book.recently_ended(1)] == [str(ENDED_KEPT + 4)]
    assert len(book.take_dirty().orders) == ENDED_KEPT


# -- how fresh -----------------------------------------------------------------------------------------------------


def test_a_live_link_is_stale_ten_seconds_after_the_last_confirmation(book: Book) -> None:
    live(book, at=T0)
    assert book.freshness(T0 + 10_000).state is LinkState.LIVE
    assert book.freshness(T0 + 10_001).state is LinkState.STALE
    book.apply(Confirmed(T0 + 9_000))
    assert (book.freshness(T0 + 10_001).state, book.freshness(T0 + 10_001).age_ms) == (LinkState.LIVE, 1_001)


def test_a_price_of_the_public_stream_confirms_nothing_about_the_account(book: Book) -> None:
    live(book, at=T0)
    book.apply(changed(positions=[position(at=T0 + 9_000)], at=T0 + 9_000, origin=Origin.DERIVED))
    assert not book.freshness(T0 + 10_500).is_live


def test_without_a_live_link_nothing_is_live_whatever_was_just_confirmed(book: Book) -> None:
    book.apply(LinkChanged(LinkState.DOWN, T0, "connection refused", "refused", T0 + 4_000))
    book.apply(Confirmed(T0))
    fresh = book.freshness(T0)
    assert (fresh.is_live, fresh.reason, fresh.next_try_ms) == (False, "connection refused", T0 + 4_000)


def test_before_the_first_word_of_the_venue_the_age_is_unknown(book: Book) -> None:
    assert book.freshness(T0).age_ms is None


def test_after_the_clock_was_set_back_an_old_confirmation_does_not_look_fresh(book: Book) -> None:
    live(book, at=T0)
    back = T0 - 600_000
    assert (book.freshness(back).state, book.freshness(back).age_ms) == (LinkState.STALE, None)
    book.apply(Confirmed(back))
    assert book.freshness(back + 1_000).is_live


# -- sums ----------------------------------------------------------------------------------------------------------


def test_an_unknown_part_marks_the_sum_and_does_not_count_as_zero() -> None:
    assert total([Decimal(1), None]) == Figure(Decimal(1), is_partial=True)
    assert total([None]) == Figure(None, is_partial=True)
    assert total([]) == Figure(Decimal(0))
    assert total([Figure(Decimal(2)), Decimal(3)]) == Figure(Decimal(5))


def test_before_anything_is_known_every_total_is_unknown(book: Book) -> None:
    totals = totals_of(book, T0)
    assert totals.equity.value is None
    assert totals.unrealised_pnl.value is None
    assert totals.margin_percent.value is None
    assert totals.realised_today.is_partial
    assert not totals.is_live


def test_an_account_without_positions_has_no_unrealised_profit_once_that_is_known(book: Book) -> None:
    totals = totals_of(live(book, changed(balances=[balance("USDT", "100", margin_used=Decimal(0))])), T0)
    assert totals.unrealised_pnl == Figure(Decimal(0))
    assert totals.margin_percent == Figure(Decimal(0))


def test_a_position_without_profit_figure_makes_that_total_partial(book: Book) -> None:
    rows = [position(unrealised_pnl=Decimal(7)), position(side=Side.SHORT, unrealised_pnl=None)]
    assert totals_of(live(book, changed(positions=rows)), T0).unrealised_pnl == Figure(Decimal(7), is_partial=True)


def test_another_coin_in_the_account_makes_equity_partial(book: Book) -> None:
    live(book, changed(balances=[balance("USDT", "100"), balance("BTC", "0.1")]))
    assert totals_of(book, T0).equity == Figure(Decimal(100), is_partial=True)


def test_the_pools_of_several_exchanges_make_one_equity(book: Book) -> None:
    used = {"margin_used": Decimal(10)}
    live(
        book,
        changed(balances=[balance("USDT", "100", wallet="OKX", **used), balance("USDT", "50", wallet="GATE", **used)]),
    )
    totals = totals_of(book, T0)
    assert totals.equity == Figure(Decimal(150))
    assert totals.margin_used == Figure(Decimal(20))
    live(book, changed(balances=[balance("USDT", None, wallet="BINANCE")]))
    assert totals_of(book, T0).equity == Figure(Decimal(150), is_partial=True)


def test_a_coin_the_venue_prices_counts_and_a_debt_counts_against(book: Book) -> None:
    priced = balance("BTC", "0.01", worth_usdt=Decimal(600))
    owed = balance("ETH", "-0.1", worth_usdt=Decimal(-300), borrowed=Decimal("0.1"))
    live(book, changed(balances=(balance("USDT", "100"), priced, owed)))
    assert totals_of(book, T0).equity == Figure(Decimal(400))


def test_the_same_coin_in_two_wallets_is_two_balances(book: Book) -> None:
    live(book, changed(balances=(balance("USDT", "100"), balance("USDT", "50", wallet="BTC/USDT"))))
    assert sorted(book.balances) == ["USDT", "USDT BTC/USDT"]
    assert totals_of(book, T0).equity == Figure(Decimal(150))
    book.apply(changed(balances_gone=("USDT BTC/USDT",)))
    assert totals_of(book, T0).equity == Figure(Decimal(100))


def test_margin_and_profit_are_told_as_parts_of_equity(book: Book) -> None:
    rows = [position(unrealised_pnl=Decimal(20))]
    live(book, changed(positions=rows, balances=[balance("USDT", "120", margin_used=Decimal(30))]))
    totals = totals_of(book, T0)
    assert totals.margin_percent == Figure(Decimal(25))
    assert totals.unrealised_percent == Figure(Decimal(20))


def test_the_nearest_liquidation_is_the_smallest_part_of_the_mark_price_left(book: Book) -> None:
    rows = [
        position(mark_price=Decimal(100), liquidation_price=Decimal(80)),
        position(side=Side.SHORT, mark_price=Decimal(100), liquidation_price=Decimal(109)),
        position("SOL/USDT:USDT", mark_price=None),
    ]
    nearest = totals_of(live(book, changed(positions=rows)), T0).nearest_liquidation
    assert nearest is not None
    assert (nearest.side, nearest.distance_percent) == (Side.SHORT, Decimal(9))


def test_all_accounts_together_are_partial_when_one_is_unknown(clock: ManualClock) -> None:
    known = live(make_book(clock, "b1"), changed(balances=[balance("USDT", "100")]))
    totals = totals_of_all([known, make_book(clock, "b2")], T0)
    assert totals.equity == Figure(Decimal(100), is_partial=True)
    assert (totals.live, totals.accounts) == (1, 2)


def test_realised_today_counts_from_midnight_net_of_fees_each_fill_once(book: Book, clock: ManualClock) -> None:
    midnight = day_start(T0)
    rows = [
        fill("yesterday", "100", at=midnight - 1),
        fill("1", "10", "1", at=midnight),
        fill("1", "10", "1", at=midnight),
    ]
    incomes = [
        income("f", "-2", at=midnight + 1),
        income("in", "500", at=midnight + 1, kind=IncomeKind.OTHER),
    ]
    live(book, changed(fills=rows, incomes=incomes))
    assert totals_of(book, T0).realised_today == Figure(Decimal(7))
    book.apply(changed(fills=[fill("2", "3", at=midnight + 2)]))
    assert totals_of(book, T0).realised_today == Figure(Decimal(10))
    clock.advance(86_400_000)
    assert totals_of(book, clock()).realised_today == Figure(Decimal(0))


def test_the_day_begins_at_the_persons_own_midnight(book: Book) -> None:
    eight_hours_ahead = 8 * 60
    midnight = day_start(T0, eight_hours_ahead)
    live(book, changed(fills=[fill("1", "10", at=midnight), fill("0", "5", at=midnight - 1)]))
    assert totals_of(book, T0, offset_minutes=eight_hours_ahead).realised_today == Figure(Decimal(10))


def test_a_fee_in_another_coin_makes_realised_partial(book: Book) -> None:
    live(book, changed(fills=[fill("1", "10", "0.01", fee_asset="OKB")]))
    assert totals_of(book, T0).realised_today == Figure(Decimal(10), is_partial=True)
