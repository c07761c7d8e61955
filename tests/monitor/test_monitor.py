"""The monitor against the simulated OKX: books equal the venue's truth, before, during and after trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.services.book import Book
from app.services.realised import day_start
from exchanges.core.model import LinkState, OrderKind
from store import ledger
from store.database import Store
from store.tables import Fill
from tests.monitor.harbour import USDT, Harbour, eventually, harbour

pytestmark = pytest.mark.anyio


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour(sqlite_store, tmp_path) as made:
        yield made


async def live_book(here: Harbour, account: str = "main") -> Book:
    """The book of a freshly approved account, once it is live; what was traded in this millisecond came before."""
    binding_id = await here.approved(account, since_ms=here.now() + 1)
    await here.monitor.start(here.session)
    return await until_live(here, binding_id)


async def until_live(here: Harbour, binding_id: str) -> Book:
    book = here.monitor.books[binding_id]
    await eventually(lambda: book.freshness(here.now()).is_live, lambda: book.link)
    return book


async def differences(here: Harbour, book: Book, account: str = "main") -> list[str]:
    """What the book says otherwise than the venue; empty when they agree."""
    truth = await here.okx.truth(account)
    mine_and_theirs = {
        "positions": (
            {(row.venue_symbol, row.side.value): row.size_contracts for row in book.positions.values()},
            {(row["instId"], row["posSide"]): Decimal(row["pos"]) for row in truth["positions"]},
        ),
        "entries": (
            {row.venue_symbol: row.entry_price for row in book.positions.values() if row.side == "long"},
            {row["instId"]: Decimal(row["avgPx"]) for row in truth["positions"] if row["posSide"] == "long"},
        ),
        "orders": (
            {key.id for key in book.orders if key.kind is OrderKind.PLAIN},
            {row["ordId"] for row in truth["orders"]},
        ),
        "algos": (
            {key.id for key in book.orders if key.kind is OrderKind.ALGO},
            {row["algoId"] for row in truth["algos"]},
        ),
        "cash": (
            book.balances["USDT"].total if "USDT" in book.balances else None,
            Decimal(truth["balance"]["details"][0]["cashBal"]),
        ),
        "equity": (
            book.balances["USDT"].equity if "USDT" in book.balances else None,
            Decimal(truth["balance"]["details"][0]["eq"]),
        ),
    }
    return [f"{name}: {mine} != {theirs}" for name, (mine, theirs) in mine_and_theirs.items() if mine != theirs]


async def agrees(here: Harbour, book: Book) -> None:
    seen: list[str] = []

    async def nothing_differs() -> bool:
        seen[:] = await differences(here, book)
        return not seen

    await eventually(nothing_differs, lambda: seen)


async def journaled(here: Harbour) -> int:
    async with here.store.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(Fill.__table__)) or 0)


async def traded(here: Harbour, book: Book | None = None, *, times: int = 1) -> None:
    """Open and close a little at a profit, `times` over; with a book, wait until it has those fills."""
    seeded = 0 if book is None else len(book.fills)
    await trade(here, times)
    if book is not None:
        await eventually(lambda: len(book.fills) == seeded + 2 * times, lambda: len(book.fills))


async def trade(here: Harbour, times: int = 1) -> None:
    for turn in range(times):
        await here.okx.price("DOGE-USDT-SWAP", "0.2")
        await here.okx.order("main", "DOGE-USDT-SWAP", "buy", "long", "1")
        await here.okx.price("DOGE-USDT-SWAP", "0.21")
        await here.okx.order("main", "DOGE-USDT-SWAP", "sell", "long", "1", clOrdId=f"close{turn}")


# -- what is seen --------------------------------------------------------------------------------------------------


async def test_positions_orders_and_balances_of_an_approved_account_appear(here: Harbour) -> None:
    book = await live_book(here)
    await agrees(here, book)
    assert len(book.positions) == 4
    assert (book.label, book.venue, book.environment) == ("OKX main", "okx", "live")


async def test_what_happens_at_the_venue_appears_by_itself(here: Harbour) -> None:
    book = await live_book(here)
    await here.okx.order("main", "XRP-USDT-SWAP", "buy", "long", "2")
    await here.okx.order("main", "ETH-USDT-SWAP", "buy", "long", "1", ordType="limit", px="1000")
    await eventually(lambda: any(fill.symbol == "XRP/USDT:USDT" for fill in book.fills))
    await agrees(here, book)


async def test_totals_are_those_of_the_venue(here: Harbour) -> None:
    book = await live_book(here)
    await agrees(here, book)
    truth = await here.okx.truth("main")
    totals = here.monitor.totals()
    assert totals.equity.value == Decimal(truth["balance"]["details"][0]["eq"])
    assert totals.unrealised_pnl.value == sum(Decimal(row["upl"]) for row in truth["positions"])
    assert totals.equity.is_known
    assert totals.nearest_liquidation is not None
    assert (totals.live, totals.accounts) == (1, 1)


async def test_accounts_approved_and_removed_meanwhile_come_and_go_by_themselves(here: Harbour) -> None:
    await here.monitor.start(here.session)
    assert here.monitor.books == {}
    binding_id = await here.approved("second")
    await eventually(lambda: binding_id in here.monitor.books)
    await until_live(here, binding_id)
    async with here.store.write() as connection:
        from store import bindings

        await bindings.change(connection, binding_id, states=("approved",), now_ms=1, state="removed")
    await eventually(lambda: binding_id not in here.monitor.books)


async def test_monitoring_goes_on_without_compute(sqlite_store: Store, tmp_path: Path) -> None:
    async with harbour(sqlite_store, tmp_path, compute=0) as here:
        book = await live_book(here)
        await traded(here, book)
        await agrees(here, book)


async def test_after_stop_nothing_is_left_of_books_and_sockets(here: Harbour) -> None:
    await live_book(here)
    await here.monitor.stop()
    assert here.monitor.books == {}

    async def nobody_is_connected() -> bool:
        return not (await here.okx.http.get("/okx/sockets")).json()

    await eventually(nobody_is_connected)


# -- journal and metering ------------------------------------------------------------------------------------------


async def test_realised_profit_is_metered_into_the_ledger_once(here: Harbour) -> None:
    book = await live_book(here)
    await here.okx.fault("duplicate")
    await traded(here, book, times=3)

    async def all_booked() -> bool:
        return await journaled(here) == len(book.fills) and here.monitor.backlog == 0

    await eventually(all_booked)
    nets = [Decimal(row["fillPnl"]) + Decimal(row["fee"]) for row in (await here.okx.truth("main"))["fills"][:6]]
    highest = max(sum(nets[turn:]) for turn in range(6))
    assert await here.ledger.balance_micro(here.session) == 500 * USDT - int(highest * USDT) * 20 // 100
    line = (await here.ledger.entries(here.session, limit=1))[0]
    assert (line.text_key, line.ref) == ("compute.kind.metering", "OKX main")
    async with here.store.read() as connection:
        assert (await ledger.check(connection)).are_sound


async def test_realised_today_is_the_sum_of_todays_fills_net_of_fees(here: Harbour) -> None:
    book = await live_book(here)
    await traded(here, book)
    today = [fill for fill in book.fills if fill.time_ms >= day_start(here.now())]
    assert here.monitor.totals().realised_today.value == sum(fill.realised_pnl - fill.fee for fill in today)


async def test_trades_from_before_the_approval_are_not_metered(here: Harbour) -> None:
    await traded(here)
    book = await live_book(here)
    assert len(book.fills) >= 2
    await eventually(lambda: here.monitor.backlog == 0)
    assert await here.ledger.balance_micro(here.session) == 500 * USDT


async def test_trades_made_while_the_program_was_off_are_found_and_metered_at_the_next_start(here: Harbour) -> None:
    seen = len((await live_book(here)).fills)
    await here.monitor.stop()
    await traded(here, times=2)
    here.again()
    await here.log_in_again()
    await here.monitor.start(here.session)
    book = await until_live(here, next(iter(here.monitor.books)))
    assert len(book.fills) == seen + 4
    await eventually(lambda: here.monitor.backlog == 0)

    async def is_metered() -> bool:
        return await here.ledger.balance_micro(here.session) < 500 * USDT

    await eventually(is_metered)


async def test_a_debt_is_collected_by_itself_after_a_top_up(sqlite_store: Store, tmp_path: Path) -> None:
    async with harbour(sqlite_store, tmp_path, compute=0) as here:
        book = await live_book(here)
        await traded(here, book)
        await eventually(lambda: here.monitor.backlog == 0)
        await here.top_up(100 * USDT)

        async def is_collected() -> bool:
            return await here.ledger.balance_micro(here.session) < 100 * USDT

        await eventually(is_collected)


async def test_two_instances_that_watch_one_account_journal_and_meter_every_fill_once(
    store: Store, tmp_path: Path
) -> None:
    async with harbour(store, tmp_path) as here:
        twin = Harbour(store, here.okx, here.settings, here.vaults, here.session)
        book = await live_book(here)
        await twin.monitor.start(twin.session)
        other = await until_live(twin, book.binding_id)
        await traded(here, book, times=4)

        async def all_booked() -> bool:
            is_idle = here.monitor.backlog == twin.monitor.backlog == 0
            return is_idle and len(book.fills) == len(other.fills) == await journaled(here)

        await eventually(all_booked)
        await twin.monitor.stop()
        fills = (await here.okx.truth("main"))["fills"][:8]
        nets = [Decimal(row["fillPnl"]) + Decimal(row["fee"]) for row in fills]
        highest = max(sum(nets[turn:]) for turn in range(8))
        assert await here.ledger.balance_micro(here.session) == 500 * USDT - int(highest * USDT) * 20 // 100


# -- trouble -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["rst", "close"])
async def test_a_killed_socket_is_dialled_again_and_nothing_is_lost(here: Harbour, how: str) -> None:
    book = await live_book(here)
    states: list[LinkState] = []
    here.monitor.listen(lambda changed, _: states.append(changed.link.state))
    await here.okx.fault("kill", how=how)
    await traded(here, book)
    await eventually(lambda: LinkState.STALE in states and states[-1] is LinkState.LIVE, lambda: states)
    await agrees(here, book)


async def test_a_stalled_socket_is_noticed_and_its_rows_are_not_live_until_it_is_back(here: Harbour) -> None:
    book = await live_book(here)
    seen = len(book.fills)
    await here.okx.fault("stall", scope="all")
    await traded(here)
    await eventually(lambda: not book.freshness(here.now()).is_live)
    await here.okx.heal()
    await here.okx.fault("kill")
    await eventually(lambda: book.freshness(here.now()).is_live, lambda: book.link)
    assert len(book.fills) == seen + 2
    await agrees(here, book)


async def test_duplicated_and_reordered_pushes_change_nothing(here: Harbour) -> None:
    book = await live_book(here)
    await here.okx.fault("duplicate")
    await here.okx.fault("reorder")
    seen = len(book.fills)
    await trade(here, 3)
    await here.okx.heal()
    await here.okx.order("main", "XRP-USDT-SWAP", "buy", "long", "2")
    await eventually(lambda: len(book.fills) == seen + 7)
    await agrees(here, book)
    assert len({fill.id for fill in book.fills}) == len(book.fills)


async def test_a_deleted_key_needs_attention_and_says_what_the_venue_said(here: Harbour) -> None:
    book = await live_book(here)
    key = here.okx.key("main", "read")["api_key"]
    (await here.okx.http.delete(f"/okx/accounts/main/keys/{key}")).raise_for_status()
    await eventually(lambda: book.freshness(here.now()).state is LinkState.ATTENTION, lambda: book.link)
    assert book.freshness(here.now()).code in ("50119", "50111", "60005", "60032")


async def test_one_accounts_trouble_leaves_the_other_alone(here: Harbour) -> None:
    await here.approved("second")
    book = await live_book(here)
    other = next(each for each in here.monitor.books.values() if each is not book)
    await eventually(lambda: other.freshness(here.now()).is_live)
    await here.okx.fault("stall", account="main")
    await eventually(lambda: not book.freshness(here.now()).is_live)
    assert other.freshness(here.now()).is_live
