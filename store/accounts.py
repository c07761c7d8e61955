"""Accounts, logins, throttles, e-mailed codes and invites: plain queries, decisions are the services'."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import EmailCode, Invite, InviteUse, LoginSession, Setting, Throttle, User

USERS = User.__table__
SESSIONS = LoginSession.__table__
THROTTLES = Throttle.__table__
CODES = EmailCode.__table__
INVITES = Invite.__table__
USES = InviteUse.__table__
_FIRST = "accounts.first"
"""Setting that the first account of a store takes; only one registration can."""


@dataclass(frozen=True, slots=True)
class Account:
    """A row of `user`, without what only constraints need."""

    id: str
    username: str
    nickname: str
    real_name: str
    email: str
    phone: str
    contact: str
    role: str
    language: str
    created_ms: int
    disabled_ms: int | None = None
    inviter_id: str | None = None
    reset_ms: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """A row of `email_code`."""

    id: str
    code_hmac: bytes
    tries: int
    expires_ms: int
    used_ms: int | None
    voided_ms: int | None


@dataclass(frozen=True, slots=True)
class InviteRow:
    """A row of `invite`, with who used it."""

    id: str
    code: str
    creator_id: str
    max_uses: int
    uses: int
    created_ms: int
    expires_ms: int | None
    revoked_ms: int | None


@dataclass(frozen=True, slots=True)
class LoginRow:
    """One login, for the person's own list."""

    id: str
    origin: str
    created_ms: int
    seen_ms: int
    expires_ms: int


