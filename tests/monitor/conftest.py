"""An open SQLite store, for tests whose subject is not the database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from exchanges.core.clock import now_ms
from store.database import Store, open_store


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """On the real clock, as the simulated venue is."""
    opened = await open_store(sqlite_url, now=now_ms)
    try:
        yield opened
    finally:
        await opened.aclose()
