"""Compute and top-ups: making an order, paying it, following the payment."""

from __future__ import annotations

from app.locale.catalogue import t
from app.settings import Metering, Tron
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI, OPERATOR, WANG_FANG, Somebody

SOON_MS = 40_000


async def topping_up(person: Scene, who: Somebody = LI_WEI) -> None:
    """On the page that makes orders."""
    await person.enter(who, place="compute")
    await person.press("u")
    await person.sees(t("topup.unfinished"))
    await person.rest()


async def ordered(person: Scene, who: Somebody = LI_WEI) -> None:
    """An order over 200 is made, its page open."""
    await topping_up(person, who)
    await person.fill(amount="200")
    person.app.screen.query_one("#amount").focus()
    await person.press("enter")
    await person.sees(t("topup.send"))
    await person.rest()


async def paid(person: Scene, blocks: int, who: Somebody = LI_WEI, *, after_ms: int = SOON_MS) -> None:
    """The order is paid from the simulated wallet, and the chain has grown by so many blocks."""
    await ordered(person, who)
    await person.press("p")
    await person.sees(t("topup.paid-from-wallet", amount="200.01"))
    person.clock.advance(after_ms)
    person.sandbox.post("/tron/mine", blocks=blocks)
    await person.services.deposits.round("tron")


def test_compute_with_nothing_in_it(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(WANG_FANG, place="compute"))


def test_compute_running_low(photo: Photographer) -> None:
    photo.demo(lambda person: person.enter(LI_WEI, place="compute"), metering=Metering(warning_compute=150))


def test_making_an_order(photo: Photographer) -> None:
    photo.demo(topping_up)


def test_making_an_order_that_is_refused(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await ordered(person)
        await person.press("escape")
        await person.sees(t("topup.unfinished"))
        await person.fill(amount="99.99")
        person.app.screen.query_one("#amount").focus()
        await person.press("enter")
        await person.sees(t("topup.error.amount_too_small", minimum="100"))
        await person.rest()

    photo.demo(act)


def test_making_an_order_where_nothing_can_be_paid_to(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(WANG_FANG, place="compute")
        await person.press("u")
        await person.sees(t("topup.network.none")[:8])
        await person.rest()

    photo.house(act, tron=Tron())


def test_an_order_to_pay(photo: Photographer) -> None:
    photo.demo(ordered)


def test_an_order_that_ran_out(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await ordered(person)
        person.clock.advance(45 * 60_000)
        person.sandbox.mine_everywhere()
        await person.services.deposits.round("tron")
        await person.sees(t("topup.waiting.expired", late="23:45:00")[:8])
        await person.sees_no_more(t("topup.watch.blind", age="")[:8])
        await person.rest()

    photo.demo(act)


def test_an_order_being_given_up(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await ordered(person)
        await person.press("x")
        await person.sees(t("topup.cancel.yes"))

    photo.demo(act)


def test_an_order_whose_payment_confirms(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await paid(person, 12)
        await person.sees("12/19")
        await person.rest()

    photo.demo(act)


def test_an_order_that_is_credited(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await paid(person, 25)
        await person.sees(t("topup.tick.credited"), "+200.")
        await person.rest()

    photo.demo(act)


def test_an_order_while_the_chain_is_silent(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await ordered(person)
        person.sandbox.post("/tron/faults", name="unavailable")
        person.clock.advance(SOON_MS)
        await person.services.deposits.round("tron")
        await person.sees(t("topup.watch.blind", age="")[:8])
        await person.rest()

    photo.demo(act)


def test_the_address_as_a_large_code(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await ordered(person)
        await person.press("Q")
        await person.sees(t("topup.qr.hint"))

    photo.demo(act)


def test_home_while_much_waits(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await paid(person, 12, OPERATOR, after_ms=0)
        await person.sees("12/19")
        await person.press("1")
        await person.sees("12/19", "2,568 USDT")
        await person.rest()

    photo.demo(act, metering=Metering(warning_compute=500))
