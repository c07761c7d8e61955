"""History: the latest fills of every account, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from app.actions import Action, use
from app.rows import fills
from app.screens.book_table import BookTableScreen, Key
from exchanges.core.model import Fill
from widgets.table_layout import Column
from widgets.table_rows import Row, Sorting

if TYPE_CHECKING:
    from app.services.book import Book, Dirty


class HistoryScreen(BookTableScreen):
    PLACE = "history"
    HELP = "history.help"
    EMPTY = "history.empty"
    CSS_PATH = "book_table.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("sort"), use("find"), use("ledger"), use("wins"))
    SORTINGS: ClassVar[tuple[Sorting | None, ...]] = (
        Sorting("time", largest_first=True),
        Sorting("realised", largest_first=True),
        Sorting("realised"),
        Sorting("symbol"),
    )

    def columns(self) -> tuple[Column, ...]:
        return fills.columns()

    def rows_of(self, book: Book) -> Iterator[Row]:
        now_ms = self.shell.clock_ms()
        return (fills.row(book, fill, now_ms) for fill in book.fills)

    def row_of(self, book: Book, key: str) -> Row | None:
        fill = _fill(book, key)
        return None if fill is None else fills.row(book, fill, self.shell.clock_ms())

    def keys_of(self, dirty: Dirty) -> Iterable[Any]:
        return dirty.fills

    def detail_of(self, key: Key) -> list[str]:
        book = self.book(key[0])
        fill = None if book is None else _fill(book, key[1])
        return [] if book is None or fill is None else fills.detail(book, fill, self.shell.clock_ms())

    def action_wins(self) -> None:
        from app.screens.wins import WinsScreen

        self.app.push_screen(WinsScreen())

    def action_ledger(self) -> None:
        self.shell.go("compute")


def _fill(book: Book, fill_id: str) -> Fill | None:
    return next((fill for fill in book.fills if fill.id == fill_id), None)
