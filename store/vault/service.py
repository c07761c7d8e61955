"""The service key: a random key of one machine, in a file outside the database, for the vaults of those who agreed.

Being random, it needs no slow derivation. A copy of the database without the file opens nothing.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from store.tables import VaultSlot
from store.vault.kdf import KEY_BYTES, HasSecret

SLOTS = VaultSlot.__table__


def from_service_key(key: HasSecret, salt: bytes) -> bytes:
    """The wrapping key of a service slot."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"binnacle/service/1")
    return hkdf.derive(key.reveal().encode())


async def drop_service_slots(connection: AsyncConnection, user_id: str) -> bool:
    """Delete what the service key opens of a user, in the caller's unit; answers whether there was anything."""
    gone = delete(SLOTS).where(SLOTS.c.user_id == user_id, SLOTS.c.slot_kind == "service")
    return (await connection.execute(gone)).rowcount > 0
