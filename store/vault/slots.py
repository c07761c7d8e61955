"""Slots: one data key wrapped for one password, recovery code or service key. Pure, but for chance."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row

from store.database import new_id
from store.errors import PepperMissing, Refused, WrongPassword
from store.vault.envelope import DataKey, Place, seal, unseal
from store.vault.kdf import SALT_BYTES, HasSecret, KdfParams, KeyDerivation
from store.vault.recovery import from_recovery_code
from store.vault.service import from_service_key

KeyKind = Literal["read", "trade"]
SlotKind = Literal["password", "recovery", "service"]


@dataclass(frozen=True, slots=True, repr=False)
class Slot:
    """A row of `vault_slot`; field for field its columns."""

    id: str
    user_id: str
    key_kind: str
    slot_kind: str
    key_id: str
    salt: bytes
    memory_kib: int | None
    iterations: int | None
    lanes: int | None
    pepper_id: str
    verifier: bytes | None
    wrapped: bytes

    @classmethod
    def of(cls, row: Row[Any]) -> Slot:
        return cls(
            **{name: getattr(row, name) for name in _PLAIN},
            salt=bytes(row.salt),
            verifier=None if row.verifier is None else bytes(row.verifier),
            wrapped=bytes(row.wrapped),
        )

    @property
    def params(self) -> KdfParams:
        """Parameters of a password slot."""
        return KdfParams(self.memory_kib or 0, self.iterations or 0, self.lanes or 0)

    @property
    def place(self) -> Place:
        return Place("vault_slot", f"{self.key_kind}/{self.slot_kind}", self.id)


_PLAIN = (
    "id",
    "user_id",
    "key_kind",
    "slot_kind",
    "key_id",
    "memory_kib",
    "iterations",
    "lanes",
    "pepper_id",
)


async def wrap_for_password(kdf: KeyDerivation, user_id: str, kind: KeyKind, key: DataKey, password: HasSecret) -> Slot:
    """A password slot with a new salt and the current parameters."""
    slot_id, salt = new_id(), secrets.token_bytes(SALT_BYTES)
    derived = await kdf.from_password(password, salt, kdf.params, user_id, kdf.pepper)
    return Slot(
        id=slot_id,
        user_id=user_id,
        key_kind=kind,
        slot_kind="password",
        key_id=key.id,
        salt=salt,
        memory_kib=kdf.params.memory_kib,
        iterations=kdf.params.iterations,
        lanes=kdf.params.lanes,
        pepper_id="" if kdf.pepper is None else kdf.pepper.id,
        verifier=derived.verifier,
        wrapped=seal(derived.wrap, key.id, user_id, Place("vault_slot", f"{kind}/password", slot_id), key.bytes),
    )


def wrap_for_recovery(user_id: str, kind: KeyKind, key: DataKey, code: HasSecret) -> Slot:
    """A recovery slot with a new salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _wrap(user_id, kind, "recovery", key, salt, from_recovery_code(code, salt))


def wrap_for_service(user_id: str, kind: KeyKind, key: DataKey, service_key: HasSecret) -> Slot:
    """A service slot with a new salt."""
    salt = secrets.token_bytes(SALT_BYTES)
    return _wrap(user_id, kind, "service", key, salt, from_service_key(service_key, salt))


def _wrap(user_id: str, kind: KeyKind, slot_kind: SlotKind, key: DataKey, salt: bytes, wrap: bytes) -> Slot:
    """A slot of a random secret, which needs no slow derivation and no verifier."""
    slot_id = new_id()
    return Slot(
        id=slot_id,
        user_id=user_id,
        key_kind=kind,
        slot_kind=slot_kind,
        key_id=key.id,
        salt=salt,
        memory_kib=None,
        iterations=None,
        lanes=None,
        pepper_id="",
        verifier=None,
        wrapped=seal(wrap, key.id, user_id, Place("vault_slot", f"{kind}/{slot_kind}", slot_id), key.bytes),
    )


async def unwrap_with_password(kdf: KeyDerivation, slot: Slot, password: HasSecret) -> DataKey:
    """The data key inside a password slot.

    Raises:
        WrongPassword: It is not the password of this slot.
        PepperMissing: The slot was made with a pepper that is not at hand.
        Refused: The slot is damaged or was moved.
    """
    pepper = None
    if slot.pepper_id:
        pepper = kdf.pepper
        if pepper is None or pepper.id != slot.pepper_id:
            raise PepperMissing(f"the slot needs pepper {slot.pepper_id}")
    derived = await kdf.from_password(password, slot.salt, slot.params, slot.user_id, pepper)
    if slot.verifier is None or not derived.matches(slot.verifier):
        raise WrongPassword("the password does not open this slot")
    return DataKey(slot.key_id, unseal(derived.wrap, slot.key_id, slot.user_id, slot.place, slot.wrapped))


def unwrap_with_recovery(slot: Slot, code: HasSecret) -> DataKey:
    """The data key inside a recovery slot.

    Raises:
        WrongPassword: It is not the code of this slot (or the slot is damaged: nothing tells them apart).
    """
    wrap = from_recovery_code(code, slot.salt)
    try:
        return DataKey(slot.key_id, unseal(wrap, slot.key_id, slot.user_id, slot.place, slot.wrapped))
    except Refused:
        raise WrongPassword("the recovery code does not open this slot") from None


def unwrap_with_service(slot: Slot, service_key: HasSecret) -> DataKey:
    """The data key inside a service slot.

    Raises:
        Refused: It was made with another service key, is damaged, or was moved.
    """
    wrap = from_service_key(service_key, slot.salt)
    return DataKey(slot.key_id, unseal(wrap, slot.key_id, slot.user_id, slot.place, slot.wrapped))
