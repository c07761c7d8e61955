"""What every part of the account service works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.locale.catalogue import LANGUAGES, Language
from app.services.errors import Refused
from store import accounts as rows
from store import audit
from store.errors import WrongPassword

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.email_codes import EmailCodes
    from app.services.mail import MailService
    from app.services.session import Session
    from app.services.throttle import Throttle
    from app.settings import Settings
    from exchanges.core.secret import Secret
    from store.database import Store
    from store.vault import KeyKind, Vaults


@dataclass(frozen=True, slots=True)
class Means:
    """Everything the parts share."""

    store: Store
    vaults: Vaults
    mail: MailService
    codes: EmailCodes
    throttle: Throttle
    settings: Settings
    now: Callable[[], int]
    """UTC milliseconds."""
    source: str
    """Where people of this process come from: an address for SSH, else `local`."""


class AccountPart:
    """Parent of the parts of `AccountService`."""

    def __init__(self, means: Means) -> None:
        self._means = means

    async def _account_of(self, session: Session) -> rows.Account:
        async with self._means.store.read() as connection:
            account = await rows.by_id(connection, session.user_id)
        if account is None:
            raise Refused("account.error.session_over")
        return account

    async def _audit(self, user_id: str, action: str) -> None:
        """Note in a unit of its own that something happened to an account."""
        async with self._means.store.write() as connection:
            await audit.append(connection, user_id, action, f"user:{user_id}", {}, self._means.now())

    async def _notify(self, connection: AsyncConnection, account: rows.Account, kind: str) -> None:
        """Mail the owner of an account, in the caller's unit, that something happened to it."""
        time = datetime.fromtimestamp(self._means.now() / 1000, UTC)
        language = language_of(account)
        values = {"username": account.username, "time": f"{time:%Y-%m-%d %H:%M}"}
        await self._means.mail.put(connection, account.email, kind, language, **values)


async def refuse_same(vaults: Vaults, user_id: str, other: KeyKind, password: Secret) -> None:
    """Refuse a new password that opens the other slot: the two must differ."""
    try:
        await vaults.check_password(user_id, other, password)
    except WrongPassword:
        return
    raise Refused("account.error.password_same", field="new_password")


def language_of(account: rows.Account) -> Language:
    """The language an account is written to in."""
    return next((language for language in LANGUAGES if language == account.language), LANGUAGES[0])


def about(account: rows.Account) -> tuple[str, ...]:
    """What a password of this person must not be made of."""
    return (
        account.username,
        account.nickname,
        account.real_name,
        account.email,
        account.email.partition("@")[0],
        account.phone,
        account.contact,
    )
