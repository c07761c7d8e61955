"""The compute place and what hangs on it: ledger, export, claims, withdrawals, questions."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path

import pytest

from app.services.demo import TRANSACTION_PASSWORD
from app.settings import Settings
from exchanges.core.secret import Secret
from tests.e2e.person import Person, at_the_keyboard
from tests.screens.people import demo_of, fill, sign_in, until

pytestmark = pytest.mark.anyio


async def topped_up(me: Person, amount: str = "200") -> str:
    """The person's compute after a payment of the simulated wallet; answers the amount as shown."""
    services, session = me.app.services, me.app.session
    assert services is not None
    assert session is not None
    order = await services.topups.create(session, amount, "tron")
    await demo_of(me).pay(order.id)
    await me.press("6")
    shown = f"+{order.payable_micro / 1_000_000:.2f}"
    await me.sees(shown)
    return shown


async def test_the_ledger_is_filtered_and_written_into_a_file_of_ones_own(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        first, other = await topped_up(me, "200"), await topped_up(me, "300")
        await me.press("slash")
        await me.paste("top-up 200.")
        await me.sees(first)
        await me.sees_no_more(other)
        await me.press("enter", "escape")
        await me.sees(first, other)
        await me.press("E")
        await me.sees("Every line was written")
        file = next((me.app.data_dir / "exports").glob("compute-operator-*.csv"))
        await me.sees_across_lines(str(file))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        lines = file.read_text("utf-8-sig").splitlines()
        assert lines[0] == "time_utc,kind,reference,amount_usdt,balance_usdt,line"
        assert [line.split(",")[1] for line in lines[1:]] == ["topup", "topup"]
        assert Decimal(lines[1].split(",")[3]) == Decimal(first[1:])


@pytest.mark.parametrize("is_remote", [True, False])
async def test_who_comes_by_ssh_is_told_how_the_file_gets_to_their_own_machine(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch, is_remote: bool
) -> None:
    for name in ("SSH_CONNECTION", "SSH_CLIENT"):
        monkeypatch.delenv(name, raising=False)
    if is_remote:
        monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await topped_up(me)
        await me.press("E")
        shown = await me.sees("Every line was written", ".csv")
        assert ("ssh HOST ledger > ledger.csv" in shown) is is_remote


async def test_a_payment_is_claimed_and_its_way_is_told(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("6")
        await me.sees("w claim a payment")
        await me.press("w")
        await me.sees("None yet. A payment you claim stands here")
        await fill(me, {"tx_hash": "not a hash", "words": "from OKX"})
        await me.press("enter")
        await me.sees("This is not a transaction hash")
        await fill(me, {"tx_hash": "0x" + "AB" * 32, "words": "from OKX"})
        await me.press("enter")
        await me.sees("abababab...", "watched: not final yet", "The chain does not know it yet")


async def test_an_address_is_listed_waits_and_compute_is_withdrawn_to_it(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        wallet = (await demo_of(me).intro()).wallet_address
        await topped_up(me)
        await me.press("W")
        await me.sees("none yet: n adds one", "are free to withdraw")
        await me.press("n")
        await fill(me, {"address": wallet, "label": "my wallet", "transaction_password": "wrong"})
        await me.press("enter")
        await me.sees("Not your transaction password")
        await fill(me, {"transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("my wallet", "can be used from", wallet)
        await services.rules.change(session, "withdrawal.address_hours", "0", Secret(TRANSACTION_PASSWORD))
        [old] = await services.withdrawals.addresses(session)
        await services.withdrawals.remove_address(session, old.id)
        await services.withdrawals.add_address(session, "tron", wallet, "now", Secret(TRANSACTION_PASSWORD))
        await me.press("r")
        await me.sees("now", "can be used")
        await me.press("enter")
        await me.sees("The amount is set aside at once")
        await fill(me, {"amount": "20000", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("Only", "USDT are free to withdraw.")
        await fill(me, {"amount": "150", "transaction_password": TRANSACTION_PASSWORD})
        await me.press("enter")
        await me.sees("150.00", "waits for the operator")
        await me.press("down", "d")
        await me.sees("Take withdrawal")
        await me.press("right", "enter")
        await me.sees("taken back")


async def test_questions_are_found_by_words_of_either_language(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        await me.press("q")
        await me.sees("Where do I get an invite code?")
        await me.paste("尾数")
        await me.sees("Why does the amount have odd cents?", "They tell whose payment it is")
        await me.sees_no_more("Where do I get an invite code?")
        await me.press("escape")
        await until(me, lambda: len(me.app.screen_stack) == 1, "leave the questions")


def test_exports_are_the_owners_alone(tmp_path: Path) -> None:
    from app import locations

    folder = locations.private_dir(locations.exports_dir(tmp_path))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
