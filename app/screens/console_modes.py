"""The trading settings of the demo's site: position mode, and at OKX the account mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.form import FormScreen
from app.screens.site_page import SitePage
from widgets.choice import Choice, Option
from widgets.notice import Notice

if TYPE_CHECKING:
    from app.services.site_console import AccountMode, ConsoleAccount, PositionMode

LEVELS: tuple[AccountMode, ...] = ("1", "2", "3", "4")
MODES: tuple[PositionMode, ...] = ("hedge", "oneway")


class ConsoleModesScreen(SitePage, FormScreen):
    """Two choices, saved with enter; the site refuses what stands against open positions and orders."""

    CSS_PATH = "console_key.tcss"
    HELP = "console.modes.help"
    AUTO_FOCUS = "Choice"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("next", "console.save"),)

    def __init__(self, venue: str, account: ConsoleAccount) -> None:
        super().__init__(venue)
        self._account = account

    def crumbs(self) -> tuple[str, ...]:
        return (self.title_text, self._account.name, t("console.modes"))

    def compose_body(self) -> ComposeResult:
        account = self._account
        if account.account_mode:
            yield Static(t("console.column.level"), markup=False, classes="question")
            levels = [Option(level, t(f"console.level.{level}")) for level in LEVELS]
            yield Choice(levels, chosen=[account.account_mode], id="level")
        yield Static(t("console.column.mode"), markup=False, classes="question")
        modes = [Option(mode, t(f"console.mode.{mode}")) for mode in MODES]
        yield Choice(modes, chosen=[account.position_mode], id="mode")
        yield Static(
            t("console.open", positions=account.positions, orders=account.orders), markup=False, classes="quiet"
        )
        yield Notice(id="notice")

    def submit(self) -> None:
        self.save()

    @work(exclusive=True, group="save", exit_on_error=False)
    async def save(self) -> None:
        """Change what was chosen anew, and leave when the site took it."""
        saved: list[bool] = []
        with self.telling():
            await self._change()
            saved.append(True)
        if saved:
            self.say(t("console.saved"))
            self.dismiss()

    async def _change(self) -> None:
        account = self._account
        chosen = {choice.id: choice.value for choice in self.query(Choice)}
        level, mode = chosen.get("level", account.account_mode), chosen["mode"]
        for wanted_level in LEVELS:
            if wanted_level == level != account.account_mode:
                await self.site.set_account_mode(account.name, wanted_level)
        for wanted_mode in MODES:
            if wanted_mode == mode != account.position_mode:
                await self.site.set_position_mode(account.name, wanted_mode)
