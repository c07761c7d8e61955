"""Positions: every leg of every account, live; hedge legs are two rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows import positions
from app.rows.positions import Unit
from app.screens.book_table import BookTableScreen, Key
from exchanges.core.model import PositionKey
from widgets.table_layout import Column
from widgets.table_rows import Row, Sorting

if TYPE_CHECKING:
    from app.services.book import Book, Dirty


class PositionsScreen(BookTableScreen):
    PLACE = "positions"
    HELP = "positions.help"
    EMPTY = "positions.empty"
    CSS_PATH = "book_table.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("sort"), use("unit"), use("find"), use("bind"))
    SORTINGS: ClassVar[tuple[Sorting | None, ...]] = (
        Sorting("upnl", largest_first=True),
        Sorting("upnl"),
        Sorting("liq"),
        Sorting("margin", largest_first=True),
        Sorting("symbol"),
        Sorting("account"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._unit = Unit.BASE

    def columns(self) -> tuple[Column, ...]:
        return positions.columns()

    def rows_of(self, book: Book) -> Iterator[Row]:
        fresh = self.freshness(book)
        return (positions.row(book, position, fresh, self._unit) for position in book.positions.values())

    def row_of(self, book: Book, key: PositionKey) -> Row | None:
        position = book.positions.get(key)
        return None if position is None else positions.row(book, position, self.freshness(book), self._unit)

    def keys_of(self, dirty: Dirty) -> Iterable[Any]:
        return dirty.positions

    def detail_of(self, key: Key) -> list[str]:
        book = self.book(key[0])
        position = None if book is None else book.positions.get(key[1])
        if book is None or position is None:
            return []
        return positions.detail(book, position, self.freshness(book), self.shell.clock_ms())

    def scope(self) -> str:
        return f"{super().scope()}   {t('positions.unit', unit=t(f'positions.unit-{self._unit.value}'))}"

    def action_unit(self) -> None:
        units = list(Unit)
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self.show_all()

    def action_bind(self) -> None:
        self.shell.go("keys")
