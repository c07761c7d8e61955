"""Bitget's private socket for a link: which channels to follow, and what their pushes say."""

from __future__ import annotations

from collections.abc import Sequence

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.codec import VENUE, BitgetWire, subscription
from exchanges.bitget.hosts import BitgetHosts
from exchanges.bitget.reader import Line
from exchanges.bitget.table import LIVES_S
from exchanges.core.adapter import Credentials
from exchanges.core.changes import Update
from exchanges.core.connection import Socket
from exchanges.core.errors import VenueUnavailable
from exchanges.core.frames import Data, Notice


class BitgetFeed:
    """The account's private socket; which one depends on its kind."""

    def __init__(self, credentials: Credentials, hosts: BitgetHosts, account: BitgetAccount, line: Line) -> None:
        self._credentials = credentials
        self._hosts = hosts
        self._account = account
        self._line = line

    async def prepare(self) -> None:
        """See `connection.Venue`; tells of which kind the account is."""
        await self._line.rest.renew()
        await self._line.clock.ensure()
        await self._account.load_instruments()
        await self._account.confirm_kind()
        self._account.moved.clear()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        url = self._hosts.ws_private_v3 if self._account.is_unified else self._hosts.ws_private
        wanted = tuple(subscription(name) for name in self._account.followed)
        return [Socket(url, BitgetWire(self._credentials, self._line.clock.venue_ms), wanted, lives_s=LIVES_S)]

    async def upkeep(self) -> None:
        """See `connection.Venue`; ends the connection when the account became one of the other kind.

        Raises:
            VenueUnavailable: It did; the next connection uses its routes.
        """
        await self._account.moved.wait()
        raise VenueUnavailable("the account changed between classic and unified", venue=VENUE, code="40085")

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; Bitget announces nothing."""
        del notice
        return False

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        return await (await self._account.reader()).update(data)
