"""The operator's notices: those that stand, writing one, taking one down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.desk_forms import DeskForm
from app.screens.listing import ListScreen
from widgets.dialogs import Confirm
from widgets.form_field import FormField

if TYPE_CHECKING:
    from app.services.inbox import InboxEntry


class NoticesScreen(ListScreen):
    """Notices that stand, newest first."""

    PLACE = "desk"
    CSS_PATH = "listing.tcss"
    HELP = "notices.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("new", "notices.write"), use("remove", "notices.withdraw"))

    def __init__(self) -> None:
        super().__init__()
        self._notices: dict[str, InboxEntry] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.notices"))

    def lead(self) -> str:
        return t("notices.lead")

    def nothing(self) -> str:
        return t("notices.nothing")

    def why_not(self, action_id: str) -> str:
        return t("desk.no-row") if action_id == "remove" and self.chosen is None else ""

    def on_mount(self) -> None:
        self.read()

    def on_screen_resume(self) -> None:
        self.read()

    @on(OptionList.OptionHighlighted)
    def cursor_moved(self) -> None:
        self.refresh_keys()

    @work(exclusive=True, group="notices", exit_on_error=False)
    async def read(self) -> None:
        with self.polling():
            found = [entry for entry in await self.services.inbox.entries(self.session) if entry.is_notice]
            self._notices = {entry.id: entry for entry in found}
            self.show({entry.id: _row(entry) for entry in found})

    def action_new(self) -> None:
        self.app.push_screen(NoticeScreen())

    @work(exclusive=True, group="withdraw", exit_on_error=False)
    async def action_remove(self) -> None:
        entry = self._notices.get(self.chosen or "")
        if entry is None:
            return
        sure = Confirm(t("notices.withdraw.title"), (entry.title,), yes=t("withdrawals.yes"), no=t("withdrawals.no"))
        if await self.app.push_screen_wait(sure):
            with self.telling():
                await self.services.inbox.withdraw(self.session, entry.id)
            self.read()


class NoticeScreen(DeskForm):
    """Title and text in English, in Chinese, or both."""

    AUTO_FOCUS = "#title_en"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "notices.write"),)

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.notices"), t("notices.write"))

    def compose_body(self) -> ComposeResult:
        yield Static(t("notices.write.lead"), id="title", markup=False)
        for name in ("en", "zh"):
            yield FormField(t(f"notices.title.{name}"), Input(id=f"title_{name}", max_length=80))
            yield FormField(t(f"notices.body.{name}"), Input(id=f"body_{name}", max_length=1000))
        yield from self.compose_end()

    def submit(self) -> None:
        self.announce()

    @work(exclusive=True, group="announce", exit_on_error=False)
    async def announce(self) -> None:
        with self.telling(t("desk.working")):
            english = self.value("title_en"), self.value("body_en")
            chinese = self.value("title_zh"), self.value("body_zh")
            await self.services.inbox.announce(self.session, english, chinese, self.password())
            self.say(t("notices.written"))
            self.dismiss()


def _row(entry: InboxEntry) -> Content:
    time = f"{datetime.fromtimestamp(entry.created_ms / 1000, UTC):%m-%d %H:%M}"
    head = Content(f"{time}  ").stylize("$quiet").append(Content(entry.title))
    return head.append(Content(f"\n             {entry.body}").stylize("$quiet"))
