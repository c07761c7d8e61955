"""Binance's private socket for a link: its listen key, and what its pushes say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from exchanges.binance import mapping, order_mapping
from exchanges.binance.account import BinanceAccount
from exchanges.binance.codec import VENUE, BinanceWire
from exchanges.binance.refusals import STREAM_EXPIRED
from exchanges.binance.rows import Row
from exchanges.binance.table import KEEP_EVERY_S, KEEP_LISTEN_KEY, LISTEN_KEY, STREAM_LIVES_S
from exchanges.core.changes import Gone, Update
from exchanges.core.clock import VenueClock
from exchanges.core.connection import Socket
from exchanges.core.errors import AuthError, Unexpected, VenueError, VenueUnavailable
from exchanges.core.frames import Data, Notice
from exchanges.core.link import is_fatal
from exchanges.core.model import Balance, Fill, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest

RETRY_KEEP_S = 60.0


class BinanceFeed:
    """The account's one private socket; everything of the account comes by it unasked.

    Args:
        url: Where private streams are.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(
        self,
        url: str,
        account: BinanceAccount,
        rest: Rest,
        clock: VenueClock,
        audit_soon: Callable[[], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url.rstrip("/")
        self._account = account
        self._rest = rest
        self._clock = clock
        self._audit_soon = audit_soon
        self._sleep = sleep
        self._listen_key = ""

    async def prepare(self) -> None:
        """See `connection.Venue`; asks for the listen key, which is the same one while it lives."""
        self._rest.renew()
        await self._clock.ensure()
        await self._account.load_instruments()
        self._account.forget()
        self._listen_key = await self._new_key()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        return [Socket(f"{self._url}/ws/{self._listen_key}", BinanceWire(), (), lives_s=STREAM_LIVES_S)]

    async def upkeep(self) -> None:
        """See `connection.Venue`; keeps the listen key alive.

        Raises:
            VenueError: It has expired, so that nothing comes by this socket any more; or the key is refused.
        """
        while True:
            await self._sleep(KEEP_EVERY_S)
            while not await self._kept():
                await self._sleep(RETRY_KEEP_S)

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; Binance announces nothing."""
        del notice
        return False

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        match data.channel:
            case "ACCOUNT_UPDATE":
                return await self._account_update(data.payload)
            case "ORDER_TRADE_UPDATE":
                return await self._order_update(data.payload)
            case "ALGO_UPDATE":
                return await self._algo_update(data.payload)
            case "ACCOUNT_CONFIG_UPDATE":
                return self._config_update(data.payload)
        return None

    async def _new_key(self) -> str:
        try:
            rows = await self._rest.call(LISTEN_KEY)
        except AuthError as error:
            refused = error
        else:
            told = rows[0].get("listenKey") if rows else None
            if not isinstance(told, str) or not told.isalnum():
                raise Unexpected("no listen key in the answer", venue=VENUE, endpoint=LISTEN_KEY.name)
            return told
        raise await self._account.told_apart(refused)

    async def _kept(self) -> bool:
        """Prolong the listen key; False when that has to be tried again."""
        try:
            await self._rest.call(KEEP_LISTEN_KEY)
        except VenueError as error:
            if error.code == STREAM_EXPIRED:
                raise VenueUnavailable(error.message, venue=VENUE, code=STREAM_EXPIRED) from None
            if is_fatal(error):
                raise
            return False
        return True

    async def _account_update(self, payload: Row) -> Update:
        told = _part(payload, "a")
        at_ms = ms(payload.get("T")) or ms(payload.get("E")) or self._clock.venue_ms()
        rows = await self._account.ours(_rows(told.get("P")), "s")
        reading, seen = self._account.reading(Origin.STREAM), self._account.seen
        read = self._account.each(lambda row: mapping.pushed_position(row, at_ms, reading), rows)
        closed: list[Gone] = [gone for _, each in read for gone in each]
        for gone in closed:
            seen.close_position(gone.key)
        positions: list[Position] = [seen.push_position(held) for held, _ in read if held is not None]
        balances = [seen.push_balance(row) for row in self._balances(_rows(told.get("B")), at_ms)]
        # The push leaves out what may be taken out, margins and liquidation prices, and tells no funding of its own.
        self._audit_soon()
        return Update(positions=tuple(positions), closed=tuple(closed), balances=tuple(balances))

    def _balances(self, rows: Sequence[Row], at_ms: int) -> list[Balance]:
        reading, seen = self._account.reading(Origin.STREAM), self._account.seen
        held = list(seen.positions.values())

        def read(row: Row) -> Balance:
            asset = str(row.get("a"))
            margined = held if asset == "USDT" else []
            return mapping.pushed_balance(row, at_ms, seen.balances.get(asset), margined, reading)

        return self._account.each(read, rows)

    async def _order_update(self, payload: Row) -> Update:
        rows = await self._account.ours([_part(payload, "o")], "s")
        reading, seen = self._account.reading(Origin.STREAM), self._account.seen
        orders = self._account.each(lambda row: order_mapping.pushed_order(row, reading), rows)
        fills: list[Fill | None] = self._account.each(lambda row: order_mapping.pushed_fill(row, reading), rows)
        if any(order_mapping.needs_rest(row) for row in rows):
            self._audit_soon()
        return Update(
            orders=tuple(seen.push_order(order) for order in orders),
            fills=tuple(fill for fill in fills if fill is not None),
        )

    async def _algo_update(self, payload: Row) -> Update:
        at_ms = ms(payload.get("T")) or ms(payload.get("E")) or self._clock.venue_ms()
        rows = await self._account.ours([_part(payload, "o")], "s")
        reading, seen = self._account.reading(Origin.STREAM), self._account.seen
        orders = self._account.each(lambda row: order_mapping.pushed_algo_order(row, at_ms, reading), rows)
        return Update(orders=tuple(seen.push_order(order) for order in orders))

    def _config_update(self, payload: Row) -> Update | None:
        """The leverage of a contract; with it the margins change, which REST tells."""
        told = _part(payload, "ac")
        at_ms = ms(payload.get("T")) or ms(payload.get("E")) or self._clock.venue_ms()
        self._audit_soon()
        if not told:
            return None
        changed = self._account.seen.set_leverage(str(told.get("s")), told.get("l"), at_ms)
        return Update(positions=tuple(changed))


def _part(payload: Row, name: str) -> Mapping[str, Any]:
    found = payload.get(name)
    return found if isinstance(found, dict) else {}


def _rows(value: object) -> list[Row]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
