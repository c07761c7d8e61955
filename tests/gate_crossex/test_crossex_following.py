"""What is CrossEx's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, OrderStatus, Origin, Side
from tests.gate_crossex.house import ADA, BTC, LOAN, SOL, SPOT, House
from tests.house import SLOW

pytestmark = pytest.mark.anyio


# Health.


async def test_the_same_coin_on_three_exchanges_is_three_positions(house: House) -> None:
    async with house.watching() as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        assert watcher.books()[0].origin is Origin.SNAPSHOT
        symbols = {key.symbol for key in watcher.positions if key.symbol.startswith("ADA/")}
        assert symbols == {
            "ADA/USDT:USDT@BINANCE", "ADA/USDT:USDT@OKX", "ADA/USDT:USDT@GATE", "ADA/USDT@BINANCE-MARGIN",
        }  # fmt: skip
        legs = [key.side for key in watcher.positions if key.symbol == "ETH/USDT:USDT@OKX"]
        assert sorted(legs) == [Side.LONG, Side.SHORT]
        assert set(watcher.balances) == {"USDT", "ADA BINANCE"}
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_the_first_documents_field_names_and_shapes_are_read_as_well(house: House) -> None:
    await house.set(document="1.0.0", push_event="subscribe")
    async with house.watching(house.adapter(pace=SLOW), since_ms=now_ms() - 3_600_000) as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        assert all(row.entry_price for row in watcher.positions.values())
        await house.trade()
        await house.agrees(watcher)
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_what_another_client_does_is_told_by_the_stream(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        fills = watcher.fresh_fills()
        futures = [fill for fill in fills if fill.symbol == "SOL/USDT:USDT@OKX"]
        assert {(fill.side.value, fill.position_side) for fill in futures} == {("buy", Side.LONG), ("sell", Side.LONG)}
        bought = next(fill for fill in fills if fill.symbol == "ADA/USDT@GATE" and fill.side == "buy")
        assert (bought.fee_asset, bought.position_side) == ("ADA", None)
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_a_one_way_position_that_turns_leaves_nothing_on_its_old_side(house: House) -> None:
    async with house.watching(house.adapter("oneway", pace=SLOW)) as watcher:
        await watcher.live()
        await house.order("oneway", SOL, "buy", "net", "2")
        await house.agrees(watcher, "oneway")
        await house.order("oneway", SOL, "sell", "net", "5")
        await house.agrees(watcher, "oneway")
        ((key, row),) = watcher.positions.items()
        assert (key.side, row.size_base) == (Side.SHORT, Decimal(3))
        await house.order("oneway", SOL, "buy", "net", "3")
        await house.agrees(watcher, "oneway")
        assert not watcher.positions
        await house.tells_all_fills(watcher, "oneway")


async def test_an_isolated_account_is_followed_pool_by_pool(house: House) -> None:
    adapter = house.adapter("isolated", pace=SLOW)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher, "isolated")
        assert {"USDT BINANCE", "USDT OKX", "USDT GATE"} <= set(watcher.balances)
        assert "USDT" not in watcher.balances
        await house.order("isolated.OKX", SOL, "buy", "long", "2")
        await house.order("isolated.GATE", "GATE_FUTURE_ADA_USDT", "sell", "short", "100")
        await house.agrees(watcher, "isolated")
        await house.tells_all_fills(watcher, "isolated")


async def test_profit_moves_with_the_exchanges_own_mark_between_pushes(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        (key,) = (key for key in watcher.positions if key.symbol == "ADA/USDT:USDT@OKX")
        (lent,) = (key for key in watcher.positions if key.symbol == "ADA/USDT@BINANCE-MARGIN")
        await house.price(ADA, f"{await house.last(ADA) * Decimal('1.01'):.4f}")
        await watcher.until(lambda: {watcher.positions[each].origin for each in (key, lent)} == {Origin.DERIVED})
        row = watcher.positions[key]
        assert row.mark_price is not None
        assert row.entry_price is not None
        assert row.unrealised_pnl == (row.mark_price - row.entry_price) * row.size_base


async def test_two_hundred_random_steps_end_equal_to_the_truth(house: House) -> None:
    for account in ("second", "busy"):
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
    contract = chance.choice((SOL, SOL, "GATE_FUTURE_ADA_USDT", LOAN, SPOT))
    legs = ("net",) if contract == SPOT or (account == "busy" and contract != LOAN) else ("long", "short")
    body: dict[str, Any] = {"contract": contract, "leg": chance.choice(legs), "side": chance.choice(("buy", "sell"))}
    body["size"] = str(chance.choice((1, 2, 3)) * (20 if "ADA" in contract else 1))
    what = chance.random()
    if what < 0.3:
        await house.http.post("/market/step", json={})
    elif what < 0.6:
        await house.http.post(f"/gate_crossex/accounts/{account}/orders", json=body)
    elif what < 0.85:
        places = 4 if "ADA" in contract else 2
        factor = Decimal(chance.choice(("0.97", "0.999", "1.001", "1.03")))
        price = f"{await house.last(contract) * factor:.{places}f}"
        await house.http.post(f"/gate_crossex/accounts/{account}/orders", json=body | {"price": price})
    else:
        orders = (await house.truth(account))["orders"]
        if orders:
            order = chance.choice(orders)
            how = chance.choice(("cancel", "fill"))
            await house.http.post(f"/gate_crossex/accounts/{account}/orders/{order['id']}/{how}", json={})


# What was missed.


async def test_fills_funding_and_interest_since_the_last_journaled_one_are_fetched(house: House) -> None:
    since = now_ms()
    await house.trade("second")
    await house.order("second", BTC, "sell", "short", "0.01")
    await house.order("second", LOAN, "buy", "long", "1")
    await house.do("POST", "/market/funding")
    await house.set(charge_interest=True)
    async with house.watching(house.adapter("second"), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        told = {fill.id: fill for fill in watcher.fills}
        fresh = [row for row in truth["fills"] if row["time_ms"] >= since]
        assert len(fresh) >= 9
        for row in fresh:
            fill = told[f"{row['trade_id']}:{row['order_id']}"]
            leg = None if row["leg"] == "net" else Side(row["leg"])
            assert (fill.side.value, fill.position_side) == (row["side"], leg)
            assert (fill.fee, fill.realised_pnl) == (-Decimal(row["fee"]), Decimal(row["pnl"]))
        incomes = watcher.incomes
        assert {income.kind for income in incomes} == {IncomeKind.FUNDING, IncomeKind.OTHER}
        funding = sum(Decimal(row["change"]) for row in truth["bills"] if row["kind"] == "funding")
        assert sum(income.amount for income in incomes if income.kind is IncomeKind.FUNDING) == funding
        assert all(income.amount < 0 for income in incomes if income.kind is IncomeKind.OTHER)
