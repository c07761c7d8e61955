"""Changing a password: the login password, the transaction password, or a forgotten transaction password."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen, Validate, same_as
from app.screens.strength import show_strength
from app.services import passwords
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

WAYS = ("login", "transaction", "reset")
FIELDS = ("old_password", "recovery_code", "new_password", "new_password_again")


class PasswordsScreen(FormScreen):
    """Which password, the present one (or the recovery code), and the new one twice."""

    PLACE = "home"
    CSS_PATH = "passwords.tcss"
    HELP = "passwords.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "passwords.submit"), use("unattended"))

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"), t("passwords.title"))

    def compose_body(self) -> ComposeResult:
        ways = (Option(way, t(f"passwords.which.{way}"), t(f"passwords.which.{way}.note")) for way in WAYS)
        yield Choice(tuple(ways), chosen=("login",), id="way")
        yield FormField(t("passwords.old"), SecretInput(id="old_password"))
        yield FormField(t("passwords.recovery_code"), SecretInput(id="recovery_code"))
        yield FormField(t("passwords.new"), SecretInput(id="new_password"))
        yield FormField(t("passwords.again"), SecretInput(id="new_password_again"))
        yield Notice(id="notice")
        self.call_after_refresh(self._arrange)

    @property
    def _way(self) -> str:
        return self.query_one("#way", Choice).value or "login"

    @property
    def _proof(self) -> str:
        """The field that shows that the owner is here."""
        return "recovery_code" if self._way == "reset" else "old_password"

    @on(Choice.Changed)
    def _arrange(self) -> None:
        for name in ("old_password", "recovery_code"):
            self.field(name).display = name == self._proof

    def validators(self) -> Mapping[str, Validate]:
        return {
            "new_password": partial(passwords.check, field="new_password"),
            "new_password_again": same_as(partial(self.value, "new_password")),
        }

    @on(Input.Changed, "#new_password")
    def rate_while_typing(self) -> None:
        self.rate()

    @work(exclusive=True, group="strength", exit_on_error=False)
    async def rate(self) -> None:
        await show_strength(self.field("new_password"), (self.session.username,))

    def submit(self) -> None:
        if self.check_all():
            self.change()

    def action_unattended(self) -> None:
        from app.screens.unattended import UnattendedScreen

        self.app.push_screen(UnattendedScreen())

    @work(exclusive=True, group="passwords", exit_on_error=False)
    async def change(self) -> None:
        accounts, way = self.services.accounts, self._way
        calls = {
            "login": accounts.change_login_password,
            "transaction": accounts.change_transaction_password,
            "reset": accounts.reset_transaction_password,
        }
        with self.telling(t("passwords.working")):
            await calls[way](self.session, Secret(self.value(self._proof)), Secret(self.value("new_password")))
            for name in FIELDS:
                self.field(name).input.value = ""
            self.say(t(f"passwords.done.{way}"))
            self.dismiss()
