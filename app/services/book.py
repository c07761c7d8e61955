"""The current state of one bound account, built from its adapter's events.

Newest wins: a row replaces another when the venue changed it later or, at the same venue time, when we learned it
later. An order that ended stays ended. Screens read a book and never write to it; `take_dirty` tells which rows
changed since the last call, `version` moves with every change.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from app.services.realised import RealisedTally
from exchanges.core.adapter import Environment
from exchanges.core.model import (
    Balance,
    BookChanged,
    Confirmed,
    Event,
    Fill,
    Income,
    LinkChanged,
    LinkState,
    Order,
    OrderKey,
    OrderStatus,
    Origin,
    Position,
    PositionKey,
)

STALE_AFTER_MS = 10_000
"""A state not confirmed for longer than this is not shown as live."""
CLOCK_SLACK_MS = 2_000
FILLS_KEPT = 500
ENDED_KEPT = 1_000
_TOMBSTONES = 1_000


class _Timed(Protocol):
    @property
    def venue_ms(self) -> int: ...
    @property
    def learned_ms(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the numbers of a book may be trusted right now."""

    state: LinkState
    """`LIVE` only while the link is live and something was confirmed within the last ten seconds."""
    age_ms: int | None
    """Since the state was last confirmed; `None` when it never was."""
    reason: str = ""
    """Why it is not live, in a few words."""
    code: str = ""
    next_try_ms: int | None = None
    progress: str = ""
    seen_ip: str = ""
    """The address the venue saw us come from, when it refused it."""

    @property
    def is_live(self) -> bool:
        return self.state is LinkState.LIVE


@dataclass(slots=True)
class Dirty:
    """What changed since it was last asked: keys of rows, changed or gone."""

    positions: set[PositionKey] = field(default_factory=set)
    orders: set[OrderKey] = field(default_factory=set)
    balances: set[str] = field(default_factory=set)
    fills: set[str] = field(default_factory=set)
    """Ids of new fills."""
    link: bool = False

    def __bool__(self) -> bool:
        return bool(self.positions or self.orders or self.balances or self.fills or self.link)


