"""The inbox: what was mailed to the person, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.listing import ListScreen
from app.services.mail import SentMail


class InboxScreen(ListScreen):
    """Subjects, newest first; the text itself is in the mail (or in the local outbox)."""

    PLACE = "inbox"
    CSS_PATH = "listing.tcss"
    HELP = "inbox.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("refresh"), use("outbox"))

    def nothing(self) -> str:
        return t("inbox.nothing")

    def actions(self) -> tuple[Action, ...]:
        """The outbox is there only while mail stays on this machine."""
        return tuple(action for action in self.ACTIONS if action.id != "outbox" or self.services.mail.is_local)

    def why_not(self, action_id: str) -> str:
        may_read = self.shell.settings.demo or self.session.is_operator
        return t("inbox.outbox.not-yours") if action_id == "outbox" and not may_read else ""

    def on_mount(self) -> None:
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="inbox", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.telling():
            email, mails = await self.services.mail.messages(self.session)
            self.query_one("#lead", Static).update(Content(t("inbox.lead", email=email)))
            self.show({mail.id: _row(mail) for mail in mails})

    def action_outbox(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())


def _row(mail: SentMail) -> Content:
    time = f"{datetime.fromtimestamp(mail.created_ms / 1000, UTC):%m-%d %H:%M}"
    state = Content(f"   {t(f'inbox.state.{mail.state}')}").stylize("$quiet")
    return Content(f"{time}  ").stylize("$quiet").append(Content(mail.subject)).append(state)
