"""Where a person is signed in, and the key that ends it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual import on, work
from textual.content import Content
from textual.widgets import OptionList

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.listing import ListScreen
from app.services.accounts import Login


class LoginsScreen(ListScreen):
    """Logins that have not ended, newest first."""

    PLACE = "home"
    CSS_PATH = "listing.tcss"
    HELP = "profile.logins.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("remove", "profile.logins.end"), use("refresh"))

    def __init__(self) -> None:
        super().__init__()
        self._logins: list[Login] = []

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"), t("profile.logins.title"))

    def lead(self) -> str:
        return t("profile.logins.lead")

    def why_not(self, action_id: str) -> str:
        is_this = any(login.id == self.chosen and login.is_this for login in self._logins)
        return t("profile.logins.not-this") if action_id == "remove" and is_this else ""

    def on_mount(self) -> None:
        self.action_refresh()

    @on(OptionList.OptionHighlighted)
    def cursor_moved(self) -> None:
        self.refresh_keys()

    @work(exclusive=True, group="logins", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.telling():
            await self._read()

    @work(exclusive=True, group="logins", exit_on_error=False)
    async def action_remove(self) -> None:
        login_id = self.chosen
        if login_id is None:
            return
        with self.telling():
            await self.services.accounts.end_login(self.session, login_id)
            self.say(t("profile.logins.ended"))
            await self._read()

    async def _read(self) -> None:
        self._logins = await self.services.accounts.logins(self.session)
        self.show({login.id: _row(login) for login in self._logins})


def _row(login: Login) -> Content:
    names = {"local": "profile.logins.local", "unattended": "profile.logins.unattended"}
    origin = t(names[login.origin]) if login.origin in names else login.origin
    row = Content(t("profile.logins.row", since=_time(login.created_ms), seen=_time(login.seen_ms), origin=origin))
    return row.append(Content(f"   {t('profile.logins.this')}").stylize("$accent")) if login.is_this else row


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%m-%d %H:%M}"
