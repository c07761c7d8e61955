"""An open store for any test, once on SQLite and once on PostgreSQL.

A test that takes `store` runs on both; `store_url` gives the address alone, to open in the test or in other processes.
Time stands still at `store_clock.ms` until the test moves it.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from store.database import Store


@dataclass
class ManualClock:
    """A clock that a test moves; call it for UTC milliseconds."""

    ms: int = 1_790_000_000_000

    def __call__(self) -> int:
        return self.ms

    def advance(self, ms: int) -> None:
        self.ms += ms


@pytest.fixture
def store_clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to copy from."""
    from store import migrations
    from store.engines import address, prepare_file

    file = tmp_path_factory.mktemp("store") / "template.db"
    url = address(f"sqlite:///{file}")
    prepare_file(url)
    migrations.upgrade(url)
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a SQLite file of this test's own, with the newest schema."""
    file = tmp_path / "data" / "binnacle.db"
    file.parent.mkdir(mode=0o700)
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database with the newest schema, on each of the two databases in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "migrated_pg_url")
    return url


@pytest.fixture
async def store(store_url: str, store_clock: ManualClock) -> AsyncIterator[Store]:
    """An open, empty store on each of the two databases in turn."""
    from store.database import open_store

    opened = await open_store(store_url, now=store_clock)
    try:
        yield opened
    finally:
        await opened.aclose()
