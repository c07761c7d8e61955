"""The door: signing in, the very first start, and what the demo offers."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.places import DEMO_INSTEAD
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

FIRST_CHOICES = ("demo", "own", "invited")
"""What the very first start offers, in this order."""
ELSEWHERE = "python tui.py --database postgresql://..."
"""How to reach the store an invite code belongs to."""


class SignInScreen(FormScreen):
    """One box in the middle; on an empty store three ways to begin instead of two fields."""

    CSS_PATH = "signin.tcss"
    HELP = "signin.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("next", "signin.submit"),
        use("new", "signin.register"),
        use("outbox"),
        use("code", "signin.forgot"),
    )
    AUTO_FOCUS = "#username"

    def __init__(self) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        """What was typed on the registration page, kept while somebody looks elsewhere; gone with this screen."""
        self._is_first_start = False
        self._demo_text = ""
        self._told = ""
        self._is_entering = False
        """Enter was pressed before the store was open; it is not forgotten."""

    def crumbs(self) -> tuple[str, ...]:
        return (t("signin.first.title" if self._is_first_start else "signin.title"),)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        with Vertical(id="first", classes="box"):
            yield Static(t("signin.first.lead"), markup=False, classes="lead")
            for choice in FIRST_CHOICES:
                yield Button(_offer(choice), id=f"begin-{choice}", classes="offer")
            yield Static(id="told", markup=False)
        with Vertical(id="login", classes="box"):
            yield FormField(t("signin.username"), Input(id="username"))
            yield FormField(t("signin.password"), SecretInput(id="password"))
            yield Static(t("signin.password.purpose"), markup=False, classes="quiet")
            yield Notice(id="notice")
            with Horizontal(id="ways"):
                yield Button(Content(t("signin.register")), id="register")
                yield Button(Content(t("signin.forgot")), id="forgot")
        yield Static(id="demo", classes="box")
        self.call_after_refresh(self._arrange)

    def on_mount(self) -> None:
        if self.shell.services is not None:
            self.look_around()

    def on_services_ready(self) -> None:
        self.look_around()
        if self._is_entering:
            self.sign_in()

    def on_screen_resume(self) -> None:
        if self.shell.services is not None:
            self.look_around()

    @work(exclusive=True, group="look around", exit_on_error=False)
    async def look_around(self) -> None:
        """Ask the store whether anybody has an account yet, and the demo what it comes with."""
        with self.polling():
            self._is_first_start = await self.services.accounts.is_first_start()
            if self.services.demo is not None:
                self._demo_text = await self.services.demo.accounts_text()
            self._arrange()
            if self._is_first_start and not isinstance(self.focused, Button):
                self.query_one("#begin-own").focus()

    def _arrange(self) -> None:
        """Show the box that fits, and in the demo what to sign in with."""
        self.set_class(self._is_first_start, "-first")
        demo = self.query_one("#demo", Static)
        demo.display = bool(self._demo_text)
        title = Content(t("signin.demo.title")).stylize("bold $demo")
        demo.update(title.append(Content(f"\n{self._demo_text}")))
        self.query_one("#told", Static).update(self._told)
        self.refresh_frame()

    # -- signing in ------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        for field_id in ("username", "password"):
            if not self.value(field_id):
                self.field(field_id).show_error(t(f"signin.error.{field_id}_empty"))
                self.field(field_id).input.focus()
                return
        self._is_entering = self.shell.services is None
        if self._is_entering:
            self.field("password").show_note(t("frame.opening-store"))
        else:
            self.sign_in()

    @work(exclusive=True, group="sign in", exit_on_error=False)
    async def sign_in(self) -> None:
        """Open the vault with what was typed; the typed password is gone afterwards, whatever came of it."""
        self._is_entering = False
        field = self.field("password")
        password = Secret(field.value)
        field.input.clear()
        field.show_note(t("signin.working"))
        with self.telling():
            session = await self.services.accounts.login(self.value("username"), password)
            await self.shell.enter(session)
        if self.is_attached and not field.has_error:
            field.clear()

    # -- other ways ------------------------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:
        """Mail is read here in the demo only; nobody can sign in where nobody has an account."""
        left_out = {"next", "code", "outbox"} if self._is_first_start else set()
        if not self.shell.settings.demo:
            left_out.add("outbox")
        return tuple(action for action in self.ACTIONS if action.id not in left_out)

    def why_not(self, action_id: str) -> str:
        is_opening = self.shell.services is None and action_id in ("new", "code", "outbox")
        return t("frame.opening-store") if is_opening else ""

    def action_new(self) -> None:
        from app.screens.register import RegisterScreen

        self.app.push_screen(RegisterScreen(self.typed, as_operator=self._is_first_start), self._registered)

    def action_code(self) -> None:
        from app.screens.recovery import RecoveryScreen

        self.app.push_screen(RecoveryScreen())

    def action_outbox(self) -> None:
        from app.screens.outbox import OutboxScreen

        self.app.push_screen(OutboxScreen())

    @on(Button.Pressed)
    async def follow(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "register" | "begin-own":
                await self.action_act("new")
            case "forgot":
                await self.action_act("code")
            case "begin-demo":
                self.app.exit(return_code=DEMO_INSTEAD)
            case "begin-invited":
                self._told = f"{t('signin.first.invited.how')}\n\n  {ELSEWHERE}"
                self._arrange()

    def _registered(self, username: str | None) -> None:
        """Back from the registration page; with an account, its name stands in the field already."""
        if username:
            self.typed.clear()
            self.query_one("#username", Input).value = username
            self.query_one("#password").focus()
            self.field("password").show_ok(t("register.done"))


def _offer(choice: str) -> Content:
    about = Content(t(f"signin.first.{choice}.about")).stylize("$foreground-muted")
    return Content(t(f"signin.first.{choice}")).stylize("bold").append(Content("\n")).append(about)
