"""From an empty machine to live positions, by keyboard alone: nothing is mocked, every byte goes over a real socket.

The app, its services and its store are the real ones; OKX and TRON are the sandbox's servers, in the app's own process
as `--demo` starts them, only faster.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.locale.catalogue import Language, set_language, t
from app.settings import Kdf, Settings, Simulation
from tests.e2e.person import Person, at_the_keyboard

pytestmark = pytest.mark.anyio

QUICK = Kdf(memory_kib=7_168, iterations=5, lanes=1)
LOGIN = "wren-copper-lantern-88"
TRANSACTION = "tidal-maple-quartz-31"
PASSPHRASE = "Voyage#1a"
ONE_WAY = 2
"""Row of the account on the simulated site."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def demo_on(folder: Path, language: Language, database_url: str = "") -> Settings:
    set_language(language)
    simulation = Simulation(tick_ms=100, block_ms=25, venues=("okx",))
    return Settings(
        data_dir=folder, demo=True, language=language, database_url=database_url, kdf=QUICK, simulation=simulation
    )


async def register(person: Person) -> None:
    """The registration page, the mailed code from the outbox, and the recovery code typed back."""
    screen = await person.sees(t("frame.demo"), "operator")
    invite = re.search(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", screen)
    invite_code = (invite or await person.sees_pattern(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")).group()
    await person.press("f7")
    await person.sees(t("register.username"))
    for value in ("mei", "Mei", "Lin Mei", invite_code, "mei@harbour.example"):
        await person.type(value)
        await person.press("tab")
    await person.press("f4")
    await person.sees(key_line("form.code.here-wait"))
    await person.press("f8")
    code = await person.sees_pattern(r"(?<!\d)\d{6}(?!\d)")
    await person.press("escape")
    await person.sees(t("register.username"))
    for value in (code.group(), "13800138000", "WX: mei", LOGIN, LOGIN, TRANSACTION, TRANSACTION):
        await person.type(value)
        await person.press("tab")
    await person.press("shift+tab", "enter")
    await person.sees(t("recovery.code.title"))
    paper = dict(re.findall(r"(\d) ([0-9A-Z]{4})\b", person.screen))
    await person.press("enter")
    await person.sees(key_line("recovery.code.ask")[:8])
    first, second = sorted(set(re.findall(r"\d", t_line(person, "recovery.code.ask"))))
    await person.type(paper[first])
    await person.press("tab")
    await person.type(paper[second])
    await person.press("enter")
    await person.sees_no_more(t("recovery.code.title"))


def key_line(key: str) -> str:
    """The first words of a text with gaps."""
    return max(re.split(r"\{[^}]*\}", t(key)), key=len).strip()


def t_line(person: Person, key: str) -> str:
    """The line on the screen that shows a text with gaps."""
    words = key_line(key)[:8]
    return next(line for line in person.screen.splitlines() if words in line)


async def sign_in(person: Person, *, is_known: bool = False) -> None:
    """Right after registering the name stands there already, and the cursor waits in the password."""
    await person.sees(t("signin.username"), t("signin.password"))
    if not is_known:
        await person.type("mei")
        await person.press("enter")
    await person.is_in("password")
    await person.type(LOGIN)
    await person.press("enter")
    await person.sees(f"1 {t('frame.place-home')}", f"2 {t('frame.place-positions')}")


async def top_up(person: Person, amount: str) -> None:
    """Make an order, pay it from the simulated wallet, and watch it being credited."""
    await person.press("6", "u")
    await person.sees(t("topup.amount"))
    await person.type(amount)
    await person.press("enter")
    exact = await person.sees_pattern(rf"{amount}\.\d\d USDT")
    assert not exact.group().endswith(".00 USDT")
    await person.press("p")
    sum_text = exact.group().removesuffix(" USDT")
    await person.sees(t("topup.headline.credited", amount=f"+{sum_text}", balance=sum_text))
    await person.press("escape", "escape")
    await person.sees(f"+{sum_text}", t("compute.kind.topup"))


async def make_key(person: Person, account_row: int, *, is_trade: bool) -> None:
    """On the simulated site: the form proposes what the step asks for; the passphrase is the person's own."""
    await person.press("f8")
    await person.sees(t("console.title", venue="OKX"), "oneway")
    await person.press("home", *(["down"] * account_row), "n")
    await person.sees(t("console.passphrase.hint", shortest=8, longest=32, marks="a A 1 #"))
    await person.press("tab", "tab")
    if is_trade:
        await person.type("203.0.113.7")
    await person.press("tab")
    await person.type(PASSPHRASE)
    await person.press("enter")
    await person.sees(t("console.made")[:20])
    await person.press("enter")
    await person.sees(t("wizard.key.length.hidden", length=32))
    await person.press("enter")


async def begin_to_bind(person: Person) -> None:
    """The wizard as far as a verified read key; the account is in one-way mode, which the venue's answer shows."""
    await person.press("5", "b")
    await person.sees(t("wizard.venue.lead")[:30])
    await person.press("enter")
    await person.sees(step(2))
    await person.press("enter")
    await person.sees(step(3), t("wizard.key.api_key"))
    await make_key(person, ONE_WAY, is_trade=False)
    await person.sees(step(4), "NO", t("wizard.check.key_good")[:20])
    await person.press("enter")
    await person.sees(step(5))


async def go_on_binding(person: Person) -> None:
    """After the line dropped: the wizard is where it was left; the trade key, the fix, the rest."""
    await person.press("5")
    await person.sees(t("keys.group.drafts"))
    await person.press("enter")
    await person.sees(step(5))
    await make_key(person, ONE_WAY, is_trade=True)
    await person.sees(t("wizard.key.password"))
    await person.type(TRANSACTION)
    await person.press("enter")
    await person.sees(step(6), "NO")
    await person.press("f")
    await person.sees("set-position-mode", "long_short_mode", t("wizard.fix.yes"))
    await person.press("right", "enter")
    await person.sees(t("wizard.check.good"))
    await person.press("enter")
    await person.sees(step(7), t("wizard.strategy.which"))
    await person.press("enter")
    await person.sees(step(8))
    await person.press("space", "enter")
    await person.sees(t("wizard.send.approved")[:9])


async def watch(person: Person) -> None:
    """Numbers that move by themselves, and that carry no age while they are live."""
    await person.press("2")
    before = await person.sees_pattern(r"(\w+)/USDT +(\S+) .*([+-]\d+\.\d\d)")
    await person.sees_no_more(before.group())
    await person.press("4")
    await person.sees_pattern(r"\d\d:\d\d:\d\d +\w+/USDT")
    await person.press("1")
    await person.sees_pattern(r"OKX \d{4} .*" + t("frame.link-live"))


def step(number: int) -> str:
    return t("wizard.step", number=number, total=8)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_newcomer_gets_from_nothing_to_live_positions(tmp_path: Path, language: Language) -> None:
    await voyage(demo_on(tmp_path, language))


@pytest.mark.postgres
async def test_the_same_voyage_on_postgresql(tmp_path: Path, pg_url: str) -> None:
    await voyage(demo_on(tmp_path, "en", pg_url))


async def voyage(settings: Settings) -> None:
    async with at_the_keyboard(settings) as person:
        await register(person)
        await sign_in(person, is_known=True)
        await person.press("L")
        await sign_in(person)
        await top_up(person, "200")
        await begin_to_bind(person)
    async with at_the_keyboard(settings) as person:
        await sign_in(person)
        await go_on_binding(person)
        await watch(person)
        await person.press("L")
        await person.sees_no_more(f"2 {t('frame.place-positions')}")
        await sign_in(person)
        await watch(person)
