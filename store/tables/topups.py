"""Top-up orders, the transfers found on chain, and how far each chain was scanned."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables.base import (
    STRICT,
    Base,
    Id,
    MaybeMs,
    MaybeNumber,
    MaybeWords,
    Micro,
    Ms,
    Number,
    Words,
    YesNo,
    one_of,
)

ORDER_STATES = ("awaiting", "seen", "confirming", "credited", "expired", "canceled", "closed")
DEPOSIT_STATES = ("unmatched", "credited", "review", "refused", "returned")
_RESERVED = text("status <> 'closed'")


class TopUpOrder(Base, table=True):
    """An intent to pay an amount nobody else is asked to pay on the same address.

    Every order that is not `closed` reserves its amount, also after expiry and cancellation, until its late window
    ends; `credited_ms` and `canceled_ms` keep telling what became of it once it is closed.
    """

    __tablename__ = "topup_order"
    __table_args__ = (
        one_of("status", ORDER_STATES),
        CheckConstraint(
            "base_micro > 0 AND tail_micro > 0 AND payable_micro = base_micro + tail_micro", name="amounts"
        ),
        CheckConstraint("created_ms < expires_ms AND expires_ms <= late_until_ms", name="times"),
        CheckConstraint("(credited_ms IS NULL) = (deposit_id IS NULL)", name="credit"),
        UniqueConstraint("number"),
        UniqueConstraint("deposit_id"),
        Index(
            "ux_topup_order_reserved",
            "chain",
            "address",
            "payable_micro",
            unique=True,
            sqlite_where=_RESERVED,
            postgresql_where=_RESERVED,
        ),
        Index(None, "user_id", "created_ms"),
        Index(None, "chain", "status"),
        STRICT,
    )

    id: Id
    number: Words
    """Short, for people: `7F3K`."""
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    chain: Words
    address: Words
    base_micro: Micro
    tail_micro: Micro
    payable_micro: Micro
    payable_raw: Words
    """The exact sum in the token's smallest unit, as decimal text."""
    status: Words
    created_ms: Ms
    expires_ms: Ms
    late_until_ms: Ms
    """End of the late window: an exact payment until here still credits."""
    seen_tx: MaybeWords = None
    """For display while not final; nothing is credited from it."""
    seen_block: MaybeNumber = None
    seen_ms: MaybeMs = None
    confirmations: Number = 0
    deposit_id: str | None = Field(default=None, sa_type=Text, foreign_key="deposit.id")
    """The deposit that paid it."""
    credited_ms: MaybeMs = None
    is_late: YesNo = False
    canceled_ms: MaybeMs = None
    closed_ms: MaybeMs = None
    updated_ms: Ms


class Deposit(Base, table=True):
    """A proved transfer to one of our addresses, matched or not.

    Its identity is (chain, transaction, position in the receipt's own log list).
    """

    __tablename__ = "deposit"
    __table_args__ = (
        UniqueConstraint("chain", "tx_hash", "log_pos"),
        one_of("state", DEPOSIT_STATES),
        CheckConstraint("micro >= 0", name="micro"),
        CheckConstraint("log_pos >= 0", name="log_pos"),
        Index(None, "state", "found_ms"),
        STRICT,
    )

    id: Id
    chain: Words
    tx_hash: Words
    """64 lower-case hex characters, no prefix."""
    log_pos: Number
    token: Words
    """Contract address in canonical form."""
    raw: Words
    """uint256 as decimal text."""
    micro: Micro
    block: Number
    block_hash: Words = ""
    block_ms: Ms
    from_address: Words
    to_address: Words
    state: Words
    note: Words = ""
    """Why it was not matched, as a word: `no_order`, `below_minimum`, `ambiguous`."""
    user_id: str | None = Field(default=None, sa_type=Text, foreign_key="user.id", index=True)
    order_id: MaybeWords = None
    """The order it credited; the order's `deposit_id` is the constrained side."""
    found_ms: Ms
    credited_ms: MaybeMs = None


class ScanCursor(Base, table=True):
    """How far a chain was fully scanned at its final level."""

    __tablename__ = "scan_cursor"
    __table_args__ = (STRICT,)

    chain: Id
    position: Number
    """Last height; for an index that pages by time, the last UTC millisecond."""
    final_height: Number
    head_height: Number
    updated_ms: Ms
