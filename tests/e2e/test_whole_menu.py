"""The whole menu of the guide, walked by keys in both languages at 80x24: every page says what it is, and nothing else.

A walk is a list of stops. At each one the page's own words must stand on the screen, a place explains itself with F2,
and nothing on it is an error, an untranslated key, a gap that nobody filled, or a sentence in the other language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from app.locale.catalogue import LANGUAGES, Language, t
from app.screens.help import HelpScreen
from app.services.accounts import Registration
from app.services.demo import DEPOSIT_ADDRESS, LOGIN_PASSWORD, USERNAME
from app.settings import Simulation
from exchanges.core.secret import Secret
from tests.e2e.person import Person, at_the_keyboard
from tests.e2e.test_first_voyage import LOGIN, TRANSACTION, demo_on, key_line
from tests.screens.people import until
from widgets.notice import Notice

pytestmark = pytest.mark.anyio

LOCALE = Path(__file__).parents[2] / "app" / "locale"
AREAS = sorted(file.stem for file in LOCALE.glob("*.py") if file.stem not in ("__init__", "catalogue"))
MEMBER = "mei"
SPOKEN = re.compile(r"\b[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
"""Four small English words in a row: a sentence that should have been Chinese."""
GAP = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Stop:
    """Keys that lead to a page, and what must stand there: keys of texts, whose gaps hold anything, or words."""

    keys: tuple[str, ...]
    says: tuple[str, ...]

    @property
    def is_place(self) -> bool:
        """A numbered place; only there F2 is pressed, since every page's help is a text like all others."""
        return len(self.keys) == 1 and self.keys[0].isdigit()


def stop(keys: str, *says: str) -> Stop:
    return Stop(tuple(keys.split()), says)


HOME = (
    stop("2", "positions.empty"),
    stop("3", "orders.empty"),
    stop("4", "history.empty"),
    stop("H", "wins.title", "wins.none"),
    stop("escape", "history.empty"),
    stop("1", "home.equity", "home.compute", "home.todo"),
    stop("C", "balances.title", "balances.empty"),
    stop("escape q", "faq.title", "faq.code-missing.question", "faq.code-missing.answer"),
    stop("escape colon", "frame.place-home"),
    stop("escape", "home.equity"),
)
KEYS = (
    stop("5", "keys.empty"),
    stop("b", "wizard.venue.lead", "wizard.venue.new"),
    stop("escape a", "explorer.title", "explorer.find.hint"),
    stop("escape i", "changes.title", "changes.history-only", "changes.none"),
    stop("escape", "keys.empty"),
)
COMPUTE = (
    stop("6", "compute.balance", "compute.empty"),
    stop("u", "topup.title", "topup.amount", "topup.network", "topup.network.fee", "topup.unfinished.none"),
    stop("escape w", "claims.title", "claims.tx", "claims.none"),
    stop("escape W", "withdrawals.title", "withdrawals.lead", "withdrawals.addresses.none"),
    stop("n", "withdrawals.add", "withdrawals.address", "desk.password"),
    stop("escape escape", "compute.empty"),
)
ACCOUNT = (
    stop("7", "inbox.lead"),
    stop("1 P", "profile.title", "profile.email"),
    stop("f6", "passwords.title"),
    stop("f5", "unattended.state.off"),
    stop("escape escape f7", "profile.logins.title", "profile.logins.lead", "profile.logins.this"),
    stop("escape f4", "factor.off", "desk.password"),
    stop("escape f8", "profile.invites.title", "profile.invites.no-reward"),
    stop("escape escape", "home.equity"),
)
DESK = (
    stop("8", "desk.queue.reviews", "desk.nothing.reviews", "desk.chain"),
    stop("down", "desk.nothing"),
    stop("down", "desk.queue.claims", "desk.nothing"),
    stop("down", "desk.queue.unmatched", "desk.nothing"),
    stop("down", "desk.queue.withdrawals", "desk.nothing"),
    stop("down", "desk.about.addresses"),
    stop("enter", "desk.page.addresses", "addresses.lead", DEPOSIT_ADDRESS),
    stop("enter", "addresses.change", "desk.password"),
    stop("escape escape down", "desk.about.users"),
    stop("enter", "desk.page.users", "users.lead", "users.detail.has"),
    stop("escape down enter", "profile.invites.title"),
    stop("escape down enter", "desk.page.notices", "notices.lead", "notices.nothing"),
    stop("n", "notices.title.en", "notices.body.zh", "desk.password"),
    stop("escape escape down enter", "desk.page.rules", "rules.metering.share_percent", "rules.topup.address_hours"),
    stop("enter", "rules.value", "rules.announced", "desk.password"),
    stop("escape escape down enter", "desk.page.outbox", "mailing.local", "inbox.state.local"),
    stop("enter", "inbox.outbox.title", "inbox.outbox.lead"),
    stop("escape escape down enter", "desk.page.audit", "audit.lead", "audit.column.actor"),
    stop("v", "audit.cli.whole"),
    stop("escape", "desk.about.audit"),
)
DOOR = (
    stop("l", "frame.lock-title", "frame.lock-what"),
    stop("f4", "signin.username", "signin.password"),
    stop("f7", "register.title", "register.real_name"),
    stop("escape f4", "recovery.title", "recovery.lead", "recovery.have"),
    stop("escape f8", "inbox.outbox.title"),
    stop("escape", "signin.username"),
)
WALKS = {
    "member": (*HOME, *KEYS, *COMPUTE, *ACCOUNT, stop("8", "desk.only-operator"), *DOOR),
    # What everybody has is the same for the operator; the desk is not.
    "operator": DESK,
}


