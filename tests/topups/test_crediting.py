"""What a payment does to an order and to the ledger: every row of the pitfalls the chain sheet names."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.services.session import Session
from exchanges.core.errors import RateLimited, Unexpected, VenueUnavailable
from store.database import Store
from store.tables import TopUpOrder
from tests.stores import ManualClock
from tests.topups.world import HOUR_MS, MINUTE_MS, World, on_both, register, world

pytestmark = pytest.mark.anyio


@on_both
async def test_an_exact_payment_is_seen_confirmed_and_credited(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.round()
    tx = await sea.pay(order)
    seen = []
    for _ in range(19):
        await sea.tron.mine()
        await sea.round()
        view = await sea.topups.order(ada, order.id)
        seen.append((view.status, view.confirmations))
        assert view.tx_hash == tx
    assert seen == [*(("confirming", count) for count in range(1, 19)), ("credited", 19)]
    assert view.credited_ms == sea.clock.ms
    assert not view.is_late
    assert view.is_finished
    assert await sea.balance(ada) == order.payable_micro
    assert await sea.deposits() == [("credited", "", order.payable_micro)]
    await sea.assert_books_are_sound()


async def test_a_payment_listed_before_its_receipt_is_there_is_seen_without_confirmations(
    sea: World, ada: Session
) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.mine()
    await sea.tron.fault("empty", path="/wallet/gettransactioninfobyid", times=1)
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.confirmations, view.seen_ms) == ("seen", 0, sea.clock.ms)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "confirming"


@on_both
async def test_rounds_may_be_done_again_and_again(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.settle()
    for _ in range(5):
        await sea.round()
    await sea.scanner.aclose()
    sea.scanner = sea.another_scanner()
    for _ in range(3):
        await sea.round()
    assert await sea.balance(ada) == order.payable_micro
    assert len(await sea.deposits()) == 1
    await sea.assert_books_are_sound()


async def test_a_token_of_the_same_name_credits_nothing_and_shows_nothing(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order, token="fake")
    await sea.tron.mine()
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    await sea.settle()
    assert await sea.balance(ada) == 0
    assert await sea.deposits() == []


async def test_a_failed_transaction_credits_nothing(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.tron.post("fail", to=sea.tron.deposit, amount_raw=str(order.payable_micro))
    await sea.settle()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    assert await sea.deposits() == []


async def test_money_moved_by_an_allowance_credits_as_any_other(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    spender = sea.tron.node.address("spender")
    raw = str(order.payable_micro)
    await sea.tron.post("transfer_from", spender=spender, to=sea.tron.deposit, amount_raw=raw)
    await sea.settle()
    assert await sea.balance(ada) == order.payable_micro


@on_both
async def test_two_payments_in_one_transaction_credit_two_orders(sea: World, ada: Session, bo: Session) -> None:
    first, second = await sea.topups.create(ada, "200", "tron"), await sea.topups.create(bo, "300", "tron")
    parts = [{"to": sea.tron.deposit, "amount_raw": str(order.payable_micro)} for order in (first, second)]
    await sea.tron.post("batch", transfers=parts)
    await sea.settle()
    assert await sea.balance(ada) == first.payable_micro
    assert await sea.balance(bo) == second.payable_micro
    await sea.assert_books_are_sound()


@on_both
async def test_dust_and_nothing_are_kept_apart_from_payments(sea: World, ada: Session) -> None:
    await sea.tron.pay("", amount_raw="0")
    await sea.tron.pay("", amount_raw="1")
    await sea.settle()
    assert await sea.deposits() == [("unmatched", "dust", 1)]


@pytest.mark.parametrize("keep", [True, False])
@on_both
async def test_a_payment_that_a_reorganisation_takes_away_is_taken_back(sea: World, ada: Session, keep: bool) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    tx = await sea.pay(order)
    await sea.tron.mine(5)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).confirmations == 5
    await sea.tron.post("reorg", depth=5, keep=keep)
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    expected = ("confirming", 1, tx) if keep else ("awaiting", 0, "")
    assert (view.status, view.confirmations, view.tx_hash) == expected
    await sea.settle()
    assert await sea.balance(ada) == (order.payable_micro if keep else 0)
    assert len(await sea.deposits()) == keep


async def test_a_payment_sent_again_after_a_rollback_credits_once(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.mine(3)
    await sea.round()
    await sea.tron.post("rollback", depth=3)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    second = await sea.pay(order)
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.tx_hash) == ("credited", second)
    assert await sea.balance(ada) == order.payable_micro


async def test_nothing_is_credited_before_the_chain_is_final(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.mine(2)
    await sea.tron.post("solid", frozen=True)
    await sea.tron.mine(40)
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.confirmations) == ("confirming", 19)
    sea.clock.advance(6 * MINUTE_MS)
    assert (await sea.round()).is_behind(sea.clock.ms)
    assert await sea.balance(ada) == 0
    await sea.tron.post("solid", frozen=False)
    await sea.tron.mine()
    assert not (await sea.round()).is_behind(sea.clock.ms)
    assert await sea.balance(ada) == order.payable_micro


async def test_a_late_payment_still_credits_and_says_so(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(23 * HOUR_MS)
    await sea.pay(order)
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late) == ("credited", True)
    assert await sea.balance(ada) == order.payable_micro


async def test_a_payment_to_a_cancelled_order_still_credits(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.topups.cancel(ada, order.id)
    await sea.pay(order)
    await sea.settle()
    assert (await sea.topups.order(ada, order.id)).status == "credited"


async def test_an_order_whose_payment_is_seen_cannot_be_cancelled(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.mine()
    await sea.round()
    with pytest.raises(Exception, match="cannot_cancel"):
        await sea.topups.cancel(ada, order.id)


async def test_expiry_does_not_interrupt_confirming(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(29 * MINUTE_MS)
    await sea.pay(order)
    await sea.tron.mine()
    await sea.round()
    sea.clock.advance(2 * MINUTE_MS)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "confirming"
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late) == ("credited", False)


@on_both
async def test_a_late_payment_never_pays_a_stranger(busy_sea: World, ada: Session, bo: Session) -> None:
    order = await busy_sea.topups.create(ada, "100", "tron")
    busy_sea.clock.advance(23 * HOUR_MS)
    await busy_sea.settle()
    strangers = [await busy_sea.topups.create(bo, "100", "tron") for _ in range(98)]
    assert order.payable_micro not in {stranger.payable_micro for stranger in strangers}
    await busy_sea.pay(order)
    await busy_sea.settle()
    assert await busy_sea.balance(bo) == 0
    assert await busy_sea.balance(ada) == order.payable_micro


@pytest.mark.parametrize(
    ("amounts", "notes"),
    [
        (["199.37"], ["no_order"]),
        (["200.38"], ["no_order"]),
        (["100", "100.37"], ["no_order", "no_order"]),
        (["200"], ["no_order"]),
        (["99.99"], ["below_minimum"]),
    ],
)
async def test_an_amount_that_is_not_exact_is_kept_for_a_claim(
    sea: World, ada: Session, amounts: list[str], notes: list[str]
) -> None:
    order = await sea.topups.create(ada, "1000", "tron")
    for amount in amounts:
        await sea.tron.pay(amount)
    await sea.settle()
    assert [(state, note) for state, note, _ in await sea.deposits()] == [("unmatched", note) for note in notes]
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    assert await sea.balance(ada) == 0


@on_both
async def test_a_second_payment_of_the_same_order_is_kept_for_a_claim(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.pay(order)
    await sea.settle()
    states = sorted(await sea.deposits())
    assert [(state, note) for state, note, _ in states] == [("credited", ""), ("unmatched", "second_payment")]
    assert await sea.balance(ada) == order.payable_micro
    await sea.assert_books_are_sound()


async def test_the_clock_of_the_chain_decides_not_ours(sea: World, ada: Session) -> None:
    sea.clock.advance(45_000)
    order = await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(-45_000)
    await sea.pay(order)
    await sea.settle()
    assert (await sea.topups.order(ada, order.id)).status == "credited"


async def test_a_payment_older_than_its_order_does_not_pay_it(sea: World, ada: Session) -> None:
    sea.clock.advance(120_000)
    order = await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(-120_000)
    await sea.pay(order)
    await sea.settle()
    assert await sea.deposits() == [("unmatched", "outside_window", order.payable_micro)]
    assert await sea.balance(ada) == 0


async def test_payments_made_while_no_scanner_ran_are_caught_up(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.round()
    await sea.pay(order)
    await sea.tron.settle()
    sea.clock.advance(60 * HOUR_MS)
    await sea.tron.settle()
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late) == ("credited", False)


async def test_a_catch_up_that_is_cut_short_goes_on_where_it_was(
    busy_sea: World, ada: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.credit_pass.BATCH", 2)
    orders = [await busy_sea.topups.create(ada, "100", "tron") for _ in range(7)]
    for order in orders:
        await busy_sea.pay(order)
    await busy_sea.tron.settle()
    await busy_sea.tron.fault("unavailable", path="/walletsolidity/gettransactioninfobyid", skip=5)
    assert (await busy_sea.scanner.round("tron")).failures == 1
    assert len(await busy_sea.deposits()) == 4
    await busy_sea.tron.heal()
    await busy_sea.round()
    assert await busy_sea.balance(ada) == sum(order.payable_micro for order in orders)
    await busy_sea.assert_books_are_sound()


async def test_payments_made_before_the_first_scan_ever_are_found(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.settle()
    sea.clock.advance(3 * HOUR_MS)
    await sea.settle()
    assert await sea.balance(ada) == order.payable_micro


async def test_an_index_that_loses_a_row_does_not_lose_the_payment(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.tron.fault("lost_row")
    await sea.pay(order)
    await sea.settle()
    assert await sea.balance(ada) == order.payable_micro


async def test_an_index_an_hour_late_credits_when_it_lists_the_payment(sea: World, ada: Session) -> None:
    await sea.scanner.aclose()
    sea.scanner = sea.another_scanner(finders=("index",))
    order = await sea.topups.create(ada, "200", "tron")
    await sea.tron.fault("lag", delay_ms=HOUR_MS)
    await sea.pay(order)
    await sea.settle()
    for _ in range(5):
        sea.clock.advance(10 * MINUTE_MS)
        await sea.settle()
    assert await sea.balance(ada) == 0
    sea.clock.advance(15 * MINUTE_MS)
    await sea.settle()
    assert await sea.balance(ada) == order.payable_micro
    assert not (await sea.topups.order(ada, order.id)).is_late


async def test_a_provider_without_logs_credits_and_closes_by_its_index_alone(
    store: Store, store_clock: ManualClock
) -> None:
    async with world(store, store_clock, finders=("index",)) as sea:
        await sea.tron.fault("forbidden", path="/jsonrpc")
        ada, bo = await register(store, "ada"), await register(store, "bo")
        paid = await sea.topups.create(ada, "200", "tron")
        await sea.topups.create(bo, "200", "tron")
        await sea.pay(paid)
        await sea.settle()
        assert await sea.balance(ada) == paid.payable_micro
        sea.clock.advance(26 * HOUR_MS)
        await sea.settle()
        status = await sea.round()
        assert (status.error, status.failures) == (None, 0)
        async with store.read() as connection:
            states = set(await connection.scalars(select(TopUpOrder.status)))
        assert states == {"closed"}


async def test_with_a_finder_that_never_answers_orders_stay_reserved_and_the_error_is_told(
    sea: World, ada: Session
) -> None:
    await sea.tron.fault("forbidden", path="/jsonrpc")
    await sea.topups.create(ada, "200", "tron")
    sea.clock.advance(26 * HOUR_MS)
    await sea.tron.settle()
    assert (await sea.scanner.round("tron")).error is not None
    async with sea.store.read() as connection:
        assert set(await connection.scalars(select(TopUpOrder.status))) == {"expired"}


async def test_a_solidity_node_that_does_not_know_the_payment_yet_is_asked_again(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.round()
    await sea.pay(order)
    await sea.tron.settle()
    await sea.tron.fault("empty", path="/walletsolidity/gettransactioninfobyid")
    assert (await sea.round()).unproved > 0
    sea.clock.advance(2 * HOUR_MS)
    await sea.tron.settle()
    assert (await sea.round()).unproved > 0
    assert await sea.balance(ada) == 0
    await sea.tron.heal()
    await sea.round()
    assert await sea.balance(ada) == order.payable_micro


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("forbidden", RateLimited),
        ("error_200", VenueUnavailable),
        ("html", VenueUnavailable),
        ("garbage", VenueUnavailable),
        ("empty", Unexpected),
    ],
)
async def test_a_provider_in_trouble_is_told_and_nothing_is_lost(
    sea: World, ada: Session, fault: str, error: type[Exception]
) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.round()
    await sea.pay(order)
    await sea.tron.settle()
    await sea.tron.fault(fault)
    status = await sea.scanner.round("tron")
    assert isinstance(status.error, error)
    assert status.failures == 1
    await sea.tron.heal()
    await sea.scanner.aclose()
    sea.scanner = sea.another_scanner()
    await sea.round()
    assert await sea.balance(ada) == order.payable_micro


async def test_one_finder_in_trouble_does_not_keep_the_other_from_crediting(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.settle()
    await sea.tron.fault("html", path="/v1/accounts")
    status = await sea.scanner.round("tron")
    assert isinstance(status.error, VenueUnavailable)
    assert await sea.balance(ada) == order.payable_micro


async def test_what_is_seen_stays_while_the_provider_does_not_answer(sea: World, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", "tron")
    await sea.pay(order)
    await sea.tron.mine(4)
    await sea.round()
    await sea.tron.fault("unavailable")
    await sea.scanner.round("tron")
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.confirmations) == ("confirming", 4)


async def test_a_wrong_contract_on_the_chain_stops_the_scan(sea: World, ada: Session) -> None:
    del sea.tron.node.blocks.tokens[next(iter(sea.tron.node.blocks.tokens))]
    status = await sea.scanner.round("tron")
    assert "no contract" in str(status.error)
