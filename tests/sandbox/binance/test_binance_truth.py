"""After many market steps with the bot at work, what the venue answers is what is true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sandbox.binance.trader import Trader

pytestmark = pytest.mark.anyio


async def test_lists_and_truth_agree_after_many_steps(main: Trader):
    await main.do("/binance/settings", bot=True, rate_limits=False)
    for _ in range(4):
        await main.do("/market/step", n=100)
        await main.do("/market/funding")
        truth = await main.truth()
        rows = await main.get("/fapi/v3/positionRisk", key="read")
        held = {
            (row["symbol"], row["positionSide"], abs(Decimal(row["positionAmt"])), Decimal(row["entryPrice"]))
            for row in rows
            if Decimal(row["positionAmt"])
        }
        assert held == {
            (item["contract"], item["leg"].upper(), Decimal(item["base"]), Decimal(item["entry"]))
            for item in truth["positions"]
        }
        orders = await main.get("/fapi/v1/openOrders", key="read")
        assert {(str(row["orderId"]), Decimal(row["executedQty"])) for row in orders} == {
            (item["id"], Decimal(item["filled"])) for item in truth["orders"]
        }
        income = await main.get("/fapi/v1/income", key="read", limit=1000, incomeType="REALIZED_PNL")
        gained = sum((Decimal(item["pnl"]) for item in truth["fills"]), Decimal(0))
        assert sum((Decimal(row["income"]) for row in income), Decimal(0)) == gained
        # The bot stands for a strategy on perpetuals in USDT: no quarterly contract, no other coin.
        assert not {item["contract"] for item in truth["fills"]} & {"BTCUSDT_261225", "BTCUSDC"}
        fills = {item["trade_id"] for item in truth["fills"]}
        listed: set[str] = set()
        for symbol in {item["contract"] for item in truth["fills"]}:
            listed |= {
                str(row["id"]) for row in await main.get("/fapi/v1/userTrades", key="read", symbol=symbol, limit=1000)
            }
        assert listed == fills
        account = await main.get("/fapi/v3/account", key="read")
        assert Decimal(account["totalMarginBalance"]) == Decimal(truth["equity"])
    assert len(fills) > 30
