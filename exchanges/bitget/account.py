"""One Bitget account read by REST: what its key may do, which kind it is, contracts, the whole at one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from exchanges.bitget import key_info, mapping, table
from exchanges.bitget.classic import Classic
from exchanges.bitget.key_info import FUTURES
from exchanges.bitget.reader import DAY_MS, Line, Reader, rows_in, untyped
from exchanges.bitget.rows import Row, name_of
from exchanges.bitget.unified import Unified
from exchanges.core.adapter import AccountFacts, KeyFacts
from exchanges.core.changes import Snapshot
from exchanges.core.errors import NotFound, PermissionDenied, Unexpected, VenueError
from exchanges.core.model import Instrument, Order
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.together import together

T = TypeVar("T")
HOUR_MS = DAY_MS // 24
_SPOT_READ_MISSING = frozenset({"40014", "40040"})


class BitgetAccount:
    """Reads one account, and remembers of which kind it is until the venue says otherwise.

    What a product of Bitget has of its own: its readers, its boxes of a key, what it lists.

    Args:
        line: The way to the venue, with the account's key.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(self, line: Line, audit_soon: Callable[[], None]) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.moved = asyncio.Event()
        """Set when the account turned out to be of the other kind; the feed of the old one ends then."""
        self._line = line
        self._classic, self._unified = self.readers(line, audit_soon)
        self._reader: Reader | None = None
        self._uid = ""
        self._loaded_ms = 0

    boxes = FUTURES

    def readers(self, line: Line, audit_soon: Callable[[], None]) -> tuple[Reader, Reader]:
        """Those of a classic and of a unified account."""
        return Classic(line, audit_soon), Unified(line, audit_soon)

    async def listed(self) -> list[Instrument]:
        """Everything that can be traded."""
        rows = rows_in(await self._line.rest.call(table.CONTRACTS, table.PRODUCT))
        return [each for row in rows if (each := mapping.instrument(row)) is not None]

    # The kind of account.

    @property
    def is_unified(self) -> bool:
        """True once the account is known to be a unified one."""
        return self._reader is self._unified

    @property
    def followed(self) -> tuple[str, ...]:
        """Channels that tell the life of this kind of account; `reader` comes first."""
        return (self._reader or self._classic).followed

    async def confirm_kind(self) -> None:
        """Make sure, by one call of its own routes, that the account still is of the kind we know."""
        await self.on_its_kind(lambda reader: reader.standing())

    async def reader(self) -> Reader:
        """The way to read this kind of account; the venue is asked once.

        Raises:
            VenueError: It did not say, or refused the key.
        """
        if self._reader is None:
            try:
                await self._introspect()
            except PermissionDenied:
                if self._reader is None:
                    raise
        assert self._reader is not None  # noqa: S101
        return self._reader

    async def on_its_kind(self, call: Callable[[Reader], Awaitable[T]]) -> T:
        """Ask on the account's own routes; when the venue says that they are the other kind's, look again, once."""
        try:
            return await call(await self.reader())
        except VenueError as error:
            if error.code not in table.WRONG_MODE:
                raise
        self._reader = None
        reader = await self.reader()
        self.moved.set()
        return await call(reader)

    async def key_facts(self) -> KeyFacts:
        """What the venue says of the key."""
        return await self._introspect()

    async def _introspect(self) -> KeyFacts:
        """Ask the classic way, then the unified one; which of them answers is the kind.

        Raises:
            PermissionDenied: A classic key without the Spot box: it may work, and the venue does not tell what it may.
        """
        try:
            row = _object(await self._line.rest.call(table.KEY_INFO), table.KEY_INFO.name)
        except VenueError as error:
            if error.code not in key_info.MAYBE_UNIFIED | _SPOT_READ_MISSING:
                raise
            return await self._introspect_unified(error)
        self._reader = self._classic
        return self._known(key_info.classic(row, self.boxes))

    async def _introspect_unified(self, refused: VenueError) -> KeyFacts:
        try:
            row = _object(await self._line.rest.call(table.UTA_KEY_INFO), table.UTA_KEY_INFO.name)
        except VenueError as error:
            if error.code not in table.WRONG_MODE or refused.code not in _SPOT_READ_MISSING:
                raise
            self._reader = self._classic
            raise refused from None
        self._reader = self._unified
        return self._known(key_info.unified(row, self.boxes))

    def _known(self, facts: KeyFacts) -> KeyFacts:
        """All keys of an account share its caps."""
        self._uid = facts.uid
        self._line.rest.belongs_to(facts.uid)
        return facts

    # Contracts.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within the hour."""
        if self.instruments and self._line.now() - self._loaded_ms < older_than_ms:
            return
        self.instruments.update({each.venue_symbol: each for each in await self.listed()})
        self._loaded_ms = self._line.now()

    def instrument(self, symbol: str) -> Instrument:
        """The contract of a unified symbol.

        Raises:
            NotFound: The venue lists no such contract.
        """
        found = self.instruments.get(name_of(symbol))
        if found is None:
            raise NotFound(f"no contract {symbol}", venue=self._line.dialect.venue, code="40102")
        return found

    # The account at one moment.

    async def account_facts(self) -> AccountFacts:
        """Modes, equity, positions and orders."""
        standing, equity, positions, orders = await self.on_its_kind(self.ask_facts)
        return AccountFacts(
            uid=self._uid,
            account_mode=standing.kind,
            position_mode=standing.position_mode,
            equity_usdt=equity,
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._line.clock.offset_ms,
        )

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._line.clock.ensure()
        await self.load_instruments()
        return await self.on_its_kind(lambda reader: self.read_whole(reader, fills_from_ms, incomes_from_ms, progress))

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        return await self.on_its_kind(lambda reader: reader.find_order(order))

    async def ask_facts(self, reader: Reader) -> list[Any]:
        """Standing, equity, positions, orders."""
        return await together(
            *(untyped(each) for each in (reader.standing(), reader.equity_usdt(), reader.positions(), reader.orders()))
        )

    async def read_whole(
        self, reader: Reader, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]
    ) -> Snapshot:
        """The account at one moment."""
        asked_ms = self._line.clock.venue_ms()
        done = 0

        async def counted(part: Awaitable[Any]) -> Any:
            nonlocal done
            rows = await part
            done += 1
            progress(f"{done}/5")
            return rows

        # Orders go first: they tell to which leg a closing fill belongs.
        orders, positions, balances = await together(
            *(counted(part) for part in (reader.orders(), reader.positions(), reader.balances()))
        )
        fills, incomes = await together(
            *(counted(part) for part in (reader.fills(fills_from_ms), reader.incomes(incomes_from_ms)))
        )
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))


def _object(answer: Any, endpoint: str) -> Row:
    if not isinstance(answer, dict):
        raise Unexpected("an answer without an object", venue="bitget", endpoint=endpoint)
    return answer


async def venue_time(rest: Rest) -> int:
    """The venue's time, UTC milliseconds.

    Raises:
        Unexpected: It told none.
    """
    answer = await rest.call(table.TIME, tries=2)
    told = ms(answer.get("serverTime")) if isinstance(answer, dict) else None
    if told is None:
        raise Unexpected("no time in the answer", venue="bitget", endpoint=table.TIME.name)
    return told
