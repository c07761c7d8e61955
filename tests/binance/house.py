"""What a test does with the simulated Binance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from exchanges.binance.adapter import BinanceAdapter
from tests import house
from tests.following import Pair, Truth, Watcher


class BinanceTruth(Truth):
    """Conditional orders have filled nothing, and every coin is listed."""

    def fill_id(self, row: Any) -> str:
        return f"{row['contract']}:{row['trade_id']}"

    def orders(self, watcher: Watcher) -> Pair:
        plain = {row["id"]: Decimal(row["filled"]) for row in self.told["orders"]}
        waiting = {row["id"]: Decimal(0) for row in self.told["algos"]}
        return {row.id: row.filled_base for row in watcher.orders.values()}, plain | waiting

    def money(self, watcher: Watcher) -> Pair:
        cash = {asset: Decimal(amount) for asset, amount in self.told["balances"].items()}
        return {asset: row.total for asset, row in watcher.balances.items()}, cash


class House(house.House):
    """The simulated Binance."""

    venue = "binance"
    settings = {"connects_per_s": 1000, "rate_limits": False, "price_ms": 50}
    timing = replace(house.TIMING, dead_after_s=0.9)
    truth_type = BinanceTruth

    def adapter_of(self, *key: Any, **more: Any) -> BinanceAdapter:
        made: BinanceAdapter = super().adapter_of(*key, **more)
        made.account.money_every_ms = 300
        return made

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, "LINKUSDT", "buy", "long", "20")
        await self.order(account, "LINKUSDT", "sell", "long", "10")
        resting = await self.order(account, "LINKUSDT", "buy", "long", "10", "13.200")
        await self.do("POST", self.of(account, f"orders/{resting['id']}/cancel"))
        await self.order(account, "LINKUSDT", "sell", "long", "10")

    async def mark(self, account: str, contract: str) -> Decimal:
        rows = (await self.truth(account))["positions"]
        return Decimal(next(row["mark"] for row in rows if row["contract"] == contract))
