"""Addresses, files and engines of the two databases."""

from __future__ import annotations

import sqlite3
import stat
from errno import ENOSPC
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, ExceptionContext, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.errors import BadDatabaseUrl, StoreDamaged, StoreUnavailable
from store.patient import PatientConnection

_SYNC = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with it."""
_READERS = 4
_LOCK_WAIT_MS = 5_000
_PATIENCE = {
    "connect_timeout": "10",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}
"""How long PostgreSQL may keep silent, in libpq's words; the address may say otherwise. The second one, milliseconds,
is also the longest wait for the answer to a statement."""


def address(url: str) -> URL:
    """The address a person typed, for SQLAlchemy: `sqlite:///path`, `postgresql://user@host/name`.

    Raises:
        BadDatabaseUrl: It names neither a SQLite file nor a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadDatabaseUrl(
            "The database address cannot be read; it looks like sqlite:///file or postgresql://host/name."
        ) from error
    driver = _SYNC.get(parsed.get_backend_name())
    if driver is None:
        raise BadDatabaseUrl(
            f"{parsed.get_backend_name()} is not supported; use sqlite:///file or postgresql://host/name."
        )
    if driver == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise BadDatabaseUrl("The SQLite address has no file; write sqlite:///file, or sqlite:////absolute/file.")
    return parsed.set(drivername=driver)


def prepare_file(url: URL) -> None:
    """Make the SQLite file ready; blocks.

    Ready means private (0600, a folder made here 0700), in WAL mode, and checked when its WAL is not empty: then it was
    not closed cleanly, or another process has it open.

    Raises:
        BadDatabaseUrl: The SQLite library is too old, or the disk cannot do WAL (network folders cannot).
        StoreDamaged: The file is not a sound SQLite database.
        StoreUnavailable: The folder cannot be made or written to.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise BadDatabaseUrl(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed.")
    path, wal = Path(str(url.database)), Path(f"{url.database}-wal")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        for file in (path, wal, Path(f"{path}-shm")):
            _make_private(file)
    except OSError as error:
        raise StoreUnavailable("full" if error.errno == ENOSPC else "unreachable") from error
    was_left_open = wal.exists() and wal.stat().st_size > 0
    connection = sqlite3.connect(path, isolation_level=None, timeout=_LOCK_WAIT_MS / 1000)
    try:
        if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
            raise BadDatabaseUrl(
                "The folder of the database cannot hold a SQLite WAL file; use a local disk or PostgreSQL."
            )
        if was_left_open and (fault := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise StoreDamaged(str(fault))
    finally:
        connection.close()


def _make_private(file: Path) -> None:
    if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        file.chmod(0o600)


def make_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Engines for reading and for writing; on PostgreSQL they share one pool."""
    return _sqlite_engines(url) if url.get_backend_name() == "sqlite" else _postgresql_engines(url)


def _sqlite_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    target = url.set(drivername="sqlite+aiosqlite")
    path = str(url.database)
    common: dict[str, Any] = {
        "hide_parameters": True,
        "max_overflow": 0,
        "pool_timeout": 15,
        "async_creator": lambda: PatientConnection(path),
    }
    readers = create_async_engine(target, pool_size=_READERS, **common)
    # One connection: writers of this process queue here, where waiting costs nothing.
    writers = create_async_engine(target, pool_size=1, **common)
    for engine, begin, query_only in ((readers, "BEGIN", "ON"), (writers, "BEGIN IMMEDIATE", "OFF")):
        event.listen(engine.sync_engine, "connect", _pragmas(query_only))
        event.listen(engine.sync_engine, "begin", _begin(begin))
    return readers, writers


def _pragmas(query_only: str) -> Any:
    statements = (
        f"PRAGMA busy_timeout={_LOCK_WAIT_MS}",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA trusted_schema=OFF",
        "PRAGMA secure_delete=ON",  # What was deleted, such as a mailed code, is overwritten; not every build does so.
        f"PRAGMA query_only={query_only}",
    )

    def on_connect(dbapi_connection: Any, _record: object) -> None:
        # The driver would otherwise begin transactions by itself, deferred ones, and only before writes.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()

    return on_connect


def _begin(statement: str) -> Any:
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return on_begin


def _postgresql_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    from store.answering import connect

    query: dict[str, Any] = {**_PATIENCE, **url.query}
    writers = create_async_engine(
        url.set(query=query),
        hide_parameters=True,
        pool_size=4,
        max_overflow=2,
        pool_timeout=15,
        pool_pre_ping=True,
        connect_args={"async_creator_fn": partial(connect, int(query["tcp_user_timeout"]) / 1000)},
    )
    event.listen(writers.sync_engine, "connect", _postgresql_limits)
    event.listen(writers.sync_engine, "handle_error", _without_values)
    readers = writers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return readers, writers


def _postgresql_limits(dbapi_connection: Any, _record: object) -> None:
    """Nobody waits longer for a lock than on SQLite, and a suspended process does not hold one for ever."""
    cursor = dbapi_connection.cursor()
    cursor.execute(f"SET lock_timeout = {_LOCK_WAIT_MS}")
    cursor.execute("SET idle_in_transaction_session_timeout = 60000")
    cursor.close()
    dbapi_connection.commit()


def _without_values(context: ExceptionContext) -> None:
    """Keep the server's first line only: the detail below it quotes the row, which may hold mail, names and codes."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None or not diagnosis.message_primary or wrapped is None:
        return
    told = str(error)
    error.args = (diagnosis.message_primary,)
    wrapped.args = tuple(str(part).replace(told, diagnosis.message_primary) for part in wrapped.args)
