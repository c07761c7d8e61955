"""Metering: what a binding's realised profit costs, debited from its owner's compute, each fill counted once.

Journal and debit are one transaction, and the meter of a binding is locked in it first. So a fill that is repeated, by
the venue, by a restart or by a second instance, is found in the journal and moves nothing.

The charge depends only on what happened and when, not on when we heard of it: an entry that arrives late puts the
high-water mark where it would have been, and what was debited too much for it is given back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from app.services.high_water import HighWater, micro
from app.services.realised import net_of_fill, net_of_income
from app.services.rules import Rules
from app.settings import Settings
from exchanges.core.model import Fill, Income
from store import journal, ledger, meters
from store.database import Store, new_id
from store.errors import InsufficientCompute
from store.meters import Held, Place

log = logging.getLogger(__name__)

ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Booked:
    """What one call recorded and moved."""

    fills: tuple[Fill, ...] = ()
    """Those that were not in the journal before."""
    incomes: tuple[Income, ...] = ()
    debited_micro: int = 0
    """Taken from the owner's compute; negative when some was given back."""
    owed_micro: int = 0
    """Metered, but compute did not suffice."""


@dataclass(frozen=True, slots=True)
class _Item:
    place: Place
    net_micro: int


class MeteringService:
    """Books fills and incomes, and debits the owner's compute for new profit.

    Args:
        store: Journal, meters and ledger.
        rules: `metering.share_percent` is the share.
        now: The clock, UTC milliseconds.
    """

    def __init__(self, store: Store, rules: Rules | Settings, now: Callable[[], int]) -> None:
        self._store = store
        self._rules = rules
        self._now = now

    async def book(self, binding_id: str, fills: Sequence[Fill], incomes: Sequence[Income] = ()) -> Booked:
        """Record what is new of it and debit what it costs, in one transaction.

        Raises:
            StoreUnavailable: Nothing was recorded and nothing debited; call again with the same.
        """
        now_ms = self._now()
        fills = list({fill.id: fill for fill in fills}.values())
        incomes = list({income.id: income for income in incomes}.values())
        async with self._store.write() as connection:
            meter = await meters.hold(connection, binding_id, now_ms)
            newest = await meters.newest_place(connection, binding_id)
            new_fills = await journal.record_fills(connection, binding_id, fills, now_ms)
            new_incomes = await journal.record_incomes(connection, binding_id, incomes, now_ms)
            booked = Booked(tuple(new_fills), tuple(new_incomes))
            if meter is None:
                return booked
            items = sorted(_items(meter.since_ms, new_fills, new_incomes), key=lambda item: item.place)
            moved = await self._move(connection, meter, newest, items)
            settled = await self._settle(connection, moved, items[-1].place if items else None)
            if settled != meter:
                await meters.save(connection, settled, now_ms)
        return replace(booked, debited_micro=settled.metered_micro - meter.metered_micro, owed_micro=settled.owed_micro)

    async def collect(self, user_id: str) -> int:
        """Debit what is still owed by a user's bindings, as far as compute suffices; answers how much was debited."""
        async with self._store.read() as connection:
            if not await ledger.balance(connection, ledger.compute(user_id)):
                return 0
            owing = await meters.owing(connection, user_id)
        collected = 0
        for binding_id in owing:
            collected += (await self.book(binding_id, ())).debited_micro
        return collected

    async def _move(
        self, connection: AsyncConnection, meter: Held, newest: Place | None, items: Sequence[_Item]
    ) -> Held:
        """The meter after these entries: mark and debt, nothing debited yet."""
        if not items:
            return meter
        before = HighWater(meter.realised_micro, meter.high_water_micro)
        if newest is None or items[0].place > newest:
            after = before.after(item.net_micro for item in items)
        else:
            after = await _recount(connection, meter, before, items)
        share = self._rules.metering.share_percent
        charge = after.charge_micro(share) - before.charge_micro(share)
        return replace(
            meter,
            realised_micro=after.realised_micro,
            high_water_micro=after.high_micro,
            owed_micro=meter.owed_micro + charge,
        )

    async def _settle(self, connection: AsyncConnection, meter: Held, cause: Place | None) -> Held:
        """Debit the debt as far as compute suffices; a negative debt is given back."""
        account = ledger.compute(meter.user_id)
        reason = f"{cause.kind}:{cause.id}" if cause else f"owed:{new_id()}"
        key = f"meter:{meter.binding_id}:{reason}"
        if meter.owed_micro < 0:
            back = min(-meter.owed_micro, meter.metered_micro)
            if back:
                await self._post(connection, key, "reversal", ledger.METERING, account, back, meter.label)
            return replace(meter, owed_micro=0, metered_micro=meter.metered_micro - back)
        while due := min(meter.owed_micro, await ledger.balance(connection, account)):
            try:
                await self._post(connection, key, "metering", account, ledger.METERING, due, meter.label)
            except InsufficientCompute:
                # Spent meanwhile by somebody else; from here on the account is locked and the balance stays.
                log.info("compute of %s was spent while metering", meter.user_id)
                continue
            return replace(meter, owed_micro=meter.owed_micro - due, metered_micro=meter.metered_micro + due)
        return meter

    async def _post(
        self,
        connection: AsyncConnection,
        key: str,
        kind: str,
        debit: ledger.Account,
        credit: ledger.Account,
        amount_micro: int,
        ref: str,
    ) -> None:
        await ledger.post(connection, key, kind, debit, credit, amount_micro, ref, ACTOR, self._now())


def _items(since_ms: int, fills: Sequence[Fill], incomes: Sequence[Income]) -> list[_Item]:
    """What counts of new entries: since the approval, and in USDT."""
    found = [
        _Item(Place(fill.time_ms, "fill", fill.id), micro(net_of_fill(fill)))
        for fill in fills
        if fill.time_ms >= since_ms
    ]
    found += [
        _Item(Place(income.time_ms, "income", income.id), micro(net))
        for income in incomes
        if income.time_ms >= since_ms and (net := net_of_income(income)) is not None
    ]
    return found


async def _recount(connection: AsyncConnection, meter: Held, before: HighWater, late: Sequence[_Item]) -> HighWater:
    """The mark with entries that arrived late: from the journal's end when that tells, else from all of it."""
    first = late[0].place
    tail = [item for item in await _journal(connection, meter, first.time_ms) if item.place >= first]
    new = {item.place for item in late}
    known = [item.net_micro for item in tail if item.place not in new]
    grown = [item.net_micro for item in tail]
    # What follows may be no profit or loss at all, a transfer; then nothing is late.
    after = before.with_late(known, grown) if known else before.after(grown)
    return after or HighWater().after(item.net_micro for item in await _journal(connection, meter, meter.since_ms))


async def _journal(connection: AsyncConnection, meter: Held, since_ms: int) -> list[_Item]:
    """What counts of the journal from `since_ms` on, in the order of time."""
    items = [
        _Item(Place(row.time_ms, "fill", row.fill_id), micro(net_of_fill(row)))
        async for row in meters.fills_since(connection, meter.binding_id, since_ms)
    ]
    items += [
        _Item(Place(row.time_ms, "income", row.income_id), micro(net))
        async for row in meters.incomes_since(connection, meter.binding_id, since_ms)
        if (net := net_of_income(row)) is not None
    ]
    return sorted(items, key=lambda item: item.place)
