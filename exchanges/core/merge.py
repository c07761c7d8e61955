"""The account's state out of snapshots and pushes: newest wins, whatever the order of arrival.

Pure: no clock, no network. Every row carries the venue's own time; what was closed or finished leaves a mark, so that a
late or repeated message cannot bring it back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Generic, TypeVar

from exchanges.core.changes import Difference, Draft, Snapshot, Update
from exchanges.core.model import (
    Balance,
    BookChanged,
    Fill,
    Mark,
    Order,
    OrderKey,
    Origin,
    Position,
    PositionKey,
    Side,
)

K = TypeVar("K", bound=Hashable)

MEMORY = 20_000
"""Finished orders, fills and incomes remembered by id."""


class Merge:
    """One account's positions, open orders and balances; fills and incomes by id, each told once.

    Every method answers the difference it made, or `None`.
    """

    FRESH_MS = 1_000
    """A row changed this shortly before a snapshot was asked for may rightly be missing in it."""

    def __init__(self) -> None:
        self.positions: dict[PositionKey, Position] = {}
        self.orders: dict[OrderKey, Order] = {}
        self.balances: dict[str, Balance] = {}
        self.duplicates = 0
        """Rows that told nothing new."""
        self._stamps: dict[PositionKey, tuple[int, int]] = {}
        self._finished: _Memory[OrderKey] = _Memory()
        self._told: _Memory[str] = _Memory()
        self._draft = Draft()

    def apply(self, update: Update, at_ms: int, origin: Origin = Origin.STREAM) -> BookChanged | None:
        """Take a push."""
        self._update(update)
        return self._take_draft(at_ms, origin)

    def install(
        self,
        snapshot: Snapshot,
        replay: Iterable[Update],
        at_ms: int,
        ends: Mapping[OrderKey, Order | None] | None = None,
    ) -> BookChanged | None:
        """Replace the state by a snapshot, then replay what was pushed since before it was asked for.

        Args:
            snapshot: Asked for after the first acknowledgement.
            replay: Pushes since that acknowledgement, in order of arrival.
            at_ms: Now.
            ends: What became of orders that are not in the snapshot any more; `None` for an end nobody knows.
                One that is not named here stays open, because its end is among the pushes.
        """
        self._positions_of(snapshot)
        self._rows_of(snapshot)
        for balance in self.balances.keys() - {row.key for row in snapshot.balances}:
            self._forget_balance(balance)
        for key, end in (ends or {}).items():
            self._end_order(key, end)
        for update in replay:
            self._update(update)
        return self._take_draft(at_ms, Origin.SNAPSHOT)

    def install_positions(self, snapshot: Snapshot, at_ms: int) -> BookChanged | None:
        """Replace the positions by those of a snapshot that tells of nothing else."""
        self._positions_of(snapshot)
        return self._take_draft(at_ms, Origin.SNAPSHOT)

    def forget(self, at_ms: int) -> BookChanged | None:
        """Drop orders and balances of which nothing is told any more; they may come back as they were."""
        self._draft.orders.update(dict.fromkeys(self.orders))
        self.orders.clear()
        for balance in list(self.balances):
            self._forget_balance(balance)
        return self._take_draft(at_ms, Origin.SNAPSHOT)

    def refresh(self, snapshot: Snapshot, at_ms: int) -> BookChanged | None:
        """Take from an audit what needs no second look: prices of equal rows, fills and incomes not yet told."""
        for row in snapshot.positions:
            stamp = self._stamps.get(row.key)
            if row.key in self.positions and stamp is not None and stamp[0] == row.venue_ms:
                self._position(row)
        self._fills_and_incomes(snapshot)
        return self._take_draft(at_ms, Origin.SNAPSHOT)

    def differences(self, snapshot: Snapshot) -> frozenset[Difference]:
        """Where the venue's account is another than ours; rows we know to be newer are none."""
        return frozenset(
            (
                *self._position_differences(snapshot),
                *self._order_differences(snapshot),
                *self._balance_differences(snapshot),
            )
        )

    def adopt(
        self,
        snapshot: Snapshot,
        differences: Iterable[Difference],
        at_ms: int,
        ends: Mapping[OrderKey, Order | None] | None = None,
    ) -> BookChanged | None:
        """Believe the venue in these points."""
        positions = {row.key: row for row in snapshot.positions}
        orders = {row.key: row for row in snapshot.orders}
        balances = {row.key: row for row in snapshot.balances}
        for kind, key, _ in differences:
            match kind, key:
                case "position", PositionKey():
                    self._believe_position(key, positions.get(key), snapshot.asked_ms)
                case "order", OrderKey():
                    self._believe_order(key, orders.get(key), ends or {})
                case "balance", str():
                    self._believe_balance(key, balances.get(key))
        return self._take_draft(at_ms, Origin.SNAPSHOT)

    def mark(self, mark: Mark, at_ms: int) -> BookChanged | None:
        """Move the profit of the symbol's positions with a public price; the venue's own figure wins later."""
        for key, row in self.positions.items():
            if key.symbol == mark.symbol and mark.venue_ms > row.price_ms and row.size_known and row.entry_price:
                moved = (mark.price - row.entry_price) * row.size_base * (1 if key.side is Side.LONG else -1)
                self._draft.positions[key] = replace(
                    row,
                    mark_price=mark.price,
                    unrealised_pnl=moved,
                    price_ms=mark.venue_ms,
                    learned_ms=at_ms,
                    origin=Origin.DERIVED,
                )
        self.positions.update({key: row for key, row in self._draft.positions.items() if row is not None})
        return self._take_draft(at_ms, Origin.DERIVED)

    def unfinished(self, snapshot: Snapshot) -> tuple[Order, ...]:
        """Orders we hold open that the snapshot does not list: their end has to be asked for."""
        return tuple(row for row in self.orders.values() if snapshot.misses(row))

    # What one row does to the state.

    def _positions_of(self, snapshot: Snapshot) -> None:
        for position in snapshot.positions:
            self._position(position)
        self._drop_absent(self.positions.keys() - {row.key for row in snapshot.positions}, snapshot.asked_ms)

    def _rows_of(self, snapshot: Snapshot) -> None:
        for order in snapshot.orders:
            self._order(order)
        for balance in snapshot.balances:
            self._balance(balance)
        self._fills_and_incomes(snapshot)

    def _update(self, update: Update) -> None:
        for position in update.positions:
            self._position(position)
        for gone in update.closed:
            self._close(gone.key, (gone.venue_ms, gone.price_ms))
        if update.whole_at_ms is not None:
            self._drop_absent(self.positions.keys() - {row.key for row in update.positions}, update.whole_at_ms)
        for order in update.orders:
            self._order(order)
        for balance in update.balances:
            self._balance(balance)
        for fill in update.fills:
            self._fill(fill)

    def _position(self, row: Position) -> None:
        stamp, known = (row.venue_ms, row.price_ms), self._stamps.get(row.key)
        if known is not None and stamp <= known:
            self.duplicates += stamp == known
            return
        mine = self.positions.get(row.key)
        if mine is not None and known is not None and row.venue_ms == known[0] and row.origin is Origin.SNAPSHOT:
            row = _with_prices_of(mine, row)
        self._stamps[row.key] = stamp
        self._hold(row)

    def _hold(self, row: Position) -> None:
        self._draft.hold(row, is_new=row.key not in self.positions)
        self.positions[row.key] = row

    def _close(self, key: PositionKey, stamp: tuple[int, int]) -> None:
        if stamp <= self._stamps.get(key, (0, 0)):
            return
        self._stamps[key] = stamp
        if self.positions.pop(key, None) is not None:
            self._draft.drop(key)

    def _drop_absent(self, keys: Iterable[PositionKey], at_ms: int) -> None:
        """Close what a complete list of that time does not name, unless it changed later than that."""
        for key in list(keys):
            venue_ms, price_ms = self._stamps[key]
            if venue_ms <= at_ms:
                self._close(key, (venue_ms, max(at_ms, price_ms + 1)))

    def _order(self, row: Order) -> None:
        if row.key in self._finished:
            self.duplicates += 1
            return
        mine = self.orders.get(row.key)
        if row.status.is_final:
            self.orders.pop(row.key, None)
            self._finished.add(row.key)
        elif mine is not None and (row.venue_ms, row.filled_base) <= (mine.venue_ms, mine.filled_base):
            self.duplicates += 1
            return
        else:
            self.orders[row.key] = row
        self._draft.orders[row.key] = row

    def _end_order(self, key: OrderKey, end: Order | None) -> None:
        if end is not None:
            self._order(end)
        elif self.orders.pop(key, None) is not None:
            self._finished.add(key)
            self._draft.orders[key] = None

    def _balance(self, row: Balance) -> None:
        mine = self.balances.get(row.key)
        if mine is not None and row.venue_ms < mine.venue_ms:
            return
        self.balances[row.key] = row
        if mine is None or _money(mine) != _money(row):
            self._draft.balances[row.key] = row

    def _forget_balance(self, key: str) -> None:
        if self.balances.pop(key, None) is not None:
            self._draft.balances[key] = None

    def _fill(self, fill: Fill) -> None:
        if self._told.add(fill.id):
            self._draft.fills[fill.id] = fill
        else:
            self.duplicates += 1

    def _fills_and_incomes(self, snapshot: Snapshot) -> None:
        for fill in snapshot.fills:
            if self._told.add(fill.id):
                self._draft.fills[fill.id] = fill
        for income in snapshot.incomes:
            if self._told.add(f"income {income.id}"):
                self._draft.incomes[income.id] = income

    # Audits.

    def _position_differences(self, snapshot: Snapshot) -> Iterable[Difference]:
        listed = {row.key: row for row in snapshot.positions}
        for key, row in listed.items():
            mine, known = self.positions.get(key), self._stamps.get(key, (0, 0))
            resized = mine is not None and row.venue_ms == known[0] and row.size_base != mine.size_base
            unknown = mine is None and (row.venue_ms, row.price_ms) > known
            if resized or unknown or (mine is not None and row.venue_ms > known[0]):
                yield Difference("position", key, (row.size_base, row.venue_ms))
        for key in self.positions.keys() - listed.keys():
            if self._stamps[key][0] <= snapshot.asked_ms - self.FRESH_MS:
                yield Difference("position", key, None)

    def _order_differences(self, snapshot: Snapshot) -> Iterable[Difference]:
        listed = {row.key: row for row in snapshot.orders}
        for key, row in listed.items():
            mine = self.orders.get(key)
            newer = mine is None or (row.venue_ms, row.filled_base) > (mine.venue_ms, mine.filled_base)
            if newer and key not in self._finished:
                yield Difference("order", key, (row.venue_ms, row.filled_base))
        for key, mine in self.orders.items():
            if snapshot.misses(mine) and mine.venue_ms <= snapshot.asked_ms - self.FRESH_MS:
                yield Difference("order", key, None)

    def _balance_differences(self, snapshot: Snapshot) -> Iterable[Difference]:
        listed = {row.key: row for row in snapshot.balances}
        for key, row in listed.items():
            mine = self.balances.get(key)
            if mine is None or (row.venue_ms >= mine.venue_ms and _owned(row) != _owned(mine)):
                # Without the time: some venues tell none, so that every answer would be another difference.
                yield Difference("balance", key, _owned(row))
        for key, mine in self.balances.items():
            if key not in listed and mine.venue_ms <= snapshot.asked_ms - self.FRESH_MS:
                yield Difference("balance", key, None)

    def _believe_position(self, key: PositionKey, row: Position | None, asked_ms: int) -> None:
        if row is None:
            self._drop_absent([key] if key in self.positions else [], asked_ms)
        elif row.venue_ms >= self._stamps.get(key, (0, 0))[0]:
            # A push may have told something newer since the venue was asked.
            self._stamps[key] = (row.venue_ms, row.price_ms)
            self._hold(row)

    def _believe_order(self, key: OrderKey, row: Order | None, ends: Mapping[OrderKey, Order | None]) -> None:
        if row is not None:
            self._order(row)
        elif key in ends:
            self._end_order(key, ends[key])

    def _believe_balance(self, key: str, row: Balance | None) -> None:
        if row is None:
            self._forget_balance(key)
        else:
            self._balance(row)

    def _take_draft(self, at_ms: int, origin: Origin) -> BookChanged | None:
        draft, self._draft = self._draft, Draft()
        return draft.event(at_ms, origin)


