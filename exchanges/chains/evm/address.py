"""EVM addresses: 20 bytes, written as `0x` and 40 hex digits whose letters' case is a checksum (EIP-55)."""

from __future__ import annotations

import re
from functools import lru_cache

from exchanges.chains.evm.keccak import keccak256
from exchanges.chains.pasted import cleaned

_TEXT = re.compile(r"0x([0-9a-fA-F]{40})")


def from_text(text: str) -> bytes:
    """The 20 bytes of an address as a person types or pastes it.

    All letters small or all capital is accepted as written without a checksum.

    Raises:
        ValueError: any other length or form, or a typo (letters of both cases that are not the checksum's).
    """
    match = _TEXT.fullmatch(cleaned(text))
    if match is None:
        raise ValueError("an address has 0x and 40 hex digits")
    digits, address = match[1], bytes.fromhex(match[1])
    if digits not in (digits.lower(), digits.upper()) and "0x" + digits != to_text(address):
        raise ValueError("checksum differs")
    return address


@lru_cache(maxsize=1_000)
def to_text(address: bytes) -> str:
    """The form with the checksum: a letter is capital where the hash of the small ones has a digit of 8 or more."""
    digits = address.hex()
    hashed = keccak256(digits.encode()).hex()[: len(digits)]
    pairs = zip(digits, hashed, strict=True)
    return "0x" + "".join(digit.upper() if int(nibble, 16) >= 8 else digit for digit, nibble in pairs)
