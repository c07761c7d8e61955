"""A house of accounts on an empty store, on each of the two databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.settings import Settings
from store.database import Store, open_store
from tests.accounts.house import House, build_house
from tests.stores import ManualClock


@pytest.fixture
async def small_house(sqlite_url: str, store_clock: ManualClock, tmp_path: Path) -> AsyncIterator[House]:
    """A house on SQLite only, for what does not depend on the database."""
    store = await open_store(sqlite_url, now=store_clock)
    try:
        yield build_house(store, store_clock, Settings(data_dir=tmp_path / "home"))
    finally:
        await store.aclose()


@pytest.fixture
def house(store: Store, store_clock: ManualClock, tmp_path: Path) -> House:
    return build_house(store, store_clock, Settings(data_dir=tmp_path / "home"))
