"""OKX's private sockets for a link: which channels to follow, and what their pushes say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exchanges.core.adapter import Credentials
from exchanges.core.changes import Gone, Update
from exchanges.core.clock import VenueClock
from exchanges.core.connection import Socket
from exchanges.core.frames import Data, Notice
from exchanges.core.model import Fill, Order, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.okx import mapping, order_mapping
from exchanges.okx.account import OkxAccount
from exchanges.okx.codec import OkxWire, subscription
from exchanges.okx.hosts import OkxHosts
from exchanges.okx.rows import Row
from exchanges.okx.table import CHANNELS, FOLLOWED, SERVICE_UPGRADE

EMPTY_SLACK_MS = 1_000
"""An empty list carries no time of its own; it is taken to be this old when it arrives."""


class OkxFeed:
    """The account's two private sockets (orders and positions; conditional orders).

    Args:
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(
        self,
        credentials: Credentials,
        hosts: OkxHosts,
        account: OkxAccount,
        rest: Rest,
        clock: VenueClock,
        audit_soon: Callable[[], None],
    ) -> None:
        self._credentials = credentials
        self._hosts = hosts
        self._account = account
        self._rest = rest
        self._clock = clock
        self._audit_soon = audit_soon
        self._pages: list[Row] = []
        self._page = 0
        self._first = True

    async def prepare(self) -> None:
        """See `connection.Venue`."""
        self._rest.renew()
        await self._clock.ensure()
        await self._account.load_instruments()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        self._pages, self._page, self._first = [], 0, True
        return [
            self._socket("private", self._hosts.ws_private),
            self._socket("business", self._hosts.ws_business),
        ]

    async def upkeep(self) -> None:
        """See `connection.Venue`; nothing of OKX's expires."""

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`."""
        return notice.code == SERVICE_UPGRADE

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        rows = [row for row in data.payload["data"] if isinstance(row, dict)]
        match data.channel:
            case "positions":
                return await self._positions(data.payload, rows)
            case "orders":
                return await self._orders(rows)
            case "orders-algo" | "algo-advance":
                reading = self._account.reading(Origin.STREAM)
                ours = await self._account.ours(rows)
                return Update(
                    orders=tuple(self._account.each(lambda row: order_mapping.algo_order(row, reading), ours))
                )
            case "account":
                details = [detail for row in rows for detail in row.get("details") or () if isinstance(detail, dict)]
                reading = self._account.reading(Origin.STREAM)
                return Update(balances=tuple(self._account.each(lambda row: mapping.balance(row, reading), details)))
        return None

    def _socket(self, name: str, url: str) -> Socket:
        followed = [CHANNELS[channel] for channel in FOLLOWED if CHANNELS[channel].socket == name]
        wanted = tuple(subscription(channel.arg(), required=channel.required) for channel in followed)
        return Socket(url, OkxWire(self._credentials, self._clock.venue_ms), wanted)

    async def _orders(self, rows: Sequence[Row]) -> Update:
        ours = await self._account.ours(rows)
        reading = self._account.reading(Origin.STREAM)
        orders: list[Order] = self._account.each(lambda row: order_mapping.order(row, reading), ours)
        fills: list[Fill | None] = self._account.each(lambda row: order_mapping.pushed_fill(row, reading), ours)
        if any(order_mapping.needs_rest(row) for row in ours):
            self._audit_soon()
        return Update(orders=tuple(orders), fills=tuple(fill for fill in fills if fill is not None))

    async def _positions(self, payload: Any, rows: Sequence[Row]) -> Update | None:
        is_list = payload.get("eventType") == "snapshot" or ("eventType" not in payload and self._first)
        self._first = False
        whole = self._collect(payload, rows) if is_list else None
        if is_list and whole is None:
            return None
        told = rows if whole is None else whole
        ours = await self._account.ours(told)
        reading = self._account.reading(Origin.STREAM)
        read = self._account.each(lambda row: mapping.position(row, reading), ours)
        positions: tuple[Position, ...] = tuple(held for held, _ in read if held is not None)
        closed: tuple[Gone, ...] = tuple(gone for _, each in read for gone in each)
        # Rows that could not be read would look closed, so such a list only adds.
        complete = whole is not None and len(read) == len(ours)
        pushed = [at for row in told if (at := ms(row.get("pTime")))]
        at_ms = max(pushed, default=reading.venue_ms - EMPTY_SLACK_MS)
        return Update(positions=positions, closed=closed, whole_at_ms=at_ms if complete else None)

    def _collect(self, payload: Any, rows: Sequence[Row]) -> list[Row] | None:
        """The pages of a list put together; `None` until the last one, or when one is missing."""
        page, is_last = payload.get("curPage", 1), payload.get("lastPage", True)
        if page == 1:
            self._pages = list(rows)
        elif page == self._page + 1:
            self._pages.extend(rows)
        else:
            self._page = 0
            return None
        self._page = page
        return list(self._pages) if is_last else None
