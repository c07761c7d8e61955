"""Turns the engine's news into events of the user stream."""

from __future__ import annotations

from exchanges.sandbox.events import AlgoChanged, BalanceChanged, Change, KeyGone, OrderChanged, PositionChanged
from exchanges.sandbox.margin import COIN
from exchanges.sandbox.toobit.event_rows import (
    account_event,
    order_event,
    plan_event,
    position_event,
    ticket_event,
)
from exchanges.sandbox.toobit.house import House


class Pushes:
    """One listener of the engine for all connections.

    Args:
        house: Where events are sent.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._venue = house.venue
        house.venue.desk.listen(self._heard)

    def _heard(self, change: Change) -> None:
        house, market = self._house, self._venue.market
        if isinstance(change, OrderChanged):
            self._on_order(change)
        elif isinstance(change, PositionChanged):
            house.send(change.account, position_event(change.account, market, change.position))
        elif isinstance(change, BalanceChanged):
            if change.currency == COIN:
                at_ms = max(self._venue.clock(), change.account.balance_ms.get(COIN, 0))
                house.send(change.account, account_event(change.account, market, at_ms))
        elif isinstance(change, AlgoChanged):
            house.send(change.account, plan_event(change.account, change.algo, market))
        elif isinstance(change, KeyGone):
            house.listen_keys.revoke(change.account, change.api_key)

    def _on_order(self, change: OrderChanged) -> None:
        account, order, fill, market = change.account, change.order, change.fill, self._venue.market
        self._house.send(account, order_event(order, fill, market))
        if fill is not None:
            self._house.send(account, ticket_event(account, order, fill, market, self._venue.clock()))
