"""Which positions are held under which id, so that a flat row, which names no side, closes the right one."""

from __future__ import annotations

from collections.abc import Iterable

from exchanges.core.model import Position, PositionKey
from exchanges.core.text import clean
from exchanges.gate_crossex.rows import Row, symbol_of


class Held:
    """Keys of positions by the venue's id."""

    def __init__(self) -> None:
        self._by_id: dict[str, PositionKey] = {}

    def learn(self, positions: Iterable[Position]) -> None:
        """Note these; what else was noted stays, because a push may know more than an older list."""
        self._by_id.update({position.venue_id: position.key for position in positions})

    def knows(self, row: Row) -> bool:
        """Whether the position of this row was seen before."""
        return clean(row.get("position_id")) in self._by_id

    def took(self, row: Row, position: Position | None, *, one_way: bool) -> list[PositionKey]:
        """Note a pushed row and answer what it closes.

        A flat row closes the position of its id. In one-way mode there is only one position of a symbol, so every
        other of it is closed too, and a position that turned does not stay behind on its old side.

        Args:
            row: As pushed.
            position: What it became; `None` when it is flat.
            one_way: The position mode, as the account last told it.
        """
        venue_id, symbol = clean(row.get("position_id")), symbol_of(clean(row.get("symbol")))
        before = self._by_id.pop(venue_id, None)
        gone = {before} if before is not None else set()
        if one_way:
            gone |= {key for key in self._by_id.values() if key.symbol == symbol}
        if position is not None:
            gone.discard(position.key)
            self._by_id = {each: key for each, key in self._by_id.items() if key not in gone}
            self._by_id[venue_id] = position.key
        return sorted(gone)
