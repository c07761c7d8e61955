"""One Binance futures account read by REST: facts of the key, contracts, the whole account at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from exchanges.binance import history, mapping, order_mapping, table
from exchanges.binance.refusals import KEY_REFUSED
from exchanges.binance.rows import Incomplete, Reading, Row, SymbolSettings, margin_mode_of
from exchanges.binance.seen import Seen
from exchanges.core.adapter import AccountFacts, Counters, KeyFacts, Right
from exchanges.core.changes import Snapshot
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, NotFound, PermissionDenied, Unexpected, VenueError
from exchanges.core.key_lines import rights_of
from exchanges.core.model import (
    Balance,
    Fill,
    Income,
    Instrument,
    Order,
    OrderKind,
    Origin,
    Position,
)
from exchanges.core.numbers import dec, ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together

T = TypeVar("T")
HOUR_MS = 3_600_000
RELEARN_MS = 60_000
"""Contracts are read again for one that nobody knows at most this often."""
SETTINGS_EVERY_MS = 60_000
"""Leverage and margin mode change by a push; this often they are asked for all the same."""
ALL_ORDERS_EVERY_MS = 120_000
"""All open orders cost forty times what those of one contract cost; in between they are asked contract by contract."""
MOST_SINGLY = 20
"""With orders on more contracts than this, nothing is asked in between."""
SETTLED_MS = 60_000
"""Incomes are listed somewhat later than they change the balance."""
QUIET_EVERY_MS = 100_000
"""So often incomes are asked for though nothing changed; less than sync asks back."""
HEDGE, ONE_WAY = "hedge", "one_way"
PORTFOLIO, MULTI_ASSETS, SINGLE_ASSET = "portfolio_margin", "multi_assets", "single_asset"
_PROBE = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.001"}
"""An order the venue only checks; it is never placed."""


class BinanceAccount:
    """Reads one account.

    Args:
        rest: Signed by the account's key.
        clock: The venue's clock.
        now: Local wall clock, UTC milliseconds.
        counters: Where rows that cannot be read are counted.
        has_sapi: Whether this environment has the host that tells of keys.
    """

    money_every_ms = 10_000
    """Incomes and fills are the dearest calls, and the stream tells them first."""

    def __init__(
        self, rest: Rest, clock: VenueClock, now: Callable[[], int], counters: Counters, *, has_sapi: bool
    ) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self.largest_at_market: dict[str, Decimal] = {}
        """The largest market order, by the venue's symbol."""
        self.seen = Seen()
        self._others: frozenset[str] = frozenset()
        self._rest = rest
        self._clock = clock
        self._now = now
        self._counters = counters
        self._has_sapi = has_sapi
        self._loaded_ms = self._settings_ms = self._all_orders_ms = self._money_ms = 0

    # The key and the account.

    async def key_facts(self) -> KeyFacts:
        """What the venue says of the key."""
        if not self._has_sapi:
            return await self._tried_facts()
        try:
            told = await self._one(table.KEY_PERMISSIONS)
        except AuthError as error:
            refused = error
        else:
            spot = await self._one(table.SPOT_ACCOUNT, {"omitZeroBalances": "true"})
            uid = clean(spot.get("uid"))
            self._rest.belongs_to(uid)
            return key_facts(told, uid)
        raise await self._with_address(refused)

    async def _tried_facts(self) -> KeyFacts:
        """Where no call tells of the key: it can read, and a test order tells whether it may trade."""
        rows = await self._rest.call(table.BALANCE)
        alias = clean(rows[0].get("accountAlias")) if rows else ""
        words = {"enableReading"}
        try:
            await self._rest.call(table.PLACE_TEST, _PROBE)
            words.add("enableFutures")
        except VenueError as error:
            if error.retryable or isinstance(error, Unexpected):
                raise
            if error.code != KEY_REFUSED:
                words.add("enableFutures")
        return KeyFacts(
            uid=alias,
            main_uid="",
            permissions=frozenset(words),
            rights=rights_of(words, table.PERMISSIONS),
            ip_list=None,
            label="",
            untold=frozenset({Right.WITHDRAW, Right.TRANSFER}),
        )

    async def _with_address(self, error: AuthError) -> AuthError:
        """The same refusal from a call that tells the address we come from, which the spot host often leaves out."""
        if error.code != KEY_REFUSED or error.seen_ip:
            return error
        try:
            await self._rest.call(table.ACCOUNT_CONFIG)
        except AuthError as told:
            return told if told.seen_ip else error
        except VenueError:
            return error
        return error

    async def told_apart(self, error: AuthError) -> VenueError:
        """A refusal that names three causes at once: when the key works otherwise, it lacks the permission."""
        if error.code != KEY_REFUSED:
            return error
        try:
            await self._rest.call(table.KEY_PERMISSIONS if self._has_sapi else table.ACCOUNT_CONFIG)
        except VenueError:
            return error
        denied = PermissionDenied(error.message, venue="binance", endpoint=error.endpoint, code=error.code)
        denied.http_status, denied.seen_ip = error.http_status, error.seen_ip
        return denied

    async def is_hedged(self) -> bool:
        """Whether the account is in hedge mode now."""
        return (await self._one(table.ACCOUNT_CONFIG)).get("dualSidePosition") is True

    async def account_facts(self) -> AccountFacts:
        """Modes, equity, positions and orders.

        Raises:
            PermissionDenied: The key works, but not for futures.
        """
        try:
            config = await self._one(table.ACCOUNT_CONFIG)
        except AuthError as error:
            refused = error
        else:
            return await self._facts(config)
        raise await self.told_apart(refused)

    async def _facts(self, config: Row) -> AccountFacts:
        await self.load_instruments()
        await self._load_settings()
        lists: list[Any] = await together(self.positions(), self.balances(), self.orders(), self._account_mode(config))
        positions, balances, orders, mode = lists
        usdt = next((balance for balance in balances if balance.asset == "USDT"), None)
        return AccountFacts(
            uid="",
            account_mode=mode,
            position_mode=HEDGE if config.get("dualSidePosition") is True else ONE_WAY,
            equity_usdt=usdt.equity if usdt else Decimal(0),
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._clock.offset_ms,
        )

    async def _account_mode(self, config: Row) -> str:
        info = await self._one(table.ACCOUNT_INFO) if self._has_sapi else {}
        if info.get("isPortfolioMarginRetailEnabled") is True:
            return PORTFOLIO
        return MULTI_ASSETS if config.get("multiAssetsMargin") is True else SINGLE_ASSET

    # Contracts and what the account has set for them.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within that time."""
        if self.instruments and self._now() - self._loaded_ms < older_than_ms:
            return
        others: set[str] = set()
        for row in await self._rest.call(table.EXCHANGE_INFO):
            found = mapping.instrument(row)
            if found is None:
                if not mapping.is_ours(row):
                    others.add(clean(row.get("symbol")))
                continue
            self.instruments[found.venue_symbol] = found
            largest = mapping.largest_at_market(row)
            if largest:
                self.largest_at_market[found.venue_symbol] = largest
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
        raise NotFound(f"no contract {symbol}", venue="binance", code="-1121")

    async def _load_settings(self) -> None:
        if self._now() - self._settings_ms < SETTINGS_EVERY_MS:
            return
        for row in await self._rest.call(table.SYMBOL_CONFIG):
            mode = margin_mode_of(row.get("marginType"))
            if mode is not None:
                self.seen.settings[clean(row.get("symbol"))] = SymbolSettings(dec(row.get("leverage")), mode)
        self._settings_ms = self._now()

    # The account at one moment.

    def forget(self) -> None:
        """News were missed: the next snapshot asks for everything."""
        self._settings_ms = self._all_orders_ms = self._money_ms = 0

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._clock.ensure()
        await self.load_instruments()
        asked_ms = self._clock.venue_ms()
        await self._load_settings()
        progress("1/4")
        lists: list[Any] = await together(self._rest.call(table.POSITIONS), self._rest.call(table.ACCOUNT))
        position_rows, account_rows = await self.ours(lists[0]), lists[1]
        positions = self._positions_of(position_rows, asked_ms)
        balances = self._balances_of(account_rows)
        progress("2/4")
        orders = await self._orders_now({clean(row.get("symbol")) for row in position_rows})
        progress("3/4")
        times = [row.venue_ms for row in positions] + [row.venue_ms for row in balances]
        changed_ms = max(times, default=0)
        touched = {row.venue_symbol for row in positions if row.venue_ms >= fills_from_ms}
        fills, incomes = await self._money(fills_from_ms, incomes_from_ms, touched, changed_ms)
        progress("4/4")
        return Snapshot(
            asked_ms,
            tuple(positions),
            tuple(orders or ()),
            tuple(balances),
            tuple(fills),
            tuple(incomes),
            unasked=frozenset() if orders is not None else self.seen.order_types(),
        )

    async def positions(self) -> list[Position]:
        """Open positions."""
        asked_ms = self._clock.venue_ms()
        return self._positions_of(await self.ours(await self._rest.call(table.POSITIONS)), asked_ms)

    async def balances(self) -> list[Balance]:
        """Assets of the futures account."""
        return self._balances_of(await self._rest.call(table.ACCOUNT))

    async def orders(self) -> list[Order]:
        """All open orders of both families."""
        lists = await together(
            self._listed(table.OPEN_ORDERS, order_mapping.order),
            self._listed(table.OPEN_ALGO_ORDERS, order_mapping.algo_order),
        )
        self._all_orders_ms = self._now()
        return [order for orders in lists for order in orders]

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        if order.kind is OrderKind.PLAIN:
            return await self.order_by(order.venue_symbol, {"orderId": order.id})
        return await self._found(table.ALGO_ORDER, {"algoId": order.id}, order_mapping.algo_order)

    async def order_by(self, venue_symbol: str, identity: dict[str, str]) -> Order | None:
        """A plain order by `orderId` or `origClientOrderId`; `None` when the venue does not know it."""
        return await self._found(table.ORDER, {"symbol": venue_symbol, **identity}, order_mapping.order)

    async def _found(
        self, endpoint: Endpoint, params: dict[str, str], read: Callable[[Row, Reading], Order]
    ) -> Order | None:
        try:
            rows = await self._rest.call(endpoint, params)
        except NotFound:
            return None
        found = self.each(lambda row: read(row, self.reading()), rows)
        return found[0] if found else None

    async def _orders_now(self, held: set[str]) -> list[Order] | None:
        """Open orders, as cheaply as is safe; `None` when they are not asked for this time.

        Args:
            held: The venue's symbols of positions, and of those plain orders that the list of positions names.
        """
        if self._now() - self._all_orders_ms >= ALL_ORDERS_EVERY_MS:
            return await self.orders()
        symbols = held | self.seen.order_symbols()
        if len(symbols) > MOST_SINGLY:
            return None
        lists = await together(
            *(self._listed(table.OPEN_ORDERS, order_mapping.order, each) for each in sorted(symbols)),
            *(self._listed(table.OPEN_ALGO_ORDERS, order_mapping.algo_order, each) for each in sorted(symbols)),
        )
        return [order for orders in lists for order in orders]

    async def _listed(self, endpoint: Endpoint, read: Callable[[Row, Reading], Order], symbol: str = "") -> list[Order]:
        params, weight = ({"symbol": symbol}, table.ONE_SYMBOL) if symbol else (None, None)
        rows = await self.ours(await self._rest.call(endpoint, params, weight=weight))
        reading = self.reading()
        return [self.seen.list_order(order) for order in self.each(lambda row: read(row, reading), rows)]

    async def _money(
        self, fills_from_ms: int, incomes_from_ms: int, touched: set[str], changed_ms: int
    ) -> tuple[list[Fill], list[Income]]:
        """Fills and incomes since then; nothing while none can be new, since what is left out is asked for later."""
        asked_ago = self._now() - self._money_ms
        settled = self._clock.venue_ms() - asked_ago > changed_ms + SETTLED_MS
        if asked_ago < (QUIET_EVERY_MS if settled else self.money_every_ms):
            return [], []
        asked_ms, reading = self._now(), self.reading()
        told = await history.incomes(self._rest, min(fills_from_ms, incomes_from_ms), self._clock.venue_ms())
        traded = {clean(row.get("symbol")) for row in told if clean(row.get("tradeId"))} - self._others
        symbols = sorted(symbol for symbol in traded | touched if symbol)
        trades = await together(
            *(history.trades(self._rest, each, fills_from_ms, self._clock.venue_ms()) for each in symbols)
        )
        fills = self.each(lambda row: order_mapping.fill(row, reading), [row for rows in trades for row in rows])
        incomes = self.each(lambda row: mapping.income(row, reading), told)
        self._money_ms = asked_ms
        return (
            [fill for fill in fills if fill.time_ms >= fills_from_ms],
            [income for income in incomes if income is not None and income.time_ms >= incomes_from_ms],
        )

    def _positions_of(self, rows: Iterable[Row], asked_ms: int) -> list[Position]:
        reading = self.reading()
        read = self.each(lambda row: mapping.position(row, reading), rows)
        return self.seen.list_positions((row for row in read if row is not None), asked_ms)

    def _balances_of(self, account_rows: list[Row]) -> list[Balance]:
        reading = self.reading()
        assets = [asset for row in account_rows for asset in row.get("assets") or () if isinstance(asset, dict)]
        read = self.each(lambda row: mapping.balance(row, reading), assets)
        return [self.seen.list_balance(row) for row in read if row is not None]

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

    def reading(self, origin: Origin = Origin.SNAPSHOT) -> Reading:
        """The circumstances of reading now."""
        return Reading(self.instruments, self._now(), self._clock.venue_ms(), origin, self.seen.settings)

    async def _one(self, endpoint: Endpoint, params: dict[str, str] | None = None) -> Row:
        rows = await self._rest.call(endpoint, params)
        if not rows:
            raise Unexpected("an answer without a row", venue="binance", endpoint=endpoint.name)
        row: Row = rows[0]
        return row


def key_facts(told: Row, uid: str) -> KeyFacts:
    """The key's restrictions in the common words; every right that is granted is named, known or not."""
    words = frozenset(name for name in told if name.startswith(("enable", "permits")) and told[name] is True)
    bound = told.get("ipRestrict") is True
    return KeyFacts(
        uid=uid,
        main_uid="",
        permissions=frozenset(clean(word, limit=60) for word in words),
        rights=rights_of(words, table.PERMISSIONS),
        ip_list=None if bound else (),
        label="",
        is_bound=bound,
    )


async def venue_time(rest: Rest) -> int:
    """The venue's time, UTC milliseconds.

    Raises:
        Unexpected: It told none.
    """
    rows = await rest.call(table.TIME, tries=2)
    told = ms(rows[0].get("serverTime")) if rows else None
    if told is None:
        raise Unexpected("no time in the answer", venue="binance", endpoint=table.TIME.name)
    return told
