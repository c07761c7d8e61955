"""Claims: what people say of transactions that were not credited by themselves."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from store.tables.base import STRICT, Base, Id, MaybeMs, Ms, Words, one_of

CLAIM_STATES = ("watching", "review", "frozen", "credited", "refused")
OPEN_CLAIMS = ("watching", "review", "frozen")
_OPEN = text("state IN ('watching', 'review', 'frozen')")


class Claim(Base, table=True):
    """One person's word that a transaction was theirs; a person has one open claim on a transaction."""

    __tablename__ = "claim"
    __table_args__ = (
        one_of("state", CLAIM_STATES),
        Index("ux_claim_open", "user_id", "chain", "tx_hash", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "chain", "tx_hash"),
        Index(None, "state", "created_ms"),
        Index(None, "user_id", "created_ms"),
        STRICT,
    )

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    chain: Words
    tx_hash: Words
    """64 lower-case hex characters, no prefix."""
    words: Words = ""
    """What the person added."""
    state: Words
    """`frozen`: somebody else claims the same transaction, so nobody is credited without the operator."""
    finding: Words = ""
    """What the chain said at the last look, as a word: `unknown`, `not_final`, `failed`, `not_ours` ..."""
    reason: Words = ""
    """Why the operator refused it; its owner reads it."""
    decided_by: str | None = Field(default=None, sa_type=Text, foreign_key="user.id")
    """The operator who decided; None for what was credited by itself."""
    created_ms: Ms
    looked_ms: Ms
    """When the chain was last asked."""
    decided_ms: MaybeMs = None
