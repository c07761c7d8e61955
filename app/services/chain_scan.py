"""One round over one chain: credit what is final, show what is not, and let go of what ran out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.credit_pass import CreditPass, Tally
from app.services.deposit_booking import Token
from app.services.seen_pass import SeenPass
from exchanges.core.errors import VenueError
from store import topups

if TYPE_CHECKING:
    from app.services.scan_lease import ScanLease
    from exchanges.chains.chain import Chain, Heads
    from store.database import Store

CLOSING_DELAY_MS = 10 * 60_000
"""An order is closed only when the scan is past its late window by this much."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    heads: Heads
    tally: Tally
    error: VenueError | None
    """What kept a part of the round from being done; the cursors of that part did not move."""

    @property
    def is_complete(self) -> bool:
        """Whether everything up to the final height is booked."""
        return self.error is None and not self.tally.has_backlog and not self.tally.unproved


class ChainScan:
    """Rounds over one chain.

    Args:
        address: The operator's own address there.
        smallest_micro: Least amount of a top-up.
        now: UTC milliseconds.
    """

    def __init__(
        self, store: Store, chain: Chain, address: str, smallest_micro: int, lease: ScanLease, now: Callable[[], int]
    ) -> None:
        self._store = store
        self._chain = chain
        self._address = address
        self._lease = lease
        self._now = now
        self._is_checked = False
        self._credit = CreditPass(store, chain, Token(chain.token, chain.decimals, smallest_micro), lease, now)
        self._seen = SeenPass(store, chain, lease, now)

    async def round(self) -> Round:
        """One whole round. A finder that fails does not keep the others from crediting.

        Raises:
            VenueError: the chain cannot be read at all, or is not the one it should be.
            LeaseLost: another process scans now.
        """
        if not self._is_checked:
            await self._chain.check()
            self._is_checked = True
        heads = await self._chain.heads()
        recipients = await self._recipients()
        tally = Tally()
        errors: list[VenueError] = []
        for finder in self._chain.finders:
            try:
                await self._credit.run(finder, heads, recipients, tally)
            except VenueError as error:
                errors.append(error)
        try:
            await self._seen.run(heads)
        except VenueError as error:
            errors.append(error)
        done = Round(heads, tally, errors[0] if errors else None)
        await self._let_go(done)
        return done

    async def _recipients(self) -> set[str]:
        """Our address, and those of orders made before the operator changed it."""
        async with self._store.read() as connection:
            return {self._address} | await topups.watched_addresses(connection, self._chain.key)

    async def _let_go(self, done: Round) -> None:
        """Marks what ran out; amounts become free only behind a scan that missed nothing."""
        async with self._store.write() as connection:
            await self._lease.hold(connection)
            await topups.mark_expired(connection, self._chain.key, self._now())
            if done.is_complete:
                scanned_to_ms = done.heads.final.time_ms - CLOSING_DELAY_MS
                await topups.close_before(connection, self._chain.key, scanned_to_ms, self._now())
