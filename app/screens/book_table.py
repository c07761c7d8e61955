"""What positions, orders and history share: one ticking table over all accounts, a filter line, a detail pane."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from app.actions import Action, use
from app.health import LinkHealth
from app.locale.catalogue import t
from app.screens.ticking import TickingScreen
from widgets.line_table import LineTable
from widgets.table_layout import Column
from widgets.table_rows import Row, Sorting

if TYPE_CHECKING:
    from app.services.book import Book, Dirty

Key = tuple[str, Any]
"""(binding id, key of the thing inside the binding)."""


FILTERING = (use("next", "frame.filter-done"), use("back", "frame.filter-clear"))
TIMES = ("time", "created")
"""Columns whose largest value is the newest."""


class BookTableScreen(TickingScreen):
    """A line table with filter (`/`) and sorting (`s`), and what the row under the cursor says in full."""

    SORTINGS: ClassVar[tuple[Sorting | None, ...]] = (None,)
    """What `s` steps through."""
    AUTO_FOCUS = "#table"
    EMPTY: ClassVar[str] = ""
    """Text key of what an empty table teaches."""

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[Hashable, Row] = {}
        self._filter = ""
        self._sorting = 0

    # -- what a table fills in -------------------------------------------------------------------------------------

    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def rows_of(self, book: Book) -> Iterator[Row]:
        """All rows of one account."""
        raise NotImplementedError

    def row_of(self, book: Book, key: Any) -> Row | None:
        """One row; None when the thing is gone."""
        raise NotImplementedError

    def keys_of(self, dirty: Dirty) -> Iterable[Any]:
        """Keys of the things that changed, inside their binding."""
        raise NotImplementedError

    def detail_of(self, key: Key) -> list[str]:
        """Lines about the row under the cursor; empty when it is gone."""
        raise NotImplementedError

    def scope(self) -> str:
        """What is listed, for the line above the table."""
        return t("frame.scope-all")

    # -- the screen ------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(id="scope", markup=False)
            yield Input(id="filter", placeholder=t("frame.filter-hint"), classes="-hidden", select_on_focus=False)
            yield Static(id="count", markup=False)
        with Horizontal(id="panes"):
            yield LineTable(self.columns(), id="table")
            with Vertical(id="detail-pane"):
                yield Static(id="detail", markup=False)
        yield Static(self._emptiness(), id="empty", markup=False)

    @property
    def table(self) -> LineTable:
        return self.query_one("#table", LineTable)

    def book(self, binding_id: str) -> Book | None:
        return next((book for book in self.shell.books if book.binding_id == binding_id), None)

    def show_all(self) -> None:
        if not self.query("#table"):
            return
        self._all = {row.key: row for book in self.shell.books for row in self.rows_of(book)}
        # Sorted before it is filled, so that the cursor begins at the top.
        self.table.sort(self.SORTINGS[self._sorting])
        self.table.set_columns(self.columns(), self._shown())
        self._show_around()

    def show_changes(self, changes: dict[str, Dirty]) -> None:
        self.table.begin_frame()
        if not changes:
            return
        before = set(self._all)
        for binding_id, dirty in changes.items():
            self._update(binding_id, dirty)
        self.table.show(self._shown())
        if before != self._all.keys():
            self._show_around()
        else:
            self._show_detail()
            self._show_emptiness()

    def _update(self, binding_id: str, dirty: Dirty) -> None:
        """Draw the changed rows of a live book; all of a book whose freshness changed or is old."""
        book = self.book(binding_id)
        if book is None:
            return
        if dirty and not dirty.link and self.freshness(book).is_live:
            for key in self.keys_of(dirty):
                row = self.row_of(book, key)
                if row is None:
                    self._all.pop((binding_id, key), None)
                else:
                    self._all[row.key] = row
            return
        others = {key: row for key, row in self._all.items() if key[0] != binding_id}  # type: ignore[index]
        self._all = others | {row.key: row for row in self.rows_of(book)}

    def every_few_seconds(self) -> None:
        self.table.resort()

    # -- filter and sorting ----------------------------------------------------------------------------------------

    def _shown(self) -> list[Row]:
        words = self._filter.casefold().split()
        return [row for row in self._all.values() if all(word in _searched(row) for word in words)]

    def find(self, typed: str) -> None:
        """Show only rows that contain these words, as if they had been typed."""
        field = self.query_one("#filter", Input)
        field.value = typed
        field.set_class(not typed, "-hidden")

    def actions(self) -> tuple[Action, ...]:
        """While somebody types into the filter: how to leave it."""
        return FILTERING if self.is_typing else super().actions()

    def action_find(self) -> None:
        field = self.query_one("#filter", Input)
        field.remove_class("-hidden")
        field.focus()

    @on(Input.Changed, "#filter")
    def filter_rows(self, event: Input.Changed) -> None:
        self._filter = event.value
        self.table.show(self._shown())
        self._show_around()

    @on(Input.Submitted, "#filter")
    def go_to_rows(self) -> None:
        self.query_one("#filter").set_class(not self._filter, "-hidden")
        self.table.focus()

    def action_back(self) -> None:
        """First out of the filter, then out of the place."""
        field = self.query_one("#filter", Input)
        if field.has_focus or self._filter:
            field.value = ""
            field.add_class("-hidden")
            self.table.focus()
        else:
            super().action_back()

    def action_sort(self) -> None:
        self._sorting = (self._sorting + 1) % len(self.SORTINGS)
        self.table.sort(self.SORTINGS[self._sorting])
        self._show_scope()

    # -- around the table ------------------------------------------------------------------------------------------

    @on(LineTable.Highlighted)
    def show_other_detail(self) -> None:
        self._show_detail()

    def _show_around(self) -> None:
        self._show_scope()
        shown = len(self.table.rows)
        self.query_one("#count", Static).update(t("frame.rows-shown", shown=shown, total=len(self._all)))
        self.set_class(not self._all, "-empty")
        self._show_emptiness()
        if self._all and self.focused is None:
            self.call_after_refresh(self.table.focus)
        self._show_detail()

    def _show_emptiness(self) -> None:
        if not self._all:
            self.query_one("#empty", Static).update(self._emptiness())

    def _emptiness(self) -> str:
        """That there is nothing is said only when every account is live; before, nobody knows."""
        now_ms = self.shell.clock_ms()
        links = (LinkHealth.of(book, now_ms) for book in self.shell.books)
        silent = [f"{link.name}: {link.state_text}" for link in links if not link.freshness.is_live]
        return "\n".join((t("frame.rows-unknown"), "", *silent)) if silent else t(self.EMPTY)

    def _show_scope(self) -> None:
        sorting = self.SORTINGS[self._sorting]
        titles = {column.id: column.title for column in self.table.columns}
        order = t("frame.sort-none") if sorting is None else t(_order_key(sorting), column=titles[sorting.column_id])
        self.query_one("#scope", Static).update(f"{self.scope()}   {order}")

    def _show_detail(self) -> None:
        key = self.table.cursor_key
        lines = self.detail_of(key) if isinstance(key, tuple) else []
        first, *rest = lines or [""]
        text = Content(first).stylize("bold")
        self.query_one("#detail", Static).update(
            Content("\n").join([text, *(Content(line) for line in rest)]), layout=False
        )


def _order_key(sorting: Sorting) -> str:
    if not sorting.largest_first:
        return "frame.sort-up"
    return "frame.sort-newest" if sorting.column_id in TIMES else "frame.sort-down"


def _searched(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells).casefold()
