"""Making top-up orders: amounts that are refused, and amounts that are nobody else's."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.locale.catalogue import LANGUAGES, set_language, t
from app.services.errors import Refused
from app.services.session import Session
from app.services.topup_amount import base_micro, usdt
from app.services.topup_chains import chain_offers
from app.services.topups import NUMBER_LETTERS, TopUpService
from app.settings import Settings, Tron
from tests.stores import ManualClock
from tests.topups.world import HOUR_MS, MINUTE_MS, World, on_both, register

pytestmark = pytest.mark.anyio

REFUSALS = [
    ("99.99", "The least is 100 USDT.", "最少充值 100 USDT。"),
    ("0", "The least is 100 USDT.", "最少充值 100 USDT。"),
    ("abc", "This is not an amount", "这不是有效的金额"),
    ("1e3", "This is not an amount", "这不是有效的金额"),
    ("-200", "This is not an amount", "这不是有效的金额"),
    ("1,000", "This is not an amount", "这不是有效的金额"),
    ("２００", "This is not an amount", "这不是有效的金额"),
    ("0x64", "This is not an amount", "这不是有效的金额"),
    ("NaN", "This is not an amount", "这不是有效的金额"),
    ("200.", "This is not an amount", "这不是有效的金额"),
    ("9" * 5000, "This is not an amount", "这不是有效的金额"),
    ("100.001", "At most two decimals", "金额最多两位小数"),
    ("1000000.01", "The most in one order is 1,000,000 USDT", "单笔最多 1,000,000 USDT"),
    ("", "Type how much", "请输入充值金额"),
    ("  ", "Type how much", "请输入充值金额"),
]


@pytest.mark.parametrize(("amount", "english", "chinese"), REFUSALS)
def test_a_wrong_amount_is_refused_with_what_is_wrong_with_it(amount: str, english: str, chinese: str) -> None:
    with pytest.raises(Refused) as refused:
        base_micro(amount, 100_000_000, 1_000_000_000_000)
    assert refused.value.field == "amount"
    for language, words in zip(LANGUAGES, (english, chinese), strict=True):
        set_language(language)
        assert words in t(refused.value.key, **refused.value.values)


async def test_a_refused_amount_makes_no_order(sea: World, ada: Session) -> None:
    for amount in ("99.99", "abc", "1000000.01"):
        with pytest.raises(Refused):
            await sea.topups.create(ada, amount, "tron")
    assert await sea.topups.orders(ada) == []


async def test_a_network_without_an_address_is_neither_offered_nor_accepted(
    sea: World, ada: Session, store_clock: ManualClock
) -> None:
    with pytest.raises(Refused, match="unknown_chain"):
        await sea.topups.create(ada, "200", "bsc")
    closed = TopUpService(sea.store, Settings(data_dir=Path()), store_clock)
    assert closed.chains() == []
    with pytest.raises(Refused, match="unknown_chain"):
        await closed.create(ada, "200", "tron")


@pytest.mark.parametrize("address", ["TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLjt6", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"])
def test_a_deposit_address_with_a_typo_or_the_tokens_own_is_refused_at_start(address: str) -> None:
    with pytest.raises(Refused, match="bad_address"):
        chain_offers(Settings(data_dir=Path(), tron=Tron(deposit_address=address)))


async def test_an_order_fixes_amount_address_and_times(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, " 200 ", "tron")
    assert order.base_micro == 200_000_000
    assert order.tail_micro in range(10_000, 1_000_000, 10_000)
    assert order.payable_micro == order.base_micro + order.tail_micro
    assert order.address == sea.tron.deposit
    assert order.status == "awaiting"
    assert order.pay_until_ms == order.created_ms + 30 * MINUTE_MS
    assert order.late_until_ms == order.pay_until_ms + 24 * HOUR_MS
    assert (order.confirmations, order.confirmations_needed) == (0, 19)
    assert set(order.short_id) <= set(NUMBER_LETTERS)
    assert await sea.topups.order(ada, order.id) == order


@on_both
async def test_a_person_waits_for_one_payment_at_a_time(sea: World, ada: Session, bo: Session) -> None:
    first = await sea.topups.create(ada, "200", "tron")
    with pytest.raises(Refused, match="open_order") as refused:
        await sea.topups.create(ada, "300", "tron")
    assert refused.value.values["number"] == first.short_id
    await sea.topups.create(bo, "200", "tron")
    sea.clock.advance(30 * MINUTE_MS)
    assert (await sea.topups.create(ada, "300", "tron")).status == "awaiting"


@on_both
async def test_two_orders_at_once_of_one_person_are_still_one(sea: World, ada: Session) -> None:
    tries = await asyncio.gather(*(sea.topups.create(ada, "200", "tron") for _ in range(6)), return_exceptions=True)
    assert sum(not isinstance(made, Exception) for made in tries) == 1
    assert all(isinstance(made, Refused) for made in tries if isinstance(made, Exception))


@on_both
async def test_120_orders_at_once_place_99_and_refuse_21(busy_sea: World) -> None:
    people = [await register(busy_sea.store, f"person{number}") for number in range(4)]
    tries = await asyncio.gather(
        *(busy_sea.topups.create(people[number % 4], "100", "tron") for number in range(120)), return_exceptions=True
    )
    placed = [made for made in tries if not isinstance(made, BaseException)]
    refused = [made for made in tries if isinstance(made, Refused)]
    assert (len(placed), len(refused)) == (99, 21)
    assert {order.payable_micro for order in placed} == set(range(100_010_000, 101_000_000, 10_000))
    assert {refusal.key for refusal in refused} == {"topup.error.no_tail_left"}
    assert refused[0].values == {"amount": "100"}


async def test_base_amounts_that_differ_by_less_than_a_tail_never_meet(busy_sea: World, ada: Session) -> None:
    orders = [await busy_sea.topups.create(ada, base, "tron") for base in ("100", "100.01", "100.5", "100.99") * 10]
    assert len({order.payable_micro for order in orders}) == 40


@on_both
async def test_cancelling_keeps_the_amount_reserved(busy_sea: World, ada: Session, bo: Session) -> None:
    canceled = await busy_sea.topups.create(ada, "100", "tron")
    assert (await busy_sea.topups.cancel(ada, canceled.id)).status == "canceled"
    assert (await busy_sea.topups.cancel(ada, canceled.id)).status == "canceled"
    others = [await busy_sea.topups.create(bo, "100", "tron") for _ in range(98)]
    assert canceled.payable_micro not in {order.payable_micro for order in others}
    with pytest.raises(Refused, match="no_tail_left"):
        await busy_sea.topups.create(bo, "100", "tron")


@on_both
async def test_an_amount_becomes_free_only_behind_a_scan_of_its_late_window(busy_sea: World, ada: Session) -> None:
    for _ in range(99):
        await busy_sea.topups.create(ada, "100", "tron")
    busy_sea.clock.advance(25 * HOUR_MS)
    with pytest.raises(Refused, match="no_tail_left"):
        await busy_sea.topups.create(ada, "100", "tron")
    await busy_sea.settle()
    assert (await busy_sea.topups.create(ada, "100", "tron")).status == "awaiting"
    assert {order.status for order in await busy_sea.topups.orders(ada)} == {"awaiting", "closed"}


async def test_an_unpaid_order_expires_and_later_closes(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(30 * MINUTE_MS - 1)
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    sea.clock.advance(1)
    assert (await sea.topups.order(ada, order.id)).status == "expired"
    sea.clock.advance(24 * HOUR_MS + 1)
    closed = await sea.topups.order(ada, order.id)
    assert closed.status == "closed"
    assert closed.is_finished


@on_both
async def test_orders_are_their_owners_alone(sea: World, ada: Session, bo: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    assert await sea.topups.orders(bo) == []
    for call in (sea.topups.order, sea.topups.cancel):
        with pytest.raises(Refused, match="no_such_order"):
            await call(bo, order.id)
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"


@pytest.mark.parametrize(
    ("micro", "text"),
    [
        (100_000_000, "100"),
        (200_370_000, "200.37"),
        (100_500_000, "100.50"),
        (1_000_000_000_000, "1,000,000"),
        (1, "0.000001"),
    ],
)
def test_amounts_are_written_exactly(micro: int, text: str) -> None:
    assert usdt(micro) == text
