"""The desk's queues about money: claims, deposits nobody received, withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from app.locale.catalogue import t
from app.screens.amounts import exact_usdt
from app.screens.desk_queue import Queue, day_and_time
from app.screens.second_password import with_password
from app.services.withdrawal_evidence import WithdrawalEvidence, evidence_of
from widgets import figures

if TYPE_CHECKING:
    from app.screens.telling import TellingScreen
    from app.services.claims import ClaimCase, DepositView, OrderNearby
    from app.services.withdrawals import WithdrawalView

NOTES = ("no_order", "below_minimum", "second_payment", "outside_window")
"""Words of the scanner that have a text."""


class Claims(Queue):
    """What people say of transactions, beside what the chain says."""

    id = "claims"
    REASONS = ("proof", "other")

    async def read(self) -> None:
        found = await self._screen.services.claims.waiting(self._screen.session)
        self.items = {case.claim.id: case for case in found}

    def row(self, item: ClaimCase) -> Content:
        claim = item.claim
        row = Content(
            f"{day_and_time(claim.created_ms)}  {item.owner}  {exact_usdt(claim.amount_micro)}  {claim.tx_hash[:8]}"
        )
        contested = t("desk.claim.contested", others=", ".join(item.others))
        return row.append(Content(f"  {contested}").stylize("$text-warning")) if item.others else row

    def evidence(self, item: ClaimCase) -> Content:
        said = t("desk.claim.said", words=item.claim.words or figures.UNKNOWN)
        lines = [Content(said)]
        for deposit in item.deposits:
            lines += _deposit_lines(deposit)
        return Content("\n").join(lines)

    async def approve(self, item: ClaimCase) -> None:
        screen, amount = self._screen, exact_usdt(item.claim.amount_micro)
        await with_password(
            screen,
            t("desk.credit.title", amount=amount, owner=item.owner),
            (t("desk.credit.line"), item.claim.tx_hash),
            lambda password: screen.services.claims.credit(screen.session, item.claim.id, password),
            t("desk.credited", amount=amount, owner=item.owner),
        )

    def refuse(self, item: ClaimCase) -> None:
        screen, label = self._screen, t("desk.claim", tx=item.claim.tx_hash[:8])
        self._push_refusal(
            t("desk.refuse.title", label=label, owner=item.owner),
            lambda reason, password: screen.services.claims.refuse(screen.session, item.claim.id, reason, password),
            t("desk.refused", label=label),
        )


class Unmatched(Queue):
    """Deposits nobody received and nobody claims."""

    id = "unmatched"
    REASONS = ("paid-back", "nobody")

    async def read(self) -> None:
        found = await self._screen.services.claims.unmatched(self._screen.session)
        self.items = {deposit.id: deposit for deposit in found}

    def row(self, item: DepositView) -> Content:
        amount = exact_usdt(item.amount_micro)
        note = t(f"desk.note.{item.note}") if item.note in NOTES else item.note
        return Content(f"{day_and_time(item.block_ms)}  {item.chain.upper()}  {amount}  {note}")

    def evidence(self, item: DepositView) -> Content:
        return Content("\n").join(_deposit_lines(item))

    async def approve(self, item: DepositView) -> None:
        from app.screens.desk_forms import CreditScreen

        await self._screen.app.push_screen_wait(CreditScreen(item))

    def refuse(self, item: DepositView) -> None:
        screen, amount = self._screen, exact_usdt(item.amount_micro)
        service = screen.services.claims
        self._push_refusal(
            t("desk.return.title", amount=amount, tx=item.tx_hash[:8]),
            lambda reason, password: service.return_deposit(screen.session, item.id, reason, password),
            t("desk.returned", amount=amount),
            "desk.return",
        )


class Withdrawals(Queue):
    """Requests to pay compute out."""

    id = "withdrawals"
    REASONS = ("address", "contact")

    def __init__(self, screen: TellingScreen) -> None:
        super().__init__(screen)
        self._evidence: dict[str, WithdrawalEvidence] = {}

    async def look_into(self, item: WithdrawalView) -> None:
        self._evidence[item.id] = await evidence_of(self._screen.services.store, self._screen.session, item.id)

    async def read(self) -> None:
        found = await self._screen.services.withdrawals.waiting(self._screen.session)
        self.items = {view.id: view for view in found}

    def row(self, item: WithdrawalView) -> Content:
        amount = exact_usdt(item.amount_micro)
        return Content(f"{day_and_time(item.created_ms)}  {item.owner}  {item.number}  {amount}  {item.chain.upper()}")

    def evidence(self, item: WithdrawalView) -> Content:
        lines = [t("desk.pay.to", amount=exact_usdt(item.amount_micro), chain=item.chain.upper()), item.address]
        if (known := self._evidence.get(item.id)) is not None:
            listed = (
                t("desk.pay.listed", since=day_and_time(known.listed_ms)) if known.listed_ms else t("desk.pay.unlisted")
            )
            lines.append(t("desk.pay.known", listed=listed, left=exact_usdt(known.left_micro), paid=known.paid_before))
        return Content("\n".join([*lines, "", t("desk.pay.how")]))

    async def approve(self, item: WithdrawalView) -> None:
        from app.screens.desk_forms import PaidScreen

        await self._screen.app.push_screen_wait(PaidScreen(item))

    def refuse(self, item: WithdrawalView) -> None:
        screen = self._screen
        self._push_refusal(
            t("desk.refuse.title", label=item.number, owner=item.owner),
            lambda reason, password: screen.services.withdrawals.refuse(screen.session, item.id, reason, password),
            t("desk.refused", label=item.number),
        )


def _deposit_lines(deposit: DepositView) -> Iterable[Content]:
    """The chain's word on a transfer, and the orders that may explain it."""
    amount = exact_usdt(deposit.amount_micro)
    state = t(f"desk.state.{deposit.state}")
    yield Content(t("desk.proof", amount=amount, state=state)).stylize("bold")
    yield Content(t("desk.proof.block", block=deposit.block, time=day_and_time(deposit.block_ms))).stylize("$quiet")
    yield Content(t("desk.proof.from", sender=deposit.sender)).stylize("$quiet")
    yield Content(t("desk.proof.to", recipient=deposit.recipient)).stylize("$quiet")
    yield from tx_lines(deposit.tx_hash)
    for order in deposit.nearby:
        yield _nearby(order)


def tx_lines(tx_hash: str) -> Iterable[Content]:
    """A transaction's hash in two halves: whole, and each fits on a line of a small terminal."""
    half = len(tx_hash) // 2
    yield Content(f"tx   {tx_hash[:half]}").stylize("$quiet")
    yield Content(f"     {tx_hash[half:]}").stylize("$quiet")


def _nearby(order: OrderNearby) -> Content:
    sign = "+" if order.differs_micro >= 0 else "-"
    text = t(
        "desk.nearby.before" if order.apart_ms >= 0 else "desk.nearby.after",
        number=order.number,
        owner=order.owner,
        amount=exact_usdt(order.payable_micro),
        differs=f"{sign}{exact_usdt(abs(order.differs_micro))}",
        apart=figures.age(abs(order.apart_ms)),
    )
    return Content(text).stylize("$text-success" if order.is_same_tail else "$quiet")