class Book:
    """One binding's account as it is now.

    Args:
        binding_id: The binding.
        label: The person's name for the account.
        venue: "okx", ...
        environment: "live" or "demo".
        now: The clock, UTC milliseconds.
    """

    def __init__(
        self, binding_id: str, label: str, venue: str, environment: Environment, *, now: Callable[[], int]
    ) -> None:
        self.binding_id = binding_id
        self.label = label
        self.venue = venue
        self.environment: Environment = environment
        self.positions: dict[PositionKey, Position] = {}
        self.orders: dict[OrderKey, Order] = {}
        """Open orders only."""
        self.balances: dict[str, Balance] = {}
        self.fills: deque[Fill] = deque(maxlen=FILLS_KEPT)
        """Recent fills, newest first."""
        self.ended: OrderedDict[OrderKey, Order] = OrderedDict()
        """Recently ended orders, newest last; status `UNKNOWN` when their end was not seen."""
        self.realised = RealisedTally(now)
        self.link = LinkChanged(LinkState.CONNECTING, now())
        self.confirmed_ms: int | None = None
        self.is_loaded = False
        """True once the venue's whole state was installed; before that a missing row says nothing."""
        self.version = 0
        self.dirty = Dirty()
        self._fill_ids: set[str] = set()
        self._gone: OrderedDict[object, tuple[int, int]] = OrderedDict()

    # -- events ----------------------------------------------------------------------------------------------------

    def apply(self, event: Event) -> None:
        """Take in one event of the adapter."""
        match event:
            case LinkChanged():
                self._link_changed(event)
            case Confirmed(at_ms=at_ms):
                self._confirm(at_ms)
            case BookChanged():
                self._book_changed(event)
        self.version += 1

    def _link_changed(self, event: LinkChanged) -> None:
        self.link = event
        self.dirty.link = True
        if event.state is LinkState.LIVE:
            self.is_loaded = True
            self._confirm(event.at_ms)

    def _confirm(self, at_ms: int) -> None:
        # The newest word counts, also when the local clock was set back meanwhile.
        self.confirmed_ms = at_ms

    def _book_changed(self, event: BookChanged) -> None:
        if event.origin is Origin.SNAPSHOT:
            self.is_loaded = True
        if event.origin is not Origin.DERIVED:
            # A derived change follows public prices; it says nothing about the account itself.
            self._confirm(event.at_ms)
        for position in event.positions:
            self._put_position(position)
        for position_key in event.positions_gone:
            self._drop_position(position_key, event.at_ms)
        for order in event.orders:
            self._put_order(order)
        for order_key in event.orders_gone:
            self._lose_order(order_key, event.at_ms)
        for balance in event.balances:
            self._put_balance(balance)
        for balance_key in event.balances_gone:
            self._drop_balance(balance_key, event.at_ms)
        for fill in event.fills:
            self.add_fill(fill)
        for income in event.incomes:
            self.add_income(income)

    # -- rows ------------------------------------------------------------------------------------------------------

    def _put_position(self, position: Position) -> None:
        key = position.key
        if self._is_news(position, self.positions.get(key), ("position", key)):
            self.positions[key] = position
            self.dirty.positions.add(key)

    def _drop_position(self, key: PositionKey, at_ms: int) -> None:
        if (held := self.positions.pop(key, None)) is not None:
            self._bury(("position", key), held, at_ms)
            self.dirty.positions.add(key)

    def _put_balance(self, balance: Balance) -> None:
        key = balance.key
        if self._is_news(balance, self.balances.get(key), ("balance", key)):
            self.balances[key] = balance
            self.dirty.balances.add(key)

    def _drop_balance(self, key: str, at_ms: int) -> None:
        if (held := self.balances.pop(key, None)) is not None:
            self._bury(("balance", key), held, at_ms)
            self.dirty.balances.add(key)

    def _put_order(self, order: Order) -> None:
        key = order.key
        ended = self.ended.get(key)
        if order.status.is_final:
            if ended is None or not ended.status.is_final or _is_newer(order, ended):
                self._end_order(order)
            return
        if ended is not None:
            if ended.status.is_final or not _is_newer(order, ended):
                return
            # Its end was only presumed, and here it is again.
            del self.ended[key]
        if (held := self.orders.get(key)) is None or _is_newer(order, held):
            self.orders[key] = order
            self.dirty.orders.add(key)

    def _lose_order(self, key: OrderKey, at_ms: int) -> None:
        if (held := self.orders.get(key)) is not None:
            self._end_order(replace(held, status=OrderStatus.UNKNOWN, learned_ms=max(at_ms, held.learned_ms)))

    def _end_order(self, order: Order) -> None:
        self.orders.pop(order.key, None)
        self.ended[order.key] = order
        self.ended.move_to_end(order.key)
        self.dirty.orders.add(order.key)
        while len(self.ended) > ENDED_KEPT:
            self.dirty.orders.discard(self.ended.popitem(last=False)[0])

    def add_fill(self, fill: Fill) -> None:
        """Count a fill and keep it among the recent ones; the same fill again changes nothing."""
        self.realised.add_fill(fill)
        is_old = len(self.fills) == FILLS_KEPT and fill.time_ms <= self.fills[-1].time_ms
        if fill.id in self._fill_ids or is_old:
            return
        # Late ones are rare and only a little late, so their place is near the newest end.
        place = next((i for i, other in enumerate(self.fills) if other.time_ms <= fill.time_ms), len(self.fills))
        if len(self.fills) == FILLS_KEPT:
            forgotten = self.fills.pop().id
            self._fill_ids.discard(forgotten)
            self.dirty.fills.discard(forgotten)
        self.fills.insert(place, fill)
        self._fill_ids.add(fill.id)
        self.dirty.fills.add(fill.id)

    def add_income(self, income: Income) -> None:
        """Count an income; the same one again changes nothing."""
        self.realised.add_income(income)

    def _is_news(self, row: _Timed, held: _Timed | None, grave: object) -> bool:
        if held is not None:
            return _is_newer(row, held)
        return (row.venue_ms, row.learned_ms) >= self._gone.get(grave, (0, 0))

    def _bury(self, grave: object, row: _Timed, at_ms: int) -> None:
        self._gone[grave] = (row.venue_ms, max(at_ms, row.learned_ms))
        self._gone.move_to_end(grave)
        while len(self._gone) > _TOMBSTONES:
            self._gone.popitem(last=False)

    # -- what readers ask ------------------------------------------------------------------------------------------

    def take_dirty(self) -> Dirty:
        """What changed since the last call; the caller repaints those rows."""
        taken, self.dirty = self.dirty, Dirty()
        return taken

    def freshness(self, now_ms: int) -> Freshness:
        """How far the numbers may be trusted at `now_ms`."""
        age = None if self.confirmed_ms is None else now_ms - self.confirmed_ms
        if age is not None and age < 0:
            # Confirmed in the future: the clock was set back, and how old it is nobody knows.
            age = 0 if age > -CLOCK_SLACK_MS else None
        link = self.link
        state = link.state
        if state is LinkState.LIVE and (age is None or age > STALE_AFTER_MS):
            state = LinkState.STALE
        return Freshness(state, age, link.reason, link.code, link.next_try_ms, link.progress, link.seen_ip)

    def recent_fills(self, limit: int = FILLS_KEPT) -> list[Fill]:
        """The newest fills first."""
        return list(islice(self.fills, limit))

    def recently_ended(self, limit: int = ENDED_KEPT) -> list[Order]:
        """Orders that ended lately, the newest first."""
        return list(islice(reversed(self.ended.values()), limit))


def _is_newer(row: _Timed, held: _Timed) -> bool:
    return (row.venue_ms, row.learned_ms) >= (held.venue_ms, held.learned_ms)
