"""Positions as rows: columns, cells, and the lines of the detail pane."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from app.locale.catalogue import t
from app.rows.cells import age_cell, clock, gain, number, price, short_symbol, text
from exchanges.core.model import Position, PositionKey, Side
from widgets import figures
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

if TYPE_CHECKING:
    from app.services.book import Book, Freshness

HUNDRED = Decimal(100)


class Unit(Enum):
    """What sizes are counted in."""

    BASE = "base"
    CONTRACTS = "contracts"
    USDT = "usdt"


def columns() -> tuple[Column, ...]:
    """All columns in the current language; narrow tables leave out the highest ranks first."""
    return (
        Column("symbol", t("positions.symbol"), 11, grows=5),
        Column("account", t("positions.account"), 10, rank=2, grows=6),
        Column("side", t("positions.side"), 5),
        Column("size", t("positions.size"), 8, Align.POINT, grows=4),
        Column("entry", t("positions.entry"), 10, Align.POINT, rank=1, grows=2),
        Column("mark", t("positions.mark"), 10, Align.POINT, grows=2),
        Column("upnl", t("positions.upnl"), 9, Align.POINT, grows=3),
        Column("roe", t("positions.roe"), 6, Align.POINT),
        Column("liq", t("positions.liq"), 5, Align.POINT),
        Column("margin", t("positions.margin"), 9, Align.POINT, rank=3),
        Column("leverage", t("positions.leverage"), 4, Align.RIGHT, rank=3),
        Column("mode", t("positions.mode"), 8, rank=4),
        Column("source", t("positions.source"), 8, rank=5),
        Column("age", t("positions.age"), 4, Align.RIGHT),
    )


def row(book: Book, position: Position, freshness: Freshness, unit: Unit = Unit.BASE) -> Row:
    """One leg of one symbol in one account."""
    cells = (
        text(short_symbol(position.symbol)),
        text(book.label),
        text(t(f"positions.side-{position.side}")),
        _size(position, unit),
        price(position.entry_price),
        price(position.mark_price),
        gain(position.unrealised_pnl),
        gain(roe_percent(position), 1),
        number(liquidation_distance_percent(position), 1),
        number(position.margin, 2),
        _leverage(position.leverage),
        text(t(f"positions.mode-{position.margin_mode}")),
        text(t(f"positions.from-{position.origin}")),
        age_cell(freshness),
    )
    return Row((book.binding_id, position.key), cells, is_stale=not freshness.is_live)


def roe_percent(position: Position) -> Decimal | None:
    """Unrealised profit as a part of the margin, in per cent."""
    if position.unrealised_pnl is None or not position.margin:
        return None
    return position.unrealised_pnl / position.margin * HUNDRED


def liquidation_distance_percent(position: Position) -> Decimal | None:
    """What lies between mark and liquidation price, as a part of the mark, in per cent."""
    mark, liquidation = position.mark_price, position.liquidation_price
    if not mark or not liquidation:
        return None
    gap = mark - liquidation if position.side is Side.LONG else liquidation - mark
    return gap / mark * HUNDRED


def notional(position: Position) -> Decimal | None:
    """Worth at the mark price, in the quote currency; `None` also where nobody knows what the size counts."""
    if position.mark_price is None or not position.size_known:
        return None
    return position.size_base * position.mark_price


def _size(position: Position, unit: Unit) -> Cell:
    if unit is Unit.USDT:
        return number(notional(position), 2)
    value = position.size_base if unit is Unit.BASE else position.size_contracts
    return Cell(_quantity(position, value), "", value)


def _quantity(position: Position, value: Decimal) -> str:
    return figures.quantity(value) if position.size_known else f"{figures.quantity(value)}?"


def _leverage(leverage: Decimal | None) -> Cell:
    return Cell(figures.UNKNOWN if leverage is None else f"{figures.quantity(leverage)}x", "", leverage)


def detail(book: Book, position: Position, freshness: Freshness, now_ms: int) -> list[str]:
    """The lines of the detail pane; every number unknown to the venue is `--`."""
    is_known = position.size_known
    contract = position.size_base / position.size_contracts if position.size_contracts and is_known else None
    entry_worth = position.size_base * position.entry_price if position.entry_price is not None and is_known else None
    where = t("positions.detail-live") if freshness.is_live else t(f"frame.link-{freshness.state}")
    return [
        t(
            "positions.detail-what",
            symbol=position.symbol,
            side=t(f"positions.side-{position.side}"),
            account=book.label,
            size=_quantity(position, position.size_base),
            entry=figures.price(position.entry_price),
            worth=figures.figure(entry_worth, 2),
            contracts=_quantity(position, position.size_contracts),
            contract=figures.quantity(contract),
        ),
        t(
            "positions.detail-margin",
            margin=figures.figure(position.margin, 2),
            mode=t(f"positions.mode-{position.margin_mode}"),
            leverage=_leverage(position.leverage).text,
            liquidation=figures.price(position.liquidation_price),
        ),
        t(
            "positions.detail-result",
            gross=figures.figure(position.unrealised_pnl, 2, signed=True),
            fee=figures.figure(None if position.fee is None else -position.fee, 2, signed=True),
            funding=figures.figure(position.funding, 2, signed=True),
            realised=figures.figure(position.realised_pnl, 2, signed=True),
        ),
        t(
            "positions.detail-source",
            source=t(f"positions.told-{position.origin}"),
            state=where,
            age=figures.age(freshness.age_ms),
            opened=clock(position.opened_ms, now_ms),
        ),
    ]


def key_of(book: Book, position_key: PositionKey) -> tuple[str, PositionKey]:
    """Key of a position's row."""
    return (book.binding_id, position_key)
