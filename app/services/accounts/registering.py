"""Registering: every field with its own refusal, then account, vault and invite in one unit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.locale.catalogue import Language, language
from app.services import passwords
from app.services.accounts.base import AccountPart, about
from app.services.accounts.inviting import put_fresh_invite
from app.services.errors import Refused
from app.services.fields import clean, fold
from exchanges.core.secret import Secret
from store import accounts as rows
from store import audit
from store.database import new_id
from store.vault import SlotChange, new_recovery_code

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.email_codes import CodeRequest, Purpose

FIRST_INVITES = 3
"""Codes that the operator receives with the account, to hand out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The form as filled in; names of fields are those that refusals name."""

    username: str
    nickname: str
    real_name: str
    email: str
    request_id: str
    """`CodeRequest.id` of the code; empty when none was asked for."""
    code: str = field(repr=False)
    phone: str
    login_password: Secret
    transaction_password: Secret
    invite: str = ""
    """May be empty for the first account of a store only."""
    contact: str = ""
    language: Language | None = None
    """Mail is written in it; the language of the screen when left out."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What a person gets to see once."""

    user_id: str
    username: str
    recovery_code: Secret
    """Shown this once; groups of four, joined by dashes."""


class Registering(AccountPart):
    """Makes accounts."""

    async def is_first_start(self) -> bool:
        """True while the store has no account; the first one becomes the operator and needs no invite."""
        async with self._means.store.read() as connection:
            return await rows.is_empty(connection)

    async def request_code(self, purpose: Purpose, email: str, mail_language: Language | None = None) -> CodeRequest:
        """Mail a code to an address.

        Args:
            purpose: What it will be good for.
            mail_language: Of the mail; the language of the screen when left out.

        Raises:
            Refused: Not an address, too soon, or too many.
        """
        return await self._means.codes.request(purpose, clean("email", email), mail_language or language())

    async def register(self, form: Registration) -> Registered:
        """Make an account and its vault.

        Raises:
            Refused: Names the field that will not do. Nothing was made, and the code is still good.
        """
        account = self._read(form)
        invite = await self._find_invite(form)
        await self._check_free(account)
        await self._means.codes.check("register", account.email, form.request_id, clean("code", form.code))
        recovery_code = Secret(new_recovery_code())
        slots, vault = await self._means.vaults.create_vault(
            account.id, form.login_password, form.transaction_password, recovery_code
        )
        vault.lock()
        async with self._means.store.write() as connection:
            await self._insert(connection, account, invite, slots, form.request_id)
        return Registered(account.id, account.username, recovery_code)

    def _read(self, form: Registration) -> rows.Account:
        """The account as it will be; its role is settled when it is inserted."""
        account = rows.Account(
            id=new_id(),
            username=clean("username", form.username),
            nickname=clean("nickname", form.nickname),
            real_name=clean("real_name", form.real_name),
            email=clean("email", form.email),
            phone=clean("phone", form.phone),
            contact=clean("contact", form.contact),
            role="user",
            language=form.language or language(),
            created_ms=self._means.now(),
        )
        login = form.login_password.reveal()
        passwords.check(login, field="login_password", about=about(account))
        passwords.check(
            form.transaction_password.reveal(), field="transaction_password", about=about(account), other=login
        )
        clean("code", form.code)
        return account

    async def _find_invite(self, form: Registration) -> rows.InviteRow | None:
        """The invite of the form; None only on an empty store, which needs none."""
        if await self.is_first_start():
            return None
        code = clean("invite", form.invite)
        async with self._means.store.read() as connection:
            invite = await rows.invite_by_code(connection, code)
        if invite is None:
            raise Refused("account.error.invite_unknown", field="invite")
        is_over = invite.expires_ms is not None and invite.expires_ms <= self._means.now()
        if is_over or invite.revoked_ms is not None or invite.uses >= invite.max_uses:
            raise Refused("account.error.invite_spent", field="invite")
        return invite

    async def _check_free(self, account: rows.Account) -> None:
        async with self._means.store.read() as connection:
            if await rows.by_username(connection, fold(account.username)) is not None:
                raise Refused("account.error.username_taken", field="username")

    async def _insert(
        self,
        connection: AsyncConnection,
        account: rows.Account,
        invite: rows.InviteRow | None,
        slots: SlotChange,
        request_id: str,
    ) -> None:
        now_ms = self._means.now()
        is_operator = invite is None
        if is_operator and not await rows.take_first_place(connection, account.id, now_ms):
            raise Refused("account.error.invite_missing", field="invite")
        await self._insert_account(connection, account, "operator" if is_operator else "user", invite)
        await slots.apply(connection, now_ms)
        await self._means.codes.spend(connection, request_id)
        if invite is not None and not await rows.use_invite(connection, invite.id, account.id, now_ms):
            raise Refused("account.error.invite_spent", field="invite")
        for _ in range(FIRST_INVITES if is_operator else 0):
            await put_fresh_invite(connection, account.id, 1, now_ms)
        detail = {"role": "operator" if is_operator else "user", "invite": invite.id if invite else ""}
        await audit.append(connection, account.id, "user.registered", f"user:{account.id}", detail, now_ms)

    async def _insert_account(
        self, connection: AsyncConnection, account: rows.Account, role: str, invite: rows.InviteRow | None
    ) -> None:
        complete = replace(account, role=role, inviter_id=invite.creator_id if invite else None)
        taken = await rows.add_account(connection, complete, fold(account.username), fold(account.email))
        if taken == "username":
            raise Refused("account.error.username_taken", field="username")
        if taken == "email":
            raise Refused("account.error.email_taken", field="email")
