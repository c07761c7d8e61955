"""The compute place: the balance, how long it lasts, and every credit and debit with the balance after it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.book_table import FILTERING
from app.screens.telling import TellingScreen
from app.services.trading_gate import trading_at
from widgets import figures
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.ledger import LedgerLine, Pace

PAGE = 100
"""Lines read at a time; older ones are read when the cursor reaches the end."""
LOOK_AGAIN_S = 2.0


class ComputeScreen(TellingScreen):
    """What stands in the ledger is read again every two seconds while the place is shown."""

    PLACE = "compute"
    CSS_PATH = "compute.tcss"
    HELP = "compute.help"
    AUTO_FOCUS = "#ledger"
    ACTIONS: ClassVar[tuple[Action, ...]] = (
        use("top_up"),
        use("find_payment", "claims.open"),
        use("withdraw"),
        use("find"),
        use("export"),
        use("refresh"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[LedgerLine] = []
        self._has_older = True
        self._filter = ""

    def compose_body(self) -> ComposeResult:
        yield Static(t("compute.loading"), id="head", markup=False)
        yield Notice(id="notice")
        yield Input(id="filter", placeholder=t("compute.filter"), classes="-hidden", select_on_focus=False)
        table = LineTable(_columns(), id="ledger")
        table.flash = False
        yield table
        yield Static(f"{t('compute.empty')}\n{t('compute.empty.next')}", id="empty", markup=False)

    def on_mount(self) -> None:
        self.read()
        self.set_interval(LOOK_AGAIN_S, self._tick, name="ledger")

    def on_screen_resume(self) -> None:
        self.read()

    def _tick(self) -> None:
        if self.is_current and self.shell.session is not None and not self.is_at_work("ledger"):
            self.read()

    def action_refresh(self) -> None:
        self.read()

    @work(exclusive=True, group="ledger", exit_on_error=False)
    async def read(self) -> None:
        """The newest lines, in front of the older ones that are here already."""
        with self.polling():
            ledger = self.services.ledger
            balance, pace = await ledger.balance_micro(self.session), await ledger.pace(self.session)
            newest = await ledger.entries(self.session, PAGE)
            oldest_seq = newest[-1].seq if newest else 0
            self._lines = newest + [line for line in self._lines if line.seq < oldest_seq]
            self._has_older = self._has_older and len(newest) == PAGE
            self.query_one("#head", Static).update(self._head(balance, pace))
            self._show_lines()

    @on(LineTable.Highlighted)
    def reach_end(self, event: LineTable.Highlighted) -> None:
        shown = self._shown()
        if self._has_older and shown and event.key == shown[-1].seq:
            self.read_older()

    @work(exclusive=True, group="older", exit_on_error=False)
    async def read_older(self) -> None:
        """One page more; with a filter as many as it takes to fill a page, so that what is old is found too."""
        with self.polling():
            wanted = len(self._shown()) + 1
            while self._has_older and len(self._shown()) < wanted:
                older = await self.services.ledger.entries(self.session, PAGE, before=self._lines[-1].seq)
                self._has_older = len(older) == PAGE
                self._lines += older
            self._show_lines()

    def action_top_up(self) -> None:
        from app.screens.topup import TopUpScreen

        self.app.push_screen(TopUpScreen())

    def action_find_payment(self) -> None:
        from app.screens.claims import ClaimsScreen

        self.app.push_screen(ClaimsScreen())

    def action_withdraw(self) -> None:
        from app.screens.withdrawals import WithdrawalsScreen

        self.app.push_screen(WithdrawalsScreen())

    @work(exclusive=True, group="export", exit_on_error=False)
    async def action_export(self) -> None:
        """Write the whole ledger into a file and say where it is."""
        try:
            with self.telling(t("compute.exporting")):
                file = await self.services.ledger.export(self.session, self.shell.data_dir)
                fetch = t("compute.exported.fetch") if self.services.accounts.is_remote else ""
                self.call_after_refresh(self.notice.show, t("compute.exported"), str(file), fetch, good=True)
        except OSError as error:
            self.notice.show(t("compute.not-exported", reason=error.strerror))

    # -- filter ----------------------------------------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:
        """While somebody types into the filter: how to leave it."""
        return FILTERING if self.is_typing else self.ACTIONS

    def why_not(self, action_id: str) -> str:
        return t("compute.empty") if action_id in ("find", "export") and not self._lines else ""

    def action_find(self) -> None:
        field = self.query_one("#filter", Input)
        field.remove_class("-hidden")
        field.focus()

    def action_next(self) -> None:
        self.query_one("#filter").set_class(not self._filter, "-hidden")
        self.query_one("#ledger").focus()

    def action_back(self) -> None:
        """First out of the filter, then out of the place."""
        field = self.query_one("#filter", Input)
        if not (field.has_focus or self._filter):
            super().action_back()
            return
        field.value = ""
        field.add_class("-hidden")
        self.query_one("#ledger").focus()

    @on(Input.Submitted, "#filter")
    def go_to_lines(self) -> None:
        self.action_next()

    @on(Input.Changed, "#filter")
    def filter_lines(self, event: Input.Changed) -> None:
        self._filter = event.value
        self._show_lines()
        if self._filter and self._has_older and len(self._shown()) < PAGE:
            self.read_older()

    def _shown(self) -> list[LedgerLine]:
        words = self._filter.casefold().split()
        return [line for line in self._lines if all(word in _searched(line) for word in words)]

    def _show_lines(self) -> None:
        self.query_one("#ledger", LineTable).show(_row(line) for line in self._shown())
        self.set_class(not self._lines, "-no-lines")
        self.refresh_keys()

    def _head(self, balance: int, pace: Pace) -> Content:
        gates = self.services.rules.gates
        lasts = _lasts(pace)
        lines = [
            Content(f"{t('compute.balance')}  ")
            .stylize("$quiet")
            .append(Content(figures.compute(balance)).stylize("bold"))
            .append(Content(f"   {t('compute.unit')}").stylize("$quiet")),
            Content(f"{t('compute.pace')}  {lasts}").stylize("$quiet"),
            Content(t("compute.other-coins")).stylize("$quiet"),
        ]
        warning = self._warning(balance)
        rule = t("compute.gates", create=gates.create_compute, submit=gates.submit_compute)
        lines.append(Content(warning).stylize("$text-warning") if warning else Content(rule).stylize("$quiet"))
        return Content("\n").join(lines)

    def _warning(self, balance: int) -> str:
        """What a low balance means; nothing for those who never had any."""
        level = self.services.ledger.warning_micro
        if not self._lines or balance >= level:
            return ""
        return (
            t("compute.used-up")
            if not trading_at(balance).is_allowed
            else t("compute.warning", level=figures.compute(level))
        )


def _lasts(pace: Pace) -> str:
    if pace.days_left is None:
        return t("compute.pace.none", days=pace.days)
    return t("compute.pace.day") if pace.days_left == 1 else t("compute.pace.days", days=pace.days_left)


def _searched(line: LedgerLine) -> str:
    return " ".join(cell.text for cell in _row(line).cells).casefold()


def _columns() -> tuple[Column, ...]:
    return (
        Column("time", t("compute.column.time"), 14),
        Column("kind", t("compute.column.kind"), 16, grows=8),
        Column("detail", t("compute.column.detail"), 12, grows=40, rank=1),
        Column("amount", t("compute.column.amount"), 12, Align.POINT),
        Column("balance", t("compute.column.balance"), 12, Align.POINT),
    )


def _row(line: LedgerLine) -> Row:
    time = f"{datetime.fromtimestamp(line.ms / 1000, UTC):%m-%d %H:%M:%S}"
    tone = "gain" if line.amount_micro > 0 else ""
    return Row(
        line.seq,
        (
            Cell(time, "quiet"),
            Cell(t(line.text_key)),
            Cell(line.ref, "quiet"),
            Cell(figures.compute(line.amount_micro, signed=True), tone),
            Cell(figures.compute(line.balance_after_micro)),
        ),
    )
