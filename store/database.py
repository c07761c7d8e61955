"""Opening a store: one code path for a SQLite file and for PostgreSQL.

`Store.read()` is a consistent snapshot in which nothing can be written; `Store.write()` is one short transaction.
Neither is ever held over a network call, a key derivation, or anything else that waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import migrations
from store.engines import address, make_engines, prepare_file
from store.failures import plain_errors


class Store:
    """An open database; made by `open_store`, closed by `aclose`."""

    def __init__(self, url: URL, readers: AsyncEngine, writers: AsyncEngine, now: Callable[[], int]) -> None:
        self.url = url
        """Where it is; its text form hides the password."""
        self.dialect = url.get_backend_name()
        """`sqlite` or `postgresql`."""
        self.now = now
        self._readers = readers
        self._writers = writers

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A snapshot: every statement inside sees the same state of the database; writing is refused by it.

        Raises:
            StoreUnavailable: The database does not answer.
        """
        async with _unit(self._readers) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed when the block ends, rolled back when it raises or is cancelled.

        On SQLite it holds the write lock from its first moment (`BEGIN IMMEDIATE`), so that reading and then writing
        inside is safe. On PostgreSQL it is READ COMMITTED: rely on constraints, `ON CONFLICT` and row locks.
        Units do not nest.

        Raises:
            StoreUnavailable: Nothing was written: no room, no connection, or others held the lock for five seconds.
        """
        async with _unit(self._writers) as connection:
            yield connection

    async def aclose(self) -> None:
        """Close all connections; call it when no unit is open any more."""
        await self._readers.dispose()
        await self._writers.dispose()


@asynccontextmanager
async def _unit(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction; a cancellation that came during a statement on SQLite ends the unit (see `store.patient`)."""
    cancelled_before = _cancelled()
    try:
        with plain_errors():
            async with engine.begin() as connection:
                yield connection
                _end_if_cancelled(cancelled_before)
    finally:
        _end_if_cancelled(cancelled_before)  # It came with the commit, or is more than another error.


def _cancelled() -> int:
    """How often the task that runs was asked to end, and has not taken it back."""
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


def _end_if_cancelled(cancelled_before: int) -> None:
    if _cancelled() > cancelled_before:
        raise asyncio.CancelledError


async def open_store(url: str, *, now: Callable[[], int]) -> Store:
    """Open a database and bring its schema up to date.

    Args:
        url: `sqlite:///file` (made if missing) or `postgresql://user@host/name`.
        now: The clock, UTC milliseconds.

    Raises:
        BadDatabaseUrl: The address names no database we can open.
        SchemaTooNew: A newer program wrote it; nothing was changed.
        StoreDamaged: The file is not a sound database.
        StoreUnavailable: It cannot be reached.
    """
    target = address(url)
    await asyncio.to_thread(_prepare, target)
    readers, writers = make_engines(target)
    return Store(target, readers, writers, now)


def _prepare(url: URL) -> None:
    with plain_errors():
        if url.get_backend_name() == "sqlite":
            prepare_file(url)
        migrations.upgrade(url)


def new_id() -> str:
    """A fresh id for any table, made before the insert so that secrets can be bound to it."""
    return uuid4().hex
