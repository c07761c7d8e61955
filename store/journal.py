"""The journal: fills and incomes of a binding, each recorded once whatever is repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.statements import insert_into
from store.tables import Fill, Income

FILLS = Fill.__table__
INCOMES = Income.__table__
_PAGE = 40
"""Rows per statement; between two of them the loop is free."""


class FillLike(Protocol):
    """What the journal reads of a fill; `exchanges.core.model.Fill` has it."""

    @property
    def id(self) -> str: ...
    @property
    def order_id(self) -> str: ...
    @property
    def client_id(self) -> str | None: ...
    @property
    def symbol(self) -> str: ...
    @property
    def side(self) -> str: ...
    @property
    def position_side(self) -> str | None: ...
    @property
    def price(self) -> Decimal: ...
    @property
    def size_base(self) -> Decimal: ...
    @property
    def fee(self) -> Decimal: ...
    @property
    def fee_asset(self) -> str: ...
    @property
    def realised_pnl(self) -> Decimal: ...
    @property
    def is_maker(self) -> bool | None: ...
    @property
    def bill_id(self) -> str: ...
    @property
    def time_ms(self) -> int: ...


class IncomeLike(Protocol):
    """What the journal reads of an income; `exchanges.core.model.Income` has it."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def symbol(self) -> str: ...
    @property
    def asset(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def time_ms(self) -> int: ...


F = TypeVar("F", bound=FillLike)
G = TypeVar("G", bound=IncomeLike)
T = TypeVar("T")


async def record_fills(connection: AsyncConnection, binding_id: str, fills: Sequence[F], now_ms: int) -> list[F]:
    """Record fills and give back those that were not known, in the order given."""

    def row(fill: F) -> dict[str, Any]:
        return {
            "binding_id": binding_id,
            "fill_id": fill.id,
            "order_id": fill.order_id,
            "client_id": fill.client_id,
            "symbol": fill.symbol,
            "side": str(fill.side),
            "position_side": None if fill.position_side is None else str(fill.position_side),
            "price": fill.price,
            "size_base": fill.size_base,
            "fee": fill.fee,
            "fee_asset": fill.fee_asset,
            "realised_pnl": fill.realised_pnl,
            "is_maker": fill.is_maker,
            "bill_id": fill.bill_id,
            "time_ms": fill.time_ms,
            "recorded_ms": now_ms,
        }

    unique: dict[str, F] = {}
    for fill in fills:
        unique.setdefault(fill.id, fill)
    new = await _record(connection, FILLS, "fill_id", unique, row)
    return [fill for fill in unique.values() if fill.id in new]


async def record_incomes(connection: AsyncConnection, binding_id: str, incomes: Sequence[G], now_ms: int) -> list[G]:
    """Record incomes and give back those that were not known, in the order given."""

    def row(income: G) -> dict[str, Any]:
        return {
            "binding_id": binding_id,
            "income_id": income.id,
            "kind": str(income.kind),
            "symbol": income.symbol,
            "asset": income.asset,
            "amount": income.amount,
            "time_ms": income.time_ms,
            "recorded_ms": now_ms,
        }

    unique: dict[str, G] = {}
    for income in incomes:
        unique.setdefault(income.id, income)
    new = await _record(connection, INCOMES, "income_id", unique, row)
    return [income for income in unique.values() if income.id in new]


async def _record(
    connection: AsyncConnection, table: Table, id_column: str, unique: dict[str, T], row: Callable[[T], dict[str, Any]]
) -> set[str]:
    """Insert what is not there; the ids of what was inserted. Sorted, so that two instances do not wait in a circle."""
    insert = insert_into(connection, table).on_conflict_do_nothing(index_elements=["binding_id", id_column])
    inserted = insert.returning(table.c[id_column])
    ids, new = sorted(unique), set[str]()
    for start in range(0, len(ids), _PAGE):
        rows = [row(unique[id_]) for id_ in ids[start : start + _PAGE]]
        new.update((await connection.execute(inserted, rows)).scalars())
    return new


@dataclass(frozen=True, slots=True)
class LastFill:
    """The newest fill of a binding: where filling back goes on after a pause."""

    fill_id: str
    bill_id: str
    """The venue's cursor; empty when it has none."""
    time_ms: int


async def last_fill(connection: AsyncConnection, binding_id: str) -> LastFill | None:
    """The newest recorded fill, None when there is none."""
    row = (await connection.execute(_newest(binding_id).limit(1))).first()
    return None if row is None else LastFill(row.fill_id, row.bill_id, row.time_ms)


async def recent_fills(
    connection: AsyncConnection, binding_id: str, limit: int = 200, before: tuple[int, str] | None = None
) -> Sequence[Row[Any]]:
    """Recorded fills, newest first, as rows of `store.tables.Fill`.

    Args:
        before: `(time_ms, fill_id)` of the last row of the page above; None for the newest page.
    """
    page = _newest(binding_id).limit(limit)
    if before is not None:
        time_ms, fill_id = before
        page = page.where((FILLS.c.time_ms < time_ms) | ((FILLS.c.time_ms == time_ms) & (FILLS.c.fill_id < fill_id)))
    return (await connection.execute(page)).all()


def _newest(binding_id: str) -> Any:
    return (
        select(FILLS).where(FILLS.c.binding_id == binding_id).order_by(FILLS.c.time_ms.desc(), FILLS.c.fill_id.desc())
    )
