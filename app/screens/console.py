"""The demo's stand-in for a venue's own website: simulated accounts, their keys and modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.site_page import SitePage
from widgets import figures
from widgets.dialogs import Confirm
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.services.site_console import ConsoleAccount, ConsoleKey
    from exchanges.core.verdict import KeyKind


class ConsoleScreen(SitePage):
    """Accounts above, the keys of the marked one below. Answers a fresh key for the wizard's fields, or None."""

    CSS_PATH = "console.tcss"
    HELP = "console.help"
    AUTO_FOCUS = "#accounts"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("new", "console.new"),
        use("edit", "console.edit"),
        use("remove", "console.remove"),
        use("refresh"),
    )

    def __init__(self, venue: str, environment: str = "live", purpose: KeyKind = "read") -> None:
        """`environment`: whose accounts are marked first; `purpose`: what a new key is probably for."""
        super().__init__(venue)
        self._environment = environment
        self._purpose = purpose
        self._accounts: list[ConsoleAccount] = []

    def crumbs(self) -> tuple[str, ...]:
        return (self.title_text,)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        yield Notice(id="notice")
        yield LineTable(_account_columns(has_level=self._has_level), id="accounts")
        yield Static(id="keys-title", markup=False)
        yield LineTable(_key_columns(), id="site-keys")
        yield Static(t("console.no-keys"), id="no-keys", markup=False)
        self.call_after_refresh(self._fill)

    @property
    def _has_level(self) -> bool:
        """Only OKX's accounts have a mode of their own."""
        return self.venue == "okx"

    def on_mount(self) -> None:
        for table in self.query(LineTable):
            table.flash = False
        self.action_refresh()

    def on_screen_resume(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="console", exit_on_error=False)
    async def action_refresh(self) -> None:
        """Read accounts and keys; the cursors stay where they were."""
        is_first = not self._accounts
        with self.telling():
            self._accounts = await self.site.accounts()
            self._fill()
            if is_first:
                self._mark_environment()

    def _mark_environment(self) -> None:
        fitting = [account.name for account in self._accounts if account.environment == self._environment]
        if fitting:
            self.query_one("#accounts", LineTable).move_to(fitting[0])

    def _fill(self) -> None:
        rows = (_account_row(account, has_level=self._has_level) for account in self._accounts)
        self.query_one("#accounts", LineTable).show(rows)
        self._fill_keys()

    def _fill_keys(self) -> None:
        account = self._account
        keys = account.keys if account is not None else ()
        rows = (_key_row(key, self.permission_words(key.permissions)) for key in keys)
        self.query_one("#site-keys", LineTable).show(rows)
        self.query_one("#site-keys").display = bool(keys)
        self.query_one("#no-keys").display = account is not None and not keys
        title = t("console.keys-of", account=account.name, count=len(keys)) if account is not None else ""
        self.query_one("#keys-title", Static).update(title)
        self.refresh_keys()

    @on(LineTable.Highlighted)
    def follow_cursor(self, event: LineTable.Highlighted) -> None:
        if event.table.id == "accounts":
            self._fill_keys()
        self.refresh_keys()

    def on_descendant_focus(self) -> None:
        super().on_descendant_focus()
        self.refresh_keys()

    @property
    def _account(self) -> ConsoleAccount | None:
        name = self.query_one("#accounts", LineTable).cursor_key
        return next((account for account in self._accounts if account.name == name), None)

    @property
    def _key(self) -> ConsoleKey | None:
        """The key under the cursor, while the list of keys has the focus."""
        table, account = self.query_one("#site-keys", LineTable), self._account
        if account is None or not table.has_focus:
            return None
        return next((key for key in account.keys if key.api_key == table.cursor_key), None)

    # -- what can be done ------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        if action_id in ("new", "edit") and self._account is None:
            return t("console.no-account")
        if action_id == "remove" and self._key is None:
            return t("console.no-key")
        return ""

    def action_new(self) -> None:
        from app.screens.console_key import ConsoleKeyScreen

        if (account := self._account) is not None:
            self.app.push_screen(ConsoleKeyScreen(self.venue, account, purpose=self._purpose), self._made)

    def _made(self, values: Mapping[str, str] | None) -> None:
        """A key was made and is wanted in the wizard: bring it there."""
        if values is not None:
            self.dismiss(values)

    def action_edit(self) -> None:
        """On a key its label, permissions and addresses; on an account its modes."""
        from app.screens.console_key import ConsoleKeyScreen
        from app.screens.console_modes import ConsoleModesScreen

        account, key = self._account, self._key
        if account is not None and key is not None:
            self.app.push_screen(ConsoleKeyScreen(self.venue, account, key))
        elif account is not None:
            self.app.push_screen(ConsoleModesScreen(self.venue, account))

    def action_remove(self) -> None:
        self.remove_key()

    @work(exclusive=True, group="remove", exit_on_error=False)
    async def remove_key(self) -> None:
        """Delete the marked key on the site, after a question."""
        account, key = self._account, self._key
        if account is None or key is None:
            return
        title = t("console.remove.title", label=key.label)
        sure = Confirm(title, (t("console.remove.means"),), yes=t("console.remove.yes"), no=t("console.remove.no"))
        if await self.app.push_screen_wait(sure):
            with self.telling():
                await self.site.delete_key(account.name, key.api_key)
            self.action_refresh()


def _account_columns(*, has_level: bool) -> tuple[Column, ...]:
    level = (Column("level", t("console.column.level"), 16),) if has_level else ()
    return (
        Column("name", t("console.column.account"), 14, grows=6),
        Column("environment", t("console.column.environment"), 5),
        *level,
        Column("mode", t("console.column.mode"), 11),
        Column("equity", t("console.column.equity"), 11, Align.POINT),
        Column("open", t("console.column.open"), 14, grows=6),
    )


def _account_row(account: ConsoleAccount, *, has_level: bool) -> Row:
    texts = (
        account.name,
        t(f"console.environment.{account.environment}"),
        *((t(f"console.level.{account.account_mode}"),) if has_level else ()),
        t(f"console.mode.{account.position_mode}"),
        figures.figure(account.equity_usdt, 2),
        t("console.open", positions=account.positions, orders=account.orders),
    )
    return Row(account.name, tuple(map(Cell, texts)))


def _key_columns() -> tuple[Column, ...]:
    return (
        Column("label", t("console.column.label"), 18, grows=12),
        Column("key", t("console.column.key"), 10),
        Column("permissions", t("console.column.permissions"), 24),
        Column("ips", t("console.column.ips"), 22, grows=30),
    )


def _key_row(key: ConsoleKey, permissions: str) -> Row:
    ips = ",".join(key.ips) or t("console.any-address")
    texts = (key.label, f"...{key.api_key[-4:]}", permissions, ips)
    return Row(key.api_key, tuple(map(Cell, texts)))
