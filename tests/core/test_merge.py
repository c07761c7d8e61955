"""Snapshots and pushes in any order give the venue's truth, and each fill once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.core.changes import Gone, Snapshot, Update
from exchanges.core.merge import Merge
from exchanges.core.model import MarginMode, Mark, OrderStatus, Origin, PositionKey, Side
from tests.core.pretend_account import STEP_MS, PretendAccount, Reader, accounts, balance, fill, order, position, truth

LONG = PositionKey("BTC/USDT:USDT", Side.LONG, MarginMode.CROSS)
EMPTY = Snapshot(5_000, (), (), ())


def btc(size: int, at_ms: int, side: Side = Side.LONG, **more: object) -> Update:
    return Update(positions=(position("BTC/USDT:USDT", side, size, at_ms, **more),))  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(st.data(), accounts())
def test_any_interleaving_of_snapshot_and_stream_ends_in_the_truth(
    data: st.DataObject, account: PretendAccount
) -> None:
    """A connection broke, a new one begins, the snapshot comes some time after; pushes arrive twice, in any order."""
    before = data.draw(st.integers(0, account.now), "changes the old connection told")
    acknowledged = data.draw(st.integers(before, account.now), "changes before the new connection")
    asked = data.draw(st.integers(acknowledged, account.now), "changes in the snapshot")
    pushes = data.draw(st.permutations(account.updates[acknowledged:] * 2), "pushes of the new connection")
    kept = data.draw(st.integers(0, len(pushes)), "pushes before the snapshot was there")
    merge, reader = Merge(), Reader()
    for update in account.updates[:before]:
        reader.take(merge.apply(update, 0))
    ended = {row.key: None for row in merge.unfinished(account.at(asked))}
    reader.take(merge.install(account.at(asked), pushes[:kept], 0, ended))
    for update in pushes[kept:]:
        reader.take(merge.apply(update, 0))
    assert reader.picture() == truth(account)
    assert sorted(reader.fills) == sorted({each.id for each in account.states[-1].fills})


@settings(max_examples=200, deadline=None)
@given(st.data(), accounts())
def test_an_audit_mends_whatever_the_stream_lost(data: st.DataObject, account: PretendAccount) -> None:
    heard = data.draw(
        st.lists(st.sampled_from(account.updates), unique_by=id) if account.updates else st.just([]), "pushes that came"
    )
    merge, reader = Merge(), Reader()
    reader.take(merge.install(EMPTY, (), 0))
    for update in heard:
        reader.take(merge.apply(update, 0))
    now = replace(account.at(account.now), asked_ms=(account.now + 2) * STEP_MS)
    reader.take(merge.refresh(now, 0))
    lasting = merge.differences(now)
    ends = {row.key: None for row in merge.unfinished(now)}
    reader.take(merge.adopt(now, lasting, 0, ends))
    assert reader.picture() == truth(account)
    assert merge.differences(now) == frozenset()
    assert sorted(reader.fills) == sorted(each.id for each in account.states[-1].fills)


@given(accounts())
def test_an_audit_of_a_true_picture_finds_nothing(account: PretendAccount) -> None:
    merge = Merge()
    merge.install(EMPTY, (), 0)
    for update in account.updates:
        merge.apply(update, 0)
    assert merge.differences(account.at(account.now)) == frozenset()


def test_equal_legs_of_a_hedge_are_two_positions() -> None:
    merge, reader = Merge(), Reader()
    reader.take(merge.apply(btc(3, 10), 0))
    reader.take(merge.apply(btc(3, 10, Side.SHORT), 0))
    assert sorted(key.side for key in reader.positions) == [Side.LONG, Side.SHORT]  # type: ignore[attr-defined]


def test_a_closed_position_does_not_come_back_by_an_older_message() -> None:
    merge = Merge()
    merge.apply(btc(3, 10), 0)
    assert merge.apply(Update(closed=(Gone(LONG, 20, 20),)), 0).positions_gone == (LONG,)  # type: ignore[union-attr]
    assert merge.apply(btc(3, 10), 0) is None
    assert merge.apply(btc(5, 15), 0) is None
    assert merge.apply(btc(2, 21), 0) is not None


def test_a_snapshot_older_than_the_stream_loses() -> None:
    merge = Merge()
    snapshot = Snapshot(5_000, (position("BTC/USDT:USDT", Side.LONG, 1, 100),), (), ())
    event = merge.install(snapshot, [btc(7, 200)], 0)
    assert event is not None
    assert [row.size_base for row in event.positions] == [Decimal(7)]


def test_a_snapshot_of_the_same_structure_brings_new_prices_only() -> None:
    merge = Merge()
    merge.apply(btc(3, 100, price_ms=150), 0)
    told = position("BTC/USDT:USDT", Side.LONG, 3, 100, price_ms=900, mark_price=Decimal(90), entry_price=None)
    event = merge.refresh(Snapshot(5_000, (replace(told, origin=Origin.SNAPSHOT),), (), ()), 0)
    assert event is not None
    assert (event.positions[0].mark_price, event.positions[0].entry_price) == (Decimal(90), Decimal(100))


def test_a_snapshot_tells_sums_the_stream_does_not_and_takes_none_away() -> None:
    merge = Merge()
    merge.apply(btc(3, 1_000, leverage=None), 0)
    told = position(LONG.symbol, Side.LONG, 3, 1_000, price_ms=5_000, realised_pnl=Decimal(7), fee=Decimal(1))
    event = merge.refresh(Snapshot(5_000, (replace(told, origin=Origin.SNAPSHOT),), (), ()), 0)
    assert event is not None
    (row,) = event.positions
    assert (row.leverage, row.realised_pnl, row.fee) == (10, 7, 1)
    silent = replace(told, origin=Origin.SNAPSHOT, price_ms=6_000, leverage=None, realised_pnl=Decimal(8), fee=None)
    event = merge.refresh(Snapshot(6_000, (silent,), (), ()), 0)
    assert event is not None
    (row,) = event.positions
    assert (row.leverage, row.realised_pnl, row.fee) == (10, 8, 1)


def test_a_complete_list_closes_what_it_does_not_name_unless_that_is_newer() -> None:
    merge = Merge()
    merge.apply(btc(3, 100), 0)
    merge.apply(btc(1, 900, Side.SHORT), 0)
    event = merge.apply(Update(whole_at_ms=500), 0)
    assert event is not None
    assert event.positions_gone == (LONG,)


def test_a_finished_order_never_opens_again() -> None:
    merge = Merge()
    merge.apply(Update(orders=(order("1", 10, OrderStatus.FILLED, 50),)), 0)
    assert merge.apply(Update(orders=(order("1", 0, OrderStatus.OPEN, 60),)), 0) is None
    assert merge.orders == {}


def test_an_end_wins_even_with_an_older_time() -> None:
    merge = Merge()
    merge.apply(Update(orders=(order("1", 0, OrderStatus.OPEN, 60),)), 0)
    merge.apply(Update(orders=(order("1", 0, OrderStatus.CANCELED, 50),)), 0)
    assert merge.orders == {}


def test_with_equal_times_the_larger_fill_is_newer() -> None:
    merge = Merge()
    merge.apply(Update(orders=(order("1", 5, OrderStatus.PARTIALLY_FILLED, 60),)), 0)
    assert merge.apply(Update(orders=(order("1", 2, OrderStatus.PARTIALLY_FILLED, 60),)), 0) is None


def test_a_fill_before_its_order_and_a_cancel_before_its_acknowledgement_are_fine() -> None:
    merge, reader = Merge(), Reader()
    reader.take(merge.apply(Update(fills=(fill("f", 5),)), 0))
    reader.take(merge.apply(Update(orders=(order("1", 1, OrderStatus.CANCELED, 9),)), 0))
    reader.take(merge.apply(Update(orders=(order("1", 0, OrderStatus.OPEN, 3),)), 0))
    assert reader.fills == ["f"]
    assert reader.orders == {}


def test_balances_are_merged_by_currency_and_the_newest_wins() -> None:
    merge = Merge()
    merge.apply(Update(balances=(balance("USDT", 10, 5), balance("BTC", 1, 5))), 0)
    merge.apply(Update(balances=(balance("USDT", 12, 6),)), 0)
    assert merge.apply(Update(balances=(balance("USDT", 9, 4),)), 0) is None
    assert {asset: row.total for asset, row in merge.balances.items()} == {"USDT": Decimal(12), "BTC": Decimal(1)}


def test_wallets_keep_the_same_coin_apart_and_an_audit_sees_debts() -> None:
    merge = Merge()
    mine = replace(balance("USDT", 10, 5), borrowed=Decimal(3))
    pair = replace(balance("USDT", 20, 5), wallet="BTC/USDT", borrowed=Decimal(0))
    merge.apply(Update(balances=(mine, pair)), 0)
    assert {key: row.total for key, row in merge.balances.items()} == {"USDT": 10, "USDT BTC/USDT": 20}
    more_debt = replace(EMPTY, balances=(replace(mine, venue_ms=6, borrowed=Decimal(4)), pair))
    (found,) = merge.differences(more_debt)
    assert (found.kind, found.key) == ("balance", "USDT")
    event = merge.adopt(more_debt, [found], 0)
    assert event is not None
    assert [row.borrowed for row in event.balances] == [Decimal(4)]


def test_a_mark_moves_the_profit_of_both_legs_and_the_venues_figure_wins_later() -> None:
    merge = Merge()
    merge.apply(btc(2, 100), 0)
    merge.apply(btc(2, 100, Side.SHORT), 0)
    event = merge.mark(Mark("BTC/USDT:USDT", Decimal(110), 200), 7)
    assert event is not None
    assert {row.side: row.unrealised_pnl for row in event.positions} == {
        Side.LONG: Decimal(20),
        Side.SHORT: Decimal(-20),
    }
    assert {row.origin for row in event.positions} == {Origin.DERIVED}
    told = merge.apply(btc(2, 100, price_ms=150, unrealised_pnl=Decimal(19)), 8)
    assert told is not None
    assert told.positions[0].unrealised_pnl == Decimal(19)
    assert merge.mark(Mark("BTC/USDT:USDT", Decimal(1), 120), 9) is None or merge.positions[LONG].mark_price == Decimal(
        101
    )


def test_a_fresh_row_missing_in_a_snapshot_is_not_yet_a_difference() -> None:
    merge = Merge()
    merge.apply(btc(2, 4_500), 0)
    merge.apply(btc(2, 3_000, Side.SHORT), 0)
    merge.apply(Update(orders=(order("1", 0, OrderStatus.OPEN, 4_500), order("2", 0, OrderStatus.OPEN, 1_000))), 0)
    keys = {(each.kind, str(each.key)) for each in merge.differences(EMPTY)}
    assert len(keys) == 2
    assert {kind for kind, _ in keys} == {"position", "order"}


def test_an_audit_does_not_go_back_behind_a_push_that_came_meanwhile() -> None:
    merge = Merge()
    merge.apply(btc(2, 100), 0)
    seen = Snapshot(9_000, (position("BTC/USDT:USDT", Side.LONG, 5, 200),), (), ())
    lasting = merge.differences(seen)
    assert len(lasting) == 1
    merge.apply(btc(7, 300), 0)
    assert merge.adopt(seen, lasting, 0) is None
    assert merge.positions[LONG].size_base == Decimal(7)
