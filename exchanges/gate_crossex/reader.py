"""Reading one CrossEx account: its pools, positions, orders, fills and incomes, by REST and by push."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from exchanges.core.adapter import Counters
from exchanges.core.changes import Gone, Update
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, Unexpected
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Order, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together
from exchanges.gate_crossex import mapping, order_mapping, standing, table
from exchanges.gate_crossex.codec import VENUE
from exchanges.gate_crossex.held import Held
from exchanges.gate_crossex.refusals import ISOLATED
from exchanges.gate_crossex.rows import Incomplete, Reading, Row, name_parts, rows_in
from exchanges.gate_crossex.standing import Pool

T = TypeVar("T")
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the venue, shared by everything that reads or writes one account."""

    rest: Rest
    clock: VenueClock
    now: Callable[[], int]
    """Local wall clock, UTC milliseconds."""
    counters: Counters
    """Where rows that cannot be read are counted."""


class Reader:
    """One account as its calls and pushes tell it.

    Args:
        line: The way to the venue.
        exchanges: Names the exchanges that are listed; in isolated mode each may have a pool.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(self, line: Line, exchanges: Callable[[], Iterable[str]], audit_soon: Callable[[], None]) -> None:
        self.line = line
        self.is_pooled = True
        """Whether all exchanges share one pool, as the account last said."""
        self._exchanges = exchanges
        self._without_pool: set[str] = set()
        self._held = Held()
        self._modes: dict[str, str] = {}
        """Pool to position mode."""
        self._audit_soon = audit_soon

    async def pools(self) -> list[Pool]:
        """The common pool, or those of the exchanges.

        Raises:
            VenueError: The venue did not say.
        """
        found = await self._pools()
        self.is_pooled = all(pool.exchange in ("", standing.COMMON) for pool in found)
        self._modes = {pool.exchange or standing.COMMON: pool.position_mode for pool in found}
        return found

    async def _pools(self) -> list[Pool]:
        try:
            row = await self.line.rest.call(table.ACCOUNT)
        except BadRequest as error:
            if error.code != ISOLATED:
                raise
            return await self._pools_by_exchange()
        return [replace(standing.pool(_object(row, table.ACCOUNT)), exchange=standing.COMMON)]

    async def _pools_by_exchange(self) -> list[Pool]:
        """Isolated mode: every listed exchange is asked for its pool; those that have none say so."""
        names = [name for name in sorted(self._exchanges()) if name not in self._without_pool]
        found = [pool for pool in await together(*(self._pool_at(name) for name in names)) if pool is not None]
        if not found:
            raise Unexpected("no exchange tells a pool", venue=VENUE, endpoint=table.ACCOUNT.name)
        return found

    async def _pool_at(self, exchange: str) -> Pool | None:
        try:
            row = await self.line.rest.call(table.ACCOUNT, {"exchange_type": exchange})
        except BadRequest as error:
            if error.code != ISOLATED:
                raise
            self._without_pool.add(exchange)
            return None
        return standing.pool(_object(row, table.ACCOUNT))

    def balances_of(self, pools: Iterable[Pool]) -> list[Balance]:
        """The coins of these pools."""
        reading = self.reading()
        return self.each(lambda row: mapping.balance(row, reading), (row for pool in pools for row in pool.assets))

    async def positions(self) -> list[Position]:
        """Open positions of futures and of margin pairs."""
        futures, lent = await together(self._ask(table.POSITIONS), self._ask(table.MARGIN_POSITIONS))
        reading = self.reading()
        found = [
            *self.each(lambda row: mapping.position(row, reading), futures),
            *self.each(lambda row: mapping.margin_position(row, reading), lent),
        ]
        held = [position for position in found if position is not None]
        self._held.learn(held)
        return held

    async def orders(self) -> list[Order]:
        """Open orders of all exchanges."""
        rows, reading = await self._ask(table.OPEN_ORDERS), self.reading()
        return self.each(lambda row: order_mapping.order(row, reading), rows)

    async def fills(self, from_ms: int) -> list[Fill]:
        """Fills at or after that time, as far back as the venue tells."""
        rows, reading = await self._since(table.FILLS, from_ms), self.reading()
        found = self.each(lambda row: order_mapping.fill(row, reading), rows)
        return [fill for fill in found if fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """Funding, penalties and interest at or after that time, as far back as the venue tells."""
        booked, interests = await together(self._since(table.LEDGER, from_ms), self._since(table.INTERESTS, from_ms))
        found = [*self.each(mapping.income, booked), *self.each(mapping.interest, interests)]
        return [income for income in found if income is not None and income.time_ms >= from_ms]

    async def order(self, name: str) -> Order | None:
        """An order by the venue's id or by our own; `None` when the venue does not know it."""
        try:
            row = await self.line.rest.call(table.ORDER, {"order_id": name})
        except NotFound:
            return None
        reading = self.reading()
        return next(iter(self.each(lambda each: order_mapping.order(each, reading), rows_in([row]))), None)

    def update(self, data: Data) -> Update | None:
        """A push in the model's words; every frame carries one row."""
        row, reading = data.payload.get("payload"), self.reading(data)
        if not isinstance(row, dict):
            return None
        match data.channel:
            case "order":
                return Update(orders=tuple(self.each(lambda each: order_mapping.order(each, reading), [row])))
            case "usertrades":
                return Update(fills=tuple(self.each(lambda each: order_mapping.fill(each, reading), [row])))
            case "asset":
                return Update(balances=tuple(self.each(lambda each: mapping.balance(each, reading), [row])))
            case "position":
                return self._moved(row, reading, mapping.position)
            case "margin_position":
                return self._moved(row, reading, mapping.margin_position)
        return None

    def _moved(self, row: Row, reading: Reading, read: Callable[[Row, Reading], Position | None]) -> Update | None:
        """A position that is held, and those it replaces; a flat row closes by its id."""
        found = self.each(lambda each: read(each, reading), [row])
        if not found:
            return None
        (position,) = found
        if position is None and not self._held.knows(row):
            self._audit_soon()
        gone = self._held.took(row, position, one_way=self._is_one_way(clean(row.get("symbol"))))
        at = (mapping.changed_ms(row, reading), reading.venue_ms)
        return Update(positions=() if position is None else (position,), closed=tuple(Gone(key, *at) for key in gone))

    def _is_one_way(self, symbol: str) -> bool:
        """Whether a symbol's pool is in one-way mode; margin pairs never are."""
        name = name_parts(symbol)
        if name is None or name.business == "MARGIN":
            return False
        return self._modes.get(name.exchange, self._modes.get(standing.COMMON, "")) == standing.SINGLE

    # Rows.

    def each(self, read: Callable[[Row], T], rows: Iterable[Row]) -> list[T]:
        """Every row that can be read; the others are counted."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except Incomplete as error:
                self.line.counters.incomplete(row, error)
        return found

    def reading(self, pushed: Data | None = None) -> Reading:
        """The circumstances of reading a snapshot now, or a push, which carries its own time."""
        at_ms = self.line.clock.venue_ms()
        if pushed is None:
            return Reading(self.line.now(), at_ms, Origin.SNAPSHOT, self.is_pooled)
        told = ms(pushed.payload.get("time_ms"))
        return Reading(self.line.now(), told or at_ms, Origin.STREAM, self.is_pooled)

    async def _ask(self, endpoint: Endpoint) -> list[Row]:
        return rows_in(await self.line.rest.call(endpoint))

    async def _since(self, endpoint: Endpoint, from_ms: int) -> list[Row]:
        return [row async for row in self._walk(endpoint, {"from": str(max(0, from_ms))})]

    async def _walk(self, endpoint: Endpoint, params: dict[str, str]) -> AsyncIterator[Row]:
        """All pages of a list."""
        for page in range(1, MOST_PAGES + 1):
            listed = rows_in(
                await self.line.rest.call(endpoint, {"page": str(page), "limit": str(table.PAGE), **params})
            )
            for row in listed:
                yield row
            if len(listed) < table.PAGE:
                return


def _object(answer: Any, endpoint: Endpoint) -> Row:
    if not isinstance(answer, dict):
        raise Unexpected("an answer without an object", venue=VENUE, endpoint=endpoint.name)
    return answer
