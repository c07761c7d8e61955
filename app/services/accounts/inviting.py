"""Invites: codes that let a newcomer register."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.accounts.base import AccountPart
from app.services.errors import Refused
from app.services.fields import INVITE_ALPHABET, INVITE_LENGTH, clean
from store import accounts as rows
from store import audit
from store.database import new_id

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.session import Session

MOST_UNUSED = 10
"""A user who is not the operator may have this many codes that nobody used."""
MOST_USES = 100


@dataclass(frozen=True, slots=True)
class InviteView:
    """One invite code and what became of it."""

    code: str
    """Two groups of five: `7F3KQ-PX0ZA`."""
    max_uses: int
    uses: int
    created_ms: int
    is_good: bool
    """Whether somebody can still register with it."""
    guests: tuple[str, ...]
    """Nicknames of those who did."""


class Inviting(AccountPart):
    """Makes, lists and withdraws invites."""

    async def invites(self, session: Session) -> list[InviteView]:
        """The codes a person made (the operator's first ones came with the account), newest first."""
        async with self._means.store.read() as connection:
            mine = await rows.invites_of(connection, session.user_id)
            guests = await rows.guests_of(connection, session.user_id)
        return [self._view(invite, tuple(guests.get(invite.id, ()))) for invite in mine]

    async def create_invite(self, session: Session, uses: int = 1) -> InviteView:
        """A fresh code, good for `uses` registrations.

        Raises:
            Refused: Too many unused ones already, or an unlikely number of uses.
        """
        if not 1 <= uses <= MOST_USES:
            raise Refused("account.error.invite_uses", field="uses", most=MOST_USES)
        now_ms = self._means.now()
        async with self._means.store.write() as connection:
            await rows.take_turns(connection, f"invites:{session.user_id}")
            mine = await rows.invites_of(connection, session.user_id)
            unused = sum(1 for invite in mine if self._view(invite).is_good)
            if not session.is_operator and unused >= MOST_UNUSED:
                raise Refused("account.error.invite_limit", count=unused)
            invite = await put_fresh_invite(connection, session.user_id, uses, now_ms)
            detail = {"uses": uses, "invite": invite.id}
            await audit.append(connection, session.user_id, "invite.created", f"invite:{invite.id}", detail, now_ms)
        return self._view(invite)

    async def revoke_invite(self, session: Session, code: str) -> None:
        """Withdraw a code of one's own; those who registered with it stay.

        Raises:
            Refused: No such code, or withdrawn already.
        """
        now_ms, plain = self._means.now(), clean("invite", code)
        async with self._means.store.write() as connection:
            if not await rows.revoke_invite(connection, session.user_id, plain, now_ms):
                raise Refused("account.error.invite_unknown", field="invite")
            await audit.append(connection, session.user_id, "invite.revoked", f"user:{session.user_id}", {}, now_ms)

    def _view(self, invite: rows.InviteRow, guests: tuple[str, ...] = ()) -> InviteView:
        is_over = invite.expires_ms is not None and invite.expires_ms <= self._means.now()
        is_good = invite.uses < invite.max_uses and invite.revoked_ms is None and not is_over
        return InviteView(grouped(invite.code), invite.max_uses, invite.uses, invite.created_ms, is_good, guests)


async def put_fresh_invite(connection: AsyncConnection, creator_id: str, uses: int, now_ms: int) -> rows.InviteRow:
    """Insert an invite with a random code of 50 bits, in the caller's unit."""
    code = "".join(secrets.choice(INVITE_ALPHABET) for _ in range(INVITE_LENGTH))
    invite = rows.InviteRow(new_id(), code, creator_id, uses, 0, now_ms, None, None)
    await rows.put_invite(connection, invite)
    return invite


def grouped(code: str) -> str:
    """A code as people read it."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
