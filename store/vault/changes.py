"""What is about to become of a user's slots."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.errors import Conflict
from store.tables import VaultSlot, VaultValue
from store.vault.slots import KeyKind, Slot

SLOTS = VaultSlot.__table__
VALUES = VaultValue.__table__


@dataclass(frozen=True, slots=True)
class SlotChange:
    """Slots to remove and to add; nothing is changed before `apply`."""

    user_id: str
    removed: tuple[str, ...]
    """Ids of the slots that the new ones replace."""
    added: tuple[Slot, ...]
    destroys: tuple[KeyKind, ...] = ()
    """Data keys that are given up: every secret under them is deleted."""

    async def apply(self, connection: AsyncConnection, now_ms: int) -> None:
        """Write the change in the caller's unit.

        Raises:
            Conflict: The slots were changed meanwhile; the caller's unit must not be committed.
        """
        if self.removed:
            gone = delete(SLOTS).where(SLOTS.c.id.in_(self.removed), SLOTS.c.user_id == self.user_id)
            if (await connection.execute(gone)).rowcount != len(self.removed):
                raise Conflict("the vault was changed meanwhile")
        if self.destroys:
            lost = delete(VALUES).where(VALUES.c.user_id == self.user_id, VALUES.c.key_kind.in_(self.destroys))
            await connection.execute(lost)
        for slot in self.added:
            await connection.execute(insert(SLOTS).values(**asdict(slot), created_ms=now_ms))
