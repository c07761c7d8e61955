"""Addresses as the simulated EVM nodes read and write them: in small letters, as most nodes answer."""

from __future__ import annotations


def address_of(body: str) -> str:
    """`0x...` of 40 hex digits."""
    return "0x" + body


def body_of(text: str) -> str | None:
    """40 hex digits of an address, whatever the case of its letters; None for anything else.

    A node does not check the checksum in the case of the letters; wallets do.
    """
    plain = text[2:].lower() if text.startswith("0x") else ""
    return plain if len(plain) == 40 and all(digit in "0123456789abcdef" for digit in plain) else None
