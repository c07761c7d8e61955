"""PostgreSQL databases for tests, dropped afterwards.

The server is `BINNACLE_TEST_POSTGRES` or the one on this machine; without one these tests are skipped with a sentence.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

SERVER = os.environ.get("BINNACLE_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")


@contextmanager
def database() -> Iterator[str]:
    """The name of a fresh database; gone afterwards, whoever is still connected."""
    name = f"binnacle_test_{uuid4().hex}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # A crash of the server's machine is not among the tests, so commits need not wait for its disk.
        server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(name: str) -> str:
    """The address of a database on the test server, as a person types it."""
    return f"{SERVER.rpartition('/')[0]}/{name}"


@pytest.fixture(scope="session")
def pg_server() -> str:
    """The test server's address; skips where none answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        pytest.skip(
            f"No PostgreSQL answers at {SERVER}; BINNACLE_TEST_POSTGRES may name one where you are a superuser."
        )
    return SERVER


@pytest.fixture
def pg_url(pg_server: str) -> Iterator[str]:
    """A fresh, empty database of this test's own."""
    with database() as name:
        yield url_of(name)


@pytest.fixture(scope="session")
def pg_shared(pg_server: str) -> Iterator[str]:
    """The address of a database with the newest schema that the tests of this run use one after the other."""
    from store import migrations
    from store.engines import address

    with database() as name:
        url = url_of(name)
        migrations.upgrade(address(url))
        yield url


@pytest.fixture
def migrated_pg_url(pg_shared: str) -> str:
    """The address of a database with the newest schema and no rows; emptied rather than made, which is much faster."""
    from store.tables import Base

    with psycopg.connect(pg_shared) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        # Lets a superuser pass the triggers that keep the ledger and the audit log from being emptied.
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in Base.metadata.tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    return pg_shared
