"""Orders: plain and conditional ones of every account in one list, with a kind column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows import orders
from app.screens.book_table import BookTableScreen, Key
from exchanges.core.model import Order, OrderKey
from widgets.table_layout import Column
from widgets.table_rows import Row, Sorting

if TYPE_CHECKING:
    from app.services.book import Book, Dirty

ENDED_SHOWN = 100
"""Ended orders listed per account; the venue keeps the rest."""


class OrdersScreen(BookTableScreen):
    PLACE = "orders"
    HELP = "orders.help"
    EMPTY = "orders.empty"
    CSS_PATH = "book_table.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("sort"), use("columns", "orders.switch"), use("find"))
    SORTINGS: ClassVar[tuple[Sorting | None, ...]] = (
        Sorting("created", largest_first=True),
        Sorting("symbol"),
        Sorting("account"),
        Sorting("kind"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._with_ended = False

    def columns(self) -> tuple[Column, ...]:
        return orders.columns()

    def rows_of(self, book: Book) -> Iterator[Row]:
        fresh, now_ms = self.freshness(book), self.shell.clock_ms()
        listed = list(book.orders.values())
        if self._with_ended:
            listed += book.recently_ended(ENDED_SHOWN)
        return (orders.row(book, order, fresh, now_ms) for order in listed)

    def row_of(self, book: Book, key: OrderKey) -> Row | None:
        order = self._order(book, key)
        return None if order is None else orders.row(book, order, self.freshness(book), self.shell.clock_ms())

    def _order(self, book: Book, key: OrderKey) -> Order | None:
        return book.orders.get(key) or (book.ended.get(key) if self._with_ended else None)

    def keys_of(self, dirty: Dirty) -> Iterable[Any]:
        return dirty.orders

    def detail_of(self, key: Key) -> list[str]:
        book = self.book(key[0])
        order = None if book is None else self._order(book, key[1])
        if book is None or order is None:
            return []
        return orders.detail(book, order, self.freshness(book), self.shell.clock_ms())

    def scope(self) -> str:
        return f"{super().scope()}   {t('orders.with-ended' if self._with_ended else 'orders.open-only')}"

    def action_columns(self) -> None:
        self._with_ended = not self._with_ended
        self.show_all()
