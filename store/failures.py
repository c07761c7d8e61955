"""Database errors in the store's own words; faults in our statements stay what they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.errors import StoreDamaged, StoreError, StoreUnavailable

_SQLITE_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "unreachable",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_READONLY: "readonly",
}
_SQLITE_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_POSTGRESQL_UNAVAILABLE = {
    "08": "unreachable",
    "28": "unreachable",
    "3D": "unreachable",
    "53": "full",
    "57": "unreachable",
    "55P03": "locked",
    "40P01": "locked",
    "25006": "readonly",
    "25P03": "unreachable",
}
"""SQLSTATE, or its class."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raise `StoreUnavailable` and `StoreDamaged` in place of the driver's errors that mean them."""
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable("locked") from error
    except DBAPIError as error:
        if (ours := _ours(error)) is None:
            raise
        raise ours from error
    except sqlite3.Error as error:
        if (ours := _of_sqlite(error)) is None:
            raise
        raise ours from error


def _ours(error: DBAPIError) -> StoreError | None:
    driver_error = error.orig
    if isinstance(driver_error, sqlite3.Error):
        return _of_sqlite(driver_error)
    state = getattr(driver_error, "sqlstate", None)
    if state is None:
        # psycopg has no SQLSTATE for a connection that broke or was never made.
        return (
            StoreUnavailable("unreachable")
            if type(driver_error).__name__ in ("OperationalError", "ConnectionTimeout")
            else None
        )
    reason = _POSTGRESQL_UNAVAILABLE.get(state) or _POSTGRESQL_UNAVAILABLE.get(state[:2])
    return StoreUnavailable(reason) if reason else None


def _of_sqlite(error: sqlite3.Error) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE_DAMAGED:
        return StoreDamaged(str(error))
    reason = _SQLITE_UNAVAILABLE.get(code)
    return StoreUnavailable(reason) if reason else None
