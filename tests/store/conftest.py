"""What the store's tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from store.database import Store, open_store
from tests.stores import ManualClock


@pytest.fixture
async def opened(store_clock: ManualClock) -> AsyncIterator[Callable[[str], Awaitable[Store]]]:
    """Opens stores by address; closed at the end."""
    stores: list[Store] = []

    async def one(url: str) -> Store:
        stores.append(await open_store(url, now=store_clock))
        return stores[-1]

    yield one
    for store in stores:
        await store.aclose()
