"""A classic margin account: money of both kinds, orders and fills pair by pair, what borrowing costs.

The venue lists orders and fills of one pair at a time. Which pairs to ask for: every isolated wallet; in cross margin,
those whose coin the account has, owes or traded; and when more of a coin is frozen than the known orders hold, all
pairs that could hold it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from exchanges.bitget.reader import Line, Standing, rows_in
from exchanges.bitget.rows import ZERO, Row
from exchanges.bitget_margin import mapping, records
from exchanges.bitget_margin.lists import MarginLists
from exchanges.bitget_margin.pots import Pots
from exchanges.bitget_margin.table import QUOTE, TICKERS, Generation, Role
from exchanges.core.changes import Update
from exchanges.core.errors import NotFound, VenueError
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Instrument, MarginMode, Order, OrderSide, Position
from exchanges.core.numbers import ms
from exchanges.core.text import clean
from exchanges.core.together import together

RECENT_MS = 60_000
"""How far back fills are asked for when an order grew."""
ORDERS_KEPT = 5_000
UNEXPLAINED = Decimal("0.005")
"""Part of what is frozen that roundings may explain."""
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED


class MarginReader(MarginLists):
    """Reads a classic account.

    Args:
        line: The way to the venue.
        audit_soon: Called when a push speaks of something only REST tells fully.
        generation: Whose calls and channels to use.
        pairs: What can be traded, by the venue's symbol; filled in later.
    """

    followed: tuple[str, ...] = ()

    def __init__(
        self, line: Line, audit_soon: Callable[[], None], generation: Generation, pairs: Mapping[str, Instrument]
    ) -> None:
        super().__init__(line, audit_soon, generation, pairs)
        self.pots = Pots(pairs)
        self._traded: set[str] = set()
        """Pairs of cross margin that were seen traded, or holding an order."""
        self._explained: dict[str, Decimal] = {}
        """By coin, what was frozen when all pairs were asked for."""
        self._following: dict[MarginMode, frozenset[str]] = {}
        """Pairs whose orders the stream tells."""
        self._roles: dict[str, Role] = {name: role for role, name in generation.channels.items()}
        self._filled: OrderedDict[str, Decimal] = OrderedDict()
        """Order to what of it the fills that were fetched tell."""

    # What pairs there are to look at.

    def pairs_to_follow(self, mode: MarginMode) -> frozenset[str]:
        """Pairs whose order channel is worth a subscription."""
        chosen = self._cross_pairs() if mode is CROSS else set(self.pots.isolated_pairs)
        self._following[mode] = frozenset(chosen)
        return self._following[mode]

    def _cross_pairs(self) -> set[str]:
        coins = self.pots.cross_coins
        return self._traded | {name for name, pair in self._pairs.items() if pair.base in coins}

    # See `Reader`.

    async def standing(self) -> Standing:
        """See `Reader`; margin has no position mode."""
        await self.look()
        return Standing("classic", "")

    async def look(self) -> None:
        """Read money and prices anew; what the other methods tell rests on it."""
        reading = self.reading()
        cross, isolated, prices = await together(
            self.ask(self.call(CROSS, "assets"), {}),
            self.ask(self.call(ISOLATED, "assets"), {}),
            self.line.rest.call(TICKERS),
        )
        self.pots.price(_prices(rows_in(prices), reading.venue_ms), reading)
        rows = self.each(lambda row: self._pot(row, reading, isolated=False), rows_in(cross))
        rows += self.each(lambda row: self._pot(row, reading, isolated=True), rows_in(isolated))
        self.pots.replace_all(rows, reading)

    async def equity_usdt(self) -> Decimal | None:
        """See `Reader`; of both kinds of margin, as `look` saw it."""
        return self.pots.equity_usdt()

    async def positions(self) -> list[Position]:
        """See `Reader`; derived from isolated pairs, as `look` saw them."""
        return self.pots.positions

    async def balances(self) -> list[Balance]:
        """See `Reader`; as `look` saw them."""
        return self.pots.balances

    async def orders(self) -> list[Order]:
        """See `Reader`."""
        asked = self._cross_pairs()
        isolated = [self._open(ISOLATED, name) for name in self.pots.isolated_pairs]
        found = await together(*(self._open(CROSS, name) for name in sorted(asked)), *isolated)
        orders = [order for part in found for order in part]
        hidden = self._hidden(orders) - asked
        for part in await together(*(self._open(CROSS, name) for name in sorted(hidden))):
            orders += part
        self._traded |= {order.venue_symbol for order in orders if order.margin_mode is CROSS}
        self._explained = {coin: self.pots.frozen(coin) for coin in self.pots.cross_coins}
        return orders

    def _hidden(self, orders: Iterable[Order]) -> set[str]:
        """Pairs that could hold what no known order explains."""
        known: dict[str, Decimal] = {}
        for order in orders:
            pair = self._pairs.get(order.venue_symbol)
            if pair is not None and order.margin_mode is CROSS:
                rest = (order.size_base or ZERO) - order.filled_base
                buys = order.side is OrderSide.BUY
                coin, held = (pair.quote, rest * (order.price or ZERO)) if buys else (pair.base, rest)
                known[coin] = known.get(coin, ZERO) + held
        odd = set()
        for coin in self.pots.cross_coins:
            frozen = self.pots.frozen(coin)
            if frozen - known.get(coin, ZERO) > frozen * UNEXPLAINED and self._explained.get(coin) != frozen:
                odd.add(coin)
        return {name for name, pair in self._pairs.items() if pair.quote in odd or pair.base in odd}

    async def fills(self, from_ms: int) -> list[Fill]:
        """See `Reader`; the financial records tell which coins were traded meanwhile."""
        entries = await self.entries(CROSS, "", from_ms)
        coins = {each.coin for each in entries if each.kind in records.DEALS}
        self._traded |= {name for name, pair in self._pairs.items() if pair.base in coins}
        wanted = [(CROSS, name) for name in sorted(self._cross_pairs())]
        wanted += [(ISOLATED, name) for name in self.pots.isolated_pairs]
        parts = await together(*(self._fills(mode, name, from_ms) for mode, name in wanted))
        return [fill for part in parts for fill in part if fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """See `Reader`: interest, and what liquidations cost."""
        wallets = [(CROSS, ""), *((ISOLATED, name) for name in self.pots.isolated_pairs)]
        parts = await together(*(self.costs(mode, name, from_ms) for mode, name in wallets))
        return [income for part in parts for income in part if income.time_ms >= from_ms]

    async def find_order(self, order: Order) -> Order | None:
        """See `Reader`."""
        return await self.lookup(order.margin_mode or CROSS, order.venue_symbol, {"orderId": order.id})

    async def by_client_id(self, name: str, client_id: str) -> Order | None:
        """See `Reader`; the id may be of either kind of margin."""
        for mode in MarginMode:
            found = await self.lookup(mode, name, {"clientOid": client_id})
            if found is not None:
                return found
        return None

    async def lookup(self, mode: MarginMode, name: str, identity: Mapping[str, str]) -> Order | None:
        """An order by one of its ids, open or finished; `None` when the venue does not know it."""
        for call in ("open_orders", "history"):
            try:
                found = await self._orders(mode, name, call, identity)
            except NotFound:
                continue
            wanted = identity.get("orderId"), identity.get("clientOid")
            for order in found:
                if order.id == wanted[0] or (wanted[1] and order.client_id == wanted[1]):
                    return order
        return None

    async def update(self, data: Data) -> Update | None:
        """See `Reader`."""
        rows, reading, role = rows_in(data.payload, "data"), self.reading(data), self._roles.get(data.channel)
        match role:
            case "index":
                prices = [found for row in rows if (found := mapping.index_price(row)) is not None]
                return self.pots.price(prices, reading)
            case "money cross" | "money isolated":
                isolated = role == "money isolated"
                taken = self.each(lambda row: self._pot(row, reading, isolated=isolated), rows)
                self._look_for_orders(taken)
                return self.pots.take(taken, reading)
            case "orders cross" | "orders isolated":
                mode, pair = CROSS if role == "orders cross" else ISOLATED, _pair_of(data)
                symbols = self._symbols(pair)
                read = lambda row: mapping.order(row, reading, mode, symbols, pair)  # noqa: E731
                orders = self.each(read, rows)
                return Update(orders=tuple(orders), fills=tuple(await self._new_fills(orders)))
        return None

    def _look_for_orders(self, taken: Iterable[tuple[str, Balance]]) -> None:
        """Money that moved where no order channel is heard may have moved for an order."""
        for wallet, row in taken:
            moved = {wallet} if wallet else {name for name, each in self._pairs.items() if each.base == row.asset}
            if not wallet:
                self._traded |= moved
            before = self.pots.row(wallet, row.asset)
            holds_more = row.asset == QUOTE and before is not None and _frozen(row) != _frozen(before)
            if holds_more or not moved <= self._following.get(ISOLATED if wallet else CROSS, frozenset()):
                self._audit_soon()

    async def _new_fills(self, orders: Iterable[Order]) -> list[Fill]:
        """No channel tells fills: those of an order that grew are asked for, with all newer ones of its pair.

        So a burst costs few calls: what was fetched for one order needs not be asked for by the next.
        """
        found: list[Fill] = []
        for order in orders:
            before = self._filled.get(order.id, ZERO)
            if order.filled_base <= before:
                continue
            try:
                recent = await self._fills(
                    order.margin_mode or CROSS, order.venue_symbol, self.line.clock.venue_ms() - RECENT_MS
                )
            except VenueError:
                recent = []
            self._count(recent)
            if self._filled.get(order.id, ZERO) < order.filled_base - before:
                self._audit_soon()  # Not listed yet, or longer ago.
            self._filled[order.id] = max(order.filled_base, self._filled.get(order.id, ZERO))
            found += recent
        return found

    def _count(self, fills: Iterable[Fill]) -> None:
        """Note how much of each order these fills tell; the oldest orders are forgotten."""
        told: dict[str, Decimal] = {}
        for fill in fills:
            told[fill.order_id] = told.get(fill.order_id, ZERO) + fill.size_base
        for order_id, size in told.items():
            self._filled[order_id] = max(size, self._filled.get(order_id, ZERO))
            self._filled.move_to_end(order_id)
        while len(self._filled) > ORDERS_KEPT:
            self._filled.popitem(last=False)

    # Calls.

    async def _open(self, mode: MarginMode, name: str) -> list[Order]:
        return await self._orders(mode, name, "open_orders", {})

    async def _orders(self, mode: MarginMode, name: str, call: str, identity: Mapping[str, str]) -> list[Order]:
        rows = await self.listed(mode, call, {"symbol": name} | self.since(0) | dict(identity))
        reading, symbols = self.reading(), self._symbols(name)
        return self.each(lambda row: mapping.order(row, reading, mode, symbols, name), rows)

    async def _fills(self, mode: MarginMode, name: str, from_ms: int) -> list[Fill]:
        rows = await self.listed(mode, "fills", {"symbol": name} | self.since(from_ms))
        reading, symbols = self.reading(), self._symbols(name)
        return self.each(lambda row: mapping.fill(row, reading, symbols, name), rows)

    def _symbols(self, name: str) -> dict[str, str]:
        pair = self._pairs.get(name)
        return {name: pair.symbol} if pair else {}

    def _pot(self, row: Row, reading: Any, *, isolated: bool) -> tuple[str, Balance]:
        pair = mapping.pair_name(row) if isolated else ""
        wallet = self._pairs[pair].symbol if pair in self._pairs else pair
        return pair, mapping.balance(row, reading, wallet)


def _pair_of(data: Data) -> str:
    """The pair an order channel follows."""
    arg = data.payload.get("arg")
    return mapping.pair_name({"symbol": arg.get("instId")}) if isinstance(arg, dict) else ""


def _prices(rows: Iterable[Row], at_ms: int) -> list[tuple[str, Decimal, int]]:
    """(pair, last price, time) of tickers."""
    found = []
    for row in rows:
        price = mapping.first_of(row, "lastPr", "last")
        if price:
            found.append((clean(row.get("symbol")), price, ms(row.get("ts")) or at_ms))
    return found


def _frozen(row: Balance) -> Decimal | None:
    return None if row.total is None or row.available is None else row.total - row.available
