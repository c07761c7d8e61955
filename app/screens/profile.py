"""The profile: what a person told about themselves, and the way to passwords, logins and invitations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen, Validate
from app.services.accounts import Profile
from app.services.fields import clean
from widgets.form_field import FormField
from widgets.notice import Notice

EDITABLE = ("nickname", "real_name", "phone", "contact")


class ProfileScreen(FormScreen):
    """Fields that can be changed; enter in the last one saves."""

    PLACE = "home"
    CSS_PATH = "profile.tcss"
    HELP = "profile.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("next", "profile.save"),
        use("passwords"),
        use("logins"),
        use("invites"),
        use("factor"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._kept: Profile | None = None

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"),)

    def compose_body(self) -> ComposeResult:
        yield Static("", id="who", markup=False)
        yield FormField(t("profile.nickname"), Input(id="nickname"))
        yield FormField(t("profile.real_name"), Input(id="real_name"))
        yield FormField(t("profile.phone"), Input(id="phone"))
        yield FormField(t("profile.contact"), Input(id="contact"), hint=t("profile.contact.hint"))
        yield Notice(id="notice")
        if self._kept is not None:
            self._say_who(self._kept)

    def on_mount(self) -> None:
        self.load()

    @work(exclusive=True, group="profile", exit_on_error=False)
    async def load(self) -> None:
        with self.telling():
            self._kept = await self.services.accounts.profile(self.session)
            for name in EDITABLE:
                self.field(name).input.value = getattr(self._kept, name)
            self._say_who(self._kept)

    def _say_who(self, profile: Profile) -> None:
        since = f"{datetime.fromtimestamp(profile.created_ms / 1000, UTC):%Y-%m-%d}"
        role = t(f"profile.role.{profile.role}")
        who = t("profile.who", username=profile.username, role=role, since=since)
        line = Content(f"{who}\n{t('profile.email')} {profile.email}").stylize("$quiet")
        self.call_after_refresh(self.query_one("#who", Static).update, line)

    def validators(self) -> Mapping[str, Validate]:
        return {name: _rule(name) for name in EDITABLE}

    def submit(self) -> None:
        if self._kept is None or not self.check_all():
            return
        changed = {name: self.value(name) for name in EDITABLE if self.value(name) != getattr(self._kept, name)}
        if changed:
            self.save(changed)
        else:
            self.say(t("profile.unchanged"))

    @work(exclusive=True, group="profile", exit_on_error=False)
    async def save(self, changed: dict[str, Any]) -> None:
        with self.telling(t("profile.saving")):
            self._kept = await self.services.accounts.update_profile(self.session, **changed)
            self.say(t("profile.saved"))

    def action_passwords(self) -> None:
        from app.screens.passwords import PasswordsScreen

        self.app.push_screen(PasswordsScreen())

    def action_logins(self) -> None:
        from app.screens.logins import LoginsScreen

        self.app.push_screen(LoginsScreen())

    def action_factor(self) -> None:
        from app.screens.factor import FactorScreen

        self.app.push_screen(FactorScreen())

    def action_invites(self) -> None:
        from app.screens.invites import InvitesScreen

        self.app.push_screen(InvitesScreen())


def _rule(name: str) -> Validate:
    return lambda value: clean(name, value)
