"""Processes of their own for tests: they scan or make orders, and die where they are told to.

`python -m tests.topups.process` loads everything once, then reads lines from its standard input: JSON lists of
arguments. For each
it forks a process, which prints `ready`, waits for another line, works, prints its results and ends; then it prints
`exit CODE`. Arguments:

    scan  DATABASE CHAIN DEPOSIT NOW_MS LEASE ROUNDS DIE_AT [KEY]
    order DATABASE CHAIN DEPOSIT NOW_MS USER HOW_MANY
    lives DATABASE CHAIN DEPOSIT NOW_MS HOW_MANY MOST_STEPS SEED
    meter DATABASE BINDING NOW_MS FIRST HOW_MANY DIE_AFTER

`scan` watches TRON, or the EVM chain of that key. `meter` books one fill after the other, from the first number on, and
kills itself after so many steps of statements (0: never).

`lives` lives so many times, each life a process of its own that scans until it is killed a random number of steps after
it found something: steps are the chain's answers, and the beginning, the end and the commit of every statement.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
from collections.abc import Awaitable, Callable
from typing import Any, cast

from sqlalchemy import Engine, event

from app.services import credit_pass, seen_pass
from app.services.deposits import DepositScanner
from app.services.errors import Refused
from app.services.metering import MeteringService
from app.services.session import Session
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService
from exchanges.chains.provider_http import ProviderHttp
from exchanges.core.secret import Secret
from store import cursors, ledger, topups
from store.database import open_store
from tests.monitor.rows import T0, fill
from tests.topups.evm_sea import settings_for_evm
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


async def scan(
    url: str, base_url: str, deposit: str, now_ms: str, lease: str, rounds: str, point: str, key: str = "tron"
) -> None:
    if point:
        die_at(point)

    def now() -> int:
        return int(now_ms)

    settings = settings_for(base_url, deposit) if key == "tron" else settings_for_evm(key, deposit, [base_url])
    store = await open_store(url, now=now)
    scanner = DepositScanner(store, open_chains(settings, now), settings, now, lease_name=lease)
    await begin()
    for _ in range(int(rounds)):
        status = await scanner.round(key)
        print(status.role, status.error, flush=True)
    await scanner.aclose()
    await store.aclose()


def die_after(steps: int) -> None:
    """The process kills itself so many steps after it found something, wherever that is."""
    left: int | None = None

    def step(*_: Any) -> None:
        nonlocal left
        if left is not None:
            left -= 1
            if left <= 0:
                die()

    sort_out = credit_pass.CreditPass._batches

    async def armed(self: credit_pass.CreditPass, hints: Any) -> Any:
        nonlocal left
        left = steps if left is None else left
        return await sort_out(self, hints)

    credit_pass.CreditPass._batches = armed  # type: ignore[method-assign]

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, step)
    answer = ProviderHttp.post

    async def counted(*args: Any, **kwargs: Any) -> Any:
        told = await answer(*args, **kwargs)
        step()
        return told

    ProviderHttp.post = counted  # type: ignore[method-assign]


def lives(url: str, base_url: str, deposit: str, now_ms: str, how_many: str, most_steps: str, seed: str) -> None:
    chance = random.Random(seed)
    credit_pass.BATCH = 1
    asyncio.run(watch(url, base_url, deposit, int(now_ms), "warm"))  # What is loaded late is loaded once for all lives.
    print("ready", flush=True)
    next_line()
    for life in range(int(how_many)):
        steps = chance.randint(1, int(most_steps))
        pid = os.fork()
        if pid == 0:
            die_after(steps)
            asyncio.run(watch(url, base_url, deposit, int(now_ms), f"life {life}"))
            os._exit(0)
        print(steps, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


async def watch(url: str, base_url: str, deposit: str, now_ms: int, lease: str) -> None:
    """One round by itself."""

    def now() -> int:
        return now_ms

    settings = settings_for(base_url, deposit)
    store = await open_store(url, now=now)
    scanner = DepositScanner(store, open_chains(settings, now), settings, now, lease_name=lease)
    status = await scanner.round("tron")
    assert status.error is None, status.error
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


async def meter(url: str, binding_id: str, now_ms: str, first: str, how_many: str, steps: str) -> None:
    def now() -> int:
        return int(now_ms)

    store = await open_store(url, now=now)
    metering = MeteringService(store, settings_for("http://127.0.0.1:9", ""), now)
    await begin()
    left = int(steps) or -1

    def step(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            die()

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, step)
    for number in range(int(first), int(first) + int(how_many)):
        booked = await metering.book(binding_id, [fill(str(number), "10", at=T0 + number)])
        print(booked.debited_micro, flush=True)
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
    if what == "lives":
        lives(*args)
    else:
        asyncio.run({"scan": scan, "order": order, "meter": meter}[what](*args))


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
