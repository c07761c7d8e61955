"""Equity over time as lines of text: over what time, between which values, and the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from app.locale.catalogue import t
from widgets import braille, figures

if TYPE_CHECKING:
    from app.services.equity import EquityLine

POINTS_PER_CELL = braille.DOT_COLUMNS
_MINUTE_MS, _HOUR_MS, _DAY_MS = 60_000, 3_600_000, 86_400_000
_ROUND_FROM = 1000
"""Values from here on are shown without decimals."""


def lines(line: EquityLine) -> tuple[Content, ...]:
    """A title and the line; a sentence instead while there is less than two points."""
    known = line.known
    if len(known) < 2:
        return (Content(t("home.equity-not-yet")).stylize("$quiet"),)
    low, high = min(known), max(known)
    places = 0 if low >= _ROUND_FROM else 2
    between = t("home.equity-range", low=figures.figure(low, places), high=figures.figure(high, places))
    title = Content(f"{_span(line.span_ms)}   ").stylize("$quiet").append(Content(between))
    return (title, *(Content(row).stylize("$accent") for row in braille.draw(line.points)))


def _span(span_ms: int) -> str:
    """To the nearest day; below two of them in the unit that leaves at least two of it."""
    if span_ms < 2 * _HOUR_MS:
        return t("home.equity-minutes", count=span_ms // _MINUTE_MS)
    if span_ms < 2 * _DAY_MS:
        return t("home.equity-hours", count=span_ms // _HOUR_MS)
    return t("home.equity-days", count=(span_ms + _DAY_MS // 2) // _DAY_MS)
