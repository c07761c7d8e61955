"""A venue's REST calls as data: one row per documented call, read by client, budgets, tests and screens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Scope(StrEnum):
    """Whose calls a cap counts together."""

    IP = "ip"
    UID = "uid"
    UID_INST = "uid+inst"


class Auth(StrEnum):
    """What a call asks of the key."""

    PUBLIC = "public"
    READ = "read"
    TRADE = "trade"


class Lane(IntEnum):
    """Who goes first when a budget is short."""

    CANCEL = 0
    CLOSE = 1
    ORDER = 2
    READ = 3


@dataclass(frozen=True, slots=True)
class Bucket:
    """One documented cap: `limit` units in `per_s` seconds."""

    name: str
    limit: int
    per_s: float
    scope: Scope


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One documented REST call."""

    name: str
    method: str
    path: str
    auth: Auth
    buckets: tuple[Bucket, ...]
    doc: str
    """Section of the venue's documentation."""
    params: tuple[str, ...] = ()
    """Documented parameters, query or body."""
    idempotent: bool = False
    """Safe to send again when the first answer was lost."""
    lane: Lane = Lane.READ
    rows: str = "data"
    """Where the rows stand in the answer."""
    weight: int = 1
    """Units one call costs; calls that cost by their content are told so by the caller."""
    host: str = ""
    """Which of the venue's hosts answers, where it has several; empty for the main one."""

    @property
    def is_write(self) -> bool:
        """True when the call changes something at the venue."""
        return self.method != "GET"

    @property
    def call(self) -> str:
        """`GET /api/v5/account/config`, as shown to people."""
        return f"{self.method} {self.path}"
