"""What was told last of the account: it completes pushes, which leave out what did not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from exchanges.binance.rows import SymbolSettings
from exchanges.core.model import Balance, MarginMode, Order, OrderKey, Position, PositionKey
from exchanges.core.numbers import dec

MOMENT_MS = 2_000
"""Lists and pushes may give one change times that differ by less than this."""
MOST_ORDERS = 5_000


class Seen:
    """The account's last known rows; nothing here is ever shown by itself."""

    def __init__(self) -> None:
        self.positions: dict[PositionKey, Position] = {}
        self.balances: dict[str, Balance] = {}
        self.settings: dict[str, SymbolSettings] = {}
        """By the venue's symbol."""
        self._orders: OrderedDict[OrderKey, Order] = OrderedDict()

    def order_symbols(self) -> set[str]:
        """The venue's symbols of all open orders."""
        return {order.venue_symbol for order in self._orders.values()}

    def order_types(self) -> frozenset[str]:
        """The venue's words for the types of all open orders."""
        return frozenset(order.venue_type for order in self._orders.values())

    # Rows of lists.

    def list_positions(self, rows: Iterable[Position], asked_ms: int) -> list[Position]:
        """The whole list as of `asked_ms`; a row that a push told before keeps the push's time."""
        told = [self._listed(row) for row in rows]
        keys = {row.key for row in told}
        for key in [key for key, row in self.positions.items() if key not in keys and row.venue_ms <= asked_ms]:
            del self.positions[key]
        return told

    def list_order(self, row: Order) -> Order:
        """An open order of a list."""
        last = self._orders.get(row.key)
        if last is not None and _same_order(last, row) and _same_moment(last.venue_ms, row.venue_ms):
            row = replace(row, venue_ms=last.venue_ms)
        self._keep(row)
        return row

    def list_balance(self, row: Balance) -> Balance:
        """An asset of the list."""
        last = self.balances.get(row.asset)
        if last is None or last.venue_ms <= row.venue_ms:
            self.balances[row.asset] = row
        return row

    # Rows of pushes.

    def push_position(self, row: Position) -> Position:
        """A pushed position with what the push left out and its change leaves true."""
        last = self.positions.get(row.key)
        if last is not None:
            unchanged = last.size_base == row.size_base and last.entry_price == row.entry_price
            row = replace(
                row,
                mark_price=last.mark_price,
                leverage=row.leverage or last.leverage,
                # These follow the size, so that of another size nothing is known until REST is asked.
                liquidation_price=last.liquidation_price if unchanged else None,
                margin=row.margin if row.margin is not None else (last.margin if unchanged else None),
            )
        self.positions[row.key] = row
        settings = self.settings.get(row.venue_symbol)
        self.settings[row.venue_symbol] = SymbolSettings(settings.leverage if settings else None, row.margin_mode)
        return row

    def close_position(self, key: PositionKey) -> None:
        """A push says it is closed."""
        self.positions.pop(key, None)

    def push_order(self, row: Order) -> Order:
        """A pushed order with the time it was made, which only the first push tells."""
        last = self._orders.get(row.key)
        if last is not None:
            row = replace(row, created_ms=last.created_ms)
        self._keep(row)
        return row

    def push_balance(self, row: Balance) -> Balance:
        """A pushed asset."""
        self.balances[row.asset] = row
        return row

    def set_leverage(self, venue_symbol: str, told: object, at_ms: int) -> list[Position]:
        """A contract's leverage changed; answers its positions with the new one, as prices of that time."""
        settings, leverage = self.settings.get(venue_symbol), dec(told)
        mode = settings.margin_mode if settings else MarginMode.CROSS
        self.settings[venue_symbol] = SymbolSettings(leverage, mode)
        held = [row for row in self.positions.values() if row.venue_symbol == venue_symbol]
        changed = [replace(row, leverage=leverage, price_ms=max(at_ms, row.price_ms + 1)) for row in held]
        self.positions.update({row.key: row for row in changed})
        return changed

    def _listed(self, row: Position) -> Position:
        last = self.positions.get(row.key)
        if last is not None and row.venue_ms != last.venue_ms:
            same = (last.size_base, last.leverage) == (row.size_base, row.leverage)
            if same and _same_moment(last.venue_ms, row.venue_ms):
                row = replace(row, venue_ms=last.venue_ms)
            elif row.venue_ms < last.venue_ms:
                # The list lags behind the stream.
                return row
        self.positions[row.key] = row
        return row

    def _keep(self, row: Order) -> None:
        if row.status.is_final:
            self._orders.pop(row.key, None)
            return
        self._orders[row.key] = row
        if len(self._orders) > MOST_ORDERS:
            self._orders.popitem(last=False)


def _same_order(last: Order, row: Order) -> bool:
    return (last.filled_base, last.size_base, last.price, last.status) == (
        row.filled_base,
        row.size_base,
        row.price,
        row.status,
    )


def _same_moment(one_ms: int, other_ms: int) -> bool:
    return abs(one_ms - other_ms) < MOMENT_MS
