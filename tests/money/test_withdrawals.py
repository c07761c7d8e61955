"""Withdrawals: to a whitelisted address, held in the ledger, paid by hand and proved by the chain."""

from __future__ import annotations

import asyncio

import pytest

from app.services.errors import Refused
from app.services.withdrawal_evidence import evidence_of
from app.services.withdrawals import PayoutAddressView
from exchanges.core.errors import VenueError
from store import ledger
from tests.accounts.house import refusal
from tests.money.bank import WRONG, Bank, second
from tests.topups.world import HOUR_MS

pytestmark = pytest.mark.anyio


async def whitelisted(bank: Bank, name: str = "ada's wallet") -> PayoutAddressView:
    """An address of ada's whose wait is over."""
    await bank.withdrawals.add_address(bank.ada, "tron", bank.sea.tron.node.address(name), name, second())
    bank.clock.advance(24 * HOUR_MS)
    await bank.signed_in_again()
    return (await bank.withdrawals.addresses(bank.ada))[0]


async def held(bank: Bank) -> int:
    async with bank.sea.store.read() as connection:
        return await ledger.balance(connection, ledger.held(bank.ada.user_id))


async def test_a_withdrawal_is_held_paid_and_proved(bank: Bank) -> None:
    have = await bank.topped_up(bank.ada)
    address = await whitelisted(bank)
    request = await bank.withdrawals.request(bank.ada, address.id, "150.5", second())
    assert (request.state, request.amount_micro, request.address) == ("waiting", 150_500_000, address.address)
    assert (await bank.balance(bank.ada), await held(bank)) == (have - 150_500_000, 150_500_000)
    [waiting] = await bank.withdrawals.waiting(bank.operator)
    assert (waiting.owner, waiting.number) == ("Old Zhang (ada)", request.number)
    known = await evidence_of(bank.sea.store, bank.operator, request.id)
    assert (known.left_micro, known.paid_before) == (have - 150_500_000, 0)
    assert known.listed_ms == bank.clock.ms - 24 * HOUR_MS
    assert (await refusal(evidence_of(bank.sea.store, bank.ada, request.id))).key == "desk.only-operator"
    tx = await bank.sea.tron.pay("150.5", to=address.address)
    unseen = bank.withdrawals.approve(bank.operator, request.id, tx, second())
    assert (await refusal(unseen)).key == "withdrawals.error.tx-unknown"
    await bank.sea.tron.mine()
    await bank.withdrawals.approve(bank.operator, request.id, tx, second())
    [paid] = await bank.withdrawals.withdrawals(bank.ada)
    assert (paid.state, paid.tx_hash) == ("paid", tx)
    assert (await bank.balance(bank.ada), await held(bank)) == (have - 150_500_000, 0)
    assert (await evidence_of(bank.sea.store, bank.operator, request.id)).paid_before == 1
    assert "withdrawal-paid" in await bank.told(bank.ada)
    assert [entry for entry in await bank.actions() if entry.startswith("withdrawal")] == [
        "withdrawal.requested",
        "withdrawal.paid",
    ]
    await bank.assert_sound()


async def test_a_refused_or_canceled_withdrawal_gives_the_amount_back_once(bank: Bank) -> None:
    have = await bank.topped_up(bank.ada)
    address = await whitelisted(bank)
    refused = await bank.withdrawals.request(bank.ada, address.id, "50", second())
    canceled = await bank.withdrawals.request(bank.ada, address.id, "60", second())
    assert await bank.balance(bank.ada) == have - 110_000_000
    await bank.withdrawals.refuse(bank.operator, refused.id, "Ask again with your own wallet", second())
    await bank.withdrawals.cancel(bank.ada, canceled.id)
    assert (await bank.balance(bank.ada), await held(bank)) == (have, 0)
    again = [
        bank.withdrawals.cancel(bank.ada, canceled.id),
        bank.withdrawals.cancel(bank.ada, refused.id),
        bank.withdrawals.refuse(bank.operator, canceled.id, "no", second()),
        bank.withdrawals.cancel(bank.bo, refused.id),
    ]
    assert {(await refusal(call)).key for call in again} == {"withdrawals.error.decided"}
    reasons = {view.number: view.reason for view in await bank.withdrawals.withdrawals(bank.ada)}
    assert reasons[refused.number] == "Ask again with your own wallet"
    await bank.assert_sound()


