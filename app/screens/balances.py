"""Balances: every coin of every account and wallet, live, with what is owed of it; opened over any page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from app.actions import Action, use
from app.locale.catalogue import t
from app.rows import balances
from app.screens.book_table import BookTableScreen, Key
from widgets.table_layout import Column
from widgets.table_rows import Row, Sorting

if TYPE_CHECKING:
    from app.services.book import Book, Dirty


class BalancesScreen(BookTableScreen):
    PLACE = "home"
    HELP = "balances.help"
    EMPTY = "balances.empty"
    CSS_PATH = "book_table.tcss"
    ACTIONS: ClassVar[tuple[Action, ...]] = (use("sort"), use("find"))
    SORTINGS: ClassVar[tuple[Sorting | None, ...]] = (
        Sorting("worth", largest_first=True),
        Sorting("borrowed", largest_first=True),
        Sorting("coin"),
        Sorting("account"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._with_wallet = False

    def crumbs(self) -> tuple[str, ...]:
        return (t("balances.title"),)

    def columns(self) -> tuple[Column, ...]:
        return balances.columns(with_wallet=self._with_wallet)

    def show_all(self) -> None:
        self._with_wallet = self._has_wallets()
        super().show_all()

    def show_changes(self, changes: dict[str, Dirty]) -> None:
        """The first wallet brings its column along, the last one takes it away; then every row is another one."""
        if changes and self._has_wallets() != self._with_wallet:
            self.show_all()
        else:
            super().show_changes(changes)

    def _has_wallets(self) -> bool:
        return any(balance.wallet for book in self.shell.books for balance in book.balances.values())

    def rows_of(self, book: Book) -> Iterator[Row]:
        fresh, with_wallet = self.freshness(book), self._with_wallet
        return (balances.row(book, balance, fresh, with_wallet=with_wallet) for balance in book.balances.values())

    def row_of(self, book: Book, key: str) -> Row | None:
        balance = book.balances.get(key)
        fresh = self.freshness(book)
        return None if balance is None else balances.row(book, balance, fresh, with_wallet=self._with_wallet)

    def keys_of(self, dirty: Dirty) -> Iterable[Any]:
        return dirty.balances

    def detail_of(self, key: Key) -> list[str]:
        book = self.book(key[0])
        balance = None if book is None else book.balances.get(key[1])
        if book is None or balance is None:
            return []
        return balances.detail(book, balance, self.freshness(book), self.shell.clock_ms())
