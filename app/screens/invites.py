"""Invite codes: make, copy, withdraw, and see who came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from rich.cells import cell_len
from textual import on, work
from textual.content import Content
from textual.widgets import OptionList

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.listing import ListScreen
from app.services.accounts import InviteView
from app.services.referral import GuestView
from widgets import figures

USED_WIDTH = 15
GUEST = "guest:"
"""Begins the ids of rows about people, not codes."""


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
        share = self.services.referral.share_percent
        reward = t("profile.invites.reward", share=share) if share else t("profile.invites.no-reward")
        return f"{t('profile.invites.lead')}\n{reward}"

    def nothing(self) -> str:
        return t("profile.invites.empty")

    def why_not(self, action_id: str) -> str:
        needs_row = action_id in ("copy", "remove")
        is_code = self.chosen is not None and not self.chosen.startswith(GUEST)
        return t("profile.invites.none") if needs_row and not is_code else ""

    def on_mount(self) -> None:
        self.action_refresh()

    @on(OptionList.OptionHighlighted)
    def cursor_moved(self) -> None:
        self.refresh_keys()

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
        rows = {invite.code: _row(invite) for invite in await self.services.accounts.invites(self.session)}
        guests = await self.services.referral.guests(self.session)
        rows |= {f"{GUEST}{number}": _guest(guest) for number, guest in enumerate(guests)}
        self.show(rows)


def _row(invite: InviteView) -> Content:
    state = t("profile.invites.good") if invite.is_good else t("profile.invites.over")
    guests = ", ".join(invite.guests)
    used = t("profile.invites.used", uses=invite.uses, most=invite.max_uses)
    text = f"{invite.code}   {used}{' ' * max(0, USED_WIDTH - cell_len(used))}   {state}   {guests}".rstrip()
    return Content(text) if invite.is_good else Content(text).stylize("$quiet")


def _guest(guest: GuestView) -> Content:
    """Who came, and what their first top-up brought."""
    joined = f"{datetime.fromtimestamp(guest.joined_ms / 1000, UTC):%Y-%m-%d}"
    row = Content(f"{joined}   {guest.nickname}").append(Content(f"   {guest.contact}".rstrip()).stylize("$quiet"))
    if guest.reward_micro is None:
        return row.append(Content(f"   {t('profile.invites.not-yet')}").stylize("$quiet"))
    reward = t("profile.invites.rewarded", amount=figures.compute(guest.reward_micro, signed=True))
    return row.append(Content(f"   {reward}").stylize("$text-success" if guest.reward_micro else "$quiet"))
