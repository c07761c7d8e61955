"""The operator's desk with work on it, and the pages beside it."""

from __future__ import annotations

from app.locale.catalogue import pick, t
from app.services.demo import DEPOSIT_ADDRESS
from app.services.session import Session
from exchanges.core.secret import Secret
from tests.snapshots.photographer import Photographer, Scene
from tests.snapshots.voyage import LI_WEI, OPERATOR

USDT = 1_000_000
ENOUGH_BLOCKS = 25


def second() -> Secret:
    """The operator's second password."""
    return Secret(OPERATOR.transaction.reveal())


async def li_wei(person: Scene) -> Session:
    """Signed in elsewhere."""
    return await person.services.accounts.login(LI_WEI.username, Secret(LI_WEI.login.reveal()))


async def paid(person: Scene, raw: int) -> str:
    """A payment to the operator's address, final and scanned; answers its hash."""
    transfer = person.sandbox.post("/tron/transfer", to=DEPOSIT_ADDRESS, amount_raw=str(raw))
    person.sandbox.post("/tron/mine", blocks=ENOUGH_BLOCKS)
    await person.services.deposits.round("tron")
    return str(transfer["tx_id"])


async def a_claim_and_a_stranger(person: Scene) -> None:
    """Li Wei's exchange took its fee from the amount, and somebody paid without any order."""
    session = await li_wei(person)
    order = await person.services.topups.create(session, "200", "tron")
    tx = await paid(person, order.payable_micro - USDT)
    words = pick(("sent from OKX, they took 1 USDT", "从 OKX 转出，被扣了 1 USDT"))
    await person.services.claims.file(session, "tron", tx, words)
    await paid(person, 75 * USDT)


async def a_withdrawal(person: Scene) -> None:
    """Li Wei wishes 50 USDT back."""
    services, session = person.services, await li_wei(person)
    operator, wallet = person.session, person.sandbox.ask("GET", "/tron/wallet")["address"]
    await services.rules.change(operator, "withdrawal.address_hours", "0", second())
    password = LI_WEI.transaction.reveal()
    await services.withdrawals.add_address(session, "tron", wallet, "wallet", Secret(password))
    [address] = await services.withdrawals.addresses(session)
    await services.withdrawals.request(session, address.id, "50", Secret(password))


async def a_wish(person: Scene) -> None:
    """The operator's own binding is to get other parameters."""
    services, session = person.services, person.session
    [binding] = (await services.bindings.bindings(session)).approved
    words = pick(("max 3 positions, leverage 5", "最多 3 个持仓，杠杆 5 倍"))
    await services.changes.request(session, binding.id, words, custom=True)


async def at_the_desk(person: Scene, row: int, *keys: str, sees: str) -> None:
    """With the cursor on a row of the left list."""
    await person.press("8")
    await person.sees(t("desk.queue.unmatched"))
    await person.press("r", *["down"] * row)
    await person.rest()
    await person.press(*keys)
    await person.sees(sees)
    await person.pilot.pause()  # A form that decides something is waited for by a worker, which does not rest.


def test_a_claim_beside_its_proof(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_claim_and_a_stranger(person)
        await at_the_desk(person, 2, sees="199.")

    photo.demo(act)


def test_refusing_a_claim(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_claim_and_a_stranger(person)
        await at_the_desk(person, 2, "d", sees=t("desk.reason.proof"))

    photo.demo(act)


def test_a_deposit_nobody_ordered(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_claim_and_a_stranger(person)
        await at_the_desk(person, 3, sees=t("desk.note.below_minimum"))

    photo.demo(act)


def test_crediting_a_deposit(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_claim_and_a_stranger(person)
        await at_the_desk(person, 3, "y", sees=t("desk.credit.whom"))

    photo.demo(act)


def test_a_withdrawal_to_pay(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_withdrawal(person)
        await at_the_desk(person, 4, sees="50.00")

    photo.demo(act)


def test_naming_the_payment_of_a_withdrawal(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_withdrawal(person)
        await at_the_desk(person, 4, "y", sees=t("desk.paid.hint")[:8])

    photo.demo(act)


def test_a_wish_for_parameters(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await a_wish(person)
        await at_the_desk(person, 1, sees=t("desk.change.subsidy"))

    photo.demo(act, review="manual")


def test_deposit_addresses_with_a_change_planned(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        wallet = person.sandbox.ask("GET", "/tron/wallet")["address"]
        await person.services.addresses.plan(person.session, "tron", wallet, second())
        await at_the_desk(person, 5, "enter", sees=wallet)

    photo.demo(act)


def test_changing_a_deposit_address(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_desk(person, 5, "enter", sees=DEPOSIT_ADDRESS)
        await person.press("enter")
        await person.sees(t("desk.password"))
        await person.rest()

    photo.demo(act)


def test_users(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_desk(person, 6, "enter", sees="@harbour.example")
        await person.press("slash")
        await person.paste("liwei")
        await person.sees_no_more("wangfang")
        await person.rest()

    photo.demo(act)


def test_notices(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        english = ("Pause on Sunday", "No trading between 02:00 and 04:00 UTC; watching goes on.")
        chinese = ("周日暂停", "UTC 02:00 至 04:00 暂停交易，监控照常。")
        await person.services.inbox.announce(person.session, english, chinese, second())
        await at_the_desk(person, 8, "enter", sees=pick((english[0], chinese[0])))

    photo.demo(act)


def test_writing_a_notice(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_desk(person, 8, "enter", sees=t("notices.nothing")[:8])
        await person.press("n")
        await person.sees(t("desk.password"))
        await person.rest()

    photo.demo(act)


def test_rules(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await person.services.rules.change(person.session, "metering.share_percent", "15", second())
        await at_the_desk(person, 9, "enter", sees=t("rules.default", default=20))

    photo.demo(act)


def test_changing_a_rule(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_desk(person, 9, "enter", sees=t("rules.metering.share_percent"))
        await person.press("enter")
        await person.sees(t("desk.password"))
        await person.rest()

    photo.demo(act)


def test_the_mail_that_stays_here(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter()
        await at_the_desk(person, 10, "enter", sees=t("mailing.local")[:8])
        await person.sees(t("inbox.state.local"))
        await person.rest()

    photo.demo(act)


def test_a_payment_that_does_not_fit_the_order(photo: Photographer) -> None:
    async def act(person: Scene) -> None:
        await person.enter(LI_WEI, place="compute")
        order = await person.services.topups.create(person.session, "200", "tron")
        await paid(person, order.payable_micro - USDT)
        await person.press("u")
        await person.sees(t("topup.unfinished"))
        await person.rest()
        await person.press("tab", "tab", "enter")
        await person.sees(t("topup.stray.claim")[:10])
        await person.rest()

    photo.demo(act)
