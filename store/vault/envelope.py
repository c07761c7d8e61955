"""One encrypted value: `version(1) | alg(1) | key_id(16) | nonce(12) | ciphertext and tag`.

The associated data names the exact place of the value, so an envelope moved to another row, column or user does not
open. Row ids are made before the insert, which is why they can be bound.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.errors import Refused

_VERSION = 1
_AES_256_GCM = 1
_KEY_ID_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_HEADER_BYTES = 2 + _KEY_ID_BYTES + _NONCE_BYTES


class Place(NamedTuple):
    """Where a secret belongs."""

    table: str
    column: str
    row_id: str


class DataKey:
    """A random key that encrypts values; kept in a bytearray so that `wipe` can overwrite it."""

    __slots__ = ("_bytes", "id")

    def __init__(self, key_id: str, key: bytearray) -> None:
        self.id = key_id
        """Hex of 16 random bytes."""
        self._bytes = key

    @classmethod
    def fresh(cls) -> DataKey:
        return cls(secrets.token_hex(_KEY_ID_BYTES), bytearray(AESGCM.generate_key(256)))

    @property
    def bytes(self) -> bytearray:
        """The key itself, not a copy."""
        return self._bytes

    def wipe(self) -> None:
        """Overwrite the key. Copies that the interpreter or the cipher made are out of reach."""
        self._bytes[:] = bytes(len(self._bytes))

    def __repr__(self) -> str:
        return f"DataKey({self.id}, ***)"

    def __reduce__(self) -> tuple[type[DataKey], tuple[str]]:
        raise TypeError("a DataKey is not pickled")


def seal(key: bytes | bytearray, key_id: str, user_id: str, place: Place, value: bytes | bytearray) -> bytes:
    """Encrypt `value` for exactly this place."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    head = bytes((_VERSION, _AES_256_GCM)) + bytes.fromhex(key_id)
    return head + nonce + AESGCM(key).encrypt(nonce, value, _associated(head, user_id, place))


def unseal(key: bytes | bytearray, key_id: str, user_id: str, place: Place, envelope: bytes) -> bytearray:
    """Decrypt what was sealed for exactly this place.

    Raises:
        Refused: Another key, place or user; or damaged; or of a format this program does not know.
    """
    head = envelope[: 2 + _KEY_ID_BYTES]
    if len(envelope) < _HEADER_BYTES + _TAG_BYTES or head[:2] != bytes((_VERSION, _AES_256_GCM)):
        raise Refused("the envelope is damaged or of an unknown format")
    if head[2:].hex() != key_id:
        raise Refused("the envelope was made with another key")
    nonce, body = envelope[len(head) : _HEADER_BYTES], envelope[_HEADER_BYTES:]
    value = bytearray(len(body) - _TAG_BYTES)
    try:
        AESGCM(key).decrypt_into(nonce, body, _associated(head, user_id, place), value)
    except InvalidTag:
        raise Refused("the envelope does not belong here, or is damaged") from None
    return value


def _associated(head: bytes, user_id: str, place: Place) -> bytes:
    """Every part with its length before it, so that no two places spell the same bytes."""
    parts = [b"binnacle", place.table.encode(), place.column.encode(), user_id.encode(), place.row_id.encode(), head]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
