"""The reward for inviting: a share of the first top-up, once, as it was set at that moment."""

from __future__ import annotations

import asyncio

import pytest

from tests.money.bank import Bank, second

pytestmark = pytest.mark.anyio


async def test_the_inviter_receives_a_share_of_the_first_topup_once(bank: Bank) -> None:
    await bank.rules.change(bank.operator, "referral.share_percent", "10", second())
    first = await bank.topped_up(bank.ada)
    await asyncio.gather(*(bank.referral.reward() for _ in range(3)))
    await bank.topped_up(bank.ada, "300")
    assert await bank.referral.reward() == 0
    assert await bank.balance(bank.operator) == first * 10 // 100
    rewards = {guest.reward_micro for guest in await bank.referral.guests(bank.operator)}
    assert rewards == {first * 10 // 100, None}
    assert "referral" in await bank.told(bank.operator)
    await bank.assert_sound()


async def test_a_share_that_is_raised_later_rewards_no_topup_of_before(bank: Bank) -> None:
    await bank.topped_up(bank.ada)
    assert await bank.referral.reward() == 1
    await bank.rules.change(bank.operator, "referral.share_percent", "50", second())
    assert await bank.referral.reward() == 0
    assert await bank.balance(bank.operator) == 0


async def test_of_a_guest_only_what_they_show_is_seen(small_bank: Bank) -> None:
    guests = await small_bank.referral.guests(small_bank.operator)
    assert [(guest.nickname, guest.contact, guest.reward_micro) for guest in guests] == [("Old Zhang", "", None)] * 2
    assert await small_bank.referral.guests(small_bank.ada) == []
