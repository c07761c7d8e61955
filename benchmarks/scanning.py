"""Watching the chains: requests an hour, and how long after its confirmation a payment is credited.

The product's own scanner looks at simulated nodes over real HTTP, each chain with one provider and the pace it has when
nothing is set. Requests are counted at the node over rounds between which the chain makes the blocks it would make; the
hour is reckoned from them. For the delay the scanner runs in real time: the clock starts when a payment's block has
what the chain's rule of credit asks for, and stops when the ledger holds the payment.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean, median
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from app.services.deposits import IDLE_MS, DepositScanner
from app.services.session import Session
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService
from app.settings import Evm, Settings, TopUp, Tron
from exchanges.chains.facts import CHAINS, ChainFacts
from exchanges.core.clock import now_ms
from exchanges.core.secret import Secret
from exchanges.sandbox.evm import EvmNode
from exchanges.sandbox.tron import TronNode
from store import ledger
from store.database import Store, open_store
from tests.chains.serving import served
from tests.stores import ManualClock
from tests.topups.world import register

KEYS = ("tron", "bsc", "eth")
ROUNDS, PAYMENTS = 30, 6
QUOTA_A_DAY = 100_000
"""Calls a day that TRON's public provider has named for one account; figures like it have moved before."""
HOUR_MS = 3_600_000
_ONE_AT_A_TIME = asyncio.Lock()


class Counted:
    """An app whose requests are counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests += 1
        await self._app(scope, receive, send)


@dataclass
class Clock(ManualClock):
    """Stands still between rounds, or goes with the wall."""

    ms: int = field(default_factory=now_ms)
    is_live: bool = False

    def __call__(self) -> int:
        return now_ms() if self.is_live else self.ms


class Waters:
    """One simulated chain, somebody who tops up on it, and the scanner."""

    def __init__(
        self, facts: ChainFacts, store: Store, person: Session, settings: Settings, clock: Clock, final_after: int
    ) -> None:
        self.facts = facts
        self.clock = clock
        self.deposit: str = getattr(settings, facts.key).deposit_address
        self.final_after = final_after
        """So many blocks make a payment's own final, its own among them."""
        self._store = store
        self._person = person
        self._topups = TopUpService(store, settings, clock)
        self.scanner = DepositScanner(store, open_chains(settings, clock), settings, clock)

    async def order(self) -> int:
        """What a new order asks for, raw."""
        made = await self._topups.create(self._person, "200", self.facts.key)
        return int(made.payable_micro * 10 ** (self.facts.decimals - 6))

    async def balance(self) -> int:
        async with self._store.read() as connection:
            return await ledger.balance(connection, ledger.compute(self._person.user_id))


@asynccontextmanager
async def waters(key: str) -> AsyncIterator[tuple[Waters, Counted, httpx.AsyncClient]]:
    """The chain, its node's counter, and its control address."""
    facts, clock = CHAINS[key], Clock()
    node = TronNode(7, None, now=clock) if key == "tron" else EvmNode(key, 7, None, now=clock)
    counted = Counted(node.app)
    app = Starlette(routes=[Mount("/control", node.control), Mount("/", counted)])
    async with (
        served(app) as url,
        httpx.AsyncClient(base_url=f"{url}/control", trust_env=False, verify=False) as control,
    ):
        shared: dict[str, Any] = {"deposit_address": node.address("operator"), "requests_per_s": 0.0}
        shared["poll_ms"] = facts.poll_ms
        chain = Tron(base_url=url, **shared) if key == "tron" else Evm(providers=(Secret(url),), **shared)
        settings = Settings(data_dir=Path(), topup=TopUp(one_open_order=False), **{key: chain})
        with tempfile.TemporaryDirectory() as folder:
            async with _ONE_AT_A_TIME:  # Migrations of two stores in one process would get in each other's way.
                store = await open_store(f"sqlite:///{folder}/binnacle.db", now=clock)
            person = await register(store, "ada")
            made = Waters(facts, store, person, settings, clock, node.blocks.rules.solid_after + 1)
            try:
                yield made, counted, control
            finally:
                await made.scanner.aclose()
                await store.aclose()


