"""Orders as rows: plain and conditional ones in one list, told apart by their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.rows.cells import age_cell, clock, short_symbol, text
from exchanges.core.model import Order, OrderStatus, OrderType
from widgets import figures
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.book import Book, Freshness


def columns() -> tuple[Column, ...]:
    return (
        Column("symbol", t("orders.symbol"), 10, grows=6),
        Column("account", t("orders.account"), 10, rank=2, grows=6),
        Column("side", t("orders.side"), 10, grows=2),
        Column("kind", t("orders.kind"), 8, grows=4),
        Column("size", t("orders.size"), 8, Align.POINT, grows=4),
        Column("filled", t("orders.filled"), 6, Align.RIGHT),
        Column("price", t("orders.price"), 10, Align.POINT, grows=2),
        Column("trigger", t("orders.trigger"), 10, Align.POINT, grows=2),
        Column("status", t("orders.status"), 9, rank=3, grows=4),
        Column("tif", t("orders.tif"), 9, rank=5),
        Column("created", t("orders.created"), 11, rank=4),
        Column("age", t("orders.age"), 4, Align.RIGHT),
    )


def row(book: Book, order: Order, freshness: Freshness, now_ms: int) -> Row:
    """One order; an ended one is quiet, since nothing about it will change."""
    tone = "quiet" if order.status.is_final or order.status is OrderStatus.UNKNOWN else ""
    cells = (
        text(short_symbol(order.symbol), tone),
        text(book.label, tone),
        text(side(order), tone),
        text(t(f"orders.type-{order.type}"), tone),
        _size(order, tone),
        Cell(_filled(order), tone, order.filled_base),
        _price(order, tone),
        Cell(_trigger(order), tone, order.trigger_price),
        text(t(f"orders.status-{order.status}"), tone),
        text(t(f"orders.tif-{order.tif}"), tone),
        Cell(clock(order.created_ms, now_ms), tone, order.created_ms),
        Cell("") if tone else age_cell(freshness),
    )
    return Row((book.binding_id, order.key), cells, is_stale=not freshness.is_live and not tone)


def side(order: Order) -> str:
    """ "buy long", "sell long": what is done, and to which leg."""
    return t(
        f"orders.do-{order.side}" if order.position_side is None else f"orders.do-{order.side}-{order.position_side}"
    )


def _size(order: Order, tone: str) -> Cell:
    if order.size_base is None:
        return Cell(_no_size(order), tone)
    return Cell(figures.quantity(order.size_base), tone, order.size_base)


def _no_size(order: Order) -> str:
    """In place of a size: the whole position, or unknown, as of what is bought at market for so much money."""
    whole = order.size_known and (order.reduce_only or order.type is not OrderType.OTHER)
    return t("orders.whole") if whole else figures.UNKNOWN


def _filled(order: Order) -> str:
    if not order.size_base:
        return figures.UNKNOWN if order.filled_base == 0 else figures.quantity(order.filled_base)
    return f"{figures.percent(order.filled_base / order.size_base, 0)}%"


def _price(order: Order, tone: str) -> Cell:
    if order.price is not None:
        return Cell(figures.price(order.price), tone, order.price)
    if order.average_price is not None:
        return Cell(figures.price(order.average_price), tone, order.average_price)
    return Cell(t("orders.market"), tone)


def _trigger(order: Order) -> str:
    return "" if order.trigger_price is None else figures.price(order.trigger_price)


def _both_triggers(order: Order) -> str:
    prices = [figures.price(price) for price in (order.trigger_price, order.trigger_price_2) if price is not None]
    return " / ".join(prices) or figures.UNKNOWN


def detail(book: Book, order: Order, freshness: Freshness, now_ms: int) -> list[str]:
    """The lines of the detail pane."""
    size = _no_size(order) if order.size_base is None else figures.quantity(order.size_base)
    lines = [
        t(
            "orders.detail-what",
            symbol=order.symbol,
            side=side(order),
            account=book.label,
            kind=t(f"orders.type-{order.type}"),
            filled=figures.quantity(order.filled_base),
            size=size,
        ),
        t(
            "orders.detail-prices",
            price=t("orders.market") if order.price is None else figures.price(order.price),
            average=figures.price(order.average_price),
            trigger=_both_triggers(order),
            reduce=t("orders.yes") if order.reduce_only else t("orders.no"),
        ),
        t(
            "orders.detail-state",
            status=t(f"orders.status-{order.status}"),
            venue=order.venue_status or figures.UNKNOWN,
            created=clock(order.created_ms, now_ms),
            changed=clock(order.venue_ms, now_ms),
        ),
        t("orders.detail-source", age=figures.age(freshness.age_ms), id=order.id),
    ]
    return [*lines, t("orders.detail-reason", reason=order.reason)] if order.reason else lines
