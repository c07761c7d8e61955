"""Toobit's private socket for a link: its listen key, and what its events say."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from exchanges.core.changes import Gone, Update
from exchanges.core.clock import VenueClock
from exchanges.core.connection import Socket
from exchanges.core.errors import Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Data, Notice
from exchanges.core.link import is_fatal
from exchanges.core.model import Order, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.toobit import mapping, order_mapping
from exchanges.toobit.account import ToobitAccount
from exchanges.toobit.codec import EVENTS, VENUE, WILL_EXPIRE, ToobitWire
from exchanges.toobit.money import Named
from exchanges.toobit.refusals import STREAM_EXPIRED
from exchanges.toobit.rows import Reading, Row
from exchanges.toobit.table import KEEP_EVERY_S, KEEP_LISTEN_KEY, LISTEN_KEY, STREAM_LIVES_S

RETRY_KEEP_S = 60.0
SOON_S, LATER_S = 0.1, 1.0
"""How long after the stream named fills they are asked for, and how long after that again."""


class ToobitFeed:
    """The account's one private socket; everything of the account comes by it unasked.

    Args:
        url: Where private streams are.
    """

    def __init__(
        self,
        url: str,
        account: ToobitAccount,
        rest: Rest,
        clock: VenueClock,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url.rstrip("/")
        self._account = account
        self._rest = rest
        self._clock = clock
        self._sleep = sleep
        self._listen_key = ""
        self._warned = asyncio.Event()
        self._named = asyncio.Event()

    async def prepare(self) -> None:
        """See `connection.Venue`; asks for the listen key, which is the same one while it lives."""
        self._rest.renew()
        await self._clock.ensure()
        await self._account.contracts.load()
        self._account.forget()
        self._listen_key = await self._new_key()
        self._warned.clear()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        return [Socket(f"{self._url}/{self._listen_key}", ToobitWire(), (), lives_s=STREAM_LIVES_S)]

    async def upkeep(self) -> None:
        """See `connection.Venue`; keeps the listen key alive, at once when the venue warns of its end.

        Raises:
            VenueError: It has expired, so that nothing comes by this socket any more; or the key is refused.
        """
        while True:
            await self._time_to_keep()
            while not await self._kept():
                await self._sleep(RETRY_KEEP_S)

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; a warning is answered by keeping the key, and the socket stays."""
        if notice.code == WILL_EXPIRE:
            self._warned.set()
        return False

    async def fetched(self) -> Update:
        """See `connection.Fetching`: the fills that the stream named, with their fees and profits."""
        while True:
            await self._named.wait()
            self._named.clear()
            # Deals come in bursts, and are listed a moment after they are told.
            await self._sleep(SOON_S)
            try:
                fills = await self._account.money.named()
            except VenueError as error:
                if is_fatal(error):
                    raise
                fills = []
            if self._account.money.awaited:
                self._named.set()
            if fills:
                return Update(fills=tuple(fills))
            await self._sleep(LATER_S)

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        events = data.payload["events"] if data.channel == EVENTS else [data.payload]
        updates = [await self._event(event) for event in events]
        return _joined([update for update in updates if update is not None])

    async def _event(self, event: Row) -> Update | None:
        match event.get("e") or event.get("eventType"):
            case "outboundContractAccountInfo":
                return self._balances(event)
            case "outboundContractPositionInfo":
                return await self._position(event)
            case "contractExecutionReport":
                return await self._order(event, order_mapping.pushed_order, "s")
            case "planExecutionReport":
                return await self._order(event, order_mapping.pushed_plan, "symbolId")
            case "ticketInfo":
                self._ticket(event)
        return None

    async def _new_key(self) -> str:
        rows = await self._rest.call(LISTEN_KEY)
        told = rows[0].get("listenKey") if rows else None
        if not isinstance(told, str) or not told.isalnum():
            raise Unexpected("no listen key in the answer", venue=VENUE, endpoint=LISTEN_KEY.name)
        return told

    async def _time_to_keep(self) -> None:
        waiting = asyncio.ensure_future(self._sleep(KEEP_EVERY_S))
        warned = asyncio.ensure_future(self._warned.wait())
        try:
            await asyncio.wait((waiting, warned), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (waiting, warned):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        self._warned.clear()

    async def _kept(self) -> bool:
        """Prolong the listen key; False when that has to be tried again."""
        try:
            await self._rest.call(KEEP_LISTEN_KEY, {"listenKey": self._listen_key})
        except VenueError as error:
            if error.code == STREAM_EXPIRED:
                raise VenueUnavailable(error.message, venue=VENUE, code=STREAM_EXPIRED) from None
            if is_fatal(error):
                raise
            return False
        return True

    def _balances(self, event: Row) -> Update:
        at_ms = ms(event.get("E")) or self._clock.venue_ms()
        reading, seen = self._account.contracts.reading(Origin.STREAM), self._account.seen
        held: list[Position] = list(seen.positions.values())

        def read(row: Row) -> Any:
            last = seen.balances.get(clean(row.get("a")))
            return mapping.pushed_balance(row, at_ms, last, held if row.get("a") == "USDT" else [], reading)

        rows = self._account.contracts.each(read, _rows(event.get("B")))
        return Update(balances=tuple(seen.push_balance(row) for row in rows))

    async def _position(self, event: Row) -> Update:
        rows = await self._account.contracts.ours([event], "s")
        reading, seen = self._account.contracts.reading(Origin.STREAM), self._account.seen
        read = self._account.contracts.each(lambda row: mapping.pushed_position(row, reading), rows)
        closed: list[Gone] = [seen.close_position(gone) for _, each in read for gone in each]
        positions = [seen.push_position(held) for held, _ in read if held is not None]
        return Update(positions=tuple(positions), closed=tuple(closed))

    async def _order(self, event: Row, mapper: Callable[[Row, Reading], Order], symbol: str) -> Update:
        rows = await self._account.contracts.ours([event], symbol)
        reading, seen = self._account.contracts.reading(Origin.STREAM), self._account.seen
        orders = self._account.contracts.each(lambda row: mapper(row, reading), rows)
        return Update(orders=tuple(seen.push_order(order) for order in orders))

    def _ticket(self, event: Row) -> None:
        """A deal, told without what it cost and brought."""
        ticket, order_id = clean(event.get("T")), clean(event.get("o"))
        if not ticket or not order_id:
            return
        at_ms = ms(event.get("t")) or ms(event.get("E")) or self._clock.venue_ms()
        name = order_mapping.fill_id(ticket, order_id)
        self._account.money.awaited[name] = Named(clean(event.get("s")), at_ms)
        self._named.set()


def _joined(updates: Sequence[Update]) -> Update | None:
    """The news of several events of one frame."""
    if len(updates) < 2:
        return updates[0] if updates else None
    return Update(
        positions=tuple(row for update in updates for row in update.positions),
        closed=tuple(row for update in updates for row in update.closed),
        orders=tuple(row for update in updates for row in update.orders),
        balances=tuple(row for update in updates for row in update.balances),
    )


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
