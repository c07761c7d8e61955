"""The compute ledger: accounts and the transfers between them.

One row of `ledger_transfer` moves one amount from one account to another, so the books balance by construction.
Triggers (`store.migrations.triggers`) keep the sums of `ledger_account` and refuse every change of a transfer.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Identity, Index, Text, UniqueConstraint
from sqlmodel import Field

from store.tables.base import STRICT, Base, Id, Int64, Micro, Ms, Words, YesNo


class LedgerAccount(Base, table=True):
    """An account; what it holds is `credits_micro - debits_micro`, written by the trigger alone."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint("debits_micro >= 0 AND credits_micro >= 0", name="sums"),
        CheckConstraint("may_go_negative IN (0, 1)", name="may_go_negative"),
        CheckConstraint("may_go_negative = 1 OR credits_micro >= debits_micro", name="not_overdrawn"),
        CheckConstraint("user_id IS NULL OR may_go_negative = 0", name="user_not_negative"),
        STRICT,
    )

    code: Id
    """`house:clearing:tron`, `user:<id>:compute`; see `store.ledger`."""
    user_id: str | None = Field(default=None, sa_type=Text, foreign_key="user.id", index=True)
    currency: Words
    may_go_negative: YesNo
    debits_micro: Micro = 0
    credits_micro: Micro = 0
    created_ms: Ms


class LedgerTransfer(Base, table=True):
    """One amount moved between two accounts, once."""

    __tablename__ = "ledger_transfer"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        CheckConstraint("amount_micro > 0", name="amount"),
        CheckConstraint("debit_code <> credit_code", name="two_accounts"),
        Index(None, "debit_code", "seq"),
        Index(None, "credit_code", "seq"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )

    seq: int = Field(sa_type=Int64, primary_key=True, sa_column_args=(Identity(always=True),))
    """Order of posting; grows within each account."""
    idempotency_key: Words
    group_id: Words
    """Transfers made together share it; alone it equals the idempotency key."""
    kind: Words
    debit_code: str = Field(sa_type=Text, foreign_key="ledger_account.code")
    """The account that gives."""
    credit_code: str = Field(sa_type=Text, foreign_key="ledger_account.code")
    """The account that receives."""
    amount_micro: Micro
    ref: Words
    """What it was for: an order, a binding; shown and searched, never parsed."""
    actor: Words
    created_ms: Ms
