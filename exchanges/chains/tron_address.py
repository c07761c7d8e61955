"""TRON addresses: 20 bytes, written as `T...` base58check text or as hex.

Addresses are compared as bytes, never as text: the same address has three spellings on TRON.
"""

from __future__ import annotations

import re

from exchanges.chains import base58
from exchanges.chains.pasted import cleaned

_PREFIX = b"\x41"
_TEXT = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")


def from_text(text: str) -> bytes:
    """The 20 bytes of a `T...` address as a person types or pastes it.

    Raises:
        ValueError: any other length, prefix, case or form, or a typo (the checksum differs).
    """
    plain = cleaned(text)
    if not _TEXT.fullmatch(plain):
        raise ValueError("a TRON address has 34 characters and begins with T")
    payload = base58.decode_check(plain)
    if len(payload) != 21 or not payload.startswith(_PREFIX):
        raise ValueError("not a TRON address")
    return payload[1:]


def to_text(address: bytes) -> str:
    """The `T...` form of 20 bytes."""
    return base58.encode_check(_PREFIX + address)


def to_hex41(address: bytes) -> str:
    """The form of HTTP bodies: `41` and 40 hex digits."""
    return (_PREFIX + address).hex()
