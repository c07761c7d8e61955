"""What the installation keeps for itself: audit log, settings, leases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from store.tables.base import STRICT, Base, Blob, Id, Int64, JsonValue, Ms, Words


class Audit(Base, table=True):
    """Append-only, and chained: each row's hash covers the row before it (`store.audit`)."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("hash"),
        CheckConstraint("seq > 0", name="seq"),
        Index(None, "subject", "seq"),
        STRICT,
    )

    seq: int = Field(sa_type=Int64, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at_ms: Ms
    actor: Words
    action: Words
    subject: Words
    detail: Words
    """Canonical JSON text, exactly as it was hashed."""
    previous_hash: Blob
    hash: Blob


class Setting(Base, table=True):
    __tablename__ = "setting"
    __table_args__ = (STRICT,)

    key: Id
    value: Any = Field(sa_type=JsonValue, nullable=False)
    updated_ms: Ms


class Lease(Base, table=True):
    """Who may do a thing that only one process may do at a time."""

    __tablename__ = "lease"
    __table_args__ = (STRICT,)

    name: Id
    holder: Words
    until_ms: Ms
