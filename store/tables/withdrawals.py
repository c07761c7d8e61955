"""Withdrawals of unused compute, and the addresses they may go to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables.base import STRICT, Base, Id, MaybeMs, MaybeWords, Micro, Ms, Words, one_of

WITHDRAWAL_STATES = ("waiting", "paid", "refused", "canceled")
_KEPT = text("removed_ms IS NULL")


class PayoutAddress(Base, table=True):
    """An address on a person's whitelist; nothing is paid to it before `usable_ms`."""

    __tablename__ = "payout_address"
    __table_args__ = (
        CheckConstraint("usable_ms >= created_ms", name="times"),
        Index(
            "ux_payout_address_kept",
            "user_id",
            "chain",
            "address",
            unique=True,
            sqlite_where=_KEPT,
            postgresql_where=_KEPT,
        ),
        STRICT,
    )

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    chain: Words
    address: Words
    label: Words = ""
    created_ms: Ms
    usable_ms: Ms
    removed_ms: MaybeMs = None


class Withdrawal(Base, table=True):
    """A request to pay unused compute out; its amount is held in the ledger until it is paid or given back."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        one_of("state", WITHDRAWAL_STATES),
        CheckConstraint("amount_micro > 0", name="amount"),
        CheckConstraint("(state = 'paid') = (tx_hash IS NOT NULL)", name="paid"),
        UniqueConstraint("number"),
        UniqueConstraint("chain", "tx_hash"),
        Index(None, "user_id", "created_ms"),
        Index(None, "state", "created_ms"),
        STRICT,
    )

    id: Id
    number: Words
    """Short, for people: `W7F3K`."""
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    chain: Words
    address: Words
    amount_micro: Micro
    state: Words
    tx_hash: MaybeWords = None
    """The transaction that paid it; one transaction pays one withdrawal."""
    reason: Words = ""
    """Why the operator refused it; its owner reads it."""
    decided_by: str | None = Field(default=None, sa_type=Text, foreign_key="user.id")
    created_ms: Ms
    decided_ms: MaybeMs = None
