"""A bank on each of the two databases; `small_bank` is on SQLite only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.settings import Settings
from store.database import Store, open_store
from tests.accounts.house import build_house
from tests.money.bank import Bank, build_bank
from tests.stores import ManualClock
from tests.topups.world import world


@asynccontextmanager
async def _bank(store: Store, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Bank]:
    house = build_house(store, clock, Settings(data_dir=tmp_path / "home"))
    async with world(store, clock, one_open_order=False) as sea:
        made = await build_bank(house, sea)
        try:
            yield made
        finally:
            await made.aclose()


@pytest.fixture
async def bank(store: Store, store_clock: ManualClock, tmp_path: Path) -> AsyncIterator[Bank]:
    async with _bank(store, store_clock, tmp_path) as made:
        yield made


@pytest.fixture
async def small_bank(sqlite_url: str, store_clock: ManualClock, tmp_path: Path) -> AsyncIterator[Bank]:
    store = await open_store(sqlite_url, now=store_clock)
    try:
        async with _bank(store, store_clock, tmp_path) as made:
            yield made
    finally:
        await store.aclose()
