"""The journal's writer: takes fills and incomes without waiting, books them in batches, in the background.

Nothing is dropped because the store is busy: a batch stays first in line until it is booked. What cannot be booked by
itself is set aside and told, so that it does not hold up the rest.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.services.metering import MeteringService
from exchanges.core.model import Fill, Income
from store.errors import StoreUnavailable

log = logging.getLogger(__name__)

GATHER_S = 0.2
"""Fills come in bursts; those that follow this closely share one transaction."""
RETRY_S = 1.0
LARGEST_BATCH = 200


@dataclass(slots=True)
class _Waiting:
    fills: list[Fill] = field(default_factory=list)
    incomes: list[Income] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.fills) + len(self.incomes)


class Journal:
    """Books what the adapters tell, binding by binding.

    Args:
        metering: Records and debits.
        gather_s: How long to wait for more before booking.
        retry_s: How long to wait before a busy store is tried again.
    """

    def __init__(self, metering: MeteringService, *, gather_s: float = GATHER_S, retry_s: float = RETRY_S) -> None:
        self._metering = metering
        self._gather_s = gather_s
        self._retry_s = retry_s
        self._waiting: dict[str, _Waiting] = {}
        self._wake = asyncio.Event()
        self._booking = asyncio.Lock()
        self.set_aside = 0
        """Entries the store would not take; each is in the log."""

    @property
    def backlog(self) -> int:
        """Entries not yet booked."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def put(self, binding_id: str, fills: Sequence[Fill], incomes: Sequence[Income]) -> None:
        """Take entries of a binding; never waits."""
        if not fills and not incomes:
            return
        waiting = self._waiting.setdefault(binding_id, _Waiting())
        waiting.fills.extend(fills)
        waiting.incomes.extend(incomes)
        self._wake.set()

    async def run(self) -> None:
        """Book what comes, until cancelled."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(self._gather_s)
            self._wake.clear()
            if not await self.flush():
                self._wake.set()
                await asyncio.sleep(self._retry_s)

    async def flush(self) -> bool:
        """Book everything that waits; False when the store is busy and something still waits."""
        async with self._booking:
            for binding_id in list(self._waiting):
                while waiting := self._waiting.get(binding_id):
                    try:
                        await self._book_some(binding_id, waiting)
                    except StoreUnavailable as error:
                        log.warning("journal: the store is not available (%s); trying again", error.reason)
                        return False
                self._waiting.pop(binding_id, None)
        return True

    async def _book_some(self, binding_id: str, waiting: _Waiting) -> None:
        """Book the first entries of a binding and take them off the line."""
        fills, incomes = waiting.fills[:LARGEST_BATCH], waiting.incomes[:LARGEST_BATCH]
        try:
            await self._metering.book(binding_id, fills, incomes)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("journal: a batch of %d entries was refused; booking one by one", len(fills) + len(incomes))
            await self._book_singly(binding_id, fills, incomes)
        del waiting.fills[: len(fills)]
        del waiting.incomes[: len(incomes)]

    async def _book_singly(self, binding_id: str, fills: Sequence[Fill], incomes: Sequence[Income]) -> None:
        entries: list[tuple[list[Fill], list[Income]]] = [([each], []) for each in fills]
        entries += [([], [each]) for each in incomes]
        for some_fills, some_incomes in entries:
            try:
                await self._metering.book(binding_id, some_fills, some_incomes)
            except StoreUnavailable:
                raise
            except Exception:
                self.set_aside += 1
                ids = [fill.id for fill in some_fills] + [income.id for income in some_incomes]
                log.exception("journal: entry %s of binding %s cannot be booked", ids, binding_id)
