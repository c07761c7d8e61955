"""Pages that prove an e-mail address: one key sends the code, the wait until the next one is counted down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from app.actions import Action
from app.locale.catalogue import t
from app.screens.form import FormScreen
from app.screens.telling import key_of

if TYPE_CHECKING:
    from app.services.email_codes import CodeRequest, Purpose


class CodeScreen(FormScreen):
    """A form with the fields `email` and `code`."""

    PURPOSE: ClassVar[Purpose]
    """What the code is for."""

    def __init__(self) -> None:
        super().__init__()
        self.code_request: CodeRequest | None = None
        """The last code asked for; what is typed counts only together with it."""

    def on_mount(self) -> None:
        self.set_interval(1.0, self._count_down, name="code countdown")

    @property
    def request_id(self) -> str:
        return self.code_request.id if self.code_request is not None else ""

    @property
    def may_read_mail(self) -> bool:
        """Whether the code can be read right here: in the demo. Elsewhere mail that stays here is the operator's."""
        return self.shell.settings.demo

    def actions(self) -> tuple[Action, ...]:
        """The outbox is offered only where its reading is allowed."""
        is_here = self.services.mail.is_local and self.may_read_mail
        return tuple(action for action in self.ACTIONS if action.id != "outbox" or is_here)

    def action_code(self) -> None:
        if self.check_field("email"):
            self.request_code()

    @work(exclusive=True, group="code", exit_on_error=False)
    async def request_code(self) -> None:
        """Have a code sent to the address in the field."""
        code = self.field("code")
        code.show_note(t("form.code.sending"))
        with self.telling():
            self.code_request = await self.services.accounts.request_code(self.PURPOSE, self.value("email"))
            code.input.focus()
        code.clear()
        self._count_down()

    def action_outbox(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())

    def _count_down(self) -> None:
        """Say where the code went, and when the next one may be asked for."""
        code = self.field("code")
        if self.code_request is None or code.has_error:
            return
        seconds = -(-(self.code_request.resend_ms - self.shell.clock_ms()) // 1000)
        values = {"send": key_of("code"), "mail": key_of("outbox"), "seconds": max(0, seconds)}
        place = "sent"
        if self.services.mail.is_local:
            place = "here" if self.may_read_mail else "kept"
        code.show_note(t(f"form.code.{place}-{'wait' if seconds > 0 else 'again'}", **values))
