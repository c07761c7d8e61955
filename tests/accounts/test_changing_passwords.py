"""Changing and recovering passwords: what stays, what ends, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from exchanges.core.secret import Secret
from store.database import new_id
from store.errors import NoSecret
from store.vault import Place, get_secret, put_secret
from tests.accounts.house import LOGIN, TRADE, House, refusal

pytestmark = pytest.mark.anyio
NEW = Secret("Silver-compass-38-tide")
READ_KEY = Place("binding_key", "secret", new_id())
TRADE_KEY = Place("binding_key", "secret", new_id())


async def keep_secrets(house: House, session: Any) -> None:
    await house.accounts.unlock_trade(session, TRADE)
    async with house.store.write() as connection:
        await put_secret(connection, session.vault, "read", READ_KEY, Secret("read-secret-1"), house.clock())
        await put_secret(connection, session.vault, "trade", TRADE_KEY, Secret("trade-secret-1"), house.clock())


async def kept_secrets(house: House, session: Any, trade: Secret = TRADE) -> tuple[str, str]:
    await house.accounts.unlock_trade(session, trade)
    async with house.store.read() as connection:
        return (
            await get_secret(connection, session.vault, "read", READ_KEY),
            await get_secret(connection, session.vault, "trade", TRADE_KEY),
        )


async def test_a_new_login_password_replaces_the_old_and_every_secret_stays(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await house.accounts.change_login_password(session, LOGIN, NEW)
    assert (await refusal(house.accounts.login("captain", LOGIN))).key == "account.error.login"
    again = await house.accounts.login("captain", NEW)
    assert await kept_secrets(house, again) == ("read-secret-1", "trade-secret-1")


async def test_changing_the_login_password_ends_other_logins_and_tells_the_owner(house: House) -> None:
    session = await house.operator()
    other = await house.accounts.login("captain", LOGIN)
    await house.accounts.change_login_password(session, LOGIN, NEW)
    assert (await refusal(house.accounts.touch(other))).key == "account.error.session_over"
    await house.accounts.touch(session)
    assert "password of captain was changed" in await house.newest_mail("captain@harbour.example")


async def test_a_new_transaction_password_replaces_the_old_and_every_secret_stays(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await house.accounts.change_transaction_password(session, TRADE, NEW)
    assert (await refusal(house.accounts.unlock_trade(session, TRADE))).key == "account.error.transaction_wrong"
    assert await kept_secrets(house, session, NEW) == ("read-secret-1", "trade-secret-1")


@pytest.mark.parametrize(
    ("new", "key"),
    [
        (Secret("short"), "account.error.password_short"),
        (Secret("abcdefghijkl"), "account.error.password_weak"),
        (Secret("captain-captain"), "account.error.password_weak"),
    ],
)
async def test_a_bad_new_password_is_refused(small_house: House, new: Secret, key: str) -> None:
    session = await small_house.operator()
    for change, old in (
        (small_house.accounts.change_login_password, LOGIN),
        (small_house.accounts.change_transaction_password, TRADE),
    ):
        told = await refusal(change(session, old, new))
        assert (told.key, told.field) == (key, "new_password")


async def test_the_two_passwords_never_become_the_same(house: House) -> None:
    session = await house.operator()
    told = await refusal(house.accounts.change_login_password(session, LOGIN, TRADE))
    assert (told.key, told.field) == ("account.error.password_same", "new_password")
    told = await refusal(house.accounts.change_transaction_password(session, TRADE, LOGIN))
    assert (told.key, told.field) == ("account.error.password_same", "new_password")


async def test_the_old_password_is_asked_for_and_guessing_it_costs_waits(house: House) -> None:
    session = await house.operator()
    for _ in range(5):
        told = await refusal(house.accounts.change_login_password(session, Secret("Wrong-old-one-55"), NEW))
        assert (told.key, told.field) == ("account.error.password_wrong", "old_password")
    assert (await refusal(house.accounts.change_login_password(session, LOGIN, NEW))).key == "account.error.throttled"
    told = await refusal(house.accounts.change_transaction_password(session, Secret("Wrong-old-one-55"), NEW))
    assert (told.key, told.field) == ("account.error.transaction_wrong", "old_password")


async def test_the_old_password_is_no_new_one(small_house: House) -> None:
    session = await small_house.operator()
    told = await refusal(small_house.accounts.change_login_password(session, LOGIN, LOGIN))
    assert told.key == "account.error.password_unchanged"


async def test_a_forgotten_transaction_password_is_replaced_by_the_recovery_code(house: House) -> None:
    registered, session = await house.member(await house.operator())
    await keep_secrets(house, session)
    wrong = Secret("0000-0000-0000-0000-0000-0000-0000")
    told = await refusal(house.accounts.reset_transaction_password(session, wrong, NEW))
    assert (told.key, told.field) == ("account.error.recovery_wrong", "recovery_code")
    await house.accounts.reset_transaction_password(session, registered.recovery_code, NEW)
    assert await kept_secrets(house, session, NEW) == ("read-secret-1", "trade-secret-1")


async def test_recovery_replaces_password_and_code_ends_logins_and_loses_nothing(house: House) -> None:
    registered, session = await house.member(await house.operator())
    await keep_secrets(house, session)
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    house.clock.advance(1)
    recovered = await house.accounts.recover("zhang@harbour.example", request_id, code, registered.recovery_code, NEW)
    assert recovered.recovery_code != registered.recovery_code
    assert "with the recovery code" in await house.newest_mail("zhang@harbour.example")
    assert (await refusal(house.accounts.touch(session))).key == "account.error.session_over"
    again = await house.accounts.login("zhang", NEW)
    assert await kept_secrets(house, again) == ("read-secret-1", "trade-secret-1")
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    told = await refusal(
        house.accounts.recover("zhang@harbour.example", request_id, code, registered.recovery_code, LOGIN)
    )
    assert (told.key, told.field) == ("account.error.recovery_wrong", "recovery_code")


async def test_recovery_stays_open_while_logins_have_to_wait(house: House) -> None:
    registered, _ = await house.member(await house.operator())
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    for _ in range(5):
        await refusal(house.another_process("198.51.100.7").login("zhang", Secret("Wrong-old-one-55")))
    await house.accounts.recover("zhang@harbour.example", request_id, code, registered.recovery_code, NEW)
    await house.accounts.login("zhang", NEW)


@pytest.mark.parametrize("typed", ["", "ABCD", "not a recovery code at all"])
async def test_what_is_no_recovery_code_is_told_so(small_house: House, typed: str) -> None:
    await small_house.operator()
    told = await refusal(small_house.accounts.recover("captain@harbour.example", "x", "123456", Secret(typed), NEW))
    assert (told.key, told.field) == ("account.error.recovery_shape", "recovery_code")


async def test_a_stranger_who_asks_to_recover_learns_nothing(house: House) -> None:
    await house.operator()
    known = await house.accounts.request_code("recover", "stranger@harbour.example", "en")
    assert "no account with it" in await house.newest_mail("stranger@harbour.example")
    assert known.id


async def test_without_the_recovery_code_the_account_stays_and_its_secrets_do_not(house: House) -> None:
    _, session = await house.member(await house.operator())
    await keep_secrets(house, session)
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    house.clock.advance(1)
    await house.accounts.start_over("zhang@harbour.example", request_id, code, NEW, LOGIN)
    told = await house.newest_mail("zhang@harbour.example")
    assert "without the recovery code" in told
    assert "every API key has to be bound again" in told
    again = await house.accounts.login("zhang", NEW)
    assert again.user_id == session.user_id
    with pytest.raises(NoSecret):
        await kept_secrets(house, again, LOGIN)
