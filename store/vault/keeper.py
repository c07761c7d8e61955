"""Making, opening and rewrapping vaults.

Key derivation is slow and never happens inside a unit: calls here read slots, derive, and give back a `SlotChange` that
the caller applies in its own write unit, together with what else belongs to the event (session ends, mail, audit).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import select

from store.database import Store
from store.errors import Conflict, NoVault, WeakSecret
from store.tables import VaultSlot
from store.vault.changes import SlotChange
from store.vault.envelope import DataKey
from store.vault.kdf import SALT_BYTES, HasSecret, KdfParams, KeyDerivation
from store.vault.opened import OpenVault
from store.vault.pepper import Pepper
from store.vault.recovery import is_recovery_code
from store.vault.slots import (
    KeyKind,
    Slot,
    SlotKind,
    unwrap_with_password,
    unwrap_with_recovery,
    unwrap_with_service,
    wrap_for_service,
)
from store.vault.slots import wrap_for_password as _for_password
from store.vault.slots import wrap_for_recovery as _for_recovery

SLOTS = VaultSlot.__table__
FIVE_MINUTES_MS = 300_000


class Vaults:
    """All vaults of a store.

    Args:
        store: Where the slots are.
        params: Cost of new password slots; older, cheaper ones are raised when they are next opened.
        pepper: Goes into every new password slot.
        trade_ttl_ms: How long an opened trade key stays.
        testing: Accept parameters below the OWASP minimum.

    Raises:
        WeakKdf: `params` are below the OWASP minimum.
    """

    def __init__(
        self,
        store: Store,
        params: KdfParams | None = None,
        pepper: Pepper | None = None,
        *,
        trade_ttl_ms: int = FIVE_MINUTES_MS,
        testing: bool = False,
    ) -> None:
        self._store = store
        self._kdf = KeyDerivation(params or KdfParams(), pepper, testing=testing)
        self._trade_ttl_ms = trade_ttl_ms

    async def create_vault(
        self, user_id: str, login_password: HasSecret, transaction_password: HasSecret, recovery_code: HasSecret
    ) -> tuple[SlotChange, OpenVault]:
        """New data keys for a user, in four slots.

        For a user who has a vault already this is the last resort: applying it destroys every secret of theirs.

        Returns:
            The change to apply in the unit that inserts the user, and the vault, open with both keys.

        Raises:
            WeakSecret: The recovery code is not one of `new_recovery_code`.
        """
        read, trade = DataKey.fresh(), DataKey.fresh()
        old = await self._slots(user_id)
        added = (
            await _for_password(self._kdf, user_id, "read", read, login_password),
            await _for_password(self._kdf, user_id, "trade", trade, transaction_password),
            *_both_for_recovery(user_id, read, trade, recovery_code),
        )
        vault = self._opened(user_id, read)
        vault.take_trade(trade)
        return SlotChange(user_id, _ids(old), added, ("read", "trade") if old else ()), vault

    async def open_with_password(self, user_id: str, login_password: HasSecret) -> OpenVault:
        """Open the read key.

        Raises:
            WrongPassword: Not the login password.
            NoVault: The user has no vault.
            PepperMissing, Refused: The slot cannot be opened by any password here.
        """
        return self._opened(user_id, await self._unwrap(user_id, "read", login_password))

    async def open_trade(self, vault: OpenVault, transaction_password: HasSecret) -> None:
        """Open the trade key of an open vault for its time; raises as `open_with_password`, and VaultLocked."""
        vault.take_trade(await self._unwrap(vault.user_id, "trade", transaction_password))

    async def check_password(self, user_id: str, kind: KeyKind, password: HasSecret) -> None:
        """Ask for a password again before a sensitive act; raises as `open_with_password`."""
        (await self._unwrap(user_id, kind, password)).wipe()

    async def open_with_recovery_code(self, user_id: str, code: HasSecret) -> OpenVault:
        """Open both keys with the recovery code; `renew` then gives new passwords.

        Raises:
            WrongPassword: Not the recovery code.
            NoVault: The user has no recovery slots.
        """
        read, trade = [
            unwrap_with_recovery(await self._slot(user_id, kind, "recovery"), code) for kind in ("read", "trade")
        ]
        vault = self._opened(user_id, read)
        vault.take_trade(trade)
        return vault

    async def rewrap(self, user_id: str, kind: KeyKind, old: HasSecret, new: HasSecret) -> SlotChange:
        """Change the login (`read`) or the transaction (`trade`) password: one slot replaced, no secret touched.

        Raises:
            WrongPassword: `old` is not the password.
            NoVault: The user has no such slot.
        """
        slot = await self._slot(user_id, kind, "password")
        key = await unwrap_with_password(self._kdf, slot, old)
        try:
            return SlotChange(user_id, (slot.id,), (await _for_password(self._kdf, user_id, kind, key, new),))
        finally:
            key.wipe()

    async def renew(
        self,
        vault: OpenVault,
        *,
        login_password: HasSecret | None = None,
        transaction_password: HasSecret | None = None,
        recovery_code: HasSecret | None = None,
    ) -> SlotChange:
        """New slots for the keys of an open vault, after recovery or for a new recovery code.

        Raises:
            VaultLocked: A key that is to be wrapped is not open.
            WeakSecret: The recovery code is not one of `new_recovery_code`.
        """
        user_id, added = vault.user_id, list[Slot]()
        passwords: tuple[tuple[KeyKind, HasSecret | None], ...] = (
            ("read", login_password),
            ("trade", transaction_password),
        )
        for kind, password in passwords:
            if password is not None:
                added.append(await _for_password(self._kdf, user_id, kind, vault.key(kind), password))
        if recovery_code is not None:
            added += _both_for_recovery(user_id, vault.key("read"), vault.key("trade"), recovery_code)
        replaced = {(slot.key_kind, slot.slot_kind) for slot in added}
        old = [slot for slot in await self._slots(user_id) if (slot.key_kind, slot.slot_kind) in replaced]
        return SlotChange(user_id, _ids(old), tuple(added))

    async def replace_trade_key(
        self, vault: OpenVault, transaction_password: HasSecret, recovery_code: HasSecret
    ) -> SlotChange:
        """Forgotten transaction password, no recovery code: a new trade key; applying it destroys the trading secrets.

        The recovery slots of both keys are made anew, so the new code is needed from then on. The vault's trade key is
        locked; once the change is applied `open_trade` opens the new one.

        Raises:
            VaultLocked: The read key is not open.
            WeakSecret: The recovery code is not one of `new_recovery_code`.
        """
        user_id, trade = vault.user_id, DataKey.fresh()
        added = (
            await _for_password(self._kdf, user_id, "trade", trade, transaction_password),
            *_both_for_recovery(user_id, vault.key("read"), trade, recovery_code),
        )
        old = await self._slots(user_id)
        replaced = [slot for slot in old if (slot.key_kind, slot.slot_kind) != ("read", "password")]
        vault.lock_trade()
        trade.wipe()
        return SlotChange(user_id, _ids(replaced), added, ("trade",))

    async def serve(
        self, vault: OpenVault, service_key: HasSecret, transaction_password: HasSecret, *, with_trade: bool
    ) -> SlotChange:
        """Let the service key open the read key, and the trade key too if wanted, instead of what it opened before.

        The transaction password is asked for either way; the vault's own trade key stays as it is, open or locked.

        Raises:
            WrongPassword: Not the transaction password.
            VaultLocked: The read key is not open.
            NoVault, PepperMissing, Refused: As `open_with_password`.
        """
        user_id = vault.user_id
        trade = await self._unwrap(user_id, "trade", transaction_password)
        try:
            added = [wrap_for_service(user_id, "read", vault.key("read"), service_key)]
            if with_trade:
                added.append(wrap_for_service(user_id, "trade", trade, service_key))
        finally:
            trade.wipe()
        old = [slot for slot in await self._slots(user_id) if slot.slot_kind == "service"]
        return SlotChange(user_id, _ids(old), tuple(added))

    async def served(self, user_id: str) -> frozenset[str]:
        """The data keys (`read`, `trade`) that have a service slot."""
        return frozenset(slot.key_kind for slot in await self._slots(user_id) if slot.slot_kind == "service")

    async def open_with_service_key(self, user_id: str, service_key: HasSecret) -> OpenVault:
        """Open the read key without its owner.

        Raises:
            NoVault: The user did not agree to it.
            Refused: The slot was made with another service key, or is damaged.
        """
        return self._opened(user_id, await self._unwrap_with_service(user_id, "read", service_key))

    async def open_trade_with_service_key(self, vault: OpenVault, service_key: HasSecret) -> None:
        """Open the trade key of an open vault for its time; raises as `open_with_service_key`, and VaultLocked."""
        vault.take_trade(await self._unwrap_with_service(vault.user_id, "trade", service_key))

    async def waste(self, password: HasSecret) -> None:
        """As much work as a wrong password costs, for a user who does not exist."""
        await self._kdf.from_password(password, secrets.token_bytes(SALT_BYTES), self._kdf.params, "", self._kdf.pepper)

    async def _unwrap(self, user_id: str, kind: KeyKind, password: HasSecret) -> DataKey:
        slot = await self._slot(user_id, kind, "password")
        key = await unwrap_with_password(self._kdf, slot, password)
        if slot.params.is_weaker_than(self._kdf.params) or (self._kdf.pepper is not None and not slot.pepper_id):
            await self._strengthen(slot, kind, key, password)
        return key

    async def _unwrap_with_service(self, user_id: str, kind: KeyKind, service_key: HasSecret) -> DataKey:
        slot, current = await self._slot(user_id, kind, "service"), await self._slot(user_id, kind, "password")
        if slot.key_id != current.key_id:
            # Written by a process that still held the data key which another one had just replaced.
            raise NoVault(f"the service slot is of an older {kind} key")
        return unwrap_with_service(slot, service_key)

    async def _strengthen(self, slot: Slot, kind: KeyKind, key: DataKey, password: HasSecret) -> None:
        stronger = await _for_password(self._kdf, slot.user_id, kind, key, password)
        change = SlotChange(slot.user_id, (slot.id,), (stronger,))
        try:
            async with self._store.write() as connection:
                await change.apply(connection, self._store.now())
        except Conflict:
            # Another process replaced the slot meanwhile; its slot holds the same key and is at least as new.
            return

    async def _slot(self, user_id: str, kind: KeyKind, slot_kind: SlotKind) -> Slot:
        for slot in await self._slots(user_id):
            if (slot.key_kind, slot.slot_kind) == (kind, slot_kind):
                return slot
        raise NoVault(f"no {slot_kind} slot for the {kind} key")

    async def _slots(self, user_id: str) -> list[Slot]:
        async with self._store.read() as connection:
            rows = await connection.execute(select(SLOTS).where(SLOTS.c.user_id == user_id))
            return [Slot.of(row) for row in rows]

    def _opened(self, user_id: str, read: DataKey) -> OpenVault:
        return OpenVault(user_id, read, self._store.now, self._trade_ttl_ms)


def _both_for_recovery(user_id: str, read: DataKey, trade: DataKey, code: HasSecret) -> tuple[Slot, Slot]:
    if not is_recovery_code(code.reveal()):
        raise WeakSecret("a recovery code has seven groups of four letters")
    return _for_recovery(user_id, "read", read, code), _for_recovery(user_id, "trade", trade, code)


def _ids(slots: Iterable[Slot]) -> tuple[str, ...]:
    return tuple(slot.id for slot in slots)
