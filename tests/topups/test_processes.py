"""Processes of their own: killed in the middle, or at work on the same store at the same time."""

from __future__ import annotations

import signal
from collections import Counter

import pytest

from app.services.scan_lease import LEASE_MS
from app.services.session import Session
from app.services.topups import TopUpView
from store import ledger
from store.database import Store
from tests.chains.evm_world import EvmWorld
from tests.monitor.rows import T0
from tests.store.people import add_binding, add_user
from tests.stores import ManualClock
from tests.topups.crew import Crew
from tests.topups.evm_sea import evm_sea
from tests.topups.process import AFTER, BEFORE
from tests.topups.world import World, on_both

pytestmark = pytest.mark.anyio


def scanning(sea: World, url: str, lease: str, rounds: int, die_at: str = "") -> list[str]:
    where = [url, sea.tron.base_url, sea.tron.deposit, str(sea.clock.ms)]
    return ["scan", *where, lease, str(rounds), die_at]


async def assert_credited_once(sea: World, people: list[Session], orders: list[TopUpView]) -> None:
    owed: Counter[str] = Counter()
    for person, order in zip(people, orders, strict=True):
        owed[person.user_id] += order.payable_micro
        assert (await sea.topups.order(person, order.id)).status == "credited"
    for person in people:
        assert await sea.balance(person) == owed[person.user_id]
    assert [state for state, _, _ in await sea.deposits()] == ["credited"] * len(orders)
    await sea.assert_books_are_sound()


@on_both
async def test_a_scanner_killed_at_any_point_has_credited_once_after_the_next_round(
    busy_sea: World, sea_url: str, crew: Crew, ada: Session, bo: Session
) -> None:
    people: list[Session] = []
    orders: list[TopUpView] = []
    for point in (*BEFORE, *AFTER):
        fresh = [await busy_sea.topups.create(person, "200", "tron") for person in (ada, bo)]
        for order in fresh:
            await busy_sea.pay(order)
        await busy_sea.tron.settle()
        before = await busy_sea.balance(ada) + await busy_sea.balance(bo)
        [doomed] = await crew.work(scanning(busy_sea, sea_url, "scan", 1, point))
        assert doomed.code == -signal.SIGKILL
        credited = await busy_sea.balance(ada) + await busy_sea.balance(bo) - before
        assert credited == (sum(order.payable_micro for order in fresh) if point == "committed" else 0), point
        assert (await busy_sea.round()).role == "standby"
        busy_sea.clock.advance(LEASE_MS)
        await busy_sea.tron.mine()
        assert (await busy_sea.round()).role == "scanning"
        people, orders = [*people, ada, bo], [*orders, *fresh]
        await assert_credited_once(busy_sea, people, orders)
        await busy_sea.scanner.aclose()
        busy_sea.scanner = busy_sea.another_scanner()


@on_both
async def test_on_a_real_node_a_scanner_killed_at_any_point_has_credited_once_after_the_next_round(
    sea_store: Store, sea_url: str, store_clock: ManualClock, bsc: EvmWorld, crew: Crew, ada: Session
) -> None:
    owed = 0
    async with evm_sea(sea_store, bsc, store_clock, one_open_order=False) as sea:
        for point in (*BEFORE, *AFTER):
            order = await sea.topups.create(ada, "200", "bsc")
            sea.pay(order)
            bsc.settle()
            doing = ["scan", sea_url, bsc.url, bsc.deposit, str(store_clock.ms), "scan", "1", point, "bsc"]
            [doomed] = await crew.work(doing)
            assert doomed.code == -signal.SIGKILL
            assert await sea.balance(ada) - owed == (order.payable_micro if point == "committed" else 0), point
            assert (await sea.round()).role == "standby"
            store_clock.advance(LEASE_MS)
            bsc.mine()
            assert (await sea.round()).role == "scanning"
            owed += order.payable_micro
            assert await sea.balance(ada) == owed
            await sea.scanner.aclose()
            sea.scanner = sea.another_scanner()
        assert [state for state, _, _ in await sea.deposits()] == ["credited"] * len((*BEFORE, *AFTER))
        await sea.assert_books_are_sound()


