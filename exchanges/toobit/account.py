"""One lead trader's futures account read by REST: facts of the key, contracts, the whole account at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from exchanges.core.adapter import AccountFacts, Counters, KeyFacts, Right
from exchanges.core.changes import Snapshot
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import NotFound, PermissionDenied, Unexpected, VenueError
from exchanges.core.key_lines import rights_of
from exchanges.core.model import Balance, Fill, Income, Instrument, MarginMode, Order, OrderKind, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together
from exchanges.toobit import history, mapping, order_mapping, table
from exchanges.toobit.codec import VENUE
from exchanges.toobit.refusals import MAY_WRITE, NOT_A_LEADER, READ_ONLY
from exchanges.toobit.rows import Incomplete, Reading, Row, margin_mode_of
from exchanges.toobit.seen import Seen

T = TypeVar("T")
HOUR_MS = 3_600_000
RELEARN_MS = 60_000
"""Contracts are read again for one that nobody knows at most this often."""
SETTLED_MS = 60_000
"""Flows and trades are listed somewhat later than they change the balance."""
QUIET_EVERY_MS = 100_000
"""So often flows are asked for though nothing changed; less than sync asks back."""
NOBODY = "1"
"""A follower nobody has: removing him changes nothing, and the refusal tells whether the key may write."""
LEADER, NO_LEADER = "leader", "no leader"
TWO_SIDED = "two_sided"
"""The only position mode there is."""


class ToobitAccount:
    """Reads one account.

    Args:
        rest: Signed by the account's key.
        clock: The venue's clock.
        now: Local wall clock, UTC milliseconds.
        counters: Where rows that cannot be read are counted.
    """

    money_every_ms = 10_000
    """All flows are asked for at most this often."""

    def __init__(self, rest: Rest, clock: VenueClock, now: Callable[[], int], counters: Counters) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.largest: dict[str, Decimal] = {}
        """The largest order in contracts, by the venue's symbol."""
        self.seen = Seen()
        self.touched: set[str] = set()
        """The venue's symbols of contracts that traded since their trades were asked for."""
        self.awaited: dict[str, tuple[str, int]] = {}
        """Fills the stream told of, without fee and profit, to symbol and time: the list of trades has to tell them."""
        self._others: frozenset[str] = frozenset()
        self._modes: dict[str, MarginMode] = {}
        self._rest = rest
        self._clock = clock
        self._now = now
        self._counters = counters
        self._loaded_ms = self._money_ms = 0

    # The key and the account.

    async def key_facts(self) -> KeyFacts:
        """What harmless tries show of the key: Toobit has no call that tells of it."""
        await self.is_leader()
        words, untold = {"read-only"}, {Right.WITHDRAW, Right.TRANSFER}
        may_write = await self._may_write()
        if may_write:
            words.add("trade")
        if may_write is None:
            untold.add(Right.TRADE)
        uid = await self._uid()
        if uid:
            self._rest.belongs_to(uid)
        return KeyFacts(
            uid=uid,
            main_uid="",
            permissions=frozenset(words),
            rights=rights_of(words, table.PERMISSIONS),
            ip_list=None,
            label="",
            untold=frozenset(untold),
        )

    async def is_leader(self) -> bool:
        """Whether the key belongs to an active lead trader's account; the key itself is fine either way.

        Raises:
            VenueError: The key is refused.
        """
        try:
            await self._rest.call(table.LEAD_SYMBOLS)
        except PermissionDenied as error:
            if error.code != NOT_A_LEADER:
                raise
            return False
        return True

    async def account_type(self) -> str:
        """The venue's own word for the account the key was made for; empty when it tells none."""
        rows = await self._rest.call(table.CHECK_KEY)
        return clean(rows[0].get("accountType"), limit=40) if rows else ""

    async def _may_write(self) -> bool | None:
        """Whether the key may change anything; `None` when the refusal does not tell."""
        try:
            await self._rest.call(table.REMOVE_FOLLOWER, {"followerUserId": NOBODY})
        except VenueError as error:
            if error.retryable:
                raise
            if error.code == READ_ONLY:
                return False
            return True if error.code in MAY_WRITE else None
        return True

    async def _uid(self) -> str:
        """The account's id, which only rows of its flows name; empty when it has none yet."""
        rows = await self._rest.call(table.FLOWS, {"limit": "1"})
        return clean(rows[0].get("accountId"), limit=40) if rows else ""

    async def account_facts(self) -> AccountFacts:
        """Kind, equity, positions and orders."""
        await self.load_instruments()
        lists: list[Any] = await together(self.is_leader(), self.positions(), self.balances(), self.orders())
        leads, positions, balances, orders = lists
        usdt = next((balance for balance in balances if balance.asset == "USDT"), None)
        return AccountFacts(
            uid="",
            account_mode=LEADER if leads else NO_LEADER,
            position_mode=TWO_SIDED,
            equity_usdt=usdt.equity if usdt else Decimal(0),
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._clock.offset_ms,
        )

    # Contracts.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within that time."""
        if self.instruments and self._now() - self._loaded_ms < older_than_ms:
            return
        others: set[str] = set()
        for row in await self._rest.call(table.EXCHANGE_INFO):
            found = mapping.instrument(row)
            if found is None:
                others.add(clean(row.get("symbol")))
                continue
            self.instruments[found.venue_symbol] = found
            largest = mapping.largest_order(row)
            if largest:
                self.largest[found.venue_symbol] = largest
        self._others = frozenset(others)
        self._loaded_ms = self._now()

    def instrument(self, symbol: str) -> Instrument:
        """The contract of a unified symbol.

        Raises:
            NotFound: The venue lists no such contract.
        """
        for found in self.instruments.values():
            if found.symbol == symbol:
                return found
        raise NotFound(f"no contract {symbol}", venue=VENUE, code="-1121")

    # The account at one moment.

    def forget(self) -> None:
        """News were missed: the next snapshot asks for everything and is right."""
        self.seen.forget()
        self._modes.clear()
        self._money_ms = 0

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._clock.ensure()
        await self.load_instruments()
        asked_ms = self._clock.venue_ms()
        progress("1/4")
        lists: list[Any] = await together(self.positions(asked_ms), self.balances(asked_ms))
        positions, balances = lists
        progress("2/4")
        orders = await self.orders()
        progress("3/4")
        changed_ms = max((row.venue_ms for row in positions), default=0)
        moved = {row.venue_symbol for row in positions if row.venue_ms >= fills_from_ms}
        fills, incomes = await self._money(fills_from_ms, incomes_from_ms, moved, changed_ms)
        progress("4/4")
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))

    async def positions(self, asked_ms: int | None = None) -> list[Position]:
        """Open positions."""
        at_ms = self._clock.venue_ms() if asked_ms is None else asked_ms
        rows = await self.ours(await self._rest.call(table.POSITIONS))
        await self._learn_modes(rows)
        reading = self.reading(venue_ms=at_ms)
        read = self.each(lambda row: mapping.position(row, reading), rows)
        return self.seen.list_positions((row for row in read if row is not None), at_ms)

    async def _learn_modes(self, rows: list[Row]) -> None:
        """Ask for the margin mode of contracts whose rows do not tell it."""
        for row in rows:
            symbol, told = clean(row.get("symbol")), margin_mode_of(row.get("marginType"))
            if told is None and symbol and symbol not in self._modes:
                settings = await self._rest.call(table.SETTINGS, {"symbol": symbol})
                told = margin_mode_of(settings[0].get("marginType")) if settings else None
            if told is not None:
                self._modes[symbol] = told

    async def balances(self, asked_ms: int | None = None) -> list[Balance]:
        """Coins of the futures account."""
        reading = self.reading(venue_ms=self._clock.venue_ms() if asked_ms is None else asked_ms)
        rows = await self._rest.call(table.BALANCE)
        return [self.seen.list_balance(row) for row in self.each(lambda row: mapping.balance(row, reading), rows)]

    async def orders(self) -> list[Order]:
        """All open orders: plain ones, and both families of conditional ones."""
        lists = await together(
            self._listed(table.OPEN_ORDERS, {}, order_mapping.order),
            *(
                self._listed(table.OPEN_PLANS, {"stopCategory": family}, order_mapping.plan)
                for family in table.PLAN_FAMILIES
            ),
        )
        return [order for orders in lists for order in orders]

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        if order.kind is OrderKind.PLAIN:
            return await self.order_by({"orderId": order.id})
        return await self._found(table.PLAN, {"orderId": order.id}, order_mapping.plan)

    async def order_by(self, identity: dict[str, str]) -> Order | None:
        """A plain order by `orderId` or `origClientOrderId`; `None` when the venue does not know it."""
        return await self._found(table.ORDER, identity, order_mapping.order)

    async def _found(
        self, endpoint: Endpoint, params: dict[str, str], read: Callable[[Row, Reading], Order]
    ) -> Order | None:
        try:
            rows = await self._rest.call(endpoint, params)
        except NotFound:
            return None
        found = self.each(lambda row: read(row, self.reading()), rows)
        return found[0] if found else None

    async def _listed(
        self, endpoint: Endpoint, about: dict[str, str], read: Callable[[Row, Reading], Order]
    ) -> list[Order]:
        rows = await self.ours(await history.open_ones(self._rest, endpoint, about))
        reading = self.reading()
        return [self.seen.list_order(order) for order in self.each(lambda row: read(row, reading), rows)]

    # Money.

    async def _money(
        self, fills_from_ms: int, incomes_from_ms: int, moved: set[str], changed_ms: int
    ) -> tuple[list[Fill], list[Income]]:
        """Fills and incomes since then; of fills only those contracts' that traded, as stream and flows tell."""
        asked_ms, reading = self._now(), self.reading()
        venue_ms = self._clock.venue_ms()
        symbols = self.touched | {symbol for symbol, _ in self.awaited.values()}
        told: list[Row] = []
        if self._flows_are_due(changed_ms):
            told = await history.flows(self._rest, min(fills_from_ms, incomes_from_ms), venue_ms)
            symbols |= moved | {mapping.traded_symbol(row) for row in told}
            self._money_ms = asked_ms
        touched, self.touched = self.touched, set()
        try:
            trades = await together(
                *(
                    history.trades(self._rest, each, fills_from_ms, venue_ms)
                    for each in sorted(symbols - self._others - {""})
                )
            )
        except VenueError:
            self.touched |= touched
            self._money_ms = 0
            raise
        fills = self.each(lambda row: order_mapping.fill(row, reading), [row for rows in trades for row in rows])
        self._no_longer_await({fill.id for fill in fills}, asked_ms)
        incomes = self.each(lambda row: mapping.income(row, reading), told)
        return (
            [fill for fill in fills if fill.time_ms >= fills_from_ms],
            [income for income in incomes if income is not None and income.time_ms >= incomes_from_ms],
        )

    def _flows_are_due(self, changed_ms: int) -> bool:
        asked_ago = self._now() - self._money_ms
        settled = self._clock.venue_ms() - asked_ago > changed_ms + SETTLED_MS
        return asked_ago >= (QUIET_EVERY_MS if settled else self.money_every_ms)

    def _no_longer_await(self, found: set[str], now_ms: int) -> None:
        """Forget fills that the list told, and those it did not tell in a minute."""
        for name, (_, since_ms) in list(self.awaited.items()):
            if name in found or now_ms - since_ms > SETTLED_MS:
                del self.awaited[name]

    # Rows.

    def each(self, read: Callable[[Row], T], rows: Iterable[Row]) -> list[T]:
        """Every row that can be read; the others are counted."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except Incomplete as error:
                self._counters.incomplete(row, error)
        return found

    async def ours(self, rows: Iterable[Any], name: str = "symbol") -> list[Row]:
        """The rows of perpetual contracts with margin in USDT, new ones learned; `name` is where the symbol stands."""
        told: list[Row] = [row for row in rows if isinstance(row, dict)]
        known = self.instruments.keys() | self._others
        if any(clean(row.get(name)) not in known for row in told):
            await self.load_instruments(older_than_ms=RELEARN_MS)
        return [row for row in told if clean(row.get(name)) not in self._others]

    def reading(self, origin: Origin = Origin.SNAPSHOT, *, venue_ms: int | None = None) -> Reading:
        """The circumstances of reading now, or of a list that was asked for at that time."""
        at_ms = self._clock.venue_ms() if venue_ms is None else venue_ms
        return Reading(self.instruments, self._now(), at_ms, origin, self._modes)


async def venue_time(rest: Rest) -> int:
    """The venue's time, UTC milliseconds.

    Raises:
        Unexpected: It told none.
    """
    rows = await rest.call(table.TIME, tries=2)
    told = ms(rows[0].get("serverTime")) if rows else None
    if told is None:
        raise Unexpected("no time in the answer", venue=VENUE, endpoint=table.TIME.name)
    return told
