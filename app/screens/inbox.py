"""The inbox: what happened to the person, what the operator tells everybody, and what was mailed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.telling import TellingScreen
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.inbox import InboxEntry
    from app.services.mail import SentMail

LOOK_AGAIN_S = 5.0


class InboxScreen(TellingScreen):
    """Newest first; what the cursor stands on is read below, and counts as read from then on."""

    PLACE = "inbox"
    CSS_PATH = "inbox.tcss"
    HELP = "inbox.help"
    AUTO_FOCUS = "#rows"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("refresh"), use("outbox"))

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, InboxEntry] = {}
        self._mails: dict[str, SentMail] = {}

    def compose_body(self) -> ComposeResult:
        yield Static("", id="lead", markup=False)
        yield Notice(id="notice")
        yield OptionList(id="rows", markup=False, compact=True)
        yield Static(t("inbox.nothing"), id="nothing", markup=False)
        with VerticalScroll(id="reading"):
            yield Static("", id="text", markup=False)
        self.call_after_refresh(self._fill)

    def actions(self) -> tuple[Action, ...]:
        """The outbox is there only while mail stays on this machine."""
        return tuple(action for action in self.ACTIONS if action.id != "outbox" or self.services.mail.is_local)

    def why_not(self, action_id: str) -> str:
        may_read = self.shell.settings.demo or self.session.is_operator
        return t("inbox.outbox.not-yours") if action_id == "outbox" and not may_read else ""

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="inbox")

    def on_screen_resume(self) -> None:
        self.action_refresh()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("inbox"):
            self.action_refresh()

    @work(exclusive=True, group="inbox", exit_on_error=False)
    async def action_refresh(self) -> None:
        """Read everything; the cursor stays where it was."""
        with self.polling():
            entries = await self.services.inbox.entries(self.session)
            email, mails = await self.services.mail.messages(self.session)
            self.query_one("#lead", Static).update(Content(t("inbox.lead", email=email)))
            found = {entry.id: entry for entry in entries}, {mail.id: mail for mail in mails}
            if found != (self._entries, self._mails):
                self._entries, self._mails = found
                self._fill()

    def _fill(self) -> None:
        listed = self.query_one("#rows", OptionList)
        was = listed.highlighted_option.id if listed.highlighted_option is not None else None
        rows = [(entry.created_ms, entry.id, _entry_row(entry)) for entry in self._entries.values()]
        rows += [(mail.created_ms, mail.id, _mail_row(mail)) for mail in self._mails.values()]
        rows.sort(key=lambda row: row[0], reverse=True)
        listed.set_options(Option(text, id=row_id) for _, row_id, text in rows)
        ids = [row_id for _, row_id, _ in rows]
        listed.highlighted = (ids.index(was) if was in ids else 0) if ids else None
        self.set_class(not rows, "-nothing")

    @on(OptionList.OptionHighlighted)
    def read(self, event: OptionList.OptionHighlighted) -> None:
        if (entry := self._entries.get(event.option_id or "")) is not None:
            self._show(_title(entry), entry.body if entry.is_notice else t(entry.body_key, **entry.facts))
            if not entry.is_read:
                self.mark(entry)
        elif (mail := self._mails.get(event.option_id or "")) is not None:
            self._show(mail.subject, t("inbox.mail.where"))

    def _show(self, title: str, body: str) -> None:
        text = Content(title).stylize("bold").append(Content(f"\n\n{body}"))
        self.query_one("#text", Static).update(text)

    @work(group="mark", exit_on_error=False)
    async def mark(self, entry: InboxEntry) -> None:
        with self.polling():
            await self.services.inbox.mark_read(self.session, entry)
        self.shell.count_waiting()

    def action_outbox(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())


def _title(entry: InboxEntry) -> str:
    return t("inbox.notice", title=entry.title) if entry.is_notice else t(entry.title_key, **entry.facts)


def _entry_row(entry: InboxEntry) -> Content:
    row = _time(entry.created_ms, is_unread=not entry.is_read).append(Content(_title(entry)))
    return row if entry.is_read else row.stylize("bold")


def _mail_row(mail: SentMail) -> Content:
    state = Content(f"   {t('inbox.mail')}: {t(f'inbox.state.{mail.state}')}").stylize("$quiet")
    return _time(mail.created_ms, is_unread=False).append(Content(mail.subject)).append(state)


def _time(ms: int, *, is_unread: bool) -> Content:
    mark = "* " if is_unread else "  "
    return Content(f"{mark}{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}  ").stylize("$quiet")
