"""Opening a store: addresses, files, units, and what a person is told when it does not work."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from store import settings
from store.database import Store, open_store
from store.errors import BadDatabaseUrl, StoreDamaged, StoreUnavailable
from store.tables import Mail, User
from tests.store.people import add_user

pytestmark = pytest.mark.anyio
Opened = Callable[[str], Awaitable[Store]]


async def put(store: Store, key: str, value: object) -> None:
    async with store.write() as connection:
        await settings.put(connection, key, value, 1)


async def get(store: Store, key: str) -> object:
    async with store.read() as connection:
        return await settings.get(connection, key)


async def test_what_a_unit_wrote_is_there_after_closing_and_opening_again(store_url: str, opened: Opened) -> None:
    first = await opened(store_url)
    await put(first, "colour", {"up": "red"})
    await first.aclose()
    assert await get(await opened(store_url), "colour") == {"up": "red"}


async def test_a_unit_that_raises_writes_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.write() as connection:
            await settings.put(connection, "a", 1, 1)
            raise ZeroDivisionError
    assert await get(store, "a") is None


async def test_a_cancelled_unit_writes_nothing_and_the_store_goes_on(store: Store) -> None:
    inside = asyncio.Event()

    async def unit() -> None:
        async with store.write() as connection:
            await settings.put(connection, "a", 1, 1)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(unit())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await get(store, "a") is None
    await put(store, "a", 2)
    assert await get(store, "a") == 2


async def test_units_cancelled_at_any_await_leave_no_lock_behind(store: Store) -> None:
    async def unit(number: int) -> None:
        async with store.write() as connection:
            await settings.put(connection, "a", number, 1)

    for steps in range(12):
        task = asyncio.create_task(unit(steps))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await put(store, "a", "free")
    assert await get(store, "a") == "free"


async def test_nothing_can_be_written_while_reading(store: Store) -> None:
    async with store.read() as connection:
        with pytest.raises(DBAPIError):
            await settings.put(connection, "a", 1, 1)
    assert await get(store, "a") is None


async def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(store: Store) -> None:
    await put(store, "a", 1)
    async with store.read() as connection:
        before = await settings.get(connection, "a")
        await put(store, "a", 2)
        assert (before, await settings.get(connection, "a")) == (1, 1)
    assert await get(store, "a") == 2


async def test_many_readers_and_writers_at_once_all_come_through(store: Store) -> None:
    await asyncio.gather(*[put(store, f"k{n}", n) for n in range(30)], *[get(store, "k1") for _ in range(30)])
    async with store.read() as connection:
        assert len(await settings.every(connection)) == 30


async def test_foreign_keys_hold(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(text("INSERT INTO invite_use VALUES ('nobody', 'nothing', 1)"))


@pytest.mark.parametrize("column", ["username_folded", "email_folded"])
async def test_a_name_and_an_address_belong_to_one_account(store: Store, column: str) -> None:
    async with store.write() as connection:
        await add_user(connection, "Ada")
        other = await add_user(connection, "Bob")
    taken = {"username_folded": "ada", "email_folded": "ada@example.org"}[column]
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            user = User.__table__
            await connection.execute(user.update().where(user.c.id == other).values({column: taken}))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE \"user\" SET role = 'king'",
        "UPDATE \"user\" SET created_ms = 'yesterday'",
        'UPDATE "user" SET created_ms = 1.5',
        'UPDATE "user" SET created_ms = 9223372036854775808',
    ],
)
async def test_a_column_takes_only_what_belongs_into_it(store: Store, statement: str) -> None:
    """PostgreSQL rounds 1.5 to a whole number where SQLite refuses; neither keeps a fraction."""
    async with store.write() as connection:
        user_id = await add_user(connection)
    try:
        async with store.write() as connection:
            await connection.exec_driver_sql(statement)
    except DBAPIError:
        pass
    async with store.read() as connection:
        row = (await connection.execute(select(User.__table__).where(User.__table__.c.id == user_id))).one()
    assert row.role == "user"
    assert type(row.created_ms) is int


async def test_an_error_of_the_database_does_not_tell_the_values(store: Store) -> None:
    async with store.write() as connection:
        with pytest.raises(IntegrityError) as refusal:
            row = {"id": "m", "recipient": "r", "subject": "s", "body": "code 123456", "state": "no", "next_ms": 1}
            await connection.execute(insert(Mail.__table__).values({**row, "created_ms": 1}))
    told = "".join(traceback.format_exception(refusal.value))
    assert "ck_mail_state" in told
    assert "123456" not in told


# Addresses.


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "redis://x"])
async def test_an_address_that_names_no_database_is_explained(url: str, opened: Opened) -> None:
    with pytest.raises(BadDatabaseUrl, match="sqlite:///file"):
        await opened(url)


async def test_the_password_in_an_address_is_not_shown(migrated_pg_url: str, opened: Opened) -> None:
    store = await opened(migrated_pg_url.replace("postgresql://", "postgresql://root:hunter2hunter2@"))
    assert "hunter2" not in str(store.url) + repr(store.url)


async def test_a_server_that_does_not_answer_is_said_to_be_unreachable(opened: Opened) -> None:
    with pytest.raises(StoreUnavailable) as refusal:
        await opened("postgresql://127.0.0.1:1/nowhere")
    assert refusal.value.reason == "unreachable"


@pytest.mark.postgres
async def test_a_database_that_does_not_exist_is_said_to_be_unreachable(pg_url: str, opened: Opened) -> None:
    with pytest.raises(StoreUnavailable) as refusal:
        await opened(f"{pg_url}_not")
    assert refusal.value.reason == "unreachable"


@pytest.mark.postgres
async def test_a_server_that_cut_the_connections_is_used_again_at_once(migrated_pg_url: str, opened: Opened) -> None:
    store = await opened(migrated_pg_url)
    await put(store, "a", 1)
    with psycopg.connect(migrated_pg_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert await get(store, "a") == 1


@pytest.mark.postgres
async def test_a_connection_cut_inside_a_unit_is_said_to_be_unreachable(migrated_pg_url: str, opened: Opened) -> None:
    store = await opened(migrated_pg_url)
    with pytest.raises(StoreUnavailable) as refusal:
        async with store.write() as connection:
            await settings.put(connection, "a", 1, 1)
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
            with psycopg.connect(migrated_pg_url, autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            await settings.put(connection, "b", 1, 1)
    assert refusal.value.reason == "unreachable"
    assert await get(store, "a") is None


# The SQLite file.


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_new_file_and_its_folder_are_private(tmp_path: Path, opened: Opened) -> None:
    store = await opened(f"sqlite:///{tmp_path}/deep/data/b.db")
    await put(store, "a", 1)
    files = list((tmp_path / "deep" / "data").iterdir())
    assert {file.name for file in files} == {"b.db", "b.db-wal", "b.db-shm"}
    assert {mode(file) for file in files} == {0o600}
    assert mode(tmp_path / "deep" / "data") == 0o700


async def test_a_file_that_others_could_read_is_made_private_again(sqlite_url: str, opened: Opened) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o644)
    await opened(sqlite_url)
    assert mode(file) == 0o600


async def test_a_file_closed_cleanly_is_one_file(sqlite_url: str, opened: Opened) -> None:
    store = await opened(sqlite_url)
    await put(store, "a", 1)
    await store.aclose()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert [path.name for path in file.parent.iterdir()] == [file.name]


async def test_the_file_is_written_so_that_a_power_cut_loses_nothing(sqlite_url: str, opened: Opened) -> None:
    store = await opened(sqlite_url)
    async with store.write() as connection:
        found = {name: await connection.scalar(text(f"PRAGMA {name}")) for name in EXPECTED_PRAGMAS}
    assert found == EXPECTED_PRAGMAS


EXPECTED_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5_000,
    "trusted_schema": 0,
    "query_only": 0,
}


async def test_something_that_is_not_a_database_is_left_as_it_is(tmp_path: Path, opened: Opened) -> None:
    file = tmp_path / "b.db"
    file.write_bytes(b"My holiday photographs" * 500)
    with pytest.raises(StoreDamaged):
        await opened(f"sqlite:///{file}")
    assert file.read_bytes() == b"My holiday photographs" * 500


async def test_a_damaged_file_is_noticed_when_it_was_not_closed(sqlite_url: str, opened: Opened) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    store = await opened(sqlite_url)
    async with store.write() as connection:
        for _ in range(50):
            await add_user(connection)
    await store.aclose()
    content = bytearray(file.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    for start in range(2 * page, len(content), page):
        content[start + 8 : start + 200] = b"\xff" * 192
    file.write_bytes(content)
    Path(f"{file}-wal").write_bytes(b"left behind")
    with pytest.raises(StoreDamaged):
        await opened(sqlite_url)


async def test_a_full_disk_refuses_the_write_and_reading_goes_on(sqlite_url: str, opened: Opened) -> None:
    store = await opened(sqlite_url)
    await put(store, "a", 1)
    async with store.write() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreUnavailable) as refusal:
        await put(store, "big", "x" * 100_000)
    assert refusal.value.reason == "full"
    assert (await get(store, "a"), await get(store, "big")) == (1, None)


async def test_a_lock_that_others_keep_is_reported(sqlite_url: str, opened: Opened) -> None:
    store = await opened(sqlite_url)
    async with store.write() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as refusal:
        await put(store, "a", 1)
    assert refusal.value.reason == "locked"
    assert await get(store, "a") is None
    other.close()
    await put(store, "a", 2)


async def test_a_folder_nobody_can_write_to_is_said_to_be_unreachable(opened: Opened) -> None:
    with pytest.raises(StoreUnavailable) as refusal:
        await opened("sqlite:////proc/binnacle/b.db")
    assert refusal.value.reason == "unreachable"


async def test_opening_does_not_hold_up_the_loop(tmp_path: Path) -> None:
    """Migrations run beside the loop: it turns many times while the first schema is made."""
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    spinning = asyncio.create_task(turn())
    store = await open_store(f"sqlite:///{tmp_path}/b.db", now=lambda: 1)
    spinning.cancel()
    await store.aclose()
    assert turns > 20
