"""One OKX account read by REST: facts of the key, contracts, the whole account at one moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from exchanges.core.adapter import AccountFacts, Counters, KeyFacts
from exchanges.core.changes import Snapshot
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import BadRequest, NotFound, Unexpected
from exchanges.core.key_lines import rights_of
from exchanges.core.model import Balance, Fill, Income, Instrument, Order, OrderKind, Origin, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together
from exchanges.okx import mapping, order_mapping, table
from exchanges.okx.rows import Incomplete, Reading, Row, inst_id_of, is_ours

T = TypeVar("T")
HOUR_MS = 3_600_000
FILLS_KEPT_MS = 71 * HOUR_MS
"""The quick list of fills goes back three days; beyond that the slow one is asked."""
BILLS_KEPT_MS = (7 * 24 - 1) * HOUR_MS
MOST_PAGES = 200
RARE_EVERY_MS = 60_000
"""Rare kinds of conditional orders are asked for this often; in between the stream tells them."""
MOST_SINGLY = 3
"""More unknown contracts than this are learned by reading the whole list."""
RELEARN_MS = 60_000
"""A contract nobody knows is asked for again after this long."""


class OkxAccount:
    """Reads one account.

    Args:
        rest: Signed by the account's key.
        clock: The venue's clock.
        now: Local wall clock, UTC milliseconds.
        counters: Where rows that cannot be read are counted.
    """

    def __init__(self, rest: Rest, clock: VenueClock, now: Callable[[], int], counters: Counters) -> None:
        self.instruments: dict[str, Instrument] = {}
        """By the venue's symbol."""
        self._rest = rest
        self._clock = clock
        self._now = now
        self._counters = counters
        self._loaded_ms = 0
        self._rare_asked_ms = 0
        self._asked_about: dict[str, int] = {}

    # The key and the account.

    async def config(self) -> Row:
        """The account's configuration row."""
        row = await self._one(table.CONFIG)
        self._rest.belongs_to(clean(row.get("uid")))
        return row

    async def key_facts(self) -> KeyFacts:
        """What the venue says of the key."""
        return key_facts(await self.config())

    async def account_facts(self, config: Row | None = None) -> AccountFacts:
        """Modes, equity, positions and orders.

        Args:
            config: The configuration row when it was read just now.
        """
        config = config or await self.config()
        balances, positions, orders = await self._parts(self.balances("USDT"), self.positions(), self.orders())
        usdt = next((balance for balance in balances if balance.asset == "USDT"), None)
        return AccountFacts(
            uid=clean(config.get("uid")),
            account_mode=clean(config.get("acctLv")),
            position_mode=clean(config.get("posMode")),
            equity_usdt=usdt.equity if usdt else Decimal(0),
            open_positions=tuple(positions),
            open_orders=tuple(orders),
            clock_offset_ms=self._clock.offset_ms,
        )

    async def _parts(
        self, balances: Any, positions: Any, orders: Any
    ) -> tuple[list[Balance], list[Position], list[Order]]:
        read: list[Any] = await together(balances, positions, orders)
        return read[0], read[1], read[2]

    async def switch_blockers(self, account_mode: str) -> tuple[str, ...]:
        """What the venue says blocks a switch to that account mode, in its own words; empty when nothing does."""
        rows = await self._rest.call(table.SWITCH_PRECHECK, {"acctLv": account_mode})
        unmatched = [item for row in rows for item in row.get("unmatchedInfoCheck") or () if isinstance(item, dict)]
        named = [clean(item.get("type")) for item in unmatched]
        # Codes 1 (unmatched) and 4 (tier, margin) block; 0 is free, 3 is solved by presetting the leverage.
        blocked = any(str(row.get("sCode")) == "4" for row in rows)
        return (*named, *(("cross_margin",) if blocked and not named else ()))

    # Contracts.

    async def load_instruments(self, *, older_than_ms: int = HOUR_MS) -> None:
        """Read all contracts, unless they were read within the hour."""
        if self.instruments and self._now() - self._loaded_ms < older_than_ms:
            return
        rows = await self._rest.call(table.INSTRUMENTS, {"instType": "SWAP"})
        self._learn(rows)
        self._loaded_ms = self._now()

    async def learn(self, inst_ids: Iterable[str]) -> None:
        """Read contracts we do not know yet, each at most once a minute: a new listing, or none of the venue's."""
        now = self._now()
        unknown = [each for each in inst_ids if each not in self.instruments]
        unknown = [each for each in unknown if now - self._asked_about.get(each, 0) >= RELEARN_MS]
        self._asked_about.update(dict.fromkeys(unknown, now))
        if len(unknown) > MOST_SINGLY:
            await self.load_instruments(older_than_ms=0)
            return
        for inst_id in unknown:
            try:
                self._learn(await self._rest.call(table.INSTRUMENTS, {"instType": "SWAP", "instId": inst_id}))
            except (NotFound, BadRequest):
                continue

    def instrument(self, symbol: str) -> Instrument:
        """The contract of a unified symbol.

        Raises:
            NotFound: The venue lists no such contract.
        """
        found = self.instruments.get(inst_id_of(symbol))
        if found is None:
            raise NotFound(f"no contract {symbol}", venue="okx", code="51001")
        return found

    def _learn(self, rows: Iterable[Row]) -> None:
        for row in rows:
            found = mapping.instrument(row)
            if found is not None:
                self.instruments[found.venue_symbol] = found

    # The account at one moment.

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._clock.ensure()
        await self.load_instruments()
        asked_ms = self._clock.venue_ms()
        rarely = self._now() - self._rare_asked_ms >= RARE_EVERY_MS
        done = 0

        async def counted(part: Any) -> Any:
            nonlocal done
            rows = await part
            done += 1
            progress(f"{done}/5")
            return rows

        parts = (
            self.positions(),
            self.orders(rare=rarely),
            self.balances(),
            self.fills(fills_from_ms),
            self.incomes(incomes_from_ms),
        )
        positions, orders, balances, fills, incomes = await together(*(counted(part) for part in parts))
        if rarely:
            self._rare_asked_ms = self._now()
        return Snapshot(
            asked_ms,
            tuple(positions),
            tuple(orders),
            tuple(balances),
            tuple(fills),
            tuple(incomes),
            unasked=frozenset() if rarely else frozenset(table.RARE_ALGO_KINDS),
        )

    async def positions(self) -> list[Position]:
        """Open positions."""
        reading = self.reading()
        rows = await self.ours(await self._rest.call(table.POSITIONS, {"instType": "SWAP"}))
        found = self.each(lambda row: mapping.position(row, reading)[0], rows)
        return [position for position in found if position is not None]

    async def orders(self, *, rare: bool = True) -> list[Order]:
        """Open orders of both families; on wish without the rare kinds, each of which costs a call."""
        kinds = (*table.ALGO_KINDS, *(table.RARE_ALGO_KINDS if rare else ()))
        lists = await together(self._plain_orders(), *(self._algo_orders(kind) for kind in kinds))
        return [order for orders in lists for order in orders]

    async def balances(self, asset: str = "") -> list[Balance]:
        """Currencies of the trading account."""
        reading = self.reading()
        rows = await self._rest.call(table.BALANCE, {"ccy": asset} if asset else None)
        details = [detail for row in rows for detail in row.get("details") or () if isinstance(detail, dict)]
        return self.each(lambda row: mapping.balance(row, reading), details)

    async def fills(self, from_ms: int) -> list[Fill]:
        """Fills at or after that time, from the list that reaches so far back."""
        recent = from_ms > self._clock.venue_ms() - FILLS_KEPT_MS
        endpoint = table.FILLS if recent else table.FILLS_HISTORY
        rows = [row async for row in self._walk(endpoint, {"instType": "SWAP", "begin": str(from_ms)}, "billId")]
        reading = self.reading()
        found = self.each(lambda row: order_mapping.fill(row, reading), await self.ours(rows))
        return [fill for fill in found if fill is not None and fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """Funding and other money without a fill, at or after that time."""
        recent = from_ms > self._clock.venue_ms() - BILLS_KEPT_MS
        endpoint = table.BILLS if recent else table.BILLS_ARCHIVE
        rows = [row async for row in self._walk(endpoint, {"instType": "SWAP", "begin": str(from_ms)}, "billId")]
        found = self.each(mapping.income, rows)
        return [income for income in found if income is not None and income.time_ms >= from_ms]

    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""
        if order.kind is OrderKind.PLAIN:
            return await self.order_by(order.venue_symbol, {"ordId": order.id})
        for endpoint in (table.ALGO_PENDING, table.ALGO_HISTORY):
            params = {"ordType": order.venue_type, "algoId": order.id}
            try:
                rows = await self._rest.call(endpoint, params)
            except NotFound:
                continue
            found = self.each(lambda row: order_mapping.algo_order(row, self.reading()), rows)
            if found:
                return found[0]
        return None

    async def order_by(self, inst_id: str, identity: dict[str, str]) -> Order | None:
        """A plain order by `ordId` or `clOrdId`; `None` when the venue does not know it."""
        params = {"instId": inst_id, **identity}
        try:
            rows = await self._rest.call(table.ORDER_DETAILS, params, instrument=inst_id)
        except NotFound:
            return None
        found = self.each(lambda row: order_mapping.order(row, self.reading()), rows)
        return found[0] if found else None

    async def _plain_orders(self) -> list[Order]:
        rows = [row async for row in self._walk(table.ORDERS_PENDING, {"instType": "SWAP"}, "ordId")]
        reading = self.reading()
        return self.each(lambda row: order_mapping.order(row, reading), await self.ours(rows))

    async def _algo_orders(self, kind: str) -> list[Order]:
        try:
            params = {"ordType": kind, "instType": "SWAP"}
            rows = [row async for row in self._walk(table.ALGO_PENDING, params, "algoId")]
        except BadRequest:
            if kind in table.RARE_ALGO_KINDS:
                # Rare kinds come and go with the venue's versions; without one the picture is still whole.
                return []
            raise
        reading = self.reading()
        return self.each(lambda row: order_mapping.algo_order(row, reading), await self.ours(rows))

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

    async def ours(self, rows: Iterable[Any]) -> list[Row]:
        """The rows of USDT-margined swaps, their contracts learned."""
        ours: list[Row] = [row for row in rows if isinstance(row, dict) and is_ours(row.get("instId"))]
        await self.learn({clean(row["instId"]) for row in ours})
        return ours

    def reading(self, origin: Origin = Origin.SNAPSHOT) -> Reading:
        """The circumstances of reading now."""
        return Reading(self.instruments, self._now(), self._clock.venue_ms(), origin)

    async def _one(self, endpoint: Endpoint) -> Row:
        rows = await self._rest.call(endpoint)
        if not rows:
            raise Unexpected("an answer without a row", venue="okx", endpoint=endpoint.name)
        row: Row = rows[0]
        return row

    async def _walk(self, endpoint: Endpoint, params: dict[str, str], cursor: str) -> AsyncIterator[Row]:
        """All pages of a list, newest first."""
        after = ""
        for _ in range(MOST_PAGES):
            page = {**params, "limit": str(table.PAGE), **({"after": after} if after else {})}
            rows = await self._rest.call(endpoint, page)
            for row in rows:
                yield row
            last = clean(rows[-1].get(cursor)) if rows else ""
            if len(rows) < table.PAGE or not last or last == after:
                return
            after = last


def key_facts(config: Row) -> KeyFacts:
    """The key's part of a configuration row; comma lists may hold blanks."""
    permissions = frozenset(_list(config.get("perm")))
    return KeyFacts(
        uid=clean(config.get("uid")),
        main_uid=clean(config.get("mainUid")),
        permissions=permissions,
        rights=rights_of(permissions, table.PERMISSIONS),
        ip_list=tuple(_list(config.get("ip"))),
        label=clean(config.get("label")),
    )


def _list(text: object) -> list[str]:
    return [part for raw in clean(text, limit=2_000).replace(",", " ").split(" ") if (part := raw.strip())]


async def venue_time(rest: Rest) -> int:
    """The venue's time, UTC milliseconds.

    Raises:
        Unexpected: It told none.
    """
    rows = await rest.call(table.TIME, tries=2)
    told = ms(rows[0].get("ts")) if rows else None
    if told is None:
        raise Unexpected("no time in the answer", venue="okx", endpoint=table.TIME.name)
    return told
