"""The ledger: balanced by construction, credited once, never overdrawn, never changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store import ledger
from store.database import Store, new_id, open_store
from store.errors import InsufficientCompute, KeyReused
from tests.store.people import add_user

pytestmark = pytest.mark.anyio

TRON = ledger.clearing("tron")
Opened = Callable[[str], Awaitable[Store]]


async def user_with(store: Store, amount_micro: int) -> ledger.Account:
    async with store.write() as connection:
        account = ledger.compute(await add_user(connection))
        if amount_micro:
            key = f"deposit:{account.code}"
            await ledger.post(connection, key, "deposit", TRON, account, amount_micro, "order 7F3K", "system", 5)
    return account


async def spend(connection: AsyncConnection, key: str, account: ledger.Account, amount_micro: int) -> str:
    return await ledger.post(connection, key, "metering", account, ledger.METERING, amount_micro, "b1", "system", 6)


async def balance(store: Store, account: ledger.Account) -> int:
    async with store.read() as connection:
        return await ledger.balance(connection, account)


async def test_a_deposit_raises_the_balance_and_the_house_holds_the_other_side(store: Store) -> None:
    account = await user_with(store, 200_370_000)
    assert await balance(store, account) == 200_370_000
    assert await balance(store, TRON) == -200_370_000


async def test_an_account_that_was_never_used_holds_nothing(store: Store) -> None:
    assert await balance(store, ledger.compute("nobody")) == 0


async def test_the_same_deposit_is_credited_once_however_often_it_is_posted(store: Store) -> None:
    account = await user_with(store, 0)
    outcomes = []
    for _ in range(3):
        async with store.write() as connection:
            outcomes.append(
                await ledger.post(connection, "deposit:tron:ab:0", "deposit", TRON, account, 7, "o", "system", 1)
            )
    assert outcomes == ["posted", "already", "already"]
    assert await balance(store, account) == 7


async def test_a_key_is_not_taken_for_another_movement(store: Store) -> None:
    account = await user_with(store, 100)
    async with store.write() as connection:
        await spend(connection, "k", account, 10)
        for amount, debit, credit in ((11, account, ledger.METERING), (10, account, ledger.ADJUSTMENTS)):
            with pytest.raises(KeyReused):
                await ledger.post(connection, "k", "metering", debit, credit, amount, "b1", "system", 6)
    assert await balance(store, account) == 90


async def test_spending_more_than_there_is_changes_nothing_and_leaves_the_unit_usable(store: Store) -> None:
    account = await user_with(store, 100)
    async with store.write() as connection:
        with pytest.raises(InsufficientCompute) as refusal:
            await spend(connection, "too-much", account, 101)
        assert await spend(connection, "all", account, 100) == "posted"
    assert (refusal.value.code, refusal.value.amount_micro) == (account.code, 101)
    assert await balance(store, account) == 0


async def test_a_refused_key_can_be_used_later(store: Store) -> None:
    account = await user_with(store, 100)
    async with store.write() as connection:
        with pytest.raises(InsufficientCompute):
            await spend(connection, "later", account, 150)
        await ledger.post(connection, "more", "deposit", TRON, account, 50, "o", "system", 7)
        assert await spend(connection, "later", account, 150) == "posted"


async def test_nothing_moves_nowhere(store: Store) -> None:
    account = await user_with(store, 100)
    async with store.write() as connection:
        for amount, credit in ((0, ledger.METERING), (-5, ledger.METERING), (5, account)):
            with pytest.raises(ValueError, match="transfer"):
                await ledger.post(connection, "x", "metering", account, credit, amount, "", "system", 1)


async def test_a_unit_that_fails_posts_nothing(store: Store) -> None:
    account = await user_with(store, 100)
    with pytest.raises(RuntimeError):
        async with store.write() as connection:
            await spend(connection, "k", account, 10)
            raise RuntimeError
    assert await balance(store, account) == 100


async def test_lines_come_newest_first_with_the_running_balance_page_by_page(store: Store) -> None:
    account, other = await user_with(store, 100), await user_with(store, 1_000)
    async with store.write() as connection:
        for number in range(1, 8):
            await spend(connection, f"k{number}", account, number)
            await spend(connection, f"o{number}", other, number)
    async with store.read() as connection:
        lines = await ledger.entries(connection, account, limit=100)
        first = await ledger.entries(connection, account, limit=3)
        second = await ledger.entries(connection, account, limit=3, before=first[-1].seq)
        rest = await ledger.entries(connection, account, limit=100, before=second[-1].seq)
    assert [line.amount_micro for line in lines] == [-7, -6, -5, -4, -3, -2, -1, 100]
    assert [line.balance_micro for line in lines] == [72, 79, 85, 90, 94, 97, 99, 100]
    assert first + second + rest == lines
    newest = lines[0]
    assert (newest.key, newest.kind, newest.ref, newest.actor) == ("k7", "metering", "b1", "system")
    assert (newest.other_code, newest.created_ms, newest.group_id) == (ledger.METERING.code, 6, "k7")


async def test_forty_spends_at_once_by_several_connections_never_overdraw(store: Store, store_url: str) -> None:
    account = await user_with(store, 200_370_000)
    doors = [store, *[await open_store(store_url, now=store.now) for _ in range(3)]]

    async def one(number: int) -> str:
        try:
            async with doors[number % 4].write() as connection:
                return await spend(connection, f"spend:{number}", account, 10_000_000)
        except InsufficientCompute:
            return "refused"

    outcomes = Counter(await asyncio.gather(*[one(number) for number in range(40)]))
    for door in doors[1:]:
        await door.aclose()
    assert outcomes == {"posted": 20, "refused": 20}
    assert await balance(store, account) == 370_000
    await expect_sound(store)


async def test_the_same_key_posted_at_once_by_several_connections_counts_once(store: Store, store_url: str) -> None:
    account = await user_with(store, 0)
    doors = [store, *[await open_store(store_url, now=store.now) for _ in range(3)]]

    async def one(number: int) -> str:
        async with doors[number % 4].write() as connection:
            return await ledger.post(connection, "deposit:tron:cd:1", "deposit", TRON, account, 9, "o", "system", 1)

    outcomes = Counter(await asyncio.gather(*[one(number) for number in range(12)]))
    for door in doors[1:]:
        await door.aclose()
    assert outcomes == {"posted": 1, "already": 11}
    assert await balance(store, account) == 9


async def test_transfers_in_opposite_directions_do_not_block_each_other_for_good(store: Store, store_url: str) -> None:
    left, right = await user_with(store, 1_000), await user_with(store, 1_000)
    second = await open_store(store_url, now=store.now)

    async def one(number: int) -> None:
        debit, credit = (left, right) if number % 2 else (right, left)
        async with (store if number % 3 else second).write() as connection:
            await ledger.post(connection, f"swap:{number}", "adjustment", debit, credit, 5, "", "system", 1)

    await asyncio.gather(*[one(number) for number in range(20)])
    await second.aclose()
    assert (await balance(store, left), await balance(store, right)) == (1_000, 1_000)


STEP = st.tuples(
    st.sampled_from(["deposit", "metering", "referral", "adjustment", "gift"]),
    st.integers(0, 2),
    st.integers(1, 500),
    st.integers(0, 5),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=25))
async def test_whatever_happens_the_books_balance(store: Store, steps: list[tuple[str, int, int, int]]) -> None:
    """Any order of deposits, spends, gifts between users and repeated keys, against a model in three lines."""
    run = new_id()
    held: Counter[str] = Counter()
    used: dict[str, tuple[str, str, str, int]] = {}
    async with store.write() as connection:
        users = [ledger.compute(await add_user(connection)) for _ in range(3)]
        for kind, who, amount, repeat in steps:
            user = users[who]
            debit, credit = {
                "deposit": (TRON, user),
                "metering": (user, ledger.METERING),
                "referral": (ledger.REFERRAL, user),
                "adjustment": (user, ledger.ADJUSTMENTS),
                "gift": (user, users[(who + 1) % 3]),
            }[kind]
            key, movement = f"{run}:{kind}:{repeat}", (kind, debit.code, credit.code, amount)
            try:
                outcome: str = await ledger.post(connection, key, kind, debit, credit, amount, "", "system", 1)
            except InsufficientCompute:
                outcome = "refused"
            except KeyReused:
                outcome = "reused"
            if key in used:
                assert outcome == ("already" if used[key] == movement else "reused")
            elif debit.user_id and held[debit.code] < amount:
                assert outcome == "refused"
            else:
                assert outcome == "posted"
                used[key] = movement
                held[debit.code] -= amount
                held[credit.code] += amount
    async with store.read() as connection:
        for user in users:
            assert await ledger.balance(connection, user) == held[user.code] >= 0
            lines = await ledger.entries(connection, user, limit=100)
            assert sum(line.amount_micro for line in lines) == held[user.code]
            assert all(line.balance_micro >= 0 for line in lines)
    await expect_sound(store)


async def expect_sound(store: Store) -> None:
    async with store.read() as connection:
        books = await ledger.check(connection)
    assert books.are_sound, books


async def test_a_recount_finds_sums_that_were_tampered_with(store: Store) -> None:
    account = await user_with(store, 100)
    await expect_sound(store)
    async with store.write() as connection:
        await connection.execute(
            text("UPDATE ledger_account SET credits_micro = credits_micro + 5 WHERE code = :code"),
            {"code": account.code},
        )
    async with store.read() as connection:
        books = await ledger.check(connection)
    assert (books.transfers, books.sum_micro, books.wrong_accounts) == (1, 5, (account.code,))


FORBIDDEN = [
    "UPDATE ledger_transfer SET amount_micro = 1",
    "UPDATE ledger_transfer SET ref = 'else'",
    "DELETE FROM ledger_transfer",
    "DELETE FROM ledger_account WHERE code LIKE 'house:%'",
    "UPDATE ledger_account SET may_go_negative = 1 WHERE user_id IS NOT NULL",
    "UPDATE ledger_account SET debits_micro = 0 WHERE code LIKE 'house:%'",
    "UPDATE ledger_account SET credits_micro = 0",
    "UPDATE ledger_account SET user_id = NULL WHERE user_id IS NOT NULL",
    "UPDATE ledger_account SET code = 'house:other' WHERE code = 'house:clearing:tron'",
    "INSERT INTO ledger_account VALUES ('debt', (SELECT id FROM \"user\"), 'compute', 1, 0, 0, 1)",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_database_itself_refuses_to_rewrite_the_books(store: Store, statement: str) -> None:
    account = await user_with(store, 100)
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(text(statement))
    assert await balance(store, account) == 100
    await expect_sound(store)


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_account", "ledger_transfer, ledger_account", "audit"])
async def test_nobody_empties_the_books_at_once(migrated_pg_url: str, opened: Opened, table: str) -> None:
    """TRUNCATE passes by row triggers; SQLite does not have it."""
    store = await opened(migrated_pg_url)
    account = await user_with(store, 100)
    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(text(f"TRUNCATE {table} CASCADE"))
    assert await balance(store, account) == 100


RAW = (
    "INSERT INTO ledger_transfer"
    " (idempotency_key, group_id, kind, debit_code, credit_code, amount_micro, ref, actor, created_ms)"
    " VALUES ('raw', 'raw', 'deposit', {debit}, {credit}, {amount}, '', 'system', 1)"
)


@pytest.mark.parametrize(
    ("debit", "credit", "amount"),
    [
        ("'house:clearing:tron'", "'nowhere'", "5"),
        ("'nowhere'", "'house:clearing:tron'", "5"),
        ("'house:clearing:tron'", "'house:clearing:tron'", "5"),
        ("'house:clearing:tron'", "'house:metering'", "0"),
        ("'house:clearing:tron'", "'house:metering'", "-5"),
        ("'house:clearing:tron'", "'house:metering'", "NULL"),
        ("'house:clearing:tron'", "'house:metering'", "'five'"),
        ("'house:clearing:tron'", "'house:metering'", "9223372036854775807"),
        ("'house:clearing:tron'", "'house:metering'", "9223372036854775808"),
    ],
)
async def test_the_database_itself_refuses_nonsense(store: Store, debit: str, credit: str, amount: str) -> None:
    """Also sums beyond 64 bits, which SQLite would otherwise turn into floating point without a word."""
    account = await user_with(store, 100)
    async with store.write() as connection:
        await spend(connection, "first", account, 100)
    with pytest.raises(DBAPIError):
        async with store.write() as connection:
            await connection.exec_driver_sql(RAW.format(debit=debit, credit=credit, amount=amount))
    await expect_sound(store)
