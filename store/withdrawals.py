"""Withdrawals and the addresses they may go to: plain queries, each inside the unit of its caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import Conflict
from store.statements import insert_into
from store.tables import PayoutAddress, User, Withdrawal

ADDRESSES = PayoutAddress.__table__
WITHDRAWALS = Withdrawal.__table__
USERS = User.__table__

_KEPT = ADDRESSES.c.removed_ms.is_(None)


async def add_address(connection: AsyncConnection, address: dict[str, Any]) -> bool:
    """Insert an address; False when it is on the person's list already."""
    insert = insert_into(connection, ADDRESSES).values(**address).on_conflict_do_nothing()
    return await connection.scalar(insert.returning(ADDRESSES.c.id)) is not None


async def addresses_of(connection: AsyncConnection, user_id: str) -> Sequence[Row[Any]]:
    """A person's list, newest first."""
    kept = select(ADDRESSES).where(_KEPT, ADDRESSES.c.user_id == user_id)
    return (await connection.execute(kept.order_by(ADDRESSES.c.created_ms.desc(), ADDRESSES.c.id))).all()


async def address_of(connection: AsyncConnection, user_id: str, address_id: str) -> Row[Any] | None:
    kept = select(ADDRESSES).where(_KEPT, ADDRESSES.c.user_id == user_id, ADDRESSES.c.id == address_id)
    return (await connection.execute(kept)).first()


async def remove_address(connection: AsyncConnection, user_id: str, address_id: str, now_ms: int) -> bool:
    """Take an address off the list; False when it is not on it."""
    kept = update(ADDRESSES).where(_KEPT, ADDRESSES.c.user_id == user_id, ADDRESSES.c.id == address_id)
    return await connection.scalar(kept.values(removed_ms=now_ms).returning(ADDRESSES.c.id)) is not None


async def postpone_addresses(connection: AsyncConnection, user_id: str, until_ms: int) -> None:
    """Let every address of a person wait until then, where it does not wait longer already."""
    kept = update(ADDRESSES).where(_KEPT, ADDRESSES.c.user_id == user_id, ADDRESSES.c.usable_ms < until_ms)
    await connection.execute(kept.values(usable_ms=until_ms))


async def add(connection: AsyncConnection, withdrawal: dict[str, Any]) -> bool:
    """Insert a request; False when its number is taken."""
    insert = insert_into(connection, WITHDRAWALS).values(**withdrawal).on_conflict_do_nothing(index_elements=["number"])
    return await connection.scalar(insert.returning(WITHDRAWALS.c.id)) is not None


async def of_owner(connection: AsyncConnection, user_id: str, limit: int) -> Sequence[Row[Any]]:
    """A person's withdrawals, newest first."""
    own = select(WITHDRAWALS).where(WITHDRAWALS.c.user_id == user_id)
    rows = await connection.execute(own.order_by(WITHDRAWALS.c.created_ms.desc(), WITHDRAWALS.c.id).limit(limit))
    return rows.all()


async def by_id(connection: AsyncConnection, withdrawal_id: str) -> Row[Any] | None:
    return (await connection.execute(select(WITHDRAWALS).where(WITHDRAWALS.c.id == withdrawal_id))).first()


async def count_paid(connection: AsyncConnection, user_id: str, chain: str, address: str) -> int:
    """How many withdrawals of a person were paid to an address."""
    paid = select(func.count()).select_from(WITHDRAWALS)
    paid = paid.where(WITHDRAWALS.c.user_id == user_id, WITHDRAWALS.c.state == "paid")
    paid = paid.where(WITHDRAWALS.c.chain == chain, WITHDRAWALS.c.address == address)
    return int(await connection.scalar(paid) or 0)


async def waiting(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Withdrawals for the operator, the oldest first, with `nickname` and `username` of the person."""
    wanted = select(WITHDRAWALS, USERS.c.nickname, USERS.c.username).join(USERS, USERS.c.id == WITHDRAWALS.c.user_id)
    due = wanted.where(WITHDRAWALS.c.state == "waiting")
    return (await connection.execute(due.order_by(WITHDRAWALS.c.created_ms, WITHDRAWALS.c.id))).all()


async def decide(connection: AsyncConnection, withdrawal_id: str, state: str, now_ms: int, **values: Any) -> bool:
    """End a waiting withdrawal; False when somebody was quicker.

    Raises:
        Conflict: The transaction paid another withdrawal already.
    """
    open_one = update(WITHDRAWALS).where(WITHDRAWALS.c.id == withdrawal_id, WITHDRAWALS.c.state == "waiting")
    ended = open_one.values(state=state, decided_ms=now_ms, **values).returning(WITHDRAWALS.c.id)
    try:
        async with connection.begin_nested():
            return await connection.scalar(ended) is not None
    except IntegrityError as error:
        if "tx_hash" in str(error.orig):
            raise Conflict("the transaction paid another withdrawal") from error
        raise
