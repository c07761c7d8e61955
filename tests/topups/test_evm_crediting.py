"""What a payment on an EVM chain does to an order and to the ledger: the chain sheet's pitfalls, on a real node.

Row of the sheet's list (section 10): words in the names of the tests that try it.

    fake token                     a_token_named_usdt
    transferFrom, payouts          by_an_allowance, several_payments_in_one, a_fee_of_the_token
    failed transaction             a_failed_transaction
    zero value, dust               dust_and_nothing
    reorg before final             a_reorganisation_takes_away (each of the node's three ways)
    moves to another block         moves_to_another_block
    two transfers in one           several_payments_in_one, two_equal_payments_in_one
    duplicate notice, crash        done_again_and_again; test_processes: killed_at_any_point
    two orders, one amount         99_orders_of_one_base_amount; test_orders, test_processes: 120_orders
    late payment                   a_late_exact_payment, after_the_late_window
    under, over, split             an_amount_that_is_not_exact, a_second_payment
    unconfirmed                    seen_confirmed_and_credited, before_the_chain_is_final, a_large_payment
    provider lies, lags, throttles a_provider_in_trouble, drops_a_page, lags_behind, a_lie_about, of_three_providers
    18 decimals                    names_the_units, six_decimals_paid, the_millionth_part
    clock skew                     the_clock_of_the_chain
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from starlette.responses import JSONResponse

from app.services.errors import Refused
from app.services.session import Session
from exchanges.core.errors import RateLimited, Unexpected, VenueUnavailable
from store.database import Store
from tests.chains.contracts import call
from tests.chains.evm_facade import Facade, facade, forbidden, html, throttled
from tests.chains.evm_world import EvmWorld
from tests.stores import ManualClock
from tests.topups.evm_sea import EvmSea, evm_sea
from tests.topups.world import HOUR_MS, MINUTE_MS, on_both

pytestmark = pytest.mark.anyio


@pytest.fixture
async def sea(sea_store: Store, evm: EvmWorld, store_clock: ManualClock) -> AsyncIterator[EvmSea]:
    """BNB Smart Chain and Ethereum, each in turn."""
    async with evm_sea(sea_store, evm, store_clock) as made:
        yield made


@pytest.fixture
async def bsc_sea(sea_store: Store, bsc: EvmWorld, store_clock: ManualClock) -> AsyncIterator[EvmSea]:
    async with evm_sea(sea_store, bsc, store_clock, one_open_order=False) as made:
        yield made


@pytest.fixture
async def eth_sea(sea_store: Store, eth: EvmWorld, store_clock: ManualClock) -> AsyncIterator[EvmSea]:
    async with evm_sea(sea_store, eth, store_clock) as made:
        yield made


@pytest.fixture
async def providers(bsc: EvmWorld) -> AsyncIterator[list[Facade]]:
    """Three of them, all in front of the one node."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(facade(bsc.url)) for _ in range(3)]


# -- the ordinary course -------------------------------------------------------------------------------------------


@on_both
async def test_an_exact_payment_is_seen_confirmed_and_credited(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    tx = sea.pay(order)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    sea.evm.mine()
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.confirmations, view.tx_hash) == ("confirming", 1, tx)
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late, view.tx_hash) == ("credited", False, tx)
    assert await sea.balance(ada) == order.payable_micro
    assert await sea.deposits() == [("credited", "", order.payable_micro)]
    await sea.assert_books_are_sound()


