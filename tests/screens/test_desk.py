"""The operator's desk by keys: queues with evidence, decisions with the second password, and the pages beside them."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from app.services.demo import DEPOSIT_ADDRESS, TRANSACTION_PASSWORD
from app.settings import Settings
from exchanges.core.secret import Secret
from tests.e2e.person import Person, at_the_keyboard
from tests.screens.people import demo_of, fill, sign_in, until

pytestmark = pytest.mark.anyio


async def paid(me: Person, raw: int) -> str:
    """A payment to the operator's address that fits no order, once the scanner has stored it; answers its hash."""
    sent = await demo_of(me)._http.post("/tron/transfer", {"to": DEPOSIT_ADDRESS, "amount_raw": str(raw)})
    return str(sent["tx_id"])


async def to_queue(me: Person, downs: int, *words: str) -> None:
    await me.press("8")
    await me.sees("Unmatched deposits")
    await me.press(*["down"] * downs)
    await me.sees(*words)


async def choose(me: Person, item_id: str) -> None:
    """Go from the queues to what waits, and down to one item: the list may grow, and its order is the service's."""
    await me.press("enter")
    rows = me.app.screen.query_one("#rows", OptionList)
    await until(me, lambda: rows.has_focus, "come to the items")
    await until(me, lambda: item_id in {option.id for option in rows.options}, f"find {item_id}")

    def stands() -> str | None:
        return rows.highlighted_option.id if rows.highlighted_option is not None else None

    while (was := stands()) != item_id:
        await me.press("down")
        await until(me, lambda: stands() != was, "move the cursor")


async def deposit_of(me: Person, tx_hash: str) -> str:
    """The deposit that a transaction made."""
    assert me.app.services is not None
    assert me.app.session is not None
    found = await me.app.services.claims.unmatched(me.app.session)
    return next(deposit.id for deposit in found if deposit.tx_hash == tx_hash)


async def leave(me: Person) -> None:
    """Off the page, and only then on."""
    page = me.app.screen
    await me.press("escape")
    await until(me, lambda: me.app.screen is not page, "leave the page")


async def give_password(me: Person) -> None:
    await until(me, lambda: bool(me.app.screen.query("#secret")), "be asked for the password")
    await me.paste(TRANSACTION_PASSWORD)
    await me.press("enter")


async def test_a_claim_stands_beside_its_proof_and_is_credited_or_refused(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        await services.topups.create(session, "300", "tron")  # While somebody waits, the chain is looked at often.
        good, bad = await paid(me, 150_500_000), await paid(me, 160_500_000)
        await to_queue(me, 3, "Unmatched deposits 2", "fits no order")
        await choose(me, await deposit_of(me, bad))
        await me.sees("The chain: 160.50 USDT", bad[:32], bad[32:])
        await me.press("escape")  # From what waits back to the queues.
        claims = [await services.claims.file(session, "tron", tx, "from OKX [main]") for tx in (good, bad)]
        await me.press("up", "r")
        await me.sees("Claims 2", "The person says: from OKX [main]")
        await choose(me, claims[0].id)
        await me.sees("The chain: 150.50 USDT", good[:32], good[32:])
        await me.press("y")
        await me.sees("Credit 150.50 USDT to")
        await give_password(me)
        await me.sees("Claims 1")
        assert await services.ledger.balance_micro(session) == 150_500_000
        await me.press("d")
        await me.sees("Please send a proof of the payment.")
        await me.press("shift+tab", "down")
        await me.sees("Please send a proof of the payment. / 请提供")  # The reader's language is not known here.
        await fill(me, {"transaction_password": "wrong"})
        await me.press("enter")
        await me.sees("Not your transaction password")
        await fill(me, {"transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Claims 0")
        await me.is_in("queues")  # Nothing is left to stand on.
        await me.press("down")
        await me.sees("Unmatched deposits 1", "The chain: 160.50 USDT")
        await me.press("y")
        await me.sees("Credit 160.50 USDT to somebody")
        await fill(me, {"username": "nobody", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Nobody has this username")
        await fill(me, {"username": "operator", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Unmatched deposits 0")
        assert await services.ledger.balance_micro(session) == 311_000_000


async def test_a_withdrawal_is_paid_by_hand_and_proved_by_the_chain(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        password, wallet = Secret(TRANSACTION_PASSWORD), (await demo_of(me).intro()).wallet_address
        order = await services.topups.create(session, "200", "tron")
        await demo_of(me).pay(order.id)
        await services.rules.change(session, "withdrawal.address_hours", "0", password)
        await services.withdrawals.add_address(session, "tron", wallet, "mine", password)
        [address] = await services.withdrawals.addresses(session)
        await me.press("6")
        await me.sees("+200.")
        await services.withdrawals.request(session, address.id, "150", password)
        await to_queue(me, 4, "Withdrawals 1", "Pay 150.00 USDT on TRON to", wallet)
        await me.press("y")
        await me.sees("of your payment; it must be in a block")
        await fill(me, {"tx_hash": await paid(me, 5_000_000), "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees_pattern("did not pay 150 USDT|does not know this transaction yet")
        await leave(me)
        await me.press("d")
        await me.sees("Refuse W")
        await fill(me, {"reason": "Ask again", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Withdrawals 0")
        assert await services.ledger.balance_micro(session) == order.payable_micro


async def test_the_pages_of_the_desk_are_worked_by_keys(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await to_queue(me, 5, "Where top-ups of each network go")
        await me.press("enter")
        await me.sees(DEPOSIT_ADDRESS, "BSC", "not offered")
        await me.press("enter")
        await fill(me, {"address": "TXYZ", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("This is not an address of this network")
        wallet = (await demo_of(me).intro()).wallet_address
        await fill(me, {"address": wallet, "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("from", wallet)
        await me.press("d")
        await give_password(me)
        await me.sees_no_more(wallet)
        await leave(me)
        await me.press("down", "enter")
        await me.sees("operator@demo.example", "1 logins open")
        await leave(me)
        await me.press("down", "down", "enter")
        await me.sees("new deposit address")  # Announced by itself.
        await me.press("n")
        values = {"title_en": "Pause", "body_en": "No trading on Sunday."}
        await fill(me, {**values, "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Pause", "No trading on Sunday.", "d take down")
        await leave(me)
        await me.press("down", "enter")
        await me.sees("share of new realised profit")
        await me.press("enter")
        await fill(me, {"value": "15", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("15 %", "(20 by default)")
        await leave(me)
        await me.press("down", "down", "enter")
        await me.sees("rule.changed", "notice.written", "deposit_address.canceled")
        await me.press("v")
        await me.sees("the chain is whole")
