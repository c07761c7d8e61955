"""Unattended use: a person lets this machine open their vault without them. Off unless they switch it on.

The service key lies in a file beside the server key, never in the database; what it opens is one slot for each data
key, deleted when the person switches it off.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy.exc import IntegrityError

from app import locations
from app.services.accounts.signing_in import SigningIn
from app.services.errors import Refused
from app.services.fields import fold
from app.services.server_key import load_service_key, make_service_key
from app.services.trading_gate import demand_trading
from store import accounts as rows
from store import audit
from store.errors import Conflict, NoVault, VaultLocked
from store.errors import Refused as Unfit
from store.vault import drop_service_slots

if TYPE_CHECKING:
    from app.services.session import Session
    from exchanges.core.secret import Secret
    from store.vault import SlotChange

Reach = Literal["off", "read", "trade"]
"""What the service key opens: nothing, the read-only keys, or those and the trading keys."""
UNATTENDED = "unattended"
"""The origin of logins that were opened by the service key."""


class Unattended(SigningIn):
    """Switches unattended use on and off, and signs in by it."""

    async def unattended(self, session: Session) -> Reach:
        """What this person allows."""
        served = await self._means.vaults.served(session.user_id)
        return "trade" if "trade" in served else "read" if "read" in served else "off"

    async def allow_unattended(self, session: Session, password: Secret, *, with_trade: bool) -> None:
        """Let this machine open the read-only keys without the owner, and the trading keys too if wanted; mails them.

        Args:
            password: The transaction password, for either reach.

        Raises:
            Refused: `transaction_password` is not right, the session is locked or over, or the key file cannot be used.
        """
        await self.touch(session)
        change = await self._service_slots(session, password, with_trade=with_trade)
        account = await self._account_of(session)
        now_ms, detail = self._means.now(), {"keys": [slot.key_kind for slot in change.added]}
        try:
            async with self._means.store.write() as connection:
                await change.apply(connection, now_ms)
                await self._notify(connection, account, f"unattended-{'trade' if with_trade else 'read'}")
                subject = f"user:{session.user_id}"
                await audit.append(connection, session.user_id, "unattended.on", subject, detail, now_ms)
        except (Conflict, IntegrityError):
            raise Refused("unattended.error.meanwhile") from None
        self._means.mail.wake()

    async def forbid_unattended(self, session: Session) -> None:
        """Delete what the service key opens, end the logins it opened, and mail the owner; harmless when it is off."""
        now_ms, user_id = self._means.now(), session.user_id
        account = await self._account_of(session)
        async with self._means.store.write() as connection:
            if await drop_service_slots(connection, user_id):
                await rows.end_logins(connection, user_id, "unattended off", now_ms, origin=UNATTENDED)
                await self._notify(connection, account, "unattended-off")
                await audit.append(connection, user_id, "unattended.off", f"user:{user_id}", {}, now_ms)
        self._means.mail.wake()

    async def login_unattended(self, username: str) -> Session:
        """Open a login and the vault's read key by the service key; nothing is typed, so nothing is throttled.

        Raises:
            Refused: This person does not allow it, is kept out, or the service key is not the one of their slot.
        """
        async with self._means.store.read() as connection:
            account = await rows.by_username(connection, fold(username))
        if account is None or account.disabled_ms is not None:
            raise Refused("unattended.error.off", username=username)
        if account.reset_ms is not None:
            raise Refused("account.error.reset")
        if "read" not in await self._means.vaults.served(account.id):
            raise Refused("unattended.error.off", username=username)
        key = load_service_key(self._service_key_file)
        try:
            vault = await self._means.vaults.open_with_service_key(account.id, key)
        except NoVault:
            raise Refused("unattended.error.off", username=username) from None
        except Unfit:
            await self._audit(account.id, "unattended.refused")
            raise Refused("unattended.error.other-key", file=self._service_key_file) from None
        session = await self._open_session(account, vault, UNATTENDED)
        if "read" not in await self._means.vaults.served(account.id):
            # Switched off after the slot was read: that ended the logins there were, and this one came later.
            await self.logout(session)
            raise Refused("unattended.error.off", username=username)
        return session

    async def unlock_trade_unattended(self, session: Session) -> None:
        """Open the trade key for five minutes by the service key: for trading, so only while that is not paused.

        Raises:
            Refused: This person does not allow it, compute is used up, the session is over, or the service key is not
                the one of the slot.
        """
        await self.touch(session)
        async with self._means.store.read() as connection:
            await demand_trading(connection, session.user_id)
        key = load_service_key(self._service_key_file)
        try:
            await self._means.vaults.open_trade_with_service_key(session.vault, key)
        except NoVault:
            raise Refused("unattended.error.no-trade", username=session.username) from None
        except VaultLocked:
            raise Refused("account.error.locked") from None
        except Unfit:
            await self._audit(session.user_id, "unattended.refused")
            raise Refused("unattended.error.other-key", file=self._service_key_file) from None
        await self._audit(session.user_id, "trade_key.opened_unattended")

    @property
    def _service_key_file(self) -> Path:
        return locations.service_key_file(self._means.settings.data_dir)

    async def _service_slots(self, session: Session, password: Secret, *, with_trade: bool) -> SlotChange:
        vaults = self._means.vaults
        async with self._transaction_password(session, "unattended.refused"):
            # Before the key is made: the file comes to be when somebody really switches it on.
            await vaults.check_password(session.user_id, "trade", password)
            key = await asyncio.to_thread(make_service_key, self._service_key_file)
            return await vaults.serve(session.vault, key, password, with_trade=with_trade)
