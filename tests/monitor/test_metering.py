"""Metering: a share of new net realised profit, each fill counted once, whatever is repeated, reordered or late."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.high_water import HighWater
from app.services.ledger import LedgerService
from app.services.metering import MeteringService
from app.settings import Metering, Settings
from exchanges.core.model import Fill, Income, IncomeKind
from store import ledger, meters
from store.database import Store, open_store
from tests.monitor.rows import T0, fill, income
from tests.monitor.signed_in import signed_in
from tests.store.people import add_binding, add_user
from tests.stores import ManualClock

pytestmark = pytest.mark.anyio
USDT = 1_000_000
SETTINGS = Settings(data_dir=Path("unused"))


@pytest.fixture
def metering(store: Store, store_clock: ManualClock) -> MeteringService:
    return MeteringService(store, SETTINGS, now=store_clock)


async def bound(store: Store, *, compute: int = 1_000 * USDT, approved_ms: int | None = T0) -> tuple[str, str]:
    """A user with compute and an approved binding; answers both ids."""
    async with store.write() as connection:
        user_id = await add_user(connection)
        state = "approved" if approved_ms is not None else "draft"
        binding_id = await add_binding(
            connection, user_id, state=state, uid=user_id, approved_ms=approved_ms, label="main account"
        )
    await top_up(store, user_id, compute)
    return user_id, binding_id


async def top_up(store: Store, user_id: str, amount_micro: int) -> None:
    async with store.write() as connection:
        if amount_micro:
            key = f"test:{user_id}:{amount_micro}:{await ledger.balance(connection, ledger.compute(user_id))}"
            house, own = ledger.clearing("tron"), ledger.compute(user_id)
            await ledger.post(connection, key, "deposit", house, own, amount_micro, "order", "system", T0)


async def compute_of(store: Store, user_id: str) -> int:
    async with store.read() as connection:
        return await ledger.balance(connection, ledger.compute(user_id))


async def assert_sound(store: Store) -> None:
    async with store.read() as connection:
        assert (await ledger.check(connection)).are_sound


# -- what is metered -----------------------------------------------------------------------------------------------


async def test_a_fifth_of_realised_profit_net_of_its_fee_is_debited(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store)
    booked = await metering.book(binding_id, [fill("1", "10.5", "0.5")])
    assert booked.debited_micro == 2 * USDT
    assert await compute_of(store, user_id) == 998 * USDT
    await assert_sound(store)


async def test_the_debit_stands_in_the_owners_ledger_and_names_the_account(
    store: Store, metering: MeteringService, store_clock: ManualClock
) -> None:
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill("1", "10")])
    line = (await LedgerService(store, SETTINGS, now=store_clock).entries(signed_in(user_id), limit=1))[0]
    assert (line.text_key, line.amount_micro, line.balance_after_micro, line.ref) == (
        "compute.kind.metering",
        -2 * USDT,
        998 * USDT,
        "main account",
    )


async def test_the_operator_sets_the_share(store: Store, store_clock: ManualClock) -> None:
    user_id, binding_id = await bound(store)
    dearer = Settings(data_dir=Path("unused"), metering=Metering(share_percent=30))
    await MeteringService(store, dearer, now=store_clock).book(binding_id, [fill("1", "10")])
    assert await compute_of(store, user_id) == 997 * USDT


async def test_a_changed_share_counts_for_new_profit_only(
    store: Store, metering: MeteringService, store_clock: ManualClock
) -> None:
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill("1", "10", at=T0 + 1)])
    dearer = Settings(data_dir=Path("unused"), metering=Metering(share_percent=50))
    await MeteringService(store, dearer, now=store_clock).book(binding_id, [fill("2", "10", at=T0 + 2)])
    assert await compute_of(store, user_id) == (1_000 - 2 - 5) * USDT


async def test_losses_carry_forward(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill("1", "-10", at=T0 + 1)])
    await metering.book(binding_id, [fill("2", "10", at=T0 + 2)])
    assert await compute_of(store, user_id) == 1_000 * USDT
    await metering.book(binding_id, [fill("3", "5", at=T0 + 3)])
    assert await compute_of(store, user_id) == 999 * USDT


async def test_funding_counts_and_a_transfer_does_not(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store)
    deposit = income("2", "500", at=T0 + 2, kind=IncomeKind.OTHER)
    await metering.book(binding_id, [fill("1", "10", at=T0 + 1)], [income("1", "-5", at=T0), deposit])
    assert await compute_of(store, user_id) == 999 * USDT


async def test_a_fee_in_another_coin_is_not_taken_for_dollars(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill("1", "10", "3", fee_asset="OKB")])
    assert await compute_of(store, user_id) == 998 * USDT


async def test_history_from_before_the_approval_is_kept_but_never_metered(
    store: Store, metering: MeteringService
) -> None:
    user_id, binding_id = await bound(store)
    booked = await metering.book(binding_id, [fill("1", "500", at=T0 - 1)], [income("1", "9", at=T0 - 5)])
    assert len(booked.fills) == len(booked.incomes) == 1
    await metering.book(binding_id, [fill("2", "10", at=T0 + 2)])
    assert await compute_of(store, user_id) == 998 * USDT


async def test_nothing_is_metered_for_a_binding_that_was_never_approved(
    store: Store, metering: MeteringService
) -> None:
    user_id, binding_id = await bound(store, approved_ms=None)
    booked = await metering.book(binding_id, [fill("1", "500")])
    assert (len(booked.fills), booked.debited_micro) == (1, 0)
    assert await compute_of(store, user_id) == 1_000 * USDT


# -- exactly once --------------------------------------------------------------------------------------------------


async def test_the_same_fill_again_moves_nothing(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store)
    for _ in range(3):
        await metering.book(binding_id, [fill("1", "10"), fill("1", "10")], [income("1", "5")])
    assert await compute_of(store, user_id) == 997 * USDT


async def test_two_instances_that_see_the_same_fills_at_once_meter_once(
    store_url: str, store: Store, store_clock: ManualClock
) -> None:
    user_id, binding_id = await bound(store)
    async with AsyncExitStack() as stack:
        other = await open_store(store_url, now=store_clock)
        stack.push_async_callback(other.aclose)
        instances = [MeteringService(each, SETTINGS, now=store_clock) for each in (store, other)]
        batches = [[fill(f"{n}-{i}", "1", at=T0 + n) for i in range(5)] for n in range(8)]
        await asyncio.gather(*(_book_all(instance, binding_id, batches) for instance in instances))
    assert await compute_of(store, user_id) == (1_000 - 8) * USDT
    await assert_sound(store)


async def _book_all(metering: MeteringService, binding_id: str, batches: Sequence[Sequence[Fill]]) -> None:
    for batch in batches:
        await metering.book(binding_id, batch)


async def test_two_accounts_of_one_owner_that_profit_at_once_never_overdraw_compute(
    store: Store, metering: MeteringService
) -> None:
    user_id, first = await bound(store, compute=3 * USDT)
    async with store.write() as connection:
        second = await add_binding(connection, user_id, state="approved", uid="second", approved_ms=T0)
    booked = await asyncio.gather(*(metering.book(each, [fill("1", "10")]) for each in (first, second)))
    assert sum(each.debited_micro for each in booked) == 3 * USDT
    assert await compute_of(store, user_id) == 0
    await assert_sound(store)


# -- what compute does not cover -----------------------------------------------------------------------------------


async def test_what_compute_does_not_cover_stays_owed_and_is_debited_after_the_next_top_up(
    store: Store, metering: MeteringService
) -> None:
    user_id, binding_id = await bound(store, compute=USDT)
    booked = await metering.book(binding_id, [fill("1", "10")])
    assert (booked.debited_micro, booked.owed_micro) == (USDT, USDT)
    assert await metering.collect(user_id) == 0
    await top_up(store, user_id, 100 * USDT)
    assert await metering.collect(user_id) == USDT
    assert await metering.collect(user_id) == 0
    assert await compute_of(store, user_id) == 99 * USDT
    await assert_sound(store)


async def test_a_debt_is_also_debited_with_the_next_fill(store: Store, metering: MeteringService) -> None:
    user_id, binding_id = await bound(store, compute=0)
    await metering.book(binding_id, [fill("1", "10", at=T0 + 1)])
    await top_up(store, user_id, 100 * USDT)
    assert (await metering.book(binding_id, [fill("2", "5", at=T0 + 2)])).debited_micro == 3 * USDT
    assert await compute_of(store, user_id) == 97 * USDT


# -- order of time -------------------------------------------------------------------------------------------------


async def test_a_loss_that_is_heard_of_late_gives_back_what_was_debited_too_much(
    store: Store, metering: MeteringService
) -> None:
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill("1", "10", at=T0 + 10)])
    late = await metering.book(binding_id, [], [income("1", "-4", at=T0 + 5)])
    assert late.debited_micro == -8 * USDT // 10
    assert await compute_of(store, user_id) == 1_000 * USDT - 12 * USDT // 10
    await assert_sound(store)


async def test_a_late_loss_first_lessens_what_is_still_owed(store: Store, metering: MeteringService) -> None:
    _, binding_id = await bound(store, compute=USDT)
    await metering.book(binding_id, [fill("1", "10", at=T0 + 10)])
    late = await metering.book(binding_id, [], [income("1", "-3", at=T0 + 5)])
    assert (late.debited_micro, late.owed_micro) == (0, 4 * USDT // 10)


async def test_a_long_journal_is_read_again_page_by_page_for_a_late_entry(
    store: Store, metering: MeteringService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meters, "_PAGE", 7)
    user_id, binding_id = await bound(store)
    await metering.book(binding_id, [fill(f"{n:03}", "1", at=T0 + 10 + n // 3) for n in range(50)])
    await metering.book(binding_id, [fill("late", "-20", at=T0 + 5)])
    assert await compute_of(store, user_id) == (1_000 - 6) * USDT


AMOUNTS = st.integers(-50_000_000, 50_000_000).map(lambda units: f"{units / 10**6:.6f}")


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Fill | Income], list[list[Fill | Income]]]:
    """Entries in the order of time, and batches in which they arrive: shuffled, repeated, cut anywhere."""
    amounts = draw(st.lists(AMOUNTS, min_size=1, max_size=12))
    entries: list[Fill | Income] = [
        fill(str(n), amount, at=T0 + n // 2) if n % 3 else income(str(n), amount, at=T0 + n // 2)
        for n, amount in enumerate(amounts)
    ]
    arrivals = draw(st.permutations(entries)) + draw(st.lists(st.sampled_from(entries), max_size=6))
    cuts = sorted(draw(st.sets(st.integers(0, len(arrivals)), max_size=5)) | {0, len(arrivals)})
    return entries, [arrivals[start:end] for start, end in pairwise(cuts)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
async def test_whatever_the_order_repetition_and_batching_the_debit_is_that_of_the_order_of_time(
    store: Store, store_clock: ManualClock, history: tuple[list[Fill | Income], list[list[Fill | Income]]]
) -> None:
    entries, batches = history
    user_id, binding_id = await bound(store)
    metering = MeteringService(store, SETTINGS, now=store_clock)
    for batch in batches:
        fills = [entry for entry in batch if isinstance(entry, Fill)]
        await metering.book(binding_id, fills, [entry for entry in batch if isinstance(entry, Income)])
    places = sorted(entries, key=lambda entry: (entry.time_ms, isinstance(entry, Income), entry.id))
    nets = [int((entry.realised_pnl if isinstance(entry, Fill) else entry.amount) * USDT) for entry in places]
    highest = max(0, *(sum(nets[: end + 1]) for end in range(len(nets))))
    assert await compute_of(store, user_id) == 1_000 * USDT - highest * 20 // 100


@given(nets=st.lists(st.integers(-(10**9), 10**9)), cut=st.integers(0, 50), share=st.integers(0, 100))
async def test_charges_of_the_parts_add_up_to_the_charge_of_the_whole(nets: list[int], cut: int, share: int) -> None:
    first = HighWater().after(nets[:cut])
    whole = first.after(nets[cut:])
    assert whole == HighWater().after(nets)
    assert whole.charge_micro(share) - first.charge_micro(share) + first.charge_micro(share) == whole.charge_micro(
        share
    )


NETS = st.lists(st.integers(-20, 20), min_size=1, max_size=8)


@given(head=NETS, tail=NETS, late=st.integers(-20, 20), place=st.integers(0, 7))
async def test_what_the_end_of_the_way_tells_of_a_late_entry_is_what_the_whole_way_tells(
    head: list[int], tail: list[int], late: int, place: int
) -> None:
    new_tail = [*tail[:place], late, *tail[place:]]
    told = HighWater().after([*head, *tail]).with_late(tail, new_tail)
    assert told in (None, HighWater().after([*head, *new_tail]))
    assert told is not None or late < 0


# -- pace ----------------------------------------------------------------------------------------------------------


async def test_the_pace_says_how_many_days_are_left(
    store: Store, metering: MeteringService, store_clock: ManualClock
) -> None:
    user_id, binding_id = await bound(store, compute=100 * USDT)
    service = LedgerService(store, SETTINGS, now=store_clock)
    assert (await service.pace(signed_in(user_id))).days_left is None
    await metering.book(binding_id, [fill("1", "50", at=T0)])
    assert (await service.pace(signed_in(user_id))).days_left == 9
    store_clock.advance(2 * 86_400_000)
    pace = await service.pace(signed_in(user_id))
    assert (pace.spent_micro, pace.days_left) == (10 * USDT, 18)
    store_clock.advance(6 * 86_400_000)
    assert (await service.pace(signed_in(user_id))).days_left is None


async def test_below_the_warning_level_compute_is_low(store: Store, store_clock: ManualClock) -> None:
    user_id, _ = await bound(store, compute=50 * USDT)
    service = LedgerService(store, SETTINGS, now=store_clock)
    assert not await service.is_low(signed_in(user_id))
    async with store.write() as connection:
        own, house = ledger.compute(user_id), ledger.ADJUSTMENTS
        await ledger.post(connection, "one", "adjustment", own, house, 1, "test", "system", T0)
    assert await service.is_low(signed_in(user_id))
