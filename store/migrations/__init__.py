"""Schema versions, run when a store is opened.

Migrations run on a plain (not async) connection, in a thread, inside one transaction on both databases: a crash in the
middle leaves the old schema. Two processes that start together take turns.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from store.errors import SchemaTooNew, StoreDamaged

HEAD = "0003"
"""The newest version; named here so that an up-to-date store opens without loading Alembic."""

_LOCK = 0x62696E6E
"""Advisory lock of PostgreSQL that migrating processes take turns with."""


def version_of(connection: Connection) -> str | None:
    """The schema version of the connected database, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(url: URL, target: str = "head") -> None:
    """Bring the database up to `target`. Blocks; takes a synchronous URL.

    Raises:
        SchemaTooNew: A newer program wrote it; nothing was changed.
        StoreDamaged: A foreign key points nowhere after the migration (SQLite); nothing was changed.
    """
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _no_driver_transactions)
    try:
        with engine.connect() as connection:
            if target == "head" and version_of(connection) == HEAD:
                return
        if engine.dialect.name == "sqlite":
            event.listen(engine, "begin", _begin_immediate)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            _run(connection, target)
            if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreDamaged("foreign keys point nowhere")
    finally:
        engine.dispose()


def _run(connection: Connection, target: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    found = version_of(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaTooNew(found, HEAD)
    command.upgrade(config, target)


def _no_driver_transactions(dbapi_connection: object, _record: object) -> None:
    dbapi_connection.isolation_level = None  # type: ignore[attr-defined]


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
