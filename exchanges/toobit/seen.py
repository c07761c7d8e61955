"""What was told last of the account.

Lists of positions carry no times, so that a row's age has to be told from what was seen before: a row that says the
same keeps the time it had; one that says otherwise just after a push comes from a list that lags behind; else the list
knows something that no push told.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from exchanges.core.changes import Gone
from exchanges.core.model import Balance, Order, OrderKey, Position, PositionKey

MOMENT_MS = 2_000
"""So long after a push a list may still say what was before; and one change may have times so much apart."""
LEEWAY_MS = 500
"""A list is taken to be this much older than the question, so that pushes of the same moment win."""
MOST_ORDERS = 5_000


class Seen:
    """The account's last known rows; nothing here is ever shown by itself."""

    def __init__(self) -> None:
        self.positions: dict[PositionKey, Position] = {}
        self.balances: dict[str, Balance] = {}
        self._orders: OrderedDict[OrderKey, Order] = OrderedDict()
        self._stamps: dict[PositionKey, tuple[int, int]] = {}
        """Times of the last push of each position, held or closed: that of its change, and one that always grows."""

    def forget(self) -> None:
        """Pushes were missed, so that the next list is right, whatever was pushed last."""
        self._stamps.clear()

    # Rows of lists.

    def list_positions(self, rows: Iterable[Position], asked_ms: int) -> list[Position]:
        """The whole list as of `asked_ms`, each row with its time."""
        told = [self._listed(row, asked_ms) for row in rows]
        keys = {row.key for row in told}
        for key in [key for key, row in self.positions.items() if key not in keys and row.venue_ms <= asked_ms]:
            del self.positions[key]
        return told

    def _listed(self, row: Position, asked_ms: int) -> Position:
        last = self.positions.get(row.key)
        pushed_ms = self._stamps.get(row.key, (0, 0))[0]
        if last is not None and _structure(last) == _structure(row):
            row = replace(row, venue_ms=last.venue_ms, price_ms=max(asked_ms, last.venue_ms))
        elif pushed_ms > asked_ms - MOMENT_MS:
            return replace(row, venue_ms=pushed_ms - 1, price_ms=pushed_ms - 1)
        else:
            newest_ms = max(last.venue_ms if last else 0, pushed_ms)
            changed_ms = max(asked_ms - LEEWAY_MS, newest_ms + 1)
            row = replace(row, venue_ms=changed_ms, price_ms=max(asked_ms, changed_ms))
        self.positions[row.key] = row
        return row

    def list_order(self, row: Order) -> Order:
        """An open order of a list."""
        last = self._orders.get(row.key)
        if last is not None and _same_order(last, row) and abs(last.venue_ms - row.venue_ms) < MOMENT_MS:
            row = replace(row, venue_ms=last.venue_ms)
        self._keep(row)
        return row

    def list_balance(self, row: Balance) -> Balance:
        """A coin of the list."""
        last = self.balances.get(row.asset)
        if last is None or last.venue_ms <= row.venue_ms:
            self.balances[row.asset] = row
        return row

    # Rows of pushes.

    def push_position(self, row: Position) -> Position:
        """A pushed position; of several of one millisecond the last one counts."""
        last = self.positions.get(row.key)
        stamped_ms, price_ms = self._stamps.get(row.key, (0, 0))
        if last is not None and row.venue_ms == last.venue_ms and _figures(last) == _figures(row):
            return replace(row, price_ms=last.price_ms)
        if row.venue_ms == stamped_ms:
            row = replace(row, price_ms=max(row.price_ms, price_ms + 1))
        if row.venue_ms >= max(stamped_ms, last.venue_ms if last else 0):
            self._stamps[row.key] = (row.venue_ms, row.price_ms)
            self.positions[row.key] = row
        return row

    def close_position(self, gone: Gone) -> Gone:
        """A push says it is closed."""
        stamped_ms, price_ms = self._stamps.get(gone.key, (0, 0))
        last = self.positions.get(gone.key)
        known_ms = max(price_ms, last.price_ms if last else 0)
        if gone.venue_ms == max(stamped_ms, last.venue_ms if last else 0):
            gone = replace(gone, price_ms=max(gone.price_ms, known_ms + 1))
        if gone.venue_ms >= stamped_ms:
            self._stamps[gone.key] = (gone.venue_ms, gone.price_ms)
            if last is not None and last.venue_ms <= gone.venue_ms:
                del self.positions[gone.key]
        return gone

    def push_order(self, row: Order) -> Order:
        """A pushed order, with the average price that the last fill told."""
        last = self._orders.get(row.key)
        if last is not None and row.average_price is None and last.filled_base == row.filled_base:
            row = replace(row, average_price=last.average_price)
        self._keep(row)
        return row

    def push_balance(self, row: Balance) -> Balance:
        """A pushed coin."""
        last = self.balances.get(row.asset)
        if last is None or last.venue_ms <= row.venue_ms:
            self.balances[row.asset] = row
        return row

    def _keep(self, row: Order) -> None:
        if row.status.is_final:
            self._orders.pop(row.key, None)
            return
        self._orders[row.key] = row
        if len(self._orders) > MOST_ORDERS:
            self._orders.popitem(last=False)


def _structure(row: Position) -> tuple[object, ...]:
    return row.size_contracts, row.size_known, row.entry_price, row.leverage


def _figures(row: Position) -> tuple[object, ...]:
    return *_structure(row), row.margin, row.liquidation_price, row.unrealised_pnl, row.realised_pnl, row.mark_price


def _same_order(last: Order, row: Order) -> bool:
    return (last.filled_base, last.size_base, last.price, last.status) == (
        row.filled_base,
        row.size_base,
        row.price,
        row.status,
    )
