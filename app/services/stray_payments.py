"""Payments that credited nothing by themselves, explained to the person whose order they may have been meant for.

Nothing on a chain says who paid. So a payment is only ever suggested to somebody, by an amount that comes close to
that of their order; they claim it with the transaction's hash, which is not told here, and the claim is examined as any
other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.services.deposit_booking import CLOCK_SKEW_MS
from app.services.topup_amount import MICRO, usdt
from store import inbox, topups

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from exchanges.chains.chain import ProvenTransfer
    from store.topups import Order

FEE_MICRO = 5 * MICRO
"""An exchange that takes its fee from the amount takes whole USDT, and not more than this."""
REMEMBERED_MS = 7 * 86_400_000
"""So long after an order was closed its exact amount still reminds of it."""

StrayKind = Literal["short", "over", "no-tail", "second", "too-late"]


@dataclass(frozen=True, slots=True)
class StrayPayment:
    """A proved payment to the order's address that may have been meant for the order."""

    kind: StrayKind
    """What is wrong with it: too little or too much by whole USDT, the tail left out, paid twice, or after all."""
    amount_micro: int
    differs_micro: int
    """Less what the order asks for."""
    block_ms: int


def kind_of(order: Order, micro: int, block_ms: int) -> StrayKind | None:
    """What a payment to the order's address that credited nothing means for the order; None when it means nothing."""
    if block_ms < order.created_ms - CLOCK_SKEW_MS:
        return None
    differs = micro - order.payable_micro
    if differs == 0 and block_ms <= order.late_until_ms + REMEMBERED_MS:
        return "too-late" if order.credited_ms is None else "second"
    if block_ms > order.late_until_ms:
        return None
    if micro == order.base_micro:
        return "no-tail"
    if differs % MICRO == 0 and abs(differs) <= FEE_MICRO:
        return "short" if differs < 0 else "over"
    return None


async def strays_of(connection: AsyncConnection, order: Order) -> list[StrayPayment]:
    """Payments nobody received and nobody claims that may have been meant for this order, the newest first."""
    span = (order.created_ms - CLOCK_SKEW_MS, order.late_until_ms + REMEMBERED_MS)
    near = (order.payable_micro - FEE_MICRO, order.payable_micro + FEE_MICRO)
    strays = []
    for micro, block_ms in await topups.unclaimed_payments(connection, order.chain, order.address, near, span):
        if (kind := kind_of(order, micro, block_ms)) is not None:
            strays.append(StrayPayment(kind, micro, micro - order.payable_micro, block_ms))
    return strays


async def tell_owner(connection: AsyncConnection, transfer: ProvenTransfer, micro: int, now_ms: int) -> None:
    """Leave a message about a payment that credited nothing, where only one person's order can have been meant."""
    near = (micro - FEE_MICRO, micro + FEE_MICRO)
    since_ms = transfer.block_ms - 2 * REMEMBERED_MS
    orders = await topups.orders_about(connection, transfer.chain, transfer.recipient, near, since_ms)
    meant = [(order, kind) for order in orders if (kind := kind_of(order, micro, transfer.block_ms)) is not None]
    if len({order.user_id for order, _ in meant}) != 1:
        return
    order, kind = min(meant, key=lambda each: abs(each[0].payable_micro - micro))
    facts = {"number": order.number, "amount": usdt(micro), "asked": usdt(order.payable_micro)}
    await inbox.tell(connection, order.user_id, f"payment-{kind}", facts, now_ms)
