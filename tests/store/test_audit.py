"""The audit log: nothing in it changes unnoticed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store import audit
from store.database import Store, open_store
from tests.store.people import Typed

pytestmark = pytest.mark.anyio


async def write(store: Store, count: int) -> audit.Head:
    head = audit.Head(0, bytes(32))
    for number in range(count):
        async with store.write() as connection:
            detail = {"number": number, "笔": "记"}
            head = await audit.append(connection, "system", "test.happened", f"thing:{number}", detail, 100 + number)
    return head


async def verdict(store: Store, noted: audit.Head | None = None) -> audit.Verdict:
    async with store.read() as connection:
        return await audit.verify(connection, noted)


async def tamper(store: Store, statement: str) -> None:
    """What somebody does who owns the database: set the guards aside, change a row."""
    async with store.write() as connection:
        if store.dialect == "postgresql":
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            await connection.execute(text("DROP TRIGGER IF EXISTS audit_no_update"))
            await connection.execute(text("DROP TRIGGER IF EXISTS audit_no_delete"))
        await connection.execute(text(statement))


async def test_an_empty_log_is_whole(store: Store) -> None:
    assert (await verdict(store)) == audit.Verdict(0, audit.Head(0, bytes(32)), None)


async def test_an_untouched_log_is_whole_and_ends_where_it_was_noted(store: Store) -> None:
    head = await write(store, 5)
    found = await verdict(store, head)
    assert (found.rows, found.head, found.is_whole) == (5, head, True)


@pytest.mark.parametrize("verb", ["UPDATE audit SET actor = 'me'", "DELETE FROM audit"])
async def test_the_database_refuses_to_change_or_delete_a_row(store: Store, verb: str) -> None:
    await write(store, 1)
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(text(verb))


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit SET actor = 'me' WHERE seq = 3", 3),
        ("UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 1", 1),
        ("UPDATE audit SET detail = '{}' WHERE seq = 5", 5),
        ("UPDATE audit SET action = 'testhappened.', subject = 'thing:3' WHERE seq = 4", 4),
        ("DELETE FROM audit WHERE seq = 2", 3),
    ],
)
async def test_a_changed_or_missing_row_is_found(store: Store, statement: str, broken_at: int) -> None:
    await write(store, 5)
    await tamper(store, statement)
    assert (await verdict(store)).broken_at == broken_at


async def test_rows_cut_off_at_the_end_are_found_by_a_head_that_was_noted(store: Store) -> None:
    head = await write(store, 5)
    await tamper(store, "DELETE FROM audit WHERE seq > 3")
    assert (await verdict(store)).is_whole
    assert (await verdict(store, head)).broken_at == 4


async def test_a_log_rewritten_whole_is_found_by_a_head_that_was_noted(store: Store) -> None:
    head = await write(store, 3)
    await tamper(store, "DELETE FROM audit")
    async with store.write() as connection:
        for number in range(3):
            await audit.append(connection, "system", "nothing.happened", f"thing:{number}", {}, 100 + number)
    assert (await verdict(store)).is_whole
    assert (await verdict(store, head)).broken_at == 3


async def test_writers_at_once_make_one_chain(store: Store, store_url: str) -> None:
    second = await open_store(store_url, now=store.now)
    await asyncio.gather(*[write(door, 5) for door in (store, second, store, second)])
    await second.aclose()
    found = await verdict(store)
    assert (found.rows, found.is_whole) == (20, True)


async def test_a_unit_that_fails_leaves_no_row(store: Store) -> None:
    with pytest.raises(RuntimeError):
        async with store.write() as connection:
            await audit.append(connection, "system", "test.happened", "thing:1", {}, 1)
            raise RuntimeError
    assert (await verdict(store)).rows == 0


@pytest.mark.parametrize(
    ("detail", "refusal"),
    [
        ({"password": "x"}, ValueError),
        ({"api_key": "x"}, ValueError),
        ({"key": Typed("x")}, TypeError),
        ({"share": 0.2}, TypeError),
        ({"deep": [{"share": 0.2}]}, TypeError),
    ],
)
async def test_secrets_and_floats_are_not_taken(store: Store, detail: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        async with store.write() as connection:
            await audit.append(connection, "system", "test.happened", "thing:1", detail, 1)
