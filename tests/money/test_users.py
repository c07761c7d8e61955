"""What the operator may do with accounts, and what not."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from exchanges.core.secret import Secret
from tests.accounts.house import LOGIN, TRADE, refusal
from tests.money.bank import WRONG, Bank, second

pytestmark = pytest.mark.anyio
FRESH = Secret("Windward-chart-55-brass")


async def test_people_are_found_by_name_nickname_and_address_with_what_they_hold(bank: Bank) -> None:
    have = await bank.topped_up(bank.ada)
    everybody = await bank.users.users(bank.operator)
    assert {user.username for user in everybody} == {"captain", "ada", "bob"}
    [ada] = await bank.users.users(bank.operator, "ADA@harb")
    assert (ada.username, ada.compute_micro, ada.bindings, ada.logins) == ("ada", have, 0, 1)
    assert await bank.users.users(bank.operator, "%") == []
    assert (await refusal(bank.users.users(bank.ada))).key == "desk.only-operator"
    shown = str([asdict(user) for user in everybody])
    assert LOGIN.reveal() not in shown
    assert TRADE.reveal() not in shown


async def test_a_blocked_person_is_out_at_once_and_stays_out_until_unblocked(bank: Bank) -> None:
    await bank.users.block(bank.operator, bank.ada.user_id, second())
    assert (await refusal(bank.house.accounts.touch(bank.ada))).key == "account.error.session_over"
    assert (await refusal(bank.house.accounts.login("ada", LOGIN))).key == "account.error.login"
    [ada] = await bank.users.users(bank.operator, "ada")
    assert ada.blocked_ms == bank.clock.ms
    await bank.users.unblock(bank.operator, bank.ada.user_id, second())
    await bank.house.accounts.login("ada", LOGIN)
    assert [action for action in await bank.actions() if "block" in action] == ["user.blocked", "user.unblocked"]


async def test_a_started_reset_voids_the_password_until_its_owner_recovers(bank: Bank) -> None:
    registered, cem = await bank.house.member(bank.operator, "cem")
    bank.clock.advance(1)
    await bank.users.start_reset(bank.operator, cem.user_id, second())
    assert "asks for a new login password" in await bank.house.newest_mail("cem@harbour.example")
    assert (await refusal(bank.house.accounts.touch(cem))).key == "account.error.session_over"
    assert (await refusal(bank.house.accounts.login("cem", LOGIN))).key == "account.error.reset"
    assert (await refusal(bank.house.accounts.login("cem", WRONG))).key == "account.error.login"
    request_id, code = await bank.house.code_later("recover", "cem@harbour.example")
    await bank.house.accounts.recover("cem@harbour.example", request_id, code, registered.recovery_code, FRESH)
    await bank.house.accounts.login("cem", FRESH)
    [user] = await bank.users.users(bank.operator, "cem")
    assert user.reset_ms is None


async def test_only_the_operator_acts_with_the_second_password_and_never_on_themselves(small_bank: Bank) -> None:
    bank = small_bank
    for act in (bank.users.block, bank.users.unblock, bank.users.start_reset):
        assert (await refusal(act(bank.ada, bank.bo.user_id, second()))).key == "desk.only-operator"
        assert (await refusal(act(bank.operator, bank.operator.user_id, second()))).key == "users.error.yourself"
        assert (await refusal(act(bank.operator, "nobody", second()))).key == "desk.error.no-such-user"
        wrong = act(bank.operator, bank.bo.user_id, WRONG)
        assert (await refusal(wrong)).key == "account.error.transaction_wrong"
    await bank.house.accounts.login("bob", LOGIN)
