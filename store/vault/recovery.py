"""Recovery codes: 140 random bits, shown once, that open both data keys. Being random, they need no slow derivation."""

from __future__ import annotations

import secrets
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.vault.kdf import KEY_BYTES, HasSecret

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 7, 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_recovery_code() -> str:
    """A fresh code of 140 random bits: seven groups of four, without letters that look like digits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_GROUPS * _GROUP)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def read_recovery_code(text: str) -> str:
    """A code as typed by a person in the form that is derived from: 28 letters; anything else gives other letters."""
    return "".join(unicodedata.normalize("NFKC", text).upper().translate(_READ_AS).split())


def is_recovery_code(text: str) -> bool:
    """True when the text has the form of a recovery code."""
    code = read_recovery_code(text)
    return len(code) == _GROUPS * _GROUP and set(code) <= set(_ALPHABET)


def from_recovery_code(code: HasSecret, salt: bytes) -> bytes:
    """The wrapping key of a recovery code; blanks, dashes and case do not matter."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"binnacle/recovery/1")
    return hkdf.derive(read_recovery_code(code.reveal()).encode())
