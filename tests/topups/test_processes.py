"""Processes of their own: killed in the middle, or at work on the same store at the same time."""

from __future__ import annotations

import signal

import pytest

from app.services.scan_lease import LEASE_MS
from app.services.session import Session
from app.services.topups import TopUpView
from tests.topups.crew import Crew
from tests.topups.process import AFTER, BEFORE
from tests.topups.world import World, on_both

pytestmark = pytest.mark.anyio


def scanning(sea: World, url: str, lease: str, rounds: int, die_at: str = "") -> list[str]:
    where = [url, sea.tron.base_url, sea.tron.deposit, str(sea.clock.ms)]
    return ["scan", *where, lease, str(rounds), die_at]


async def assert_credited_once(sea: World, people: list[Session], orders: list[TopUpView]) -> None:
    for person, order in zip(people, orders, strict=True):
        assert await sea.balance(person) == order.payable_micro
        assert (await sea.topups.order(person, order.id)).status == "credited"
    assert [state for state, _, _ in await sea.deposits()] == ["credited"] * len(orders)
    await sea.assert_books_are_sound()


@on_both
@pytest.mark.parametrize("point", [*BEFORE, *AFTER])
async def test_a_scanner_killed_at_any_point_has_credited_once_after_the_next_round(
    sea: World, sea_url: str, crew: Crew, ada: Session, bo: Session, point: str
) -> None:
    orders = [await sea.topups.create(ada, "200", "tron"), await sea.topups.create(bo, "300", "tron")]
    for order in orders:
        await sea.pay(order)
    await sea.tron.settle()
    [doomed] = await crew.work(scanning(sea, sea_url, "scan", 1, point))
    assert doomed.code == -signal.SIGKILL
    expected = sum(order.payable_micro for order in orders) if point == "committed" else 0
    assert await sea.balance(ada) + await sea.balance(bo) == expected
    assert (await sea.round()).role == "standby"
    sea.clock.advance(LEASE_MS)
    assert (await sea.round()).role == "scanning"
    await assert_credited_once(sea, [ada, bo], orders)


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
