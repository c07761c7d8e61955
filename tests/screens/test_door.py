"""The door: first start, registering, signing in and out, a forgotten password."""

from __future__ import annotations

import asyncio

import pytest

from app.places import DEMO_INSTEAD
from app.services import assembly, email_codes
from app.services.demo import EMAIL, LOGIN_PASSWORD, USERNAME
from app.settings import Settings
from tests.e2e.person import Person, at_the_keyboard
from tests.screens.people import (
    FORM,
    LOGIN,
    TRANSACTION,
    copy_recovery_code,
    fill,
    go_to,
    read_code,
    register,
    sign_in,
    tab_to,
    until,
)

NEW_LOGIN = "copper window 88 gentle otter"

pytestmark = pytest.mark.anyio


async def open_registration(me: Person) -> None:
    await me.sees("Nothing is stored here yet")
    await me.press("enter")
    await me.sees("Register as the operator", "WHO YOU ARE", "TWO PASSWORDS")


async def test_the_first_start_offers_three_ways_to_begin(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await me.sees("Look around in the demo", "Start for myself", "I have an invite code")
        await me.press("down", "enter")
        await me.sees("This store is empty", "python tui.py --database postgresql://")
        await me.press("up", "up", "enter")
        await until(me, lambda: me.app.return_code == DEMO_INSTEAD, "leave for the demo")


async def test_a_field_is_looked_at_when_it_is_left_and_says_what_is_wrong_with_it(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, {"username": "a b", "email": "nobody", "phone": "12", "code": "12"})
        await fill(me, {"login_password": "password1234", "login_password_again": "password1235"})
        await fill(me, {"transaction_password": "short"})
        await me.sees("very weak, 5 of 12 characters")
        await me.press("tab")
        await me.sees(
            "3 to 32 letters, digits",
            "Not an e-mail address",
            "6 to 15 digits",
            "The code is six digits",
            "Too easy to guess",
            "The two entries differ",
            "5 characters; at least 12",
        )


async def test_a_password_is_rated_while_it_is_typed_and_the_two_must_differ(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, {"login_password": LOGIN, "login_password_again": LOGIN})
        await me.sees("strong", "the same")
        await fill(me, {"transaction_password": LOGIN})
        await me.press("tab")
        await me.sees("The two passwords must")


async def test_what_was_typed_survives_leaving_the_page(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, {"username": "zhang.wei", "email": "zhang.wei@example.com"})
        await me.press("escape")
        await open_registration(me)
        await me.sees("zhang.wei", "zhang.wei@example.com")


async def test_a_code_that_was_not_asked_for_or_is_wrong_is_refused(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, {**FORM, "code": "123456"})
        await go_to(me, "transaction_password_again")
        await me.press("enter")
        await me.sees("Ask for a code first")
        code = await read_code(me)
        await fill(me, {"code": f"{(int(code) + 1) % 10**6:06}"})
        await go_to(me, "transaction_password_again")
        await me.press("enter")
        await me.sees("4 more tries")
        await me.sees("zhang.wei@example.com")


async def test_a_second_code_has_to_wait(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, {"email": "zhang.wei@example.com"})
        await read_code(me)
        await me.press("f4")
        await me.sees("A code is on its way")


async def test_registering_signing_in_out_and_in_again_and_replacing_the_password(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await register(me)
        await me.paste("not the password")
        await me.press("enter")
        await me.sees("Username or password is not right", "zhang.wei")
        await sign_in(me, "zhang.wei", LOGIN)
        await me.app.leave()
        await me.sees("Login password", "forgotten password")
        await sign_in(me, "Zhang.Wei", LOGIN)


async def test_the_recovery_code_must_be_on_paper(empty_settings: Settings) -> None:
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await fill(me, FORM)
        await fill(me, {"code": await read_code(me)})
        await go_to(me, "transaction_password_again")
        await me.press("enter")
        await me.sees("Press enter when it is on paper")
        await me.press("escape")
        await me.sees("Press enter when it is on paper")
        await me.press("enter")
        await me.sees("what stands in group")
        await me.paste("UUUU")
        await me.press("enter", "enter")
        await me.sees("Not what stands there")
        await me.press("escape")
        await me.sees("Press enter when it is on paper")
        await copy_recovery_code(me)
        await me.sees("Registered. Sign in")


async def test_where_mail_stays_here_only_the_operator_can_read_a_code(
    empty_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_codes, "RESEND_MS", 0)  # A minute has passed since the code of the registration.
    async with at_the_keyboard(empty_settings) as me:
        await open_registration(me)
        await register(me)
        await me.press("f4")
        await fill(me, {"email": "zhang.wei@example.com"})
        await me.press("f4")
        assert "F8" not in await me.sees("ask the operator")


async def test_a_forgotten_password_is_replaced_with_the_recovery_code(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_codes, "RESEND_MS", 0)
    async with at_the_keyboard(demo_settings) as me:
        await me.sees("DEMO: everything here is simulated")
        assert me.app.services is not None
        assert me.app.services.demo is not None
        paper = (await me.app.services.demo.intro()).recovery_code
        await me.press("f4")
        await me.sees("seven groups of four")
        await fill(me, {"email": EMAIL})
        await fill(me, {"code": await read_code(me)})
        wrong = "-".join(["0000"] * 7)
        await fill(me, {"recovery_code": wrong, "new_password": NEW_LOGIN, "new_password_again": NEW_LOGIN})
        await me.press("enter")
        await me.sees("Not the recovery code of this")
        await fill(me, {"recovery_code": paper.lower()})
        await go_to(me, "new_password_again")
        await me.press("enter")
        await copy_recovery_code(me)
        await sign_in(me, USERNAME, NEW_LOGIN)


async def test_without_the_recovery_code_an_account_starts_over_with_an_empty_vault(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_codes, "RESEND_MS", 0)
    async with at_the_keyboard(demo_settings) as me:
        await me.sees("DEMO: everything here is simulated")
        await me.press("f4")
        await fill(me, {"email": EMAIL})
        await fill(me, {"code": await read_code(me)})
        await go_to(me, "way")
        await me.press("down")
        await me.sees("Every API key stored here is lost")
        await fill(me, {"login_password": NEW_LOGIN, "login_password_again": NEW_LOGIN})
        await fill(me, {"transaction_password": TRANSACTION, "transaction_password_again": TRANSACTION})
        await me.press("enter")
        await me.sees("Give up the keys in your vault?", "Go back", "Start over")
        await me.type("empty")
        await tab_to(me, "yes", 2)
        await me.press("enter")
        await copy_recovery_code(me)
        await sign_in(me, USERNAME, NEW_LOGIN)


async def test_an_invite_is_needed_once_there_is_an_operator_and_names_are_taken_once(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        screen = await me.sees("DEMO: everything here is simulated", "Invite code for a second account")
        invite = screen.partition("Invite code for a second account")[2].split()[0]
        await me.press("f7")
        await me.sees("Invite code", "required; your inviter has it")
        await fill(me, {**FORM, "username": "operator", "invite": "AAAAA-AAAAA"})
        await fill(me, {"code": await read_code(me)})
        await go_to(me, "transaction_password_again")
        await me.press("enter")
        await me.sees("No such invite code")
        await fill(me, {"invite": invite})
        await go_to(me, "transaction_password_again")
        await me.press("enter")
        await me.sees("This username is taken")
        await fill(me, {"username": "second", "transaction_password_again": TRANSACTION})
        await me.press("enter")
        await copy_recovery_code(me)
        await sign_in(me, "second", LOGIN)


async def test_the_demo_says_what_to_sign_in_with_and_shows_its_mail_to_anybody(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await me.sees("operator", "north star anchor", "quiet harbour rope", "Simulated wallet", "1,000,000.00 USDT")
        await me.press("f8")
        await me.sees("Local outbox", "Your code for registering")


async def test_signing_in_before_the_store_is_open_is_not_forgotten(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open, opening = asyncio.Event(), assembly.open_services

    async def slowly(settings: Settings) -> assembly.Services:
        await may_open.wait()
        return await opening(settings)

    monkeypatch.setattr(assembly, "open_services", slowly)
    async with at_the_keyboard(demo_settings) as me:
        await fill(me, {"username": USERNAME, "password": LOGIN_PASSWORD})
        await me.press("enter")
        await me.sees("opening the store")
        may_open.set()
        await me.sees("1 Home", "Equity")
