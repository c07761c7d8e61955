"""A classic account: the v2 calls and channels."""

from __future__ import annotations

from decimal import Decimal

from exchanges.bitget import mapping, order_mapping, table
from exchanges.bitget.reader import DAY_MS, Reader, Standing, rows_in
from exchanges.bitget.rows import Row, is_ours
from exchanges.bitget.table import MARGIN_COIN, PRODUCT
from exchanges.core.changes import Gone, Update
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import NotFound, VenueError
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Order, OrderKind, Position
from exchanges.core.numbers import dec
from exchanges.core.text import clean
from exchanges.core.together import together

KEPT_MS = 89 * DAY_MS
"""Fills and bills go back ninety days."""
SLACK_MS = 1_000
ANY_SYMBOL = "BTCUSDT"
"""The position mode belongs to all contracts, and the call that tells it wants the name of one."""
_CURSOR = ("idLessThan", "endId")


class Classic(Reader):
    """Reads a classic account."""

    followed = table.FOLLOWED

    async def standing(self) -> Standing:
        """See `Reader`."""
        params = PRODUCT | {"symbol": ANY_SYMBOL, "marginCoin": MARGIN_COIN}
        row = await self.ask(table.ACCOUNT, params)
        return Standing("classic", clean(row.get("posMode")) if isinstance(row, dict) else "")

    async def equity_usdt(self) -> Decimal | None:
        """See `Reader`."""
        for row in rows_in(await self.ask(table.ACCOUNTS, PRODUCT)):
            if row.get("marginCoin") == MARGIN_COIN:
                equity = dec(row.get("usdtEquity"))
                return dec(row.get("accountEquity")) if equity is None else equity
        return None

    async def positions(self) -> list[Position]:
        """See `Reader`."""
        reading = self.reading()
        rows = _ours(rows_in(await self.ask(table.POSITIONS, PRODUCT | {"marginCoin": MARGIN_COIN})))
        found = self.each(lambda row: mapping.position(row, reading), rows)
        return [row for row in found if isinstance(row, Position)]

    async def orders(self) -> list[Order]:
        """See `Reader`; plans are listed by three words."""
        lists = await together(self._plain(), *(self._plans(word) for word in table.PLAN_LISTS))
        return [order for orders in lists for order in orders]

    async def balances(self) -> list[Balance]:
        """See `Reader`."""
        reading = self.reading()
        return self.each(lambda row: mapping.balance(row, reading), rows_in(await self.ask(table.ACCOUNTS, PRODUCT)))

    async def fills(self, from_ms: int) -> list[Fill]:
        """See `Reader`."""
        reading = self.reading()
        rows = await self._since(table.FILLS, from_ms, {}, "fillList")
        found = self.each(lambda row: order_mapping.fill(row, reading), _ours(rows))
        return [fill for fill in found if fill is not None and fill.time_ms >= from_ms]

    async def incomes(self, from_ms: int) -> list[Income]:
        """See `Reader`."""
        rows = await self._since(table.BILLS, from_ms, {"businessType": mapping.FUNDING}, "bills")
        found = self.each(mapping.income, rows)
        return [income for income in found if income is not None and income.time_ms >= from_ms]

    async def find_order(self, order: Order) -> Order | None:
        """See `Reader`."""
        if order.kind is OrderKind.PLAIN:
            return await self._detail(order.venue_symbol, {"orderId": order.id})
        listed = order.venue_type if order.venue_type in table.PLAN_LISTS else table.PLAN_LISTS[-1]
        for endpoint in (table.PLANS, table.PLANS_HISTORY):
            try:
                rows = await self._entrusted(endpoint, {"planType": listed, "orderId": order.id})
            except NotFound:
                continue
            reading = self.reading()
            for found in self.each(lambda row, at=reading: order_mapping.plan(row, at), rows):  # type: ignore[misc]
                if found.id == order.id:
                    return found
        return None

    async def by_client_id(self, name: str, client_id: str) -> Order | None:
        """See `Reader`."""
        return await self._detail(name, {"clientOid": client_id})

    async def update(self, data: Data) -> Update | None:
        """See `Reader`."""
        rows = rows_in(data.payload, "data")
        reading = self.reading(data)
        match data.channel:
            case "positions":
                return self._positions(rows, data)
            case "orders":
                orders = self.each(lambda row: order_mapping.order(row, reading), _ours(rows))
                self.legs.learn(orders)
                return Update(orders=tuple(orders))
            case "orders-algo":
                return Update(orders=tuple(self.each(lambda row: order_mapping.plan(row, reading), _ours(rows))))
            case "fill":
                return await self._fills(_ours(rows), data)
            case "account":
                return Update(balances=tuple(self.each(lambda row: mapping.balance(row, reading), rows)))
        return None

    def _positions(self, rows: list[Row], data: Data) -> Update:
        """Every push of this channel lists all positions; one that is missing is closed."""
        reading, ours = self.reading(data), _ours(rows)
        read = self.each(lambda row: mapping.position(row, reading), ours)
        return Update(
            positions=tuple(row for row in read if isinstance(row, Position)),
            closed=tuple(row for row in read if isinstance(row, Gone)),
            # Rows that could not be read would look closed, so such a list only adds.
            whole_at_ms=reading.venue_ms if len(read) == len(ours) else None,
        )

    async def _fills(self, rows: list[Row], data: Data) -> Update:
        """A fill that closes tells its leg by its order only, which may have to be asked for."""
        reading = self.reading(data)
        found = []
        for row in rows:
            (fill,) = self.each(lambda each: order_mapping.fill(each, reading), [row]) or (None,)
            if fill is None and (order_id := clean(row.get("orderId"))):
                await self._learn_leg(clean(row.get("symbol")) or clean(row.get("instId")), order_id)
                (fill,) = self.each(lambda each: order_mapping.fill(each, reading), [row]) or (None,)
            if fill is None:
                self._audit_soon()
            else:
                found.append(fill)
        return Update(fills=tuple(found))

    async def _learn_leg(self, name: str, order_id: str) -> None:
        try:
            order = await self._detail(name, {"orderId": order_id})
        except VenueError:
            return  # The audit will tell the fill.
        self.legs.learn([order] if order else [])

    async def _detail(self, name: str, identity: dict[str, str]) -> Order | None:
        try:
            row = await self.ask(table.ORDER_DETAIL, PRODUCT | {"symbol": name} | identity)
        except NotFound:
            return None
        reading = self.reading()
        found = self.each(lambda each: order_mapping.order(each, reading), [row] if isinstance(row, dict) else [])
        return found[0] if found else None

    async def _plain(self) -> list[Order]:
        rows = await self._entrusted(table.ORDERS, {})
        reading = self.reading()
        orders = self.each(lambda row: order_mapping.order(row, reading), rows)
        self.legs.learn(orders)
        return orders

    async def _plans(self, word: str) -> list[Order]:
        rows = await self._entrusted(table.PLANS, {"planType": word})
        reading = self.reading()
        return self.each(lambda row: order_mapping.plan(row, reading), rows)

    async def _entrusted(self, endpoint: Endpoint, params: dict[str, str]) -> list[Row]:
        rows = [row async for row in self.walk(endpoint, PRODUCT | params, rows="entrustedList", cursor=_CURSOR)]
        return _ours(rows)

    async def _since(self, endpoint: Endpoint, from_ms: int, params: dict[str, str], name: str) -> list[Row]:
        now = self.line.clock.venue_ms()
        span = {"startTime": str(max(from_ms, now - KEPT_MS)), "endTime": str(now + SLACK_MS)}
        return [row async for row in self.walk(endpoint, PRODUCT | params | span, rows=name, cursor=_CURSOR)]


def _ours(rows: list[Row]) -> list[Row]:
    """Rows of USDT-margined perpetual contracts."""
    return [row for row in rows if is_ours(row.get("symbol") or row.get("instId"))]
