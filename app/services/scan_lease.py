"""One scanner per chain at a time: a lease in the store, renewed while the scanner works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from store import leases

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from store.database import Store

LEASE_MS = 60_000


class LeaseLost(Exception):
    """Another process scans now; what this one was about to write must not be written."""


class ScanLease:
    """Spares providers a second scanner; that nothing is credited twice does not depend on it.

    Args:
        name: What is leased, the same in all processes.
        holder: This process.
        now: UTC milliseconds.
    """

    def __init__(self, store: Store, name: str, holder: str, now: Callable[[], int]) -> None:
        self._store = store
        self._name = name
        self._holder = holder
        self._now = now
        self._renew_at_ms = 0

    async def acquire(self) -> bool:
        """Whether this process may scan now."""
        now_ms = self._now()
        async with self._store.write() as connection:
            held = await leases.acquire(connection, self._name, self._holder, now_ms, LEASE_MS)
        self._renew_at_ms = now_ms + LEASE_MS // 3
        return held

    async def keep(self) -> None:
        """Renews the lease when a third of it is over; to be called between slow steps.

        Raises:
            LeaseLost: it is another's.
        """
        if self._now() >= self._renew_at_ms:
            async with self._store.write() as connection:
                await self.hold(connection)

    async def hold(self, connection: AsyncConnection) -> None:
        """Renews the lease within a unit that writes results, so that they are written by its holder or not at all.

        A lease that ran out during a slow answer, and that nobody else took, is simply taken again.

        Raises:
            LeaseLost: it is another's.
        """
        now_ms = self._now()
        if not await leases.acquire(connection, self._name, self._holder, now_ms, LEASE_MS):
            raise LeaseLost(self._name)
        self._renew_at_ms = now_ms + LEASE_MS // 3

    async def release(self) -> None:
        """Lets another process take over at once."""
        async with self._store.write() as connection:
            await leases.release(connection, self._name, self._holder)
