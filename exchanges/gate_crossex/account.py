"""One CrossEx account read by REST: what its key may do, what is listed, the whole at one moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from exchanges.core.adapter import AccountFacts, KeyFacts
from exchanges.core.changes import Snapshot
from exchanges.core.errors import NotFound, PermissionDenied, Unexpected, VenueError
from exchanges.core.model import Instrument, Order
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together
from exchanges.gate_crossex import key_info, mapping, standing, table
from exchanges.gate_crossex.codec import VENUE
from exchanges.gate_crossex.reader import Line, Reader
from exchanges.gate_crossex.refusals import NOT_OPENED
from exchanges.gate_crossex.rows import name_parts, rows_in
from exchanges.gate_crossex.standing import Pool

HOUR_MS = 3_600_000
NO_ORDER = "binnacle-probe"
"""A text no order has: cancelling it tells whether a key may trade, and changes nothing."""
_MAY_NOT = frozenset({"FORBIDDEN", "READ_ONLY"})


class CrossexAccount:
    """Reads one account.

    Args:
        line: The way to the venue, with the account's key.
        api_key: To find the key's own row among several.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(self, line: Line, api_key: str, audit_soon: Callable[[], None]) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.pools: list[Pool] = []
        """As the account last told them."""
        self._line = line
        self._api_key = api_key
        self._by_symbol: dict[str, Instrument] = {}
        self._loaded_ms = 0
        self.reader = Reader(line, self._exchanges, audit_soon)

    def _exchanges(self) -> set[str]:
        """Names of exchanges are open values: whatever is listed."""
        return {name.exchange for symbol in self.instruments if (name := name_parts(symbol)) is not None}

    # The key.

    async def key_facts(self) -> KeyFacts:
        """What the venue says of the key; where it says nothing, what harmless calls show."""
        try:
            answer = await self._line.rest.call(table.MAIN_KEYS)
        except PermissionDenied:
            answer = None
        except VenueError as error:
            # Not every account's keys may look at themselves, and the call is not part of CrossEx's own document.
            if not isinstance(error, NotFound | Unexpected):
                raise
            answer = None
        row = key_info.own_row(answer, self._api_key)
        facts = key_info.facts(row) if row is not None else await self._try_key()
        self._line.rest.belongs_to(facts.uid)
        return facts

    async def _try_key(self) -> KeyFacts:
        """Read the account, and cancel an order that does not exist.

        Raises:
            PermissionDenied: The key may not even read.
        """
        addresses, uid = await self._detail()
        try:
            pools = await self.read_pools()
        except VenueError as error:
            if error.code != NOT_OPENED:
                raise
            pools = []
        may_trade = await self._may_trade()
        return key_info.by_trial(pools[0].uid if pools else uid, may_trade=may_trade, addresses=addresses)

    async def _detail(self) -> tuple[object, str]:
        """The key's addresses and account, where Gate tells them."""
        try:
            row = await self._line.rest.call(table.DETAIL)
        except (PermissionDenied, NotFound, Unexpected):
            return None, ""
        return (row.get("ip_whitelist"), clean(row.get("user_id"))) if isinstance(row, dict) else (None, "")

    async def _may_trade(self) -> bool:
        try:
            await self._line.rest.call(table.CANCEL, {"order_id": NO_ORDER})
        except (NotFound, PermissionDenied) as error:
            return error.code not in _MAY_NOT
        return True

    # What is listed.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all symbols of all exchanges, unless they were read within the hour."""
        if self.instruments and self._line.now() - self._loaded_ms < older_than_ms:
            return
        rows = rows_in(await self._line.rest.call(table.SYMBOLS))
        found = [each for row in rows if (each := mapping.instrument(row)) is not None]
        self.instruments.update({each.venue_symbol: each for each in found})
        self._by_symbol.update({each.symbol: each for each in found})
        self._loaded_ms = self._line.now()

    def instrument(self, symbol: str) -> Instrument:
        """The listing of a unified symbol with its exchange.

        Raises:
            NotFound: The venue lists no such symbol.
        """
        found = self._by_symbol.get(symbol)
        if found is None:
            raise NotFound(f"no symbol {symbol}", venue=VENUE, code="TRADE_SYM_NOT_SUPPORT")
        return found

    # The account at one moment.

    async def account_facts(self) -> AccountFacts:
        """Modes, equity, positions and orders."""
        await self.load_instruments()
        pools, positions, orders = await together(
            _any(self.read_pools()), _any(self.reader.positions()), _any(self.reader.orders())
        )
        return AccountFacts(
            uid=pools[0].uid,
            account_mode=pools[0].account_mode,
            position_mode=standing.position_mode(pools),
            equity_usdt=standing.equity(pools),
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._line.clock.offset_ms,
        )

    async def read_pools(self) -> list[Pool]:
        """The common pool, or those of the listed exchanges."""
        await self.load_instruments()
        self.pools = await self.reader.pools()
        return self.pools

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._line.clock.ensure()
        await self.load_instruments()
        asked_ms = self._line.clock.venue_ms()
        done = 0

        async def counted(part: Awaitable[Any]) -> Any:
            nonlocal done
            rows = await part
            done += 1
            progress(f"{done}/5")
            return rows

        # The pools go first: their mode says how positions and balances are to be read.
        pools = await counted(self.read_pools())
        positions, orders, fills, incomes = await together(
            *(
                counted(part)
                for part in (
                    _any(self.reader.positions()),
                    _any(self.reader.orders()),
                    _any(self.reader.fills(fills_from_ms)),
                    _any(self.reader.incomes(incomes_from_ms)),
                )
            )
        )
        balances = self.reader.balances_of(pools)
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        return await self.reader.order(order.id)


async def _any(part: Awaitable[Any]) -> Any:
    """For calls of different answers made at once."""
    return await part


async def venue_time(rest: Rest) -> int:
    """The venue's time, UTC milliseconds.

    Raises:
        Unexpected: It told none.
    """
    answer = await rest.call(table.TIME, tries=2)
    told = ms(answer.get("server_time")) if isinstance(answer, dict) else None
    if told is None:
        raise Unexpected("no time in the answer", venue=VENUE, endpoint=table.TIME.name)
    return told
