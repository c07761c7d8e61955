"""Alembic's entry: runs the versions on the connection handed over by `store.migrations.upgrade`."""

from __future__ import annotations

from alembic import context

from store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    # SQLite can roll back DDL; the transaction is the one that `upgrade` opened.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
