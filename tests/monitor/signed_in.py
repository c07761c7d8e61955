"""A login for tests that need nothing of the vault but its owner."""

from __future__ import annotations

from app.services.session import Role, Session
from exchanges.core.secret import Secret
from store.vault import DataKey, OpenVault


def signed_in(user_id: str, *, role: Role = "user", vault: OpenVault | None = None) -> Session:
    """A session of this user; without a vault it gets one with a fresh read key."""
    opened = vault or OpenVault(user_id, DataKey.fresh(), lambda: 0, 300_000)
    return Session(
        id=f"session-{user_id}",
        user_id=user_id,
        username="skipper",
        nickname="Skipper",
        role=role,
        vault=opened,
        expires_ms=2**53,
        token=Secret("0123456789abcdef"),
    )
