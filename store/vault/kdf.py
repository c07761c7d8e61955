"""From a password to a wrapping key.

Argon2id turns it into 32 bytes; HKDF splits them into a half that is stored (hashed) to recognise the password
and a half that wraps the data key, so that neither tells anything about the other.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from store.errors import Refused, WeakKdf
from store.vault.pepper import Pepper

SALT_BYTES = 16
KEY_BYTES = 32
_AT_ONCE = 2
"""Each derivation takes its memory and a core for a quarter of a second."""
_OWASP_MINIMUM = ((47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5))
"""Memory in KiB and iterations that OWASP's password storage sheet calls equally strong."""


class HasSecret(Protocol):
    """A secret that is shown only where it is used."""

    def reveal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KdfParams:
    """Cost of Argon2id; the defaults are the second profile of RFC 9106."""

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 4

    @property
    def meets_owasp_minimum(self) -> bool:
        return any(self.memory_kib >= memory and self.iterations >= rounds for memory, rounds in _OWASP_MINIMUM)

    @property
    def are_plausible(self) -> bool:
        """False for what no version ever wrote: a damaged slot must not take the machine's memory or time."""
        return 1 <= self.lanes <= 64 and 8 * self.lanes <= self.memory_kib <= 1 << 20 and 1 <= self.iterations <= 100

    def is_weaker_than(self, other: KdfParams) -> bool:
        """True when raising a slot to `other` makes guessing dearer."""
        return self.memory_kib * self.iterations < other.memory_kib * other.iterations


@dataclass(frozen=True, slots=True, repr=False)
class DerivedKey:
    """The two halves of what a password gives."""

    verify: bytes
    wrap: bytes

    @property
    def verifier(self) -> bytes:
        """What is stored to recognise the password."""
        return hashlib.sha256(self.verify).digest()

    def matches(self, verifier: bytes) -> bool:
        return hmac.compare_digest(self.verifier, verifier)


class KeyDerivation:
    """Runs Argon2id in threads, two at a time.

    Args:
        params: For new slots; old ones carry their own.
        pepper: A server-side secret that is not in the database, if there is one.
        testing: Accept parameters below the minimum.

    Raises:
        WeakKdf: `params` are below the OWASP minimum.
    """

    def __init__(self, params: KdfParams, pepper: Pepper | None = None, *, testing: bool = False) -> None:
        if not testing and not params.meets_owasp_minimum:
            raise WeakKdf(f"Argon2id with {params.memory_kib} KiB and {params.iterations} iterations is too weak")
        self.params = params
        self.pepper = pepper
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def from_password(
        self, password: HasSecret, salt: bytes, params: KdfParams, user_id: str, pepper: Pepper | None
    ) -> DerivedKey:
        """Derive the halves; about a quarter of a second with the default parameters.

        Raises:
            Refused: The parameters of the slot are nonsense.
        """
        if not params.are_plausible or len(salt) != SALT_BYTES:
            raise Refused("the slot's Argon2id parameters are damaged")
        async with self._turns:
            return await asyncio.to_thread(_argon2id, password, salt, params, user_id, pepper)


def _argon2id(password: HasSecret, salt: bytes, params: KdfParams, user_id: str, pepper: Pepper | None) -> DerivedKey:
    argon2id = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=params.iterations,
        lanes=params.lanes,
        memory_cost=params.memory_kib,
        ad=user_id.encode(),
        secret=None if pepper is None else pepper.key,
    )
    master = bytearray(KEY_BYTES)
    argon2id.derive_into(unicodedata.normalize("NFC", password.reveal()).encode(), master)
    derived = DerivedKey(verify=_expand(master, b"binnacle/verify/1"), wrap=_expand(master, b"binnacle/wrap/1"))
    master[:] = bytes(KEY_BYTES)
    return derived


def _expand(master: bytearray, info: bytes) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info).derive(master)
