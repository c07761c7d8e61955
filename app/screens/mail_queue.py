"""Mail on its way out, for the operator: what waits, what was sent, what was given up and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows.cells import clock
from app.screens.listing import ListScreen

if TYPE_CHECKING:
    from app.services.mail import QueuedMail

LOOK_AGAIN_S = 2.0
TONES = {"sent": "$quiet", "failed": "$text-error", "queued": "$text-warning", "local": "$quiet"}


class MailQueueScreen(ListScreen):
    """Newest first; below the list why the mail under the cursor was not taken. What it says is its reader's alone."""

    PLACE = "desk"
    CSS_PATH = ["listing.tcss", "mail_queue.tcss"]
    HELP = "mailing.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("open", "mailing.read"), use("refresh"))

    def __init__(self) -> None:
        super().__init__()
        self._mails: dict[str, QueuedMail] = {}

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.outbox"))

    def lead(self) -> str:
        return t("mailing.local" if self.services.mail.is_local else "mailing.lead")

    def nothing(self) -> str:
        return t("mailing.nothing")

    def compose_body(self) -> ComposeResult:
        yield from super().compose_body()
        yield Static("", id="detail", markup=False)

    def actions(self) -> tuple[Action, ...]:
        """Mail that stays here can be read by whoever runs this machine."""
        return tuple(action for action in self.ACTIONS if action.id != "open" or self.services.mail.is_local)

    def on_mount(self) -> None:
        self.action_refresh()
        self.set_interval(LOOK_AGAIN_S, self.action_refresh, name="mails")

    @work(exclusive=True, group="mails", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            found = {mail.id: mail for mail in await self.services.mail.queue(self.session)}
            if found != self._mails:
                self._mails, now_ms = found, self.shell.clock_ms()
                self.show({mail.id: _row(mail, now_ms) for mail in found.values()})
                self._explain()

    @on(OptionList.OptionHighlighted)
    def _explain(self) -> None:
        mail = self._mails.get(self.chosen or "")
        lines = [] if mail is None else [t("inbox.outbox.to", recipient=mail.recipient)]
        if mail is not None and mail.trouble:
            lines.append(t("mailing.trouble", attempts=mail.attempts, reason=mail.trouble))
        self.query_one("#detail", Static).update(Content("\n".join(lines)))

    @on(OptionList.OptionSelected)
    async def selected(self) -> None:
        await self.action_act("open")

    def action_open(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())


def _row(mail: QueuedMail, now_ms: int) -> Content:
    time = Content(f"{clock(mail.created_ms, now_ms):<11}  ").stylize("$quiet").append(Content(mail.subject))
    return time.append(Content(f"   {t(f'inbox.state.{mail.state}')}").stylize(TONES[mail.state]))
