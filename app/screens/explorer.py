"""The API explorer: a list of every call, narrowed as one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from app.actions import Action, use
from app.locale.catalogue import t
from app.screens.telling import TellingScreen
from app.services.explorer import Call
from widgets.form_field import FormField
from widgets.line_table import LineTable
from widgets.notice import Notice
from widgets.table_layout import Column
from widgets.table_rows import Cell, Row


class ExplorerScreen(TellingScreen):
    """The cursor of the list is moved while the field keeps what is typed."""

    PLACE = "keys"
    CSS_PATH = "explorer.tcss"
    HELP = "explorer.help"
    AUTO_FOCUS = "#words"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("open"),)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]

    def __init__(self, calls: Sequence[Call]) -> None:
        super().__init__()
        self._calls = {call.id: call for call in calls}

    def crumbs(self) -> tuple[str, ...]:
        return (t("explorer.title"),)

    def row2_right(self) -> str:
        shown = len(list(self._matching())) if self.is_mounted else len(self._calls)
        return t("explorer.count", shown=shown, total=len(self._calls))

    def compose_body(self) -> ComposeResult:
        yield FormField(t("explorer.find"), Input(id="words"), hint=t("explorer.find.hint"))
        yield Notice(id="notice")
        yield LineTable(_columns(), id="calls")
        yield Static(id="about", markup=False)
        self.call_after_refresh(self._fill)

    @on(Input.Changed, "#words")
    def narrow(self) -> None:
        self._fill()

    @on(LineTable.Highlighted)
    def follow_cursor(self) -> None:
        self._explain()

    @on(Input.Submitted)
    async def submitted(self) -> None:
        await self.action_act("open")

    def why_not(self, action_id: str) -> str:
        return t("explorer.params.none") if action_id == "open" and self._marked is None else ""

    @work(exclusive=True, group="open", exit_on_error=False)
    async def action_open(self) -> None:
        """Show the marked call, and who may send it."""
        from app.screens.explorer_call import ExplorerCallScreen

        if (call := self._marked) is not None:
            with self.telling():
                callers = await self.services.explorer.callers(self.session, call.venue)
                self.app.push_screen(ExplorerCallScreen(call, callers))

    def action_move(self, step: int) -> None:
        self.query_one(LineTable).action_move(step)

    def action_page(self, step: int) -> None:
        self.query_one(LineTable).action_page(step)

    @property
    def _marked(self) -> Call | None:
        key = self.query_one(LineTable).cursor_key
        return self._calls.get(str(key)) if key is not None else None

    def _matching(self) -> Iterator[Call]:
        words = self.query_one("#words", Input).value.casefold().split()
        for call in self._calls.values():
            told = f"{call.venue} {call.title[1]} {call.endpoint.call} {call.endpoint.doc}".casefold()
            if all(word in told for word in words):
                yield call

    def _fill(self) -> None:
        table = self.query_one(LineTable)
        table.flash = False
        table.show(map(_row, self._matching()))
        self._explain()
        self.refresh_frame()

    def _explain(self) -> None:
        call = self._marked
        about = "" if call is None else f"{call.endpoint.doc}\n{'; '.join(call.limits)}"
        self.query_one("#about", Static).update(about)


def _columns() -> tuple[Column, ...]:
    return (
        Column("venue", t("explorer.column.venue"), 13),
        Column("method", t("explorer.column.method"), 6),
        Column("path", t("explorer.column.path"), 46, grows=30),
        Column("doc", t("explorer.column.doc"), 20, rank=1, grows=40),
    )


def _row(call: Call) -> Row:
    endpoint = call.endpoint
    tone = "" if call.may_be_sent else "quiet"
    texts = (call.venue, endpoint.method, endpoint.path, endpoint.doc)
    return Row(call.id, tuple(Cell(text, tone) for text in texts))
