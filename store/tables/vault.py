"""Wrapped data keys and the secrets encrypted under them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from store.tables.base import STRICT, Base, Blob, Id, MaybeBlob, MaybeNumber, Ms, Words, one_of

KEY_KINDS = ("read", "trade")
SLOT_KINDS = ("password", "recovery", "service")


class VaultSlot(Base, table=True):
    """One data key of one user, wrapped one way.

    The login password has the slot (read, password), the transaction password (trade, password).
    """

    __tablename__ = "vault_slot"
    __table_args__ = (
        UniqueConstraint("user_id", "key_kind", "slot_kind"),
        one_of("key_kind", KEY_KINDS),
        one_of("slot_kind", SLOT_KINDS),
        CheckConstraint("(slot_kind = 'password') = (memory_kib IS NOT NULL)", name="kdf"),
        CheckConstraint("(slot_kind = 'password') = (verifier IS NOT NULL)", name="verifier"),
        STRICT,
    )

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    key_kind: Words
    slot_kind: Words
    key_id: Words
    """Which data key is inside; hex of 16 bytes, the same in all slots of that key and in every envelope under it."""
    salt: Blob
    memory_kib: MaybeNumber = None
    """Argon2id parameters; only password slots have them."""
    iterations: MaybeNumber = None
    lanes: MaybeNumber = None
    pepper_id: Words = ""
    """Which pepper went in; empty for none."""
    verifier: MaybeBlob = None
    """SHA-256 of the "verify" half of the derived key; tells a wrong password from a damaged slot."""
    wrapped: Blob
    """Envelope with the data key."""
    created_ms: Ms


class VaultValue(Base, table=True):
    """One secret; its envelope opens only for exactly this user, table, column and row."""

    __tablename__ = "vault_value"
    __table_args__ = (
        UniqueConstraint("bound_table", "bound_row", "bound_column"),
        one_of("key_kind", KEY_KINDS),
        STRICT,
    )

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id", index=True)
    key_kind: Words
    bound_table: Words
    bound_column: Words
    bound_row: Words
    envelope: Blob
    created_ms: Ms
