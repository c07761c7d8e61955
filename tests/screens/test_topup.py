"""Topping up: an amount, an order, a payment on the simulated chain, and the ledger."""

from __future__ import annotations

import pytest

from app.services.demo import DEPOSIT_ADDRESS
from app.settings import Settings
from tests.e2e.person import Person, at_the_keyboard
from tests.screens.people import demo_of, fill, sign_in, until

pytestmark = pytest.mark.anyio


async def open_top_up(me: Person) -> None:
    await sign_in(me)
    await me.press("6")
    await me.sees("u top up")
    await me.press("u")
    await me.sees("Unfinished orders", "TRC20 (TRON)")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("99.99", "The least is 100 USDT"),
        ("two hundred", "This is not an amount"),
        ("200.375", "At most two decimals"),
        ("", "Type how much to top up"),
        ("9" * 12, "The most in one order is 1,000,000 USDT"),
    ],
)
async def test_an_amount_that_will_not_do_is_told_why_and_stays_as_typed(
    demo_settings: Settings, amount: str, told: str
) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": amount})
        await me.press("enter")
        await me.sees(told, amount)


async def test_a_payment_is_followed_from_the_order_to_the_ledger(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": "200"})
        await me.press("enter")
        shown = await me.sees("Send exactly", "USDT on TRC20 (TRON)", "[x] order made", "[ ] credited", "p pay")
        amount = shown.partition(" USDT on TRC20")[0].split()[-1]
        assert amount.startswith("200.")
        assert amount != "200.00"
        await me.press("m")
        await until(me, lambda: me.app.clipboard == amount, "have the amount in the clipboard")
        await me.press("c")
        await until(me, lambda: len(me.app.clipboard) == 34, "have the address in the clipboard")
        await me.press("p")
        await me.sees("[x] seen")
        await me.sees(f"Credited +{amount}, balance {amount}", "[x] 19/19 confirmations", "[x] credited")
        await me.press("escape")
        await me.sees("None: an order waits here")
        await me.press("escape")
        await me.sees(f"+{amount}", "top-up")


async def test_an_order_waits_in_the_list_and_only_one_may_wait(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": "150"})
        await me.press("enter")
        await me.sees("Send exactly")
        await me.press("escape")
        await me.sees_pattern(r"150\.\d\d +waits for payment +\d\d:\d\d left")
        await fill(me, {"amount": "150"})
        await me.press("enter")
        await me.sees("still waits for its payment", "pay it or cancel it first")


async def test_cancelling_asks_first_and_the_safe_answer_has_the_focus(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": "150"})
        await me.press("enter")
        await me.sees("Send exactly")
        await me.press("x")
        await me.sees("Cancel order", "Keep it")
        await me.press("enter")
        await me.sees("Waiting for payment")
        await me.press("x")
        await me.sees("Cancel order")
        await me.press("right", "enter")
        await me.sees("Cancelled. Should this exact amount arrive")


async def test_the_large_qr_code_fills_the_screen_and_shows_the_address_below(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings, (120, 40)) as me:
        await open_top_up(me)
        await fill(me, {"amount": "150"})
        await me.press("enter")
        await me.sees("Send exactly")
        await me.press("Q")
        await me.sees("other drawing")
        await me.press("escape")
        await me.sees("Send exactly")


async def test_a_payment_without_its_tail_is_explained_on_the_order_and_leads_to_the_claim(
    demo_settings: Settings,
) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": "200"})
        await me.press("enter")
        shown = await me.sees("Send exactly", "from here, never from a wallet's history")
        tail = shown.partition(" USDT on TRC20")[0].split()[-1].removeprefix("200")
        await demo_of(me)._http.post("/tron/transfer", {"to": DEPOSIT_ADDRESS, "amount_raw": "200000000"})
        await me.sees("200.00 USDT arrived at", f"the tail of 0{tail} is missing", "press w and paste")
        await me.sees("Waiting for payment")  # The order itself still waits.
        await me.press("w")
        await me.sees("Claims", "Transaction hash")
        await me.press("escape")
        await me.sees("Waiting for payment")
        await me.press("7")
        await me.sees("the tail is missing", "instead of 200.", "If it was you, claim it")


async def test_a_network_tells_its_fee_and_its_pace_and_an_order_on_it_is_paid(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await me.sees("19 confirmations", "usually 6 to 13 TRX")
        await fill(me, {"amount": "120"})
        await me.press("tab", "down")
        await me.sees("about 0.01 USD in BNB")
        await me.press("shift+tab", "enter")
        await me.sees("USDT on BEP20 (BNB Smart Chain)", "42 characters")
        await me.press("p")
        await me.sees("Credited +120.", "[x] credited")


async def test_when_the_node_does_not_answer_the_order_says_so_calmly(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await open_top_up(me)
        await fill(me, {"amount": "150"})
        await me.press("enter")
        await me.sees("Send exactly")
        node = demo_of(me)._http  # The control address of the simulation.
        await node.post("/tron/faults", {"name": "unavailable"})
        await me.sees("A payment is not lost, it is found when the node answers")
        await me.press("escape")
        await me.sees("TRC20 cannot be read just now")
        await me.press("tab", "tab", "enter")
        await me.sees("A payment is not lost")
        await node.delete("/tron/faults")
        await me.sees_no_more("A payment is not lost")
        await me.sees("Waiting for payment")
