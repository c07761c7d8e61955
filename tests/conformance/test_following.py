"""An account followed at every venue: lines that break, logins, keys and clocks that fail, pushes nobody expected."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import fields, replace
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from exchanges import venues
from exchanges.core.adapter import Resume
from exchanges.core.errors import AuthError
from exchanges.core.model import LinkState, Origin, Side
from tests.conformance.following import FAULTS, Fault, Following, Way
from tests.conformance.simulated import house_of
from tests.house import SLOW, House

pytestmark = pytest.mark.anyio
TOLD: dict[str, Following] = {name: import_module(f"tests.{name}.following").FOLLOWING for name in venues.NAMES}
WAYS = [(name, way) for name, told in TOLD.items() for way in told.ways]
MARKED = [name for name in venues.NAMES if name not in ("bitget_margin", "gate_crossex")]
"""Margin has no entry prices, and CrossEx a mark for each of its exchanges: they are asked in tests of their own."""


def each_of(names: str, cases: Iterable[tuple[Any, ...]], words: Callable[..., str]) -> pytest.MarkDecorator:
    found = list(cases)
    return pytest.mark.parametrize(names, found, ids=[words(*case) for case in found])


each_venue = pytest.mark.parametrize("name", venues.NAMES)
each_way = each_of("name, way", WAYS, lambda name, way: f"{name} {' '.join(way.values())}")
each_fault = each_of(
    "name, way, fault",
    [
        (name, told.ways[number % len(told.ways)], fault)
        for name, told in TOLD.items()
        for number, fault in enumerate(told.faults)
    ],
    lambda name, way, fault: f"{name} {fault}",
)


@pytest.fixture
async def house(name: str) -> AsyncIterator[House]:
    """The venue in a simulation of its own, with time for a hasty test."""
    kind = house_of(name)
    async with kind.alone() as opened:
        yield opened


def account_of(way: Way) -> str:
    return str(way.get("account", "main"))


# Lines and what they carry.


def test_every_venue_has_most_of_the_faults_and_says_how_a_key_ends() -> None:
    for name, told in TOLD.items():
        assert len(set(told.faults) & set(FAULTS)) >= 4, name
        assert told.key_rights is not None, name


@each_fault
async def test_after_a_fault_the_link_says_stale_mends_itself_and_equals_the_truth(
    house: House, name: str, way: Way, fault: str
) -> None:
    told, account = TOLD[name], account_of(way)
    async with house.watching(house.adapter(**way, pace=told.fault_pace)) as watcher:
        await watcher.live()
        for each in told.faults[fault]:
            await house.fault(**each)
        await house.trade(account)
        await watcher.reaches(LinkState.STALE)
        await watcher.live(times=2)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        assert watcher.adapter.counters.reconnects >= 1


@pytest.mark.parametrize("kind", ["duplicate", "reorder"])
@each_way
async def test_pushes_twice_or_out_of_order_change_nothing(house: House, name: str, way: Way, kind: str) -> None:
    account = account_of(way)
    async with house.watching(house.adapter(**way, pace=TOLD[name].stream_pace)) as watcher:
        await watcher.live()
        await house.fault(kind)
        for _ in range(3):
            await house.trade(account)
        await house.clear()
        await house.trade(account)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)


@each_way
async def test_lost_pushes_are_found_by_the_audit_and_counted(house: House, name: str, way: Way) -> None:
    account = account_of(way)
    async with house.watching(house.adapter(**way)) as watcher:
        await watcher.live()
        await house.fault("drop", n=1)
        await house.order(account, await house.contract("SOL"), "buy", "long", "2")
        await watcher.until(lambda: watcher.adapter.counters.repairs > 0)
        await house.clear()
        await house.trade(account)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)


@each_of(
    "name, altered",
    [(name, altered) for name, told in TOLD.items() for altered in told.altered],
    lambda name, altered: f"{name} {altered['channel']} {' '.join(altered.get('set', altered.get('remove')))}",
)
async def test_rows_with_new_words_missing_fields_or_poison_do_no_harm(house: House, name: str, altered: Fault) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("mutate", **altered)
        await house.trade()
        await house.clear()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        told = repr(watcher.events)  # A control sign stands there as `\x1b`, one that was made harmless as `\\x1b`.
        assert "\\x1b" not in told.replace("\\\\x1b", "")
        assert LinkState.ATTENTION not in watcher.states()


@pytest.mark.parametrize("name", MARKED)
async def test_profit_moves_with_the_mark_price_between_pushes(house: House, name: str) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        (key,) = (key for key in watcher.positions if key.symbol == "BTC/USDT:USDT")
        entry, contract = watcher.positions[key].entry_price, watcher.positions[key].venue_symbol
        assert entry is not None
        await house.price(contract, f"{await house.last(contract) * Decimal('1.01'):.1f}")
        await watcher.until(lambda: watcher.positions[key].origin is Origin.DERIVED)
        row = watcher.positions[key]
        assert row.mark_price is not None
        assert row.unrealised_pnl == (row.mark_price - entry) * row.size_base * (1 if row.side is Side.LONG else -1)


@each_of(
    "name, way, how",
    [(name, way, how) for name, way in WAYS if TOLD[name].taken for how in ("liquidate", "adl")],
    lambda name, way, how: f"{name} {' '.join(way.values())} {how}",
)
async def test_a_position_the_venue_took_is_gone_with_its_reason_and_its_fill(
    house: House, name: str, way: Way, how: str
) -> None:
    told, account = TOLD[name], account_of(way)
    assert told.taken is not None
    contract, size = told.taken
    await house.order(account, contract, "buy", "long", size)
    async with house.watching(house.adapter(**way)) as watcher:
        await watcher.live()
        await house.do("POST", house.of(account, how), {"contract": contract, "leg": "long"})
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        last = watcher.fresh_fills()[-1]
        assert (last.side, last.position_side) == ("sell", Side.LONG)
        reasons = {row.reason for row in watcher.ended.values()}
        assert not told.taken_because or told.taken_because[how] in reasons


# Logins, keys, clocks, addresses.


@pytest.mark.parametrize("name", [name for name, told in TOLD.items() if told.login_refused])
async def test_a_refused_login_waits_for_a_person(house: House, name: str) -> None:
    await house.fault("refuse_login", count=0, code=TOLD[name].login_refused)
    async with house.watching() as watcher:
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.code == TOLD[name].login_refused
        requests = len(await house.requests())
        await house.clear()
        watcher.adapter.retry_now()
        await watcher.live()
        assert watcher.states().count(LinkState.ATTENTION) == 1
        assert len(await house.requests()) > requests


@pytest.mark.parametrize("name", [name for name, told in TOLD.items() if told.dispensable])
async def test_a_channel_we_can_do_without_leaves_the_link_live_and_is_named(house: House, name: str) -> None:
    assert TOLD[name].dispensable is not None
    way, channel, code, reason = TOLD[name].dispensable
    await house.fault("refuse_subscribe", channel=channel, code=code, count=0)
    async with house.watching(house.adapter(**way)) as watcher:
        assert (await watcher.reaches(LinkState.LIVE)).reason == reason


@each_venue
async def test_a_deleted_key_needs_attention(house: House, name: str) -> None:
    told = TOLD[name]
    key = await house.make_key("second", told.key_rights, [])
    async with house.watching(house.adapter_of(key)) as watcher:
        await watcher.live()
        await house.do("DELETE", house.of("second", f"keys/{key.api_key}"))
        if not told.key_gone_is_noticed:
            await house.fault("kill")
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.reason
        assert not told.key_gone or event.code in told.key_gone
        assert event.seen_ip == house.egress_ip or not told.tells_address


@pytest.mark.parametrize("minutes", [10, -10])
@each_venue
async def test_a_clock_ten_minutes_off_does_not_matter(house: House, name: str, minutes: int) -> None:
    await house.fault("skew", ms=minutes * 60_000)
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)


@pytest.mark.parametrize("name", [name for name, told in TOLD.items() if told.maintenance])
async def test_maintenance_is_told_and_sat_out(house: House, name: str) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("maintenance")
        await house.fault("kill")
        event = await watcher.reaches(LinkState.DOWN)
        assert event.code == TOLD[name].maintenance
        assert event.next_try_ms is not None
        await house.clear()
        await watcher.live(times=2)
        await house.agrees(watcher)


@pytest.mark.parametrize("name", [name for name, told in TOLD.items() if told.bans])
async def test_a_ban_is_sat_out_and_told(house: House, name: str) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("ban", s=60)
        await house.fault("kill")
        event = await watcher.reaches(LinkState.STALE)
        await watcher.until(lambda: any(each.code == "-1003" for each in watcher.links()))
        banned = next(each for each in watcher.links() if each.code == "-1003")
        assert event.at_ms <= banned.at_ms
        assert banned.next_try_ms is not None
        assert banned.next_try_ms - banned.at_ms > 50_000
        await house.clear()
        watcher.adapter.retry_now()
        await watcher.live(times=2)
        await house.agrees(watcher)


@each_venue
async def test_nobody_there_is_down_with_the_reason_and_the_time_of_the_next_try(house: House, name: str) -> None:
    hosts = house.hosts()
    nowhere = {each.name: "ws://127.0.0.1:9/" for each in fields(hosts) if each.name.startswith("ws_")}
    async with house.watching(house.adapter(hosts=replace(hosts, **nowhere))) as watcher:
        event = await watcher.reaches(LinkState.DOWN)
        assert (event.code, event.reason) == ("refused", "connection refused")
        assert event.next_try_ms is not None


@each_venue
async def test_without_a_key_there_is_no_life_to_follow(house: House, name: str) -> None:
    adapter = house.adapter_of(None)
    with pytest.raises(AuthError):
        await anext(aiter(adapter.events(fills_since=Resume())))
    await adapter.aclose()
