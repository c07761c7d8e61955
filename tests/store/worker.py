"""What other processes do in the store's tests: `python -m tests.store.worker <job> <url> <argument>`."""

from __future__ import annotations

import asyncio
import sys

from store import ledger, settings
from store.database import open_store

NOW_MS = 1_790_000_000_000


async def count(url: str, rounds: str) -> None:
    """Read a number, then write it plus one: safe only while the unit holds the write lock from its start."""
    store = await open_store(url, now=lambda: NOW_MS)
    for _ in range(int(rounds)):
        async with store.write() as connection:
            await settings.put(connection, "counter", await settings.get(connection, "counter", 0) + 1, NOW_MS)
    await store.aclose()
    print("done", flush=True)


async def deposit(url: str, account: str) -> None:
    """Post deposits without end; says each key once it is committed."""
    store = await open_store(url, now=lambda: NOW_MS)
    code, user_id = account.split(",")
    for number in range(1_000_000):
        async with store.write() as connection:
            key, credit = f"deposit:{number}", ledger.Account(code, user_id)
            await ledger.post(connection, key, "deposit", ledger.clearing("tron"), credit, 1, "", "system", NOW_MS)
        print(key, flush=True)


async def hang(url: str, _argument: str) -> None:
    """Write inside a unit and never end it."""
    store = await open_store(url, now=lambda: NOW_MS)
    async with store.write() as connection:
        await settings.put(connection, "half", "written", NOW_MS)
        print("inside", flush=True)
        await asyncio.Event().wait()


async def opened(url: str, _argument: str) -> None:
    """Open and close."""
    store = await open_store(url, now=lambda: NOW_MS)
    await store.aclose()
    print("opened", flush=True)


JOBS = {"count": count, "deposit": deposit, "hang": hang, "open": opened}

if __name__ == "__main__":
    asyncio.run(JOBS[sys.argv[1]](sys.argv[2], sys.argv[3]))