async def take_turns(connection: AsyncConnection, subject: str) -> None:
    """Units that name the same subject follow one another until they commit (on SQLite all units do)."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(subject.encode()).digest()
        key = int.from_bytes(digest[:8], "big", signed=True)
        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


# -- accounts ------------------------------------------------------------------------------------------------------


async def is_empty(connection: AsyncConnection) -> bool:
    """True while nobody has an account."""
    return await connection.scalar(select(USERS.c.id).limit(1)) is None


async def take_first_place(connection: AsyncConnection, user_id: str, now_ms: int) -> bool:
    """Claim to be the first account of the store; of several that claim at once, one gets it."""
    claim = insert_into(connection, Setting.__table__).values(key=_FIRST, value=user_id, updated_ms=now_ms)
    taken = claim.on_conflict_do_nothing(index_elements=["key"]).returning(Setting.__table__.c.key)
    return await connection.scalar(taken) is not None and await is_empty(connection)


async def add_account(connection: AsyncConnection, account: Account, username_folded: str, email_folded: str) -> str:
    """Insert an account.

    Returns:
        The field that is taken by another account, `username` or `email`; empty when it was inserted.
    """
    row = asdict(account) | {"username_folded": username_folded, "email_folded": email_folded}
    try:
        async with connection.begin_nested():
            await connection.execute(insert(USERS).values(**row))
    except IntegrityError:
        for field, column, folded in (
            ("username", USERS.c.username_folded, username_folded),
            ("email", USERS.c.email_folded, email_folded),
        ):
            if await connection.scalar(select(USERS.c.id).where(column == folded)) is not None:
                return field
        raise
    return ""


async def by_username(connection: AsyncConnection, username_folded: str) -> Account | None:
    return _account((await connection.execute(_accounts().where(USERS.c.username_folded == username_folded))).first())


async def by_email(connection: AsyncConnection, email_folded: str) -> Account | None:
    return _account((await connection.execute(_accounts().where(USERS.c.email_folded == email_folded))).first())


async def by_id(connection: AsyncConnection, user_id: str) -> Account | None:
    return _account((await connection.execute(_accounts().where(USERS.c.id == user_id))).first())


async def usernames(connection: AsyncConnection, user_ids: Collection[str]) -> dict[str, str]:
    """Names of accounts by id; ids of nobody are missing."""
    wanted = select(USERS.c.id, USERS.c.username).where(USERS.c.id.in_(list(user_ids)))
    return {row.id: row.username for row in await connection.execute(wanted)}


async def update_account(connection: AsyncConnection, user_id: str, **values: str | int | None) -> None:
    """Change columns of an account.

    Raises:
        IntegrityError: A unique value belongs to somebody else.
    """
    await connection.execute(update(USERS).where(USERS.c.id == user_id).values(**values))


def _accounts() -> Any:
    return select(*(USERS.c[name] for name in Account.__dataclass_fields__))


def _account(row: Row[Any] | None) -> Account | None:
    return None if row is None else Account(**row._mapping)


# -- logins --------------------------------------------------------------------------------------------------------


async def add_login(connection: AsyncConnection, login: LoginRow, user_id: str, token_hash: bytes) -> None:
    await connection.execute(insert(SESSIONS).values(**asdict(login), user_id=user_id, token_hash=token_hash))


async def touch_login(connection: AsyncConnection, login_id: str, token_hash: bytes, now_ms: int) -> bool:
    """Note that a login is in use; False when it has ended, its time is up, or its account was disabled."""
    enabled = select(USERS.c.id).where(USERS.c.id == SESSIONS.c.user_id, USERS.c.disabled_ms.is_(None)).exists()
    alive = (
        update(SESSIONS)
        .where(SESSIONS.c.id == login_id, SESSIONS.c.token_hash == token_hash)
        .where(SESSIONS.c.ended_ms.is_(None), SESSIONS.c.expires_ms > now_ms, enabled)
        .values(seen_ms=now_ms)
        .returning(SESSIONS.c.id)
    )
    return await connection.scalar(alive) is not None


async def logins(connection: AsyncConnection, user_id: str, now_ms: int) -> list[LoginRow]:
    """Logins of a user that have not ended, newest first."""
    columns = [SESSIONS.c[name] for name in LoginRow.__dataclass_fields__]
    alive = select(*columns).where(
        SESSIONS.c.user_id == user_id, SESSIONS.c.ended_ms.is_(None), SESSIONS.c.expires_ms > now_ms
    )
    rows = await connection.execute(alive.order_by(SESSIONS.c.created_ms.desc(), SESSIONS.c.id))
    return [LoginRow(**row._mapping) for row in rows]


async def end_logins(
    connection: AsyncConnection,
    user_id: str,
    reason: str,
    now_ms: int,
    *,
    only: str = "",
    but: str = "",
    origin: str = "",
) -> int:
    """End logins of a user: all, `only` one, all `but` one, or those of one `origin`; answers how many ended."""
    ending = update(SESSIONS).where(SESSIONS.c.user_id == user_id, SESSIONS.c.ended_ms.is_(None))
    if only:
        ending = ending.where(SESSIONS.c.id == only)
    if but:
        ending = ending.where(SESSIONS.c.id != but)
    if origin:
        ending = ending.where(SESSIONS.c.origin == origin)
    return (await connection.execute(ending.values(ended_ms=now_ms, end_reason=reason))).rowcount


# -- throttles -----------------------------------------------------------------------------------------------------


async def throttle(connection: AsyncConnection, key: str) -> tuple[int, int]:
    """Failures, and the time before which nothing is tried; zeros for an unknown key."""
    row = (await connection.execute(select(THROTTLES).where(THROTTLES.c.key == key))).first()
    return (0, 0) if row is None else (row.failures, row.until_ms)


async def forget_throttles(connection: AsyncConnection, before_ms: int) -> None:
    """Drop keys without a change since `before_ms`; anybody can make keys by typing names."""
    await connection.execute(delete(THROTTLES).where(THROTTLES.c.updated_ms < before_ms))


async def set_throttle(connection: AsyncConnection, key: str, failures: int, until_ms: int, now_ms: int) -> None:
    values = {"failures": failures, "until_ms": until_ms, "updated_ms": now_ms}
    put = insert_into(connection, THROTTLES).values(key=key, **values)
    await connection.execute(put.on_conflict_do_update(index_elements=["key"], set_=values))


# -- codes ---------------------------------------------------------------------------------------------------------


async def code_times(connection: AsyncConnection, email_folded: str, since_ms: int) -> list[int]:
    """When codes were asked for by this address, for whatever purpose; newest first."""
    asked = select(CODES.c.created_ms).where(CODES.c.email_folded == email_folded, CODES.c.created_ms > since_ms)
    return list(await connection.scalars(asked.order_by(CODES.c.created_ms.desc())))


async def count_codes(connection: AsyncConnection, since_ms: int) -> int:
    """How many codes anybody asked for."""
    counted = select(func.count()).select_from(CODES).where(CODES.c.created_ms > since_ms)
    return int(await connection.scalar(counted) or 0)


async def forget_codes(connection: AsyncConnection, before_ms: int) -> None:
    """Drop codes made before `before_ms`."""
    await connection.execute(delete(CODES).where(CODES.c.created_ms < before_ms))


async def put_code(
    connection: AsyncConnection,
    code_id: str,
    purpose: str,
    email_folded: str,
    code_hmac: bytes,
    now_ms: int,
    expires_ms: int,
) -> None:
    """Keep a code; older ones of the same purpose and address become void."""
    older = update(CODES).where(CODES.c.email_folded == email_folded, CODES.c.purpose == purpose)
    still_good = older.where(CODES.c.used_ms.is_(None), CODES.c.voided_ms.is_(None))
    await connection.execute(still_good.values(voided_ms=now_ms))
    row = {"id": code_id, "purpose": purpose, "email_folded": email_folded, "code_hmac": code_hmac}
    await connection.execute(insert(CODES).values(**row, tries=0, created_ms=now_ms, expires_ms=expires_ms))


async def code_for_update(connection: AsyncConnection, code_id: str, purpose: str, email_folded: str) -> Code | None:
    """The code of exactly this request; others who look at it wait for the end of this unit."""
    columns = [CODES.c[name] for name in Code.__dataclass_fields__]
    asked = select(*columns).where(
        CODES.c.id == code_id, CODES.c.purpose == purpose, CODES.c.email_folded == email_folded
    )
    row = (await connection.execute(asked.with_for_update())).first()
    return None if row is None else Code(**(dict(row._mapping) | {"code_hmac": bytes(row.code_hmac)}))


async def count_try(connection: AsyncConnection, code_id: str, *, void_at_ms: int | None) -> None:
    """A wrong code was typed; `void_at_ms` when it was the last allowed one."""
    values = {"tries": CODES.c.tries + 1, "voided_ms": void_at_ms}
    await connection.execute(update(CODES).where(CODES.c.id == code_id).values(**values))


async def use_code(connection: AsyncConnection, code_id: str, now_ms: int) -> bool:
    """Spend a code; False when it was spent, voided or has expired meanwhile."""
    good = (CODES.c.used_ms.is_(None)) & (CODES.c.voided_ms.is_(None)) & (CODES.c.expires_ms > now_ms)
    spent = update(CODES).where(CODES.c.id == code_id, good).values(used_ms=now_ms).returning(CODES.c.id)
    return await connection.scalar(spent) is not None


# -- invites -------------------------------------------------------------------------------------------------------


async def put_invite(connection: AsyncConnection, invite: InviteRow) -> None:
    await connection.execute(insert(INVITES).values(**asdict(invite)))


async def invite_by_code(connection: AsyncConnection, code: str) -> InviteRow | None:
    row = (await connection.execute(_invites().where(INVITES.c.code == code))).first()
    return None if row is None else InviteRow(**row._mapping)


async def use_invite(connection: AsyncConnection, invite_id: str, user_id: str, now_ms: int) -> bool:
    """Spend one use of an invite on a new account; False when none is left, it was revoked or has expired."""
    good = or_(INVITES.c.expires_ms.is_(None), INVITES.c.expires_ms > now_ms) & INVITES.c.revoked_ms.is_(None)
    spent = (
        update(INVITES)
        .where(INVITES.c.id == invite_id, INVITES.c.uses < INVITES.c.max_uses, good)
        .values(uses=INVITES.c.uses + 1)
        .returning(INVITES.c.id)
    )
    if await connection.scalar(spent) is None:
        return False
    await connection.execute(insert(USES).values(user_id=user_id, invite_id=invite_id, used_ms=now_ms))
    return True


async def invites_of(connection: AsyncConnection, creator_id: str) -> list[InviteRow]:
    """Invites a user made, newest first."""
    mine = _invites().where(INVITES.c.creator_id == creator_id)
    rows = await connection.execute(mine.order_by(INVITES.c.created_ms.desc(), INVITES.c.code))
    return [InviteRow(**row._mapping) for row in rows]


async def guests_of(connection: AsyncConnection, creator_id: str) -> dict[str, list[str]]:
    """Invite id -> nicknames of those who registered with it, in that order."""
    used = (
        select(USES.c.invite_id, USERS.c.nickname)
        .join(INVITES, INVITES.c.id == USES.c.invite_id)
        .join(USERS, USERS.c.id == USES.c.user_id)
        .where(INVITES.c.creator_id == creator_id)
        .order_by(USES.c.used_ms, USERS.c.id)
    )
    guests: dict[str, list[str]] = {}
    for row in await connection.execute(used):
        guests.setdefault(row.invite_id, []).append(row.nickname)
    return guests


async def revoke_invite(connection: AsyncConnection, creator_id: str, code: str, now_ms: int) -> bool:
    """Withdraw an invite of one's own; False when there is none to withdraw."""
    mine = update(INVITES).where(INVITES.c.creator_id == creator_id, INVITES.c.code == code)
    gone = mine.where(INVITES.c.revoked_ms.is_(None)).values(revoked_ms=now_ms).returning(INVITES.c.id)
    return await connection.scalar(gone) is not None


def _invites() -> Any:
    return select(*(INVITES.c[name] for name in InviteRow.__dataclass_fields__))
