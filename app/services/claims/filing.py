"""Filing a claim, and what becomes of it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from app.services.claims.base import claim_view
from app.services.claims.examining import Examining
from app.services.errors import Refused
from exchanges.chains import pasted
from exchanges.core.text import clean
from store import accounts
from store import claims as rows
from store.database import new_id
from store.errors import StoreError

if TYPE_CHECKING:
    from app.services.claims.views import ClaimView
    from app.services.session import Session

PER_DAY = 5
"""Each costs calls at the provider."""
SHOWN = 50
LONGEST_WORDS = 200
LOOK_AGAIN_MS = 20_000
BATCH = 20
DAY_MS = 86_400_000
log = logging.getLogger(__name__)


class Filing(Examining):
    """What a person does with claims, and the job that follows those that are not final yet."""

    async def file(self, session: Session, chain: str, tx_hash: str, words: str = "") -> ClaimView:
        """Claim a transaction; the chain is asked at once.

        Args:
            tx_hash: As pasted: 64 hex digits, with or without `0x`.
            words: What the person adds; may be empty.

        Raises:
            Refused: `claims.error.*`: no such chain, not a hash, claimed already, or too many today.
        """
        if chain not in self._means.offers():
            raise Refused("claims.error.chain", field="chain")
        try:
            plain = pasted.tx_hash(tx_hash)
        except ValueError:
            raise Refused("claims.error.hash", field="tx_hash") from None
        now_ms = self._now()
        claim = {"id": new_id(), "user_id": session.user_id, "chain": chain, "tx_hash": plain, "state": "watching"}
        claim |= {"words": clean(words.strip(), limit=LONGEST_WORDS), "finding": "", "reason": ""}
        async with self._store.write() as connection:
            await accounts.take_turns(connection, f"claims:{session.user_id}")
            if await rows.count_since(connection, session.user_id, now_ms - DAY_MS) >= PER_DAY:
                raise Refused("claims.error.too-many", most=PER_DAY)
            if not await rows.add(connection, {**claim, "created_ms": now_ms, "looked_ms": now_ms}):
                raise Refused("claims.error.open", field="tx_hash")
        await self.examine(claim["id"])
        return await self.claim(session, claim["id"])

    async def claims(self, session: Session) -> list[ClaimView]:
        """A person's claims, newest first."""
        async with self._store.read() as connection:
            found = await rows.of_owner(connection, session.user_id, SHOWN)
            return [claim_view(row, await rows.deposits_of(connection, row.chain, row.tx_hash)) for row in found]

    async def claim(self, session: Session, claim_id: str) -> ClaimView:
        """One claim of a person.

        Raises:
            Refused: There is none with this id.
        """
        async with self._store.read() as connection:
            row = await rows.by_id(connection, claim_id)
            if row is None or row.user_id != session.user_id:
                raise Refused("claims.error.gone")
            return claim_view(row, await rows.deposits_of(connection, row.chain, row.tx_hash))

    async def look_again(self) -> int:
        """Ask the chain about claims that were not looked at for a while; answers how many."""
        async with self._store.read() as connection:
            due = await rows.watching(connection, self._now() - LOOK_AGAIN_MS, BATCH)
        for claim in due:
            await self.examine(claim.id)
        return len(due)

    async def run(self) -> None:
        """Follow watched claims until cancelled."""
        while True:
            try:
                await self.look_again()
            except StoreError as error:
                log.warning("claims are looked at later: %s", error)
            await asyncio.sleep(LOOK_AGAIN_MS / 1000)