async def test_a_new_address_waits_a_day_and_its_owner_gets_a_mail(small_bank: Bank) -> None:
    bank = small_bank
    await bank.topped_up(bank.ada)
    wallet = bank.sea.tron.node.address("ada's wallet")
    wrong = bank.withdrawals.add_address(bank.ada, "tron", wallet, "mine", WRONG)
    assert (await refusal(wrong)).key == "account.error.transaction_wrong"
    bank.clock.advance(1)
    await bank.withdrawals.add_address(bank.ada, "tron", f" {wallet}\n", "mine", second())
    assert wallet in await bank.house.newest_mail("ada@harbour.example")
    [address] = await bank.withdrawals.addresses(bank.ada)
    early = bank.withdrawals.request(bank.ada, address.id, "50", second())
    assert (await refusal(early)).key == "withdrawals.error.address-waits"
    known = bank.withdrawals.add_address(bank.ada, "tron", wallet, "again", second())
    assert (await refusal(known)).key == "withdrawals.error.address-known"
    await bank.withdrawals.remove_address(bank.ada, address.id)
    assert await bank.withdrawals.addresses(bank.ada) == []
    assert (await refusal(bank.withdrawals.request(bank.ada, address.id, "50", second()))).field == "address"


async def test_addresses_that_would_lose_the_money_are_refused(small_bank: Bank) -> None:
    bank = small_bank
    ours, token = bank.sea.tron.deposit, bank.chains["tron"].token
    keys = [
        (await refusal(bank.withdrawals.add_address(bank.ada, "tron", text, "", second()))).key
        for text in (ours, token, "T" + "x" * 33, "", "0x" + "ab" * 20)
    ]
    assert keys == ["withdrawals.error.address-ours"] * 2 + ["withdrawals.error.address"] * 3


@pytest.mark.parametrize(
    ("amount", "key"),
    [
        ("9.99", "topup.error.amount_too_small"),
        ("201", "withdrawals.error.too-much"),
        ("50.001", "topup.error.amount_decimals"),
        ("-50", "topup.error.amount_not_number"),
        ("", "topup.error.amount_empty"),
    ],
)
async def test_an_amount_that_will_not_do_is_told_why(small_bank: Bank, amount: str, key: str) -> None:
    have = await small_bank.topped_up(small_bank.ada)
    address = await whitelisted(small_bank)
    error = await refusal(small_bank.withdrawals.request(small_bank.ada, address.id, amount, second()))
    assert (error.key, error.field) == (key, "amount")
    assert await small_bank.balance(small_bank.ada) == have


async def test_a_transaction_that_paid_something_else_pays_no_withdrawal(small_bank: Bank) -> None:
    bank = small_bank
    await bank.topped_up(bank.ada)
    address = await whitelisted(bank)
    first = await bank.withdrawals.request(bank.ada, address.id, "50", second())
    other = await bank.withdrawals.request(bank.ada, address.id, "40", second())
    short = await bank.sea.tron.pay("49.99", to=address.address)
    fake = await bank.sea.tron.pay("50", to=address.address, token="fake")
    good = await bank.sea.tron.pay("50", to=address.address)
    await bank.sea.tron.mine()
    for tx in (short, fake):
        wrong = bank.withdrawals.approve(bank.operator, first.id, tx, second())
        assert (await refusal(wrong)).key == "withdrawals.error.tx-other"
    await bank.withdrawals.approve(bank.operator, first.id, good, second())
    twice = bank.withdrawals.approve(bank.operator, other.id, good, second())
    assert (await refusal(twice)).key == "withdrawals.error.tx-used"
    assert [view.number for view in await bank.withdrawals.waiting(bank.operator)] == [other.number]
    await bank.sea.tron.fault("unavailable")
    with pytest.raises(VenueError):
        await bank.withdrawals.approve(bank.operator, other.id, short, second())
    await bank.assert_sound()


async def test_many_requests_at_once_never_hold_more_than_there_is(bank: Bank) -> None:
    have = await bank.topped_up(bank.ada)
    address = await whitelisted(bank)
    calls = [bank.withdrawals.request(bank.ada, address.id, "45", second()) for _ in range(8)]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(not isinstance(outcome, BaseException) for outcome in outcomes) == 4
    refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert {type(outcome) for outcome in refused} == {Refused}
    assert (await bank.balance(bank.ada), await held(bank)) == (have - 180_000_000, 180_000_000)
    await bank.assert_sound()


async def test_of_paying_and_refusing_at_once_one_counts(bank: Bank) -> None:
    await bank.topped_up(bank.ada)
    address = await whitelisted(bank)
    request = await bank.withdrawals.request(bank.ada, address.id, "50", second())
    tx = await bank.sea.tron.pay("50", to=address.address)
    await bank.sea.tron.mine()
    calls = (
        bank.withdrawals.approve(bank.operator, request.id, tx, second()),
        bank.withdrawals.refuse(bank.operator, request.id, "no", second()),
        bank.withdrawals.cancel(bank.ada, request.id),
    )
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert await held(bank) == 0
    await bank.assert_sound()


async def test_only_the_operator_decides(small_bank: Bank) -> None:
    bank = small_bank
    forbidden = (
        bank.withdrawals.waiting(bank.ada),
        bank.withdrawals.approve(bank.ada, "x", "ab" * 32, second()),
        bank.withdrawals.refuse(bank.ada, "x", "no", second()),
    )
    assert {(await refusal(call)).key for call in forbidden} == {"desk.only-operator"}
