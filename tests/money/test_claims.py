"""Claims: what the chain alone decides, what waits for the operator, and that nothing is ever credited twice."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from app.services.errors import Refused
from store import topups
from tests.accounts.house import refusal
from tests.money.bank import WRONG, Bank, second
from tests.topups.world import HOUR_MS

pytestmark = pytest.mark.anyio
NOWHERE = "ab" * 32


async def test_a_payment_of_a_wrong_amount_is_claimed_reviewed_with_its_proof_and_credited_once(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    short = order.payable_micro - 1_000_000
    tx = await bank.paid("", amount_raw=str(short))
    claim = await bank.claims.file(bank.ada, "tron", f" 0x{tx.upper()}\n", "the exchange took 1 USDT")
    assert (claim.state, claim.finding, claim.amount_micro) == ("review", "found", short)
    assert await bank.balance(bank.ada) == 0
    [case] = await bank.claims.waiting(bank.operator)
    [deposit] = case.deposits
    assert (deposit.tx_hash, deposit.recipient, deposit.amount_micro) == (tx, bank.sea.tron.deposit, short)
    [near] = deposit.nearby
    assert (near.number, near.differs_micro, near.is_same_tail) == (order.short_id, -1_000_000, True)
    assert case.owner == "Old Zhang (ada)"
    assert (await refusal(bank.claims.credit(bank.operator, claim.id, WRONG))).key == "account.error.transaction_wrong"
    assert await bank.claims.credit(bank.operator, claim.id, second()) == short
    assert (await refusal(bank.claims.credit(bank.operator, claim.id, second()))).key == "claims.error.decided"
    assert await bank.balance(bank.ada) == short
    assert (await bank.claims.claim(bank.ada, claim.id)).state == "credited"
    assert await bank.told(bank.ada) == ["claim-credited", "claim-review", "payment-short"]
    assert "claim.credited" in await bank.actions()
    await bank.assert_sound()


async def test_two_people_who_claim_one_transaction_are_both_frozen_until_the_operator_decides(bank: Bank) -> None:
    tx = await bank.paid("150.5")
    mine = await bank.claims.file(bank.ada, "tron", tx)
    theirs = await bank.claims.file(bank.bo, "tron", tx)
    assert theirs.state == "frozen"
    assert (await bank.claims.claim(bank.ada, mine.id)).state == "frozen"
    assert await bank.balance(bank.ada) == await bank.balance(bank.bo) == 0
    cases = await bank.claims.waiting(bank.operator)
    assert {case.claim.id: case.others for case in cases} == {mine.id: ("bob",), theirs.id: ("ada",)}
    await bank.claims.credit(bank.operator, theirs.id, second())
    assert (await bank.balance(bank.ada), await bank.balance(bank.bo)) == (0, 150_500_000)
    assert (await bank.claims.claim(bank.ada, mine.id)).finding == "already"
    assert await bank.told(bank.ada) == ["claim-already", "claim-frozen", "claim-review"]
    assert await bank.claims.unmatched(bank.operator) == []
    await bank.assert_sound()


async def test_a_stranger_cannot_claim_what_was_credited_and_does_not_learn_to_whom(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    tx = await bank.paid("", amount_raw=str(order.payable_micro))
    stolen = await bank.claims.file(bank.bo, "tron", tx)
    assert (stolen.state, stolen.finding) == ("refused", "already")
    own = await bank.claims.file(bank.ada, "tron", tx)
    assert own.state == "credited"
    assert await bank.balance(bank.ada) == order.payable_micro
    assert await bank.balance(bank.bo) == 0
    await bank.assert_sound()


async def test_a_transaction_on_its_way_is_watched_and_its_owner_credited_when_it_is_final(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    tx = await bank.sea.pay(order)
    await bank.sea.tron.mine(3)
    claim = await bank.claims.file(bank.ada, "tron", tx)
    assert (claim.state, claim.finding) == ("watching", "not_final")
    await bank.sea.tron.settle()  # The scanner does not look: the claim alone finds it.
    assert await bank.claims.look_again() == 0
    bank.clock.advance(21_000)
    assert await bank.claims.look_again() == 1
    assert (await bank.claims.claim(bank.ada, claim.id)).state == "credited"
    await bank.sea.round()
    assert await bank.balance(bank.ada) == order.payable_micro
    await bank.assert_sound()


async def test_an_order_that_was_missed_and_closed_is_credited_to_its_owner_once(bank: Bank) -> None:
    order = await bank.sea.topups.create(bank.ada, "200", "tron")
    tx = await bank.sea.pay(order)
    await bank.sea.tron.settle()
    async with bank.sea.store.write() as connection:
        closed = update(topups.ORDERS).where(topups.ORDERS.c.id == order.id)
        await connection.execute(closed.values(status="closed", closed_ms=bank.clock.ms))
    await bank.sea.round()
    assert await bank.balance(bank.ada) == 0
    assert (await bank.claims.file(bank.bo, "tron", tx)).state == "review"
    assert (await bank.claims.file(bank.ada, "tron", tx)).state == "frozen"
    for case in await bank.claims.waiting(bank.operator):
        await bank.claims.refuse(bank.operator, case.claim.id, "Send a proof of the payment", second())
    again = await bank.claims.file(bank.ada, "tron", tx)
    assert again.state == "credited"
    assert await bank.balance(bank.ada) == order.payable_micro
    assert (await bank.sea.topups.order(bank.ada, order.id)).status == "credited"
    await bank.assert_sound()


async def test_what_no_node_knows_is_watched_for_two_days_and_then_refused(small_bank: Bank) -> None:
    bank = small_bank
    claim = await bank.claims.file(bank.ada, "tron", NOWHERE)
    assert (claim.state, claim.finding) == ("watching", "unknown")
    assert (await refusal(bank.claims.file(bank.ada, "tron", NOWHERE))).key == "claims.error.open"
    bank.clock.advance(48 * HOUR_MS)
    await bank.claims.look_again()
    assert (await bank.claims.claim(bank.ada, claim.id)).state == "refused"
    assert await bank.told(bank.ada) == ["claim-unknown"]


async def test_failed_foreign_and_tiny_payments_are_refused_with_what_the_chain_says(small_bank: Bank) -> None:
    bank = small_bank
    failed = (await bank.sea.tron.post("fail", to=bank.sea.tron.deposit, amount_raw="5000000"))["tx_id"]
    fake = await bank.sea.tron.pay("150", token="fake")
    elsewhere = await bank.sea.tron.pay("150", to=bank.sea.tron.node.address("spender"))
    dust = await bank.sea.tron.pay("0.5")
    await bank.sea.settle()
    findings = [(await bank.claims.file(bank.ada, "tron", tx)).finding for tx in (failed, fake, elsewhere, dust)]
    assert findings == ["failed", "not_ours", "not_ours", "dust"]
    assert await bank.claims.unmatched(bank.operator) == []


async def test_a_node_that_does_not_answer_costs_no_claim(small_bank: Bank) -> None:
    bank = small_bank
    tx = await bank.paid("150")
    other = await bank.sea.tron.pay("151")
    await bank.sea.tron.settle()
    await bank.sea.tron.fault("unavailable")
    assert (await bank.claims.file(bank.ada, "tron", tx)).state == "review"  # It is in the store already.
    blind = await bank.claims.file(bank.ada, "tron", other)
    assert (blind.state, blind.finding) == ("watching", "unreachable")
    await bank.sea.tron.heal()
    bank.clock.advance(21_000)
    await bank.claims.look_again()
    assert (await bank.claims.claim(bank.ada, blind.id)).state == "review"


async def test_five_claims_a_day_and_no_more(small_bank: Bank) -> None:
    bank = small_bank
    for number in range(5):
        await bank.claims.file(bank.ada, "tron", f"{number:064x}")
    assert (await refusal(bank.claims.file(bank.ada, "tron", f"{5:064x}"))).key == "claims.error.too-many"
    await bank.claims.file(bank.bo, "tron", f"{5:064x}")
    bank.clock.advance(25 * HOUR_MS)
    await bank.claims.file(bank.ada, "tron", f"{5:064x}")


@pytest.mark.parametrize("typed", ["", "hello", "0x123", "ab" * 33, "zz" * 32])
async def test_what_is_no_hash_is_told_so(small_bank: Bank, typed: str) -> None:
    error = await refusal(small_bank.claims.file(small_bank.ada, "tron", typed))
    assert (error.key, error.field) == ("claims.error.hash", "tx_hash")


async def test_an_unclaimed_deposit_is_credited_to_somebody_or_noted_as_paid_back(bank: Bank) -> None:
    first, second_tx = await bank.paid("120"), await bank.paid("130")
    by_amount = {deposit.amount_micro: deposit for deposit in await bank.claims.unmatched(bank.operator)}
    assert (await refusal(bank.claims.credit_deposit(bank.operator, by_amount[120_000_000].id, "nobody", second()))).key
    await bank.claims.credit_deposit(bank.operator, by_amount[120_000_000].id, "BOB", second())
    await bank.claims.return_deposit(bank.operator, by_amount[130_000_000].id, "Sent back by hand", second())
    assert await bank.claims.unmatched(bank.operator) == []
    assert await bank.balance(bank.bo) == 120_000_000
    assert (await bank.claims.file(bank.ada, "tron", first)).finding == "already"
    assert (await bank.claims.file(bank.ada, "tron", second_tx)).finding == "returned"
    again = bank.claims.credit_deposit(bank.operator, by_amount[130_000_000].id, "ada", second())
    assert (await refusal(again)).key == "claims.error.decided"
    await bank.assert_sound()


async def test_of_many_decisions_at_once_one_counts(bank: Bank) -> None:
    tx = await bank.paid("150")
    claims = [await bank.claims.file(who, "tron", tx) for who in (bank.ada, bank.bo)]
    decisions = [bank.claims.credit(bank.operator, claim.id, second()) for claim in claims for _ in range(3)]
    outcomes = await asyncio.gather(*decisions, return_exceptions=True)
    assert [outcome for outcome in outcomes if not isinstance(outcome, Refused)] == [150_000_000]
    assert await bank.balance(bank.ada) + await bank.balance(bank.bo) == 150_000_000
    await bank.assert_sound()


async def test_only_the_operator_decides_and_every_refusal_has_a_reason(small_bank: Bank) -> None:
    bank = small_bank
    tx = await bank.paid("150")
    [deposit] = await bank.claims.unmatched(bank.operator)
    claim = await bank.claims.file(bank.ada, "tron", tx)
    assert await bank.claims.unmatched(bank.operator) == []  # It stands beside the claim now.
    forbidden = (
        bank.claims.waiting(bank.ada),
        bank.claims.unmatched(bank.ada),
        bank.claims.credit(bank.ada, claim.id, second()),
        bank.claims.refuse(bank.ada, claim.id, "mine", second()),
        bank.claims.credit_deposit(bank.ada, deposit.id, "ada", second()),
        bank.claims.return_deposit(bank.ada, deposit.id, "mine", second()),
    )
    assert [(await refusal(call)).key for call in forbidden] == ["desk.only-operator"] * len(forbidden)
    assert (await refusal(bank.claims.refuse(bank.operator, claim.id, "  ", second()))).field == "reason"
    claimed = bank.claims.credit_deposit(bank.operator, deposit.id, "ada", second())
    assert (await refusal(claimed)).key == "claims.error.claimed"
    await bank.claims.refuse(bank.operator, claim.id, "No proof\x1b[31m", second())
    assert "\x1b" not in (await bank.claims.claim(bank.ada, claim.id)).reason
    assert (await refusal(bank.claims.claim(bank.bo, claim.id))).key == "claims.error.gone"
