"""The margin of a unified account: one pool of coins with debts, on the v3 routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.unified_loans import UnifiedLoans
from exchanges.core.adapter import OrderRequest
from exchanges.core.clock import now_ms
from exchanges.core.model import IncomeKind, MarginMode, OrderSide, OrderType
from tests.bitget_margin.house import House
from tests.following import Watcher
from tests.house import SLOW

pytestmark = pytest.mark.anyio

NAME = "SOLUSDT"


@pytest.fixture
async def trader(house: House) -> AsyncIterator[MarginAdapter]:
    adapter = house.adapter("unified", "trade")
    yield adapter
    await adapter.aclose()


async def order(house: House, side: OrderSide, size: str, away: str = "") -> OrderRequest:
    price = (await house.last(NAME) * Decimal(away)).quantize(Decimal("0.01")) if away else None
    kind = OrderType.LIMIT if away else OrderType.MARKET
    return OrderRequest(uuid4().hex, "SOL/USDT", side, None, kind, Decimal(size), price)


async def equals(watcher: Watcher, house: House) -> None:
    """Until coins and debts are those of the site's own accounts."""
    truth = await house.truth("unified")
    pots = {row["coin"]: row for row in truth["pots"]}
    cash = Decimal((await house.do("GET", house.of("unified", "truth")))["balances"]["USDT"])
    usdt = pots.get("USDT", {"available": "0", "frozen": "0"})
    wanted = cash + Decimal(usdt["available"]) + Decimal(usdt["frozen"])

    def agree() -> bool:
        held = watcher.balances
        debts = {coin: Decimal(row["borrow"]) + Decimal(row["interest"]) for coin, row in pots.items()}
        owed = {coin: held[coin].borrowed for coin in debts if coin in held}
        open_orders = {row["id"] for row in truth["orders"]} == {row.id for row in watcher.orders.values()}
        return held["USDT"].total == wanted and owed == debts and open_orders

    await watcher.until(agree)


async def test_money_debts_orders_and_fills_are_told_by_the_stream(house: House, trader: MarginAdapter) -> None:
    since = now_ms()
    follower = house.adapter("unified", "read", pace=SLOW)
    async with house.watching(follower) as watcher:
        await watcher.live()
        assert follower.account.is_unified
        assert not watcher.positions
        await trader.place_order(await order(house, OrderSide.BUY, "1"))
        await trader.place_order(await order(house, OrderSide.SELL, "2"))
        await trader.place_order(await order(house, OrderSide.BUY, "0.5", "0.97"))
        await equals(watcher, house)
        (resting,) = watcher.orders.values()
        assert (resting.symbol, resting.margin_mode) == ("SOL/USDT", MarginMode.CROSS)
        debt = watcher.balances["SOL"].borrowed
        assert debt is not None
        assert debt > 0
        fills: list[Any] = watcher.fills
        assert {(fill.symbol, fill.side.value) for fill in fills} == {("SOL/USDT", "buy"), ("SOL/USDT", "sell")}
        assert {fill.realised_pnl for fill in fills} == {0}
        await trader.cancel(resting)
        await watcher.until(lambda: not watcher.orders)
        assert follower.counters.incomplete_rows == 0
    async with house.watching(house.adapter("unified", "read"), since_ms=since) as again:
        await again.live()
        assert {fill.id.split(":")[0] for fill in again.fills} >= {fill.id.split(":")[0] for fill in fills}
        kinds = {income.kind for income in again.incomes}
        assert kinds == {IncomeKind.INTEREST}


async def test_what_is_owed_is_listed(house: House, trader: MarginAdapter) -> None:
    await trader.place_order(await order(house, OrderSide.SELL, "1"))
    debts = await trader.debts()
    assert isinstance(debts, UnifiedLoans)
    assert "SOL" in {each.coin for each in await debts.owed()}


async def test_a_lost_answer_is_asked_for_on_the_accounts_own_routes(house: House, trader: MarginAdapter) -> None:
    request = await order(house, OrderSide.BUY, "0.2", "0.96")
    await house.fault("lost_answer", path="/api/v3/trade/place-order", count=1)
    order_id = await trader.place_order(request)
    truth = await house.truth("unified")
    assert [row["id"] for row in truth["orders"] if row["client_id"] == request.client_id] == [order_id]
