"""What is Binance's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

from decimal import Decimal

import pytest

from exchanges.binance import feed
from exchanges.binance.adapter import BinanceAdapter
from exchanges.binance.table import LISTEN_KEY
from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, LinkState, MarginMode, OrderKind, OrderStatus, OrderType, Origin, Side
from tests.binance.binance_rows import listed
from tests.binance.house import House
from tests.house import SLOW

pytestmark = pytest.mark.anyio


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
            (OrderKind.ALGO, OrderType.TAKE_PROFIT),
            (OrderKind.PLAIN, OrderType.LIMIT),
            (OrderKind.PLAIN, OrderType.LIMIT),
        ]
        whole = [row.size_base for row in watcher.orders.values() if row.kind is OrderKind.ALGO]
        assert whole == [None, None]
        assert all(row.leverage == 20 for row in watcher.positions.values())


async def test_what_another_client_does_is_told_by_the_stream_alone(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert len(watcher.fills) >= 3
        assert {fill.fee_asset for fill in watcher.fills} == {"USDT"}
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        equity = watcher.balances["USDT"].equity
        assert equity is not None


async def test_a_conditional_order_lives_in_the_same_list_until_it_triggers(house: House) -> None:
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("second", "XRPUSDT", "buy", "long", "100")
        await watcher.until(lambda: watcher.positions)
        placed = await house.do(
            "POST",
            "/binance/accounts/second/algos",
            {"contract": "XRPUSDT", "side": "sell", "leg": "long", "sl_trigger": "0.6000"},
        )
        await watcher.until(lambda: [row.id for row in watcher.orders.values()] == [placed["id"]])
        (waiting,) = watcher.orders.values()
        assert (waiting.kind, waiting.trigger_price, waiting.reduce_only) == (OrderKind.ALGO, Decimal("0.6"), True)
        await house.do("POST", "/market/step", {"venue": "binance", "instId": "XRPUSDT", "price": "0.58"})
        await watcher.until(lambda: not watcher.positions)
        await house.agrees(watcher, "second")
        await house.tells_all_fills(watcher, "second")
        assert watcher.ended[placed["id"]].status is OrderStatus.TRIGGERED


async def test_profit_moves_with_the_mark_price_and_margins_follow_by_rest(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        await watcher.until(lambda: any(row.origin is Origin.DERIVED for row in watcher.positions.values()))
        row = next(row for row in watcher.positions.values() if row.origin is Origin.DERIVED)
        assert row.entry_price is not None
        assert row.mark_price is not None
        moved = (row.mark_price - row.entry_price) * row.size_base * (1 if row.side is Side.LONG else -1)
        assert row.unrealised_pnl == moved
        await house.order("main", "ETHUSDT", "sell", "short", "0.100")
        (key,) = (key for key in watcher.positions if key[:2] == ("ETH/USDT:USDT", Side.SHORT))
        await watcher.until(lambda: watcher.positions[key].size_base == Decimal("0.5"))
        await watcher.until(
            lambda: watcher.positions[key].margin is not None and watcher.positions[key].liquidation_price is not None
        )
        assert watcher.adapter.counters.repairs == 0


async def test_leverage_and_isolated_margin_are_told(house: House) -> None:
    trader = house.adapter("second", "trade")
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await trader.set_leverage("ADA/USDT:USDT", Decimal(5), margin_mode=MarginMode.ISOLATED)
        await house.order("second", "ADAUSDT", "buy", "long", "100", margin_mode="isolated")
        await watcher.until(lambda: watcher.positions)
        await trader.set_leverage("ADA/USDT:USDT", Decimal(7), margin_mode=MarginMode.ISOLATED)
        await watcher.until(lambda: [row.leverage for row in watcher.positions.values()] == [Decimal(7)])
        (key,) = watcher.positions
        assert key.margin_mode is MarginMode.ISOLATED
        await house.do(
            "POST", "/binance/accounts/second/close", {"contract": "ADAUSDT", "leg": "long", "margin_mode": "isolated"}
        )
        await watcher.until(lambda: not watcher.positions)
    await trader.aclose()


async def test_a_quiet_account_stays_confirmed_and_cheap(house: House) -> None:
    async with house.watching(house.adapter("poor")) as watcher:
        await watcher.live()
        asked = len(await house.requests())
        await watcher.until(lambda: sum(type(event).__name__ == "Confirmed" for event in watcher.events) >= 12)
        paths = [row["path"] for row in (await house.requests())[asked:]]
        assert paths.count("/fapi/v1/openOrders") == 0
        assert "/fapi/v3/positionRisk" in paths


# What was missed.


async def test_fills_and_funding_since_the_last_journaled_one_are_fetched(house: House) -> None:
    since = now_ms()
    await house.trade("second")
    await house.order("second", "LINKUSDT", "sell", "short", "10")
    await house.do("POST", "/market/funding")
    async with house.watching(house.adapter("second"), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        listed = {f"{row['contract']}:{row['trade_id']}" for row in truth["fills"] if row["time_ms"] >= since}
        assert len(listed) >= 4
        assert listed <= {fill.id for fill in watcher.fills}
        assert {income.kind for income in watcher.incomes} == {IncomeKind.FUNDING}
        paid = [Decimal(row["change"]) for row in truth["bills"] if row["kind"] == "funding"]
        assert sum(income.amount for income in watcher.incomes) == sum(paid)


# Lines, keys and pushes.


async def test_a_socket_at_the_end_of_its_day_is_replaced_and_nothing_is_lost(house: House) -> None:
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.fault("retire", socket="private")
        await house.trade("second")
        await watcher.live(times=2)
        await house.agrees(watcher, "second")
        await house.tells_all_fills(watcher, "second")


async def test_a_listen_key_is_kept_alive_and_a_lost_one_is_noticed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "KEEP_EVERY_S", 0.2)
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        asked = len(await house.requests())
        while not any(row["method"] == "PUT" for row in (await house.requests())[asked:]):
            pass
        assert watcher.states()[-1] is LinkState.LIVE
        await house.fault(
            "http", status=400, code=-1125, msg="This listenKey does not exist.", path="/fapi/v1/listenKey"
        )
        lost = await watcher.reaches(LinkState.STALE)
        assert lost.code == "-1125"
        await watcher.live(times=2)


async def test_a_contract_that_cannot_be_read_hides_neither_the_others_nor_its_own_positions(house: House) -> None:
    spoiled = [listed("ETH", "0.01", "0.001", baseAsset=""), listed("BTC", "0.1", "0.001", contractType=["PERPETUAL"])]
    whole = [listed(base, "0.01", "0.1") for base in ("SOL", "XRP", "ADA", "LINK")]
    await house.fault("mutate", path="/fapi/v1/exchangeInfo", set={"symbols": [*spoiled, *whole]})
    adapter = house.adapter()
    await adapter.account.load_instruments()
    held = {row.venue_symbol: row.size_known for row in await adapter.account.positions()}
    await adapter.aclose()
    await house.clear()
    assert set(adapter.account.instruments) == {"SOLUSDT", "XRPUSDT", "ADAUSDT", "LINKUSDT"}
    assert held["ETHUSDT"] is False


async def test_two_hundred_random_market_steps_end_equal_to_the_truth(house: House) -> None:
    async with house.watching(house.adapter("main", pace=SLOW)) as watcher:
        await watcher.live()
        await house.do("POST", "/binance/settings", {"bot": True})
        for _ in range(20):
            await house.do("POST", "/market/step", {"n": 10})
        await house.do("POST", "/binance/settings", {"bot": False})
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert watcher.adapter.counters.incomplete_rows == 0
        assert watcher.adapter.counters.garbage_frames == 0
        assert len(watcher.fills) > 5


async def test_the_testnet_is_followed_without_the_host_it_lacks(house: House) -> None:
    adapter = BinanceAdapter(house.key("second", "demo_read"), house.hosts("demo"), "demo", limits=house.limits)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher, "second-demo")


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
