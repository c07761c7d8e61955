"""An account of either kind followed over REST and sockets: what is told equals the venue's truth, through faults."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from exchanges.bitget.adapter import BitgetAdapter
from exchanges.core.adapter import Resume
from exchanges.core.clock import now_ms
from exchanges.core.errors import AuthError
from exchanges.core.model import IncomeKind, LinkState, OrderKind, OrderStatus, Origin, Side
from tests.bitget.house import House
from tests.house import SLOW

pytestmark = pytest.mark.anyio

BTC, ETH, SOL = "BTCUSDT", "ETHUSDT", "SOLUSDT"
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


@pytest.mark.parametrize("how", ["liquidate", "adl"])
@pytest.mark.parametrize("account", ["second", "unified"])
async def test_a_position_the_venue_took_is_gone_with_its_fill(house: House, account: str, how: str) -> None:
    await house.order(account, "XRPUSDT", "buy", "long", "100")
    async with house.watching(house.adapter(account)) as watcher:
        await watcher.live()
        await house.do("POST", f"/bitget/accounts/{account}/{how}", {"contract": "XRPUSDT", "leg": "long"})
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)
        taken = [fill for fill in watcher.fills if fill.symbol == "XRP/USDT:USDT"]
        assert taken[-1].position_side is Side.LONG
        assert taken[-1].side == "sell"


# Faults.

FAULTS: dict[str, list[dict[str, Any]]] = {
    "reset": [{"kind": "kill", "how": "rst"}],
    "closed 1001": [{"kind": "kill", "how": "close", "code": 1001}],
    "mute": [{"kind": "stall"}],
    "blackholed with REST": [{"kind": "blackhole", "http": True}],
    "cut at the next login": [{"kind": "cut", "at": "login"}, {"kind": "kill"}],
    "cut after the next acknowledgement": [{"kind": "cut", "at": "ack"}, {"kind": "kill"}],
    "an acknowledgement lost": [{"kind": "lost_ack", "channel": "orders", "count": 2}, {"kind": "kill"}],
    "garbage": [{"kind": "garbage", "shape": shape} for shape in ("json", "binary", "json")],
    "sockets refused for a while": [{"kind": "refuse_connect", "count": 2}, {"kind": "kill"}],
    "REST down for a while": [{"kind": "http", "count": 4, "body": "html"}, {"kind": "kill"}],
    "a day is over": [{"kind": "kill", "how": "close", "code": 1000}],
}


@pytest.mark.parametrize("name", FAULTS)
async def test_after_a_fault_the_link_says_stale_mends_itself_and_equals_the_truth(house: House, name: str) -> None:
    # Both kinds of accounts take turns.
    account = ("main", "unified", "second")[list(FAULTS).index(name) % 3]
    if name == "an acknowledgement lost":
        account = "main"
    async with house.watching(house.adapter(account)) as watcher:
        await watcher.live()
        for fault in FAULTS[name]:
            await house.fault(**fault)
        await house.trade(account)
        await watcher.reaches(LinkState.STALE)
        await house.clear()
        await watcher.live(times=2)
        await house.agrees(watcher, account)
        await house.tells_all_fills(watcher, account)


@pytest.mark.parametrize("kind", ["duplicate", "reorder"])
async def test_pushes_twice_or_out_of_order_change_nothing(house: House, kind: str) -> None:
    for account in KINDS:
        async with house.watching(house.adapter(account, pace=SLOW)) as watcher:
            await watcher.live()
            await house.fault(kind)
            for _ in range(3):
                await house.trade(account)
            await house.clear()
            await house.trade(account)
            await house.agrees(watcher, account)
            await house.tells_all_fills(watcher, account)


async def test_lost_pushes_are_found_by_the_audit_and_counted(house: House) -> None:
    for account in KINDS:
        adapter = house.adapter(account)
        async with house.watching(adapter) as watcher:
            await watcher.live()
            await house.fault("drop", n=1)
            await house.trade(account)
            await watcher.until(lambda counted=adapter.counters: counted.repairs > 0)  # type: ignore[misc]
            await house.clear()
            await house.agrees(watcher, account)
            await house.tells_all_fills(watcher, account)


@pytest.mark.parametrize(
    "altered",
    [
        {
            "channel": "positions",
            "set": {"unrealizedPL": "", "markPrice": None, "newField": [1], "autoMargin": "\u001b[2J"},
        },
        {"channel": "orders", "set": {"cancelReason": "x\u202e", "clientOid": "\u001b]52;c;AAAA\u0007"}},
        {"channel": "account", "remove": ["maxOpenPosAvailable", "unrealizedPL"]},
        {"channel": "positions", "remove": ["holdSide"]},
        {"channel": "fill", "remove": ["price"]},
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
        assert "\u001b" not in repr(watcher.events).replace("\\x1b", "")
        assert LinkState.ATTENTION not in watcher.states()


async def test_a_channel_we_can_do_without_leaves_the_link_live_and_is_named(house: House) -> None:
    await house.fault("refuse_subscribe", channel="strategy-order", code="30001", count=0)
    async with house.watching(house.adapter("unified")) as watcher:
        event = await watcher.reaches(LinkState.LIVE)
        assert event.reason == "without uta strategy-order"


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


async def test_a_refused_login_waits_for_a_person(house: House) -> None:
    await house.fault("refuse_login", count=0, code="30005")
    async with house.watching() as watcher:
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.code == "30005"
        await house.clear()
        watcher.adapter.retry_now()
        await watcher.live()


async def test_a_deleted_key_needs_attention(house: House) -> None:
    key = await house.make_key("second", ["coor", "cpor", "stor"], [])
    adapter = BitgetAdapter(key, house.hosts(), "live", limits=house.limits)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        await house.do("DELETE", f"/bitget/accounts/second/keys/{key.api_key}")
        event = await watcher.reaches(LinkState.ATTENTION)
        assert event.reason


@pytest.mark.parametrize("minutes", [10, -10])
async def test_a_clock_ten_minutes_off_does_not_matter(house: House, minutes: int) -> None:
    await house.fault("skew", ms=minutes * 60_000)
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)


async def test_without_a_key_there_is_no_life_to_follow(house: House) -> None:
    adapter = BitgetAdapter(None, house.hosts(), "live")
    with pytest.raises(AuthError):
        await anext(aiter(adapter.events(fills_since=Resume())))
    await adapter.aclose()
