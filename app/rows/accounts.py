"""Accounts as rows of the home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.health import LinkHealth
from app.locale.catalogue import t
from app.rows.cells import gain, text
from widgets import figures
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from decimal import Decimal

    from app.services.book import Book
    from app.services.figures import Figure
    from app.services.totals import Totals

PARTIAL = "~"
"""In front of a sum some part of which is unknown."""


def columns(*, is_paused: bool = False) -> tuple[Column, ...]:
    """The state takes room from the names while it also tells that trading is paused."""
    return (
        Column("account", t("home.account"), 16, grows=10),
        Column("equity", t("home.equity"), 12, Align.POINT),
        Column("upnl", t("home.upnl"), 10, Align.POINT, grows=2),
        Column("today", t("home.today"), 10, Align.POINT, rank=1, grows=2),
        Column("margin", t("home.margin"), 7, Align.POINT),
        Column("positions", t("home.positions"), 9, Align.RIGHT, rank=2),
        Column("orders", t("home.orders"), 6, Align.RIGHT, rank=2),
        Column("state", t("home.state"), 21 if is_paused else 15, grows=25),
    )


def row(book: Book, totals: Totals, now_ms: int, *, is_paused: bool = False) -> Row:
    """One bound account; its state says how old the numbers are when they are not live, and whether trading pauses."""
    fresh = book.freshness(now_ms)
    health = LinkHealth.of(book, now_ms)
    mark = t("home.no-trades") if is_paused else ""
    cells = (
        text(book.label),
        _figure(totals.equity),
        _gain(totals.unrealised_pnl),
        _gain(totals.realised_today),
        _figure(totals.margin_percent, 1),
        _count(len(book.positions), is_known=book.is_loaded),
        _count(len(book.orders), is_known=book.is_loaded),
        text(f"{health.state_text}{mark}", "" if fresh.is_live and not mark else "warning"),
    )
    return Row(book.binding_id, cells, is_stale=not fresh.is_live)


def partial(figure: Figure, shown: str) -> str:
    """The text of a figure, marked when some of it is unknown."""
    return f"{PARTIAL}{shown}" if figure.is_partial and figure.value is not None else shown


def _figure(figure: Figure, places: int = 2) -> Cell:
    return Cell(partial(figure, figures.figure(figure.value, places)), "", figure.value)


def _gain(figure: Figure) -> Cell:
    cell = gain(figure.value)
    return Cell(partial(figure, cell.text), cell.tone, figure.value)


def _count(count: int, *, is_known: bool) -> Cell:
    order: Decimal | int | None = count if is_known else None
    return Cell(str(count) if is_known else figures.UNKNOWN, "", order)
