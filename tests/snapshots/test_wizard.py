"""Binding an account, step by step, and the demo's stand-in for the venue's site."""

from __future__ import annotations

from app.locale.catalogue import pick, t
from app.screens.wizard import WizardScreen
from app.services.binding_views import DraftView
from app.services.sealed_keys import KeyKind
from app.settings import Gates, Simulation
from exchanges.core.secret import Secret
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI, OPERATOR, WANG_FANG

EVERY_VENUE = Simulation()


async def at_the_wizard(person: Scene, draft: DraftView | None = None) -> None:
    """The wizard at the step of this draft."""
    await person.app.push_screen(WizardScreen(draft))
    await person.sees(t("wizard.step", number=1 if draft is None else draft.number, total=8))
    await person.rest()


async def begun(person: Scene, *, steps: int = 0) -> DraftView:
    """A new draft, so many steps after the preparation of the account."""
    draft = await person.services.bindings.start(person.session, "okx", "live")
    for _ in range(steps):
        draft = await person.services.bindings.advance(person.session, draft.id)
    return draft


async def pasted(person: Scene, draft: DraftView, kind: KeyKind, account: str, seeded: str) -> DraftView:
    """A seeded key of the simulated venue is pasted and checked."""
    key = person.sandbox.key(account, seeded)
    await person.services.accounts.unlock_trade(person.session, OPERATOR.transaction)
    secrets = Secret(key["secret"]), Secret(key["passphrase"])
    await person.services.bindings.check_key(person.session, draft.id, kind, key["api_key"], *secrets)
    return await person.services.bindings.draft(person.session, draft.id)


async def resting(person: Scene) -> DraftView:
    """The draft that waits for its trade key since this morning: of an account in one-way mode."""
    return (await person.services.bindings.drafts(person.session))[0]


async def at_the_last_step(person: Scene) -> DraftView:
    """Everything is green, for an account that nobody has bound yet."""
    services, session = person.services, person.session
    draft = await pasted(person, await begun(person, steps=1), "read", "affiliate", "read")
    draft = await services.bindings.advance(session, draft.id)
    draft = await pasted(person, draft, "trade", "affiliate", "trade")
    draft = await services.bindings.advance(session, draft.id)
    return await services.bindings.set_strategy(session, draft.id, "steady", custom=False, referrer=True)


def test_choosing_a_venue(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(place="keys")
        await person.press("b")
        await person.sees(t("wizard.venue.unfinished"))
        await person.rest()

    photo.demo(act, simulation=EVERY_VENUE)


def test_choosing_a_venue_without_enough_compute(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(WANG_FANG)
        await at_the_wizard(person)

    photo.demo(act, simulation=EVERY_VENUE)


def test_preparing_the_account(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await at_the_wizard(person, await begun(person))

    photo.demo(act)


def test_preparing_the_account_once_the_venue_was_asked(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        draft = await resting(person)
        for _ in range(3):
            draft = await person.services.bindings.back(person.session, draft.id)
        await at_the_wizard(person, draft)

    photo.demo(act)


def test_the_read_only_key(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await at_the_wizard(person, await begun(person, steps=1))

    photo.demo(act)


def test_the_read_only_key_while_it_is_pasted(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await at_the_wizard(person, await begun(person, steps=1))
        await person.paste("  1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b\n")
        await person.press("tab")
        await person.paste("0123456789ABCDEF0123456789ABCDEF")
        await person.press("tab")
        await person.type("harbour")
        await person.rest()

    photo.demo(act)


def test_the_verdict_on_a_key_that_cannot_be_reached_from_here(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        draft = await pasted(person, await begun(person, steps=1), "read", "spotmode", "read_wrong_ip")
        await at_the_wizard(person, draft)

    photo.demo(act)


def test_the_verdict_on_a_read_only_key(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        draft = await pasted(person, await begun(person, steps=1), "read", "affiliate", "read")
        await at_the_wizard(person, draft)

    photo.demo(act)


def test_the_trade_key(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))

    photo.demo(act)


def test_the_transaction_password_asked_for(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))
        key = person.sandbox.key("oneway", "trade")
        await person.fill(api_key=key["api_key"], secret=key["secret"], passphrase=key["passphrase"])
        person.app.screen.query_one("#passphrase").focus()
        await person.press("enter")
        await person.sees(t("wizard.key.password"))

    photo.demo(act)


def test_the_verdict_on_a_key_that_may_withdraw(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await pasted(person, await resting(person), "trade", "oneway", "withdraw"))

    photo.demo(act)


def test_the_verdict_on_a_trade_key_with_something_to_fix(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await pasted(person, await resting(person), "trade", "oneway", "trade"))
        await person.press("v")
        await person.rest()

    photo.demo(act)


def test_a_setting_about_to_be_fixed(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await pasted(person, await resting(person), "trade", "oneway", "trade"))
        await person.press("f")
        await person.sees(t("wizard.fix.yes"))

    photo.demo(act)


def test_the_strategy(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await at_the_last_step(person))

    photo.demo(act)


def test_sending(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        draft = await at_the_last_step(person)
        await at_the_wizard(person, await person.services.bindings.advance(person.session, draft.id))

    photo.demo(act)


def test_sending_without_enough_compute(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        draft = await at_the_last_step(person)
        await at_the_wizard(person, await person.services.bindings.advance(person.session, draft.id))
        await person.press("space", "enter")
        await person.sees(pick(("needed", "需要")))
        await person.rest()

    photo.demo(act, gates=Gates(submit_compute=400))


def test_the_simulated_site(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))
        await person.press("f8")
        await person.sees(t("console.keys-of", account="main", count=6))
        await person.rest()

    photo.demo(act)


def test_a_key_being_made_on_the_simulated_site(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))
        await person.press("f8")
        await person.sees(t("console.keys-of", account="main", count=6))
        await person.press("n")
        await person.sees(t("console.ips.hint"))
        await person.fill(ips="203.0.113.7", passphrase="short")
        person.app.screen.query_one("#passphrase").focus()
        await person.press("enter")
        await person.sees(t("demo.error.site", reason="")[:6])
        await person.rest()

    photo.demo(act)


def test_a_key_made_on_the_simulated_site(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))
        await person.press("f8")
        await person.sees(t("console.keys-of", account="main", count=6))
        await person.press("n")
        await person.sees(t("console.ips.hint"))
        await person.fill(ips="203.0.113.7", passphrase="Demo#Pass2026")
        person.app.screen.query_one("#passphrase").focus()
        await person.press("enter")
        await person.sees(t("console.made"))
        await person.rest()

    photo.demo(act)


def test_the_modes_on_the_simulated_site(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_wizard(person, await resting(person))
        await person.press("f8")
        await person.sees(t("console.keys-of", account="main", count=6))
        await person.press("i")
        await person.sees(t("console.modes"))
        await person.rest()

    photo.demo(act)
