"""The operator's desk: bindings that wait for review with the venue's word on them, and the health of the chains."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.listing import ListScreen
from exchanges.core.secret import Secret
from store.errors import StoreError
from widgets import figures
from widgets.dialogs import AskSecret

if TYPE_CHECKING:
    from app.services.binding_views import BindingView
    from app.services.deposits import ChainStatus

LOOK_AGAIN_S = 2.0
OWN = ("approve", "remove", "invites", "outbox", "refresh")
"""What only the operator does here."""


class DeskScreen(ListScreen):
    """Everything about the row under the cursor stands in the row itself: three lines a binding."""

    PLACE = "desk"
    CSS_PATH = "listing.tcss"
    HELP = "desk.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("approve"),
        use("remove", "desk.refuse"),
        use("invites"),
        use("outbox"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[BindingView] = []

    def nothing(self) -> str:
        if not self.session.is_operator:
            return t("desk.only-operator")
        return t("desk.nothing", mode=t(f"desk.mode.{self.shell.settings.review}"))

    def actions(self) -> tuple[Action, ...]:
        """The outbox is there only while mail stays on this machine; nothing is there for others."""
        if not self.session.is_operator:
            return ()
        return tuple(action for action in self.ACTIONS if action.id != "outbox" or self.services.mail.is_local)

    def why_not(self, action_id: str) -> str:
        if action_id in OWN and not self.session.is_operator:
            return t("desk.only-operator")
        return t("desk.no-row") if action_id in ("approve", "remove") and self._marked is None else ""

    @property
    def _marked(self) -> BindingView | None:
        return next((view for view in self._waiting if view.id == self.chosen), None)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="desk")

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None:
            self.action_refresh()

    @work(exclusive=True, group="desk", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            if not self.session.is_operator:
                self.show({})
                return
            self._waiting = await self.services.bindings.waiting(self.session)
            self.query_one("#lead", Static).update(self._chains())
            self.show({view.id: _row(view) for view in self._waiting})

    def _chains(self) -> Content:
        """One line a chain, and how many bindings wait."""
        now_ms = self.shell.clock_ms()
        offers = self.services.topups.chains()
        lines = [_chain(offer.standard, self.services.deposits.status(offer.key), now_ms) for offer in offers]
        lines.append(Content(t("desk.reviews", count=len(self._waiting))))
        return Content("\n").join(lines if offers else [Content(t("desk.chain.none")), *lines])

    @work(exclusive=True, group="decide", exit_on_error=False)
    async def action_approve(self) -> None:
        if (view := self._marked) is None:
            return
        title = t("desk.approve.title", label=view.label, owner=view.owner)
        ask = AskSecret(title, (*_evidence(view), t("desk.approve.line")), placeholder=t("desk.password"))
        password = await self.app.push_screen_wait(ask)
        if password is None:
            return
        with self.telling():
            await self.services.accounts.unlock_trade(self.session, Secret(password))
            await self.services.bindings.approve(self.session, view.id)
            self.say(t("desk.approved", label=view.label))
            self.action_refresh()

    def action_remove(self) -> None:
        from app.screens.refusal import RefusalScreen

        if (view := self._marked) is not None:
            self.app.push_screen(RefusalScreen(view))

    def action_invites(self) -> None:
        from app.screens.invites import InvitesScreen

        self.app.push_screen(InvitesScreen())

    def action_outbox(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())


def _chain(name: str, status: ChainStatus, now_ms: int) -> Content:
    if status.scanned_ms is None:
        text = t("desk.chain.never", chain=name)
    elif status.is_behind(now_ms):
        text = t("desk.chain.behind", chain=name, age=figures.age(now_ms - status.scanned_ms))
    else:
        age = figures.age(now_ms - status.scanned_ms)
        text = t("desk.chain", chain=name, head=status.head_height, final=status.final_height, age=age)
    if status.role == "standby":
        text += t("desk.chain.standby")
    if status.error is not None:
        told = type(status.error).__name__ if isinstance(status.error, StoreError) else str(status.error)
        text += t("desk.chain.error", error=told)
    sick = status.error is not None or status.is_behind(now_ms)
    return Content(text).stylize("$text-warning" if sick else "$quiet")


def _row(view: BindingView) -> Content:
    since = datetime.fromtimestamp((view.submitted_ms or view.created_ms) / 1000, UTC)
    head = t("desk.row", since=f"{since:%m-%d %H:%M}", owner=view.owner, title=pick(view.title), label=view.label)
    evidence = "".join(f"\n  {line}" for line in _evidence(view))
    return Content(head).append(Content(evidence).stylize("$quiet"))


def _evidence(view: BindingView) -> tuple[str, ...]:
    """What the venue said of it at the last check."""
    equity = view.account.equity_usdt if view.account is not None else None
    strategy = t("desk.strategy.custom") if view.custom else t("desk.strategy.steady")
    return (
        t("desk.evidence", uid=view.uid, equity=figures.figure(equity, 2), strategy=strategy),
        t("desk.evidence.keys", read=view.read_last4, trade=view.trade_last4),
    )