async def calls_a_round(key: str, every_ms: int, *, awaited: bool) -> float:
    """The mean over so many rounds, with the blocks of the time between them."""
    async with waters(key) as (here, node, control):
        if awaited:
            await here.order()
        await here.scanner.round(key)
        before = node.requests
        for _ in range(ROUNDS):
            await one_round(here, control, every_ms)
        return (node.requests - before) / ROUNDS


async def calls_of_a_payment(key: str) -> tuple[int, int]:
    """(calls, rounds) from a payment's first block until it is credited, at the pace of somebody who waits."""
    async with waters(key) as (here, node, control):
        raw = await here.order()
        await here.scanner.round(key)
        await pay(control, here.deposit, raw)
        before, rounds = node.requests, 0
        while not await here.balance():
            await one_round(here, control, here.facts.poll_ms)
            rounds += 1
        return node.requests - before, rounds


async def one_round(here: Waters, control: httpx.AsyncClient, later_ms: int) -> None:
    here.clock.advance(later_ms)
    (await control.post("/mine", json={"blocks": max(1, later_ms // here.facts.block_ms)})).raise_for_status()
    status = await here.scanner.round(here.facts.key)
    assert status.error is None, status.error


async def pay(control: httpx.AsyncClient, deposit: str, raw: int) -> None:
    (await control.post("/transfer", json={"to": deposit, "amount_raw": str(raw)})).raise_for_status()


async def delays_s(key: str) -> list[float]:
    """Seconds from the moment a payment may be credited until it is, the scanner running as it does in the app."""
    chance, delays = Random(key), list[float]()
    async with waters(key) as (here, _, control):
        here.clock.is_live = True
        depth = here.facts.depth or 0
        running = asyncio.create_task(here.scanner.run())
        for _ in range(PAYMENTS):
            await pay(control, here.deposit, await here.order())
            await asyncio.sleep(chance.uniform(0, here.facts.poll_ms / 1000))
            before = await here.balance()
            await control.post("/mine", json={"blocks": depth or here.final_after})
            final_s = time.perf_counter()
            while await here.balance() == before:
                await asyncio.sleep(0.01)
            delays.append(time.perf_counter() - final_s)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
    return delays


async def measure() -> None:
    late = dict(zip(KEYS, await asyncio.gather(*(delays_s(key) for key in KEYS)), strict=True))
    for key in KEYS:
        pace_ms = CHAINS[key].poll_ms
        idle_ms = -(-IDLE_MS // pace_ms) * pace_ms
        busy = await calls_a_round(key, pace_ms, awaited=True) * HOUR_MS / pace_ms
        idle = await calls_a_round(key, idle_ms, awaited=False) * HOUR_MS / idle_ms
        calls, rounds = await calls_of_a_payment(key)
        print(f"{key:5} looks every {pace_ms / 1000:.0f} s while somebody waits, else every {idle_ms / 1000:.0f} s")
        day, quiet = busy * 24 / QUOTA_A_DAY, idle * 24 / QUOTA_A_DAY
        print(f"      {busy:5.0f} requests an hour while somebody waits, {idle:4.0f} else")
        print(f"      a day of waiting is {day:.2f} times a quota of {QUOTA_A_DAY} a day, a day without {quiet:.2f}")
        print(f"      a payment, from its first block to its credit: {calls} requests in {rounds} rounds")
        told = f"mean {mean(late[key]):.2f} s, median {median(late[key]):.2f} s, longest {max(late[key]):.2f} s"
        print(
            f"      from confirmation to credit: {told}; longest {max(late[key]) * 1000 / pace_ms:.2f} times the pace"
        )


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
