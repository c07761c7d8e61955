"""Books a proved transfer: stored once, matched exactly, credited once, all in the caller's one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.services.topup_amount import usdt
from exchanges.chains.amounts import micro_from_raw
from store import inbox, ledger, topups
from store.database import new_id

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from exchanges.chains.chain import ProvenTransfer

CLOCK_SKEW_MS = 60_000
"""Our clock made the order, the chain's made the block: a payment may seem a little older than its order."""
DUST_MICRO = 1_000_000
"""Less than 1 USDT is counted, not listed: it is sent to make wrong addresses look familiar."""
LARGEST_MICRO = 2**63 - 1
"""A worthless flood of a broken token would not fit the column; `raw` keeps the truth."""

Outcome = Literal["known", "credited", "unmatched"]


@dataclass(frozen=True, slots=True)
class Token:
    """What was paid with."""

    contract: str
    decimals: int
    smallest_micro: int
    """Least amount of a top-up."""


async def book(connection: AsyncConnection, transfer: ProvenTransfer, token: Token, now_ms: int) -> Outcome:
    """Store a transfer that is final, and credit the order it pays, if there is one.

    Doing it again changes nothing, whoever does it: the transfer's identity is unique in the database, and so is the
    ledger's key.

    Returns:
        `known` when it was stored before; `unmatched` when it is kept for a claim.
    """
    micro = min(micro_from_raw(transfer.raw, token.decimals)[0], LARGEST_MICRO)
    deposit_id = new_id()
    if not await topups.add_deposit(connection, _row(transfer, token, deposit_id, micro, now_ms)):
        return "known"
    order = await topups.order_at(connection, transfer.chain, transfer.recipient, str(transfer.raw))
    note = _why_unmatched(order, transfer, micro, token)
    if note or order is None:
        await topups.note_unmatched(connection, deposit_id, note)
        return "unmatched"
    is_late = transfer.block_ms >= order.expires_ms
    tx = (transfer.tx_hash, transfer.height)
    if not await topups.mark_credited(connection, order, deposit_id, tx, now_ms, is_late=is_late):
        await topups.note_unmatched(connection, deposit_id, "second_payment")
        return "unmatched"
    await ledger.post(
        connection,
        f"deposit:{transfer.chain}:{transfer.tx_hash}:{transfer.log_pos}",
        "topup",
        ledger.clearing(transfer.chain),
        ledger.compute(order.user_id),
        micro,
        order.number,
        "system",
        now_ms,
    )
    if is_late:
        facts = {"number": order.number, "amount": usdt(micro)}
        await inbox.tell(connection, order.user_id, "payment-late", facts, now_ms)
    return "credited"


def is_in_time(order: topups.Order, block_ms: int) -> bool:
    """Whether a payment in a block of that time may pay the order, late or not."""
    return order.created_ms - CLOCK_SKEW_MS <= block_ms <= order.late_until_ms


def _why_unmatched(order: topups.Order | None, transfer: ProvenTransfer, micro: int, token: Token) -> str:
    """The reason as a word for the claim; empty when the transfer pays the order."""
    if order is None:
        if micro < DUST_MICRO:
            return "dust"
        return "below_minimum" if micro < token.smallest_micro else "no_order"
    if order.credited_ms is not None:
        return "second_payment"
    return "" if is_in_time(order, transfer.block_ms) else "outside_window"


def _row(transfer: ProvenTransfer, token: Token, deposit_id: str, micro: int, now_ms: int) -> dict[str, str | int]:
    return {
        "id": deposit_id,
        "chain": transfer.chain,
        "tx_hash": transfer.tx_hash,
        "log_pos": transfer.log_pos,
        "token": token.contract,
        "raw": str(transfer.raw),
        "micro": micro,
        "block": transfer.height,
        "block_hash": "",
        "block_ms": transfer.block_ms,
        "from_address": transfer.sender,
        "to_address": transfer.recipient,
        "state": "unmatched",
        "note": "",
        "found_ms": now_ms,
    }
