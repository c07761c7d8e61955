"""One BitMart account read by REST, and its pushes in the model's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from exchanges.bitmart import mapping, order_mapping, table
from exchanges.bitmart.codec import VENUE
from exchanges.bitmart.lists import Line, Lists, rows_in
from exchanges.bitmart.order_mapping import PLAN_TYPES, has_trade
from exchanges.bitmart.rows import HEDGE, Incomplete, Reading, Row, margin_mode_of, price_of
from exchanges.bitmart.structures import Structures
from exchanges.core.adapter import AccountFacts
from exchanges.core.changes import Gone, Snapshot, Update
from exchanges.core.errors import NotFound, Unexpected
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Instrument, MarginMode, Order, OrderKind, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together

HOUR_MS = 3_600_000
COIN = "USDT"


class BitmartAccount:
    """Reads one account.

    Args:
        line: The way to the venue, with the account's key.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    def __init__(self, line: Line, audit_soon: Callable[[], None]) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.structures = Structures()
        self._line = line
        self._lists = Lists(line)
        self._audit_soon = audit_soon
        self._mode = HEDGE
        self._margin_modes: dict[str, MarginMode] = {}
        self._seen: set[str] = set()
        """Symbols that orders, positions or pushes spoke of; the document's histories are told one by one."""
        self._told_balances: dict[str, Balance] = {}
        self._loaded_ms = 0

    # Contracts and modes.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within the hour."""
        if self.instruments and self._line.now() - self._loaded_ms < older_than_ms:
            return
        rows = rows_in(await self._line.rest.call(table.DETAILS), "symbols")
        found = [each for row in rows if (each := mapping.instrument(row)) is not None]
        self.instruments.update({each.venue_symbol: each for each in found})
        self._loaded_ms = self._line.now()

    def instrument(self, symbol: str) -> Instrument:
        """The contract of a unified symbol.

        Raises:
            NotFound: The venue lists no such contract.
        """
        for each in self.instruments.values():
            if each.symbol == symbol:
                return each
        raise NotFound(f"no contract {symbol}", venue=VENUE, code="40034")

    async def position_mode(self) -> str:
        """`hedge_mode` or `one_way_mode`; the document knows the first only."""
        if not self._line.is_v1:
            answer = await self._line.rest.call(table.POSITION_MODE)
            self._mode = clean(answer.get("position_mode")) if isinstance(answer, dict) else ""
        return self._mode

    @property
    def is_hedged(self) -> bool:
        """As the position mode was read last."""
        return self._mode == HEDGE

    # The account at one moment.

    async def account_facts(self) -> AccountFacts:
        """Mode, equity, positions and orders. BitMart does not tell whose account it is."""
        await self.load_instruments()
        mode, balances, positions, orders = await together(
            *(_any(each) for each in (self.position_mode(), self.balances(), self.positions(), self.orders()))
        )
        return AccountFacts(
            uid="",
            account_mode="futures",
            position_mode=mode,
            equity_usdt=next((each.equity for each in balances if each.asset == COIN), None),
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._line.clock.offset_ms,
        )

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

        # Orders and positions go first: they tell which contracts' histories to ask for.
        orders, positions, balances = await together(
            *(counted(part) for part in (self.orders(), self.positions(), self.balances()))
        )
        fills, incomes = await together(
            *(counted(part) for part in (self.fills(fills_from_ms), self.incomes(incomes_from_ms)))
        )
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))

    async def positions(self) -> list[Position]:
        """Open positions."""
        reading = self._reading()
        rows = await self._lists.listed(table.POSITION if self._line.is_v1 else table.POSITION_V2, {})
        self.learn(rows)
        found = [
            each for each in self._lists.each(lambda row: mapping.position(row, reading), rows) if each is not None
        ]
        return self.structures.dated(found)

    async def balances(self) -> list[Balance]:
        """Coins of the futures wallet."""
        reading = self._reading()
        rows = await self._lists.listed(table.ASSETS, {})
        found = self._lists.each(lambda row: mapping.balance(row, reading), rows)
        self._told_balances.update({each.asset: each for each in found})
        return found

    async def orders(self) -> list[Order]:
        """Open orders of both families."""
        plain, plans = await together(
            self._lists.open_rows(table.OPEN_ORDERS, self.learn), self._lists.open_rows(table.PLANS, self.learn)
        )
        reading = self._reading()
        orders = self._lists.each(lambda row: order_mapping.order(row, reading), plain)
        return orders + self._lists.each(lambda row: order_mapping.plan(row, reading), plans)

    async def fills(self, from_ms: int) -> list[Fill]:
        """Fills at or after that time, as far back as the venue tells."""
        reading, rows = self._reading(), list[Row]()
        for name in sorted(self._seen) if self._line.is_v1 else [""]:
            rows += await self._lists.since(
                table.TRADES, from_ms, {"symbol": name} if name else {}, "create_time", 1_000
            )
        found = self._lists.each(lambda row: order_mapping.fill(row, reading), rows)
        return [fill for fill in found if fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """Funding at or after that time; the document has no call that tells it."""
        if self._line.is_v1:
            return []
        reading = self._reading()
        params = {"flow_type": str(mapping.FUNDING), "page_size": str(table.LEDGER_PAGE)}
        rows = await self._lists.since(table.LEDGER, from_ms, params, "time", 1)
        found = self._lists.each(lambda row: mapping.income(row, reading), rows)
        return [income for income in found if income is not None and income.time_ms >= from_ms]

    # One order.

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        if order.kind is OrderKind.ALGO:
            return await self._finished(order.venue_symbol, order.created_ms, lambda row: row.id == order.id)
        try:
            row = await self._line.rest.call(table.ORDER, {"symbol": order.venue_symbol, "order_id": order.id})
        except NotFound:
            return None
        reading = self._reading()
        found = self._lists.each(lambda each: order_mapping.order(each, reading), rows_in([row]))
        return found[0] if found else None

    async def by_client_id(self, name: str, client_id: str, since_ms: int) -> Order | None:
        """An order by our own id, open or finished; `None` when the venue does not know it."""
        for order in await self.orders():
            if order.client_id == client_id and order.venue_symbol == name:
                return order
        return await self._finished(name, since_ms, lambda row: row.client_id == client_id)

    async def _finished(self, name: str, since_ms: int, wanted: Callable[[Order], bool]) -> Order | None:
        reading = self._reading()
        rows = await self._lists.since(table.HISTORY, since_ms, {"symbol": name}, "create_time", 1_000)
        found = self._lists.each(lambda row: order_mapping.either(row, reading), rows)
        return next((order for order in found if wanted(order)), None)

    # Pushes.

    def update(self, data: Data) -> Update | None:
        """A push in the model's words."""
        told = data.payload.get("data")
        rows = rows_in(told if isinstance(told, list) else [told])
        match data.channel:
            case "futures/position":
                return self._pushed_positions(rows)
            case "futures/order":
                return self._pushed_orders(rows)
            case "futures/asset":
                return Update(balances=tuple(self._lists.each(self._pushed_balance, rows)))
        return None

    def note_mark(self, name: str, row: Row) -> None:
        """A public price, kept for positions that are pushed without one."""
        price = price_of(row.get("mark_price")) or price_of(row.get("fair_price"))
        if price is not None:
            self.structures.marks[name] = price

    def _pushed_balance(self, row: Row) -> Balance:
        told = self._told_balances.get(clean(row.get("currency")))
        return mapping.balance(row, self._reading(Origin.STREAM), told.unrealised_pnl if told else None)

    def _pushed_positions(self, rows: list[Row]) -> Update:
        self.learn(rows)
        reading = self._reading(Origin.STREAM)
        read = self._lists.each(lambda row: mapping.pushed_position(row, reading), rows)
        told = [self.structures.completed(row) for row in read]
        return Update(
            positions=tuple(row for row in told if isinstance(row, Position)),
            closed=tuple(row for row in told if isinstance(row, Gone)),
        )

    def _pushed_orders(self, rows: list[Row]) -> Update:
        """Fills are told fully by REST only, and soon."""
        reading, orders = self._reading(Origin.STREAM), list[Order]()
        for row in rows:
            inner = row.get("order")
            if not isinstance(inner, dict):
                self._line.counters.incomplete(row, Incomplete("order"))
                continue
            self.learn([inner])
            action = clean(row.get("action"))
            orders += self._lists.each(lambda each, told=action: order_mapping.either(each, reading, told), [inner])  # type: ignore[misc]
            if has_trade(inner) or clean(inner.get("type")) in PLAN_TYPES:
                self._audit_soon()
        return Update(orders=tuple(orders))

    # Rows.

    def _reading(self, origin: Origin = Origin.SNAPSHOT) -> Reading:
        """The circumstances of reading now."""
        return Reading(
            self._line.now(),
            self._line.clock.venue_ms(),
            origin,
            self.instruments,
            self.is_hedged,
            self._margin_modes,
        )

    def learn(self, rows: Iterable[Row]) -> frozenset[str]:
        """Which contracts there is anything of, in which margin mode, at which leverage; answers all so far."""
        for row in rows:
            name = clean(row.get("symbol"))
            mode = margin_mode_of(row.get("open_type")) or margin_mode_of(row.get("margin_type"))
            if not name:
                continue
            self._seen.add(name)
            if mode is not None:
                self._margin_modes[name] = mode
            if leverage := price_of(row.get("leverage")):
                self.structures.leverages[name] = leverage
        return frozenset(self._seen)


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
