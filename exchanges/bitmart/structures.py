"""When each position's structure changed last, which BitMart's REST does not tell: its rows carry the answer's time.

A row of the same size, entry and beginning as the one known before is given that one's time, so that an audit sees no
difference where there is none; the streams' rows carry true times. What only REST tells is lent to the streams' rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from exchanges.core.changes import Gone
from exchanges.core.model import Origin, Position, PositionKey, Side

Structure = tuple[Decimal, Decimal | None, int | None]


class Structures:
    """What is known of one account's positions beside what `Merge` keeps."""

    def __init__(self) -> None:
        self._known: dict[PositionKey, tuple[Structure | None, int]] = {}
        self._told: dict[PositionKey, Position] = {}
        self.marks: dict[str, Decimal] = {}
        """Mark prices by the venue's symbol, as positions and public prices told them last."""
        self.leverages: dict[str, Decimal] = {}
        """By the venue's symbol, as positions and orders told it last."""

    def dated(self, rows: Iterable[Position]) -> list[Position]:
        """Rows of REST with the times of their structure."""
        found = []
        for row in rows:
            self._told[row.key] = row
            if row.mark_price is not None:
                self.marks[row.venue_symbol] = row.mark_price
            if row.leverage is not None:
                self.leverages[row.venue_symbol] = row.leverage
            found.append(self._dated(row))
        return found

    def completed(self, row: Position | Gone) -> Position | Gone:
        """A pushed row with what REST told of the same position."""
        if isinstance(row, Gone):
            if row.venue_ms > self._known.get(row.key, (None, 0))[1]:
                self._known[row.key] = (None, row.venue_ms)
                self._told.pop(row.key, None)
            return row
        same = self._known.get(row.key, (None, 0))[0] == _structure(row)
        row = self._dated(row)
        told = self._told.get(row.key)
        leverage = told.leverage if told is not None else self.leverages.get(row.venue_symbol)
        mark = self.marks.get(row.venue_symbol)
        row = replace(row, leverage=leverage, mark_price=mark, unrealised_pnl=_profit(row, mark))
        if leverage and (mark or row.entry_price):
            row = replace(row, margin=row.size_base * (mark or row.entry_price or Decimal(0)) / leverage)
        if told is not None and same:
            row = replace(row, realised_pnl=told.realised_pnl, fee=told.fee, margin=told.margin)
        return row

    def _dated(self, row: Position) -> Position:
        structure, known = _structure(row), self._known.get(row.key)
        if known is not None and known[0] == structure:
            return replace(row, venue_ms=known[1])
        if known is None or row.venue_ms > known[1]:
            self._known[row.key] = (structure, row.venue_ms)
        return row


def _structure(row: Position) -> Structure:
    return row.size_contracts, row.entry_price, row.opened_ms


def _profit(row: Position, mark: Decimal | None) -> Decimal | None:
    if mark is None or row.entry_price is None or not row.size_known or row.origin is not Origin.STREAM:
        return None
    return (mark - row.entry_price) * row.size_base * (1 if row.side is Side.LONG else -1)
