"""BitMart's private socket for a link: which channels to follow, and what their pushes say."""

from __future__ import annotations

from collections.abc import Sequence

from exchanges.bitmart.account import BitmartAccount
from exchanges.bitmart.codec import BitmartWire, subscription
from exchanges.bitmart.hosts import BitmartHosts
from exchanges.bitmart.lists import Line
from exchanges.bitmart.table import FOLLOWED
from exchanges.core.adapter import Credentials
from exchanges.core.changes import Update
from exchanges.core.connection import Socket
from exchanges.core.frames import Data, Notice


class BitmartFeed:
    """The account's private socket."""

    def __init__(self, credentials: Credentials, hosts: BitmartHosts, account: BitmartAccount, line: Line) -> None:
        self._credentials = credentials
        self._hosts = hosts
        self._account = account
        self._line = line

    async def prepare(self) -> None:
        """See `connection.Venue`."""
        self._line.rest.renew()
        await self._line.clock.ensure()
        await self._account.load_instruments()
        await self._account.position_mode()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        wanted = tuple(subscription(name) for name in FOLLOWED)
        return [Socket(self._hosts.ws_private, BitmartWire(self._credentials, self._line.clock.venue_ms), wanted)]

    async def upkeep(self) -> None:
        """See `connection.Venue`; nothing expires here."""

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; BitMart announces nothing."""
        del notice
        return False

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        return self._account.update(data)
