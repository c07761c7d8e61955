"""The meters of bindings: held for the length of a unit, read from the journal, written back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.journal import FILLS, INCOMES
from store.ledger import METERING, compute
from store.ledger.accounts import TRANSFERS
from store.statements import insert_into
from store.tables import Binding, Meter

BINDINGS = Binding.__table__
METERS = Meter.__table__
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A meter that nobody else can change until the unit ends."""

    binding_id: str
    user_id: str
    label: str
    since_ms: int
    """What happened before this, on the venue's clock, is never metered."""
    realised_micro: int
    high_water_micro: int
    owed_micro: int
    metered_micro: int


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entry of the journal stands in the order of time; entries of one moment are told apart by their ids."""

    time_ms: int
    kind: str
    """`fill` or `income`."""
    id: str


async def hold(connection: AsyncConnection, binding_id: str, now_ms: int) -> Held | None:
    """Lock the meter of a binding; None when the binding was never approved, so that nothing of it is metered.

    Take it before anything else in the unit: whoever books the same binding then waits here.
    """
    wanted = select(
        BINDINGS.c.user_id, BINDINGS.c.label, BINDINGS.c.venue, BINDINGS.c.approved_ms, BINDINGS.c.answers
    ).where(BINDINGS.c.id == binding_id)
    binding = (await connection.execute(wanted)).first()
    if binding is None or binding.approved_ms is None:
        return None
    zero = {"realised_micro": 0, "high_water_micro": 0, "owed_micro": 0, "metered_micro": 0}
    made = insert_into(connection, METERS).values(binding_id=binding_id, updated_ms=now_ms, **zero)
    await connection.execute(made.on_conflict_do_nothing(index_elements=["binding_id"]))
    row = (await connection.execute(select(METERS).where(METERS.c.binding_id == binding_id).with_for_update())).one()
    return Held(
        binding_id=binding_id,
        user_id=binding.user_id,
        label=binding.label or binding.venue,
        since_ms=int(binding.answers.get("metered_from_ms", binding.approved_ms)),
        realised_micro=row.realised_micro,
        high_water_micro=row.high_water_micro,
        owed_micro=row.owed_micro,
        metered_micro=row.metered_micro,
    )


async def save(connection: AsyncConnection, meter: Held, now_ms: int) -> None:
    """Write a held meter back."""
    await connection.execute(
        update(METERS)
        .where(METERS.c.binding_id == meter.binding_id)
        .values(
            realised_micro=meter.realised_micro,
            high_water_micro=meter.high_water_micro,
            owed_micro=meter.owed_micro,
            metered_micro=meter.metered_micro,
            updated_ms=now_ms,
        )
    )


async def newest_place(connection: AsyncConnection, binding_id: str) -> Place | None:
    """The last entry of the binding's journal in the order of time."""
    places = []
    for table, kind, id_column in _JOURNALS:
        own = table.c[id_column]
        newest = select(table.c.time_ms, own.label("id")).where(table.c.binding_id == binding_id)
        row = (await connection.execute(newest.order_by(table.c.time_ms.desc(), own.desc()).limit(1))).first()
        if row is not None:
            places.append(Place(row.time_ms, kind, row.id))
    return max(places, default=None)


async def fills_since(connection: AsyncConnection, binding_id: str, since_ms: int) -> AsyncIterator[Row[Any]]:
    """All recorded fills from `since_ms` on, oldest first, page by page."""
    async for row in _walk(connection, FILLS, "fill_id", binding_id, since_ms):
        yield row


async def incomes_since(connection: AsyncConnection, binding_id: str, since_ms: int) -> AsyncIterator[Row[Any]]:
    """All recorded incomes from `since_ms` on, oldest first, page by page."""
    async for row in _walk(connection, INCOMES, "income_id", binding_id, since_ms):
        yield row


async def newest_income_ms(connection: AsyncConnection, binding_id: str) -> int | None:
    """Time of the newest recorded income."""
    newest = select(INCOMES.c.time_ms).where(INCOMES.c.binding_id == binding_id)
    found: int | None = await connection.scalar(newest.order_by(INCOMES.c.time_ms.desc()).limit(1))
    return found


async def owing(connection: AsyncConnection, user_id: str) -> list[str]:
    """Bindings of a user whose metered profit is not wholly debited yet."""
    bindings = (
        select(METERS.c.binding_id)
        .join(BINDINGS, BINDINGS.c.id == METERS.c.binding_id)
        .where(BINDINGS.c.user_id == user_id, METERS.c.owed_micro > 0)
        .order_by(METERS.c.binding_id)
    )
    return list((await connection.scalars(bindings)).all())


async def owed_by(connection: AsyncConnection, user_id: str) -> int:
    """Metered profit of a user that is not debited yet, micro-USDT."""
    owed = select(func.sum(METERS.c.owed_micro)).join(BINDINGS, BINDINGS.c.id == METERS.c.binding_id)
    return int(await connection.scalar(owed.where(BINDINGS.c.user_id == user_id)) or 0)


_JOURNALS = ((FILLS, "fill", "fill_id"), (INCOMES, "income", "income_id"))


async def _walk(
    connection: AsyncConnection, table: Table, id_column: str, binding_id: str, since_ms: int
) -> AsyncIterator[Row[Any]]:
    place = tuple_(table.c.time_ms, table.c[id_column])
    after: tuple[int, str] = (since_ms, "")
    while True:
        page = select(table).where(table.c.binding_id == binding_id, place > after)
        rows = (await connection.execute(page.order_by(table.c.time_ms, table.c[id_column]).limit(_PAGE))).all()
        for row in rows:
            yield row
        if len(rows) < _PAGE:
            return
        after = (rows[-1].time_ms, rows[-1]._mapping[id_column])


@dataclass(frozen=True, slots=True)
class Spending:
    """What metering took from a user."""

    net_micro: int
    first_ms: int | None
    """When the first of it was taken; None when nothing was."""


async def spending_since(connection: AsyncConnection, user_id: str, since_ms: int) -> Spending:
    """What metering took since then, less what it gave back."""
    own, house = compute(user_id).code, METERING.code
    taken = (TRANSFERS.c.debit_code == own) & (TRANSFERS.c.credit_code == house)
    given = (TRANSFERS.c.debit_code == house) & (TRANSFERS.c.credit_code == own)
    sums = []
    for moved in (taken, given):
        found = select(func.sum(TRANSFERS.c.amount_micro).label("micro"), func.min(TRANSFERS.c.created_ms).label("ms"))
        sums.append((await connection.execute(found.where(moved, TRANSFERS.c.created_ms >= since_ms))).one())
    return Spending(int(sums[0].micro or 0) - int(sums[1].micro or 0), sums[0].ms)
