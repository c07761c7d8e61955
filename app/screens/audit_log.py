"""The audit log: who did what to what, and the proof that nobody changed it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.telling import TellingScreen
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.audit_log import AuditLine

PAGE = 100


class AuditScreen(TellingScreen):
    """Newest first; older rows are read when the cursor reaches the end."""

    PLACE = "desk"
    CSS_PATH = "audit_log.tcss"
    HELP = "audit.help"
    AUTO_FOCUS = "#lines"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("why", "audit.verify"), use("refresh"))

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[AuditLine] = []
        self._has_older = True

    def crumbs(self) -> tuple[str, ...]:
        return (t("frame.place-desk"), t("desk.page.audit"))

    def compose_body(self) -> ComposeResult:
        yield Static(t("audit.lead"), id="lead", markup=False)
        yield Notice(id="notice")
        table = LineTable(_columns(), id="lines")
        table.flash = False
        yield table
        yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        self.action_refresh()

    @work(exclusive=True, group="lines", exit_on_error=False)
    async def action_refresh(self) -> None:
        with self.polling():
            self._lines = await self.services.audit.lines(self.session, PAGE)
            self._has_older = len(self._lines) == PAGE
            self._show()

    @work(exclusive=True, group="older", exit_on_error=False)
    async def read_older(self) -> None:
        with self.polling():
            older = await self.services.audit.lines(self.session, PAGE, before=self._lines[-1].seq)
            self._has_older = len(older) == PAGE
            self._lines += older
            self._show()

    def _show(self) -> None:
        self.query_one("#lines", LineTable).show(_row(line) for line in self._lines)

    @on(LineTable.Highlighted)
    def cursor_moved(self, event: LineTable.Highlighted) -> None:
        line = next((line for line in self._lines if line.seq == event.key), None)
        detail = "" if line is None else f"{line.subject}\n{line.detail}"
        self.query_one("#detail", Static).update(Content(detail))
        if line is not None and self._has_older and line is self._lines[-1]:
            self.read_older()

    @work(exclusive=True, group="verify", exit_on_error=False)
    async def action_why(self) -> None:
        """Walk the chain of hashes and say what was found."""
        with self.telling(t("audit.verifying")):
            verdict = await self.services.audit.verify(self.session)
        head = f"{verdict.head.seq}:{verdict.head.hash.hex()}"
        key = "audit.cli.whole" if verdict.is_whole else "audit.cli.broken"
        values = {"rows": verdict.rows, "broken_at": verdict.broken_at}
        self.notice.show(t(key, **values), t("audit.cli.head", head=head), good=verdict.is_whole)


def _columns() -> tuple[Column, ...]:
    return (
        Column("seq", "#", 6),
        Column("time", t("compute.column.time"), 14),
        Column("actor", t("audit.column.actor"), 16),
        Column("action", t("audit.column.action"), 26, grows=10),
        Column("subject", t("audit.column.subject"), 12, grows=40, rank=1),
    )


def _row(line: AuditLine) -> Row:
    time = f"{datetime.fromtimestamp(line.at_ms / 1000, UTC):%m-%d %H:%M:%S}"
    texts = (str(line.seq), time, line.actor, line.action, line.subject)
    return Row(line.seq, tuple(Cell(text, "quiet" if at in (0, 1, 4) else "") for at, text in enumerate(texts)))
