"""What reading a classic and a unified account have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from exchanges.bitget.codec import BitgetDialect
from exchanges.bitget.rows import Incomplete, Reading, Row
from exchanges.bitget.table import PAGE
from exchanges.core.adapter import Counters
from exchanges.core.changes import Update
from exchanges.core.clock import VenueClock
from exchanges.core.endpoint import Endpoint
from exchanges.core.frames import Data
from exchanges.core.model import Balance, Fill, Income, Order, Origin, Position, Side
from exchanges.core.numbers import ms
from exchanges.core.rest import Rest
from exchanges.core.text import clean

T = TypeVar("T")
MOST_PAGES = 200
LEGS_KEPT = 20_000
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the venue, shared by everything that reads or writes one account."""

    rest: Rest
    dialect: BitgetDialect
    clock: VenueClock
    now: Callable[[], int]
    """Local wall clock, UTC milliseconds."""
    counters: Counters
    """Where rows that cannot be read are counted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account is set up, in the venue's words."""

    kind: str
    """`classic`, or what a unified account says of itself: `unified`, `hybrid`, `upgrading`, `switching`."""
    position_mode: str
    """`hedge_mode` or `one_way_mode`."""


class Legs:
    """Which hedge leg an order belongs to, as far as orders were seen; the oldest are forgotten."""

    def __init__(self) -> None:
        self.by_order: OrderedDict[str, Side] = OrderedDict()

    def learn(self, orders: Iterable[Order]) -> None:
        """Note the legs of these orders."""
        for order in orders:
            if order.position_side is not None:
                self.by_order[order.id] = order.position_side
        while len(self.by_order) > LEGS_KEPT:
            self.by_order.popitem(last=False)


class Reader(ABC):
    """One account as its generation of calls tells it.

    Args:
        line: The way to the venue.
        audit_soon: Called when a push speaks of something only REST tells fully.
    """

    followed: tuple[str, ...]
    """Channels that together tell the account's life."""

    def __init__(self, line: Line, audit_soon: Callable[[], None]) -> None:
        self.line = line
        self.legs = Legs()
        self._audit_soon = audit_soon

    @abstractmethod
    async def standing(self) -> Standing:
        """Kind and position mode."""

    @abstractmethod
    async def equity_usdt(self) -> Decimal | None:
        """Equity of the futures account; `None` when the venue did not say."""

    @abstractmethod
    async def positions(self) -> list[Position]:
        """Open positions."""

    @abstractmethod
    async def orders(self) -> list[Order]:
        """Open orders of both families."""

    @abstractmethod
    async def balances(self) -> list[Balance]:
        """Coins of the account."""

    @abstractmethod
    async def fills(self, from_ms: int) -> list[Fill]:
        """Fills at or after that time, as far back as the venue tells."""

    @abstractmethod
    async def incomes(self, from_ms: int) -> list[Income]:
        """Funding at or after that time, as far back as the venue tells."""

    @abstractmethod
    async def find_order(self, order: Order) -> Order | None:
        """See `sync.Source`."""

    @abstractmethod
    async def by_client_id(self, name: str, client_id: str) -> Order | None:
        """A plain order by our own id; `None` when the venue does not know it."""

    @abstractmethod
    async def update(self, data: Data) -> Update | None:
        """A push in the model's words."""

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
            return Reading(self.line.now(), at_ms, Origin.SNAPSHOT, self.legs.by_order)
        return Reading(self.line.now(), ms(pushed.payload.get("ts")) or at_ms, Origin.STREAM, self.legs.by_order)

    async def ask(self, endpoint: Endpoint, params: dict[str, str]) -> Any:
        """One call."""
        return await self.line.rest.call(endpoint, params)

    async def walk(
        self, endpoint: Endpoint, params: dict[str, str], *, rows: str, cursor: tuple[str, str], size: str = "limit"
    ) -> AsyncIterator[Row]:
        """All pages of a list, newest first.

        Args:
            rows: Where the rows stand in an answer.
            cursor: Name of the cursor in the question and in the answer.
            size: Name of the page size.
        """
        after = ""
        for _ in range(MOST_PAGES):
            page = params | {size: str(PAGE)} | ({cursor[0]: after} if after else {})
            answer = await self.ask(endpoint, page)
            listed = rows_in(answer, rows)
            for row in listed:
                yield row
            last = clean(answer.get(cursor[1])) if isinstance(answer, dict) else ""
            if len(listed) < PAGE or not last or last == after:
                return
            after = last


def rows_in(answer: Any, name: str = "") -> list[Row]:
    """The rows of an answer: it may be a list, or hold one by that name, which the venue writes as null when empty."""
    found = answer.get(name) if isinstance(answer, dict) and name else answer
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


async def untyped(part: Awaitable[Any]) -> Any:
    """For calls of different answers made at once."""
    return await part
