"""Codes by mail: for one purpose, address and request, ten minutes, five tries, once."""

from __future__ import annotations

import asyncio

import pytest

from app.services.email_codes import EmailCodes
from app.services.errors import Refused
from store.tables import EmailCode
from tests.accounts.house import House, refusal

pytestmark = pytest.mark.anyio
ADDRESS = "zhang@harbour.example"


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def check(house: House, request_id: str, code: str, purpose: str = "register", email: str = ADDRESS) -> None:
    await codes_of(house).check(purpose, email, request_id, code)  # type: ignore[arg-type]


def codes_of(house: House) -> EmailCodes:
    key = bytes.fromhex((house.settings.data_dir / "server.key").read_text().strip())
    return EmailCodes(house.store, house.mail, key, house.clock)


async def test_the_mailed_code_is_six_digits_and_is_accepted(house: House) -> None:
    request_id, code = await house.code("register", ADDRESS)
    assert len(code) == 6
    await check(house, request_id, code)


async def test_a_code_is_good_for_ten_minutes(house: House) -> None:
    request_id, code = await house.code("register", ADDRESS)
    house.clock.advance(599_999)
    await check(house, request_id, code)
    house.clock.advance(1)
    assert (await refusal(check(house, request_id, code))).key == "account.error.code_expired"


async def test_the_fifth_wrong_try_voids_the_code_so_the_sixth_fails_even_when_right(house: House) -> None:
    request_id, code = await house.code("register", ADDRESS)
    left = [(await refusal(check(house, request_id, other(code)))).values.get("left") for _ in range(5)]
    assert left == [4, 3, 2, 1, None]
    told = await refusal(check(house, request_id, code))
    assert (told.key, told.field) == ("account.error.code_void", "code")


async def test_many_tries_at_once_are_five_all_the_same(house: House) -> None:
    request_id, code = await house.code("register", ADDRESS)
    tries = [check(house, request_id, other(code)) for _ in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    keys = [outcome.key for outcome in outcomes if isinstance(outcome, Refused)]
    assert keys.count("account.error.code_wrong") == 4
    assert keys.count("account.error.code_void") == 8


async def test_a_code_is_spent_once(house: House) -> None:
    codes = codes_of(house)
    request_id, _ = await house.code("register", ADDRESS)
    async with house.store.write() as connection:
        await codes.spend(connection, request_id)
    with pytest.raises(Refused, match="code_void"):
        async with house.store.write() as connection:
            await codes.spend(connection, request_id)


async def test_a_new_code_voids_the_old(house: House) -> None:
    old_id, old_code = await house.code("register", ADDRESS)
    new_id, new_code = await house.code_later("register", ADDRESS)
    assert (await refusal(check(house, old_id, old_code))).key == "account.error.code_void"
    await check(house, new_id, new_code)


async def test_a_code_is_worth_nothing_for_another_purpose_address_or_request(house: House) -> None:
    request_id, code = await house.code("register", ADDRESS)
    for attempt in (
        check(house, request_id, code, purpose="recover"),
        check(house, request_id, code, email="li@harbour.example"),
        check(house, "another", code),
    ):
        told = await refusal(attempt)
        assert (told.key, told.field) == ("account.error.code_not_requested", "code")


async def test_the_next_code_can_be_sent_after_a_minute(house: House) -> None:
    await house.code("register", ADDRESS)
    house.clock.advance(20_000)
    told = await refusal(house.accounts.request_code("register", ADDRESS))
    assert (told.key, told.field, told.values["seconds"]) == ("account.error.code_too_soon", "email", 40)
    house.clock.advance(40_000)
    await house.accounts.request_code("register", ADDRESS)


async def test_an_address_gets_five_codes_an_hour_and_ten_a_day(house: House) -> None:
    for _ in range(5):
        await house.code_later("register", ADDRESS)
    house.clock.advance(61_000)
    told = await refusal(house.accounts.request_code("register", ADDRESS))
    assert told.key == "account.error.code_too_many"
    house.clock.advance(3_600_000)
    for _ in range(5):
        await house.code_later("register", ADDRESS)
    house.clock.advance(7_200_000)
    told = await refusal(house.accounts.request_code("register", ADDRESS.upper()))
    assert (told.key, told.field) == ("account.error.code_too_many", "email")
    assert int(str(told.values["minutes"])) > 60


async def test_of_many_requests_at_once_one_is_answered(house: House) -> None:
    requests = [house.accounts.request_code("register", ADDRESS) for _ in range(6)]
    outcomes = await asyncio.gather(*requests, return_exceptions=True)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 5


async def test_a_copy_of_the_database_tells_no_code(house: House) -> None:
    _, code = await house.code("register", ADDRESS)
    async with house.store.read() as connection:
        row = (await connection.execute(EmailCode.__table__.select())).one()
    assert code not in str(row)
    assert len(bytes(row.code_hmac)) == 32


async def test_the_server_key_is_readable_by_its_owner_only_and_stays_the_same(house: House) -> None:
    file = house.settings.data_dir / "server.key"
    before = file.read_text()
    house.another_process()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == before


async def test_a_server_key_that_others_may_read_is_not_used(house: House) -> None:
    file = house.settings.data_dir / "server.key"
    file.chmod(0o644)
    with pytest.raises(Refused, match=r"door\.key\.not_private"):
        house.another_process()
    file.chmod(0o600)
    file.write_text("not a key")
    with pytest.raises(Refused, match=r"door\.key\.damaged"):
        house.another_process()
