"""Who may register, with what, and what each wrong field is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from app.services.errors import Refused
from exchanges.core.secret import Secret
from tests.accounts.house import LOGIN, TRADE, House, refusal

pytestmark = pytest.mark.anyio


async def test_the_first_account_becomes_the_operator_without_an_invite_and_gets_codes_to_hand_out(
    house: House,
) -> None:
    assert await house.accounts.is_first_start()
    session = await house.operator()
    assert session.role == "operator"
    assert not await house.accounts.is_first_start()
    invites = await house.accounts.invites(session)
    assert [invite.is_good for invite in invites] == [True, True, True]


async def test_everybody_after_the_first_needs_an_invite(house: House) -> None:
    await house.operator()
    told = await refusal(house.accounts.register(await house.form("second")))
    assert (told.key, told.field) == ("account.error.invite_missing", "invite")


async def test_an_invited_person_becomes_a_user_and_the_inviter_sees_them(house: House) -> None:
    operator = await house.operator()
    _, session = await house.member(operator)
    assert session.role == "user"
    guests = [guest for invite in await house.accounts.invites(operator) for guest in invite.guests]
    assert guests == ["Old Zhang"]


async def test_an_invite_is_good_however_it_is_typed(house: House) -> None:
    operator = await house.operator()
    code = (await house.accounts.create_invite(operator)).code
    typed = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    await house.accounts.register(await house.form("second", invite=typed))


@pytest.mark.parametrize(
    ("invite", "key"),
    [
        ("", "account.error.invite_missing"),
        ("nonsense", "account.error.invite_unknown"),
        ("ABCDE-ABCDE", "account.error.invite_unknown"),
    ],
)
async def test_a_bad_invite_is_refused(small_house: House, invite: str, key: str) -> None:
    await small_house.operator()
    told = await refusal(small_house.accounts.register(await small_house.form("second", invite=invite)))
    assert (told.key, told.field) == (key, "invite")


async def test_a_used_or_withdrawn_invite_is_refused(house: House) -> None:
    operator = await house.operator()
    used = await house.accounts.create_invite(operator)
    await house.accounts.register(await house.form("second", invite=used.code))
    told = await refusal(house.accounts.register(await house.form("third", invite=used.code)))
    assert told.key == "account.error.invite_spent"
    withdrawn = await house.accounts.create_invite(operator)
    await house.accounts.revoke_invite(operator, withdrawn.code)
    told = await refusal(house.accounts.register(await house.form("fourth", invite=withdrawn.code)))
    assert told.key == "account.error.invite_spent"


async def test_an_invite_for_two_lets_two_in_even_if_three_come_at_once(house: House) -> None:
    operator = await house.operator()
    invite = await house.accounts.create_invite(operator, uses=2)
    forms = [await house.form(name, invite=invite.code) for name in ("anna", "bert", "carl")]
    outcomes = await asyncio.gather(*(house.accounts.register(form) for form in forms), return_exceptions=True)
    refused = [outcome.key for outcome in outcomes if isinstance(outcome, Refused)]
    assert refused == ["account.error.invite_spent"]


async def test_of_two_first_accounts_at_once_one_becomes_the_operator(house: House) -> None:
    other = house.another_process()
    forms = [await house.form("anna"), await house.form("bert")]
    outcomes = await asyncio.gather(house.accounts.register(forms[0]), other.register(forms[1]), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [outcome.key for outcome in refused] == ["account.error.invite_missing"]


BAD_FIELDS: list[tuple[str, Any, str]] = [
    ("username", "", "account.error.username_missing"),
    ("username", "ab", "account.error.username_shape"),
    ("username", "with blank", "account.error.username_shape"),
    ("username", "-dash", "account.error.username_shape"),
    ("nickname", "  ", "account.error.nickname_missing"),
    ("nickname", "x" * 41, "account.error.too_long"),
    ("nickname", "a\u200bb", "account.error.unprintable"),
    ("real_name", "", "account.error.real_name_missing"),
    ("phone", "", "account.error.phone_missing"),
    ("phone", "12345", "account.error.phone_shape"),
    ("phone", "call me", "account.error.phone_shape"),
    ("contact", "x" * 121, "account.error.too_long"),
    ("code", "", "account.error.code_missing"),
    ("code", "12ab56", "account.error.code_shape"),
    ("login_password", Secret("short"), "account.error.password_short"),
    ("login_password", Secret("x" * 129), "account.error.password_long"),
    ("login_password", Secret("woaini1314520"), "account.error.password_weak"),
    ("login_password", Secret("zhang13800138000"), "account.error.password_weak"),
    ("transaction_password", Secret(""), "account.error.password_short"),
    ("transaction_password", Secret("qwertyuiop123"), "account.error.password_weak"),
    ("transaction_password", LOGIN, "account.error.password_same"),
]


@pytest.mark.parametrize(("field", "value", "key"), BAD_FIELDS)
async def test_a_field_that_will_not_do_is_named_with_its_own_reason(
    small_house: House, field: str, value: Any, key: str
) -> None:
    form = replace(await small_house.form(), **{field: value})
    told = await refusal(small_house.accounts.register(form))
    assert (told.key, told.field) == (key, field)
    assert await small_house.accounts.is_first_start()


@pytest.mark.parametrize(
    ("email", "key"),
    [("", "account.error.email_missing"), ("zhang", "account.error.email_shape"), ("a@b", "account.error.email_shape")],
)
async def test_a_bad_address_is_refused_before_a_code_is_sent(small_house: House, email: str, key: str) -> None:
    told = await refusal(small_house.accounts.request_code("register", email))
    assert (told.key, told.field) == (key, "email")


async def test_a_taken_name_is_refused_in_any_spelling_and_the_code_stays_good(house: House) -> None:
    operator = await house.operator("Captain")
    invite = await house.accounts.create_invite(operator)
    form = await house.form("cAPTAIN", email="other@harbour.example", invite=invite.code)
    told = await refusal(house.accounts.register(form))
    assert (told.key, told.field) == ("account.error.username_taken", "username")
    await house.accounts.register(replace(form, username="mate"))


async def test_an_address_that_has_an_account_gets_a_mail_instead_of_a_code(house: House) -> None:
    await house.operator()
    house.clock.advance(61_000)
    await house.accounts.request_code("register", "CAPTAIN@harbour.example", "en")
    body = await house.newest_mail("CAPTAIN@harbour.example")
    assert "already" in body
    assert "code: " not in body


async def test_the_recovery_code_is_shown_once_and_nothing_of_it_is_in_a_repr(small_house: House) -> None:
    registered = await small_house.accounts.register(await small_house.form())
    groups = registered.recovery_code.reveal().split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert registered.recovery_code.reveal() not in repr(registered)


async def test_a_form_shows_neither_passwords_nor_code(small_house: House) -> None:
    form = await small_house.form()
    for secret in (LOGIN.reveal(), TRADE.reveal(), form.code):
        assert secret not in repr(form)


async def test_a_user_may_have_ten_unused_invites_and_the_operator_any_number(house: House) -> None:
    operator = await house.operator()
    _, user = await house.member(operator)
    for _ in range(10):
        await house.accounts.create_invite(user)
        await house.accounts.create_invite(operator)
    told = await refusal(house.accounts.create_invite(user))
    assert told.key == "account.error.invite_limit"
    await house.accounts.create_invite(operator)
    told = await refusal(house.accounts.create_invite(operator, uses=0))
    assert told.key == "account.error.invite_uses"
