"""Invite codes: make, copy, withdraw, and see who came."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.content import Content

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.listing import ListScreen
from app.services.accounts import InviteView

USED_WIDTH = 15


class InvitesScreen(ListScreen):
    """The codes a person made, newest first."""

    PLACE = "home"
    CSS_PATH = "listing.tcss"
    HELP = "profile.invites.help"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("new", "profile.invites.new"),
        use("copy", "profile.invites.copy"),
        use("remove", "profile.invites.revoke"),
        use("refresh"),
    )

    def crumbs(self) -> tuple[str, ...]:
        return (t("profile.title"), t("profile.invites.title"))

    def lead(self) -> str:
        return t("profile.invites.lead")

    def nothing(self) -> str:
        return t("profile.invites.empty")

    def why_not(self, action_id: str) -> str:
        needs_row = action_id in ("copy", "remove")
        return t("profile.invites.none") if needs_row and self.chosen is None else ""

    def on_mount(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="invites", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.telling():
            await self._read()

    @work(exclusive=True, group="invites", exit_on_error=False)
    async def action_new(self) -> None:
        with self.telling():
            made = await self.services.accounts.create_invite(self.session)
            self.say(t("profile.invites.made", code=made.code))
            await self._read()

    def action_copy(self) -> None:
        if self.chosen is not None:
            self.copy(self.chosen)

    @work(exclusive=True, group="invites", exit_on_error=False)
    async def action_remove(self) -> None:
        code = self.chosen
        if code is None:
            return
        with self.telling():
            await self.services.accounts.revoke_invite(self.session, code)
            self.say(t("profile.invites.revoked"))
            await self._read()

    async def _read(self) -> None:
        self.show({invite.code: _row(invite) for invite in await self.services.accounts.invites(self.session)})


def _row(invite: InviteView) -> Content:
    state = t("profile.invites.good") if invite.is_good else t("profile.invites.over")
    guests = ", ".join(invite.guests)
    used = t("profile.invites.used", uses=invite.uses, most=invite.max_uses)
    text = f"{invite.code}   {used}{' ' * max(0, USED_WIDTH - cell_len(used))}   {state}   {guests}".rstrip()
    return Content(text) if invite.is_good else Content(text).stylize("$quiet")
