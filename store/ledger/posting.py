"""Moving compute, once per key."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import InsufficientCompute, KeyReused
from store.ledger.accounts import ACCOUNTS, TRANSFERS, Account
from store.statements import insert_into

_OVERDRAWN = "ck_ledger_account_not_overdrawn"


async def post(
    connection: AsyncConnection,
    key: str,
    kind: str,
    debit: Account,
    credit: Account,
    amount_micro: int,
    ref: str,
    actor: str,
    now_ms: int,
    *,
    group_id: str = "",
) -> Literal["posted", "already"]:
    """Move an amount from `debit` to `credit`, once for ever per `key`.

    Accounts are made when first used. A refusal leaves the unit of the caller usable.

    Args:
        connection: A write unit.
        key: Idempotency key, such as `deposit:{chain}:{tx}:{log_pos}`.
        kind: What it is: `deposit`, `metering`, `adjustment`, `referral`.
        amount_micro: Above zero.
        ref: What it was for, shown to people.
        actor: Who caused it: a user id, or `system`.
        group_id: Common to transfers that belong together; `key` when empty.

    Returns:
        `already` when this very movement was posted under this key before; nothing changed then.

    Raises:
        InsufficientCompute: `debit` holds less.
        KeyReused: The key was used for another transfer.
        ValueError: The amount is not above zero, or both accounts are the same.
    """
    if amount_micro <= 0 or debit.code == credit.code:
        raise ValueError("a transfer moves more than nothing between two accounts")
    await _hold(connection, (debit, credit), now_ms)
    movement = {"kind": kind, "debit_code": debit.code, "credit_code": credit.code, "amount_micro": amount_micro}
    insert = insert_into(connection, TRANSFERS).on_conflict_do_nothing(index_elements=["idempotency_key"])
    once = {"idempotency_key": key, "group_id": group_id or key, "ref": ref, "actor": actor, "created_ms": now_ms}
    try:
        async with connection.begin_nested():
            seq = await connection.scalar(insert.values(**movement, **once).returning(TRANSFERS.c.seq))
    except IntegrityError as error:
        if _OVERDRAWN in str(error.orig):
            raise InsufficientCompute(debit.code, amount_micro) from error
        raise
    if seq is not None:
        return "posted"
    found = (await connection.execute(select(TRANSFERS).where(TRANSFERS.c.idempotency_key == key))).one()
    if any(getattr(found, name) != value for name, value in movement.items()):
        raise KeyReused(key)
    return "already"


async def _hold(connection: AsyncConnection, accounts: tuple[Account, Account], now_ms: int) -> None:
    """Make the accounts exist; on PostgreSQL lock them, so that `seq` grows in order of commit within an account.

    Always first the lower code: whoever made or locked one account already must not wait for somebody with the other.
    """
    both = ACCOUNTS.c.code.in_([account.code for account in accounts])
    known = set((await connection.scalars(select(ACCOUNTS.c.code).where(both))).all())
    insert = insert_into(connection, ACCOUNTS).on_conflict_do_nothing(index_elements=["code"])
    for account in sorted(accounts, key=lambda account: account.code):
        if account.code not in known:
            owner = {"user_id": account.user_id, "may_go_negative": account.user_id is None}
            row = {"code": account.code, "currency": "compute", "created_ms": now_ms, **owner}
            await connection.execute(insert.values(row))
    if connection.dialect.name == "postgresql":
        await connection.execute(
            select(ACCOUNTS.c.code).where(both).order_by(ACCOUNTS.c.code).with_for_update(key_share=True)
        )
