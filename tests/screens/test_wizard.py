"""The wizard: each step, each wrong choice with its own message, fixes, and coming back to the same step."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Input

from app.services.assembly import open_services
from app.services.demo import LOGIN_PASSWORD, USERNAME
from app.services.site_console import ConsoleKey
from app.settings import Settings, Simulation, load
from exchanges.core.secret import Secret
from tests.e2e.person import Person, at_the_keyboard
from tests.screens.conftest import QUICK
from tests.screens.people import demo_of, fill, give_transaction_password, sign_in, tab_to, until

pytestmark = pytest.mark.anyio

PASSPHRASE = "Harbour#2026"
READ: tuple[str, ...] = ("read_only",)
TRADE: tuple[str, ...] = ("read_only", "trade")
WITHDRAW: tuple[str, ...] = ("read_only", "trade", "withdraw")
HERE = ("203.0.113.7",)
"""Where the simulated venue sees us come from."""


def demo_in(folder: Path, language: str = "en") -> Settings:
    settings = load(data_dir=folder, demo=True, language=language, environ={})
    return msgspec.structs.replace(settings, kdf=QUICK, simulation=Simulation(block_ms=40, venues=("okx",)))


async def put_compute_in(settings: Settings) -> None:
    """Top up 300 compute through the services, as the screens would."""
    services = await open_services(settings, start=False)
    assert services.demo is not None
    try:
        session = await services.accounts.login(USERNAME, Secret(LOGIN_PASSWORD))
        order = await services.topups.create(session, "300", "tron")
        await services.demo.pay(order.id)
        while (await services.topups.order(session, order.id)).status != "credited":
            await services.deposits.round("tron")
        await services.accounts.logout(session)
    finally:
        await services.aclose()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo whose operator has compute, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("furnished")
    asyncio.run(put_compute_in(demo_in(folder)))
    return folder


@pytest.fixture
def settings(furnished: Path, tmp_path: Path) -> Iterator[Settings]:
    folder = tmp_path / "data"
    shutil.copytree(furnished, folder)
    yield demo_in(folder)


async def make_key(me: Person, account: str, permissions: Sequence[str], ips: Sequence[str] = ()) -> ConsoleKey:
    """Make a key on the simulated site."""
    return await demo_of(me).sites["okx"].create_key(account, "made by a test", permissions, ips, Secret(PASSPHRASE))


async def paste_key(me: Person, key: ConsoleKey, **others: str) -> None:
    """Paste the three values, some of them perhaps others, and have them checked."""
    values = {"api_key": key.api_key, "secret": key.secret.reveal(), "passphrase": PASSPHRASE}
    await me.sees("Passphrase", "enter next")
    await fill(me, {**values, **others})
    await me.press("enter")


async def go_to_read_key(me: Person) -> None:
    await sign_in(me)
    await me.press("5")
    await me.sees("b bind")
    await me.press("b")
    await me.sees("new: OKX", "real account", "compute 300.")
    await me.press("enter")
    await me.sees("step 2 of 8", "Prepare the account on OKX", "read after step 4")
    await me.press("enter")
    await me.sees("step 3 of 8", "READ KEY", "tick Read only")


async def go_to_trade_key(me: Person, account: str = "main") -> None:
    await go_to_read_key(me)
    await paste_key(me, await make_key(me, account, READ))
    await me.sees("step 4 of 8", "OKX on the read-only key", "may only read")
    await me.press("enter")
    await me.sees("step 5 of 8", "NEVER Withdraw")


async def go_to_trade_check(me: Person, account: str) -> None:
    await go_to_trade_key(me, account)
    await paste_key(me, await make_key(me, account, TRADE, HERE))
    await give_transaction_password(me)
    await me.sees("step 6 of 8", "OKX on the trade key")


async def test_too_little_compute_keeps_from_making_keys_and_says_how_to_get_more(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("5")
        await me.sees("b bind")
        await me.press("b")
        await me.sees("NO", "compute 0.00, needed to make keys: 100", "Press u to top up")
        await me.press("enter")
        await me.sees("Making keys needs 100 compute and there is 0.00: top up 100.00 more")
        await me.press("u")
        await me.sees("Unfinished orders")


async def test_a_key_is_described_as_it_is_pasted_and_never_shown(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        await fill(
            me, {"api_key": "  5350b77e-dcdd-42e1-8be6-79d5cafa12c5\n", "secret": "8DD0E48E68B190D0B64E291AAE2918A8"}
        )
        screen = await me.sees(
            "36 characters, ends ...12c5, 3", "blanks or line breaks removed", "32 characters, hidden"
        )
        assert "5350b77e" not in screen
        assert "8DD0E48E" not in screen
        await fill(me, {"passphrase": "abc"})
        await me.sees("still missing: 8-32 characters, an", "upper-case letter, a digit")
        await fill(me, {"passphrase": PASSPHRASE})
        await me.sees("ok: a A 1 #, 12 characters")


WRONG_READ_KEYS: dict[str, tuple[str, Sequence[str], dict[str, str], str]] = {
    "may trade": ("main", TRADE, {}, "this key may do more than read: Trade"),
    "wrong passphrase": ("main", READ, {"passphrase": "Another#2026"}, "the passphrase is wrong"),
    "wrong secret": ("main", READ, {"secret": "F" * 32}, "the secret does not fit the key"),
    "unknown key": ("main", READ, {"api_key": "5350b77e-dcdd-42e1-8be6-79d5cafa12c5"}, "API key"),
    "demo key": ("main-demo", READ, {}, "this is a demo trading key, and live was chosen"),
}


async def test_each_wrong_read_key_is_told_with_its_own_message(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        for account, permissions, others, told in WRONG_READ_KEYS.values():
            await paste_key(me, await make_key(me, account, permissions), **others)
            await me.sees("step 4 of 8", "> NO", told, "This key cannot be used yet")
            await me.press("escape")
            await me.sees("step 3 of 8")
        await paste_key(me, await make_key(me, "main", READ), secret="")
        await me.sees("step 3 of 8", "Paste this value, too")


WRONG_TRADE_KEYS: dict[str, tuple[str, Sequence[str], Sequence[str], str]] = {
    "no address": ("main", TRADE, (), "the key is not bound to any IP address"),
    "another address": ("main", TRADE, ("198.51.100.23",), "which is not on the key's IP list"),
    "may withdraw": ("main", WITHDRAW, HERE, "may WITHDRAW; Binnacle keeps no key that can move money out"),
    "read only": ("main", READ, HERE, "this is a read-only key; it cannot trade"),
    "another account": ("second", TRADE, HERE, "Create both keys in the same account"),
}


async def test_each_wrong_trade_key_is_told_with_its_own_message_and_keeps_from_going_on(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_key(me)
        for number, (account, permissions, ips, told) in enumerate(WRONG_TRADE_KEYS.values()):
            await paste_key(me, await make_key(me, account, permissions, ips))
            if number == 0:
                await give_transaction_password(me)  # Good for five minutes.
            end = "Press esc and paste one" if permissions == WITHDRAW else "This key cannot be used yet"
            await me.sees("step 6 of 8", "NO", told, end)
            await me.press("enter")
            await me.sees("step 6 of 8")
            await me.press("escape")
            await me.sees("step 5 of 8")


async def test_a_wrong_transaction_password_is_refused_and_what_was_pasted_stays(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_key(me)
        await paste_key(me, await make_key(me, "main", TRADE, HERE))
        await give_transaction_password(me, "not the password")
        await me.sees("Not your transaction password", "36 characters, ends ...")
        await me.press("enter")
        await give_transaction_password(me)
        await me.sees("step 6 of 8", "All is well")


async def test_modes_are_fixed_one_by_one_after_the_exact_call_was_shown(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_check(me, "spotready")
        await me.sees("account mode is spot mode", "position mode is one-way mode")
        await me.press("f")
        await me.sees("Change the setting on OKX?", "POST /api/v5/account/set-account-level", "Leave it")
        await me.press("enter")  # The safe answer has the focus.
        await me.sees_no_more("Leave it")
        await me.sees("account mode is spot mode")
        await me.press("f")
        await me.sees("Change it")
        await me.press("right", "enter")
        await me.sees("account mode: futures", "position mode is one-way mode")
        await me.press("f")
        await me.sees("POST /api/v5/account/set-position-mode")
        await me.press("right", "enter")
        await me.sees("position mode: hedge", "All is well")


async def test_what_blocks_a_change_of_mode_is_named(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_check(me, "busy")
        await me.sees("position mode is one-way mode", "position")


async def test_money_in_the_wrong_account_is_told(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_check(me, "poor")
        await me.press("end")
        await me.sees("1,000")


async def test_why_shows_the_call_and_the_quoted_code(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        await paste_key(me, await make_key(me, "main", READ), passphrase="Another#2026")
        await me.sees("step 4 of 8", "NO")
        await me.press("v")
        await me.sees("asked     GET /api/v5/account/config", "answered  50105")


async def test_a_key_mended_on_the_site_is_accepted_when_checked_again(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_key(me)
        key = await make_key(me, "main", READ, HERE)
        await paste_key(me, key)
        await give_transaction_password(me)
        await me.sees("it cannot trade")
        await demo_of(me).sites["okx"].edit_key("main", key.api_key, perms=TRADE)
        await me.press("r")
        await me.sees("cannot withdraw", "All is well")


async def test_a_key_that_may_withdraw_is_not_kept_and_has_to_be_pasted_again(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_key(me)
        key = await make_key(me, "main", WITHDRAW, HERE)
        await paste_key(me, key)
        await give_transaction_password(me)
        await me.sees("may WITHDRAW", "It was forgotten at once", "nothing is kept but what stands here")
        await demo_of(me).sites["okx"].edit_key("main", key.api_key, perms=TRADE)
        await me.press("r")
        await me.sees("not possible now: this key was forgotten")
        await me.press("escape")
        await me.sees("step 5 of 8")
        assert not any(field.value for field in me.app.screen.query(Input))
        await paste_key(me, key)
        await me.sees("step 6 of 8", "cannot withdraw", "All is well")


async def test_the_wizard_comes_back_to_the_same_step_after_the_terminal_was_lost(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_key(me)
    async with at_the_keyboard(settings) as me:
        await sign_in(me)
        await me.press("5")
        await me.sees("Unfinished", "step 5")
        await me.press("enter")
        await me.sees("step 5 of 8", "TRADE KEY", "NEVER Withdraw")
        await me.press("escape")
        await me.sees("step 4 of 8", "OKX on the read-only key")
        await me.press("escape")
        await me.sees("step 3 of 8", "A verified key ending ...")
        await me.press("enter")
        await me.sees("step 4 of 8", "may only read")


async def test_a_binding_goes_from_the_site_by_keys_alone_to_live(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        await me.press("f8")
        await me.sees("OKX (simulated)", "plays okx.com", "API keys of main")
        await me.press("n")
        await me.sees("Create API key", "[x] Read", "[ ] Trade")
        await tab_to(me, "passphrase", 3)
        await me.paste(PASSPHRASE)
        await me.press("enter")
        await me.sees("Created. The secret key is shown this once", "Harbour#2026")
        await me.press("enter")
        await me.sees("36 characters, ends ...", "ok: a A 1 #")
        await me.press("enter")
        await me.sees("step 4 of 8", "All is well")
        await me.press("enter")
        await me.sees("step 5 of 8")
        await me.press("f6")
        await until(me, lambda: me.app.clipboard == HERE[0], "have the IP list in the clipboard")
        await me.press("f8")
        await me.sees("API keys of main")
        await me.press("n")
        await me.sees("[x] Read", "[x] Trade", "[ ] Withdraw")
        await tab_to(me, "ips", 2)
        await me.press("ctrl+v")
        await me.sees(HERE[0])
        await tab_to(me, "passphrase", 1)
        await me.paste(PASSPHRASE)
        await me.press("enter")
        await me.sees("Created")
        await me.press("enter")
        await me.sees("36 characters, ends ...")
        await me.press("enter")
        await give_transaction_password(me)
        await me.sees("step 6 of 8", "All is well")
        await me.press("enter")
        await me.sees("step 7 of 8", "steady", "Custom parameters?")
        await fill(me, {"label": "OKX main"})
        await tab_to(me, "custom", 2)
        await me.press("down")
        await me.sees("Subsidy: none", "custom parameters")
        await me.press("up")
        await me.sees_no_more("Subsidy: none, because of custom parameters")
        await me.press("enter")
        await me.sees("step 8 of 8", "Risk statement", "needed to submit: 95")
        await me.press("enter")
        await me.sees("Read the risk statement and accept it")
        await me.press("space", "enter")
        await me.sees("Approved", "OKX main")
        await me.press("1")
        await me.sees("OKX main", "live")


async def test_the_wizard_speaks_chinese_at_once_and_loses_nothing(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        await fill(me, {"passphrase": PASSPHRASE})
        await me.app.speak("zh")
        await me.sees("第 3 步，共 8 步", "[只读API]", "只勾选“只读”", "符合：a A 1 #，12 位")


async def test_an_unfinished_binding_is_offered_first_and_can_be_discarded(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_read_key(me)
        await me.press("escape")
        await me.sees("step 2 of 8")
        await me.press("escape")
        await me.sees("step 1 of 8", "go on: OKX, real account, step 2 of 8", "new: OKX", "d discard")
        await me.press("d")
        await me.sees("Discard the unfinished binding of OKX?", "Keep it")
        await me.press("right", "enter")
        await me.sees_no_more("go on: OKX")
        await me.sees("step 1 of 8", "new: OKX")


async def test_sending_after_a_restart_asks_for_the_transaction_password_again(settings: Settings) -> None:
    async with at_the_keyboard(settings) as me:
        await go_to_trade_check(me, "main")
        await me.sees("All is well")
        await me.press("enter")
        await me.sees("step 7 of 8", "Custom parameters?")
        await me.press("enter")
        await me.sees("step 8 of 8")
    async with at_the_keyboard(settings) as me:
        await sign_in(me)
        await me.press("5")
        await me.sees("Unfinished", "step 8")
        await me.press("enter")
        await me.sees("step 8 of 8", "> [ ] I have read this")
        await me.press("space")
        await me.sees("> [x] I have read this")
        await me.press("enter")
        await give_transaction_password(me)
        await me.sees("Approved", "Subsidy")
