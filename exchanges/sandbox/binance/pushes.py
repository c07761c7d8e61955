"""Turns the engine's news into events of the user stream."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from exchanges.sandbox.binance.account_rows import Book
from exchanges.sandbox.binance.event_rows import (
    REASONS,
    account_event,
    algo_event,
    forced_event,
    margin_call,
    order_event,
    trade_lite,
)
from exchanges.sandbox.binance.house import House
from exchanges.sandbox.binance.order_rows import is_forced
from exchanges.sandbox.events import (
    AlgoChanged,
    AlgoFired,
    BalanceChanged,
    Change,
    KeyGone,
    OrderChanged,
    PositionChanged,
    PricesMoved,
)
from exchanges.sandbox.margin import COIN, Margins
from exchanges.sandbox.state import ZERO, Account, Algo, Position

WARNING_RATIO = Decimal("1.25")
"""Equity over what has to be kept; at or below it a warning is sent."""


class Pushes:
    """One listener of the engine for all connections.

    Args:
        house: Where events are sent.
        show: Takes events of market streams: kind, symbol, data.
    """

    def __init__(self, house: House, show: Callable[[str, str, object], None]) -> None:
        self._house = house
        self._venue = house.venue
        self._show = show
        self._fill: OrderChanged | None = None
        self._position: Position | None = None
        self._announced: set[str] = set()
        self._warned: set[str] = set()
        self._active_trails: set[str] = set()
        house.venue.desk.listen(self._heard)

    def _heard(self, change: Change) -> None:
        if isinstance(change, OrderChanged):
            self._on_order(change)
        elif isinstance(change, PositionChanged):
            self._position = change.position
        elif isinstance(change, BalanceChanged):
            self._on_balance(change)
        elif isinstance(change, AlgoFired):
            self._say_algo(change.account, change.algo, "TRIGGERING")
        elif isinstance(change, AlgoChanged):
            self._say_algo(change.account, change.algo)
        elif isinstance(change, KeyGone):
            self._house.listen_keys.revoke(change.account, change.api_key)
        elif isinstance(change, PricesMoved):
            self._on_prices(frozenset(change.contracts))

    def _on_order(self, change: OrderChanged) -> None:
        """Fills wait a moment for the position and the balance they change, which carry the same time."""
        if change.fill is not None:
            self._fill = change
            return
        order = change.order
        if order.state == "canceled":
            happened = "CANCELED" if order.cancel_source in ("user", "") else "EXPIRED"
        elif change.amend_result:
            happened = "AMENDMENT"
        else:
            happened = "NEW"
        self._say_order(change, happened, order.updated_ms)
        self._after_order(change)

    def _on_balance(self, change: BalanceChanged) -> None:
        account, position, fill = change.account, self._position, self._fill
        self._position = self._fill = None
        if change.cause == "transferred":
            bill = account.bills[-1]
            cause = "DEPOSIT" if bill.change > ZERO else "WITHDRAW"
            self._say_account(account, [], {change.currency: bill.change}, cause, account.balance_ms[change.currency])
            return
        cause = REASONS.get(change.cause, "")
        if not cause:
            return  # Settings are told in their own events, or not at all.
        at_ms = position.updated_ms if position else account.balance_ms.get(COIN, 0)
        if fill is not None:
            at_ms = max(at_ms, fill.order.updated_ms)
        self._say_account(account, *_what(account, position, change.cause), cause, at_ms)
        if fill is not None:
            self._say_fill(fill, at_ms)

    def _say_fill(self, change: OrderChanged, at_ms: int) -> None:
        order, fill, market, now = change.order, change.fill, self._venue.market, self._venue.clock()
        if fill is None:
            return
        forced = is_forced(order)
        if forced:
            self._say_order(change, "NEW", at_ms, bare=True)
        else:
            self._house.send(change.account, trade_lite(order, fill, market, now_ms=now, at_ms=at_ms))
        self._say_order(change, "CALCULATED" if forced else "TRADE", at_ms)
        if forced:
            self._show("forceOrder", order.contract, forced_event(order, market, now_ms=now))
        self._after_order(change)

    def _say_order(self, change: OrderChanged, happened: str, at_ms: int, *, bare: bool = False) -> None:
        fill, now = None if bare else change.fill, self._venue.clock()
        event = order_event(change.order, fill, happened, self._venue.market, now_ms=now, at_ms=at_ms)
        if bare:
            row = event["o"]
            if isinstance(row, dict):
                event["o"] = row | {"X": "NEW", "z": "0", "ap": "0"}
        self._house.send(change.account, event)

    def _after_order(self, change: OrderChanged) -> None:
        """The end of an order is the end of the conditional order it came from, once that one has been told."""
        order = change.order
        if order.is_open or order.algo_id not in self._announced:
            return
        algo = next((item for item in reversed(change.account.finished_algos) if item.id == order.algo_id), None)
        self._announced.discard(order.algo_id)
        if algo is not None:
            self._say_algo(change.account, algo, "FINISHED")

    def _say_algo(self, account: Account, algo: Algo, state: str = "") -> None:
        market, now = self._venue.market, self._venue.clock()
        if algo.state == "effective" and not state:
            self._house.send(account, algo_event(account, algo, market, "TRIGGERED", now_ms=now))
            if any(order_id in account.orders for order_id in algo.order_ids):
                self._announced.add(algo.id)
                return
            state = "FINISHED"
        self._house.send(account, algo_event(account, algo, market, state, now_ms=now))

    def _say_account(
        self, account: Account, positions: list[Position], moved: dict[str, Decimal], cause: str, at_ms: int
    ) -> None:
        symbol = account.bills[-1].contract if cause == "FUNDING_FEE" else ""
        market, now = self._venue.market, self._venue.clock()
        self._house.send(
            account, account_event(account, market, positions, moved, cause, symbol=symbol, now_ms=now, at_ms=at_ms)
        )

    def _on_prices(self, moved: frozenset[str]) -> None:
        for account in self._venue.accounts.values():
            if not self._house.listen_keys.of(account):
                continue
            if any(position.contract in moved for position in account.positions.values()):
                self._warn(account)
            for algo in account.algos.values():
                if algo.kind == "move_order_stop" and algo.active_price is not None and algo.extreme is not None:
                    self._say_active(account, algo)

    def _say_active(self, account: Account, algo: Algo) -> None:
        """A trailing stop that became active is told as NEW a second time."""
        if algo.id not in self._active_trails:
            self._active_trails.add(algo.id)
            self._say_algo(account, algo)

    def _warn(self, account: Account) -> None:
        """Once when the margin gets short, and again after it recovered in between."""
        margins = Margins(account, self._venue.market)
        weak = [position for position in account.positions.values() if _is_weak(margins, position)]
        if not weak:
            self._warned.discard(account.name)
        elif account.name not in self._warned:
            self._warned.add(account.name)
            book = Book(account, self._venue.market)
            self._house.send(account, margin_call(book, weak, now_ms=self._venue.clock()))


def _is_weak(margins: Margins, position: Position) -> bool:
    if position.margin_mode == "cross":
        ratio = margins.ratio
    else:
        need = margins.maintenance(position) + margins.closing_fee(position)
        ratio = (position.margin + margins.upl(position)) / need if need else None
    return ratio is not None and ratio <= WARNING_RATIO


def _what(account: Account, position: Position | None, cause: str) -> tuple[list[Position], dict[str, Decimal]]:
    """Positions and balances that changed; funding of a cross position names the balance alone."""
    bill = account.bills[-1]
    quiet = cause == "funding_fee" and position is not None and position.margin_mode == "cross"
    moved = ZERO if bill.trade_id else bill.change + bill.position_change
    return ([] if position is None or quiet else [position]), {COIN: moved}
