"""Positions from the list of what is led, while Toobit refuses the futures account itself to the key.

That a key of a copy trading account may use the futures calls is seen in use and promised nowhere. The list tells
neither orders nor balances, and sizes in a unit nobody documents, so that they are shown as unknown.
"""

from __future__ import annotations

from exchanges.core.adapter import AccountFacts
from exchanges.core.changes import Snapshot
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, PermissionDenied, VenueError
from exchanges.core.model import Position, PositionKey
from exchanges.core.rest import Rest
from exchanges.toobit import leader_mapping, table
from exchanges.toobit.account import LEADER, TWO_SIDED, ToobitAccount
from exchanges.toobit.leader import ToobitLeader

REFUSED = (AuthError, PermissionDenied)
"""Answers that say: not for this key; which of its codes Toobit would use is not documented."""


class LedPositions:
    """See `StandIn`."""

    every_s = 5.0
    reason = "positions only, asked for every 5 s: Toobit refuses orders, balances and the stream to this key"

    def __init__(self, rest: Rest, account: ToobitAccount, leader: ToobitLeader, clock: VenueClock) -> None:
        self.is_needed = False
        """What `covers` answered last."""
        self._rest = rest
        self._account = account
        self._leader = leader
        self._clock = clock

    async def covers(self, error: VenueError) -> bool:
        """See `StandIn`."""
        self.is_needed = (
            isinstance(error, REFUSED)
            and await self._is_refused(table.POSITIONS)
            and not await self._is_refused(table.LEAD_CURRENT)
        )
        return self.is_needed

    async def snapshot(self) -> Snapshot:
        """See `StandIn`."""
        await self._clock.ensure()
        asked_ms = self._clock.venue_ms()
        return Snapshot(asked_ms, tuple(await self._positions(asked_ms)), (), ())

    async def account_facts(self) -> AccountFacts:
        """What can be told of the account: the money in it is unknown."""
        told = await self.snapshot()
        return AccountFacts(
            uid="",
            account_mode=LEADER,
            position_mode=TWO_SIDED,
            equity_usdt=None,
            open_positions=told.positions,
            open_orders=(),
            clock_offset_ms=self._clock.offset_ms,
        )

    async def _positions(self, asked_ms: int) -> list[Position]:
        contracts = self._account.contracts
        await contracts.load()
        led, reading = await self._leader.current(), contracts.reading(venue_ms=asked_ms)
        held: dict[PositionKey, Position] = {}
        for each in led:
            if each.key.symbol_id in contracts.others:
                continue
            row = leader_mapping.held(each, reading)
            held[row.key] = leader_mapping.joined(held[row.key], row) if row.key in held else row
        return self._account.seen.list_positions(held.values(), asked_ms)

    async def _is_refused(self, endpoint: Endpoint) -> bool:
        try:
            await self._rest.call(endpoint)
        except REFUSED:
            return True
        return False