@pytest.mark.parametrize("who", WALKS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_of_the_menu_is_reached_by_keys_and_says_what_it_is(
    tmp_path: Path, language: Language, who: str
) -> None:
    # Nothing is bought or bound here, so the simulated world may rest.
    calm = Simulation(venues=("okx",), tick_ms=60_000, block_ms=60_000)
    settings = msgspec.structs.replace(demo_on(tmp_path, language), simulation=calm)
    async with at_the_keyboard(settings) as me:
        await me.sees(t("signin.password"), USERNAME, t("frame.demo"))
        await until(me, lambda: me.app.services is not None, "have the services")
        if who == "operator":
            await enter(me, USERNAME, LOGIN_PASSWORD)
        else:
            await join(me, language)
            await enter(me, MEMBER, LOGIN)
        for each in WALKS[who]:
            await follow(me, each)
            await me.sees(*map(spoken, each.says))
            await look_over(me, each, language)


async def follow(me: Person, to: Stop) -> None:
    """Press the keys; a page that is left has to be gone before the next key is meant for the one below it."""
    for key in to.keys:
        leaves = me.app.screen if key == "escape" else None
        await me.press(key)
        await until(me, lambda left=leaves: me.app.screen is not left, "leave the page")


def spoken(key: str) -> str:
    """What surely stands on the screen of a text: its longest part without gaps, as far as it fits on a line."""
    if key not in all_keys():
        return key
    return key_line(key).split("\n")[0][:10].strip()


async def join(me: Person, language: Language) -> None:
    """Somebody registers with the demo's invite; the form itself is walked elsewhere."""
    services = me.app.services
    assert services is not None
    assert services.demo is not None
    request = await services.accounts.request_code("register", "mei@harbour.example", language)
    newest = next(mail for mail in await services.mail.outbox() if mail.id == request.mail_id)
    code = re.search(r"\d{6}", newest.body)
    assert code is not None
    form = Registration(
        username=MEMBER,
        nickname="Mei",
        real_name="Lin Mei",
        email="mei@harbour.example",
        request_id=request.id,
        code=code.group(),
        phone="13800138000",
        login_password=Secret(LOGIN),
        transaction_password=Secret(TRANSACTION),
        invite=(await services.demo.intro()).invite,
        language=language,
    )
    await services.accounts.register(form)


async def enter(me: Person, username: str, password: str) -> None:
    await me.is_in("username")
    await me.paste(username)
    await me.press("enter")
    await me.is_in("password")
    await me.paste(password)
    await me.press("enter")
    await me.sees(f"1 {t('frame.place-home')}", t("home.equity"))


async def look_over(me: Person, at: Stop, language: Language) -> None:
    """Nothing on the page is an error or was forgotten by whoever translates; F2 explains it."""
    check(me, at, language)
    if at.is_place:
        await me.press("f2")
        await until(me, lambda: isinstance(me.app.screen, HelpScreen), "be helped")
        await me.settle()
        check(me, at, language)
        await me.press("escape")
        await until(me, lambda: not isinstance(me.app.screen, HelpScreen), "be back on the page")


def check(me: Person, at: Stop, language: Language) -> None:
    seen, where = me.screen, f"after {' '.join(at.keys)}:\n{me.screen}"
    assert not GAP.search(seen), f"a gap was not filled {where}"
    assert not [word for word in re.findall(r"[\w-]+(?:\.[\w-]+)+", seen) if word in all_keys()], (
        f"a text's key {where}"
    )
    troubles = [
        notice.lines for notice in me.app.screen.query(Notice) if notice.lines and not notice.has_class("-good")
    ]
    assert not troubles, f"an error {where}"
    if language == "zh":
        assert not SPOKEN.search(without_data(seen)), f"a sentence in English {where}"


def without_data(seen: str) -> str:
    """The screen without what is not ours to translate: the demo's own passwords, names of hosts and files."""
    return seen.replace(LOGIN_PASSWORD, "").replace("quiet harbour rope", "")


@cache
def all_keys() -> set[str]:
    return {key for area in AREAS for key in import_module(f"app.locale.{area}").TEXTS}
