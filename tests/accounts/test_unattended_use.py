"""Unattended use: what switches it on and off, what it opens, what a copy of the database is worth without its file."""

from __future__ import annotations

import stat
from typing import Any

import pytest
from sqlalchemy import text

from app import locations
from app.services.accounts import Session
from exchanges.core.secret import Secret
from store import ledger
from store.database import new_id
from store.vault import get_secret
from tests.accounts.house import LOGIN, TRADE, House, refusal
from tests.accounts.test_changing_passwords import NEW, READ_KEY, TRADE_KEY, keep_secrets

pytestmark = pytest.mark.anyio
NEWER = Secret("Velvet-mooring-62-gull")


async def read_secret(house: House, session: Session) -> str:
    async with house.store.read() as connection:
        return await get_secret(connection, session.vault, "read", READ_KEY)


async def slots(house: House) -> set[tuple[str, str]]:
    async with house.store.read() as connection:
        rows = await connection.execute(text("SELECT key_kind, slot_kind FROM vault_slot"))
        return {(row.key_kind, row.slot_kind) for row in rows}


async def audited(house: House, action: str) -> list[str]:
    async with house.store.read() as connection:
        query = text("SELECT subject FROM audit WHERE action = :action")
        return list((await connection.execute(query, {"action": action})).scalars())


async def told_off(house: House, username: str = "captain") -> None:
    assert (await refusal(house.accounts.login_unattended(username))).key == "unattended.error.off"


async def test_it_is_off_until_its_owner_switches_it_on_and_no_key_is_made(house: House) -> None:
    session = await house.operator()
    assert await house.accounts.unattended(session) == "off"
    await told_off(house)
    await told_off(house, "nobody")
    wrong = Secret("Wrong-one-55-rope")
    told = await refusal(house.accounts.allow_unattended(session, wrong, with_trade=True))
    assert (told.key, told.field) == ("account.error.transaction_wrong", "transaction_password")
    assert not locations.service_key_file(house.settings.data_dir).exists()
    assert await slots(house) == {(key, slot) for key in ("read", "trade") for slot in ("password", "recovery")}


