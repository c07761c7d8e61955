"""What people read inside the app: messages to one person, notices to everybody."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from store.tables.base import STRICT, Base, Facts, Id, Json, MaybeMs, Ms, Words


class Message(Base, table=True):
    """Something that happened to one person; `kind` names its text, which is filled from `facts` when it is shown."""

    __tablename__ = "message"
    __table_args__ = (Index(None, "user_id", "created_ms"), STRICT)

    id: Id
    user_id: str = Field(sa_type=Text, foreign_key="user.id")
    kind: Words
    facts: Facts = Field(default_factory=dict, sa_type=Json)
    """Plain words and numbers; never a secret."""
    created_ms: Ms
    read_ms: MaybeMs = None


class Notice(Base, table=True):
    """What the operator tells everybody, in one language or both."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("title_en <> '' OR title_zh <> ''", name="title"),
        Index(None, "created_ms"),
        STRICT,
    )

    id: Id
    title_en: Words = ""
    body_en: Words = ""
    title_zh: Words = ""
    body_zh: Words = ""
    author_id: str = Field(sa_type=Text, foreign_key="user.id")
    created_ms: Ms
    withdrawn_ms: MaybeMs = None


class NoticeRead(Base, table=True):
    """That somebody has read a notice."""

    __tablename__ = "notice_read"
    __table_args__ = (STRICT,)

    user_id: str = Field(sa_type=Text, primary_key=True, foreign_key="user.id")
    notice_id: str = Field(sa_type=Text, primary_key=True, foreign_key="notice.id")
    read_ms: Ms
