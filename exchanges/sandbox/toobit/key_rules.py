"""Keys as Toobit makes them, and the boxes of its key page."""

from __future__ import annotations

import random
import string

from exchanges.sandbox.keys import KeyRules

READ, TRADE, WITHDRAW, TRANSFER = "read", "trade", "withdraw", "transfer"
LENGTH = 64
_ALPHABET = string.ascii_letters + string.digits


def word(chance: random.Random, length: int = LENGTH) -> str:
    """Letters and digits, as Toobit writes keys, secrets and listen keys."""
    return "".join(chance.choice(_ALPHABET) for _ in range(length))


def looks_like_a_key(text: str) -> bool:
    """True for what could be a key at all; anything else is -2014."""
    return len(text) == LENGTH and all(sign in _ALPHABET for sign in text)


RULES = KeyRules(
    permissions=(READ, TRADE, WITHDRAW, TRANSFER),
    make=lambda chance: (word(chance), word(chance)),
    always=READ,
    most_keys=30,
    most_ips=20,
)
"""A key that may only read has nothing but `read`; the venue tells nobody what a key may do."""
