"""Top-up orders and deposits: plain queries, each inside the unit of its caller.

An order reserves its amount on its address until it is closed. A deposit is a proved transfer, stored whether it
matches an order or not; its identity is (chain, tx_hash, log_pos).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Claim, Deposit, TopUpOrder, User
from store.tables.claims import OPEN_CLAIMS

ORDERS = TopUpOrder.__table__
DEPOSITS = Deposit.__table__
USERS = User.__table__
CLAIMS = Claim.__table__
MOST_STRAYS = 20

_RESERVED = ORDERS.c.status != "closed"
_UNPAID = and_(_RESERVED, ORDERS.c.credited_ms.is_(None))


@dataclass(frozen=True, slots=True)
class Order:
    """A row of `topup_order`; see `store.tables.topups.TopUpOrder`."""

    id: str
    number: str
    user_id: str
    chain: str
    address: str
    base_micro: int
    tail_micro: int
    payable_micro: int
    payable_raw: str
    status: str
    created_ms: int
    expires_ms: int
    late_until_ms: int
    seen_tx: str | None
    seen_block: int | None
    seen_ms: int | None
    confirmations: int
    deposit_id: str | None
    credited_ms: int | None
    is_late: bool
    canceled_ms: int | None
    closed_ms: int | None


_ORDER_FIELDS = tuple(field.name for field in fields(Order))


# -- making orders -------------------------------------------------------------------------------------------------


async def reserved_amounts(connection: AsyncConnection, chain: str, address: str, low: int, high: int) -> set[int]:
    """Payable amounts (micro-USDT, `low` to `high`) that open orders hold on an address."""
    held = select(ORDERS.c.payable_micro).where(
        _RESERVED, ORDERS.c.chain == chain, ORDERS.c.address == address, ORDERS.c.payable_micro.between(low, high)
    )
    return set((await connection.scalars(held)).all())


async def reserve(connection: AsyncConnection, order: Mapping[str, Any]) -> bool:
    """Insert a new order; False when its amount (or its number) is taken."""
    insert = insert_into(connection, ORDERS).values(**order).on_conflict_do_nothing()
    return await connection.scalar(insert.returning(ORDERS.c.id)) is not None


async def waiting_order(connection: AsyncConnection, user_id: str, chain: str, now_ms: int) -> Order | None:
    """A person's order that still waits for its payment.

    The person's row is locked until the unit ends, so that two units of one person take turns.
    """
    await connection.execute(select(USERS.c.id).where(USERS.c.id == user_id).with_for_update())
    waiting = select(ORDERS).where(
        _UNPAID,
        ORDERS.c.user_id == user_id,
        ORDERS.c.chain == chain,
        ORDERS.c.canceled_ms.is_(None),
        ORDERS.c.status.in_(("seen", "confirming")) | (ORDERS.c.expires_ms > now_ms),
    )
    return _maybe_order((await connection.execute(waiting.limit(1))).first())


# -- reading and cancelling ----------------------------------------------------------------------------------------


async def orders_of(connection: AsyncConnection, user_id: str, limit: int) -> list[Order]:
    """A person's orders, newest first."""
    own = select(ORDERS).where(ORDERS.c.user_id == user_id)
    rows = await connection.execute(own.order_by(ORDERS.c.created_ms.desc(), ORDERS.c.id).limit(limit))
    return [_order(row) for row in rows]


async def order_of(connection: AsyncConnection, user_id: str, order_id: str) -> Order | None:
    """One order, if it is this person's."""
    own = select(ORDERS).where(ORDERS.c.user_id == user_id, ORDERS.c.id == order_id)
    return _maybe_order((await connection.execute(own)).first())


async def order_by_id(connection: AsyncConnection, order_id: str) -> Order | None:
    """One order, whoever it belongs to; for the demo's wallet, which pays any."""
    return _maybe_order((await connection.execute(select(ORDERS).where(ORDERS.c.id == order_id))).first())


