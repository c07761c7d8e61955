"""Unattended use: whether this machine may open the vault without its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.dialogs import Confirm
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

if TYPE_CHECKING:
    from app.services.accounts import Reach

REACHES = ("read", "trade")


class UnattendedScreen(FormScreen):
    """The state; while it is off, how far it shall reach and the password that switches it on."""

    PLACE = "home"
    CSS_PATH = "unattended.tcss"
    HELP = "unattended.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "unattended.on"), use("remove", "unattended.off"))

    def __init__(self) -> None:
        super().__init__()
        self._reach: Reach | None = None

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"), t("passwords.title"), t("actions.unattended"))

    def compose_body(self) -> ComposeResult:
        yield Static("", id="state", markup=False)
        reaches = (
            Option(reach, t(f"unattended.reach.{reach}"), t(f"unattended.reach.{reach}.note")) for reach in REACHES
        )
        yield Choice(tuple(reaches), chosen=("read",), id="reach")
        yield FormField(t("desk.password"), SecretInput(id="transaction_password"))
        yield Notice(id="notice")
        self.call_after_refresh(self._arrange)

    def on_mount(self) -> None:
        self.load()

    def why_not(self, action_id: str) -> str:
        is_on = self._reach in REACHES
        if action_id == "next" and is_on:
            return t("unattended.why.on")
        return t("unattended.why.off") if action_id == "remove" and not is_on else ""

    @work(exclusive=True, group="unattended", exit_on_error=False)
    async def load(self) -> None:
        with self.telling():
            await self._read()

    async def _read(self) -> None:
        self._reach = await self.services.accounts.unattended(self.session)
        self._arrange()

    def _arrange(self) -> None:
        """Show what this state asks for."""
        if self._reach is None:
            return
        self.query_one("#state", Static).update(t(f"unattended.state.{self._reach}"))
        is_off = self._reach == "off"
        self.query_one("#reach").display = self.field("transaction_password").display = is_off
        if is_off:
            self.query_one("#reach").focus()
        else:
            self.set_focus(None)
        self.refresh_keys()

    def submit(self) -> None:
        self.switch_on()

    @work(exclusive=True, group="unattended", exit_on_error=False)
    async def switch_on(self) -> None:
        reach = self.query_one("#reach", Choice).value or "read"
        password = Secret(self.value("transaction_password"))
        self.field("transaction_password").input.value = ""
        sure = Confirm(
            t(f"unattended.sure.{reach}"),
            (t(f"unattended.sure.{reach}.means"),),
            yes=t("unattended.yes.on"),
            no=t("unattended.no"),
        )
        if await self.app.push_screen_wait(sure):
            with self.telling():
                await self.services.accounts.allow_unattended(self.session, password, with_trade=reach == "trade")
                self.say(t("unattended.said-on"))
                await self._read()

    @work(exclusive=True, group="unattended", exit_on_error=False)
    async def action_remove(self) -> None:
        sure = Confirm(
            t("unattended.stop"),
            (t("unattended.stop.means"),),
            yes=t("unattended.yes.off"),
            no=t("unattended.no"),
        )
        if await self.app.push_screen_wait(sure):
            with self.telling():
                await self.services.accounts.forbid_unattended(self.session)
                self.say(t("unattended.said-off"))
                await self._read()
