"""What is Margin's own in following an account; what every venue does is in tests/conformance/test_following.py."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from exchanges.bitget_margin.table import Version
from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, MarginMode, OrderStatus, Origin, Side
from tests.bitget.house import SOL
from tests.bitget_margin.house import House
from tests.house import SLOW

pytestmark = pytest.mark.anyio

BOTH: tuple[Version, ...] = ("v2", "v1")
both_generations = pytest.mark.parametrize("version", BOTH)


@both_generations
async def test_money_debts_orders_and_derived_positions_are_told_at_once(house: House, version: Version) -> None:
    adapter = house.adapter(version=version)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert await house.is_told(watcher)
        assert watcher.books()[0].origin is Origin.SNAPSHOT
        assert {key.side for key in watcher.positions} == {Side.LONG, Side.SHORT}
        assert {key.margin_mode for key in watcher.positions} == {MarginMode.ISOLATED}
        assert {row.margin_mode for row in watcher.orders.values()} == {MarginMode.CROSS, MarginMode.ISOLATED}
        debt = watcher.balances["ETH"]
        assert debt.borrowed == Decimal("0.1")
        assert debt.equity is not None
        assert debt.equity < 0
        assert watcher.balances["USDT BTC/USDT"].wallet == "BTC/USDT"
        assert adapter.counters.incomplete_rows == 0


@both_generations
async def test_what_another_client_does_is_told_by_the_stream(house: House, version: Version) -> None:
    async with house.watching(house.adapter(version=version, pace=SLOW)) as watcher:
        await watcher.live()
        await house.trade()
        await house.decree("main", "borrow", coin="USDT", amount="10", pair="BTCUSDT")
        await house.do("POST", "/bitget/margin/interest")
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert OrderStatus.CANCELED in {row.status for row in watcher.ended.values()}
        fills = watcher.fresh_fills()
        assert [(fill.symbol, fill.side.value, fill.fee_asset) for fill in fills] == [
            ("SOL/USDT", "buy", "SOL"), ("SOL/USDT", "sell", "USDT"),
        ]  # fmt: skip
        assert all(fill.fee > 0 for fill in fills)
        assert watcher.adapter.counters.incomplete_rows == 0


async def test_coins_and_positions_are_worth_what_the_index_says(house: House) -> None:
    async with house.watching(house.adapter(pace=SLOW)) as watcher:
        await watcher.live()
        price = f"{await house.last(SOL) * Decimal('1.01'):.2f}"
        before = watcher.balances["SOL"].worth_usdt
        await house.price(SOL, price)
        await watcher.until(lambda: watcher.balances["SOL"].worth_usdt != before)
        row = watcher.balances["SOL"]
        assert row.worth_usdt is not None
        assert row.equity is not None
        assert abs(row.worth_usdt / row.equity / Decimal(price) - 1) < Decimal("0.001")
        (key,) = (key for key in watcher.positions if key.symbol == "BTC/USDT")
        was = watcher.positions[key].mark_price
        await house.price("BTCUSDT", f"{await house.last('BTCUSDT') * Decimal('1.01'):.1f}")
        await watcher.until(lambda: watcher.positions[key].mark_price != was)
        assert watcher.positions[key].entry_price is None


@both_generations
async def test_a_hundred_random_steps_end_equal_to_the_truth(house: House, version: Version) -> None:
    chance = random.Random(31)
    adapter = house.adapter("second", version=version)
    async with house.watching(adapter) as watcher:
        await watcher.live()
        for _ in range(100):
            await random_step(house, "second", chance)
        await house.agrees(watcher, "second")
        await house.tells_all_fills(watcher, "second")
        assert adapter.counters.incomplete_rows == adapter.counters.garbage_frames == 0


async def random_step(house: House, account: str, chance: random.Random) -> None:
    """Something that may happen to an account; refusals are part of it."""
    mode, symbol = chance.choice((("cross", SOL), ("isolated", "BTCUSDT"), ("isolated", "ETHUSDT")))
    size = {SOL: "0.1", "BTCUSDT": "0.0005", "ETHUSDT": "0.01"}[symbol]
    body: dict[str, Any] = {"symbol": symbol, "mode": mode, "side": chance.choice(("buy", "sell"))}
    body["loan"] = chance.choice(("normal", "autoLoan", "autoRepay", "autoLoanAndRepay"))
    url, what = f"/bitget/accounts/{account}/margin", chance.random()
    if what < 0.15:
        await house.http.post("/market/step", json={})
    elif what < 0.4:
        how = {"quote": "40"} if body["side"] == "buy" else {"size": size}
        await house.http.post(f"{url}/orders", json=body | how)
    elif what < 0.65:
        price = f"{await house.last(symbol) * Decimal(chance.choice(('0.97', '0.999', '1.001', '1.03'))):.1f}"
        await house.http.post(f"{url}/orders", json=body | {"price": price, "size": size})
    elif what < 0.75:
        how, pair = chance.choice(("borrow", "repay")), symbol if mode == "isolated" else ""
        await house.http.post(f"{url}/{how}", json={"coin": "USDT", "amount": "3", "pair": pair})
    else:
        orders = (await house.truth(account))["orders"]
        if orders:
            order, how = chance.choice(orders), chance.choice(("cancel", "fill"))
            await house.http.post(f"{url}/orders/{order['id']}/{how}", json={})


# What was missed.


@both_generations
async def test_fills_interest_and_fees_since_the_last_journaled_one_are_fetched(house: House, version: Version) -> None:
    since = now_ms()
    await house.trade("second")
    await house.decree("second", "orders", symbol="XRPUSDT", side="buy", quote="30")
    await house.do("POST", "/bitget/margin/interest")
    async with house.watching(house.adapter("second", version=version), since_ms=since) as watcher:
        await watcher.live()
        truth = await house.truth("second")
        listed = {f"{row['id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= since}
        assert len(listed) >= 3
        assert listed <= {fill.id for fill in watcher.fills}
        incomes = watcher.incomes
        assert {income.kind for income in incomes} == {IncomeKind.INTEREST}
        charged = {row["id"]: Decimal(row["amount"]) for row in truth["records"] if row["kind"] == "interest"}
        for income in incomes:
            assert -income.amount == charged[income.id.removeprefix("interest:")]
        assert {"BTC/USDT", ""} <= {income.symbol for income in incomes}


async def test_an_order_on_a_pair_nobody_looked_at_is_found_by_the_money_it_holds(house: House) -> None:
    async with house.watching(house.adapter("second")) as watcher:
        await watcher.live()
        price = f"{await house.last('LINKUSDT') * Decimal('0.97'):.2f}"
        placed = await house.decree("second", "orders", symbol="LINKUSDT", side="buy", size="2", price=price)
        await watcher.until(lambda: placed["id"] in {row.id for row in watcher.orders.values()})
        await house.decree("second", f"orders/{placed['id']}/cancel")
        await watcher.until(lambda: placed["id"] not in {row.id for row in watcher.orders.values()})
        await house.agrees(watcher, "second")


async def test_a_liquidation_is_told_with_its_trades_and_its_cost(house: House) -> None:
    await house.decree("affiliate", "deposit", coin="USDT", amount="300", pair="LTCUSDT")
    await house.decree("affiliate", "orders", symbol="LTCUSDT", side="sell", size="5", mode="isolated", loan="autoLoan")
    adapter = house.adapter("affiliate")
    async with house.watching(adapter) as watcher:
        await watcher.live()
        assert [row.side for row in watcher.positions.values()] == [Side.SHORT]
        await house.decree("affiliate", "liquidate", pair="LTCUSDT")
        await house.agrees(watcher, "affiliate")
        await house.tells_all_fills(watcher, "affiliate")
        assert not watcher.positions
        await watcher.until(lambda: IncomeKind.LIQUIDATION_PENALTY in {row.kind for row in watcher.incomes})
        (told,) = await adapter.account.margin.liquidations(MarginMode.ISOLATED, "LTCUSDT", now_ms() - 60_000)
        assert told.fee is not None
        assert told.fee > 0
        repaid = await adapter.account.margin.repayments(MarginMode.ISOLATED, "LTCUSDT", now_ms() - 60_000)
        assert {each.kind for each in repaid} == {"liq_repay"}
