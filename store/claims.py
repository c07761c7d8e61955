"""Claims and the deposits they are about: plain queries, each inside the unit of its caller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Claim, Deposit, TopUpOrder, User
from store.tables.claims import OPEN_CLAIMS

CLAIMS = Claim.__table__
DEPOSITS = Deposit.__table__
ORDERS = TopUpOrder.__table__
USERS = User.__table__

CREDITABLE = ("unmatched", "review")
"""States of a deposit that nobody received yet and the operator may still credit."""
_OPEN = CLAIMS.c.state.in_(OPEN_CLAIMS)


async def add(connection: AsyncConnection, claim: dict[str, Any]) -> bool:
    """Insert a claim; False when the person has an open one on the same transaction."""
    insert = insert_into(connection, CLAIMS).values(**claim).on_conflict_do_nothing()
    return await connection.scalar(insert.returning(CLAIMS.c.id)) is not None


async def count_since(connection: AsyncConnection, user_id: str, since_ms: int) -> int:
    """How many claims a person filed."""
    filed = select(func.count()).select_from(CLAIMS).where(CLAIMS.c.user_id == user_id, CLAIMS.c.created_ms > since_ms)
    return int(await connection.scalar(filed) or 0)


async def of_owner(connection: AsyncConnection, user_id: str, limit: int) -> Sequence[Row[Any]]:
    """A person's claims, newest first."""
    own = select(CLAIMS).where(CLAIMS.c.user_id == user_id)
    return (await connection.execute(own.order_by(CLAIMS.c.created_ms.desc(), CLAIMS.c.id).limit(limit))).all()


async def by_id(connection: AsyncConnection, claim_id: str, *, for_update: bool = False) -> Row[Any] | None:
    wanted = select(CLAIMS).where(CLAIMS.c.id == claim_id)
    return (await connection.execute(wanted.with_for_update() if for_update else wanted)).first()


async def open_on(connection: AsyncConnection, chain: str, tx_hash: str) -> Sequence[Row[Any]]:
    """Open claims of everybody on one transaction, the oldest first; their rows stay locked."""
    about = select(CLAIMS).where(_OPEN, CLAIMS.c.chain == chain, CLAIMS.c.tx_hash == tx_hash)
    return (await connection.execute(about.order_by(CLAIMS.c.created_ms, CLAIMS.c.id).with_for_update())).all()


async def watching(connection: AsyncConnection, looked_before_ms: int, limit: int) -> Sequence[Row[Any]]:
    """Claims on transactions that are unknown or not final yet, the longest not looked at first."""
    due = select(CLAIMS).where(CLAIMS.c.state == "watching", CLAIMS.c.looked_ms <= looked_before_ms)
    return (await connection.execute(due.order_by(CLAIMS.c.looked_ms, CLAIMS.c.id).limit(limit))).all()


async def waiting(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Claims for the operator, the oldest first, with `nickname` and `username` of the claimant."""
    wanted = select(CLAIMS, USERS.c.nickname, USERS.c.username).join(USERS, USERS.c.id == CLAIMS.c.user_id)
    due = wanted.where(CLAIMS.c.state.in_(("review", "frozen")))
    return (await connection.execute(due.order_by(CLAIMS.c.created_ms, CLAIMS.c.id))).all()


async def change(connection: AsyncConnection, claim_ids: Sequence[str], **values: Any) -> None:
    """Change columns of open claims; decided ones are left alone."""
    await connection.execute(update(CLAIMS).where(CLAIMS.c.id.in_(claim_ids), _OPEN).values(**values))


# -- the deposits behind them --------------------------------------------------------------------------------------


async def deposits_of(
    connection: AsyncConnection, chain: str, tx_hash: str, *, for_update: bool = False
) -> Sequence[Row[Any]]:
    """What a transaction paid to us, in the order of its receipt."""
    paid = select(DEPOSITS).where(DEPOSITS.c.chain == chain, DEPOSITS.c.tx_hash == tx_hash)
    paid = paid.order_by(DEPOSITS.c.log_pos)
    return (await connection.execute(paid.with_for_update() if for_update else paid)).all()


async def unmatched_deposits(connection: AsyncConnection, limit: int) -> Sequence[Row[Any]]:
    """Deposits nobody received and nobody claims, the newest first; dust is only counted, by `dust`."""
    claimed = select(CLAIMS.c.id).where(
        _OPEN, CLAIMS.c.chain == DEPOSITS.c.chain, CLAIMS.c.tx_hash == DEPOSITS.c.tx_hash
    )
    waiting = select(DEPOSITS).where(DEPOSITS.c.state.in_(CREDITABLE), DEPOSITS.c.note != "dust", ~claimed.exists())
    return (await connection.execute(waiting.order_by(DEPOSITS.c.found_ms.desc(), DEPOSITS.c.id).limit(limit))).all()


async def deposit_by_id(connection: AsyncConnection, deposit_id: str, *, for_update: bool = False) -> Row[Any] | None:
    wanted = select(DEPOSITS).where(DEPOSITS.c.id == deposit_id)
    return (await connection.execute(wanted.with_for_update() if for_update else wanted)).first()


async def settle_deposit(connection: AsyncConnection, deposit_id: str, **values: Any) -> bool:
    """Decide about a deposit nobody received; False when somebody was quicker."""
    open_ones = update(DEPOSITS).where(DEPOSITS.c.id == deposit_id, DEPOSITS.c.state.in_(CREDITABLE))
    return await connection.scalar(open_ones.values(**values).returning(DEPOSITS.c.id)) is not None


async def orders_near(
    connection: AsyncConnection, chain: str, since_ms: int, *, user_id: str = "", limit: int = 200
) -> Sequence[Row[Any]]:
    """Orders of a chain that may explain a deposit, of one person or of everybody, with the owner's `username`."""
    wanted = select(ORDERS, USERS.c.username).join(USERS, USERS.c.id == ORDERS.c.user_id)
    wanted = wanted.where(ORDERS.c.chain == chain, ORDERS.c.created_ms > since_ms)
    if user_id:
        wanted = wanted.where(ORDERS.c.user_id == user_id)
    return (await connection.execute(wanted.order_by(ORDERS.c.created_ms.desc(), ORDERS.c.id).limit(limit))).all()


async def pay_order(connection: AsyncConnection, order_id: str, deposit_id: str, now_ms: int) -> bool:
    """Bind a deposit to an order that is closed already and was never paid; False when it was."""
    unpaid = update(ORDERS).where(ORDERS.c.id == order_id, ORDERS.c.deposit_id.is_(None))
    values = {"deposit_id": deposit_id, "credited_ms": now_ms, "is_late": True, "updated_ms": now_ms}
    return await connection.scalar(unpaid.values(**values).returning(ORDERS.c.id)) is not None
