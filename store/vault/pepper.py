"""The pepper: an optional server-side secret that goes into every password slot and is never in the database.

Losing it loses every password slot; only recovery codes still open. So it has an id, is backed up apart from the
database, and nothing makes one by itself.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from store.errors import PepperMissing

_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Pepper:
    id: str
    """Short fingerprint, stored beside each slot that was made with it."""
    key: bytes


def make_pepper(file: Path) -> Pepper:
    """Write a fresh pepper to a new file that only the owner can read.

    Raises:
        FileExistsError: There is one already; it is never overwritten.
    """
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_hex(_BYTES) + "\n")
    return load_pepper(file)


def load_pepper(file: Path) -> Pepper:
    """Read a pepper.

    Raises:
        PepperMissing: The file is not there, holds something else, or others may read it.
    """
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise PepperMissing(f"{file} can be read by others; run: chmod 600 {file}")
        key = bytes.fromhex(file.read_text().strip())
    except (OSError, ValueError) as error:
        raise PepperMissing(f"{file} holds no pepper") from error
    if len(key) < _BYTES:
        raise PepperMissing(f"{file} holds a pepper of fewer than {_BYTES} bytes")
    return Pepper(id=hashlib.sha256(b"binnacle/pepper/1" + key).hexdigest()[:16], key=key)
