"""A forgotten login password: replaced with the recovery code, or without it an account with an empty vault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.code_request import CodeScreen
from app.screens.form import Validate, same_as
from app.screens.strength import show_strength
from app.screens.telling import key_of
from app.services import passwords
from app.services.fields import clean
from exchanges.core.secret import Secret
from widgets.choice import Choice, Option
from widgets.dialogs import Confirm
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

WITH_CODE = ("recovery_code", "new_password", "new_password_again")
WITHOUT_CODE = ("login_password", "login_password_again", "transaction_password", "transaction_password_again")


class RecoveryScreen(CodeScreen):
    """Proves the address, then asks for the recovery code or, without it, for two new passwords."""

    CSS_PATH = "recovery.tcss"
    HELP = "recovery.help"
    PURPOSE = "recover"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "recovery.submit"), use("code"), use("outbox"))

    def crumbs(self) -> tuple[str, ...]:
        return (t("recovery.title"),)

    # -- fields ----------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Static(t("recovery.lead"), markup=False, classes="quiet")
            yield FormField(t("recovery.email"), Input(id="email"), hint=t("recovery.email.hint", key=key_of("code")))
            yield FormField(t("recovery.code"), Input(id="code"))
            yield Choice((Option("have", t("recovery.have")), Option("lost", t("recovery.lost"))), id="way")
            yield Static(t("recovery.lost.means"), markup=False, id="means")
            yield FormField(
                t("recovery.recovery_code"), SecretInput(id="recovery_code"), hint=t("recovery.recovery_code.hint")
            )
            for name in ("new_password", "login_password", "transaction_password"):
                yield from self._twice(name)
            yield Notice(id="notice")
        self.call_after_refresh(self._arrange)

    def _twice(self, name: str) -> Iterator[FormField]:
        yield FormField(t(f"recovery.{name}"), SecretInput(id=name))
        yield FormField(t("recovery.again"), SecretInput(id=f"{name}_again"))

    @property
    def _is_lost(self) -> bool:
        return self.query_one("#way", Choice).value == "lost"

    @property
    def _asked(self) -> tuple[str, ...]:
        return WITHOUT_CODE if self._is_lost else WITH_CODE

    @on(Choice.Changed)
    def _arrange(self) -> None:
        """Show the fields of the chosen way."""
        for name in (*WITH_CODE, *WITHOUT_CODE):
            self.field(name).display = name in self._asked
        self.query_one("#means").display = self._is_lost

    def validators(self) -> Mapping[str, Validate]:
        rules: dict[str, Validate] = {name: _cleaner(name) for name in ("email", "code")}
        for name in self._asked:
            if name.endswith("_again"):
                rules[name] = same_as(partial(self.value, name.removesuffix("_again")))
            elif name != "recovery_code":
                rules[name] = self._password_rule(name)
        return rules

    def _password_rule(self, name: str) -> Validate:
        def validate(value: str) -> None:
            other = self.value("login_password") if name == "transaction_password" else ""
            passwords.check(value, field=name, about=(self.value("email"),), other=other)

        return validate

    @on(Input.Changed)
    def rate_while_typing(self, event: Input.Changed) -> None:
        if event.input.id in ("new_password", "login_password", "transaction_password"):
            self.rate(event.input.id)

    @work(exclusive=True, group="strength", exit_on_error=False)
    async def rate(self, name: str) -> None:
        await show_strength(self.field(name), (self.value("email"),))

    # -- sending ---------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        if self.check_all():
            self.start_over() if self._is_lost else self.recover()

    @work(exclusive=True, group="recover", exit_on_error=False)
    async def recover(self) -> None:
        """Open the vault with the recovery code and wrap it under the new password."""
        with self.telling(t("recovery.working")):
            registered = await self.services.accounts.recover(
                self.value("email"),
                self.request_id,
                self.value("code"),
                Secret(self.value("recovery_code")),
                Secret(self.value("new_password")),
            )
            await self._finish(registered.recovery_code)

    @work(exclusive=True, group="recover", exit_on_error=False)
    async def start_over(self) -> None:
        """Give up what the vault holds, after a typed word, and begin with an empty one."""
        sure = Confirm(
            t("recovery.lost.title"),
            (t("recovery.lost.means"),),
            yes=t("recovery.lost.yes"),
            no=t("recovery.lost.no"),
            typed_word=t("recovery.lost.word"),
            type_hint=t("recovery.lost.type", word=t("recovery.lost.word")),
        )
        if not await self.app.push_screen_wait(sure):
            return
        with self.telling(t("recovery.working")):
            registered = await self.services.accounts.start_over(
                self.value("email"),
                self.request_id,
                self.value("code"),
                Secret(self.value("login_password")),
                Secret(self.value("transaction_password")),
            )
            await self._finish(registered.recovery_code)

    async def _finish(self, code: Secret) -> None:
        from app.screens.recovery_code import RecoveryCodeScreen

        await self.app.push_screen_wait(RecoveryCodeScreen(code))
        self.say(t("recovery.done"))
        self.dismiss()


def _cleaner(name: str) -> Validate:
    return lambda value: clean(name, value)
