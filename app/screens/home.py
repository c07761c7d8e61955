"""Home: what all accounts are worth, how each is doing, what waits to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows import accounts, equity, headline
from app.rows.headline import ComputeFacts, Line
from app.screens.ticking import TICKS_PER_S, TickingScreen
from app.todo import Task, Waiting, tasks
from widgets.line_table import LineTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.binding_views import BindingView
    from app.services.book import Dirty
    from widgets.table_rows import Row

LOOK_UP_TICKS = 3 * TICKS_PER_S
"""Compute and orders are asked of the store every three seconds."""
TASKS_SHOWN = 4
MONEY_LABEL, MONEY_WIDTH, RISK_LABEL = 15, 13, 13
FEW_ACCOUNTS = 4
"""So many leave room for the line of equity on a short screen."""


class HomeScreen(TickingScreen):
    PLACE = "home"
    HELP = "home.help"
    CSS_PATH = "home.tcss"
    AUTO_FOCUS = "#accounts"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("open", "home.open"),
        use("balances"),
        use("bind"),
        use("top_up"),
        use("profile"),
        use("refresh", "home.retry"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._waiting = Waiting(ComputeFacts())
        self._approved: Sequence[BindingView] = ()

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="headline"):
            yield Static(id="money")
            yield Static(id="risk")
        yield LineTable(accounts.columns(), id="accounts")
        yield Static(t("home.empty"), id="empty", markup=False)
        yield Static(id="equity")
        with Vertical(id="todo-pane"):
            yield Static(t("home.todo"), id="todo-title", markup=False)
            yield Static(id="todo")

    # -- drawing ---------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        if not self.query("#accounts"):
            return
        self._show_accounts()
        self._show_around()
        self._show_equity()
        self.look_up()

    def _show_accounts(self) -> None:
        """The whole table anew, its columns too."""
        columns = accounts.columns(is_paused=self._is_trading_paused)
        self.query_one("#accounts", LineTable).set_columns(columns, self._rows())

    def show_changes(self, changes: dict[str, Dirty]) -> None:
        table = self.query_one("#accounts", LineTable)
        table.begin_frame()
        if changes:
            table.show(self._rows())
            self._show_around()

    def _tick(self) -> None:
        super()._tick()
        if self.is_current and self._ticks % LOOK_UP_TICKS == 0:
            if self._waiting.compute.age_ms(self.shell.clock_ms()) is not None:
                self._show_around()
            if not self.is_at_work("home"):
                self.look_up()

    def _rows(self) -> list[Row]:
        from app.services.totals import totals_of

        now_ms = self.shell.clock_ms()
        is_paused = self._is_trading_paused
        return [accounts.row(book, totals_of(book, now_ms), now_ms, is_paused=is_paused) for book in self.shell.books]

    @property
    def _is_trading_paused(self) -> bool:
        """As far as it is known: the store may not have been asked yet."""
        from app.services.trading_gate import trading_at

        balance = self._waiting.compute.balance_micro
        return balance is not None and not trading_at(balance).is_allowed

    def _show_around(self) -> None:
        from app.services.totals import totals_of_all

        now_ms = self.shell.clock_ms()
        books = self.shell.books
        totals = totals_of_all(books, now_ms)
        self.set_class(not books, "-empty")
        self.set_class(0 < len(books) <= FEW_ACCOUNTS, "-few")
        self._put("#money", _lines(headline.money_lines(totals), MONEY_LABEL, MONEY_WIDTH))
        room = self.query_one("#risk").size.width - RISK_LABEL
        risk = headline.risk_lines(totals, self._waiting.compute, self._approved, now_ms, room)
        self._put("#risk", _lines(risk, RISK_LABEL, 0))
        self._put("#todo", _tasks(tasks(books, self._waiting, now_ms)))

    def _show_equity(self) -> None:
        """The line follows calmly; what is live stands in the numbers above."""
        columns = self.query_one("#equity").size.width * equity.POINTS_PER_CELL
        line = self.services.monitor.equity.line([book.binding_id for book in self.shell.books], columns)
        self._put("#equity", Content("\n").join(equity.lines(line)))

    def on_resize(self, event: events.Resize) -> None:
        del event  # The frame's own handler is called too.
        self._show_around()
        self._show_equity()

    def _put(self, selector: str, content: Content) -> None:
        """Replace a text where it differs, in its colours too: numbers turn old as they are. Its size never changes."""
        for widget in self.query(selector).results(Static):
            shown = widget.content
            if not (isinstance(shown, Content) and shown.is_same(content)):
                widget.update(content, layout=False)

    # -- what the store knows --------------------------------------------------------------------------------------

    @work(exclusive=True, group="home", exit_on_error=False)
    async def look_up(self) -> None:
        """Ask for compute and orders; what is not answered stays as it was."""
        session, services, was_paused = self.session, self.services, self._is_trading_paused
        groups = await services.bindings.bindings(session)
        self._approved = groups.approved
        self._waiting = Waiting(
            compute=ComputeFacts(
                balance_micro=await services.ledger.balance_micro(session),
                warning_micro=services.ledger.warning_micro,
                pace=await services.ledger.pace(session),
                read_ms=self.shell.clock_ms(),
            ),
            orders=await services.topups.orders(session),
            pending=groups.pending,
            drafts=groups.drafts,
            faults=tuple(services.monitor.faults),
            broken=tuple(services.broken),
        )
        if self._is_trading_paused is not was_paused:
            self._show_accounts()
        self._show_around()
        self._show_equity()

    # -- actions ---------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        return t("home.nothing-bound") if action_id in ("open", "refresh") and not self.shell.books else ""

    def action_refresh(self) -> None:
        key = self.query_one("#accounts", LineTable).cursor_key
        if isinstance(key, str):
            self.services.monitor.retry(key)

    async def action_open(self) -> None:
        from app.screens.positions import PositionsScreen

        key = self.query_one("#accounts", LineTable).cursor_key
        label = next((book.label for book in self.shell.books if book.binding_id == key), "")
        await self.app.switch_mode("positions")
        if isinstance(self.app.screen, PositionsScreen):
            self.app.screen.find(label)

    def action_bind(self) -> None:
        self.shell.go("keys")

    def action_top_up(self) -> None:
        self.shell.go("compute")

    def action_balances(self) -> None:
        self.shell.show_balances()

    def action_profile(self) -> None:
        from app.screens.profile import ProfileScreen

        self.app.push_screen(ProfileScreen())


def _lines(lines: list[Line], label_width: int, value_width: int) -> Content:
    return Content("\n").join(_line(line, label_width, value_width) for line in lines)


def _line(line: Line, label_width: int, value_width: int) -> Content:
    label, value, behind = headline.set_line(line, label_width, value_width)
    styled = Content(value).stylize(f"${line.tone}" if line.tone else "bold")
    return Content(label).stylize("$quiet").append(styled).append(Content(behind).stylize("$quiet"))


def _tasks(waiting: list[Task]) -> Content:
    if not waiting:
        return Content(t("home.todo-nothing")).stylize("$quiet")
    more = len(waiting) - TASKS_SHOWN
    lines = [Content(f"> {task.text}") for task in waiting[:TASKS_SHOWN]]
    return Content("\n").join(
        [*lines, Content(t("home.todo-more", count=more)).stylize("$quiet")] if more > 0 else lines
    )
