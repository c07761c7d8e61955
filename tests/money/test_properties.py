"""No sequence of operations makes a balance negative, a sum non-zero, or uses a key twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.services.claims.base import credit
from app.services.errors import Refused
from app.services.referral import ReferralService
from app.services.rules import Rules
from app.services.session import Session
from app.services.withdrawals import WithdrawalService
from app.settings import Settings
from exchanges.chains.chain import Chain, Proof, ProvenTransfer
from exchanges.core.secret import Secret
from store import accounts, claims, ledger, topups, withdrawals
from store.database import Store, open_store
from store.errors import InsufficientCompute, KeyReused
from store.ledger.accounts import ACCOUNTS, TRANSFERS
from tests.stores import ManualClock

PEOPLE = 3
AMOUNTS = st.integers(1, 400_000_000)
OPERATIONS = st.one_of(
    st.tuples(st.just("deposit"), st.integers(0, PEOPLE - 1), st.integers(0, 4), AMOUNTS),
    st.tuples(st.just("meter"), st.integers(0, PEOPLE - 1), st.integers(0, 4), AMOUNTS),
    st.tuples(st.just("adjust"), st.integers(0, PEOPLE - 1), st.integers(0, 4), AMOUNTS),
    st.tuples(st.just("request"), st.integers(0, PEOPLE - 1), st.just(0), st.integers(10, 300)),
    st.tuples(st.just("pay"), st.integers(0, 5), st.integers(0, 2), st.just(0)),
    st.tuples(st.just("refuse"), st.integers(0, 5), st.just(0), st.just(0)),
    st.tuples(st.just("cancel"), st.integers(0, 5), st.just(0), st.just(0)),
    st.tuples(st.just("reward"), st.just(0), st.just(0), st.just(0)),
)


class AnyPassword:
    async def unlock_trade(self, session: Session, password: Secret) -> None:
        """Everybody types it right here."""


class ChainThatPaid:
    """Whatever is asked about was paid, to whom it was asked."""

    token = "T" + "9" * 33
    decimals = 6

    async def prove(self, tx_hash: str, recipients: set[str], *, final: bool) -> Proof:
        [address] = recipients
        paid = ProvenTransfer("tron", tx_hash, 0, "T", address, 10**15, 1, 1)
        return Proof(tx_hash, 1, 1, succeeded=True, transfers=(paid,))


@dataclass
class Sea:
    """People of one example, and the services they use."""

    store: Store
    clock: ManualClock
    withdrawals: WithdrawalService
    referral: ReferralService
    run: str = field(default_factory=lambda: uuid4().hex)
    people: list[Session] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        """People who invited one another, each with an address that may be used."""
        for number in range(PEOPLE):
            name = f"{self.run[:8]}{number}"
            inviter = self.people[number - 1].user_id if number else None
            row = accounts.Account(uuid4().hex, name, name, "", name, "", "", "user", "en", 1, None, inviter)
            address = {"id": uuid4().hex, "user_id": row.id, "chain": "tron", "address": name, "label": ""}
            async with self.store.write() as connection:
                await accounts.add_account(connection, row, name, name)
                await withdrawals.add_address(connection, {**address, "created_ms": 1, "usable_ms": 1})
            vault = cast(Any, None)
            self.people.append(Session(name, row.id, name, name, "operator", vault, 10**15, Secret("x" * 16)))
            self.addresses.append(address["id"])

    async def do(self, kind: str, who: int, number: int, amount: int) -> None:
        """One operation; a refusal is one of its outcomes."""
        self.clock.advance(1)
        try:
            await getattr(self, f"_{kind}")(who, number, amount)
        except (Refused, InsufficientCompute, KeyReused):
            return

    async def _deposit(self, who: int, number: int, amount: int) -> None:
        tx, now_ms = f"{self.run}{number:032}", self.clock.ms
        deposit = {"id": uuid4().hex, "chain": "tron", "tx_hash": tx, "log_pos": 0, "token": "T", "raw": str(amount)}
        deposit |= {"micro": amount, "block": 1, "block_hash": "", "block_ms": 1, "from_address": "T"}
        deposit |= {"to_address": "T", "state": "unmatched", "note": "", "found_ms": now_ms}
        async with self.store.write() as connection:
            await topups.add_deposit(connection, deposit)
            [stored] = await claims.deposits_of(connection, "tron", tx, for_update=True)
            await credit(connection, stored, self.people[who].user_id, "system", now_ms)

    async def _meter(self, who: int, number: int, amount: int) -> None:
        await self._post(f"meter:{self.run}:{number}", "metering", who, ledger.METERING, amount)

    async def _adjust(self, who: int, number: int, amount: int) -> None:
        await self._post(f"adjust:{self.run}:{number}", "adjustment", who, ledger.ADJUSTMENTS, amount)

    async def _post(self, key: str, kind: str, who: int, other: ledger.Account, amount: int) -> None:
        own = ledger.compute(self.people[who].user_id)
        async with self.store.write() as connection:
            await ledger.post(connection, key, kind, own, other, amount, "", "system", self.clock.ms)

    async def _request(self, who: int, number: int, amount: int) -> None:
        made = await self.withdrawals.request(self.people[who], self.addresses[who], str(amount), Secret("x"))
        self.requests.append(made.id)

    async def _pay(self, which: int, number: int, amount: int) -> None:
        if which < len(self.requests):
            tx = f"{self.run[:32]}{number:032}"
            await self.withdrawals.approve(self.people[0], self.requests[which], tx, Secret("x"))

    async def _refuse(self, which: int, number: int, amount: int) -> None:
        if which < len(self.requests):
            await self.withdrawals.refuse(self.people[0], self.requests[which], "no", Secret("x"))

    async def _cancel(self, which: int, number: int, amount: int) -> None:
        for person in self.people if which < len(self.requests) else ():
            await self.withdrawals.cancel(person, self.requests[which])

    async def _reward(self, who: int, number: int, amount: int) -> None:
        await self.referral.reward()

    async def assert_accounted_for(self) -> None:
        """The books, as the whole store has them."""
        async with self.store.read() as connection:
            books = await ledger.check(connection)
            assert books.sum_micro == 0
            assert books.wrong_accounts == ()
            held = {
                row.code: row.credits_micro - row.debits_micro
                for row in await connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.user_id.is_not(None)))
            }
            assert min(held.values(), default=0) >= 0
            keys = Counter((await connection.scalars(select(TRANSFERS.c.idempotency_key))).all())
            assert set(keys.values()) <= {1}
            credited = select(func.sum(claims.DEPOSITS.c.micro)).where(claims.DEPOSITS.c.state == "credited")
            topped_up = select(func.sum(TRANSFERS.c.amount_micro)).where(TRANSFERS.c.kind == "topup")
            assert await connection.scalar(credited) == await connection.scalar(topped_up)
            for person in self.people:
                waiting = select(func.sum(withdrawals.WITHDRAWALS.c.amount_micro)).where(
                    withdrawals.WITHDRAWALS.c.user_id == person.user_id, withdrawals.WITHDRAWALS.c.state == "waiting"
                )
                set_aside = held.get(ledger.held(person.user_id).code, 0)
                assert set_aside == int(await connection.scalar(waiting) or 0)


@pytest.fixture
def harbour(store_url: str, store_clock: ManualClock) -> Iterator[Any]:
    """A loop with an open store; examples follow one another in it, each with people of its own."""
    with asyncio.Runner() as runner:
        store = runner.run(open_store(store_url, now=store_clock))
        yield SimpleNamespace(runner=runner, store=store, clock=store_clock)
        runner.run(store.aclose())


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(operations=st.lists(OPERATIONS, max_size=25))
def test_whatever_happens_in_whatever_order_the_books_balance(harbour: Any, operations: list[Any]) -> None:
    store, clock = harbour.store, harbour.clock
    rules = Rules(store, Settings(data_dir=Path()), AnyPassword(), clock)
    rules._changed["referral.share_percent"] = 10
    chains = {"tron": cast(Chain, ChainThatPaid())}
    paying = WithdrawalService(store, chains, dict, rules, AnyPassword(), cast(Any, None), clock)
    sea = Sea(store, clock, paying, ReferralService(store, rules, clock))

    async def live() -> None:
        await sea.settle()
        for operation in operations:
            await sea.do(*operation)
        await sea.assert_accounted_for()

    harbour.runner.run(live())
