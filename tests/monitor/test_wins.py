"""Closed positions in profit: fills put together, one line an order, and a card that tells nothing of the account."""

from __future__ import annotations

import stat
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.screens.wins import card
from app.services.wins import WinService, save_card
from app.settings import Settings
from exchanges.core.model import Fill, OrderSide, Side
from store import journal
from store.database import Store
from tests.e2e.person import at_the_keyboard
from tests.monitor.rows import T0, fill
from tests.monitor.signed_in import signed_in
from tests.screens.conftest import demo_settings as demo_settings
from tests.screens.people import sign_in, until
from tests.store.people import add_binding, add_user

pytestmark = pytest.mark.anyio


def closing(name: str, pnl: str, *, order: str, size: str = "0.01", price: str = "60000", at: int = T0) -> Fill:
    """A part of an order that sold a long position."""
    made = fill(name, pnl, "0.12", at=at)
    return replace(made, order_id=order, size_base=Decimal(size), price=Decimal(price))


async def recorded(store: Store, user_id: str, *fills: Fill, label: str = "main account") -> None:
    async with store.write() as connection:
        binding = await add_binding(connection, user_id, state="approved", uid=label, approved_ms=T0, label=label)
        await journal.record_fills(connection, binding, fills, T0)


async def a_person(store: Store) -> str:
    async with store.write() as connection:
        return await add_user(connection)


async def test_fills_of_one_order_are_one_line_with_the_entry_they_imply(store: Store) -> None:
    user = await a_person(store)
    parts = (
        closing("1", "10", order="a", size="0.01", price="61000", at=T0 + 1),
        closing("2", "32", order="a", size="0.03", price="61100", at=T0 + 2),
    )
    await recorded(store, user, *parts, closing("0", "0", order="open"))
    [win] = await WinService(store).wins(signed_in(user))
    assert (win.side, win.size_base, win.profit, win.closed_ms) == (Side.LONG, Decimal("0.04"), Decimal(42), T0 + 2)
    assert (win.exit_price, win.entry_price) == (Decimal(61_075), Decimal(60_025))
    assert win.net == Decimal("41.76")
    assert round(win.percent, 2) == Decimal("1.75")


async def test_a_bought_back_short_was_entered_above_its_exit(store: Store) -> None:
    user = await a_person(store)
    short = replace(closing("1", "5", order="s"), side=OrderSide.BUY, position_side=None)
    await recorded(store, user, short)
    [win] = await WinService(store).wins(signed_in(user))
    assert (win.side, win.entry_price) == (Side.SHORT, Decimal(60_500))


async def test_losses_and_what_belongs_to_others_do_not_stand_there(store: Store) -> None:
    user, other = await a_person(store), await a_person(store)
    mixed = (closing("1", "5", order="m"), closing("2", "-9", order="m"))
    await recorded(store, user, closing("3", "-1", order="l"), *mixed)
    await recorded(store, other, closing("4", "7", order="w"), label="other")
    assert await WinService(store).wins(signed_in(user)) == []


async def test_wins_of_all_accounts_stand_together_the_newest_first(store: Store) -> None:
    user = await a_person(store)
    await recorded(store, user, closing("1", "5", order="a", at=T0 + 5))
    await recorded(store, user, closing("1", "6", order="a", at=T0 + 9), label="second")
    assert [win.account for win in await WinService(store).wins(signed_in(user))] == ["second", "main account"]


async def test_a_card_tells_the_trade_and_nothing_of_the_account(store: Store, tmp_path: Path) -> None:
    user = await a_person(store)
    await recorded(store, user, closing("1", "5", order="a"), label="Lee's millions")
    [win] = await WinService(store).wins(signed_in(user))
    text = card(win)
    assert text.splitlines()[:3] == ["BTC/USDT  long", "+5.00 USDT   +0.84 %", "entry 59,500.00   exit 60,000.00"]
    assert "Lee" not in text
    assert "0.01 " not in text
    file = save_card(tmp_path, text, T0)
    assert file.read_text("utf-8") == text + "\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_win_is_found_copied_and_saved_by_keys(demo_settings: Settings) -> None:
    async with at_the_keyboard(demo_settings) as me:
        await sign_in(me)
        services, session = me.app.services, me.app.session
        assert services is not None
        assert session is not None
        await me.press("4")
        await me.sees("H in profit")
        await me.press("H")
        await me.sees("a position that is closed with a profit stands here")
        await recorded(services.store, session.user_id, closing("1", "5", order="a"), label="OKX [main]")
        await me.press("r")
        await me.sees("BTC/USDT", "59,500.00", "+5.00 USDT   +0.84 %")
        await me.press("c")
        await until(me, lambda: "+5.00 USDT" in me.app.clipboard, "have the card in the clipboard")
        await me.press("E")
        await me.sees("The card was written into a file")
        [file] = (me.app.data_dir / "exports").glob("win-*.txt")
        await me.sees_across_lines(str(file))