async def credited_transactions(connection: AsyncConnection, order_ids: Collection[str]) -> dict[str, str]:
    """Order id -> hash of the transaction that paid it, for those that are paid."""
    paid = select(ORDERS.c.id, DEPOSITS.c.tx_hash).join(DEPOSITS, DEPOSITS.c.id == ORDERS.c.deposit_id)
    rows = await connection.execute(paid.where(ORDERS.c.id.in_(list(order_ids))))
    return {row.id: row.tx_hash for row in rows}


async def cancel(connection: AsyncConnection, user_id: str, order_id: str, now_ms: int) -> bool:
    """Cancel an order no payment was seen for; its amount stays reserved. False when there is none such."""
    own = and_(ORDERS.c.id == order_id, ORDERS.c.user_id == user_id, ORDERS.c.status.in_(("awaiting", "expired")))
    canceled = update(ORDERS).where(own).values(status="canceled", canceled_ms=now_ms, updated_ms=now_ms)
    return await connection.scalar(canceled.returning(ORDERS.c.id)) is not None


# -- what a scanner looks for --------------------------------------------------------------------------------------


async def unpaid_orders(connection: AsyncConnection, chain: str) -> list[Order]:
    """Orders on a chain that a payment may still credit, oldest first."""
    rows = await connection.execute(
        select(ORDERS).where(_UNPAID, ORDERS.c.chain == chain).order_by(ORDERS.c.created_ms)
    )
    return [_order(row) for row in rows]


async def watched_addresses(connection: AsyncConnection, chain: str) -> set[str]:
    """Addresses that orders of a chain still reserve amounts on; more than one after the operator changed it."""
    held = select(ORDERS.c.address).where(_RESERVED, ORDERS.c.chain == chain).distinct()
    return set((await connection.scalars(held)).all())


async def known_transactions(connection: AsyncConnection, chain: str, hashes: Collection[str]) -> set[str]:
    """Those of the transactions that deposits are stored for."""
    known = select(DEPOSITS.c.tx_hash).where(DEPOSITS.c.chain == chain, DEPOSITS.c.tx_hash.in_(list(hashes))).distinct()
    return set((await connection.scalars(known)).all())


# -- payments that credited nothing --------------------------------------------------------------------------------


async def unclaimed_payments(
    connection: AsyncConnection, chain: str, address: str, near: tuple[int, int], span: tuple[int, int]
) -> list[tuple[int, int]]:
    """(micro-USDT, time of the block) of payments that nobody received and nobody claims, the newest first.

    Args:
        near: Least and largest amount, micro-USDT.
        span: Earliest and latest block time.
    """
    claimed = select(CLAIMS.c.id).where(
        CLAIMS.c.chain == DEPOSITS.c.chain, CLAIMS.c.tx_hash == DEPOSITS.c.tx_hash, CLAIMS.c.state.in_(OPEN_CLAIMS)
    )
    free = select(DEPOSITS.c.micro, DEPOSITS.c.block_ms).where(
        DEPOSITS.c.chain == chain,
        DEPOSITS.c.to_address == address,
        DEPOSITS.c.state == "unmatched",
        DEPOSITS.c.micro.between(*near),
        DEPOSITS.c.block_ms.between(*span),
        ~claimed.exists(),
    )
    rows = await connection.execute(free.order_by(DEPOSITS.c.block_ms.desc(), DEPOSITS.c.id).limit(MOST_STRAYS))
    return [(row.micro, row.block_ms) for row in rows]


async def orders_about(
    connection: AsyncConnection, chain: str, address: str, near: tuple[int, int], since_ms: int
) -> list[Order]:
    """Orders of everybody on an address over about this amount (micro-USDT), made since then, the newest first."""
    about = select(ORDERS).where(
        ORDERS.c.chain == chain,
        ORDERS.c.address == address,
        ORDERS.c.payable_micro.between(*near),
        ORDERS.c.created_ms >= since_ms,
    )
    rows = await connection.execute(about.order_by(ORDERS.c.created_ms.desc(), ORDERS.c.id))
    return [_order(row) for row in rows]


# -- storing and crediting -----------------------------------------------------------------------------------------


