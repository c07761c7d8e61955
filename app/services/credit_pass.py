"""The credit pass: find, prove at final level, then in one transaction store, match, credit and move the cursor.

A process that dies anywhere in between leaves either all of it or nothing, and the next round finds the rest again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.deposit_booking import CLOCK_SKEW_MS, Outcome, Token, book
from app.services.stray_payments import tell_owner
from exchanges.chains.amounts import micro_from_raw
from store import audit, cursors, topups

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from app.services.scan_lease import ScanLease
    from exchanges.chains.chain import Chain, Finder, Heads, Hint, ProvenTransfer
    from store.database import Store

BATCH = 50
SWEEP_MS = 5 * 60_000
"""So often a finder that may list late is asked again for the whole time since the oldest unpaid order."""
REMEMBERED = 10_000


@dataclass(slots=True)
class Tally:
    """What the credit passes of one round did."""

    credited: int = 0
    unmatched: int = 0
    known: int = 0
    unproved: int = 0
    """Hints without a final receipt."""
    has_backlog: bool = False


class CreditPass:
    """One chain's; what it remembers between two rounds is a cache, what matters is in the store."""

    def __init__(self, store: Store, chain: Chain, token: Token, lease: ScanLease, now: Callable[[], int]) -> None:
        self._store = store
        self._chain = chain
        self._token = token
        self._lease = lease
        self._now = now
        self._worthless: set[str] = set()
        self._sweep_at_ms: dict[str, int] = {}
        self._sweep_from: dict[str, int] = {}

    async def run(self, finder: Finder, heads: Heads, recipients: Collection[str], tally: Tally) -> None:
        """Scans what became final since the finder's cursor, a little of what lies before it, and books what is proved.

        Raises:
            VenueError: nothing was moved; the next round begins at the same place.
            LeaseLost: another process scans now.
        """
        start, goal = await self._start(finder, heads), finder.position(heads.final)
        found = await finder.find(recipients, start - finder.overlap, goal, final=True, beyond=min(start, goal))
        *earlier, last = await self._batches(found.hints)
        pending: list[Hint] = []
        for batch in earlier:
            transfers, unproved = await self._proved(batch, recipients)
            pending += unproved
            await self._book(transfers, tally)
        transfers, unproved = await self._proved(last, recipients)
        pending += unproved
        kept_back = [hint.position - 1 for hint in pending if hint.position > goal - finder.patience]
        reached = max(start, min([found.reached, *kept_back]))
        tally.has_backlog |= found.backlog
        tally.unproved += len(pending)
        moved = cursors.Cursor(reached, heads.finalized.height, heads.head.height, self._now())
        await self._book(transfers, tally, self._cursor_key(finder), moved)
        if finder.may_lag:
            await self._sweep(finder, heads, recipients, tally)

    async def _start(self, finder: Finder, heads: Heads) -> int:
        """The cursor; before the first scan a place no open order can have been paid before."""
        async with self._store.read() as connection:
            known = await cursors.cursor(connection, self._cursor_key(finder))
            unpaid = await topups.unpaid_orders(connection, self._chain.key)
        if known is not None:
            return known.position
        oldest_ms = min([heads.final.time_ms, *(order.created_ms for order in unpaid)])
        return await finder.position_at(oldest_ms - CLOCK_SKEW_MS, heads)

    async def _sweep(self, finder: Finder, heads: Heads, recipients: Collection[str], tally: Tally) -> None:
        """Looks again at everything since the oldest unpaid order: an index may list a block long after it."""
        if self._now() < self._sweep_at_ms.get(finder.key, 0):
            return
        self._sweep_at_ms[finder.key] = self._now() + SWEEP_MS
        async with self._store.read() as connection:
            unpaid = await topups.unpaid_orders(connection, self._chain.key)
        if not unpaid:
            return
        oldest = await finder.position_at(unpaid[0].created_ms - CLOCK_SKEW_MS, heads)
        start = max(self._sweep_from.get(finder.key, oldest), oldest)
        found = await finder.find(recipients, start, finder.position(heads.final), final=True, beyond=start)
        for batch in await self._batches(found.hints):
            transfers, _ = await self._proved(batch, recipients)
            await self._book(transfers, tally)
        self._sweep_from[finder.key] = found.reached if found.backlog else oldest

    async def _batches(self, hints: Iterable[Hint]) -> list[list[Hint]]:
        """What is not known yet, one hint a transaction, in batches small enough that a long catch-up is kept if it is
        cut short; at least one, which may be empty."""
        fresh = {hint.tx_hash: hint for hint in hints if hint.tx_hash not in self._worthless}
        async with self._store.read() as connection:
            known = await topups.known_transactions(connection, self._chain.key, list(fresh))
        unknown = [hint for tx_hash, hint in fresh.items() if tx_hash not in known]
        starts = range(0, max(len(unknown), 1), BATCH)
        return [unknown[start : start + BATCH] for start in starts]

    async def _proved(self, batch: list[Hint], recipients: Collection[str]) -> tuple[list[ProvenTransfer], list[Hint]]:
        """What final receipts say, and the hints without one."""
        transfers: list[ProvenTransfer] = []
        pending: list[Hint] = []
        for hint in batch:
            await self._lease.keep()
            proof = await self._chain.prove(hint.tx_hash, recipients, final=True)
            if proof is None:
                pending.append(hint)
            elif proof.transfers:
                transfers += proof.transfers
            else:
                self._remember_worthless(hint.tx_hash)
        return transfers, pending

    def _remember_worthless(self, tx_hash: str) -> None:
        """What is proved to pay us nothing need not be asked about again."""
        if len(self._worthless) >= REMEMBERED:
            self._worthless.clear()
        self._worthless.add(tx_hash)

    async def _book(
        self, transfers: list[ProvenTransfer], tally: Tally, key: str = "", moved: cursors.Cursor | None = None
    ) -> None:
        """One transaction: stores, matches and credits, and moves the cursor when the last batch is in it."""
        if not transfers and moved is None:
            return
        in_order = sorted(transfers, key=lambda transfer: (transfer.height, transfer.tx_hash, transfer.log_pos))
        done: dict[Outcome, list[ProvenTransfer]] = {"known": [], "credited": [], "unmatched": []}
        async with self._store.write() as connection:
            await self._lease.hold(connection)
            for transfer in in_order:
                done[await book(connection, transfer, self._token, self._now())].append(transfer)
            if moved is not None:
                await cursors.move(connection, key, moved)
            for transfer in done["credited"]:
                await self._note(connection, transfer)
            for transfer in done["unmatched"]:
                micro = micro_from_raw(transfer.raw, self._token.decimals)[0]
                await tell_owner(connection, transfer, micro, self._now())
        tally.known += len(done["known"])
        tally.credited += len(done["credited"])
        tally.unmatched += len(done["unmatched"])

    async def _note(self, connection: AsyncConnection, transfer: ProvenTransfer) -> None:
        """Money came in: it stands in the audit log, too."""
        subject = f"deposit:{transfer.chain}:{transfer.tx_hash}:{transfer.log_pos}"
        detail = {"raw": str(transfer.raw), "from": transfer.sender, "to": transfer.recipient, "block": transfer.height}
        await audit.append(connection, "system", "deposit.credited", subject, detail, self._now())

    def _cursor_key(self, finder: Finder) -> str:
        return f"{self._chain.key}:{finder.key}"
