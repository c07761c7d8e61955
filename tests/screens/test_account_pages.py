"""Inbox, invitations and the second factor, by keys."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input, OptionList

from app.services import one_time_codes
from app.services.demo import LOGIN_PASSWORD, TRANSACTION_PASSWORD, USERNAME
from app.settings import Settings
from exchanges.core.clock import now_ms
from exchanges.core.secret import Secret
from tests.e2e.person import at_the_keyboard
from tests.screens.people import fill, go_to, sign_in, until

pytestmark = pytest.mark.anyio


async def test_a_notice_is_unread_until_the_cursor_was_on_it(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        password = Secret(TRANSACTION_PASSWORD)
        await services.inbox.announce(session, ("Pause", "No trading on [Sunday]."), ("暂停", "周日暂停。"), password)
        await me.press("7")
        await me.sees("Notice: Pause", "No trading on [Sunday].")
        await me.sees_no_more("* ")
        assert await services.inbox.unread(session) == 0


async def test_invitations_say_what_they_bring(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("P")
        await me.sees("F4 2FA")
        await me.press("f8")
        await me.sees("There is no reward for inviting just now.", "used 0 of 1")


async def test_the_second_factor_is_set_up_and_switched_off_by_keys(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings, (120, 40)) as me:
        await sign_in(me)
        await me.press("P", "f4")
        await me.sees("Off. With your transaction password")
        await fill(me, {"transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        shown = await me.sees("Scan this with your authenticator app", "▀")
        seed = "".join(re.findall(r"(?m)^ ((?:[A-Z2-7]{4} ?){4})", shown)).replace(" ", "")
        assert len(seed) == 32, shown
        await fill(me, {"totp": "000000"})
        await me.press("enter")
        await me.sees("Not the code of now")
        await fill(me, {"totp": one_time_codes.code_at(one_time_codes.unspelled(seed), now_ms() // 30_000)})
        await me.press("enter")
        await me.sees("On. Withdrawals ask for a code")


async def test_unattended_use_is_switched_on_after_a_warning_and_off_again_by_keys(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        await me.press("P")
        await me.sees("F6 passwords")
        await me.press("f6")
        await me.sees("U unattended")
        await me.press("f5")
        await me.sees("Off. Only your passwords open your vault.", "> (o) Read only")
        await me.press("down")
        await me.sees("> (o) Read and trade")
        await fill(me, {"transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("May this machine trade without you?", "without a password")
        await me.press("enter")  # The safe answer has the focus.
        await me.sees_no_more("May this machine")
        assert await services.accounts.unattended(session) == "off"
        await fill(me, {"transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("May this machine trade without you?")
        await me.press("right", "enter")
        await me.sees("ON for reading and trading")
        assert await services.accounts.unattended(session) == "trade"
        await me.press("d")
        await me.sees("Switch unattended use off?")
        await me.press("right", "enter")
        await me.sees("Off. Only your passwords open your vault.")
        assert await services.accounts.unattended(session) == "off"


async def test_profile_passwords_and_logins_are_kept_in_order_by_keys(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        elsewhere = await services.accounts.login(USERNAME, Secret(LOGIN_PASSWORD))
        await me.press("P")
        await me.sees("F7 logins", "operator@demo.example")
        await until(me, lambda: me.app.screen.query_one("#nickname", Input).value != "", "have the profile read")
        await fill(me, {"nickname": "Captain Lee", "contact": "WX: lee"})
        await go_to(me, "contact")
        await me.press("enter")
        await me.sees("Profile saved.")
        assert (await services.accounts.profile(session)).nickname == "Captain Lee"

        await me.press("f7")
        await me.sees("this one", "end it")
        rows = me.app.screen.query_one("#rows", OptionList)
        others = [each.id for each in await services.accounts.logins(session) if not each.is_this]
        assert others == [elsewhere.id]
        rows.highlighted = rows.get_option_index(elsewhere.id)
        await me.press("d")
        await me.sees("That login has ended.")
        assert [each.is_this for each in await services.accounts.logins(session)] == [True]

        await me.press("escape")
        await me.sees("F6 passwords")
        await me.press("f6")
        await me.sees("Present password", "> (o) Login password")  # The arrows move in it once it has the focus.
        await me.press("down")
        await me.sees("> (o) Transaction password")
        new = "ebony-kettle-57-marsh"
        await fill(me, {"old_password": "wrong", "new_password": new, "new_password_again": new})
        await go_to(me, "new_password_again")
        await me.press("enter")
        await me.sees("Not your transaction password")
        await fill(me, {"old_password": TRANSACTION_PASSWORD, "new_password": new, "new_password_again": new})
        await go_to(me, "new_password_again")
        await me.press("enter")
        await me.sees("Transaction password changed.")
        await services.accounts.unlock_trade(session, Secret(new))
