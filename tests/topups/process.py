"""Processes of their own for tests: they scan or make orders, and die where they are told to.

`python -m tests.topups.process` loads everything once, then reads lines from its standard input: JSON lists of
arguments. For each
it forks a process, which prints `ready`, waits for another line, works, prints its results and ends; then it prints
`exit CODE`. Arguments:

    scan  DATABASE CHAIN DEPOSIT NOW_MS LEASE ROUNDS DIE_AT
    order DATABASE CHAIN DEPOSIT NOW_MS USER HOW_MANY
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any, cast

from app.services import credit_pass, seen_pass
from app.services.deposits import DepositScanner
from app.services.errors import Refused
from app.services.session import Session
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService
from exchanges.core.secret import Secret
from store import cursors, ledger, topups
from store.database import open_store
from tests.topups.world import settings_for

BEFORE: dict[str, tuple[Any, str]] = {
    "found": (credit_pass.CreditPass, "_proved"),
    "proved": (credit_pass.CreditPass, "_book"),
    "committed": (seen_pass.SeenPass, "run"),
}
AFTER: dict[str, tuple[Any, str]] = {
    "stored": (topups, "add_deposit"),
    "matched": (topups, "mark_credited"),
    "posted": (ledger, "post"),
    "moved": (cursors, "move"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(point: str) -> None:
    """The process kills itself the first time it comes to this point, with no chance to tidy up."""
    owner, name = (BEFORE | AFTER)[point]
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def deadly(*args: Any, **kwargs: Any) -> Any:
        if point in BEFORE:
            die()
        await original(*args, **kwargs)
        die()

    setattr(owner, name, deadly)


async def scan(url: str, base_url: str, deposit: str, now_ms: str, lease: str, rounds: str, point: str) -> None:
    if point:
        die_at(point)

    def now() -> int:
        return int(now_ms)

    settings = settings_for(base_url, deposit)
    store = await open_store(url, now=now)
    scanner = DepositScanner(store, open_chains(settings, now), settings, now, lease_name=lease)
    await begin()
    for _ in range(int(rounds)):
        status = await scanner.round("tron")
        print(status.role, status.error, flush=True)
    await scanner.aclose()
    await store.aclose()


async def order(url: str, base_url: str, deposit: str, now_ms: str, user_id: str, how_many: str) -> None:
    def now() -> int:
        return int(now_ms)

    store = await open_store(url, now=now)
    service = TopUpService(store, settings_for(base_url, deposit, one_open_order=False), now)
    session = Session("", user_id, "", "", "user", cast("Any", None), int(now_ms), Secret(""))
    await begin()

    async def one() -> str:
        try:
            return str((await service.create(session, "100", "tron")).payable_micro)
        except Refused as refusal:
            return refusal.key

    for made in await asyncio.gather(*(one() for _ in range(int(how_many)))):
        print(made, flush=True)
    await store.aclose()


async def begin() -> None:
    print("ready", flush=True)
    await asyncio.to_thread(next_line)


def next_line() -> str:
    """A line of standard input, without reading beyond it: the rest may be meant for another process."""
    line = b""
    while not line.endswith(b"\n"):
        letter = os.read(0, 1)
        if not letter:
            break
        line += letter
    return line.decode()


def work(what: str, *args: str) -> None:
    asyncio.run({"scan": scan, "order": order}[what](*args))


def serve() -> None:
    while line := next_line():
        pid = os.fork()
        if pid == 0:
            work(*json.loads(line))
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print("exit", code, flush=True)


if __name__ == "__main__":
    serve()
