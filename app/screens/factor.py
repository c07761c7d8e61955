"""The second factor: setting it up with an authenticator app, and switching it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.amounts import grouped
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.qr_code import QrCode
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.second_factor import Setup


class FactorScreen(FormScreen):
    """Three states: off (the password begins), begun (a first code switches on), on (password and code switch off)."""

    PLACE = "home"
    CSS_PATH = "factor.tcss"
    HELP = "factor.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "factor.next"),)

    def __init__(self) -> None:
        super().__init__()
        self._is_on: bool | None = None
        self._setup: Setup | None = None

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"), t("actions.factor"))

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="page"):
            with Vertical(id="form"):
                yield Static("", id="explain", markup=False)
                yield Static("", id="seed", markup=False)
                yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
                yield FormField(t("factor.code"), Input(id="totp", max_length=7), hint=t("factor.code.hint"))
                yield Notice(id="notice")
            yield Vertical(id="picture")
        self.call_after_refresh(self._arrange)

    def on_mount(self) -> None:
        self.load()

    @work(exclusive=True, group="factor", exit_on_error=False)
    async def load(self) -> None:
        with self.telling():
            self._is_on = await self.services.factor.is_on(self.session)
            self._arrange()

    def _arrange(self) -> None:
        """Show what this state asks for."""
        state = "begun" if self._setup is not None else "on" if self._is_on else "off"
        self.query_one("#explain", Static).update(t(f"factor.{state}"))
        self.field("transaction_password").display = state != "begun"
        self.field("totp").display = state != "off"
        seed, picture = self.query_one("#seed", Static), self.query_one("#picture")
        seed.update("" if self._setup is None else grouped(self._setup.seed.reveal(), 4))
        if self._setup is None:
            picture.remove_children()
        elif not picture.children:
            picture.mount(QrCode(self._setup.uri.reveal()))
        self.field("totp" if state == "begun" else "transaction_password").input.focus()

    def submit(self) -> None:
        self.go_on()

    @work(exclusive=True, group="factor", exit_on_error=False)
    async def go_on(self) -> None:
        factor, code = self.services.factor, self.value("totp")
        password = Secret(self.value("transaction_password"))
        for name in ("transaction_password", "totp"):
            self.field(name).input.value = ""
        with self.telling():
            if self._setup is not None:
                await factor.confirm(self.session, code)
                self._setup = None
                self.say(t("factor.said-on"))
            elif self._is_on:
                await factor.remove(self.session, password, code)
                self.say(t("factor.said-off"))
            else:
                self._setup = await factor.begin(self.session, password)
            self._is_on = await factor.is_on(self.session)
            self._arrange()
