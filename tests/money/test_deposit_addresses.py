"""Deposit addresses: a change is confirmed, waits, is announced, and can be taken back meanwhile."""

from __future__ import annotations

import msgspec
import pytest

from app.services.deposit_addresses import DepositAddressService, with_addresses
from app.settings import Evm
from exchanges.core.secret import Secret
from store import deposit_addresses
from tests.accounts.house import refusal
from tests.money.bank import WRONG, Bank, second
from tests.topups.world import HOUR_MS

pytestmark = pytest.mark.anyio
ETH = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


async def applies(bank: Bank) -> dict[str, str]:
    async with bank.sea.store.read() as connection:
        return await deposit_addresses.effective(connection, bank.clock.ms)


async def test_a_change_applies_after_its_wait_and_everybody_is_told_before(bank: Bank) -> None:
    fresh = bank.sea.tron.node.address("new operator wallet")
    at_ms = await bank.addresses.plan(bank.operator, "tron", f" {fresh} ", second())
    assert at_ms == bank.clock.ms + 24 * HOUR_MS
    tron = next(view for view in await bank.addresses.addresses(bank.operator) if view.chain == "tron")
    assert (tron.address, tron.planned_address, tron.planned_ms) == (bank.sea.tron.deposit, fresh, at_ms)
    [notice] = await bank.inbox.entries(bank.ada)
    assert fresh in notice.body
    assert await applies(bank) == {}
    bank.clock.advance(24 * HOUR_MS)
    assert await applies(bank) == {"tron": fresh}
    assert with_addresses(bank.sea.settings, await applies(bank)).tron.deposit_address == fresh
    assert "deposit_address.planned" in await bank.actions()
    before = await bank.sea.topups.create(bank.bo, "200", "tron")
    await bank.addresses.apply()
    after = await bank.sea.topups.create(bank.ada, "200", "tron")
    assert (before.address, after.address) == (bank.sea.tron.deposit, fresh)
    await bank.sea.tron.pay("", to=fresh, amount_raw=str(after.payable_micro))
    await bank.sea.settle()
    assert await bank.balance(bank.ada) == after.payable_micro


async def test_a_planned_change_can_be_taken_back_and_only_one_is_planned(bank: Bank) -> None:
    fresh = bank.sea.tron.node.address("new operator wallet")
    await bank.addresses.plan(bank.operator, "tron", fresh, second())
    other = bank.addresses.plan(bank.operator, "tron", bank.sea.tron.node.address("third"), second())
    assert (await refusal(other)).key == "addresses.error.planned"
    tron = next(view for view in await bank.addresses.addresses(bank.operator) if view.chain == "tron")
    await bank.addresses.cancel(bank.operator, tron.planned_id, second())
    bank.clock.advance(25 * HOUR_MS)
    assert await applies(bank) == {}
    await bank.signed_in_again()
    late = bank.addresses.cancel(bank.operator, tron.planned_id, second())
    assert (await refusal(late)).key == "addresses.error.applies"


async def test_a_chain_without_an_address_can_be_paid_on_at_once(small_bank: Bank) -> None:
    """But only where a provider is configured: nothing would start otherwise."""
    bank = small_bank
    without = bank.addresses.plan(bank.operator, "eth", ETH, second())
    assert (await refusal(without)).key == "topup.error.no_provider"
    eth = Evm(providers=(Secret("https://node.example"),))
    settings = msgspec.structs.replace(bank.sea.settings, eth=eth)
    store, accounts = bank.sea.store, bank.house.accounts
    addresses = DepositAddressService(store, settings, bank.rules, accounts, bank.clock, bank.sea.topups.offer)
    assert await addresses.plan(bank.operator, "eth", ETH.lower(), second()) == bank.clock.ms
    assert await applies(bank) == {"eth": ETH}
    assert [offer.key for offer in bank.sea.topups.chains()] == ["tron"]  # Until the next start scans it.


async def test_typos_strangers_and_wrong_passwords_change_nothing(small_bank: Bank) -> None:
    bank = small_bank
    fresh = bank.sea.tron.node.address("new operator wallet")
    for call, key in (
        (bank.addresses.plan(bank.ada, "tron", fresh, second()), "desk.only-operator"),
        (bank.addresses.addresses(bank.ada), "desk.only-operator"),
        (bank.addresses.cancel(bank.ada, "x", second()), "desk.only-operator"),
        (bank.addresses.plan(bank.operator, "tron", fresh, WRONG), "account.error.transaction_wrong"),
        (bank.addresses.plan(bank.operator, "tron", fresh[:-1] + "1", second()), "withdrawals.error.address"),
        (bank.addresses.plan(bank.operator, "eth", ETH.replace("aA", "AA"), second()), "withdrawals.error.address"),
        (bank.addresses.plan(bank.operator, "tron", bank.sea.tron.deposit, second()), "addresses.error.same"),
    ):
        assert (await refusal(call)).key == key
    assert await applies(bank) == {}