async def add_deposit(connection: AsyncConnection, deposit: Mapping[str, Any]) -> bool:
    """Store a proved transfer; False when it is stored already, by whomever."""
    insert = insert_into(connection, DEPOSITS).values(**deposit)
    once = insert.on_conflict_do_nothing(index_elements=["chain", "tx_hash", "log_pos"])
    return await connection.scalar(once.returning(DEPOSITS.c.id)) is not None


async def order_at(connection: AsyncConnection, chain: str, address: str, raw: str) -> Order | None:
    """The one order that reserves exactly this amount on this address, paid or not; its row stays locked."""
    exact = select(ORDERS).where(
        _RESERVED, ORDERS.c.chain == chain, ORDERS.c.address == address, ORDERS.c.payable_raw == raw
    )
    return _maybe_order((await connection.execute(exact.with_for_update())).first())


async def mark_credited(
    connection: AsyncConnection, order: Order, deposit_id: str, tx: tuple[str, int], now_ms: int, *, is_late: bool
) -> bool:
    """Bind a deposit to the order it pays, on both sides; False when the order is paid already.

    Args:
        tx: Hash and block of the payment.
        is_late: Whether its block came after the time to pay.
    """
    paid = update(ORDERS).where(ORDERS.c.id == order.id, ORDERS.c.deposit_id.is_(None), _RESERVED)
    values = {"status": "credited", "deposit_id": deposit_id, "credited_ms": now_ms, "is_late": is_late}
    values |= {"seen_tx": tx[0], "seen_block": tx[1], "seen_ms": func.coalesce(ORDERS.c.seen_ms, now_ms)}
    taken = await connection.scalar(paid.values(**values, updated_ms=now_ms).returning(ORDERS.c.id))
    if taken is None:
        return False
    bound = {"state": "credited", "note": "", "user_id": order.user_id, "order_id": order.id, "credited_ms": now_ms}
    await connection.execute(update(DEPOSITS).where(DEPOSITS.c.id == deposit_id).values(**bound))
    return True


async def note_unmatched(connection: AsyncConnection, deposit_id: str, note: str) -> None:
    """Say why a deposit credits nothing by itself."""
    await connection.execute(update(DEPOSITS).where(DEPOSITS.c.id == deposit_id).values(state="unmatched", note=note))


# -- what people see meanwhile -------------------------------------------------------------------------------------


async def show_progress(connection: AsyncConnection, order_id: str, shown: Mapping[str, Any], now_ms: int) -> None:
    """Write what is seen of a payment that is not final; a credited order is left alone.

    Args:
        shown: `status`, `seen_tx`, `seen_block`, `seen_ms`, `confirmations`.
    """
    unpaid = update(ORDERS).where(ORDERS.c.id == order_id, _UNPAID)
    await connection.execute(unpaid.values(**shown, updated_ms=now_ms))


async def mark_expired(connection: AsyncConnection, chain: str, now_ms: int) -> None:
    """Orders whose time to pay is over; their amounts stay reserved."""
    over = and_(ORDERS.c.chain == chain, ORDERS.c.status == "awaiting", ORDERS.c.expires_ms <= now_ms)
    await connection.execute(update(ORDERS).where(over).values(status="expired", updated_ms=now_ms))


async def close_before(connection: AsyncConnection, chain: str, scanned_to_ms: int, now_ms: int) -> None:
    """Give the amounts free of orders whose late window lies wholly behind what was scanned."""
    over = and_(
        ORDERS.c.chain == chain,
        ORDERS.c.status.in_(("awaiting", "expired", "canceled", "credited")),
        ORDERS.c.late_until_ms < scanned_to_ms,
    )
    await connection.execute(update(ORDERS).where(over).values(status="closed", closed_ms=now_ms, updated_ms=now_ms))


def _maybe_order(row: Row[Any] | None) -> Order | None:
    return None if row is None else _order(row)


def _order(row: Row[Any]) -> Order:
    return Order(**{name: getattr(row, name) for name in _ORDER_FIELDS})