async def test_allowed_to_read_it_opens_the_read_only_keys_and_nothing_that_trades(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await house.accounts.allow_unattended(session, TRADE, with_trade=False)
    assert await house.accounts.unattended(session) == "read"
    await top_up(house, session)
    alone = await house.another_process().login_unattended("captain")
    assert await read_secret(house, alone) == "read-secret-1"
    assert (await refusal(house.accounts.unlock_trade_unattended(alone))).key == "unattended.error.no-trade"
    assert not alone.vault.has_trade
    origins = {login.origin for login in await house.accounts.logins(session)}
    assert origins == {"local", "unattended"}


async def top_up(house: House, session: Session) -> None:
    """One micro-unit of compute: enough to trade."""
    async with house.store.write() as connection:
        account, now_ms = ledger.compute(session.user_id), house.clock()
        await ledger.post(connection, new_id(), "deposit", ledger.clearing("tron"), account, 1, "o", "system", now_ms)


async def test_at_zero_no_trading_key_is_opened_and_the_read_only_ones_are_as_before(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    alone = await house.another_process().login_unattended("captain")
    assert (await refusal(house.accounts.unlock_trade_unattended(alone))).key == "compute.used-up"
    assert not alone.vault.has_trade
    assert await read_secret(house, alone) == "read-secret-1"
    await top_up(house, session)
    await house.accounts.unlock_trade_unattended(alone)
    assert alone.vault.has_trade


async def test_allowed_to_trade_it_opens_the_trading_keys_for_their_five_minutes(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await top_up(house, session)
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    alone = await house.another_process().login_unattended("captain")
    await house.accounts.unlock_trade_unattended(alone)
    async with house.store.read() as connection:
        assert await get_secret(connection, alone.vault, "trade", TRADE_KEY) == "trade-secret-1"
    house.clock.advance(300_000)
    assert not alone.vault.has_trade
    await house.accounts.allow_unattended(session, TRADE, with_trade=False)
    assert await house.accounts.unattended(session) == "read"


async def test_switching_it_off_deletes_the_slots_and_ends_what_runs_by_it(house: House) -> None:
    session = await house.operator()
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    alone = await house.accounts.login_unattended("captain")
    await house.accounts.forbid_unattended(session)
    assert not {slot for _, slot in await slots(house)} & {"service"}
    assert (await refusal(house.accounts.touch(alone))).key == "account.error.session_over"
    await told_off(house)
    await house.accounts.touch(session)
    await house.accounts.forbid_unattended(session)
    subject = [f"user:{session.user_id}"]
    assert await audited(house, "unattended.on") == subject
    assert await audited(house, "unattended.off") == subject


async def test_changed_passwords_leave_it_on(house: House) -> None:
    session = await house.operator()
    await keep_secrets(house, session)
    await top_up(house, session)
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    await house.accounts.change_login_password(session, LOGIN, NEW)
    await house.accounts.change_transaction_password(session, TRADE, NEWER)
    alone = await house.accounts.login_unattended("captain")
    await house.accounts.unlock_trade_unattended(alone)
    assert await read_secret(house, alone) == "read-secret-1"


async def test_the_recovery_code_keeps_it_and_a_new_vault_drops_it(house: House) -> None:
    registered, session = await house.member(await house.operator())
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    await house.accounts.recover("zhang@harbour.example", request_id, code, registered.recovery_code, NEW)
    alone = await house.accounts.login_unattended("zhang")
    request_id, code = await house.code_later("recover", "zhang@harbour.example")
    await house.accounts.start_over("zhang@harbour.example", request_id, code, NEWER, LOGIN)
    await told_off(house, "zhang")
    assert (await refusal(house.accounts.touch(alone))).key == "account.error.session_over"


async def test_one_persons_yes_opens_nobody_elses_vault(house: House) -> None:
    session = await house.operator()
    await house.member(session)
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    await told_off(house, "zhang")
    async with house.store.write() as connection:
        # Nor does a slot that was moved to another person by hand.
        moved = text("UPDATE vault_slot SET user_id = (SELECT id FROM \"user\" WHERE username = 'zhang')")
        await connection.execute(text(f"{moved.text} WHERE slot_kind = 'service'"))
        read = "SELECT key_id FROM vault_slot WHERE key_kind = 'read' AND slot_kind = 'service'"
        same = text(f"UPDATE vault_slot SET key_id = ({read}) WHERE key_kind = 'read'")
        await connection.execute(same)
    assert (await refusal(house.accounts.login_unattended("zhang"))).key == "unattended.error.other-key"
    await told_off(house)


async def test_the_key_is_a_private_file_that_neither_database_nor_log_ever_holds(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    session = await house.operator()
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    await house.accounts.login_unattended("captain")
    file = locations.service_key_file(house.settings.data_dir)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text().strip()
    assert len(bytes.fromhex(key)) == 32
    assert key not in caplog.text
    async with house.store.read() as connection:
        for table in ("vault_slot", "audit", "session", "setting"):
            for row in await connection.execute(text(f"SELECT * FROM {table}")):
                assert not any(_holds(value, key) for value in row), table


def _holds(value: Any, key: str) -> bool:
    if isinstance(value, bytes | memoryview):
        return bytes.fromhex(key) in bytes(value) or key.encode() in bytes(value)
    return key in str(value)


async def test_a_copy_of_the_database_without_the_key_file_opens_nothing(house: House) -> None:
    session = await house.operator()
    await house.accounts.allow_unattended(session, TRADE, with_trade=True)
    file = locations.service_key_file(house.settings.data_dir)
    key = file.read_text()
    file.unlink()
    assert (await refusal(house.accounts.login_unattended("captain"))).key == "unattended.error.no-key"
    for content, told in (("0" * 64, "unattended.error.other-key"), ("rubbish", "unattended.error.damaged")):
        file.write_text(content)
        file.chmod(0o600)
        assert (await refusal(house.accounts.login_unattended("captain"))).key == told
    file.write_text(key)
    file.chmod(0o644)
    assert (await refusal(house.accounts.login_unattended("captain"))).key == "door.key.not_private"
    file.chmod(0o600)
    await house.accounts.login_unattended("captain")


async def test_who_is_kept_out_or_must_choose_a_new_password_is_not_let_in_this_way(house: House) -> None:
    _, session = await house.member(await house.operator())
    await house.accounts.allow_unattended(session, TRADE, with_trade=False)
    change = "UPDATE \"user\" SET {} WHERE username = 'zhang'"
    async with house.store.write() as connection:
        await connection.execute(text(change.format("reset_ms = 1")))
    assert (await refusal(house.accounts.login_unattended("zhang"))).key == "account.error.reset"
    async with house.store.write() as connection:
        await connection.execute(text(change.format("disabled_ms = 1")))
    await told_off(house, "zhang")


async def test_a_locked_or_ended_session_cannot_switch_it_on(house: House) -> None:
    session = await house.operator()
    house.accounts.lock(session)
    told = await refusal(house.accounts.allow_unattended(session, TRADE, with_trade=False))
    assert told.key == "account.error.locked"
    again = await house.accounts.login("captain", LOGIN)
    await house.accounts.logout(again)
    told = await refusal(house.accounts.allow_unattended(again, TRADE, with_trade=False))
    assert told.key == "account.error.session_over"
