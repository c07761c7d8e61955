"""The profile and what hangs on it; the operator deciding."""

from __future__ import annotations

from app.locale.catalogue import t
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI


async def opened(person: Scene, *keys: str, sees: str) -> None:
    """On a page behind the profile."""
    await person.enter()
    await person.press("P")
    await person.sees(t("profile.contact.hint"))
    await person.press(*keys)
    await person.sees(sees)
    await person.rest()


async def at_the_desk(person: Scene, key: str, sees: str) -> None:
    """A dialog of the operator's desk."""
    await person.enter(place="desk")
    await person.press(key)
    await person.sees(sees)
    await person.pilot.pause()


def test_profile(photo: Photographer) -> None:
    photo.demo(lambda person: opened(person, sees=t("profile.role.operator")))


def test_passwords(photo: Photographer) -> None:
    photo.demo(lambda person: opened(person, "f6", sees=t("passwords.old")))


def test_passwords_with_a_mistake(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await opened(person, "f6", sees=t("passwords.old"))
        await person.fill(old_password="north star", new_password="harbour", new_password_again="harbor")

    photo.demo(act)


def test_logins(photo: Photographer) -> None:
    photo.demo(lambda person: opened(person, "f7", sees=t("profile.logins.this")))


def test_invites(photo: Photographer) -> None:
    photo.demo(lambda person: opened(person, "f8", sees=t("profile.invites.used", uses=2, most=3)))


def test_invites_before_there_are_any(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await person.press("P")
        await person.sees(t("profile.contact.hint"))
        await person.press("f8")
        await person.sees(t("profile.invites.empty"))
        await person.rest()

    photo.demo(act)


def test_approving_a_binding(photo: Photographer) -> None:
    photo.demo(lambda person: at_the_desk(person, "y", t("desk.approve.line")), review="manual")


def test_refusing_a_binding(photo: Photographer) -> None:
    photo.demo(lambda person: at_the_desk(person, "d", t("desk.refuse.reason")), review="manual")
