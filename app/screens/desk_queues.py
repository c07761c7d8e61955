"""The desk's queues about bindings, and all of them in the order of the desk."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textual.content import Content

from app.locale.catalogue import pick, t
from app.screens.desk_money import Claims, Unmatched, Withdrawals
from app.screens.desk_queue import Queue, day_and_time
from app.screens.second_password import with_password
from app.services.review_evidence import checks_of
from widgets import figures

if TYPE_CHECKING:
    from app.screens.telling import TellingScreen
    from app.services.binding_views import BindingView
    from app.services.parameter_changes import ChangeView
    from exchanges.core.verdict import Check

TONES = {"ok": "$text-success", "no": "$text-error", "unverified": "$text-warning"}


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
        since = day_and_time(item.submitted_ms or item.created_ms)
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
        return Content(f"{day_and_time(item.created_ms)}  {item.owner}  {item.label}: {wish}")

    def evidence(self, item: ChangeView) -> Content:
        now = t("keys.detail.custom" if item.old_custom else "keys.detail.default")
        equity = figures.figure(Decimal(item.equity_usdt), 2) if item.equity_usdt else figures.UNKNOWN
        lines = [t("desk.change.now", now=now, equity=equity)]
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
