"""Top-up orders: an amount nobody else is asked to pay, so that a payment tells whose it is."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.services.errors import Refused
from app.services.stray_payments import StrayPayment, strays_of
from app.services.topup_amount import base_micro, usdt
from app.services.topup_chains import ChainOffer, chain_offers
from exchanges.chains.amounts import raw_from_micro
from store import topups
from store.database import new_id

if TYPE_CHECKING:
    from app.services.session import Session
    from app.settings import Settings
    from store.database import Store

TAILS_MICRO = tuple(cents * 10_000 for cents in range(1, 100))
"""0.01 to 0.99; an order without a tail could be anybody's."""
NUMBER_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without those that look alike."""
NUMBER_LENGTH = 5
SHOWN_ORDERS = 50

TopUpStatus = Literal["awaiting", "seen", "confirming", "credited", "expired", "closed", "canceled"]


@dataclass(frozen=True, slots=True)
class TopUpView:
    """An order as its owner sees it."""

    id: str
    short_id: str
    """For people: `7F3K9`."""
    chain: str
    base_micro: int
    tail_micro: int
    payable_micro: int
    """Exactly this has to arrive."""
    address: str
    status: TopUpStatus
    created_ms: int
    pay_until_ms: int
    late_until_ms: int
    """Until here an exact payment still credits by itself."""
    tx_hash: str
    """The payment seen or credited; empty before."""
    seen_ms: int | None
    confirmations: int
    confirmations_needed: int
    credited_ms: int | None
    is_late: bool
    """Whether the payment that credited it came after the time to pay."""

    @property
    def is_finished(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.status in ("credited", "closed")


class TopUpService:
    """Makes, lists and cancels orders; crediting them is the `DepositScanner`'s.

    Args:
        now: UTC milliseconds.

    Raises:
        Refused: a configured address is not one.
    """

    def __init__(self, store: Store, settings: Settings, now: Callable[[], int]) -> None:
        self._store = store
        self._rules = settings.topup
        self._now = now
        self._offers = {offer.key: offer for offer in chain_offers(settings)}
        self._random = secrets.SystemRandom()

    def offer(self, offers: Iterable[ChainOffer]) -> None:
        """Offer these networks from now on: the operator changed an address."""
        self._offers = {offer.key: offer for offer in offers}

    def chains(self) -> list[ChainOffer]:
        """Networks the operator configured an address for; empty when there are none."""
        return list(self._offers.values())

    async def create(self, session: Session, amount_text: str, chain: str) -> TopUpView:
        """A new order over `amount_text` USDT plus a tail that makes its amount unique on the address.

        Raises:
            Refused: `topup.error.*`: the amount, the chain, an order that still waits, or no tail left.
        """
        offer = self._offers.get(chain)
        if offer is None:
            raise Refused("topup.error.unknown_chain", field="chain")
        base = base_micro(amount_text, offer.minimum_micro, offer.maximum_micro)
        now_ms = self._now()
        async with self._store.write() as connection:
            if self._rules.one_open_order:
                waiting = await topups.waiting_order(connection, session.user_id, chain, now_ms)
                if waiting is not None:
                    raise Refused("topup.error.open_order", number=waiting.number, amount=usdt(waiting.payable_micro))
            span = (base + TAILS_MICRO[0], base + TAILS_MICRO[-1])
            taken = await topups.reserved_amounts(connection, chain, offer.address, *span)
            free = [tail for tail in TAILS_MICRO if base + tail not in taken]
            self._random.shuffle(free)
            for tail in free:
                order = self._new_order(session.user_id, offer, base, tail, now_ms)
                if await topups.reserve(connection, order):
                    break
            else:
                raise Refused("topup.error.no_tail_left", field="amount", amount=usdt(base))
        return await self.order(session, str(order["id"]))

    async def orders(self, session: Session) -> list[TopUpView]:
        """The person's orders, newest first."""
        async with self._store.read() as connection:
            orders = await topups.orders_of(connection, session.user_id, SHOWN_ORDERS)
            paid_by = await topups.credited_transactions(connection, [order.id for order in orders])
        now_ms = self._now()
        return [self._view(order, paid_by, now_ms) for order in orders]

    async def order(self, session: Session, order_id: str) -> TopUpView:
        """One of the person's orders.

        Raises:
            Refused: there is no such order of theirs.
        """
        async with self._store.read() as connection:
            order = await topups.order_of(connection, session.user_id, order_id)
            paid_by = await topups.credited_transactions(connection, [order_id])
        if order is None:
            raise Refused("topup.error.no_such_order")
        return self._view(order, paid_by, self._now())

    async def strays(self, session: Session, order_id: str) -> list[StrayPayment]:
        """Payments that credited nothing and may have been meant for this order, the newest first.

        Raises:
            Refused: there is no such order of theirs.
        """
        async with self._store.read() as connection:
            order = await topups.order_of(connection, session.user_id, order_id)
            if order is None:
                raise Refused("topup.error.no_such_order")
            return await strays_of(connection, order)

    async def cancel(self, session: Session, order_id: str) -> TopUpView:
        """Gives an order up that no payment was seen for. Its amount stays reserved: a payment still credits.

        Raises:
            Refused: there is no such order, or its payment was seen already.
        """
        async with self._store.write() as connection:
            canceled = await topups.cancel(connection, session.user_id, order_id, self._now())
        view = await self.order(session, order_id)
        if not canceled and view.status != "canceled":
            raise Refused("topup.error.cannot_cancel", number=view.short_id)
        return view

    def _new_order(self, user_id: str, offer: ChainOffer, base: int, tail: int, now_ms: int) -> dict[str, str | int]:
        expires_ms = now_ms + self._rules.pay_minutes * 60_000
        return {
            "id": new_id(),
            "number": "".join(secrets.choice(NUMBER_LETTERS) for _ in range(NUMBER_LENGTH)),
            "user_id": user_id,
            "chain": offer.key,
            "address": offer.address,
            "base_micro": base,
            "tail_micro": tail,
            "payable_micro": base + tail,
            "payable_raw": str(raw_from_micro(base + tail, offer.decimals)),
            "status": "awaiting",
            "created_ms": now_ms,
            "expires_ms": expires_ms,
            "late_until_ms": expires_ms + self._rules.late_hours * 3_600_000,
            "confirmations": 0,
            "is_late": False,
            "updated_ms": now_ms,
        }

    def _view(self, order: topups.Order, paid_by: dict[str, str], now_ms: int) -> TopUpView:
        status = _status(order, now_ms)
        offer = self._offers.get(order.chain)
        needed = offer.confirmations_for(order.payable_micro) if offer else max(order.confirmations, 1)
        return TopUpView(
            id=order.id,
            short_id=order.number,
            chain=order.chain,
            base_micro=order.base_micro,
            tail_micro=order.tail_micro,
            payable_micro=order.payable_micro,
            address=order.address,
            status=status,
            created_ms=order.created_ms,
            pay_until_ms=order.expires_ms,
            late_until_ms=order.late_until_ms,
            tx_hash=paid_by.get(order.id) or order.seen_tx or "",
            seen_ms=order.seen_ms,
            confirmations=needed if status == "credited" else min(order.confirmations, needed),
            confirmations_needed=needed,
            credited_ms=order.credited_ms,
            is_late=order.is_late,
        )


def _status(order: topups.Order, now_ms: int) -> TopUpStatus:
    """What became of it; what is stored may be older than the clock, and `closed` hides what it was before."""
    if order.credited_ms is not None:
        return "credited"
    if order.status in ("seen", "confirming"):
        return "seen" if order.status == "seen" else "confirming"
    if order.canceled_ms is not None:
        return "canceled"
    if order.status == "closed" or now_ms > order.late_until_ms:
        return "closed"
    return "expired" if now_ms >= order.expires_ms else "awaiting"
