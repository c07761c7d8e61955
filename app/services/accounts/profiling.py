"""The profile: what a person told about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from app.locale.catalogue import Language
from app.services.accounts.base import AccountPart, language_of
from app.services.errors import Refused
from app.services.fields import clean, fold
from app.services.throttle import login_key
from store import accounts as rows
from store import audit, settings
from store.errors import WrongPassword

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.session import Session
    from exchanges.core.secret import Secret

_EDITABLE = ("nickname", "real_name", "phone", "contact")


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its owner sees it."""

    username: str
    nickname: str
    real_name: str
    email: str
    phone: str
    contact: str
    """The only field other users may see."""
    role: str
    language: Language
    created_ms: int


class Profiling(AccountPart):
    """Shows and edits profiles."""

    async def profile(self, session: Session) -> Profile:
        account = await self._account_of(session)
        return Profile(
            account.username,
            account.nickname,
            account.real_name,
            account.email,
            account.phone,
            account.contact,
            account.role,
            language_of(account),
            account.created_ms,
        )

    async def update_profile(self, session: Session, *, language: Language | None = None, **fields: str) -> Profile:
        """Change some of nickname, real_name, phone, contact and language.

        Raises:
            Refused: Names the field that will not do; nothing was changed.
            TypeError: There is no such field.
        """
        if unknown := set(fields) - set(_EDITABLE):
            raise TypeError(f"not fields of a profile: {', '.join(sorted(unknown))}")
        values = {name: clean(name, text) for name, text in fields.items()}
        changed = sorted(values)
        if language is not None:
            values["language"] = language
            changed.append("language")
        if values:
            async with self._means.store.write() as connection:
                await rows.update_account(connection, session.user_id, **values)
                await self._audit_change(connection, session, {"fields": changed})
        session.nickname = values.get("nickname", session.nickname)
        return await self.profile(session)

    async def look(self, session: Session) -> dict[str, Any]:
        """How the person wants the screen to look, as they chose last, on whatever machine; empty when never."""
        async with self._means.store.read() as connection:
            kept: dict[str, Any] = await settings.get(connection, _look_key(session), {})
        return kept

    async def keep_look(self, session: Session, look: Mapping[str, Any]) -> None:
        """Remember it with the person; plain words, numbers and yes or no."""
        async with self._means.store.write() as connection:
            await settings.put(connection, _look_key(session), dict(look), self._means.now())

    async def change_email(self, session: Session, password: Secret, email: str, request_id: str, code: str) -> Profile:
        """Use another address from now on; the old one gets a mail.

        Args:
            password: The login password, asked for again.
            email: The new address; `code` was mailed there for the purpose `email`.

        Raises:
            Refused: Names `password`, `email` or `code`.
        """
        address = clean("email", email)
        await self._means.codes.check("email", address, request_id, clean("code", code))
        key = login_key(session.user_id)
        await self._means.throttle.begin((key,))
        try:
            await self._means.vaults.check_password(session.user_id, "read", password)
        except WrongPassword:
            await self._audit(session.user_id, "password.refused")
            raise Refused("account.error.password_wrong", field="password") from None
        await self._means.throttle.forgive(key)
        account = await self._account_of(session)
        try:
            async with self._means.store.write() as connection:
                await self._means.codes.spend(connection, request_id)
                await rows.update_account(connection, session.user_id, email=address, email_folded=fold(address))
                await self._notify(connection, account, "email-changed")
                await self._audit_change(connection, session, {"fields": ["email"]})
        except IntegrityError:
            raise Refused("account.error.email_taken", field="email") from None
        self._means.mail.wake()
        return await self.profile(session)

    async def _audit_change(self, connection: AsyncConnection, session: Session, detail: dict[str, list[str]]) -> None:
        """Which fields were changed; never to what."""
        subject = f"user:{session.user_id}"
        await audit.append(connection, session.user_id, "user.profile_changed", subject, detail, self._means.now())


def _look_key(session: Session) -> str:
    return f"look:{session.user_id}"
