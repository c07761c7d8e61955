"""Signing in and out, locking, and the list of a person's logins."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from app.services.accounts.base import AccountPart
from app.services.errors import Refused
from app.services.fields import fold
from app.services.session import Role, Session
from app.services.throttle import login_key
from exchanges.core.secret import Secret
from store import accounts as rows
from store import audit
from store.database import new_id
from store.errors import PepperMissing, VaultLocked, WrongPassword

if TYPE_CHECKING:
    from store.vault import OpenVault

_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Login:
    """One login of a person that has not ended."""

    id: str
    origin: str
    """`local`, the address of the SSH client, or `unattended`."""
    created_ms: int
    seen_ms: int
    is_this: bool


class SigningIn(AccountPart):
    """Opens and ends logins."""

    async def login(self, username: str, password: Secret) -> Session:
        """Open a login and the vault's read key.

        Unknown names cost the same time and get the same answer as wrong passwords.

        Raises:
            Refused: Not right, too many wrong tries before, or the operator demands a new password.
        """
        if not username.strip():
            raise Refused("account.error.username_missing", field="username")
        if not len(password):
            raise Refused("account.error.password_missing", field="password")
        name = fold(username)
        async with self._means.store.read() as connection:
            account = await rows.by_username(connection, name)
        key = self._means.throttle.login_key(name, account)
        await self._means.throttle.begin((key, f"source:{self._means.source}"))
        vault = await self._open_vault(account, password)
        if account is None or vault is None:
            await self._refuse_login(account)
        await self._means.throttle.forgive(key)
        await self._means.throttle.take_back(f"source:{self._means.source}")
        if account.reset_ms is not None:
            vault.lock()
            raise Refused("account.error.reset")
        return await self._open_session(account, vault, self._means.source)

    async def logout(self, session: Session) -> None:
        """End this login and overwrite its keys; doing it twice does no harm."""
        session.vault.lock()
        now_ms = self._means.now()
        async with self._means.store.write() as connection:
            if await rows.end_logins(connection, session.user_id, "logout", now_ms, only=session.id):
                await audit.append(connection, session.user_id, "login.ended", f"login:{session.id}", {}, now_ms)

    def lock(self, session: Session) -> None:
        """Overwrite the vault's keys; the login goes on, `unlock` opens the vault anew."""
        session.vault.lock()

    async def unlock(self, session: Session, password: Secret) -> None:
        """Open the vault of a locked session again.

        Raises:
            Refused: Not the login password, too many wrong tries, or the login has ended.
        """
        await self.touch(session)
        key = login_key(session.user_id)
        await self._means.throttle.begin((key,))
        vault = await self._open_vault(await self._account_of(session), password)
        if vault is None:
            await self._audit(session.user_id, "unlock.failed")
            raise Refused("account.error.password_wrong", field="password")
        await self._means.throttle.forgive(key)
        session.vault.lock()
        session.vault = vault

    async def unlock_trade(self, session: Session, password: Secret) -> None:
        """Open the trade key for five minutes.

        Raises:
            Refused: Not the transaction password, too many wrong tries, or the session is locked.
        """
        if not session.vault.is_open:
            raise Refused("account.error.locked")
        async with self._transaction_password(session, "trade_key.refused"):
            await self._means.vaults.open_trade(session.vault, password)
        await self._audit(session.user_id, "trade_key.opened")

    @asynccontextmanager
    async def _transaction_password(self, session: Session, refused: str) -> AsyncIterator[None]:
        """Around what tries the transaction password: slowed down, a wrong one noted as `refused`.

        Raises:
            Refused: It is wrong, was tried too often, the session is locked, or the pepper is missing.
        """
        key = f"trade:{session.user_id}"
        await self._means.throttle.begin((key,))
        try:
            yield
        except WrongPassword:
            await self._audit(session.user_id, refused)
            raise Refused("account.error.transaction_wrong", field="transaction_password") from None
        except VaultLocked:
            raise Refused("account.error.locked") from None
        except PepperMissing:
            raise Refused("account.error.pepper_missing") from None
        await self._means.throttle.forgive(key)

    async def touch(self, session: Session) -> None:
        """Note that the session is in use; call it now and then, for instance once a minute.

        Raises:
            Refused: It was ended elsewhere, its time is up, or the account was disabled. The vault is locked then.
        """
        async with self._means.store.write() as connection:
            digest = _hash(session.token)
            if await rows.touch_login(connection, session.id, digest, self._means.now()):
                return
        session.vault.lock()
        raise Refused("account.error.session_over")

    async def logins(self, session: Session) -> list[Login]:
        """The person's logins that have not ended, newest first."""
        async with self._means.store.read() as connection:
            alive = await rows.logins(connection, session.user_id, self._means.now())
        return [Login(row.id, row.origin, row.created_ms, row.seen_ms, row.id == session.id) for row in alive]

    async def end_login(self, session: Session, login_id: str) -> None:
        """End one login of the person; that process locks at its next `touch`.

        Raises:
            Refused: There is no such login.
        """
        if not await self._end(session, only=login_id):
            raise Refused("account.error.unknown_session")

    async def end_other_logins(self, session: Session) -> int:
        """End all logins of the person but this one; answers how many."""
        return await self._end(session, but=session.id)

    # -- steps -------------------------------------------------------------------------------------------------------

    async def _open_vault(self, account: rows.Account | None, password: Secret) -> OpenVault | None:
        """The vault, or None for a wrong password; as much work when there is no such account."""
        if account is None or account.disabled_ms is not None:
            await self._means.vaults.waste(password)
            return None
        try:
            return await self._means.vaults.open_with_password(account.id, password)
        except WrongPassword:
            return None
        except PepperMissing:
            raise Refused("account.error.pepper_missing") from None

    async def _refuse_login(self, account: rows.Account | None) -> NoReturn:
        # What was typed for an unknown name is not kept: it may be a password in the wrong field.
        subject = f"user:{account.id}" if account else "user:unknown"
        detail = {"source": self._means.source}
        async with self._means.store.write() as connection:
            await audit.append(connection, "system", "login.failed", subject, detail, self._means.now())
        raise Refused("account.error.login")

    async def _open_session(self, account: rows.Account, vault: OpenVault, origin: str) -> Session:
        now_ms, token = self._means.now(), Secret(secrets.token_hex(16))
        expires_ms = now_ms + self._means.settings.session_hours * _HOUR_MS
        login = rows.LoginRow(new_id(), origin, now_ms, now_ms, expires_ms)
        async with self._means.store.write() as connection:
            await rows.add_login(connection, login, account.id, _hash(token))
            detail = {"source": origin}
            await audit.append(connection, account.id, "login.opened", f"login:{login.id}", detail, now_ms)
        role: Role = "operator" if account.role == "operator" else "user"
        return Session(
            login.id, account.id, account.username, account.nickname, role, vault, expires_ms=expires_ms, token=token
        )

    async def _end(self, session: Session, *, only: str = "", but: str = "") -> int:
        now_ms = self._means.now()
        async with self._means.store.write() as connection:
            ended = await rows.end_logins(connection, session.user_id, "ended", now_ms, only=only, but=but)
            if ended:
                subject = f"login:{only}" if only else f"user:{session.user_id}"
                await audit.append(connection, session.user_id, "login.ended", subject, {"count": ended}, now_ms)
        return ended


def _hash(token: Secret) -> bytes:
    """What is stored of a session's token; 128 random bits need no slow hash."""
    return hashlib.sha256(token.reveal().encode()).digest()
