"""Bitget's sockets for a link: when they are worth dialling, and what their pushes say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exchanges.bitget.account import BitgetAccount
from exchanges.bitget.reader import Line
from exchanges.core.changes import Update
from exchanges.core.connection import Socket
from exchanges.core.errors import VenueUnavailable
from exchanges.core.frames import Data, Notice


class BitgetFeed:
    """The account's sockets.

    Args:
        account: Its reading side.
        line: The way to the venue.
        sockets: Makes them; asked once the kind of account is known.
    """

    def __init__(self, account: BitgetAccount, line: Line, sockets: Callable[[], Sequence[Socket]]) -> None:
        self._account = account
        self._line = line
        self._make = sockets

    async def prepare(self) -> None:
        """See `connection.Venue`; tells of which kind the account is."""
        self._line.rest.renew()
        await self._line.clock.ensure()
        await self._account.load_instruments()
        await self._account.confirm_kind()
        self._account.moved.clear()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        return self._make()

    async def upkeep(self) -> None:
        """See `connection.Venue`; ends the connection when the account became one of the other kind.

        Raises:
            VenueUnavailable: It did; the next connection uses its routes.
        """
        await self._account.moved.wait()
        told = "the account changed between classic and unified"
        raise VenueUnavailable(told, venue=self._line.dialect.venue, code="40085")

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; Bitget announces nothing."""
        del notice
        return False

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        return await (await self._account.reader()).update(data)
