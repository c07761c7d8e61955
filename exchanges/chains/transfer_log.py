"""What one event of a receipt says about USDT paid to us: the same on every chain that runs Ethereum's contracts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

TRANSFER_TOPIC = bytes.fromhex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
"""keccak-256 of `Transfer(address,address,uint256)`."""
_HEX = re.compile(r"(?:0x)?((?:[0-9a-fA-F]{2})*)")


@dataclass(frozen=True, slots=True)
class Payment:
    """Addresses are 20 bytes; `raw` is in the token's smallest unit, above 0."""

    sender: bytes
    recipient: bytes
    raw: int


def payment_in(
    address: str, topics: Sequence[str], data: str, usdt: bytes, recipients: Collection[bytes]
) -> Payment | None:
    """The payment that a log tells of, or None for anything that is not exactly one.

    Args:
        address, topics, data: Of the log, in hex with or without `0x`.
        usdt: The 20 bytes of the real token's contract: names and symbols are for anybody to take.
        recipients: Ours, 20 bytes each.
    """
    if hex_bytes(address) != usdt or len(topics) != 3:
        return None
    topic, amount = word(topics[0]), word(data)
    sender, recipient = address_in(topics[1]), address_in(topics[2])
    if topic != TRANSFER_TOPIC or amount is None or sender is None or recipient is None:
        return None
    raw = int.from_bytes(amount, "big")
    return Payment(sender, recipient, raw) if raw > 0 and recipient in recipients else None


def hex_bytes(text: str) -> bytes | None:
    """Bytes from hex with or without `0x`, or None."""
    match = _HEX.fullmatch(text)
    return bytes.fromhex(match[1]) if match else None


def word(text: str) -> bytes | None:
    """Exactly 32 bytes from hex, or None."""
    found = hex_bytes(text)
    return found if found is not None and len(found) == 32 else None


def address_in(topic: str) -> bytes | None:
    """The 20 bytes in a topic (32 bytes, left-padded with zeros); None if it is anything else."""
    found = word(topic)
    return found[12:] if found is not None and not any(found[:12]) else None
