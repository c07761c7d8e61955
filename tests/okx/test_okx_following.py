"""An account followed over REST and sockets: what is told equals the venue's truth, through every fault."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.errors import AuthError
from exchanges.core.link import Pace
from exchanges.core.model import IncomeKind, LinkState, OrderKind, OrderStatus, OrderType, Origin, Side
from exchanges.core.stream import Timing
from exchanges.okx.adapter import OkxAdapter
from tests.house import SLOW
from tests.okx.house import House

pytestmark = pytest.mark.anyio

BTC, ETH, SOL = "BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP"
ACCOUNTS = ("main", "second", "affiliate")


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


async def test_profit_moves_with_the_mark_price_between_pushes(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        (key,) = (key for key in watcher.positions if key.symbol == "BTC/USDT:USDT")
        entry = watcher.positions[key].entry_price
        assert entry is not None
        await house.price(BTC, f"{await house.last(BTC) * Decimal('1.01'):.1f}")
        await watcher.until(lambda: watcher.positions[key].origin is Origin.DERIVED)
        row = watcher.positions[key]
        assert row.mark_price is not None
        assert row.unrealised_pnl == (row.mark_price - entry) * row.size_base
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


# Faults.


FAULTS: dict[str, list[dict[str, Any]]] = {
    "reset": [{"kind": "kill", "how": "rst"}],
    "closed 1001": [{"kind": "kill", "how": "close", "code": 1001}],
    "closed 1012": [{"kind": "kill", "how": "close", "code": 1012}],
    "closed without a frame": [{"kind": "kill", "how": "close", "code": 1006}],
    "one socket only": [{"kind": "kill", "socket": "business"}],
    "mute": [{"kind": "stall"}],
    "blackholed": [{"kind": "blackhole"}],
    "blackholed with REST": [{"kind": "blackhole", "http": True}],
    "torn in the middle of a frame": [{"kind": "kill", "how": "torn"}],
    "a trickle": [{"kind": "trickle", "bytes_per_s": 5}],
    "cut at the next login": [{"kind": "cut", "at": "login"}, {"kind": "kill"}],
    "cut after the next acknowledgement": [{"kind": "cut", "at": "ack"}, {"kind": "kill"}],
    "an acknowledgement lost": [{"kind": "lost_ack", "channel": "orders", "count": 2}, {"kind": "kill"}],
    "garbage": [{"kind": "garbage", "shape": shape} for shape in ("json", "binary", "json")],
    "a frame of 9 MB": [{"kind": "garbage", "shape": "huge"}],
    "sockets refused for a while": [{"kind": "refuse_connect", "count": 2}, {"kind": "kill"}],
    "REST down for a while": [{"kind": "http", "count": 4, "body": "html"}, {"kind": "kill"}],
}


@pytest.mark.parametrize("name", FAULTS)
async def test_after_a_fault_the_link_says_stale_mends_itself_and_equals_the_truth(house: House, name: str) -> None:
    # The venue counts calls by account, so turns are taken.
    account = ACCOUNTS[list(FAULTS).index(name) % len(ACCOUNTS)]
    async with house.watching(house.adapter(account)) as watcher:
        await watcher.live()
        for fault in FAULTS[name]:
            await house.fault(**fault)
        await house.trade(account)
        await watcher.reaches(LinkState.STALE)
        await watcher.live(times=2)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        assert watcher.adapter.counters.reconnects >= 1


@pytest.mark.parametrize("kind", ["duplicate", "reorder"])
async def test_pushes_twice_or_out_of_order_change_nothing(house: House, kind: str) -> None:
    async with house.watching(house.adapter("affiliate", pace=SLOW)) as watcher:
        await watcher.live()
        await house.fault(kind)
        for _ in range(3):
            await house.trade("affiliate")
        await house.clear()
        await house.trade("affiliate")
        await house.agrees(watcher, "affiliate")
        await house.tells_all_fills(watcher, "affiliate")


async def test_lost_pushes_are_found_by_the_audit_and_counted(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.fault("drop", n=1)
        await house.trade()
        await watcher.until(lambda: adapter.counters.repairs > 0)
        await house.clear()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)


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


@pytest.mark.parametrize(
    "altered",
    [
        {"channel": "positions", "set": {"upl": "", "markPx": None, "newField": [1], "adl": "\u001b[2J"}},
        {"channel": "orders", "set": {"state": "live\u202e", "clOrdId": "\u001b]52;c;AAAA\u0007"}},
        {"channel": "account", "remove": ["availEq", "upl"]},
        {"channel": "positions", "remove": ["posSide"]},
    ],
)
async def test_rows_with_new_words_missing_fields_or_poison_do_no_harm(house: House, altered: dict[str, Any]) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("mutate", **altered)
        await house.trade()
        await house.clear()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        told = repr(watcher.events)
        assert "\\x1b" not in told.replace("\\\\x1b", "")
        assert LinkState.ATTENTION not in watcher.states()


async def test_a_channel_we_can_do_without_leaves_the_link_live_and_is_named(house: House) -> None:
    await house.fault("refuse_subscribe", channel="algo-advance", code="64003", count=0)
    async with house.watching() as watcher:
        event = await watcher.reaches(LinkState.LIVE)
        assert event.reason == "without algo-advance"


async def test_a_refused_login_waits_for_a_person(house: House) -> None:
    await house.fault("refuse_login", count=0, code="60009")
    async with house.watching() as watcher:
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.code == "60009"
        requests = len(await house.do("GET", "/okx/requests"))
        await house.clear()
        watcher.adapter.retry_now()
        await watcher.live()
        assert watcher.states().count(LinkState.ATTENTION) == 1
        assert len(await house.do("GET", "/okx/requests")) > requests


async def test_a_deleted_key_needs_attention_and_an_edited_one_goes_on(house: House) -> None:
    key = await house.make_key("main", ["read_only"], [])
    adapter = OkxAdapter(key, house.hosts(), "live", limits=house.limits)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.do("PATCH", f"/okx/accounts/main/keys/{key.api_key}", {"label": "renamed"})
        lost = await watcher.reaches(LinkState.STALE)
        assert lost.code == "4007"
        await watcher.live(times=2)
        await house.do("DELETE", f"/okx/accounts/main/keys/{key.api_key}")
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.reason


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


@pytest.mark.parametrize("minutes", [10, -10])
async def test_a_clock_ten_minutes_off_does_not_matter(house: House, minutes: int) -> None:
    await house.fault("skew", ms=minutes * 60_000)
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)


async def test_maintenance_is_told_and_sat_out(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await house.fault("maintenance")
        await house.fault("kill")
        event = await watcher.reaches(LinkState.DOWN)
        assert event.code == "50001"
        assert event.next_try_ms is not None
        await house.clear()
        await watcher.live(times=2)
        await house.agrees(watcher)


async def test_nobody_there_is_down_with_the_reason_and_the_time_of_the_next_try(house: House) -> None:
    from dataclasses import replace

    hosts = replace(house.hosts(), ws_private="ws://127.0.0.1:9/", ws_business="ws://127.0.0.1:9/")
    adapter = OkxAdapter(house.key("main", "read"), hosts, "live", limits=house.limits)
    async with house.watching(adapter) as watcher:
        event = await watcher.reaches(LinkState.DOWN)
        assert (event.code, event.reason) == ("refused", "connection refused")
        assert event.next_try_ms is not None


def test_a_blackhole_is_stale_on_screen_well_within_ten_seconds() -> None:
    assert Timing().dead_after_s + Pace().confirm_s < 10
    assert Pace().audit_s + Pace().second_look_s < 30


async def test_without_a_key_there_is_no_life_to_follow(house: House) -> None:
    from exchanges.core.adapter import Resume

    adapter = OkxAdapter(None, house.hosts(), "live")
    with pytest.raises(AuthError):
        await anext(aiter(adapter.events(fills_since=Resume())))
    await adapter.aclose()


async def test_closing_the_adapter_ends_its_events_quietly(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await adapter.aclose()
        sockets = await house.do("GET", "/okx/sockets")
        while any(each["account"] == "main" for each in sockets):
            sockets = await house.do("GET", "/okx/sockets")
