"""What people do again and again: fill in a form, sign in, top up."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping

from textual.events import Paste
from textual.widgets import Input

from app.services.demo import LOGIN_PASSWORD, TRANSACTION_PASSWORD, USERNAME, DemoService
from tests.e2e.person import PATIENCE_S, Person

LOGIN, TRANSACTION = "turnip marble 47 sock lantern", "Velvet-Anchor-93-plum"
FORM = {
    "username": "zhang.wei",
    "nickname": "Wei",
    "real_name": "Zhang Wei",
    "email": "zhang.wei@example.com",
    "phone": "+86 138 0013 8000",
    "login_password": LOGIN,
    "login_password_again": LOGIN,
    "transaction_password": TRANSACTION,
    "transaction_password_again": TRANSACTION,
}


def demo_of(me: Person) -> DemoService:
    """The running simulation."""
    assert me.app.services is not None
    assert me.app.services.demo is not None
    return me.app.services.demo


async def fill(me: Person, values: Mapping[str, str]) -> None:
    """Paste a value into each field, going from one to the next; what stood there goes."""
    for name, value in values.items():
        await go_to(me, name)
        field = me.app.screen.query_one(f"#{name}", Input)
        field.clear()
        field.post_message(Paste(value))
    await me.pilot.pause()


async def go_to(me: Person, field_id: str) -> None:
    """Put the cursor into a field as a click does, once its page is there: tab would take long on a long page."""
    await until(me, lambda: bool(me.app.screen.query(f"#{field_id}")), f"find the field {field_id}")
    me.app.screen.query_one(f"#{field_id}").focus()


async def tab_to(me: Person, field_id: str, tabs: int) -> None:
    """Press tab, and look where it led."""
    await me.press(*["tab"] * tabs)
    await until(me, lambda: me.app.focused is not None and me.app.focused.id == field_id, f"come to {field_id}")


async def until(me: Person, holds: Callable[[], bool], what: str) -> None:
    """Wait for something that is not a word on the screen."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain to {what}; the screen says:\n{me.screen}"
        await asyncio.sleep(0.02)
        await me.pilot.pause()


async def read_code(me: Person) -> str:
    """Have a code sent, and read it in the local outbox."""
    await me.press("f4")
    await me.sees("F8 shows the mail")
    await me.press("f8")
    code = (await me.sees_pattern(r"Your code: (\d{6})")).group(1)
    await me.press("escape")
    await me.sees_no_more("Local outbox")
    return code


async def register(me: Person, form: Mapping[str, str] = FORM) -> None:
    """From the page of registration to the sign-in box with the name filled in."""
    await fill(me, form)
    await fill(me, {"code": await read_code(me)})
    await me.press("enter")
    await go_to(me, "transaction_password_again")
    await me.press("enter")
    await copy_recovery_code(me)
    await me.sees("Registered. Sign in")


async def copy_recovery_code(me: Person) -> str:
    """Write the code down, and type two groups back."""
    shown = await me.sees("shown this once", "Press enter when it is on paper")
    groups = _groups(shown)
    await me.press("enter")
    asked = await me.sees_pattern(r"in group (\d), and in group (\d)")
    await fill(me, {f"group-{int(number) - 1}": groups[number] for number in asked.groups()})
    await me.press("enter")
    return "-".join(groups[str(number)] for number in range(1, 8))


def _groups(screen: str) -> dict[str, str]:
    return dict(re.findall(r"\b([1-7])\s+([0-9A-Z]{4})\b", screen))


async def sign_in(me: Person, username: str = USERNAME, password: str = LOGIN_PASSWORD) -> None:
    await me.sees("Login password")
    await fill(me, {"username": username, "password": password})
    await me.press("enter")
    await me.sees("1 Home", "Equity")


async def give_transaction_password(me: Person, password: str = TRANSACTION_PASSWORD) -> None:
    await me.sees("Your transaction password")
    await me.paste(password)
    await me.press("enter")
