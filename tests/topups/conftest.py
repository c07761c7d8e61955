"""A world with people in it: on SQLite, and on both databases in turn for the tests marked `on_both`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from app.services.session import Session
from store.database import Store, open_store
from tests.stores import ManualClock
from tests.topups.crew import Crew
from tests.topups.world import World, register, world


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    """Processes to give work to."""
    made = Crew()
    yield made
    made.close()


@pytest.fixture
def sea_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of this test's own; `on_both` says which."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue("sqlite_url" if kind == "sqlite" else "migrated_pg_url")
    return url


@pytest.fixture
async def sea_store(sea_url: str, store_clock: ManualClock) -> AsyncIterator[Store]:
    store = await open_store(sea_url, now=store_clock)
    try:
        yield store
    finally:
        await store.aclose()


@pytest.fixture
async def sea(sea_store: Store, store_clock: ManualClock) -> AsyncIterator[World]:
    """One open order per person and chain, as a deployment has it when nothing is set."""
    async with world(sea_store, store_clock) as made:
        yield made


@pytest.fixture
async def busy_sea(sea_store: Store, store_clock: ManualClock) -> AsyncIterator[World]:
    """Any number of open orders per person."""
    async with world(sea_store, store_clock, one_open_order=False) as made:
        yield made


@pytest.fixture
async def ada(sea_store: Store) -> Session:
    return await register(sea_store, "ada")


@pytest.fixture
async def bo(sea_store: Store) -> Session:
    return await register(sea_store, "bo")
