"""Ledger postings a second on SQLite and PostgreSQL, each durable before the next: against a bare row of the same run.

A posting checks its key, makes or locks both accounts, writes the transfer, moves both balances by trigger and commits;
the bare row is one committed INSERT through the same store, which is what the disk alone allows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

import psycopg
from sqlalchemy import insert, text

from benchmarks._stores import KINDS, database
from store import ledger
from store.database import Store, open_store
from store.tables import User

NOW_MS = 1_790_000_000_000
POSTINGS = 400
WRITERS = 8
TOGETHER = 50
"""Postings in one unit, as when many fills are metered at once."""


async def person(store: Store, name: str) -> ledger.Account:
    """The compute account of somebody new."""
    user_id = uuid4().hex
    row = {"id": user_id, "username": name, "username_folded": name, "nickname": name, "role": "user"}
    row |= {"email": f"{name}@example.org", "email_folded": f"{name}@example.org", "created_ms": NOW_MS}
    row |= {"phone": "", "real_name": "", "contact": "", "language": "en"}
    async with store.write() as connection:
        await connection.execute(insert(User.__table__).values(row))
    return ledger.compute(user_id)


async def post(store: Store, account: ledger.Account, count: int = 1) -> None:
    """So many deposits in one unit."""
    async with store.write() as connection:
        for _ in range(count):
            key = f"deposit:{uuid4().hex}"
            await ledger.post(
                connection, key, "deposit", ledger.clearing("tron"), account, 1_000_000, "", "system", NOW_MS
            )


async def bare_row(store: Store) -> None:
    async with store.write() as connection:
        await connection.execute(text("INSERT INTO bare VALUES (1)"))


async def per_second(count: int, work: Callable[[], Awaitable[None]], *, at_once: int = 1) -> float:
    """How often `work` was done a second, by so many tasks."""
    started = time.perf_counter()

    async def some() -> None:
        for _ in range(count // at_once):
            await work()

    await asyncio.gather(*(some() for _ in range(at_once)))
    return count / (time.perf_counter() - started)


async def measure(url: str) -> dict[str, float]:
    """What was measured -> how many a second."""
    store = await open_store(url, now=lambda: NOW_MS)
    try:
        async with store.write() as connection:
            await connection.execute(text("CREATE TABLE bare (n BIGINT)"))
        people = [await person(store, f"person{number}") for number in range(WRITERS)]
        for account in people:
            await post(store, account)
        turns = iter(people * POSTINGS)
        return {
            "bare rows": await per_second(POSTINGS, lambda: bare_row(store)),
            "postings, one after another": await per_second(POSTINGS, lambda: post(store, people[0])),
            f"postings, {WRITERS} at once": await per_second(
                POSTINGS, lambda: post(store, next(turns)), at_once=WRITERS
            ),
            f"postings, {TOGETHER} in one unit": TOGETHER
            * await per_second(POSTINGS // TOGETHER, lambda: post(store, people[0], TOGETHER)),
        }
    finally:
        await store.aclose()


def main() -> None:
    for kind in KINDS:
        try:
            with database(kind) as url:
                told = asyncio.run(measure(url))
        except psycopg.OperationalError as error:
            print(f"{kind}: not measured, {str(error).strip().splitlines()[0]}")
            continue
        for what, count in told.items():
            print(f"{kind:10} {what:28} {count:7.0f}/s   {count / told['bare rows']:.2f} times the bare rows")


if __name__ == "__main__":
    main()
