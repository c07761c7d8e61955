"""The queues of the operator's desk: what waits in each, the evidence beside it, and how it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from app.locale.catalogue import pick, t
from app.screens.amounts import exact_usdt
from app.screens.refusal import RefusalScreen
from app.screens.second_password import with_password
from app.services.review_evidence import checks_of
from widgets import figures

if TYPE_CHECKING:
    from app.screens.telling import TellingScreen
    from app.services.binding_views import BindingView
    from app.services.claims import ClaimCase, DepositView, OrderNearby
    from app.services.parameter_changes import ChangeView
    from app.services.withdrawals import WithdrawalView
    from exchanges.core.verdict import Check

TONES = {"ok": "$text-success", "no": "$text-error", "unverified": "$text-warning"}


class Queue:
    """One queue; items are kept by id, in the order they are shown."""

    id: ClassVar[str]
    REASONS: ClassVar[tuple[str, ...]] = ()
    """Templates offered when something of this queue is refused."""

    def __init__(self, screen: TellingScreen) -> None:
        self._screen = screen
        self.items: dict[str, Any] = {}

    async def read(self) -> None:
        """Ask the service what waits."""
        raise NotImplementedError

    async def look_into(self, item: Any) -> None:
        """Read what the evidence of one item needs besides."""
        del item

    def row(self, item: Any) -> Content:
        """One line in the list."""
        raise NotImplementedError

    def evidence(self, item: Any) -> Content:
        """What the person said, and what chain or venue says."""
        raise NotImplementedError

    async def approve(self, item: Any) -> None:
        """Ask for what it takes and carry it out; runs in a worker."""
        raise NotImplementedError

    def refuse(self, item: Any) -> None:
        """Open the page that asks for the reason."""
        raise NotImplementedError

    def _push_refusal(self, title: str, act: Any, done: str, label: str = "desk.refuse") -> None:
        self._screen.app.push_screen(RefusalScreen(title, act, done, self.REASONS, label=label))


class Reviews(Queue):
    """Bindings that wait; every check the venue answered stands below."""

    id = "reviews"
    REASONS = ("checks", "funds")

    def __init__(self, screen: TellingScreen) -> None:
        super().__init__(screen)
        self._checks: dict[str, list[tuple[str, Check]]] = {}

    async def read(self) -> None:
        found = await self._screen.services.bindings.waiting(self._screen.session)
        self.items = {view.id: view for view in found}

    async def look_into(self, item: BindingView) -> None:
        if item.id not in self._checks:
            self._checks[item.id] = await checks_of(self._screen.services.store, self._screen.session, item.id)

    def row(self, item: BindingView) -> Content:
        since = _time(item.submitted_ms or item.created_ms)
        return Content(t("desk.row", since=since, owner=item.owner, title=pick(item.title), label=item.label))

    def evidence(self, item: BindingView) -> Content:
        lines = [Content(line) for line in _binding_lines(item)]
        for kind, check in self._checks.get(item.id, ()):
            mark = Content(f"{t(f'desk.outcome.{check.outcome}'):<4}").stylize(TONES[check.outcome])
            lines.append(mark.append(Content(f"{t(f'desk.kind.{kind}')}: {pick(check.text)}")))
        return Content("\n").join(lines)

    async def approve(self, item: BindingView) -> None:
        screen = self._screen

        async def act(password: Any) -> None:
            await screen.services.accounts.unlock_trade(screen.session, password)
            await screen.services.bindings.approve(screen.session, item.id)

        title = t("desk.approve.title", label=item.label, owner=item.owner)
        lines = (*_binding_lines(item), t("desk.approve.line"))
        await with_password(screen, title, lines, act, t("desk.approved", label=item.label))

    def refuse(self, item: BindingView) -> None:
        screen = self._screen

        async def act(reason: str, password: Any) -> None:
            await screen.services.accounts.unlock_trade(screen.session, password)
            await screen.services.bindings.refuse(screen.session, item.id, reason)

        title = t("desk.refuse.title", label=item.label, owner=item.owner)
        self._push_refusal(title, act, t("desk.refused", label=item.label))


class Changes(Queue):
    """Wishes for other parameters."""

    id = "changes"
    REASONS = ("unclear", "funds")

    async def read(self) -> None:
        found = await self._screen.services.changes.waiting(self._screen.session)
        self.items = {view.id: view for view in found}

    def row(self, item: ChangeView) -> Content:
        wish = t("keys.detail.custom" if item.custom else "keys.detail.default")
        return Content(f"{_time(item.created_ms)}  {item.owner}  {item.label}: {wish}")

    def evidence(self, item: ChangeView) -> Content:
        now = t("keys.detail.custom" if item.old_custom else "keys.detail.default")
        lines = [t("desk.change.now", now=now, equity=item.equity_usdt or figures.UNKNOWN)]
        lines.append(t("desk.change.words", words=item.words or figures.UNKNOWN))
        if item.custom and not item.old_custom:
            lines.append(t("desk.change.subsidy"))
        return Content("\n".join(lines))

    async def approve(self, item: ChangeView) -> None:
        screen = self._screen
        title = t("desk.approve.title", label=item.label, owner=item.owner)
        await with_password(
            screen,
            title,
            (item.words,) if item.words else (),
            lambda password: screen.services.changes.approve(screen.session, item.id, password),
            t("desk.approved", label=item.label),
        )

    def refuse(self, item: ChangeView) -> None:
        screen = self._screen
        self._push_refusal(
            t("desk.refuse.title", label=item.label, owner=item.owner),
            lambda reason, password: screen.services.changes.refuse(screen.session, item.id, reason, password),
            t("desk.refused", label=item.label),
        )


class Claims(Queue):
    """What people say of transactions, beside what the chain says."""

    id = "claims"
    REASONS = ("proof", "other")

    async def read(self) -> None:
        found = await self._screen.services.claims.waiting(self._screen.session)
        self.items = {case.claim.id: case for case in found}

    def row(self, item: ClaimCase) -> Content:
        claim = item.claim
        row = Content(f"{_time(claim.created_ms)}  {item.owner}  {exact_usdt(claim.amount_micro)}  {claim.tx_hash[:8]}")
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
        return Content(f"{_time(item.block_ms)}  {item.chain.upper()}  {amount}  {note}")

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

    async def read(self) -> None:
        found = await self._screen.services.withdrawals.waiting(self._screen.session)
        self.items = {view.id: view for view in found}

    def row(self, item: WithdrawalView) -> Content:
        amount = exact_usdt(item.amount_micro)
        return Content(f"{_time(item.created_ms)}  {item.owner}  {item.number}  {amount}  {item.chain.upper()}")

    def evidence(self, item: WithdrawalView) -> Content:
        lines = [t("desk.pay.to", amount=exact_usdt(item.amount_micro), chain=item.chain.upper()), item.address]
        return Content("\n".join([*lines, t("desk.pay.how")]))

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


NOTES = ("no_order", "below_minimum", "second_payment", "outside_window")
"""Words of the scanner that have a text."""


def all_queues(screen: TellingScreen) -> tuple[Queue, ...]:
    return (Reviews(screen), Changes(screen), Claims(screen), Unmatched(screen), Withdrawals(screen))


def _binding_lines(view: BindingView) -> tuple[str, ...]:
    """What the venue said of the account at the last check."""
    equity = view.account.equity_usdt if view.account is not None else None
    strategy = t("desk.strategy.custom") if view.custom else t("desk.strategy.steady")
    return (
        t("desk.evidence", uid=view.uid, equity=figures.figure(equity, 2), strategy=strategy),
        t("desk.evidence.keys", read=view.read_last4, trade=view.trade_last4),
    )


def _deposit_lines(deposit: DepositView) -> Iterable[Content]:
    """The chain's word on a transfer, and the orders that may explain it."""
    amount = exact_usdt(deposit.amount_micro)
    block = t("desk.proof", amount=amount, block=deposit.block, time=_time(deposit.block_ms), state=deposit.state)
    yield Content(block).stylize("bold")
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
        "desk.nearby",
        number=order.number,
        owner=order.owner,
        amount=exact_usdt(order.payable_micro),
        differs=f"{sign}{exact_usdt(abs(order.differs_micro))}",
        apart=figures.age(abs(order.apart_ms)),
    )
    return Content(text).stylize("$text-success" if order.is_same_tail else "$quiet")


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}"
