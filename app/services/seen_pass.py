"""The seen pass: shows payments that are not final yet. Nothing of it is credited, and what the next round does not
confirm is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from app.services.deposit_booking import is_in_time
from store import topups

if TYPE_CHECKING:
    from app.services.scan_lease import ScanLease
    from exchanges.chains.chain import Chain, Heads, Hint, Proof
    from store.database import Store


@dataclass(frozen=True, slots=True)
class Progress:
    """`seen`: said to be on its way, in no block yet; `confirming`: in a block that may still be reversed."""

    status: str
    seen_tx: str | None = None
    seen_block: int | None = None
    seen_ms: int | None = None
    confirmations: int = 0


class SeenPass:
    """One chain's."""

    def __init__(self, store: Store, chain: Chain, lease: ScanLease, now: Callable[[], int]) -> None:
        self._store = store
        self._chain = chain
        self._lease = lease
        self._now = now

    async def run(self, heads: Heads) -> None:
        """Brings what is shown beside each unpaid order up to date.

        Raises:
            VenueError: what is shown stays as it was: not knowing is not the same as not there.
            LeaseLost: another process scans now.
        """
        async with self._store.read() as connection:
            unpaid = await topups.unpaid_orders(connection, self._chain.key)
        if not unpaid:
            return
        hints = await self._hints(heads, unpaid)
        hashes = {hint.tx_hash for hint in hints} | {order.seen_tx for order in unpaid if order.seen_tx}
        recipients = {order.address for order in unpaid}
        proofs: dict[str, Proof] = {}
        for tx_hash in sorted(hashes):
            await self._lease.keep()
            proof = await self._chain.prove(tx_hash, recipients, final=False)
            if proof is not None:
                proofs[tx_hash] = proof
        listed = [hint for hint in hints if hint.tx_hash not in proofs]
        await self._show(progress_of(unpaid, proofs.values(), listed, heads.head.height, self._now()))

    async def _hints(self, heads: Heads, unpaid: list[topups.Order]) -> list[Hint]:
        """Transfers that may still be reversed, or wait to be credited, and would pay one of the orders."""
        wanted = {(order.address, order.payable_raw) for order in unpaid}
        hints: list[Hint] = []
        for finder in self._chain.finders:
            above, upto = finder.position(heads.finalized), finder.position(heads.head)
            found = await finder.find({order.address for order in unpaid}, above, upto, final=False, beyond=above)
            hints += [hint for hint in found.hints if (hint.recipient, str(hint.raw)) in wanted]
        return hints

    async def _show(self, shown: dict[str, Progress]) -> None:
        if not shown:
            return
        async with self._store.write() as connection:
            await self._lease.hold(connection)
            for order_id, progress in shown.items():
                await topups.show_progress(connection, order_id, asdict(progress), self._now())


def progress_of(
    orders: Iterable[topups.Order], proofs: Iterable[Proof], listed: Iterable[Hint], head_height: int, now_ms: int
) -> dict[str, Progress]:
    """Order id -> what to show, for those orders whose display changes.

    Args:
        orders: Unpaid ones.
        proofs: Receipts at the newest level.
        listed: Transfers without a receipt so far.
    """
    paid = {(transfer.recipient, str(transfer.raw)): transfer for proof in proofs for transfer in proof.transfers}
    hinted = {(hint.recipient, str(hint.raw)): hint for hint in listed}
    shown: dict[str, Progress] = {}
    for order in orders:
        key = (order.address, order.payable_raw)
        transfer = paid.get(key)
        seen_ms = order.seen_ms or now_ms
        if transfer is not None and is_in_time(order, transfer.block_ms):
            confirmations = max(head_height - transfer.height + 1, 1)
            progress = Progress("confirming", transfer.tx_hash, transfer.height, seen_ms, confirmations)
        elif transfer is None and key in hinted:
            progress = Progress("seen", hinted[key].tx_hash, None, seen_ms)
        else:
            progress = Progress(_status_without_payment(order, now_ms))
        if progress != Progress(order.status, order.seen_tx, order.seen_block, order.seen_ms, order.confirmations):
            shown[order.id] = progress
    return shown


def _status_without_payment(order: topups.Order, now_ms: int) -> str:
    if order.canceled_ms is not None:
        return "canceled"
    return "expired" if order.expires_ms <= now_ms else "awaiting"
