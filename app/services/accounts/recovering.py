"""Forgotten login passwords: with the recovery code nothing is lost; without it the vault's secrets are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import passwords
from app.services.accounts.base import AccountPart, about, refuse_same
from app.services.accounts.registering import Registered
from app.services.errors import Refused
from app.services.fields import clean, fold
from app.services.throttle import login_key
from exchanges.core.secret import Secret
from store import accounts as rows
from store import audit, totp, withdrawals
from store.errors import NoVault, WrongPassword
from store.vault import is_recovery_code, new_recovery_code

if TYPE_CHECKING:
    from store.vault import SlotChange

ADDRESSES_WAIT_MS = 24 * 3_600_000
"""Payout addresses wait again for so long after an account was taken over by e-mail alone."""


class Recovering(AccountPart):
    """Gives people back in. Throttled logins do not matter here: this way stays open."""

    async def recover(
        self, email: str, request_id: str, code: str, recovery_code: Secret, new_password: Secret
    ) -> Registered:
        """Replace the login password by e-mailed code and recovery code; all logins end.

        Returns:
            The new recovery code, shown once; the old one is void.

        Raises:
            Refused: Names `email`, `code`, `recovery_code` or `new_password`.
        """
        if not is_recovery_code(recovery_code.reveal()):
            raise Refused("account.error.recovery_shape", field="recovery_code")
        account = await self._proven(email, request_id, code, "recovery_code")
        passwords.check(new_password.reveal(), field="new_password", about=about(account))
        try:
            vault = await self._means.vaults.open_with_recovery_code(account.id, recovery_code)
        except (WrongPassword, NoVault):
            await self._audit(account.id, "recovery.refused")
            raise Refused("account.error.recovery_wrong", field="recovery_code") from None
        fresh = Secret(new_recovery_code())
        try:
            await refuse_same(self._means.vaults, account.id, "trade", new_password)
            change = await self._means.vaults.renew(vault, login_password=new_password, recovery_code=fresh)
        finally:
            vault.lock()
        await self._apply_recovery(account, change, request_id, "user.recovered")
        return Registered(account.id, account.username, fresh)

    async def start_over(
        self, email: str, request_id: str, code: str, login_password: Secret, transaction_password: Secret
    ) -> Registered:
        """Without the recovery code: new passwords and an empty vault. Every API key must be bound again.

        The account, its compute and its orders stay.

        Raises:
            Refused: Names `email`, `code`, `login_password` or `transaction_password`.
        """
        account = await self._proven(email, request_id, code, "code")
        login = login_password.reveal()
        passwords.check(login, field="login_password", about=about(account))
        passwords.check(transaction_password.reveal(), field="transaction_password", about=about(account), other=login)
        fresh = Secret(new_recovery_code())
        change, vault = await self._means.vaults.create_vault(account.id, login_password, transaction_password, fresh)
        vault.lock()
        await self._apply_recovery(account, change, request_id, "user.started_over", is_vault_new=True)
        return Registered(account.id, account.username, fresh)

    async def _proven(self, email: str, request_id: str, code: str, field: str) -> rows.Account:
        """The account whose address was just proved to be read by this person."""
        address = clean("email", email)
        await self._means.codes.check("recover", address, request_id, clean("code", code))
        async with self._means.store.read() as connection:
            account = await rows.by_email(connection, fold(address))
        if account is None or account.disabled_ms is not None:
            raise Refused("account.error.recovery_wrong", field=field)
        return account

    async def _apply_recovery(
        self, account: rows.Account, change: SlotChange, request_id: str, action: str, *, is_vault_new: bool = False
    ) -> None:
        now_ms = self._means.now()
        was_served = is_vault_new and bool(await self._means.vaults.served(account.id))
        async with self._means.store.write() as connection:
            await self._means.codes.spend(connection, request_id)
            await change.apply(connection, now_ms)
            await rows.update_account(connection, account.id, reset_ms=None)
            if is_vault_new:
                # Its seed went with the vault. Whoever read the mail alone must not take the money away at once.
                await totp.remove(connection, account.id)
                await withdrawals.postpone_addresses(connection, account.id, now_ms + ADDRESSES_WAIT_MS)
            await rows.end_logins(connection, account.id, "recovered", now_ms)
            await rows.set_throttle(connection, login_key(account.id), 0, 0, now_ms)
            await self._notify(connection, account, "started-over" if is_vault_new else "recovered")
            if was_served:  # A new vault has no slot for the service key.
                await self._notify(connection, account, "unattended-off")
            await audit.append(connection, account.id, action, f"user:{account.id}", {}, now_ms)
        self._means.mail.wake()
