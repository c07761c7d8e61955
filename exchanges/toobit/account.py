"""One lead trader's futures account read by REST: facts of the key, contracts, the whole account at one moment."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from exchanges.core.adapter import AccountFacts, Counters, KeyFacts, Right
from exchanges.core.changes import Snapshot
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, NotFound, PermissionDenied, Unexpected, VenueError
from exchanges.core.key_lines import rights_of
from exchanges.core.model import Balance, Order, OrderKind, Position
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean
from exchanges.core.together import together
from exchanges.toobit import history, mapping, order_mapping, table
from exchanges.toobit.codec import VENUE
from exchanges.toobit.contracts import Contracts
from exchanges.toobit.money import Money
from exchanges.toobit.refusals import MAY_WRITE, NOT_A_LEADER, READ_ONLY
from exchanges.toobit.rows import Reading, Row
from exchanges.toobit.seen import Seen

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

    def __init__(self, rest: Rest, clock: VenueClock, now: Callable[[], int], counters: Counters) -> None:
        self.contracts = Contracts(rest, clock, now, counters)
        self.money = Money(rest, clock, now, self.contracts)
        self.seen = Seen()
        self._rest = rest
        self._clock = clock

    # The key and the account.

    async def key_facts(self) -> KeyFacts:
        """What harmless tries show of the key: Toobit has no call that tells of it."""
        await self.is_leader()
        words, untold = {"read"}, {Right.WITHDRAW, Right.TRANSFER}
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
        try:
            rows = await self._rest.call(table.FLOWS, {"limit": "1"})
        except (AuthError, PermissionDenied):
            # The key itself has been accepted before this: the futures account is refused to it.
            return ""
        return clean(rows[0].get("accountId"), limit=40) if rows else ""

    async def account_facts(self) -> AccountFacts:
        """Kind, equity, positions and orders."""
        await self.contracts.load()
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

    # The account at one moment.

    def forget(self) -> None:
        """News were missed: the next snapshot asks for everything and is right."""
        self.seen.forget()
        self.contracts.modes.clear()
        self.money.forget()

    async def snapshot(self, fills_from_ms: int, incomes_from_ms: int, progress: Callable[[str], None]) -> Snapshot:
        """See `sync.Source`."""
        await self._clock.ensure()
        await self.contracts.load()
        asked_ms = self._clock.venue_ms()
        progress("1/4")
        lists: list[Any] = await together(self.positions(asked_ms), self.balances(asked_ms))
        positions, balances = lists
        progress("2/4")
        orders = await self.orders()
        progress("3/4")
        changed_ms = max((row.venue_ms for row in positions), default=0)
        moved = {row.venue_symbol for row in positions if row.venue_ms >= fills_from_ms}
        fills, incomes = await self.money.since(fills_from_ms, incomes_from_ms, moved, changed_ms)
        progress("4/4")
        return Snapshot(asked_ms, tuple(positions), tuple(orders), tuple(balances), tuple(fills), tuple(incomes))

    async def positions(self, asked_ms: int | None = None) -> list[Position]:
        """Open positions."""
        at_ms = self._clock.venue_ms() if asked_ms is None else asked_ms
        rows = await self.contracts.ours(await self._rest.call(table.POSITIONS))
        await self.contracts.learn_modes(rows)
        reading = self.contracts.reading(venue_ms=at_ms)
        read = self.contracts.each(lambda row: mapping.position(row, reading), rows)
        return self.seen.list_positions((row for row in read if row is not None), at_ms)

    async def balances(self, asked_ms: int | None = None) -> list[Balance]:
        """Coins of the futures account."""
        reading = self.contracts.reading(venue_ms=self._clock.venue_ms() if asked_ms is None else asked_ms)
        rows = await self._rest.call(table.BALANCE)
        return [
            self.seen.list_balance(row) for row in self.contracts.each(lambda row: mapping.balance(row, reading), rows)
        ]

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
        found = self.contracts.each(lambda row: read(row, self.contracts.reading()), rows)
        return found[0] if found else None

    async def _listed(
        self, endpoint: Endpoint, about: dict[str, str], read: Callable[[Row, Reading], Order]
    ) -> list[Order]:
        rows = await self.contracts.ours(await history.open_ones(self._rest, endpoint, about))
        reading = self.contracts.reading()
        return [self.seen.list_order(order) for order in self.contracts.each(lambda row: read(row, reading), rows)]


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
