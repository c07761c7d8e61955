"""Accounts of people, their logins, and the mail that goes to them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from store.tables.base import STRICT, Base, Blob, Id, MaybeMs, MaybeWords, Micro, Ms, Number, Words, one_of

ROLES = ("operator", "user")
MAIL_STATES = ("queued", "sent", "failed", "local")


class User(Base, table=True):
    """One account. Passwords are not here: they are password slots of the vault (`vault_slot`)."""

    __tablename__ = "user"
    __table_args__ = (
        UniqueConstraint("username_folded"),
        UniqueConstraint("email_folded"),
        one_of("role", ROLES),
        STRICT,
    )

    id: Id
    username: Words
    username_folded: Words
    """NFKC and casefold of `username`; what logins look up."""
    nickname: Words
    email: Words
    email_folded: Words
    phone: Words = ""
    real_name: Words = ""
    contact: Words = ""
    """The only field other users may see."""
    role: Words
    language: Words = "zh"
    inviter_id: str | None = Field(default=None, sa_type=Text, foreign_key="user.id", index=True)
    created_ms: Ms
    disabled_ms: MaybeMs = None
    """Blocked by the operator since then."""
    reset_ms: MaybeMs = None
    """Since then the login password is not accepted: the operator asked for a new one, which recovery sets."""


class LoginSession(Base, table=True):
    """One login; the token itself is never stored, only its SHA-256."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("token_hash"), STRICT)

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id", index=True)
    token_hash: Blob
    origin: Words = ""
    """Where the login came from, for the person's list of sessions: terminal, SSH client address."""
    created_ms: Ms
    seen_ms: Ms
    expires_ms: Ms
    ended_ms: MaybeMs = None
    end_reason: MaybeWords = None


class Throttle(Base, table=True):
    """Failed attempts per key, such as `login:<username>` or `source:<address>`."""

    __tablename__ = "throttle"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures"), STRICT)

    key: Id
    failures: Number
    until_ms: Ms
    """No attempt is looked at before this time."""
    updated_ms: Ms


class EmailCode(Base, table=True):
    """A code sent by mail, as HMAC; bound to purpose, address and request (`id`)."""

    __tablename__ = "email_code"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        Index(None, "email_folded", "purpose", "created_ms"),
        STRICT,
    )

    id: Id
    purpose: Words
    email_folded: Words
    code_hmac: Blob
    tries: Number = 0
    created_ms: Ms
    expires_ms: Ms
    used_ms: MaybeMs = None
    voided_ms: MaybeMs = None
    """Set when a newer code took its place or too many tries were made."""


class Mail(Base, table=True):
    """The queue of outgoing mail and, without SMTP, the local outbox."""

    __tablename__ = "mail"
    __table_args__ = (
        one_of("state", MAIL_STATES),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index(None, "state", "next_ms"),
        Index(None, "created_ms"),
        STRICT,
    )

    id: Id
    recipient: Words
    subject: Words
    body: Words
    state: Words
    attempts: Number = 0
    next_ms: Ms
    """When the queue tries (again)."""
    last_error: MaybeWords = None
    created_ms: Ms
    sent_ms: MaybeMs = None
    """When the mail server accepted it."""


class Invite(Base, table=True):
    """An invite code; `uses` can never pass `max_uses`."""

    __tablename__ = "invite"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("max_uses > 0", name="max_uses"),
        CheckConstraint("uses >= 0 AND uses <= max_uses", name="uses"),
        STRICT,
    )

    id: Id
    code: Words
    creator_id: str = Field(sa_type=Text, foreign_key="user.id", index=True)
    max_uses: Number
    uses: Number = 0
    created_ms: Ms
    expires_ms: MaybeMs = None
    revoked_ms: MaybeMs = None


class InviteUse(Base, table=True):
    """Who registered with which invite; one row a user."""

    __tablename__ = "invite_use"
    __table_args__ = (STRICT,)

    user_id: str = Field(sa_type=Text, primary_key=True, foreign_key="user.id")
    invite_id: str = Field(sa_type=Text, foreign_key="invite.id", index=True)
    used_ms: Ms


class Referral(Base, table=True):
    """That an invited person's first top-up was looked at, and what the inviter received for it; one row an invitee."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("topup_micro > 0 AND reward_micro >= 0 AND reward_micro <= topup_micro", name="amounts"),
        CheckConstraint("share_percent BETWEEN 0 AND 100", name="share"),
        STRICT,
    )

    user_id: str = Field(sa_type=Text, primary_key=True, foreign_key="user.id")
    inviter_id: str = Field(sa_type=Text, foreign_key="user.id", index=True)
    topup_micro: Micro
    share_percent: Number
    """As the operator had set it then; 0 leaves no reward, also when it is raised later."""
    reward_micro: Micro
    created_ms: Ms


class Totp(Base, table=True):
    """A person's second factor; the seed is in the vault, under the read key."""

    __tablename__ = "totp"
    __table_args__ = (CheckConstraint("last_step >= 0", name="last_step"), STRICT)

    user_id: str = Field(sa_type=Text, primary_key=True, foreign_key="user.id")
    created_ms: Ms
    confirmed_ms: MaybeMs = None
    """When a first right code switched it on; None while it is only prepared."""
    last_step: Number = 0
    """The newest time step a code was accepted for; codes up to it are spent."""
