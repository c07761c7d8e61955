"""The eight places and the balances: full, empty, and with a link that fell silent."""

from __future__ import annotations

from app.locale.catalogue import t
from app.settings import Tron
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI, WANG_FANG

SILENCE_MS = 23_000


async def fallen_silent(person: Scene) -> None:
    """The venue's sockets stay open and say nothing, for a while."""
    person.sandbox.post("/faults", venue="okx", kind="stall", scope="all", http=True)
    person.clock.advance(SILENCE_MS)
    await person.sees(t("frame.link-stale"))
    await person.rest()


def test_home(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await person.sees("2,568 USDT")
        await person.rest()

    photo.demo(act)


def test_home_when_the_link_is_silent(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await person.sees("2,568 USDT")  # The line over time has taken in what is live.
        await fallen_silent(person)

    photo.demo(act)


def test_home_with_nothing_bound(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG))


async def balances(person: Scene) -> None:
    await person.press("C")
    await person.sees(t("balances.coin"))
    await person.rest()


def test_balances(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await balances(person)

    photo.demo(act)


def test_balances_when_the_link_is_silent(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await balances(person)
        await fallen_silent(person)

    photo.demo(act)


def test_positions(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="positions"))


def test_positions_when_the_link_is_silent(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(place="positions")
        await fallen_silent(person)

    photo.demo(act)


def test_positions_with_nothing_bound(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="positions"))


def test_orders(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="orders"))


def test_orders_with_nothing_bound(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="orders"))


def test_history(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="history"))


def test_history_with_nothing_bound(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="history"))


def test_keys(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="keys"))


def test_compute(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="compute"))


def test_inbox(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="inbox"))


def test_desk(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(place="desk"), review="manual")


def test_keys_that_wait_for_review(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(LI_WEI, place="keys"))


def test_keys_with_nothing_bound(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="keys"))


def test_desk_with_nothing_waiting(photo: Photographer) -> None:
    photo.house(lambda person: person.enter(WANG_FANG, place="desk"), tron=Tron())


def test_desk_of_somebody_else(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="desk"))
