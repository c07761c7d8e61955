"""What is OKX's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.link import Pace
from exchanges.core.model import IncomeKind, LinkState, OrderKind, OrderStatus, OrderType, Origin, Side
from exchanges.core.stream import Timing
from tests.house import SLOW
from tests.okx.house import BTC, ETH, SOL, House

pytestmark = pytest.mark.anyio

# Health.


async def test_the_whole_account_is_told_at_once_and_then_the_link_is_live(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        assert len(watcher.books()) == 1
        assert watcher.books()[0].origin is Origin.SNAPSHOT
        states = watcher.states()
        assert states[0] is LinkState.CONNECTING
        assert states[-1] is LinkState.LIVE
        assert LinkState.SYNCING in states
        assert "5/5" in [event.progress for event in watcher.links()]


async def test_hedge_legs_are_two_rows_and_conditional_orders_stand_beside_plain_ones(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        legs = [key.side for key in watcher.positions if key.symbol == "ETH/USDT:USDT"]
        assert sorted(legs) == [Side.LONG, Side.SHORT]
        kinds = {row.kind: row.type for row in watcher.orders.values()}
        assert kinds == {OrderKind.PLAIN: OrderType.LIMIT, OrderKind.ALGO: OrderType.OCO}


async def test_what_another_client_does_is_told_by_the_stream(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert len(watcher.fills) >= 3
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}


async def test_a_profit_worked_out_gives_way_to_the_venues_own(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        (key,) = (key for key in watcher.positions if key.symbol == "BTC/USDT:USDT")
        await house.price(BTC, f"{await house.last(BTC) * Decimal('1.01'):.1f}")
        await watcher.until(lambda: watcher.positions[key].origin is Origin.DERIVED)
        await watcher.until(lambda: watcher.positions[key].origin is Origin.STREAM)


async def test_a_quiet_account_stays_confirmed(house: House) -> None:
    async with house.watching(house.adapter("poor", pace=Pace(audit_s=600, confirm_s=0.05))) as watcher:
        await watcher.live()
        await watcher.until(lambda: len(watcher.confirmations()) >= 5)
        times = [event.at_ms for event in watcher.confirmations()]
        assert times == sorted(times)


async def test_a_list_in_pages_is_taken_whole(house: House) -> None:
    await house.do("POST", "/okx/settings", {"page_size": 1})
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await watcher.until(lambda: any(book.origin is Origin.STREAM and book.positions for book in watcher.books()))
        assert not any(book.positions_gone for book in watcher.books())
        assert await house.is_told(watcher)
    await house.do("POST", "/okx/settings", {"page_size": 100})


# What was missed.


async def test_fills_and_funding_since_the_last_journaled_one_are_fetched(house: House) -> None:
    since = now_ms()
    await house.trade("second")
    await house.order("second", SOL, "sell", "short", "1")
    await house.do("POST", "/market/funding")
    async with house.watching(house.adapter("second"), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        listed = {f"{SOL}:{row['tradeId']}:{row['ordId']}" for row in truth["fills"] if int(row["fillTime"]) >= since}
        assert len(listed) >= 4
        assert listed <= {fill.id for fill in watcher.fills}
        incomes = watcher.incomes
        assert {income.kind for income in incomes} == {IncomeKind.FUNDING}
        paid = {row["billId"]: Decimal(row["balChg"]) for row in truth["bills"] if row["type"] == "8"}
        assert {income.id: income.amount for income in incomes}.items() <= paid.items()


@pytest.mark.parametrize("how", ["liquidate", "adl"])
async def test_a_position_the_venue_took_is_gone_with_its_reason_and_its_fill(house: House, how: str) -> None:
    await house.order("second", ETH, "buy", "long", "5")
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.do("POST", f"/okx/accounts/second/{how}", {"instId": ETH, "posSide": "long"})
        await house.agrees(watcher, "second")
        await watcher.until(lambda: any(fill.id.startswith("bill:") for fill in watcher.fills))
        assert any(row.reason not in ("", "user") for row in watcher.ended.values())


# Lines, keys and pushes.


async def test_a_stream_that_keeps_silent_about_changes_is_replaced(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("drop", n=1)
        await house.trade()
        await watcher.until(lambda: watcher.adapter.counters.repairs > 0)
        await house.trade()
        event = await watcher.reaches(LinkState.STALE)
        assert event.code == "mute"
        await house.clear()
        await watcher.live(times=2)
        await house.agrees(watcher)


async def test_an_announced_upgrade_loses_nothing_and_nobody_notices(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.fault("notice", close_after_ms=1_500)
        before = {each["conn_id"] for each in await house.do("GET", "/okx/sockets") if each["account"] == "main"}
        for _ in range(200):
            now = [each for each in await house.do("GET", "/okx/sockets") if each["account"] == "main"]
            if not before & {each["conn_id"] for each in now} and len(now) == 2:
                break
            await house.trade()
        else:
            pytest.fail("the sockets were not replaced")
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert LinkState.STALE not in watcher.states()


async def test_an_edited_key_goes_on_after_its_sockets_were_closed(house: House) -> None:
    key = await house.make_key("main", ["read_only"], [])
    async with house.watching(house.adapter_of(key)) as watcher:
        await watcher.live()
        await house.do("PATCH", house.of("main", f"keys/{key.api_key}"), {"label": "renamed"})
        lost = await watcher.reaches(LinkState.STALE)
        assert lost.code == "4007"
        await watcher.live(times=2)


async def test_an_address_that_left_the_list_is_named(house: House) -> None:
    async with house.watching(house.adapter("main", "trade")) as watcher:
        await watcher.live()
        await house.fault("egress", ip="203.0.113.200")
        await house.fault("kill")
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.seen_ip in ("", "203.0.113.200")
        await house.clear()
        watcher.adapter.retry_now()
        await watcher.live(times=2)


def test_a_blackhole_is_stale_on_screen_well_within_ten_seconds() -> None:
    assert Timing().dead_after_s + Pace().confirm_s < 10
    assert Pace().audit_s + Pace().second_look_s < 30


async def test_closing_the_adapter_ends_its_events_quietly(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await adapter.aclose()
        sockets = await house.do("GET", "/okx/sockets")
        while any(each["account"] == "main" for each in sockets):
            sockets = await house.do("GET", "/okx/sockets")
