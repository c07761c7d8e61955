"""Keys as Bitget makes them, and what their permission codes allow.

A classic key carries one code per box that was ticked; the write code of an area implies reading. A unified key says
once for all whether it may write (`read_and_write`), and names its areas. `readonly` and `trade` are what very old keys
say; they open nothing here.
"""

from __future__ import annotations

import random

from exchanges.sandbox.keys import KeyRules

CLASSIC = (
    "coor",
    "coow",
    "cpor",
    "cpow",
    "stor",
    "stow",
    "smor",
    "smow",
    "ttor",
    "ttow",
    "wtor",
    "wtow",
    "wwow",
    "chor",
    "chow",
    "p2pr",
    "p2p",
    "pllr",
    "pllw",
    "taxr",
    "taxw",
    "readonly",
    "trade",
)
READ_ONLY, READ_AND_WRITE = "read_only", "read_and_write"
AREAS = ("uta_trade", "uta_mgt", "withdraw", "copy_futures_position", "copy_futures_order")


def passphrase_fits(passphrase: str) -> bool:
    """8 to 32 letters and digits."""
    return 8 <= len(passphrase) <= 32 and passphrase.isascii() and passphrase.isalnum()


def _make(chance: random.Random) -> tuple[str, str]:
    return f"bg_{chance.getrandbits(128):032x}", f"{chance.getrandbits(256):064x}"


RULES = KeyRules(
    permissions=(*CLASSIC, READ_ONLY, READ_AND_WRITE, *AREAS),
    make=_make,
    most_keys=20,
    most_ips=30,
    passphrase_fits=passphrase_fits,
)
"""The venue allows ten keys; the seeded account of every kind of key already has that many."""

READ_FUTURES = frozenset({"coor", "coow", "cpor", "cpow"})
READ_ORDERS = frozenset({"coor", "coow"})
READ_POSITIONS = frozenset({"cpor", "cpow"})
READ_SPOT = frozenset({"stor", "stow"})
READ_MARGIN = frozenset({"smor", "smow"})
MARGIN_TRADE = frozenset({"smow"})
TRADE = frozenset({"coow"})
SETTINGS = frozenset({"coow", "cpow"})
UNIFIED_TRADE = frozenset({"uta_trade"})
UNIFIED_MANAGE = frozenset({"uta_mgt"})
UNIFIED_READ = frozenset({"uta_trade", "uta_mgt"})

NAMES = {
    READ_FUTURES: "futures read",
    READ_ORDERS: "futures order read",
    READ_POSITIONS: "futures position read",
    READ_SPOT: "spot read",
    READ_MARGIN: "margin read",
    MARGIN_TRADE: "margin read-write",
    TRADE: "futures order read-write",
    SETTINGS: "futures read-write",
    UNIFIED_TRADE: "unified account trade",
    UNIFIED_MANAGE: "unified account management",
    UNIFIED_READ: "unified account read",
}
"""What the refusal of a call names."""
