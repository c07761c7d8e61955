"""Several processes on one database, and processes that die."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from store import ledger, settings
from store.database import Store
from tests.store.people import add_user

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts workers; those still running at the end are killed."""
    workers: list[subprocess.Popen[str]] = []

    def one(job: str, url: str, argument: str = "") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.store.worker", job, url, argument]
        worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        workers.append(worker)
        return worker

    yield one
    for worker in workers:
        worker.kill()
        worker.communicate()


def lines(worker: subprocess.Popen[str], count: int) -> list[str]:
    assert worker.stdout is not None
    return [worker.stdout.readline().strip() for _ in range(count)]


def expect_end(worker: subprocess.Popen[str], last_line: str) -> None:
    out, errors = worker.communicate(timeout=60)
    assert (out.strip(), worker.returncode) == (last_line, 0), errors


async def test_six_processes_that_read_and_then_write_never_fail_on_a_lock(
    sqlite_url: str, start: Start, opened: Callable[[str], Awaitable[Store]]
) -> None:
    for worker in [start("count", sqlite_url, "30") for _ in range(6)]:
        expect_end(worker, "done")
    store = await opened(sqlite_url)
    async with store.read() as connection:
        assert await settings.get(connection, "counter") == 180


async def test_a_process_killed_while_it_writes_loses_nothing_it_had_committed(
    store: Store, store_url: str, start: Start
) -> None:
    async with store.write() as connection:
        account = ledger.compute(await add_user(connection))
    worker = start("deposit", store_url, f"{account.code},{account.user_id}")
    committed = lines(worker, 25)
    worker.kill()
    out, _ = worker.communicate()
    committed += [line for line in out.splitlines() if line.startswith("deposit:")]
    async with store.read() as connection:
        kept = [line.key for line in await ledger.entries(connection, account, limit=1_000_000)]
        books = await ledger.check(connection)
        assert await ledger.balance(connection, account) == len(kept)
    assert books.are_sound
    assert set(committed) <= set(kept)
    assert len(kept) - len(committed) <= 1, "only the deposit in flight may be there without having been said"


async def test_a_process_killed_inside_a_unit_leaves_nothing_behind_and_no_lock(
    store: Store, store_url: str, start: Start
) -> None:
    worker = start("hang", store_url)
    assert lines(worker, 1) == ["inside"]
    worker.kill()
    worker.communicate()
    async with store.write() as connection:
        assert await settings.get(connection, "half") is None
        await settings.put(connection, "half", "mine", 1)


async def test_a_file_that_was_open_at_a_kill_opens_again(
    sqlite_url: str, start: Start, opened: Callable[[str], Awaitable[Store]]
) -> None:
    """Nobody else has it open: the WAL is left behind and the next start reads it."""
    worker = start("hang", sqlite_url)
    lines(worker, 1)
    worker.kill()
    worker.communicate()
    store = await opened(sqlite_url)
    async with store.read() as connection:
        assert await settings.every(connection) == {}
        assert (await ledger.check(connection)).are_sound


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_processes_that_first_open_a_database_at_once_make_one_schema(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, start: Start
) -> None:
    fresh = f"sqlite:///{tmp_path}/new/folder/b.db"
    url = fresh if database == "sqlite" else request.getfixturevalue("pg_url")
    for worker in [start("open", url) for _ in range(4)]:
        expect_end(worker, "opened")
