"""Registration: one page in three short groups; at its end the recovery code is shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
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
from widgets.form_field import FormField
from widgets.notice import Notice
from widgets.secret_input import SecretInput

WHO = ("username", "nickname", "real_name", "invite")
REACH = ("email", "code", "phone", "contact")
PASSWORDS = ("login_password", "transaction_password")
ABOUT = ("username", "nickname", "real_name", "email", "phone", "contact")
"""Fields a password must not be made of."""


class RegisterScreen(CodeScreen):
    """All fields of an account. Answers the username once there is an account, None when left before."""

    CSS_PATH = "register.tcss"
    HELP = "register.help"
    PURPOSE = "register"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "register.submit"), use("code"), use("outbox"))

    def __init__(self, typed: MutableMapping[str, str], *, as_operator: bool) -> None:
        """`typed` keeps the fields while the page is left; `as_operator`: this is the first account of a store."""
        super().__init__()
        self._typed = typed
        self._as_operator = as_operator

    def crumbs(self) -> tuple[str, ...]:
        return (t("register.title.operator" if self._as_operator else "register.title"),)

    @property
    def may_read_mail(self) -> bool:
        """The person of the very first start must be able to read their own code."""
        return super().may_read_mail or self._as_operator

    # -- fields ----------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="page", can_focus=False):
            yield Static(t("register.group.who"), markup=False, classes="group")
            yield from (self._plain(name) for name in WHO if name != "invite" or not self._as_operator)
            yield Static(t("register.group.reach"), markup=False, classes="group")
            yield from (self._plain(name) for name in REACH)
            yield Static(t("register.group.passwords"), markup=False, classes="group")
            for name in PASSWORDS:
                yield from self._twice(name)
            yield Static(t("register.passwords.sentence"), markup=False, id="sentence")
            yield Notice(id="notice")

    def _plain(self, name: str) -> FormField:
        hint = t(f"register.{name}.hint", key=key_of("code"))
        return FormField(t(f"register.{name}"), Input(self._typed.get(name, ""), id=name), hint=hint)

    def _twice(self, name: str) -> Iterator[FormField]:
        for field_id, label in ((name, f"register.{name}"), (f"{name}_again", "register.again")):
            control = SecretInput(id=field_id)
            control.value = self._typed.get(field_id, "")
            yield FormField(t(label), control, hint=t(f"register.{name}.hint") if field_id == name else "")

    def validators(self) -> Mapping[str, Validate]:
        plain = [name for name in (*WHO, *REACH) if name != "invite" or not self._as_operator]
        rules: dict[str, Validate] = {name: _cleaner(name) for name in plain}
        for name in PASSWORDS:
            rules[name] = self._password_rule(name)
            rules[f"{name}_again"] = same_as(partial(self.value, name))
        return rules

    def _password_rule(self, name: str) -> Validate:
        def validate(value: str) -> None:
            other = self.value("login_password") if name == "transaction_password" else ""
            passwords.check(value, field=name, about=self._about(), other=other)

        return validate

    def _about(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.value(name) for name in ABOUT)))

    @on(Input.Changed)
    def rate_while_typing(self, event: Input.Changed) -> None:
        if event.input.id in PASSWORDS:
            self.rate(event.input.id)
        elif event.input.id is not None and event.input.id.endswith("_again"):
            self._compare(event.input.id)

    @work(exclusive=True, group="strength", exit_on_error=False)
    async def rate(self, name: str) -> None:
        await show_strength(self.field(name), self._about())

    def _compare(self, again_id: str) -> None:
        field = self.field(again_id)
        if field.value and field.value == self.value(again_id.removesuffix("_again")):
            field.show_ok(t("form.again.same"))
        else:
            field.clear()

    # -- leaving and sending ---------------------------------------------------------------------------------------

    def action_back(self) -> None:
        self._typed.update({field.id: field.value for field in self.query(Input) if field.id})
        super().action_back()

    def submit(self) -> None:
        if self.check_all():
            self.register()

    @work(exclusive=True, group="register", exit_on_error=False)
    async def register(self) -> None:
        """Make the account; every refusal stands beside its field and nothing typed is lost."""
        from app.services.accounts import Registration

        form = Registration(
            username=self.value("username"),
            nickname=self.value("nickname"),
            real_name=self.value("real_name"),
            email=self.value("email"),
            request_id=self.request_id,
            code=self.value("code"),
            phone=self.value("phone"),
            contact=self.value("contact"),
            invite="" if self._as_operator else self.value("invite"),
            login_password=Secret(self.value("login_password")),
            transaction_password=Secret(self.value("transaction_password")),
        )
        with self.telling(t("register.working")):
            registered = await self.services.accounts.register(form)
            await self._show_recovery_code(registered.recovery_code)
            self.dismiss(registered.username)

    async def _show_recovery_code(self, code: Secret) -> None:
        from app.screens.recovery_code import RecoveryCodeScreen

        await self.app.push_screen_wait(RecoveryCodeScreen(code))


def _cleaner(name: str) -> Validate:
    return lambda value: clean(name, value)
