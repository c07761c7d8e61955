"""What is Bitget's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, OrderKind, OrderStatus, Origin, Side
from tests.bitget.house import SOL, House
from tests.house import SLOW

pytestmark = pytest.mark.anyio

KINDS = ("main", "unified")
both_kinds = pytest.mark.parametrize("account", KINDS)


# Health.


@both_kinds
async def test_the_whole_account_is_told_at_once_and_then_the_link_is_live(house: House, account: str) -> None:
    adapter = house.adapter(account)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher, account)
        assert adapter.account.is_unified is (account == "unified")
        assert watcher.books()[0].origin is Origin.SNAPSHOT
        legs = [key.side for key in watcher.positions if key.symbol == "ETH/USDT:USDT"]
        assert sorted(legs) == [Side.LONG, Side.SHORT]
        assert {row.kind for row in watcher.orders.values()} == {OrderKind.PLAIN, OrderKind.ALGO}
        assert adapter.counters.incomplete_rows == 0


@both_kinds
async def test_what_another_client_does_is_told_by_the_stream(house: House, account: str) -> None:
    async with house.watching(house.adapter(account, pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade(account)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        fills = watcher.fresh_fills()
        assert [(fill.side.value, fill.position_side) for fill in fills] == [
            ("buy", Side.LONG), ("sell", Side.LONG), ("sell", Side.LONG),
        ]  # fmt: skip
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_one_way_accounts_are_followed_too(house: House) -> None:
    for account in ("busy", "unified_oneway"):
        async with house.watching(house.adapter(account, pace=SLOW)) as watcher:
            await watcher.live()
            await house.order(account, SOL, "sell", "net", "2")
            await house.agrees(watcher, account)
            await house.order(account, SOL, "buy", "net", "2")
            await house.agrees(watcher, account)
            await house.tells_all_fills(watcher, account)


async def test_demo_trading_has_its_own_key_header_and_sockets(house: House) -> None:
    for account in KINDS:
        adapter = house.adapter(account, "demo_read", environment="demo", pace=SLOW)
        async with house.watching(adapter) as watcher:
            await watcher.live()
            await house.order(f"{account}-demo", SOL, "buy", "long", "2")
            await house.agrees(watcher, f"{account}-demo")


@both_kinds
async def test_two_hundred_random_steps_end_equal_to_the_truth(house: House, account: str) -> None:
    chance = random.Random(29)
    adapter = house.adapter(account, pace=SLOW)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        for _ in range(200):
            await random_step(house, account, chance)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        assert adapter.counters.incomplete_rows == adapter.counters.garbage_frames == 0


async def random_step(house: House, account: str, chance: random.Random) -> None:
    """Something that may happen to an account; refusals are part of it."""
    leg = chance.choice(("long", "short"))
    body: dict[str, Any] = {"contract": SOL, "leg": leg, "side": chance.choice(("buy", "sell"))}
    body["size"] = str(chance.choice((1, 2, 3)))
    what = chance.random()
    if what < 0.3:
        await house.http.post("/market/step", json={})
    elif what < 0.6:
        await house.http.post(f"/bitget/accounts/{account}/orders", json=body)
    elif what < 0.85:
        price = f"{await house.last(SOL) * Decimal(chance.choice(('0.97', '0.999', '1.001', '1.03'))):.2f}"
        await house.http.post(f"/bitget/accounts/{account}/orders", json=body | {"price": price})
    else:
        orders = [row for row in (await house.truth(account))["orders"] if row["contract"] == SOL]
        if orders:
            order = chance.choice(orders)
            how = chance.choice(("cancel", "fill"))
            await house.http.post(f"/bitget/accounts/{account}/orders/{order['id']}/{how}", json={})


# What was missed.


async def test_fills_and_funding_since_the_last_journaled_one_are_fetched(house: House) -> None:
    since = now_ms()
    await house.trade("second")
    await house.order("second", SOL, "sell", "short", "1")
    await house.do("POST", "/market/funding")
    async with house.watching(house.adapter("second"), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        listed = {f"{row['trade_id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= since}
        assert len(listed) >= 4
        assert listed <= {fill.id for fill in watcher.fills}
        legs = {fill.id: fill for fill in watcher.fills}
        for row in truth["fills"]:
            told = legs.get(f"{row['trade_id']}:{row['order_id']}")
            if told is not None:
                assert (told.side.value, str(told.position_side)) == (row["side"], row["leg"])
                assert (told.fee, told.realised_pnl) == (-Decimal(row["fee"]), Decimal(row["pnl"]))
        incomes = watcher.incomes
        assert {income.kind for income in incomes} == {IncomeKind.FUNDING}


# Lines, keys and pushes.


async def test_an_account_that_becomes_unified_is_followed_on_its_new_routes(house: House) -> None:
    async with house.watching(house.adapter("affiliate")) as watcher:
        await watcher.live()
        await house.do("POST", "/bitget/accounts/affiliate/facts", {"kind": "unified"})
        await house.do("PATCH", f"/bitget/accounts/affiliate/keys/{house.key('affiliate', 'read').api_key}", {
            "perms": ["read_only", "uta_trade", "uta_mgt"]
        })  # fmt: skip
        await watcher.live(times=2)
        assert watcher.adapter.account.is_unified  # type: ignore[attr-defined]
        await house.trade("affiliate")
        await house.agrees(watcher, "affiliate")
        await house.tells_all_fills(watcher, "affiliate")
