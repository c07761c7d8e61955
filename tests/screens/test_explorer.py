"""The API explorer by keys: every call can be found, reading ones are sent and read as a tree, others only shown."""

import pytest

from app.settings import Settings
from exchanges import venues
from tests.e2e.person import at_the_keyboard
from tests.screens.people import sign_in

pytestmark = pytest.mark.anyio


async def test_calls_are_found_by_typing_sent_and_read_as_a_tree(demo_settings: Settings) -> None:
    every = sum(len(venues.load(name).endpoints) for name in venues.NAMES)
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("5", "a")
        await me.sees("API explorer", f"{every} of {every} calls")
        await me.type("okx market/ticker")
        await me.sees("2 of ", "/api/v5/market/ticker")
        await me.press("down")
        await me.sees("Get ticker")
        await me.press("enter")
        await me.sees("GET /api/v5/market/ticker", "20 / 2 s per IP", "instId")
        await me.press("f5")
        await me.sees("instId can not be empty")
        await me.press("tab")
        await me.type("BTC-USDT-SWAP")
        await me.press("enter")
        await me.sees("Answer, ", "instId  BTC-USDT-SWAP", "last  ")


async def test_what_changes_something_is_only_shown(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("5", "a")
        await me.type("okx trade/order post")
        await me.sees("POST   /api/v5/trade/order")
        await me.press("enter")
        seen = await me.sees("a key that may trade", "only shown here", "clOrdId")
        assert "send" not in seen.splitlines()[-1]


async def test_without_a_bound_account_a_signed_call_says_what_is_missing(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("5", "a")
        await me.type("okx account/balance")
        await me.sees("1 of ")
        await me.press("enter")
        await me.sees("a key that may read", "No account is bound at this venue yet")
