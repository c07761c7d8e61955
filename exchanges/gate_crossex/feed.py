"""CrossEx's private socket for a link: which channels to follow, and what their pushes say."""

from __future__ import annotations

from collections.abc import Sequence

from exchanges.core.adapter import Credentials
from exchanges.core.changes import Update
from exchanges.core.connection import Socket
from exchanges.core.frames import Data, Notice
from exchanges.gate_crossex.account import CrossexAccount
from exchanges.gate_crossex.codec import CrossexWire, subscription
from exchanges.gate_crossex.hosts import CrossexHosts
from exchanges.gate_crossex.reader import Line
from exchanges.gate_crossex.table import FOLLOWED


class CrossexFeed:
    """The account's private socket. It sends no state of its own: the snapshot by REST does."""

    def __init__(self, credentials: Credentials, hosts: CrossexHosts, account: CrossexAccount, line: Line) -> None:
        self._credentials = credentials
        self._hosts = hosts
        self._account = account
        self._line = line

    async def prepare(self) -> None:
        """See `connection.Venue`."""
        self._line.rest.renew()
        await self._line.clock.ensure()
        await self._account.load_instruments()

    def sockets(self) -> Sequence[Socket]:
        """See `connection.Venue`."""
        wanted = tuple(subscription(name) for name in FOLLOWED)
        return [Socket(self._hosts.ws_private, CrossexWire(self._credentials, self._line.clock.venue_ms), wanted)]

    async def upkeep(self) -> None:
        """See `connection.Venue`; nothing expires here."""

    def is_farewell(self, notice: Notice) -> bool:
        """See `connection.Venue`; Gate announces nothing."""
        del notice
        return False

    async def map(self, data: Data) -> Update | None:
        """See `connection.Venue`."""
        return self._account.reader.update(data)
