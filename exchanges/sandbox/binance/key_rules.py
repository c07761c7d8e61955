"""Keys as Binance makes them, and the boxes of its key page."""

from __future__ import annotations

import random
import string

from exchanges.sandbox.keys import KeyRules

READING = "enableReading"
FUTURES = "enableFutures"
WITHDRAWALS = "enableWithdrawals"
_ALPHABET = string.ascii_letters + string.digits
LENGTH = 64

PERMISSIONS = (
    READING,
    FUTURES,
    WITHDRAWALS,
    "enableInternalTransfer",
    "permitsUniversalTransfer",
    "enableSpotAndMarginTrading",
    "enableMargin",
    "enableVanillaOptions",
    "enablePortfolioMarginTrading",
    "enableFixApiTrade",
    "enableFixReadOnly",
)
"""The booleans of `apiRestrictions`, in its order; reading may be unticked."""


def word(chance: random.Random, length: int = LENGTH) -> str:
    """Letters and digits, as Binance writes keys, secrets and listen keys."""
    return "".join(chance.choice(_ALPHABET) for _ in range(length))


def looks_like_a_key(text: str) -> bool:
    """True for what could be a key at all; anything else is -2014."""
    return len(text) == LENGTH and all(sign in _ALPHABET for sign in text)


RULES = KeyRules(
    permissions=PERMISSIONS,
    make=lambda chance: (word(chance), word(chance)),
    most_keys=30,
    most_ips=30,
)
