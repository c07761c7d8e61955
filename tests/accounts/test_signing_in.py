"""Signing in, what guessing costs, and what ends a login."""

from __future__ import annotations

import asyncio

import pytest

from app.services.accounts.service import source_of
from app.services.errors import Refused
from exchanges.core.secret import Secret
from store.errors import VaultLocked
from tests.accounts.house import LOGIN, TRADE, House, refusal

pytestmark = pytest.mark.anyio
WRONG = Secret("Not-the-password-77")


async def fail(house: House, times: int, username: str = "captain") -> None:
    for _ in range(times):
        told = await refusal(house.accounts.login(username, WRONG))
        assert told.key == "account.error.login"


async def test_a_login_opens_the_vault_for_reading_and_not_for_trading(house: House) -> None:
    session = await house.operator()
    assert session.vault.is_open
    assert not session.vault.has_trade


async def test_names_are_recognised_in_any_spelling(small_house: House) -> None:
    await small_house.operator("Captain")
    assert (await small_house.accounts.login("  cAPTAIN ", LOGIN)).username == "Captain"


async def test_wrong_password_and_unknown_name_get_the_same_answer(house: House) -> None:
    await house.operator()
    wrong = await refusal(house.accounts.login("captain", WRONG))
    unknown = await refusal(house.accounts.login("nobody", WRONG))
    assert (wrong.key, wrong.field, wrong.values) == (unknown.key, unknown.field, unknown.values)


async def test_empty_fields_are_named_and_cost_nothing(small_house: House) -> None:
    await small_house.operator()
    for _ in range(10):
        assert (await refusal(small_house.accounts.login("", LOGIN))).field == "username"
        assert (await refusal(small_house.accounts.login("captain", Secret("")))).field == "password"
    await small_house.accounts.login("captain", LOGIN)


async def test_five_wrong_tries_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour(small_house: House) -> None:
    await small_house.operator()
    await fail(small_house, 5)
    waits = []
    for _ in range(12):
        told = await refusal(small_house.accounts.login("captain", LOGIN))
        assert told.key == "account.error.throttled"
        waits.append(told.values["seconds"])
        small_house.clock.advance(told.values["seconds"] * 1000)  # type: ignore[operator]
        await fail(small_house, 1)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


async def test_the_right_password_counts_once_the_wait_is_over_and_clears_the_account(house: House) -> None:
    await house.operator()
    elsewhere = house.another_process("198.51.100.7")
    await fail(house, 6 - 1)
    house.clock.advance(1_000)
    await house.accounts.login("captain", LOGIN)
    for _ in range(4):
        assert (await refusal(elsewhere.login("captain", WRONG))).key == "account.error.login"
    await elsewhere.login("captain", LOGIN)


async def test_one_source_that_tries_many_names_has_to_wait_and_others_do_not(house: House) -> None:
    await house.operator()
    attacker = house.another_process("198.51.100.7")
    for number in range(5):
        await refusal(attacker.login(f"name{number}", WRONG))
    assert (await refusal(attacker.login("captain", LOGIN))).key == "account.error.throttled"
    await house.accounts.login("captain", LOGIN)


async def test_many_tries_at_once_gain_nothing(house: House) -> None:
    await house.operator()
    tries = [house.another_process(f"198.51.100.{n}").login("captain", WRONG) for n in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    keys = sorted(outcome.key for outcome in outcomes if isinstance(outcome, Refused))
    assert keys == ["account.error.login"] * 5 + ["account.error.throttled"] * 7


async def test_failures_are_forgotten_after_an_hour(small_house: House) -> None:
    await small_house.operator()
    await fail(small_house, 5)
    small_house.clock.advance(3_601_000)
    await fail(small_house, 4)


async def test_logging_out_locks_the_vault_and_ends_the_login(house: House) -> None:
    session = await house.operator()
    await house.accounts.logout(session)
    assert not session.vault.is_open
    assert (await refusal(house.accounts.touch(session))).key == "account.error.session_over"
    await house.accounts.logout(session)


async def test_a_login_ends_after_twelve_hours_whatever_happens(house: House) -> None:
    session = await house.operator()
    for _ in range(11):
        house.clock.advance(3_600_000)
        await house.accounts.touch(session)
    house.clock.advance(3_600_000)
    assert (await refusal(house.accounts.touch(session))).key == "account.error.session_over"
    assert not session.vault.is_open


async def test_other_logins_are_listed_and_can_be_ended(house: House) -> None:
    here = await house.operator()
    house.clock.advance(1_000)
    remote = house.another_process("198.51.100.7")
    there = await remote.login("captain", LOGIN)
    listed = [(login.origin, login.is_this) for login in await house.accounts.logins(here)]
    assert listed == [("198.51.100.7", False), ("local", True)]
    await house.accounts.end_login(here, there.id)
    assert (await refusal(remote.touch(there))).key == "account.error.session_over"
    assert not there.vault.is_open
    assert (await refusal(house.accounts.end_login(here, there.id))).key == "account.error.unknown_session"
    await house.accounts.touch(here)


async def test_nobody_ends_the_logins_of_somebody_else(house: House) -> None:
    operator = await house.operator()
    _, user = await house.member(operator)
    assert (await refusal(house.accounts.end_login(user, operator.id))).key == "account.error.unknown_session"
    await house.accounts.touch(operator)


async def test_a_lock_takes_the_keys_away_and_the_login_password_brings_them_back(house: House) -> None:
    session = await house.operator()
    house.accounts.lock(session)
    assert not session.vault.is_open
    told = await refusal(house.accounts.unlock(session, WRONG))
    assert (told.key, told.field) == ("account.error.password_wrong", "password")
    await house.accounts.unlock(session, LOGIN)
    assert session.vault.is_open


async def test_the_transaction_password_opens_the_trade_key_for_five_minutes(house: House) -> None:
    session = await house.operator()
    told = await refusal(house.accounts.unlock_trade(session, LOGIN))
    assert (told.key, told.field) == ("account.error.transaction_wrong", "transaction_password")
    await house.accounts.unlock_trade(session, TRADE)
    house.clock.advance(299_000)
    assert session.vault.has_trade
    house.clock.advance(1_000)
    assert not session.vault.has_trade
    with pytest.raises(VaultLocked):
        session.vault.key("trade")


async def test_a_locked_session_has_no_trade_key_to_open(house: House) -> None:
    session = await house.operator()
    house.accounts.lock(session)
    assert (await refusal(house.accounts.unlock_trade(session, TRADE))).key == "account.error.locked"


async def test_guessing_the_transaction_password_costs_waits_too(house: House) -> None:
    session = await house.operator()
    for _ in range(5):
        await refusal(house.accounts.unlock_trade(session, WRONG))
    assert (await refusal(house.accounts.unlock_trade(session, TRADE))).key == "account.error.throttled"
    house.clock.advance(1_000)
    await house.accounts.unlock_trade(session, TRADE)


def test_the_source_is_the_ssh_client_or_this_machine() -> None:
    assert source_of({"SSH_CONNECTION": "198.51.100.7 50000 192.0.2.1 22"}) == "198.51.100.7"
    assert source_of({"SSH_CLIENT": "2001:db8::7 50000 22"}) == "2001:db8::7"
    assert source_of({}) == "local"
