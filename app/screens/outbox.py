"""The local outbox: mail that stays on this machine because no mail server is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows.cells import clock
from app.screens.telling import TellingScreen
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.mail import OutboxMail


class OutboxScreen(TellingScreen):
    """A list of mails, newest first, and below it the one under the cursor; new mail appears by itself."""

    CSS_PATH = "outbox.tcss"
    HELP = "inbox.outbox.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("refresh"),)

    def __init__(self) -> None:
        super().__init__()
        self._mails: list[OutboxMail] = []

    def crumbs(self) -> tuple[str, ...]:
        return (t("inbox.outbox.title"),)

    def compose_body(self) -> ComposeResult:
        yield Static(t("inbox.outbox.lead"), markup=False, classes="quiet")
        yield Notice(id="notice")
        yield OptionList(id="mails", markup=False, compact=True)
        with VerticalScroll(id="reading"):
            yield Static(t("inbox.outbox.empty"), id="mail", markup=False)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(1.0, self._tick, name="new mail")

    def _tick(self) -> None:
        if not self.is_at_work("outbox"):
            self.action_refresh()

    @work(exclusive=True, group="outbox", exit_on_error=False)
    async def action_refresh(self) -> None:
        """Read the outbox; the cursor stays on the mail it was on."""
        with self.polling():
            mails = await self.services.mail.outbox(session=self.shell.session)
            if mails != self._mails:
                self._mails = mails
                self._fill()

    def _fill(self) -> None:
        listed = self.query_one("#mails", OptionList)
        was_on = listed.highlighted_option.id if listed.highlighted_option is not None else None
        was_newest = listed.highlighted in (None, 0)
        now_ms = self.shell.clock_ms()
        listed.set_options(Option(_line(mail, now_ms), id=mail.id) for mail in self._mails)
        at = 0 if was_newest else next((i for i, mail in enumerate(self._mails) if mail.id == was_on), 0)
        listed.highlighted = at if self._mails else None

    @on(OptionList.OptionHighlighted, "#mails")
    def read(self, event: OptionList.OptionHighlighted) -> None:
        mail = self._mails[event.option_index]
        head = Content(mail.subject).stylize("bold")
        to = Content(f"\n{t('inbox.outbox.to', recipient=mail.recipient)}\n\n").stylize("$foreground-muted")
        self.query_one("#mail", Static).update(head.append(to).append(Content(mail.body)))


def _line(mail: OutboxMail, now_ms: int) -> Content:
    time = Content(f"{clock(mail.created_ms, now_ms):<11}  ").stylize("$foreground-muted")
    return time.append(Content(mail.subject)).append(Content(f"  {mail.recipient}").stylize("$foreground-muted"))
