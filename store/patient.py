"""A SQLite connection whose statements are never left half-way when the task that asked is cancelled.

A statement runs in a thread and cannot be stopped. Were its task to walk away, the connection would be thrown away with
a transaction still open inside it, and its lock would stay until the garbage is collected: nobody could write. So a
cancellation waits for the statement; it stays counted in the task (`Task.cancelling`), and the unit of the store ends
with it (`Store.write` rolls back, then raises it). Nothing of it is kept here: the connection may be another's by then.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite


class PatientConnection(aiosqlite.Connection):
    """Made for SQLAlchemy's `async_creator`; `await` it to connect.

    Args:
        path: The database file.
    """

    def __init__(self, path: str) -> None:
        # SQLAlchemy sets some attributes from outside of the connection's thread.
        super().__init__(lambda: sqlite3.connect(path, check_same_thread=False), iter_chunk_size=64)
        self._thread.daemon = True  # As SQLAlchemy does it: a forgotten connection must not keep the process alive.

    def __del__(self) -> None:
        """A connection that was in use when its engine was disposed of is dropped by its last user: end its thread."""
        if self._connection is not None:
            self.stop()

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        statement = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]
        while not statement.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([statement])
        return statement.result()