LIVES, MOST_STEPS = 50, 80


@on_both
@pytest.mark.parametrize("seed", range(4))
async def test_a_scanner_killed_200_times_at_random_credits_every_deposit_once(
    busy_sea: World, sea_url: str, crew: Crew, ada: Session, bo: Session, seed: int
) -> None:
    """Fifty times for each seed; about every second life gets as far as to credit a deposit."""
    people = [ada, bo] * 30
    orders = [await busy_sea.topups.create(person, "100", "tron") for person in people]

    async def pay() -> None:
        for order in orders:
            await busy_sea.pay(order)
        await busy_sea.tron.settle()

    where = [sea_url, busy_sea.tron.base_url, busy_sea.tron.deposit, str(busy_sea.clock.ms)]
    [done] = await crew.work(["lives", *where, str(LIVES), str(MOST_STEPS), str(seed)], before=pay)
    assert done.code == 0
    killed = [line for line in done.lines if line.endswith(f" {-signal.SIGKILL}")]
    assert len(killed) == LIVES
    left = sum(state == "credited" for state, _, _ in await busy_sea.deposits())
    assert 0 < left < len(orders)
    await busy_sea.round()
    await assert_credited_once(busy_sea, people, orders)


@on_both
@pytest.mark.parametrize("leases", [("scan", "scan"), ("one", "other")], ids=["taking turns", "both at once"])
async def test_two_processes_watching_one_address_credit_once(
    sea: World, sea_url: str, crew: Crew, ada: Session, bo: Session, leases: tuple[str, str]
) -> None:
    orders = [await sea.topups.create(ada, "200", "tron"), await sea.topups.create(bo, "300", "tron")]
    for order in orders:
        await sea.pay(order)
    await sea.tron.settle()
    first, second = (scanning(sea, sea_url, lease, 6) for lease in leases)
    done = await crew.work(first, second)
    printed = [line.partition(" ") for each in done for line in each.lines]
    assert {error for _, _, error in printed} == {"None"}
    roles = {role for role, _, _ in printed}
    assert roles == {"scanning"} if leases[0] != leases[1] else roles <= {"scanning", "standby"}
    await assert_credited_once(sea, [ada, bo], orders)


@on_both
async def test_120_orders_from_four_processes_place_99_and_refuse_21(
    sea: World, sea_url: str, crew: Crew, ada: Session
) -> None:
    where = [sea_url, sea.tron.base_url, sea.tron.deposit, str(sea.clock.ms)]
    done = await crew.work(*[["order", *where, ada.user_id, "30"]] * 4)
    made = [line for each in done for line in each.lines]
    placed = [line for line in made if line.isdecimal()]
    assert len(made) == 120
    assert len(placed) == len(set(placed)) == 99
    assert {line for line in made if not line.isdecimal()} == {"topup.error.no_tail_left"}


@on_both
async def test_of_two_processes_that_meter_the_same_fills_one_dies_and_every_fill_is_metered_once(
    sea: World, sea_url: str, crew: Crew, store_clock: ManualClock
) -> None:
    async with sea.store.write() as connection:
        user_id = await add_user(connection)
        binding_id = await add_binding(connection, user_id, state="approved", uid="7", approved_ms=T0)
        house, own = ledger.clearing("tron"), ledger.compute(user_id)
        await ledger.post(connection, "deposit:1", "deposit", house, own, 1_000_000_000, "", "system", T0)
    fills, dead = 8, 0
    deaths = (7, 20, 31, 44)
    for turn, steps in enumerate(deaths):
        where = ["meter", sea_url, binding_id, str(store_clock.ms), str(turn * fills), str(fills)]
        dying, living = await crew.work([*where, str(steps)], [*where, "0"])
        assert (living.code, len(living.lines)) == (0, fills)
        dead += dying.code == -signal.SIGKILL
    assert dead == len(deaths)
    async with sea.store.read() as connection:
        assert await ledger.balance(connection, own) == 1_000_000_000 - len(deaths) * fills * 2_000_000
    await sea.assert_books_are_sound()
