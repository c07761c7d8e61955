"""A person at the wizard, on SQLite; tests about the database itself take `store`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.database import Store
from tests.monitor.conftest import sqlite_store
from tests.monitor.harbour import Harbour, harbour

__all__ = ["sqlite_store"]


@pytest.fixture
async def here(sqlite_store: Store, tmp_path: Path) -> AsyncIterator[Harbour]:
    async with harbour(sqlite_store, tmp_path) as made:
        yield made