class _Memory(Generic[K]):
    """The last so many keys."""

    def __init__(self) -> None:
        self._keys: OrderedDict[K, None] = OrderedDict()

    def __contains__(self, key: K) -> bool:
        return key in self._keys

    def add(self, key: K) -> bool:
        """Remember the key; False when it was remembered already."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > MEMORY:
            self._keys.popitem(last=False)
        return True


def _with_prices_of(mine: Position, row: Position) -> Position:
    """Our row with the prices of one that says the same structure, and with the sums that one tells."""
    return replace(
        mine,
        leverage=mine.leverage if row.leverage is None else row.leverage,
        realised_pnl=mine.realised_pnl if row.realised_pnl is None else row.realised_pnl,
        fee=mine.fee if row.fee is None else row.fee,
        funding=mine.funding if row.funding is None else row.funding,
        mark_price=row.mark_price,
        liquidation_price=row.liquidation_price,
        unrealised_pnl=row.unrealised_pnl,
        margin=row.margin,
        price_ms=row.price_ms,
        learned_ms=row.learned_ms,
        origin=row.origin,
    )


def _money(row: Balance) -> tuple[Decimal | None, ...]:
    figures = row.total, row.available, row.equity, row.unrealised_pnl, row.margin_used
    return (*figures, row.borrowed, row.interest, row.worth_usdt)


def _owned(row: Balance) -> tuple[Decimal | None, ...]:
    """What stands still while prices move: cash and debts."""
    return row.total, row.borrowed, row.interest
