"""API management: the bindings of a person by state, and the way into the wizard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import pick, t
from app.screens.change_row import change_row
from app.screens.telling import TellingScreen
from app.services.binding_views import STEPS, BindingGroups, BindingView, DraftView
from app.services.trading_gate import Trading
from exchanges.core.secret import Secret
from widgets import figures
from widgets.dialogs import AskSecret, Confirm
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.screens.wizard import WizardScreen
    from app.services.parameter_changes import ChangeView

LOOK_AGAIN_S = 2.0
REMOVABLE = ("approved", "pending", "suspended", "refused")


class KeysScreen(TellingScreen):
    """One list under headings; what the cursor stands on is explained below."""

    PLACE = "keys"
    CSS_PATH = "keys.tcss"
    HELP = "keys.help"
    AUTO_FOCUS = "#bindings"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("bind"),
        use("open"),
        use("remove"),
        use("edit", "changes.open"),
        use("explore"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._groups: BindingGroups | None = None
        self._changes: list[ChangeView] = []
        self._trading = Trading()
        self._unread: dict[str, int] = {}
        """By binding id: how much of what its venue sent could not be read."""

    def compose_body(self) -> ComposeResult:
        yield Notice(id="notice")
        yield Static(t("keys.empty"), id="empty", markup=False)
        yield OptionList(id="bindings", markup=False, compact=True)
        yield Static("", id="detail", markup=False)
        if self._groups is not None:
            self.call_after_refresh(self._fill)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="bindings")

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("bindings"):
            self.action_refresh()

    # -- the list --------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="bindings", exit_on_error=False)
    async def action_refresh(self) -> None:
        """Read the bindings; the cursor stays where it was."""
        with self.polling():
            groups = await self.services.bindings.bindings(self.session)
            changes = await self.services.changes.changes(self.session)
            trading = await self.services.ledger.trading(self.session)
            if trading != self._trading:
                self._trading, self._groups = trading, None
            if changes != self._changes:
                self._changes, self._groups = changes, None
            unread = {view.id: self.services.monitor.quarantine.count(view.id) for view in groups.approved}
            if groups != self._groups:
                self._groups, self._unread = groups, unread
                self._fill()
            elif unread != self._unread:
                self._unread = unread
                self._explain()

    @property
    def _all(self) -> dict[str, BindingView | DraftView]:
        groups = self._groups
        if groups is None:
            return {}
        views: tuple[BindingView | DraftView, ...] = (
            *groups.approved,
            *groups.pending,
            *groups.drafts,
            *groups.other,
        )
        return {view.id: view for view in views}

    @property
    def _marked(self) -> BindingView | DraftView | None:
        option = self.query_one("#bindings", OptionList).highlighted_option
        return self._all.get(option.id) if option is not None and option.id is not None else None

    def _fill(self) -> None:
        if self._groups is None:
            return
        listed = self.query_one("#bindings", OptionList)
        was = listed.highlighted_option.id if listed.highlighted_option is not None else None
        listed.set_options((*_options(self._groups, self._trading), *_changes(self._changes)))
        ids = [option.id for option in listed.options]
        first = next((index for index, option in enumerate(listed.options) if not option.disabled), None)
        listed.highlighted = ids.index(was) if was is not None and was in ids else first
        self.set_class(not self._all, "-none")
        self._explain()

    @on(OptionList.OptionHighlighted)
    def cursor_moved(self) -> None:
        self._explain()

    def _explain(self) -> None:
        view = self._marked
        lines = () if view is None else (*_detail(view, self._trading), *self._unread_of(view.id))
        self.query_one("#detail", Static).update(Content("\n".join(lines)))
        self.refresh_keys()

    def _unread_of(self, binding_id: str) -> Iterator[str]:
        count, file = self._unread.get(binding_id, 0), self.services.monitor.quarantine.file(binding_id)
        if count:
            yield t("keys.detail.unread-one" if count == 1 else "keys.detail.unread", count=count, file=file)

    # -- doing -----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        view = self._marked
        if action_id in ("open", "remove") and view is None:
            return t("keys.no-row")
        if action_id == "open" and isinstance(view, BindingView) and view.state != "refused":
            return t("keys.not-open")
        if action_id == "remove" and isinstance(view, BindingView) and view.state not in REMOVABLE:
            return t("keys.not-removable")
        return ""

    @on(OptionList.OptionSelected)
    async def chosen(self) -> None:
        await self.action_act("open")

    def action_explore(self) -> None:
        from app.screens.explorer import ExplorerScreen

        self.app.push_screen(ExplorerScreen(self.services.explorer.calls()))

    def action_edit(self) -> None:
        """Wishes for other parameters of the binding under the cursor, and their history."""
        from app.screens.parameter_changes import ChangesScreen

        view = self._marked
        self.app.push_screen(ChangesScreen(view if isinstance(view, BindingView) else None))

    def action_bind(self) -> None:
        self._walk(None)

    @work(exclusive=True, group="open", exit_on_error=False)
    async def action_open(self) -> None:
        """Go on with an unfinished binding; a refused one becomes unfinished again."""
        view = self._marked
        with self.telling():
            if isinstance(view, BindingView):
                view = await self.services.bindings.reopen(self.session, view.id)
            self._walk(view)

    def _walk(self, draft: DraftView | None) -> None:
        self.app.push_screen(_wizard(draft))

    @work(exclusive=True, group="remove", exit_on_error=False)
    async def action_remove(self) -> None:
        view = self._marked
        if isinstance(view, DraftView):
            await self._discard(view)
        elif view is not None:
            await self._remove(view)

    async def _discard(self, view: DraftView) -> None:
        sure = Confirm(
            t("wizard.discard.title", venue=pick(view.title)),
            (t("wizard.discard.means"),),
            yes=t("wizard.discard.yes"),
            no=t("wizard.discard.no"),
        )
        if await self.app.push_screen_wait(sure):
            with self.telling():
                await self.services.bindings.discard(self.session, view.id)
                self.say(t("keys.discarded"))
            self.action_refresh()

    async def _remove(self, view: BindingView) -> None:
        title = t("keys.remove.title", label=view.label)
        password = await self.app.push_screen_wait(
            AskSecret(title, (t("keys.remove.means"), t("keys.remove.password")))
        )
        if password is not None:
            with self.telling():
                await self.services.bindings.remove(self.session, view.id, Secret(password))
                self.say(t("keys.removed", label=view.label))
            self.action_refresh()


def _wizard(draft: DraftView | None) -> WizardScreen:
    from app.screens.wizard import WizardScreen

    return WizardScreen(draft)


def _options(groups: BindingGroups, trading: Trading) -> Iterator[Option]:
    """Headings cannot be stood on; an empty group says so, so that its place is known."""
    sections: tuple[tuple[str, tuple[BindingView | DraftView, ...]], ...] = (
        ("keys.group.approved", groups.approved),
        ("keys.group.pending", groups.pending),
        ("keys.group.drafts", groups.drafts),
        ("keys.group.other", groups.other),
    )
    for title, views in sections:
        yield _head(title, is_empty=not views)
        for view in views:
            yield Option(_row(view, trading), id=view.id)


def _changes(changes: list[ChangeView]) -> Iterator[Option]:
    """Wishes that wait, and those that were refused; the whole history stands on the page behind them."""
    for title, state in (("keys.group.changes", "pending"), ("keys.group.refused-changes", "refused")):
        found = [change for change in changes if change.state == state]
        yield _head(title, is_empty=not found)
        for change in found:
            yield Option(Content("  ").append(change_row(change)), id=f"change:{change.id}")


def _head(title: str, *, is_empty: bool) -> Option:
    head = Content(t(title)).stylize("bold")
    return Option(head.append(Content(f"  {t('keys.none')}").stylize("$quiet")) if is_empty else head, disabled=True)


def _row(view: BindingView | DraftView, trading: Trading) -> Content:
    if isinstance(view, DraftView):
        number, total = view.number, len(STEPS)
        return Content("  " + t("keys.row.draft", title=pick(view.title), label=view.label, number=number, total=total))
    environment = t(f"wizard.environment.{view.environment}")
    row = Content("  " + t("keys.row", title=pick(view.title), label=view.label, environment=environment))
    if _is_paused(view, trading):
        return row.append(Content(f"   {t('keys.trading-paused')}").stylize("$text-warning"))
    if view.state in ("approved", "pending"):
        return row
    return row.append(Content(f"   {t(f'keys.state.{view.state}', reason=view.refusal)}").stylize("$text-warning"))


def _is_paused(view: BindingView, trading: Trading) -> bool:
    """Only what is approved could trade at all."""
    return view.state == "approved" and not trading.is_allowed


def _detail(view: BindingView | DraftView, trading: Trading) -> Iterator[str]:
    if isinstance(view, DraftView):
        yield t("keys.detail.draft")
        return
    if _is_paused(view, trading):
        yield t("compute.used-up")
    equity = view.account.equity_usdt if view.account is not None else None
    yield t("keys.detail.account", uid=view.uid, equity=figures.figure(equity, 2))
    if view.trade_last4:
        yield t("keys.detail.keys", read=view.read_last4, trade=view.trade_last4)
    else:
        yield t("keys.detail.destroyed")
    parameters = t("keys.detail.custom") if view.custom else t("keys.detail.default")
    yield t("keys.detail.strategy", parameters=parameters)
    yield t("keys.detail.since", created=_day(view.created_ms), approved=_day(view.approved_ms))
    yield from _subsidy(view.subsidy_lost)
    if view.state == "refused":
        yield t("keys.detail.refused")


def _subsidy(lost: tuple[str, ...]) -> Iterator[str]:
    if not lost:
        yield t("wizard.subsidy.kept")
        yield t("wizard.subsidy.by-hand")
        return
    reasons = t("wizard.subsidy.and").join(t(f"wizard.subsidy.reason.{reason}") for reason in lost)
    yield t("wizard.subsidy.lost", reason=reasons)


def _day(ms: int | None) -> str:
    return figures.UNKNOWN if ms is None else f"{datetime.fromtimestamp(ms / 1000, UTC):%Y-%m-%d %H:%M}"
