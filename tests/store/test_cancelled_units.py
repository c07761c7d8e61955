"""A task that is cancelled inside a unit of the store leaves nothing behind: no lock, no half-written rows."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from store.database import Store, open_store

pytestmark = pytest.mark.anyio

TURNS = range(0, 120, 3)
"""How many turns of the loop a unit gets before it is cancelled: from its first statement to beyond its commit."""


async def _two_rows(store: Store, number: int) -> None:
    async with store.write() as connection:
        insert = text("INSERT INTO setting (key, value, updated_ms) VALUES (:key, '1', 1)")
        await connection.execute(insert, {"key": f"first {number}"})
        # A result that is read in part only keeps its statement open.
        (await connection.execute(text("SELECT * FROM sqlite_master"))).first()
        await connection.execute(insert, {"key": f"second {number}"})


async def _keys(store: Store) -> set[str]:
    async with store.read() as connection:
        return set((await connection.execute(text("SELECT key FROM setting"))).scalars())


@pytest.mark.parametrize("times", [1, 2])
async def test_a_cancelled_unit_is_written_whole_or_not_at_all_and_holds_no_lock(tmp_path: Path, times: int) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'cancelled.db'}", now=lambda: 1)
    try:
        for number in TURNS:
            task = asyncio.create_task(_two_rows(store, number))
            for _ in range(number):
                await asyncio.sleep(0)
            for _ in range(times):
                task.cancel()
                await asyncio.sleep(0)
            await asyncio.wait([task])
            # Were the lock still held, this would raise `StoreUnavailable("locked")`.
            await _two_rows(store, -number - 1)
            written = await _keys(store)
            assert (f"first {number}" in written) == (f"second {number}" in written)
    finally:
        await store.aclose()


async def test_a_cancelled_reader_gives_its_snapshot_back(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'cancelled.db'}", now=lambda: 1)
    try:
        for number in TURNS:
            task = asyncio.create_task(_keys(store))
            for _ in range(number):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            await _two_rows(store, number)
            assert f"first {number}" in await _keys(store)
    finally:
        await store.aclose()


async def test_a_time_limit_around_a_unit_still_ends_it(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'cancelled.db'}", now=lambda: 1)
    try:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await _two_rows(store, 1)
        assert await _keys(store) == set()
    finally:
        await store.aclose()


async def test_a_cancellation_ends_the_task_it_is_for_and_no_other(tmp_path: Path) -> None:
    """One unit takes over the connection of another that has not quite left yet, and is cancelled in that moment."""
    store = await open_store(f"sqlite:///{tmp_path / 'cancelled.db'}", now=lambda: 1)
    try:
        for _ in range(20):
            staying = asyncio.create_task(_keys(store))
            leaving = []
            while not staying.done():
                leaving.append(asyncio.create_task(_keys(store)))
                await asyncio.sleep(0)
                leaving[-1].cancel()
            await asyncio.wait(leaving)
            assert not staying.cancelled()
            assert all(task.cancelled() for task in leaving)
    finally:
        await store.aclose()
