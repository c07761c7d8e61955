"""What is BitMart's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.merge import Merge
from exchanges.core.model import IncomeKind, LinkState, MarginMode, OrderKind, OrderStatus, Origin, Side
from tests.bitmart.house import BTC, ETH, SOL, House
from tests.house import SLOW, STREAM_ONLY

pytestmark = pytest.mark.anyio


# Health.


async def test_the_whole_account_is_told_at_once_and_then_the_link_is_live(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        assert watcher.books()[0].origin is Origin.SNAPSHOT
        legs = [key.side for key in watcher.positions if key.symbol == "ETH/USDT:USDT"]
        assert sorted(legs) == [Side.LONG, Side.SHORT]
        assert {row.kind for row in watcher.orders.values()} == {OrderKind.PLAIN, OrderKind.ALGO}
        (btc,) = (row for row in watcher.positions.values() if row.symbol == "BTC/USDT:USDT")
        assert (btc.size_contracts, btc.size_base, btc.size_known) == (20, Decimal("0.020"), True)
        assert btc.leverage == 10
        assert adapter.counters.incomplete_rows == 0


async def test_what_another_client_does_is_told_by_the_stream(house: House) -> None:
    async with house.watching(house.adapter()) as watcher:
        await watcher.live()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        fills = watcher.fresh_fills()
        told = [(fill.side.value, fill.position_side, fill.size_base) for fill in fills]
        assert sum(size for side, _, size in told if side == "buy") == 2
        assert {leg for _, leg, _ in told} == {Side.LONG}
        assert all(fill.fee > 0 and fill.fee_asset == "USDT" and fill.is_maker is False for fill in fills)
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_a_fill_made_while_the_account_is_asked_for_is_fetched_right_afterwards(house: House) -> None:
    """Its push comes when the list of trades was read already, and tells too little to be a fill."""
    await house.fault("slow", path="/contract/private/transaction-history", ms=700)
    async with house.watching(house.adapter(pace=STREAM_ONLY)) as watcher:
        await watcher.until(lambda: [link.progress for link in watcher.links()][-1:] == ["4/5"])
        await house.order("main", SOL, "buy", "long", "100")
        await house.order("main", SOL, "sell", "long", "100")
        assert LinkState.LIVE not in watcher.states()
        await watcher.live()
        await house.tells_all_fills(watcher)


async def test_the_stream_alone_tells_positions_orders_and_money(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade()
        await house.order("main", SOL, "buy", "long", "300")
        await house.agrees(watcher)
        row = next(
            row for key, row in watcher.positions.items() if key.symbol == "SOL/USDT:USDT" and key.side == "long"
        )
        assert (row.origin, row.leverage, row.size_base) == (Origin.STREAM, 10, 3)
        await house.do("POST", "/bitmart/accounts/main/close", {"contract": SOL, "leg": "long"})
        await house.agrees(watcher)


async def test_what_only_rest_tells_of_a_position_arrives_with_the_next_audit(house: House) -> None:
    async with house.watching(house.adapter()) as watcher:
        await watcher.live()
        await house.order("main", SOL, "buy", "long", "300")

        def known() -> bool:
            rows = [row for key, row in watcher.positions.items() if key[:2] == ("SOL/USDT:USDT", Side.LONG)]
            return bool(rows) and None not in (rows[0].realised_pnl, rows[0].fee, rows[0].mark_price, rows[0].leverage)

        await watcher.until(known)
        await house.do("POST", "/bitmart/accounts/main/close", {"contract": SOL, "leg": "long"})
        await house.agrees(watcher)


async def test_an_audit_of_an_unchanged_account_sees_no_difference(house: House) -> None:
    adapter, merge = house.adapter(), Merge()
    for look in range(3):
        seen = await adapter.account.snapshot(now_ms(), now_ms(), lambda _: None)
        if not look:
            merge.install(seen, (), now_ms())
        assert seen.positions
        assert merge.differences(seen) == frozenset()
    await adapter.aclose()


async def test_one_way_accounts_are_followed_too(house: House) -> None:
    async with house.watching(house.adapter("busy", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("busy", SOL, "sell", "net", "200")
        await house.agrees(watcher, "busy")
        (row,) = (row for key, row in watcher.positions.items() if key.symbol == "SOL/USDT:USDT")
        assert (row.side, row.size_base) == (Side.SHORT, 2)
        await house.order("busy", SOL, "buy", "net", "500")
        await house.agrees(watcher, "busy")
        (row,) = (row for key, row in watcher.positions.items() if key.symbol == "SOL/USDT:USDT")
        assert (row.side, row.size_base) == (Side.LONG, 3)
        await house.order("busy", SOL, "sell", "net", "300")
        await house.agrees(watcher, "busy")


async def test_isolated_positions_keep_their_mode(house: House) -> None:
    async with house.watching(house.adapter("second", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("second", SOL, "buy", "long", "200", margin_mode="isolated")
        await watcher.until(lambda: any(key.margin_mode is MarginMode.ISOLATED for key in watcher.positions))
        (held,) = (row for row in watcher.positions.values() if row.margin_mode is MarginMode.ISOLATED)
        assert held.liquidation_price is not None
        path = "/bitmart/accounts/second/close"
        await house.do("POST", path, {"contract": SOL, "leg": "long", "margin_mode": "isolated"})
        await house.agrees(watcher, "second")


async def test_demo_trading_has_its_own_hosts(house: House) -> None:
    adapter = house.adapter("main", "demo_read", environment="demo", pace=SLOW)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.order("main-demo", SOL, "buy", "long", "200")
        await house.agrees(watcher, "main-demo")


async def test_the_documents_own_generation_is_still_spoken(house: House) -> None:
    adapter = house.adapter(v1=True)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        (btc,) = (row for row in watcher.positions.values() if row.symbol == "BTC/USDT:USDT")
        assert btc.mark_price is not None
        assert btc.entry_price is not None
        assert abs(btc.mark_price / btc.entry_price - 1) < Decimal("0.2")
        await house.price(BTC, f"{await house.last(BTC) * Decimal('0.99'):.1f}")
        await watcher.until(lambda: watcher.positions[btc.key].origin is Origin.DERIVED)
        assert adapter.counters.incomplete_rows == 0


async def test_a_generation_that_was_switched_off_says_so(house: House) -> None:
    await house.do("POST", "/bitmart/settings", {"v1": False})
    async with house.watching(house.adapter(v1=True)) as watcher:
        told = await watcher.reaches(LinkState.DOWN)
        assert told.code == "30030"
    await house.do("POST", "/bitmart/settings", {"v1": True})


async def test_two_hundred_random_steps_end_equal_to_the_truth(house: House) -> None:
    chance = random.Random(29)
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        for _ in range(200):
            await random_step(house, "main", chance)
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert adapter.counters.incomplete_rows == adapter.counters.garbage_frames == 0


async def random_step(house: House, account: str, chance: random.Random) -> None:
    """Something that may happen to an account; refusals are part of it."""
    leg = chance.choice(("long", "short"))
    body: dict[str, Any] = {"contract": SOL, "leg": leg, "side": chance.choice(("buy", "sell"))}
    body["size"] = str(chance.choice((100, 150, 200)))
    what = chance.random()
    if what < 0.3:
        factor = Decimal(chance.choice(("0.97", "0.99", "1.01", "1.03")))
        body["price"] = f"{await house.last(SOL) * factor:.2f}"
    elif what < 0.4:
        orders = (await house.truth(account))["orders"]
        if orders:
            order = chance.choice(orders)
            await house.http.post(f"/bitmart/accounts/{account}/orders/{order['id']}/cancel", json={})
        return
    elif what < 0.5:
        await house.do("POST", "/market/step", {"n": 1})
        return
    await house.http.post(f"/bitmart/accounts/{account}/orders", json=body)


# Conditional orders and money without fills.


async def test_a_plan_that_waits_fires_and_ends(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("main", SOL, "buy", "long", "200")
        last = await house.last(SOL)
        body = {
            "contract": SOL,
            "side": "sell",
            "leg": "long",
            "size": "200",
            "sl_trigger": f"{last * Decimal('0.98'):.2f}",
        }
        placed = await house.do("POST", "/bitmart/accounts/main/algos", body)
        await watcher.until(lambda: placed["id"] in {row.id for row in watcher.orders.values()})
        await house.price(SOL, f"{last * Decimal('0.975'):.2f}")
        await watcher.until(lambda: placed["id"] in watcher.ended)
        assert watcher.ended[placed["id"]].status is OrderStatus.TRIGGERED
        await house.agrees(watcher)
        await house.price(SOL, str(last))


async def test_funding_is_told_once(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.do("POST", "/market/funding")
        held = len((await house.truth())["positions"])
        await watcher.until(lambda: len(watcher.incomes) >= held)
        incomes = watcher.incomes
        assert {each.kind for each in incomes} == {IncomeKind.FUNDING}
        assert len({each.id for each in incomes}) == len(incomes)
        await house.agrees(watcher)


async def test_a_liquidation_ends_the_position(house: House) -> None:
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        await house.order("second", SOL, "buy", "long", "200")
        await house.agrees(watcher, "second")
        await house.do("POST", "/bitmart/accounts/second/liquidate", {"contract": SOL, "leg": "long"})
        await house.agrees(watcher, "second")
        await house.tells_all_fills(watcher, "second")


# Trouble.


@pytest.mark.parametrize("kind", ["drop", "delay"])
async def test_pushes_that_come_late_or_never(house: House, kind: str) -> None:
    async with house.watching(house.adapter()) as watcher:
        await watcher.live()
        await house.fault(kind, n=3, ms=100)
        for _ in range(3):
            await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)


async def test_senseless_frames_are_counted_and_passed_over(house: House) -> None:
    adapter = house.adapter()
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.fault("garbage", shape="binary", socket="private")
        await house.fault("garbage", shape="json", socket="private")
        await house.trade()
        await house.agrees(watcher)
        assert adapter.counters.garbage_frames >= 1


async def test_unknown_words_and_missing_figures_do_not_stop_the_rest(house: House) -> None:
    adapter = house.adapter("second")
    changes = {"type": "twap \x1b[31m", "leverage": None, "deal_avg_price": ""}
    await house.fault("mutate", path="/contract/private/get-open-orders", set=changes, remove=["client_order_id"])
    last = await house.last(SOL)
    resting = await house.order("second", SOL, "buy", "long", "100", price=f"{last * Decimal('0.97'):.2f}")
    async with house.watching(adapter) as watcher:
        await watcher.live()
        (row,) = watcher.orders.values()
        assert (row.id, row.venue_type) == (resting["id"], "twap \\x1b[31m")
    await house.do("POST", f"/bitmart/accounts/second/orders/{resting['id']}/cancel")


async def test_a_full_list_is_asked_again_contract_by_contract(house: House) -> None:
    placed = []
    for name, factor in ((SOL, "0.97"), (ETH, "0.98")):
        price = f"{await house.last(name) * Decimal(factor):.2f}"
        placed += [(await house.order("second", name, "buy", "long", "1", price=price))["id"] for _ in range(60)]
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        assert {row.id for row in watcher.orders.values()} >= set(placed)
    for order_id in placed:
        await house.do("POST", f"/bitmart/accounts/second/orders/{order_id}/cancel")
