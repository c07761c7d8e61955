"""The door: first start, signing in, registering, recovering, the outbox."""

from __future__ import annotations

from app.locale.catalogue import t
from app.services.passwords import SHORTEST
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI

PERSON = {
    "username": "wangfang",
    "nickname": "Fang",
    "real_name": "王芳",
    "email": "wangfang@harbour.example",
    "phone": "+86 139 0013 9000",
}
STRONG, OTHER = "Harbour-lamp-27-west", "Quiet-anchor-91-rope"


async def registering(person: Scene) -> None:
    """On the page of the first account."""
    await person.at_the_door()
    await person.press("enter")
    await person.sees(t("register.group.who"))
    await person.rest()


async def with_code(person: Scene) -> str:
    """Ask for the code of the address in the field; answers what the mail says."""
    await person.press("f4")
    await person.until(lambda: person.app.screen.query_one("#code").has_focus, "the code was sent")
    await person.rest()
    newest = (await person.services.mail.outbox())[0]
    return next(word for word in newest.body.replace("：", " ").split() if word.isdigit())


async def registered(person: Scene) -> None:
    """The first account is made, its recovery code on the screen."""
    await registering(person)
    await person.fill(username="wangfang", nickname="Fang", real_name="王芳", email=PERSON["email"])
    code = await with_code(person)
    await person.fill(
        code=code,
        phone=PERSON["phone"],
        login_password=STRONG,
        login_password_again=STRONG,
        transaction_password=OTHER,
        transaction_password_again=OTHER,
    )
    person.app.screen.submit()  # type: ignore[attr-defined]
    await person.sees(t("recovery.code.title"))
    await person.pilot.pause()


def test_the_very_first_start(photo: Photographer) -> None:
    photo.first_start(lambda person: person.at_the_door())


def test_the_first_start_tells_how_to_reach_the_demo(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.press("up", "enter")
        await person.rest()

    photo.first_start(act)


def test_signing_in(photo: Photographer) -> None:
    photo.house(lambda person: person.at_the_door())


def test_signing_in_to_the_demo(photo: Photographer) -> None:
    photo.demo(lambda person: person.at_the_door())


def test_signing_in_with_a_wrong_password(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.fill(username="liwei", password="not the password")
        person.app.screen.query_one("#password").focus()
        await person.press("enter")
        await person.sees(t("account.error.login"))
        await person.rest()

    photo.demo(act)


def test_registering(photo: Photographer) -> None:
    photo.first_start(registering)


def test_registering_with_an_invite(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.press("f7")
        await person.sees(t("register.group.who"))
        await person.rest()

    photo.demo(act)


def test_registering_with_mistakes(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await registering(person)
        await person.fill(
            username="w",
            nickname="Fang",
            real_name="王芳",
            email="wangfang@harbour",
            code="12 34",
            phone="139",
            login_password="qwerty",
            login_password_again="qwertz",
            transaction_password="password1234",
        )

    photo.first_start(act)


def test_registering_with_the_code_sent(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await registering(person)
        await person.fill(**PERSON)
        await with_code(person)

    photo.first_start(act)


def test_registering_down_to_the_passwords(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await registering(person)
        await person.fill(**PERSON)
        await person.fill(
            login_password=STRONG,
            login_password_again=STRONG,
            transaction_password=OTHER[: SHORTEST - 2],
            transaction_password_again="",
        )

    photo.first_start(act)


def test_the_recovery_code(photo: Photographer) -> None:
    photo.first_start(registered)


def test_the_recovery_code_asked_for(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await registered(person)
        await person.press("enter")
        await person.sees(t("recovery.code.look-again"))
        for letter in "ABCD":
            await person.press(letter)
        await person.press("enter", "enter")
        await person.sees(t("recovery.code.wrong"))

    photo.first_start(act)


def test_recovering_with_the_code(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.press("f4")
        await person.sees(t("recovery.have"))
        await person.fill(email="liwei@harbour.example")
        await with_code(person)

    photo.demo(act)


def test_recovering_without_the_code(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.press("f4")
        await person.sees(t("recovery.have"))
        await person.fill(email="liwei@harbour.example")
        person.app.screen.query_one("#way").focus()
        await person.press("down")
        await person.sees(t("recovery.lost.means")[:6])
        await person.rest()

    photo.demo(act)


def test_the_outbox(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.at_the_door()
        await person.press("f8")
        await person.sees("liwei@harbour.example")
        await person.rest()

    photo.demo(act)


def test_locked(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI)
        await person.app.action_lock()
        await person.sees(t("frame.lock-title"))
        await person.rest()

    photo.demo(act)
