"""Cells that several tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from widgets import figures
from widgets.table_rows import Cell

if TYPE_CHECKING:
    from app.services.book import Freshness


def text(value: str, tone: str = "") -> Cell:
    return Cell(value, tone, value.casefold())


def gain(value: Decimal | None, places: int = 2) -> Cell:
    """A profit or loss: sign always printed, tone by sign."""
    tone = "" if not value else "gain" if value > 0 else "loss"
    return Cell(figures.figure(value, places, signed=True), tone, value)


def price(value: Decimal | None) -> Cell:
    return Cell(figures.price(value), "", value)


def number(value: Decimal | None, places: int) -> Cell:
    return Cell(figures.figure(value, places), "", value)


def age_cell(freshness: Freshness) -> Cell:
    """Empty while live: only old rows say how old they are."""
    return Cell("" if freshness.is_live else figures.age(freshness.age_ms), "", freshness.age_ms)


def short_symbol(symbol: str) -> str:
    """`BTC/USDT` for `BTC/USDT:USDT`: the settlement is said only where it differs from the quote.

    `BTC/USDT@OKX` for `BTC/USDT:USDT@OKX`: where one account trades on several exchanges, which one is always said.
    """
    name, at, exchange = symbol.partition("@")
    pair, _, settle = name.partition(":")
    return pair + at + exchange if not settle or pair.endswith(f"/{settle}") else symbol


def clock(time_ms: int | None, now_ms: int) -> str:
    """UTC time of today, date and time of other days; `--` when unknown."""
    if not time_ms:
        return figures.UNKNOWN
    then, today = (datetime.fromtimestamp(ms / 1000, UTC) for ms in (time_ms, now_ms))
    return f"{then:%H:%M:%S}" if then.date() == today.date() else f"{then:%m-%d %H:%M}"
