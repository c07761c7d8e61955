"""Keys as Gate makes them: each product is off, read-only or read-write, and a key has no passphrase."""

from __future__ import annotations

import random

from exchanges.sandbox.keys import KeyRules

PRODUCTS = (
    "crossx",
    "spot",
    "futures",
    "delivery",
    "wallet",
    "withdraw",
    "earn",
    "margin",
    "sub_account",
    "account",
    "options",
    "unified",
)


def _make(chance: random.Random) -> tuple[str, str]:
    return f"{chance.getrandbits(128):032x}", f"{chance.getrandbits(256):064x}"


RULES = KeyRules(
    permissions=tuple(f"{product}:{right}" for product in PRODUCTS for right in ("read", "write")),
    make=_make,
    most_keys=20,
    most_ips=20,
)
"""`crossx:read` and so on; `write` is what the site calls read-write."""


def may(permissions: list[str], product: str, *, writing: bool) -> str:
    """ "" when the key may; otherwise the label of the refusal."""
    if f"{product}:write" in permissions:
        return ""
    if f"{product}:read" in permissions:
        return "READ_ONLY" if writing else ""
    return "FORBIDDEN"
