"""What people paste: addresses and transaction hashes with the dirt that copying adds."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = frozenset("\t\n\v\f\r\x85" + "\u200b\u200c\u200d\u2060\ufeff")  # Line ends, tabs, zero-width characters.
_BLANKS = ("Zs", "Zl", "Zp")
_REFUSED = ("Cc", "Cf")
_TX_HASH = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")


def cleaned(text: str) -> str:
    """`text` without the blanks, line ends and zero-width characters around and inside it; nothing else is repaired.

    Raises:
        ValueError: another control character stands in it.
    """
    kept = "".join(c for c in text if c not in _DROPPED and unicodedata.category(c) not in _BLANKS)
    if any(unicodedata.category(c) in _REFUSED for c in kept):
        raise ValueError("control character")
    return kept


def tx_hash(text: str) -> str:
    """The hash as it is stored: 64 lower-case hex digits without `0x`.

    Raises:
        ValueError: it is not exactly 64 hex digits.
    """
    match = _TX_HASH.fullmatch(cleaned(text))
    if match is None:
        raise ValueError("a transaction hash has 64 hex digits")
    return match[1].lower()