async def test_an_order_names_the_units_of_its_chain(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    decimals = {"bsc": 18, "eth": 6}[sea.key]
    assert sea.raw(order) == order.payable_micro * 10 ** (decimals - 6)
    assert order.address == sea.evm.deposit


@on_both
async def test_rounds_may_be_done_again_and_again(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.pay(order)
    for _ in range(4):
        await sea.settle()
    await sea.scanner.aclose()
    sea.scanner = sea.another_scanner()
    for _ in range(3):
        await sea.round()
    assert await sea.balance(ada) == order.payable_micro
    assert len(await sea.deposits()) == 1
    await sea.assert_books_are_sound()


async def test_on_ethereum_a_large_payment_waits_for_finality(eth_sea: EvmSea, ada: Session, bo: Session) -> None:
    small, large = await eth_sea.topups.create(ada, "200", "eth"), await eth_sea.topups.create(bo, "1000", "eth")
    assert (small.confirmations_needed, large.confirmations_needed) == (20, 80)
    eth_sea.pay(small)
    eth_sea.pay(large)
    eth_sea.evm.mine(20)
    status = await eth_sea.round()
    assert status.unproved == 1
    assert (await eth_sea.topups.order(ada, small.id)).status == "credited"
    view = await eth_sea.topups.order(bo, large.id)
    assert (view.status, view.confirmations) == ("confirming", 20)
    eth_sea.evm.mine(eth_sea.evm.final_after)
    assert (await eth_sea.round()).unproved == 0
    assert (await eth_sea.topups.order(bo, large.id)).status == "credited"
    await eth_sea.assert_books_are_sound()


async def test_a_large_payment_keeps_its_place_while_it_waits(eth_sea: EvmSea, bo: Session) -> None:
    """The scan goes on above it, but the cursor does not pass it."""
    large = await eth_sea.topups.create(bo, "5000", "eth")
    eth_sea.pay(large)
    eth_sea.evm.mine(25)
    await eth_sea.round()
    await eth_sea.scanner.aclose()
    eth_sea.scanner = eth_sea.another_scanner()
    eth_sea.evm.mine(200)
    await eth_sea.round()
    assert await eth_sea.balance(bo) == large.payable_micro


# -- what credits nothing ------------------------------------------------------------------------------------------


async def test_a_token_named_usdt_credits_nothing_shows_nothing_and_is_no_deposit(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.pay(order, token=sea.evm.contracts.fake)
    sea.evm.mine()
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    await sea.settle()
    assert await sea.balance(ada) == 0
    assert await sea.deposits() == []


async def test_a_failed_transaction_credits_nothing(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.pay(order, sender=sea.evm.penniless)
    await sea.settle()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    assert await sea.deposits() == []


async def test_dust_and_nothing_are_kept_apart_from_payments(sea: EvmSea) -> None:
    for raw in (0, 1, sea.evm.raw("0.5")):
        sea.evm.pay(raw)
    await sea.settle()
    dust = {"bsc": 0, "eth": 1}[sea.key]
    assert sorted(await sea.deposits()) == [("unmatched", "dust", dust), ("unmatched", "dust", 500_000)]


async def test_the_millionth_part_of_a_millionth_too_much_is_not_exact(bsc_sea: EvmSea, ada: Session) -> None:
    """Eighteen decimals hold amounts that nobody can be credited."""
    order = await bsc_sea.topups.create(ada, "200", "bsc")
    bsc_sea.evm.pay(bsc_sea.raw(order) + 1)
    await bsc_sea.settle()
    assert await bsc_sea.deposits() == [("unmatched", "no_order", order.payable_micro)]
    assert await bsc_sea.balance(ada) == 0


async def test_six_decimals_paid_on_a_chain_of_eighteen_are_worth_almost_nothing(bsc_sea: EvmSea, ada: Session) -> None:
    order = await bsc_sea.topups.create(ada, "200", "bsc")
    bsc_sea.evm.pay(order.payable_micro)
    await bsc_sea.settle()
    assert await bsc_sea.deposits() == [("unmatched", "dust", 0)]


@pytest.mark.parametrize(
    ("amounts", "notes"),
    [
        (["199.37"], ["no_order"]),
        (["200.38"], ["no_order"]),
        (["100", "100.37"], ["no_order", "no_order"]),
        (["99.99"], ["below_minimum"]),
    ],
)
async def test_an_amount_that_is_not_exact_is_kept_for_a_claim(
    sea: EvmSea, ada: Session, amounts: list[str], notes: list[str]
) -> None:
    order = await sea.topups.create(ada, "1000", sea.key)
    for amount in amounts:
        sea.evm.pay(sea.evm.raw(amount))
    await sea.settle()
    assert [(state, note) for state, note, _ in await sea.deposits()] == [("unmatched", note) for note in notes]
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    assert await sea.balance(ada) == 0


async def test_a_fee_of_the_token_makes_the_amount_inexact(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.evm.place(sea.evm.contracts.fee)
    sea.pay(order)
    await sea.settle()
    [(state, note, micro)] = await sea.deposits()
    assert (state, note) == ("unmatched", "no_order")
    assert micro == order.payable_micro - order.payable_micro // 100


async def test_a_second_payment_of_the_same_order_is_kept_for_a_claim(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.pay(order)
    sea.pay(order)
    await sea.settle()
    states = sorted(await sea.deposits())
    assert [(state, note) for state, note, _ in states] == [("credited", ""), ("unmatched", "second_payment")]
    assert await sea.balance(ada) == order.payable_micro


async def test_99_orders_of_one_base_amount_paid_in_one_block_credit_their_owners(
    bsc_sea: EvmSea, ada: Session, bo: Session
) -> None:
    people = [ada, bo] * 60
    made = await asyncio.gather(
        *(bsc_sea.topups.create(person, "100", "bsc") for person in people), return_exceptions=True
    )
    placed = [(person, order) for person, order in zip(people, made, strict=True) if not isinstance(order, Refused)]
    assert (len(placed), len({order.payable_micro for _, order in placed})) == (99, 99)
    for _, order in placed:
        bsc_sea.pay(order)
    await bsc_sea.settle()
    for person in (ada, bo):
        assert await bsc_sea.balance(person) == sum(order.payable_micro for who, order in placed if who is person)
    assert {state for state, _, _ in await bsc_sea.deposits()} == {"credited"}
    await bsc_sea.assert_books_are_sound()


# -- every way of paying -------------------------------------------------------------------------------------------


async def test_money_moved_by_an_allowance_credits_as_any_other(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.evm.pay_for(sea.raw(order))
    await sea.settle()
    assert await sea.balance(ada) == order.payable_micro


@on_both
async def test_several_payments_in_one_transaction_credit_their_orders(sea: EvmSea, ada: Session, bo: Session) -> None:
    first, second = await sea.topups.create(ada, "200", sea.key), await sea.topups.create(bo, "300", sea.key)
    usdt, fake, us = sea.evm.contracts.usdt, sea.evm.contracts.fake, sea.evm.deposit
    sea.evm.pay_many((usdt, us, sea.raw(first)), (fake, us, sea.raw(second)), (usdt, us, sea.raw(second)))
    await sea.settle()
    assert await sea.balance(ada) == first.payable_micro
    assert await sea.balance(bo) == second.payable_micro
    assert len(await sea.deposits()) == 2
    await sea.assert_books_are_sound()


async def test_two_equal_payments_in_one_transaction_are_two_deposits(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    part = (sea.evm.contracts.usdt, sea.evm.deposit, sea.raw(order))
    sea.evm.pay_many(part, part)
    await sea.settle()
    assert [(state, note) for state, note, _ in await sea.deposits()] == [
        ("credited", ""),
        ("unmatched", "second_payment"),
    ]


# -- reorganisations, and what waits -------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["anvil_reorg", "anvil_rollback", "evm_revert"])
async def test_a_payment_that_a_reorganisation_takes_away_is_taken_back(sea: EvmSea, ada: Session, how: str) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.evm.mine()
    snapshot = sea.evm.rpc("evm_snapshot")
    sea.pay(order)
    sea.evm.mine(3)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).confirmations == 3
    arguments = {"anvil_reorg": (3, []), "anvil_rollback": (3,), "evm_revert": (snapshot,)}[how]
    sea.evm.rpc(how, *arguments)
    sea.evm.rpc("anvil_dropAllTransactions")
    sea.evm.mine()
    await sea.round()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.confirmations, view.tx_hash) == ("awaiting", 0, "")
    await sea.settle()
    assert await sea.deposits() == []
    assert await sea.balance(ada) == 0


@on_both
async def test_a_payment_that_moves_to_another_block_credits_once(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    snapshot = sea.evm.rpc("evm_snapshot")
    tx = sea.pay(order)
    sea.evm.mine(2)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).confirmations == 2
    sea.evm.rpc("evm_revert", snapshot)
    sea.evm.mine(4)
    await sea.round()
    assert (await sea.topups.order(ada, order.id)).status == "awaiting"
    assert sea.pay(order) == tx
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.tx_hash) == ("credited", tx)
    assert await sea.balance(ada) == order.payable_micro
    assert len(await sea.deposits()) == 1
    await sea.assert_books_are_sound()


async def test_nothing_is_credited_before_the_chain_is_final(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.pay(order)
    goal = {"bsc": 5, "eth": 20}[sea.key]
    for count in range(1, goal):
        sea.evm.mine()
        await sea.round()
        view = await sea.topups.order(ada, order.id)
        assert (view.status, view.confirmations) == ("confirming", min(count, view.confirmations_needed))
    assert await sea.balance(ada) == 0
    sea.evm.mine()
    await sea.round()
    assert await sea.balance(ada) == order.payable_micro


async def test_a_final_height_that_stands_still_is_an_alarm_and_credits_nothing(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session
) -> None:
    async with evm_sea(sea_store, bsc, store_clock, providers=[providers[0].url]) as sea:
        order = await sea.topups.create(ada, "200", "bsc")
        await sea.round()
        providers[0].is_frozen_at = bsc.head - 4
        sea.pay(order)
        bsc.mine(30)
        store_clock.advance(6 * MINUTE_MS)
        bsc.mine()
        assert (await sea.round()).is_behind(store_clock.ms)
        assert (await sea.topups.order(ada, order.id)).status == "confirming"
        assert await sea.balance(ada) == 0
        providers[0].is_frozen_at = None
        assert not (await sea.round()).is_behind(store_clock.ms)
        assert await sea.balance(ada) == order.payable_micro


# -- clocks and lateness -------------------------------------------------------------------------------------------


async def test_a_late_exact_payment_still_credits_and_says_so(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.clock.advance(23 * HOUR_MS)
    sea.pay(order)
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late) == ("credited", True)
    assert await sea.balance(ada) == order.payable_micro


async def test_a_payment_after_the_late_window_is_kept_for_a_claim(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.clock.advance(25 * HOUR_MS)
    sea.pay(order)
    await sea.settle()
    assert await sea.deposits() == [("unmatched", "outside_window", order.payable_micro)]
    assert await sea.balance(ada) == 0


async def test_the_clock_of_the_chain_decides_not_ours(sea: EvmSea, ada: Session) -> None:
    """The order was made 30 s after the block, as our clock has it."""
    sea.clock.advance(30_000)
    order = await sea.topups.create(ada, "200", sea.key)
    sea.clock.advance(-30_000)
    sea.pay(order)
    await sea.settle()
    assert (await sea.topups.order(ada, order.id)).status == "credited"


async def test_payments_made_while_no_scanner_ran_are_caught_up(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    await sea.round()
    sea.pay(order)
    sea.evm.mine(300)
    sea.clock.advance(60 * HOUR_MS)
    sea.evm.mine()
    await sea.settle()
    view = await sea.topups.order(ada, order.id)
    assert (view.status, view.is_late) == ("credited", False)


# -- providers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["html", "throttled", "forbidden", "empty object", "empty", "no logs"])
async def test_a_provider_in_trouble_is_told_and_nothing_is_lost(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session, fault: str
) -> None:
    async with evm_sea(sea_store, bsc, store_clock, providers=[providers[0].url]) as sea:
        order = await sea.topups.create(ada, "200", "bsc")
        await sea.round()
        sea.pay(order)
        bsc.settle()
        one = providers[0]
        answers = {"html": html(), "throttled": throttled(), "forbidden": forbidden(), "empty object": JSONResponse({})}
        one.response = answers.get(fault)
        if fault == "empty":
            one.forge = lambda method, params, result: None
        if fault == "no logs":
            one.errors["eth_getLogs"] = {"code": -32000, "message": "header not found"}
        status = await sea.scanner.round("bsc")
        kinds = {"throttled": RateLimited, "forbidden": RateLimited, "empty": Unexpected}
        assert isinstance(status.error, kinds.get(fault, VenueUnavailable))
        assert status.providers[0].trouble is not None
        assert await sea.balance(ada) == 0
        one.response, one.forge, one.errors = None, lambda method, params, result: result, {}
        await sea.scanner.aclose()
        sea.scanner = sea.another_scanner()
        await sea.round()
        assert await sea.balance(ada) == order.payable_micro


async def test_a_provider_that_drops_a_page_is_asked_again(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session
) -> None:
    """Alone it can hide a payment for a while: as long as the order is open everything is looked at again."""
    async with evm_sea(sea_store, bsc, store_clock, providers=[providers[0].url]) as sea:
        order = await sea.topups.create(ada, "200", "bsc")
        providers[0].forge = lambda method, params, result: [] if method == "eth_getLogs" else result
        sea.pay(order)
        bsc.mine(400)
        await sea.round()
        providers[0].forge = lambda method, params, result: result
        await sea.round()
        assert await sea.balance(ada) == 0
        store_clock.advance(6 * MINUTE_MS)
        bsc.mine()
        await sea.round()
        assert await sea.balance(ada) == order.payable_micro


async def test_a_provider_that_lags_behind_its_own_word_credits_later_and_loses_nothing(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session
) -> None:
    """As a node behind a shared address that answers from a peer which has not come so far."""
    async with evm_sea(sea_store, bsc, store_clock, providers=[providers[0].url]) as sea:
        bsc.mine(60)
        order = await sea.topups.create(ada, "200", "bsc")
        await sea.round()
        providers[0].lag = 40
        sea.pay(order)
        bsc.mine(30)
        await sea.round()
        assert (await sea.topups.order(ada, order.id)).status == "awaiting"
        providers[0].lag = 0
        await sea.round()
        assert await sea.balance(ada) == order.payable_micro
        providers[0].lag = 40
        await sea.scanner.round("bsc")
        assert await sea.balance(ada) == order.payable_micro
        await sea.assert_books_are_sound()


async def test_of_three_providers_one_may_be_down_and_one_may_hide_the_payment(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session
) -> None:
    async with evm_sea(sea_store, bsc, store_clock, providers=[each.url for each in providers]) as sea:
        order = await sea.topups.create(ada, "200", "bsc")
        providers[0].response = html()
        providers[1].forge = lambda method, params, result: [] if method == "eth_getLogs" else result
        sea.pay(order)
        bsc.mine()
        await sea.round()
        assert (await sea.topups.order(ada, order.id)).status == "confirming"
        await sea.settle()
        assert await sea.balance(ada) == order.payable_micro
        health = sea.scanner.status("bsc").providers
        assert [provider.trouble is not None for provider in health] == [True, False, False]


async def test_a_lie_about_the_amount_credits_nothing(
    sea_store: Store, bsc: EvmWorld, store_clock: ManualClock, providers: list[Facade], ada: Session
) -> None:
    """One of two providers makes a payment of ten out to be what the order asks for."""
    async with evm_sea(sea_store, bsc, store_clock, providers=[each.url for each in providers[:2]]) as sea:
        order = await sea.topups.create(ada, "200", "bsc")
        wanted = "0x" + f"{sea.raw(order):064x}"

        def more(method: str, params: list[object], result: object) -> object:
            if method == "eth_getTransactionReceipt" and isinstance(result, dict):
                return result | {"logs": [log | {"data": wanted} for log in result["logs"]]}
            return [log | {"data": wanted} for log in result] if method == "eth_getLogs" else result

        providers[1].forge = more
        bsc.pay(bsc.raw("10"))
        bsc.settle()
        status = await sea.round()
        assert status.unproved == 1
        assert [isinstance(provider.trouble, Unexpected) for provider in status.providers] == [True, True]
        assert await sea.balance(ada) == 0
        assert await sea.deposits() == []
        providers[1].forge = lambda method, params, result: result
        await sea.round()
        assert await sea.deposits() == [("unmatched", "below_minimum", 10_000_000)]


async def test_another_contract_in_the_tokens_place_stops_the_scan(sea: EvmSea) -> None:
    sea.evm.rpc("anvil_setCode", sea.evm.facts.usdt, "0x")
    status = await sea.scanner.round(sea.key)
    assert "no contract" in str(status.error)


async def test_an_approval_for_our_address_is_no_payment(sea: EvmSea, ada: Session) -> None:
    order = await sea.topups.create(ada, "200", sea.key)
    sea.evm.send(sea.evm.wallet, sea.evm.contracts.usdt, call("approve", sea.evm.deposit, sea.raw(order)))
    await sea.settle()
    assert await sea.deposits() == []
