"""Time-based one-time codes as authenticator apps make them (RFC 6238, over HOTP, RFC 4226)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote

STEP_S = 30
DIGITS = 6
SEED_BYTES = 20
WINDOW = 1
"""A code of one step before or after is accepted: clocks differ, and typing takes time."""


def new_seed() -> bytes:
    return secrets.token_bytes(SEED_BYTES)


def code_at(seed: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of a time step.

    Args:
        step: Unix time divided by 30 s, rounded down.
    """
    digest = hmac.digest(seed, step.to_bytes(8, "big"), hashlib.sha1)
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def step_of(typed: str, seed: bytes, now_ms: int) -> int | None:
    """The time step a typed code belongs to, None when it is none of about now; every candidate is compared."""
    now_step, found = now_ms // 1000 // STEP_S, None
    for step in range(now_step - WINDOW, now_step + WINDOW + 1):
        if hmac.compare_digest(code_at(seed, step).encode(), typed.encode()):
            found = step
    return found


def spelled(seed: bytes) -> str:
    """The seed as authenticator apps take it: base32, without padding."""
    return base64.b32encode(seed).decode().rstrip("=")


def unspelled(text: str) -> bytes:
    """The seed from its spelling."""
    return base64.b32decode(text + "=" * (-len(text) % 8))


def uri(text: str, username: str) -> str:
    """What the QR code holds; algorithm, digits and period are the usual ones, so that the code stays small."""
    return f"otpauth://totp/Binnacle:{quote(username)}?secret={text}"
