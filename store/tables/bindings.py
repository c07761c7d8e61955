"""Exchange accounts attached to users, and the journal of what happened in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from store.tables.base import (
    STRICT,
    Base,
    Exact,
    Facts,
    Id,
    Int64,
    Json,
    MaybeMs,
    MaybeWords,
    MaybeYesNo,
    Micro,
    Ms,
    Words,
    YesNo,
    one_of,
)

BINDING_STATES = ("draft", "pending", "approved", "suspended", "refused", "removed")
KEY_KINDS = ("read", "trade")
_LIVE = text("uid IS NOT NULL AND state IN ('pending', 'approved', 'suspended')")


class Binding(Base, table=True):
    """One exchange account of one user; as `draft` it is the wizard's memory."""

    __tablename__ = "binding"
    __table_args__ = (
        one_of("state", BINDING_STATES),
        CheckConstraint("uid IS NOT NULL OR state NOT IN ('pending', 'approved', 'suspended')", name="uid"),
        Index(
            "ux_binding_live", "venue", "environment", "uid", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        ),
        Index(None, "user_id", "state"),
        STRICT,
    )

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    venue: Words
    environment: Words
    site: Words = ""
    """The venue's site that knows the read-only key, where it has several; empty for the one in use."""
    uid: MaybeWords = None
    """The venue's id of the account, once a key told it."""
    main_uid: MaybeWords = None
    label: Words = ""
    state: Words
    step: Words
    """Where the wizard stands; its own word."""
    strategy: MaybeWords = None
    custom_params: YesNo = False
    referrer: MaybeYesNo = None
    """Registered under the official referrer; None when not asked or not told."""
    account_facts: dict[str, Any] | None = Field(default=None, sa_type=Json)
    account_checked_ms: MaybeMs = None
    answers: Facts = Field(default_factory=dict, sa_type=Json)
    """Other answers given in the wizard; never a secret."""
    risk_accepted_ms: MaybeMs = None
    refusal: Words = ""
    created_ms: Ms
    updated_ms: Ms
    submitted_ms: MaybeMs = None
    approved_ms: MaybeMs = None
    removed_ms: MaybeMs = None


class BindingKey(Base, table=True):
    """One API key of a binding; key, secret and passphrase are in the vault under this row's id."""

    __tablename__ = "binding_key"
    __table_args__ = (UniqueConstraint("binding_id", "kind"), one_of("kind", KEY_KINDS), STRICT)

    id: Id
    binding_id: str = Field(sa_type=Text, foreign_key="binding.id")
    kind: Words
    last4: Words
    """Last four characters of the API key: all that is ever shown of it."""
    fingerprint: Words = ""
    """Keyed hash of the API key, to notice the same key twice; empty when not computed."""
    facts: dict[str, Any] | None = Field(default=None, sa_type=Json)
    """What the venue said of it, and the verdicts."""
    created_ms: Ms
    checked_ms: MaybeMs = None
    verified_ms: MaybeMs = None
    """When every check was green; None while one is not."""


class Fill(Base, table=True):
    """One fill, recorded once."""

    __tablename__ = "fill"
    __table_args__ = (Index(None, "binding_id", "time_ms"), STRICT)

    binding_id: str = Field(sa_type=Text, primary_key=True, foreign_key="binding.id")
    fill_id: Id
    order_id: Words
    client_id: MaybeWords = None
    symbol: Words
    side: Words
    position_side: MaybeWords = None
    price: Exact
    size_base: Exact
    fee: Exact
    """A cost is positive."""
    fee_asset: Words
    realised_pnl: Exact
    """Gross of the fee."""
    is_maker: MaybeYesNo = None
    bill_id: Words = ""
    time_ms: Ms
    recorded_ms: Ms


class Income(Base, table=True):
    """Money that moved without a fill (funding, mostly), recorded once."""

    __tablename__ = "income"
    __table_args__ = (Index(None, "binding_id", "time_ms"), STRICT)

    binding_id: str = Field(sa_type=Text, primary_key=True, foreign_key="binding.id")
    income_id: Id
    kind: Words
    symbol: Words
    asset: Words
    amount: Exact
    """Received is positive."""
    time_ms: Ms
    recorded_ms: Ms


class EquitySample(Base, table=True):
    """What a binding's account was worth at a moment its numbers were live; a few days are kept."""

    __tablename__ = "equity_sample"
    __table_args__ = (Index(None, "at_ms"), STRICT)

    binding_id: str = Field(sa_type=Text, primary_key=True, foreign_key="binding.id")
    at_ms: int = Field(sa_type=Int64, primary_key=True, sa_column_kwargs={"autoincrement": False})
    equity_micro: Micro


class Meter(Base, table=True):
    """How much of a binding's profit was metered: what rose above the high-water mark, so losses carry forward."""

    __tablename__ = "meter"
    __table_args__ = (
        CheckConstraint("high_water_micro >= 0", name="high_water"),
        CheckConstraint("owed_micro >= 0 AND metered_micro >= 0", name="amounts"),
        STRICT,
    )

    binding_id: str = Field(sa_type=Text, primary_key=True, foreign_key="binding.id")
    realised_micro: Micro = 0
    """Cumulative net realised profit; may be negative."""
    high_water_micro: Micro = 0
    owed_micro: Micro = 0
    """Metered but not yet debited, because compute did not suffice."""
    metered_micro: Micro = 0
    """Debited so far."""
    updated_ms: Ms
