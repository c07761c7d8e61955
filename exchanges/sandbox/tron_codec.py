"""Addresses as the simulated TRON node writes them. Written from the documents, not from our own client."""

from __future__ import annotations

import hashlib

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58_of(body: str) -> str:
    """`T...` text of an address given as 40 hex digits."""
    payload = bytes.fromhex("41" + body)
    twice = hashlib.sha256(hashlib.sha256(payload).digest()).hexdigest()
    value, letters = int("41" + body + twice[:8], 16), []
    while value > 0:
        letters.append(LETTERS[value % 58])
        value //= 58
    return "".join(reversed(letters))


def body_of(text: str) -> str | None:
    """40 hex digits of an address in any spelling TRON's interfaces accept; None for anything else.

    Spellings: `T...`, `41` + 40 hex, `0x` + 40 hex, 40 hex.
    """
    plain = text.removeprefix("0x").lower()
    if len(plain) == 42 and plain.startswith("41") and _is_hex(plain):
        return plain[2:]
    if len(plain) == 40 and _is_hex(plain):
        return plain
    if len(text) != 34 or any(letter not in LETTERS for letter in text):
        return None
    value = sum(LETTERS.index(letter) * 58**place for place, letter in enumerate(reversed(text)))
    body = f"{value:050x}"[2:42]
    return body if base58_of(body) == text else None


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)
