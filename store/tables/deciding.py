"""What the operator decides: deposit addresses, and changes of a binding's parameters."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from store.tables.base import STRICT, Base, Id, MaybeMs, Ms, Words, YesNo, one_of

CHANGE_STATES = ("pending", "approved", "refused", "canceled")
_PENDING = text("state = 'pending'")
_PLANNED = text("canceled_ms IS NULL")


class DepositAddress(Base, table=True):
    """The address top-ups of a chain go to from `active_ms` on; an empty one takes the chain off the offer."""

    __tablename__ = "deposit_address"
    __table_args__ = (
        CheckConstraint("active_ms >= created_ms", name="times"),
        Index(
            "ux_deposit_address_active",
            "chain",
            "active_ms",
            unique=True,
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        ),
        STRICT,
    )

    id: Id
    chain: Words
    address: Words
    created_by: str = Field(sa_type=Text, foreign_key="user.id")
    created_ms: Ms
    active_ms: Ms
    canceled_ms: MaybeMs = None


class ParameterChange(Base, table=True):
    """A person's wish for other parameters of a binding; a binding has one pending at a time."""

    __tablename__ = "parameter_change"
    __table_args__ = (
        one_of("state", CHANGE_STATES),
        Index(
            "ux_parameter_change_pending",
            "binding_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index(None, "state", "created_ms"),
        Index(None, "user_id", "created_ms"),
        STRICT,
    )

    id: Id
    binding_id: str = Field(sa_type=Text, foreign_key="binding.id", index=True)
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    old_strategy: Words
    old_custom: YesNo
    strategy: Words
    custom: YesNo
    words: Words = ""
    """What the person wishes, in their own words."""
    state: Words
    reason: Words = ""
    """Why the operator refused it; its owner reads it."""
    decided_by: str | None = Field(default=None, sa_type=Text, foreign_key="user.id")
    created_ms: Ms
    decided_ms: MaybeMs = None
