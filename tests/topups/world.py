"""People, orders, a scanner and a simulated chain, all on one clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from app.services.deposits import ChainStatus, DepositScanner
from app.services.session import Session
from app.services.topup_chains import open_chains
from app.services.topups import TopUpService, TopUpView
from app.settings import Settings, TopUp, Tron
from exchanges.core.secret import Secret
from exchanges.sandbox.tron import TronNode
from store import audit, ledger
from store.database import Store
from store.tables import Deposit, User
from store.vault import OpenVault
from tests.chains.network import Network, network
from tests.stores import ManualClock

on_both = pytest.mark.parametrize(
    "sea_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
"""Runs a test on SQLite and on PostgreSQL."""
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS


def settings_for(base_url: str, deposit: str, *, one_open_order: bool = True, **tron: Any) -> Settings:
    """Settings of a deployment on the simulated chain."""
    chain = Tron(base_url=base_url, deposit_address=deposit, requests_per_s=0.0, poll_ms=20, **tron)
    return Settings(data_dir=Path(), tron=chain, topup=TopUp(one_open_order=one_open_order))


async def register(store: Store, name: str) -> Session:
    """A person with an account, signed in."""
    user_id = uuid4().hex
    person = {"id": user_id, "username": name, "username_folded": name, "nickname": name, "role": "user"}
    person |= {"email": f"{name}@example.org", "email_folded": f"{name}@example.org", "created_ms": store.now()}
    blank = {"phone": "", "real_name": "", "contact": "", "language": "en"}
    async with store.write() as connection:
        await connection.execute(insert(User.__table__).values(**person, **blank))
    no_vault = cast("OpenVault", None)  # Topping up never opens it.
    return Session(uuid4().hex, user_id, name, name, "user", no_vault, store.now() + HOUR_MS, Secret("not used here"))


class Books:
    """What the store knows."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def balance(self, session: Session) -> int:
        async with self.store.read() as connection:
            return await ledger.balance(connection, ledger.compute(session.user_id))

    async def deposits(self) -> list[Any]:
        """(state, note, micro) of everything stored, in the order it happened."""
        table = Deposit.__table__
        async with self.store.read() as connection:
            rows = await connection.execute(select(table).order_by(table.c.block, table.c.tx_hash, table.c.log_pos))
            return [(row.state, row.note, row.micro) for row in rows]

    async def assert_books_are_sound(self) -> None:
        async with self.store.read() as connection:
            books = await ledger.check(connection)
            verdict = await audit.verify(connection)
        assert books.are_sound
        assert books.sum_micro == 0
        assert verdict.is_whole


class World(Books):
    def __init__(self, store: Store, tron: Network, settings: Settings, clock: ManualClock) -> None:
        super().__init__(store)
        self.tron = tron
        self.settings = settings
        self.clock = clock
        self.topups = TopUpService(store, settings, clock)
        self.scanner = self.another_scanner()

    def another_scanner(self, finders: tuple[str, ...] | None = None) -> DepositScanner:
        """As the assembly makes it, or with fewer ways of finding."""
        chains = open_chains(self.settings, self.clock)
        if finders is not None:
            chains = (self.tron.chain(finders=finders, now=self.clock),)
        return DepositScanner(self.store, chains, self.settings, self.clock)

    async def round(self) -> ChainStatus:
        """One round that must go well."""
        status = await self.scanner.round("tron")
        assert status.error is None, status.error
        return status

    async def settle(self) -> None:
        """What waits comes into a block, that block becomes solid, and the scanner looks."""
        await self.tron.settle()
        await self.round()

    async def pay(self, order: TopUpView, **more: Any) -> str:
        return await self.tron.pay("", **({"amount_raw": str(order.payable_micro)} | more))


@asynccontextmanager
async def world(store: Store, clock: ManualClock, *, one_open_order: bool = True, **more: Any) -> AsyncIterator[World]:
    node = TronNode(seed=7, block_ms=None, now=clock)
    async with network(node) as tron:
        settings = settings_for(tron.base_url, tron.deposit, one_open_order=one_open_order, **more)
        made = World(store, tron, settings, clock)
        try:
            yield made
        finally:
            await made.scanner.aclose()
