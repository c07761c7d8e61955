"""Payments that do not fit: nobody is credited, and the one person who may have sent them is told what to do."""

from __future__ import annotations

import pytest

from app.services.topups import TopUpView
from tests.money.bank import Bank
from tests.topups.world import HOUR_MS, MINUTE_MS

pytestmark = pytest.mark.anyio
USDT = 1_000_000


async def kinds(bank: Bank, order: TopUpView) -> list[tuple[str, int]]:
    return [(stray.kind, stray.differs_micro) for stray in await bank.sea.topups.strays(bank.ada, order.id)]


@pytest.mark.parametrize(
    ("differs", "kind"), [(-USDT, "short"), (2 * USDT, "over"), (None, "no-tail")], ids=["short", "over", "no-tail"]
)
async def test_an_amount_that_is_nearly_right_is_explained_to_whose_order_it_comes_close(
    bank: Bank, differs: int | None, kind: str
) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    apart = -order.tail_micro if differs is None else differs
    tx = await bank.paid("", amount_raw=str(order.payable_micro + apart))
    assert await kinds(bank, order) == [(kind, apart)]
    assert await bank.told(bank.ada) == [f"payment-{kind}"]
    assert await bank.balance(bank.ada) == 0
    [message] = await bank.inbox.entries(bank.ada)
    assert tx[:8] not in str(message.facts)  # A hash that is told to people proves nothing any more.
    await bank.claims.file(bank.ada, "tron", tx)
    assert await kinds(bank, order) == []  # From here on the claim says how it stands.


async def test_an_amount_that_is_far_from_any_order_is_told_to_nobody(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    for apart in (-10 * USDT, 30_000, -USDT - 10_000):
        await bank.paid("", amount_raw=str(order.payable_micro + apart))
    assert await kinds(bank, order) == []
    assert await bank.told(bank.ada) == []


async def test_two_people_who_may_have_sent_it_are_not_told_of_each_others_payment(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    await bank.sea.topups.create(bank.bo, "200", "tron")
    await bank.paid("200")
    assert (await bank.told(bank.ada), await bank.told(bank.bo)) == ([], [])
    assert await kinds(bank, order) == [("no-tail", -order.tail_micro)]  # Who looks is told what may have happened.


async def test_a_late_payment_is_credited_and_said_to_be_late(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    bank.clock.advance(31 * MINUTE_MS)
    await bank.paid("", amount_raw=str(order.payable_micro))
    assert await bank.balance(bank.ada) == order.payable_micro
    assert await bank.told(bank.ada) == ["payment-late"]


async def test_what_is_paid_twice_or_after_the_end_is_explained_too(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    for _ in range(2):
        await bank.paid("", amount_raw=str(order.payable_micro))
    assert await kinds(bank, order) == [("second", 0)]
    closed = await bank.sea.topups.create(bank.ada, "300", "tron")
    bank.clock.advance(25 * HOUR_MS)
    await bank.sea.settle()
    await bank.paid("", amount_raw=str(closed.payable_micro))
    assert await kinds(bank, closed) == [("too-late", 0)]
    assert await bank.told(bank.ada) == ["payment-second", "payment-too-late"]
    assert await bank.balance(bank.ada) == order.payable_micro
    await bank.assert_sound()


async def test_rounds_done_again_tell_once(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    await bank.paid("", amount_raw=str(order.payable_micro - USDT))
    for _ in range(3):
        await bank.sea.settle()
    assert await bank.told(bank.ada) == ["payment-short"]
