"""People's accounts, as the operator may treat them: look, block, start a reset; never read or choose a secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.services.accounts.base import language_of
from app.services.errors import Refused
from app.services.fields import fold
from app.services.operating import SecondPassword, demand_operator
from store import accounts, audit, people

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.mail import MailService
    from app.services.session import Session
    from exchanges.core.secret import Secret
    from store.database import Store

SHOWN = 100


@dataclass(frozen=True, slots=True)
class UserView:
    """One account; no secret and nothing derived from one."""

    id: str
    username: str
    nickname: str
    email: str
    contact: str
    role: str
    created_ms: int
    blocked_ms: int | None
    reset_ms: int | None
    compute_micro: int
    bindings: int
    """Approved ones."""
    logins: int
    """That have not ended."""


class UserService:
    """What the operator does with accounts.

    Args:
        lock: Asks the operator for the second password.
        mail: Tells the owner.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, lock: SecondPassword, mail: MailService, now: Callable[[], int]) -> None:
        self._store = store
        self._lock = lock
        self._mail = mail
        self._now = now

    async def users(self, session: Session, typed: str = "") -> list[UserView]:
        """People whose name, nickname or address contains what was typed, newest first.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            found = await people.search(connection, fold(typed), self._now(), SHOWN)
        return [
            UserView(
                id=row.id,
                username=row.username,
                nickname=row.nickname,
                email=row.email,
                contact=row.contact,
                role=row.role,
                created_ms=row.created_ms,
                blocked_ms=row.disabled_ms,
                reset_ms=row.reset_ms,
                compute_micro=row.held_micro,
                bindings=row.bindings,
                logins=row.logins,
            )
            for row in found
        ]

    async def block(self, session: Session, user_id: str, password: Secret) -> None:
        """Keep somebody out: their logins end, and none can be opened. Compute and bindings stay.

        Raises:
            Refused: Not the operator, oneself, nobody, or a wrong password.
        """
        await self._act(session, user_id, password, "user.blocked", disabled_ms=self._now())

    async def unblock(self, session: Session, user_id: str, password: Secret) -> None:
        """Let somebody in again; raises as `block`."""
        await self._act(session, user_id, password, "user.unblocked", disabled_ms=None)

    async def start_reset(self, session: Session, user_id: str, password: Secret) -> None:
        """Demand a new login password: the old one is not accepted any more, and the owner sets a new one by recovery.

        Raises:
            Refused: As `block`.
        """
        await self._act(session, user_id, password, "user.reset_started", reset_ms=self._now())

    async def _act(self, session: Session, user_id: str, password: Secret, action: str, **values: int | None) -> None:
        demand_operator(session)
        if user_id == session.user_id:
            raise Refused("users.error.yourself")
        await self._lock.unlock_trade(session, password)
        now_ms = self._now()
        async with self._store.write() as connection:
            account = await accounts.by_id(connection, user_id)
            if account is None:
                raise Refused("desk.error.no-such-user")
            await accounts.update_account(connection, user_id, **values)
            if action != "user.unblocked":
                await accounts.end_logins(connection, user_id, action, now_ms)
            if action == "user.reset_started":
                await self._tell(connection, account)
            await audit.append(connection, session.user_id, action, f"user:{user_id}", {}, now_ms)
        self._mail.wake()

    async def _tell(self, connection: AsyncConnection, account: accounts.Account) -> None:
        time = datetime.fromtimestamp(self._now() / 1000, UTC)
        values = {"username": account.username, "time": f"{time:%Y-%m-%d %H:%M}"}
        await self._mail.put(connection, account.email, "reset", language_of(account), **values)
