"""Words, topics and made-up ids of the simulated chains. Written from the documents, not from our own client."""

from __future__ import annotations

import hashlib

TRANSFER = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"
APPROVAL = "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def word(value: int) -> str:
    """One 32-byte word in hex."""
    return f"{value:064x}"


def text_words(text: str) -> str:
    """A string as a contract returns it: offset, length, letters."""
    letters = text.encode().hex()
    return word(32) + word(len(text.encode())) + letters.ljust(-(-len(letters) // 64) * 64, "0")
