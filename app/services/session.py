"""Who is signed in, and what their vault currently gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from exchanges.core.secret import Secret
    from store.vault import OpenVault

Role = Literal["operator", "user"]


@dataclass(slots=True, eq=False)
class Session:
    """One login. The vault is open for reading from login to lock, for trading five minutes at a time."""

    id: str
    user_id: str
    username: str
    nickname: str
    role: Role
    vault: OpenVault
    """Replaced when a locked session is unlocked."""
    expires_ms: int
    """The login ends then, whatever happens."""
    token: Secret
    """Proves the session to the store, which knows only its hash."""

    @property
    def is_operator(self) -> bool:
        return self.role == "operator"

    def __repr__(self) -> str:
        return f"Session({self.id}, {self.username}, {self.role})"
