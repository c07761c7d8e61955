"""The audit log for reading, and its proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.operating import demand_operator
from store import accounts, audit

if TYPE_CHECKING:
    from app.services.session import Session
    from store.audit import Verdict
    from store.database import Store


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what to what."""

    seq: int
    at_ms: int
    actor: str
    """Name of the account, or `system`."""
    action: str
    """A past fact: `claim.credited`."""
    subject: str
    detail: str
    """JSON, as it was hashed."""


class AuditService:
    """Reads and proves the log."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def lines(self, session: Session, limit: int = 100, before: int | None = None) -> list[AuditLine]:
        """Rows, newest first, with the names of those who acted.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            found = await audit.lines(connection, limit, before)
            names = await accounts.usernames(connection, {line.actor for line in found})
        return [
            AuditLine(line.seq, line.at_ms, names.get(line.actor, line.actor), line.action, line.subject, line.detail)
            for line in found
        ]

    async def verify(self, session: Session) -> Verdict:
        """Walk the whole chain of hashes.

        Raises:
            Refused: Not the operator.
        """
        demand_operator(session)
        async with self._store.read() as connection:
            return await audit.verify(connection)
