"""Keys as OKX makes them."""

from __future__ import annotations

import random
import re
import uuid

from exchanges.sandbox.keys import KeyRules

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9\s]")


def passphrase_fits(passphrase: str) -> bool:
    """8 to 32 characters with a small letter, a capital, a digit and a symbol."""
    return 8 <= len(passphrase) <= 32 and all(re.search(pattern, passphrase) for pattern in _CLASSES)


def _make(chance: random.Random) -> tuple[str, str]:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4)), f"{chance.getrandbits(128):032X}"


RULES = KeyRules(
    permissions=("read_only", "trade", "withdraw"),
    make=_make,
    always="read_only",
    most_keys=50,
    most_ips=20,
    passphrase_fits=passphrase_fits,
)
