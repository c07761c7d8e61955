"""Schema versions: what an upgrade from empty leaves behind, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from store import migrations
from store.database import open_store
from store.engines import address, prepare_file
from store.errors import SchemaTooNew
from store.migrations import triggers
from store.tables import Base

pytestmark = pytest.mark.anyio

TRIGGERS = {
    "audit_no_update",
    "audit_no_delete",
    "ledger_transfer_no_update",
    "ledger_transfer_no_delete",
    "ledger_account_no_delete",
    "ledger_account_fixed",
    "ledger_transfer_post",
}
TRUNCATE_TRIGGERS = {"audit_no_truncate", "ledger_transfer_no_truncate", "ledger_account_no_truncate"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    fresh = f"sqlite:///{tmp_path}/b.db"
    return fresh if request.param == "sqlite" else request.getfixturevalue("pg_url")


@pytest.fixture
def connection(empty_url: str) -> Iterator[sa.Connection]:
    """A connection to a database that was upgraded from empty."""
    url = address(empty_url)
    if url.get_backend_name() == "sqlite":
        prepare_file(url)
    migrations.upgrade(url)
    engine = sa.create_engine(url)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def triggers_of(connection: sa.Connection) -> set[str]:
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    return set(connection.scalars(sa.text(tables[connection.dialect.name])))


def test_the_version_named_in_the_code_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_an_upgrade_from_empty_makes_what_the_tables_say(connection: sa.Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
    assert compare_metadata(context, Base.metadata) == []
    assert migrations.version_of(connection) == migrations.HEAD


def test_every_trigger_is_there(connection: sa.Connection) -> None:
    expected = TRIGGERS | (TRUNCATE_TRIGGERS if connection.dialect.name == "postgresql" else set())
    assert triggers_of(connection) == expected


def test_every_check_is_there_under_its_name(connection: sa.Connection) -> None:
    """Alembic compares no CHECKs, so they are compared here."""
    found = sa.inspect(connection)
    for table in Base.metadata.tables.values():
        declared = {
            sa.schema.CreateTable(table).compile(dialect=connection.dialect).preparer.format_constraint(constraint)
            for constraint in table.constraints
            if isinstance(constraint, sa.CheckConstraint)
        }
        assert {check["name"] for check in found.get_check_constraints(table.name)} == declared, table.name


def test_every_index_guards_only_the_rows_it_means(connection: sa.Connection) -> None:
    found = sa.inspect(connection)
    for table, name in (("topup_order", "ux_topup_order_reserved"), ("binding", "ux_binding_live")):
        index = next(index for index in found.get_indexes(table) if index["name"] == name)
        options = index["dialect_options"]
        assert index["unique"]
        assert str(options[f"{connection.dialect.name}_where"])


def test_times_and_money_have_64_bits_and_never_a_fraction(connection: sa.Connection) -> None:
    allowed = {"sqlite": {"TEXT", "INTEGER", "BLOB"}, "postgresql": {"TEXT", "BIGINT", "INTEGER", "BYTEA"}}
    found = sa.inspect(connection)
    for table in Base.metadata.tables:
        for column in found.get_columns(table):
            kind = str(column["type"])
            assert kind in allowed[connection.dialect.name], (table, column["name"], kind)
            if column["name"].endswith(("_ms", "_micro")):
                assert kind == {"sqlite": "INTEGER", "postgresql": "BIGINT"}[connection.dialect.name]
        if connection.dialect.name == "sqlite":
            assert found.get_table_options(table).get("sqlite_strict"), table


def test_upgrading_again_changes_nothing(connection: sa.Connection, empty_url: str) -> None:
    before = triggers_of(connection)
    connection.rollback()
    migrations.upgrade(address(empty_url))
    assert triggers_of(connection) == before


async def test_a_schema_from_a_newer_version_is_refused_and_left_alone(empty_url: str) -> None:
    store = await open_store(empty_url, now=lambda: 1)
    async with store.write() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
        await connection.execute(sa.text("CREATE TABLE from_the_future (id INTEGER)"))
    await store.aclose()
    with pytest.raises(SchemaTooNew, match=r"9999.*nothing was changed") as refusal:
        await open_store(empty_url, now=lambda: 1)
    assert (refusal.value.found, refusal.value.known) == ("9999", migrations.HEAD)
    engine = sa.create_engine(address(empty_url))
    with engine.connect() as connection:
        assert migrations.version_of(connection) == "9999"
        assert sa.inspect(connection).has_table("from_the_future")
    engine.dispose()


def test_an_upgrade_that_fails_in_the_middle_leaves_the_database_empty(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: sa.Connection) -> None:
        raise RuntimeError("power cut")

    url = address(empty_url)
    with monkeypatch.context() as patch:
        patch.setattr(triggers, "install", fail)
        with pytest.raises(RuntimeError):
            migrations.upgrade(url)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()
    migrations.upgrade(url)


@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account", "audit"])
def test_a_table_rebuilt_by_a_later_version_keeps_its_guards(sqlite_url: str, table: str) -> None:
    """Batch mode copies a table: constraints and STRICT come along, triggers only through `lifted`."""
    engine = sa.create_engine(address(sqlite_url))
    with engine.begin() as connection:
        checks = sa.inspect(connection).get_check_constraints(table)
        op = Operations(MigrationContext.configure(connection))
        with triggers.lifted(connection), op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.Text()))
        assert triggers_of(connection) == TRIGGERS
        assert sorted(check["name"] or "" for check in sa.inspect(connection).get_check_constraints(table)) == sorted(
            check["name"] or "" for check in checks
        )
        assert sa.inspect(connection).get_table_options(table)["sqlite_strict"]
    engine.dispose()


def test_an_upgrade_from_the_first_release_keeps_its_rows_and_guards(empty_url: str) -> None:
    url = address(empty_url)
    if url.get_backend_name() == "sqlite":
        prepare_file(url)
    migrations.upgrade(url, "0001")
    engine = sa.create_engine(url)
    columns = "id, username, username_folded, nickname, email, email_folded, phone, real_name, contact, role, language"
    with engine.begin() as connection:
        words = ", ".join(
            f"'{word}'" for word in ("u1", "ada", "ada", "Ada", "a@b.c", "a@b.c", "", "", "", "user", "en")
        )
        connection.execute(sa.text(f'INSERT INTO "user" ({columns}, created_ms) VALUES ({words}, 1)'))
        connection.execute(
            sa.text(
                "INSERT INTO ledger_account VALUES ('house:a', NULL, 'compute', 1, 0, 0, 1), "
                "('user:u1:compute', 'u1', 'compute', 0, 0, 0, 1)"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO ledger_transfer (idempotency_key, group_id, kind, debit_code, credit_code, amount_micro,"
                " ref, actor, created_ms) VALUES ('k', 'k', 'topup', 'house:a', 'user:u1:compute', 7, '', 'system', 1)"
            )
        )
    migrations.upgrade(url)
    with engine.connect() as connection:
        assert migrations.version_of(connection) == migrations.HEAD
        assert connection.scalar(sa.text('SELECT reset_ms FROM "user"')) is None
        assert connection.scalar(sa.text("SELECT credits_micro FROM ledger_account WHERE user_id = 'u1'")) == 7
        assert triggers_of(connection) >= TRIGGERS
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(sa.text("UPDATE ledger_transfer SET amount_micro = 8"))
    engine.dispose()
