"""What is Toobit's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, LinkState, MarginMode, OrderKind, OrderStatus, OrderType, Origin, Side
from exchanges.toobit import feed
from exchanges.toobit.table import LISTEN_KEY
from tests.house import PACE, SLOW
from tests.toobit.house import House

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(40)]

LISTEN_PATH = "/api/v1/listenKey"


# Health.


async def test_the_whole_account_is_told_at_once_and_then_the_link_is_live(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        (first,) = (book for book in watcher.books() if book.origin is Origin.SNAPSHOT)
        assert len(first.positions) == 4
        assert [event.progress for event in watcher.links()][-2] == "4/4"
        legs = [key.side for key in watcher.positions if key.symbol == "ETH/USDT:USDT"]
        assert sorted(legs) == [Side.LONG, Side.SHORT]
        families = sorted((row.kind, row.type) for row in watcher.orders.values())
        assert families == [
            (OrderKind.ALGO, OrderType.STOP),
            (OrderKind.ALGO, OrderType.STOP),
            (OrderKind.ALGO, OrderType.TAKE_PROFIT),
            (OrderKind.PLAIN, OrderType.LIMIT),
            (OrderKind.PLAIN, OrderType.LIMIT),
        ]
        assert [row.size_base for row in watcher.orders.values()].count(None) == 1
        assert all(row.leverage == 20 for row in watcher.positions.values())
        assert all(row.liquidation_price for row in watcher.positions.values() if row.side is Side.SHORT)


async def test_what_another_client_does_is_told_by_the_stream_alone(house: House) -> None:
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade("second")
        await house.order("second", "LINK-SWAP-USDT", "sell", "short", "30")
        await house.agrees(watcher, "second")
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        assert watcher.balances["USDT"].equity is not None
        assert {row.side for row in watcher.positions.values()} == {Side.SHORT}
        await house.do("POST", "/toobit/accounts/second/close", {"contract": "LINK-SWAP-USDT", "leg": "short"})
        await house.agrees(watcher, "second")
        assert not watcher.positions


async def test_fills_are_told_with_fee_and_profit_soon_after_the_stream_named_them(house: House) -> None:
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.trade("second")
        await house.tells_all_fills(watcher, "second")
        assert all(fill.fee > 0 for fill in watcher.fills)
        assert any(fill.realised_pnl for fill in watcher.fills)
        assert {fill.size_base for fill in watcher.fills} >= {Decimal(1), Decimal(2)}
        assert watcher.adapter.counters.repairs == 0
        assert not watcher.adapter.account.money.awaited


async def test_a_plan_lives_in_the_same_list_until_it_triggers(house: House) -> None:
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("second", "XRP-SWAP-USDT", "buy", "long", "100")
        await watcher.until(lambda: watcher.positions)
        placed = await house.do(
            "POST",
            "/toobit/accounts/second/algos",
            {"contract": "XRP-SWAP-USDT", "side": "sell", "leg": "long", "sl_trigger": "0.6000"},
        )
        await watcher.until(lambda: [row.id for row in watcher.orders.values()] == [placed["id"]])
        (waiting,) = watcher.orders.values()
        assert (waiting.kind, waiting.trigger_price, waiting.reduce_only) == (OrderKind.ALGO, Decimal("0.6"), True)
        await house.do("POST", "/market/step", {"venue": "toobit", "instId": "XRP-SWAP-USDT", "price": "0.58"})
        await watcher.until(lambda: not watcher.positions)
        await house.agrees(watcher, "second")
        assert watcher.ended[placed["id"]].status is OrderStatus.TRIGGERED


async def test_more_prices_than_a_socket_may_ask_for_in_a_second_are_followed_all(house: House) -> None:
    contracts = ("BTC", "ETH", "SOL", "XRP", "DOGE", "LTC", "ADA", "LINK", "BNB")
    sizes = {"BTC": "1", "ETH": "1", "SOL": "1"}
    for base in contracts:
        await house.order("second", f"{base}-SWAP-USDT", "buy", "long", sizes.get(base, "10"))
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await watcher.until(
            lambda: sum(row.origin is Origin.DERIVED for row in watcher.positions.values()) == len(contracts)
        )
        for base in contracts:
            await house.do("POST", "/toobit/accounts/second/close", {"contract": f"{base}-SWAP-USDT", "leg": "long"})
        await house.agrees(watcher, "second")
        assert not watcher.positions


async def test_leverage_and_isolated_margin_are_told(house: House) -> None:
    trader = house.adapter("second", "trade")
    await trader.set_leverage("ADA/USDT:USDT", Decimal(5), margin_mode=MarginMode.ISOLATED)
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("second", "ADA-SWAP-USDT", "buy", "long", "100", margin_mode="isolated")
        await watcher.until(lambda: watcher.positions)
        await trader.set_leverage("ADA/USDT:USDT", Decimal(7), margin_mode=MarginMode.ISOLATED)
        await watcher.until(lambda: [row.leverage for row in watcher.positions.values()] == [Decimal(7)])
        await house.agrees(watcher, "second")
        (key,) = watcher.positions
        assert key.margin_mode is MarginMode.ISOLATED
        await house.do(
            "POST",
            "/toobit/accounts/second/close",
            {"contract": "ADA-SWAP-USDT", "leg": "long", "margin_mode": "isolated"},
        )
        await watcher.until(lambda: not watcher.positions)
    await trader.aclose()


async def test_where_positions_do_not_tell_their_margin_mode_it_is_asked_for(house: House) -> None:
    await house.fault("mutate", path="/api/v1/futures/positions", remove=["marginType"])
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        asked = [row for row in await house.requests() if row["path"] == "/api/v1/futures/accountLeverage"]
        assert len(asked) >= 3


async def test_a_quiet_account_stays_confirmed_and_cheap(house: House) -> None:
    async with house.watching(house.adapter("poor")) as watcher:
        await watcher.live()
        asked = len(await house.requests())
        await watcher.until(lambda: len(watcher.confirmations()) >= 12)
        paths = [row["path"] for row in (await house.requests())[asked:]]
        assert "/api/v1/futures/positions" in paths
        assert not any("user-trades" in path or "balanceFlow" in path for path in paths)


# What was missed.


async def test_fills_and_funding_since_the_last_journaled_one_are_fetched(house: House) -> None:
    since = now_ms()
    await house.trade("second")
    await house.order("second", "LINK-SWAP-USDT", "sell", "short", "10")
    await house.do("POST", "/market/funding")
    async with house.watching(house.adapter("second"), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        listed = {f"{row['trade_id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= since}
        assert len(listed) >= 4
        assert listed <= {fill.id for fill in watcher.fills}
        assert {income.kind for income in watcher.incomes} == {IncomeKind.FUNDING}
        paid = [Decimal(row["change"]) for row in truth["bills"] if row["kind"] == "funding"]
        assert sum(income.amount for income in watcher.incomes) == sum(paid)


# Lines, keys and pushes.


async def test_a_change_the_stream_left_out_of_a_known_position_is_adopted(house: House) -> None:
    await house.order("second", "SOL-SWAP-USDT", "buy", "long", "20")
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.fault("drop", n=1)
        await house.order("second", "SOL-SWAP-USDT", "sell", "long", "10")
        await house.clear()
        await house.agrees(watcher, "second")
        await house.order("second", "SOL-SWAP-USDT", "sell", "long", "10")
        await house.agrees(watcher, "second")


async def test_a_socket_at_the_end_of_its_day_is_replaced_and_nothing_is_lost(house: House) -> None:
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.fault("retire", socket="private")
        await house.trade("second")
        await watcher.live(times=2)
        await house.agrees(watcher, "second")
        await house.tells_all_fills(watcher, "second")


async def kept(house: House, since: int) -> bool:
    return any(row["method"] == "PUT" and row["path"] == LISTEN_PATH for row in (await house.requests())[since:])


async def test_a_warning_that_the_listen_key_will_expire_is_answered_at_once(house: House) -> None:
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        asked = len(await house.requests())
        await house.do("POST", "/toobit/settings", {"listen_left_s": 60})
        while not await kept(house, asked):
            await asyncio.sleep(0.02)
        assert watcher.states()[-1] is LinkState.LIVE


async def test_a_listen_key_is_kept_alive_and_a_lost_one_is_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "KEEP_EVERY_S", 0.2)
    async with house.watching(house.adapter("second", pace=replace(PACE, audit_s=600))) as watcher:
        await watcher.live()
        asked = len(await house.requests())
        while not await kept(house, asked):
            await asyncio.sleep(0.02)
        await watcher.until(lambda: watcher.states()[-1] is LinkState.LIVE)
        await house.fault("http", status=400, code=-1125, msg="This listenKey does not exist.", path=LISTEN_PATH)
        await watcher.until(lambda: any(link.code == "-1125" for link in watcher.links()))
        assert {link.state for link in watcher.links() if link.code == "-1125"} == {LinkState.STALE}
        await watcher.until(lambda: watcher.states()[-1] is LinkState.LIVE)


async def test_two_hundred_random_market_steps_end_equal_to_the_truth(house: House) -> None:
    async with house.watching(house.adapter("main")) as watcher:
        await watcher.live()
        await house.do("POST", "/toobit/settings", {"bot": True})
        for _ in range(20):
            await house.do("POST", "/market/step", {"n": 10})
        await house.do("POST", "/toobit/settings", {"bot": False})
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert watcher.adapter.counters.incomplete_rows == 0
        assert watcher.adapter.counters.garbage_frames == 0
        assert watcher.adapter.counters.repairs == 0
        assert len(watcher.fills) > 5


async def test_no_event_and_no_log_holds_the_listen_key(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    adapter = house.adapter("second")
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.fault("kill")
        await watcher.live(times=2)
        (row,) = await adapter.rest.call(LISTEN_KEY)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("exchanges.")]
    assert row["listenKey"] not in repr(watcher.events)
    assert not any(row["listenKey"] in line for line in ours)
