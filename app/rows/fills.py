"""Fills as rows, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.rows.cells import clock, gain, price, short_symbol, text
from exchanges.core.model import Fill
from widgets import figures
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.book import Book


def columns() -> tuple[Column, ...]:
    return (
        Column("time", t("history.time"), 11),
        Column("symbol", t("history.symbol"), 10, grows=6),
        Column("account", t("history.account"), 10, rank=1, grows=6),
        Column("side", t("history.side"), 10, grows=2),
        Column("size", t("history.size"), 9, Align.POINT, grows=3),
        Column("price", t("history.price"), 10, Align.POINT, grows=2),
        Column("realised", t("history.realised"), 9, Align.POINT, grows=3),
        Column("fee", t("history.fee"), 8, Align.POINT, grows=2),
        Column("fee_asset", t("history.fee-asset"), 6, rank=2),
        Column("maker", t("history.maker"), 6, rank=3),
        Column("order", t("history.order"), 20, rank=4),
    )


def row(book: Book, fill: Fill, now_ms: int) -> Row:
    """One fill; what happened stays true, so fills are never stale."""
    side = t(f"orders.do-{fill.side}" if fill.position_side is None else f"orders.do-{fill.side}-{fill.position_side}")
    maker = "" if fill.is_maker is None else t("history.is-maker" if fill.is_maker else "history.is-taker")
    cells = (
        Cell(clock(fill.time_ms, now_ms), "quiet", fill.time_ms),
        text(short_symbol(fill.symbol)),
        text(book.label),
        text(side),
        Cell(figures.quantity(fill.size_base), "", fill.size_base),
        price(fill.price),
        gain(fill.realised_pnl),
        Cell(figures.figure(-fill.fee, 4, signed=True), "", -fill.fee),
        text(fill.fee_asset),
        text(maker),
        text(fill.order_id),
    )
    return Row((book.binding_id, fill.id), cells)


def detail(book: Book, fill: Fill, now_ms: int) -> list[str]:
    worth = fill.size_base * fill.price
    return [
        t(
            "history.detail-what",
            symbol=fill.symbol,
            account=book.label,
            size=figures.quantity(fill.size_base),
            price=figures.price(fill.price),
            worth=figures.figure(worth, 2),
            time=clock(fill.time_ms, now_ms),
        ),
        t(
            "history.detail-result",
            gross=figures.figure(fill.realised_pnl, 2, signed=True),
            fee=figures.figure(-fill.fee, 4, signed=True),
            asset=fill.fee_asset,
            net=figures.figure(fill.realised_pnl - fill.fee if fill.fee_asset == "USDT" else None, 2, signed=True),
        ),
        t("history.detail-ids", fill=fill.id, order=fill.order_id),
    ]
