"""Everybody's accounts, for the operator: find, block, start a reset; no secret is ever shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.book_table import FILTERING
from app.screens.listing import ListScreen
from app.screens.second_password import with_password
from widgets import figures

if TYPE_CHECKING:
    from app.services.users import UserView


NAME_WIDTH = 22


class UsersScreen(ListScreen):
    """A field to find people by, the people, and below them the one under the cursor."""

    PLACE = "desk"
    CSS_PATH = ["listing.tcss", "users.tcss"]
    HELP = "users.help"
    AUTO_FOCUS = "#rows"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("find"), use("block"), use("reset"), use("refresh"))

    def __init__(self) -> None:
        super().__init__()
        self._users: dict[str, UserView] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.users"))

    def lead(self) -> str:
        return t("users.lead")

    def nothing(self) -> str:
        return t("users.nothing")

    def compose_body(self) -> ComposeResult:
        yield Input(id="filter", placeholder=t("users.find"), select_on_focus=False)
        yield from super().compose_body()
        yield Static("", id="detail", markup=False)

    def actions(self) -> tuple[Action, ...]:
        return FILTERING if self.is_typing else self.ACTIONS

    @property
    def _marked(self) -> UserView | None:
        return self._users.get(self.chosen or "")

    def why_not(self, action_id: str) -> str:
        if action_id not in ("block", "reset"):
            return ""
        view = self._marked
        if view is None:
            return t("desk.no-row")
        return t("users.error.yourself") if view.id == self.session.user_id else ""

    def on_mount(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="users", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            found = await self.services.users.users(self.session, self.query_one("#filter", Input).value)
            self._users = {view.id: view for view in found}
            self.show({view.id: _row(view) for view in found})
            self._explain()

    @on(Input.Changed, "#filter")
    def find_people(self) -> None:
        self.action_refresh()

    @on(Input.Submitted, "#filter")
    def action_next(self) -> None:
        self.query_one("#rows").focus()

    def action_find(self) -> None:
        self.query_one("#filter").focus()

    def action_back(self) -> None:
        """First out of the filter, then off the page."""
        field = self.query_one("#filter", Input)
        if field.has_focus or field.value:
            field.value = ""
            self.query_one("#rows").focus()
        else:
            super().action_back()

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        view = self._marked
        self.query_one("#detail", Static).update("" if view is None else _detail(view))
        self.refresh_keys()

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_block(self) -> None:
        """Block, or let in again."""
        if (view := self._marked) is None:
            return
        users, is_blocked = self.services.users, view.blocked_ms is not None
        act = users.unblock if is_blocked else users.block
        await with_password(
            self,
            t("users.unblock.title" if is_blocked else "users.block.title", name=view.username),
            () if is_blocked else (t("users.block.means"),),
            lambda password: act(self.session, view.id, password),
            t("users.done"),
        )
        self.action_refresh()

    @work(exclusive=True, group="act", exit_on_error=False)
    async def action_reset(self) -> None:
        if (view := self._marked) is None:
            return
        await with_password(
            self,
            t("users.reset.title", name=view.username),
            (t("users.reset.means"),),
            lambda password: self.services.users.start_reset(self.session, view.id, password),
            t("users.done"),
        )
        self.action_refresh()


def _row(view: UserView) -> Content:
    name, nickname = set_cell_size(view.username, NAME_WIDTH), set_cell_size(view.nickname, NAME_WIDTH)
    row = Content(f"{name}  {nickname}  {figures.compute(view.compute_micro):>12}")
    for is_so, key in ((view.blocked_ms is not None, "users.blocked"), (view.reset_ms is not None, "users.reset")):
        if is_so:
            row = row.append(Content(f"   {t(key)}").stylize("$text-warning"))
    return row


def _detail(view: UserView) -> str:
    since = f"{datetime.fromtimestamp(view.created_ms / 1000, UTC):%Y-%m-%d}"
    role = t(f"profile.role.{view.role}")
    who = t("users.detail", role=role, email=view.email, contact=view.contact or figures.UNKNOWN, since=since)
    return f"{who}\n{t('users.detail.has', bindings=view.bindings, logins=view.logins)}"
