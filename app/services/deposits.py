"""Watches the chains for payments and credits them; every round may be done twice, by anybody, and counts once."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

from app.services.chain_scan import ChainScan
from app.services.scan_lease import LeaseLost, ScanLease
from app.services.topup_chains import chain_offers
from exchanges.core.errors import VenueError
from store import cursors, topups
from store.errors import StoreError

if TYPE_CHECKING:
    from app.settings import Settings
    from exchanges.chains.chain import Chain, ProviderHealth
    from store.database import Store

IDLE_MS = 60_000
"""Pace while nobody waits for a payment; never off."""
STILL_HOT_MS = 10 * 60_000
"""An order counts as waited for this long after its time to pay."""
BEHIND_MS = 5 * 60_000
FIRST_BACKOFF_MS = 2_000
LONGEST_BACKOFF_MS = 60_000

Role = Literal["starting", "scanning", "standby", "stopped"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChainStatus:
    """What the scanner knows of one chain, honestly: times tell how old it is."""

    chain: str
    role: Role = "starting"
    """`standby`: another process scans this chain."""
    head_height: int = 0
    final_height: int = 0
    """The newest block the network itself calls final."""
    scanned_ms: int | None = None
    """When a round last ended without an error, here or in the process that scans."""
    final_moved_ms: int | None = None
    """When the final height last grew; a chain that stops finalising credits nothing."""
    has_backlog: bool = False
    unproved: int = 0
    """Transactions that are listed but not confirmed by the node at final level."""
    failures: int = 0
    """Rounds in a row that ended with an error."""
    error: VenueError | StoreError | None = None
    """What the last round ended with."""
    providers: tuple[ProviderHealth, ...] = ()
    """The nodes the chain is read from here; one of several in trouble does not end a round with an error."""
    behind_ms: int = BEHIND_MS
    """So long without a good round, or without a new final block, is an alarm on this chain."""

    def is_behind(self, now_ms: int) -> bool:
        """Whether payments may be waiting that a healthy scan would have credited."""
        stood_still = self.final_moved_ms is not None and now_ms - self.final_moved_ms > self.behind_ms
        return self.scanned_ms is None or now_ms - self.scanned_ms > self.behind_ms or stood_still


class DepositScanner:
    """One scan per offered chain.

    Args:
        chains: Clients of the chains; closed by `aclose`.
        now: UTC milliseconds.
        lease_name: Processes on one store that share it take turns; each needs the same one.
    """

    def __init__(
        self,
        store: Store,
        chains: Sequence[Chain],
        settings: Settings,
        now: Callable[[], int],
        *,
        lease_name: str = "scan",
    ) -> None:
        self._store = store
        self._chains = {chain.key: chain for chain in chains}
        self._now = now
        offers = {offer.key: offer for offer in chain_offers(settings)}
        self._facts = {key: offers[key].facts for key in self._chains}
        holder = uuid4().hex
        self._leases = {key: ScanLease(store, f"{lease_name}:{key}", holder, now) for key in self._chains}
        self._scans = {
            key: ChainScan(store, chain, offers[key].address, offers[key].minimum_micro, self._leases[key], now)
            for key, chain in self._chains.items()
        }
        self._status = {key: ChainStatus(key, behind_ms=facts.behind_ms) for key, facts in self._facts.items()}

    @property
    def chains(self) -> tuple[str, ...]:
        """Those that are scanned."""
        return tuple(self._chains)

    def status(self, chain: str) -> ChainStatus:
        """How the scan of a chain goes; it changes from round to round."""
        return self._status[chain]

    async def round(self, chain: str) -> ChainStatus:
        """One round of one chain: credits what became final, shows what is on its way.

        Trouble with the provider or the store is told by the status, not raised; nothing is lost by it.
        """
        before = self._status[chain]
        try:
            status = await self._scanned(chain, before)
        except LeaseLost:
            status = await self._standby(chain)
        except (VenueError, StoreError) as error:
            providers = self._chains[chain].providers
            status = replace(before, error=error, failures=before.failures + 1, providers=providers)
            _log.warning("scan of %s: %s", chain, error)
        self._status[chain] = status
        return status

    async def run(self) -> None:
        """Scans every chain at its pace until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                for chain in self._chains:
                    group.create_task(self._watch(chain), name=f"scan {chain}")
        finally:
            self._status = {chain: replace(status, role="stopped") for chain, status in self._status.items()}

    async def aclose(self) -> None:
        """Lets other processes take over, and closes the clients; call it when `run` has ended."""
        for chain, lease in self._leases.items():
            try:
                await lease.release()
            except StoreError as error:
                _log.warning("the lease of %s ends by itself: %s", chain, error)
        for client in self._chains.values():
            await client.aclose()

    async def _watch(self, chain: str) -> None:
        last_ms: int | None = None
        while True:
            if last_ms is None or self._now() - last_ms >= IDLE_MS or await self._is_awaited(chain):
                last_ms = self._now()
                await self.round(chain)
            await asyncio.sleep(self._pause_ms(self._status[chain]) / 1000)

    async def _is_awaited(self, chain: str) -> bool:
        """Whether somebody may be waiting for a payment; a store that cannot tell counts as yes."""
        try:
            async with self._store.read() as connection:
                unpaid = await topups.unpaid_orders(connection, chain)
        except StoreError:
            return True
        now_ms = self._now()
        return any(
            order.status in ("seen", "confirming") or now_ms < order.expires_ms + STILL_HOT_MS for order in unpaid
        )

    def _pause_ms(self, status: ChainStatus) -> float:
        pace_ms = float(self._facts[status.chain].poll_ms)
        if status.error is None:
            return pace_ms
        backoff_ms = min(FIRST_BACKOFF_MS << min(status.failures - 1, 10), LONGEST_BACKOFF_MS)
        jittered_ms = backoff_ms * (0.5 + secrets.randbelow(500) / 1000)
        told_s = status.error.retry_after_s if isinstance(status.error, VenueError) else None
        return max(pace_ms, jittered_ms, (told_s or 0) * 1000)

    async def _scanned(self, chain: str, before: ChainStatus) -> ChainStatus:
        if not await self._leases[chain].acquire():
            return await self._standby(chain)
        done = await self._scans[chain].round()
        now_ms = self._now()
        has_moved = before.final_moved_ms is None or done.heads.finalized.height > before.final_height
        return replace(
            before,
            role="scanning",
            head_height=done.heads.head.height,
            final_height=done.heads.finalized.height,
            scanned_ms=before.scanned_ms if done.error else now_ms,
            final_moved_ms=now_ms if has_moved else before.final_moved_ms,
            has_backlog=done.tally.has_backlog,
            unproved=done.tally.unproved,
            failures=before.failures + 1 if done.error else 0,
            error=done.error,
            providers=self._chains[chain].providers,
        )

    async def _standby(self, chain: str) -> ChainStatus:
        """What the scanning process last wrote down."""
        async with self._store.read() as connection:
            known = [
                found
                for finder in self._chains[chain].finders
                if (found := await cursors.cursor(connection, f"{chain}:{finder.key}"))
            ]
        waiting = ChainStatus(chain, role="standby", behind_ms=self._facts[chain].behind_ms)
        if not known:
            return waiting
        oldest = min(known, key=lambda cursor: cursor.updated_ms)
        return replace(
            waiting,
            head_height=oldest.head_height,
            final_height=oldest.final_height,
            scanned_ms=oldest.updated_ms,
        )
