"""Changing passwords: the data keys are wrapped anew, no secret is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import passwords
from app.services.accounts.base import AccountPart, about, refuse_same
from app.services.errors import Refused
from app.services.throttle import login_key
from store import accounts as rows
from store import audit
from store.errors import NoVault, WrongPassword

if TYPE_CHECKING:
    from app.services.session import Session
    from exchanges.core.secret import Secret
    from store.vault import KeyKind, SlotChange


class Changing(AccountPart):
    """Replaces passwords of people who are signed in."""

    async def change_login_password(self, session: Session, old: Secret, new: Secret) -> None:
        """Replace the login password; other logins end, and the owner gets a mail.

        Raises:
            Refused: `old_password` is not right, or `new_password` will not do.
        """
        key = login_key(session.user_id)
        change = await self._rewrap(session, "read", old, new, key, "account.error.password_wrong")
        await self._apply(session, change, "login-changed", ends_logins=True)
        await self._means.throttle.forgive(key)

    async def change_transaction_password(self, session: Session, old: Secret, new: Secret) -> None:
        """Replace the transaction password; the owner gets a mail.

        Raises:
            Refused: `old_password` is not right, or `new_password` will not do.
        """
        key = f"trade:{session.user_id}"
        change = await self._rewrap(session, "trade", old, new, key, "account.error.transaction_wrong")
        await self._apply(session, change, "transaction-changed")
        await self._means.throttle.forgive(key)

    async def reset_transaction_password(self, session: Session, recovery_code: Secret, new: Secret) -> None:
        """Replace a forgotten transaction password with the help of the recovery code, which stays good.

        Raises:
            Refused: `recovery_code` is not right, or `new_password` will not do.
        """
        passwords.check(new.reveal(), field="new_password", about=about(await self._account_of(session)))
        try:
            opened = await self._means.vaults.open_with_recovery_code(session.user_id, recovery_code)
        except (WrongPassword, NoVault):
            await self._audit(session.user_id, "recovery.refused")
            raise Refused("account.error.recovery_wrong", field="recovery_code") from None
        try:
            # Only for whoever has the code: the answer tells whether `new` is the login password.
            await refuse_same(self._means.vaults, session.user_id, "read", new)
            change = await self._means.vaults.renew(opened, transaction_password=new)
        finally:
            opened.lock()
        await self._apply(session, change, "transaction-changed")

    async def _rewrap(
        self, session: Session, kind: KeyKind, old: Secret, new: Secret, throttle_key: str, wrong: str
    ) -> SlotChange:
        if passwords.received(old.reveal()) == passwords.received(new.reveal()):
            raise Refused("account.error.password_unchanged", field="new_password")
        passwords.check(new.reveal(), field="new_password", about=about(await self._account_of(session)))
        await self._means.throttle.begin((throttle_key,))
        try:
            change = await self._means.vaults.rewrap(session.user_id, kind, old, new)
        except WrongPassword:
            await self._audit(session.user_id, "password.refused")
            raise Refused(wrong, field="old_password") from None
        await refuse_same(self._means.vaults, session.user_id, "trade" if kind == "read" else "read", new)
        return change

    async def _apply(self, session: Session, change: SlotChange, notice: str, *, ends_logins: bool = False) -> None:
        account, now_ms = await self._account_of(session), self._means.now()
        async with self._means.store.write() as connection:
            await change.apply(connection, now_ms)
            if ends_logins:
                await rows.end_logins(connection, session.user_id, "password changed", now_ms, but=session.id)
            await self._notify(connection, account, notice)
            subject = f"user:{session.user_id}"
            await audit.append(connection, session.user_id, f"password.{notice}", subject, {}, now_ms)
        self._means.mail.wake()
