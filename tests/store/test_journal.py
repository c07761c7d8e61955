"""The journal: each fill and each income once, exactly as the venue told it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchanges.core.model import Fill, Income, IncomeKind, OrderSide, Origin, Side
from store import journal
from store.database import Store, open_store
from tests.store.people import add_binding, add_user

pytestmark = pytest.mark.anyio

FILL = Fill(
    id="t1",
    order_id="o1",
    client_id=None,
    symbol="BTC/USDT:USDT",
    side=OrderSide.SELL,
    position_side=Side.LONG,
    price=Decimal("61234.50"),
    size_base=Decimal("0.000000012345678901"),
    fee=Decimal("-1E-8"),
    fee_asset="USDT",
    realised_pnl=Decimal("-3.10"),
    is_maker=True,
    bill_id="b1",
    time_ms=1_000,
    learned_ms=1_001,
    origin=Origin.STREAM,
)
INCOME = Income("f1", IncomeKind.FUNDING, "BTC/USDT:USDT", "USDT", Decimal("-0.61"), 1_000)


@pytest.fixture
async def binding_id(store: Store) -> str:
    async with store.write() as connection:
        return await add_binding(connection, await add_user(connection))


async def record(store: Store, binding_id: str, fills: Sequence[Fill]) -> list[Fill]:
    async with store.write() as connection:
        return await journal.record_fills(connection, binding_id, fills, 2_000)


async def test_a_fill_is_new_once(store: Store, binding_id: str) -> None:
    second = replace(FILL, id="t2")
    assert await record(store, binding_id, [FILL]) == [FILL]
    assert await record(store, binding_id, [second, FILL, second]) == [second]
    assert await record(store, binding_id, [FILL, second]) == []
    assert await record(store, binding_id, []) == []


async def test_the_same_id_in_two_bindings_is_two_fills(store: Store, binding_id: str) -> None:
    async with store.write() as connection:
        other = await add_binding(connection, await add_user(connection))
    assert await record(store, binding_id, [FILL]) == [FILL]
    assert await record(store, other, [FILL]) == [FILL]


async def test_numbers_come_back_to_the_last_digit(store: Store, binding_id: str) -> None:
    await record(store, binding_id, [FILL])
    async with store.read() as connection:
        (row,) = await journal.recent_fills(connection, binding_id)
    for name in ("price", "size_base", "fee", "realised_pnl", "symbol", "client_id", "is_maker", "bill_id", "time_ms"):
        assert getattr(row, name) == getattr(FILL, name), name
    assert (row.side, row.position_side, row.recorded_ms) == ("sell", "long", 2_000)


async def test_the_newest_fill_tells_where_to_go_on(store: Store, binding_id: str) -> None:
    async with store.read() as connection:
        assert await journal.last_fill(connection, binding_id) is None
    late = replace(FILL, id="t9", bill_id="b9", time_ms=9_000)
    await record(store, binding_id, [late, FILL])
    async with store.read() as connection:
        assert await journal.last_fill(connection, binding_id) == journal.LastFill("t9", "b9", 9_000)


async def test_fills_are_read_newest_first_page_by_page(store: Store, binding_id: str) -> None:
    fills = [replace(FILL, id=f"t{number:02}", time_ms=1_000 + number // 3) for number in range(10)]
    await record(store, binding_id, fills)
    async with store.read() as connection:
        whole = await journal.recent_fills(connection, binding_id)
        pages, before = [], None
        while page := await journal.recent_fills(connection, binding_id, 4, before):
            pages += page
            before = (page[-1].time_ms, page[-1].fill_id)
    assert pages == list(whole)
    assert [row.fill_id for row in whole] == [fill.id for fill in reversed(fills)]


async def test_incomes_are_recorded_once_too(store: Store, binding_id: str) -> None:
    async with store.write() as connection:
        assert await journal.record_incomes(connection, binding_id, [INCOME, INCOME], 1) == [INCOME]
        assert await journal.record_incomes(connection, binding_id, [INCOME], 2) == []


async def test_a_long_back_fill_is_recorded_in_one_go(store: Store, binding_id: str) -> None:
    fills = [replace(FILL, id=f"t{number:04}", time_ms=number) for number in range(1_050)]
    assert await record(store, binding_id, fills) == fills
    assert await record(store, binding_id, fills) == []


async def test_two_instances_that_hear_the_same_fills_record_each_once(
    store: Store, store_url: str, binding_id: str
) -> None:
    second = await open_store(store_url, now=store.now)
    fills = [replace(FILL, id=f"t{number}") for number in range(30)]
    new = await asyncio.gather(
        *[record(door, binding_id, order) for door, order in ((store, fills), (second, fills[::-1])) for _ in range(3)]
    )
    await second.aclose()
    assert sorted(fill.id for batch in new for fill in batch) == sorted(fill.id for fill in fills)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(st.integers(0, 12), max_size=8), max_size=6))
async def test_over_any_batches_with_repeats_every_id_is_new_exactly_once(
    store: Store, batches: list[list[int]]
) -> None:
    async with store.write() as connection:
        binding_id = await add_binding(connection, await add_user(connection))
    new = [
        fill.id
        for batch in batches
        for fill in await record(store, binding_id, [replace(FILL, id=f"t{n}") for n in batch])
    ]
    assert sorted(new) == sorted({f"t{n}" for batch in batches for n in batch})
