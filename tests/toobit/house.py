"""What a test does with the simulated Toobit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.toobit.adapter import ToobitAdapter
from tests import house
from tests.following import Pair, Truth, Watcher


class ToobitTruth(Truth):
    """Sizes of orders are in contracts, and an isolated position's margin is part of the money."""

    def positions(self, watcher: Watcher) -> Pair:
        rows = watcher.positions.values()
        held = {(row.venue_symbol, row.side.value, row.margin_mode.value): row.size_base for row in rows}
        told = self.told["positions"]
        return held, {(row["contract"], row["leg"], row["margin_mode"]): Decimal(row["base"]) for row in told}

    def orders(self, watcher: Watcher) -> Pair:
        units = {name: each.contract_size for name, each in watcher.adapter.account.contracts.instruments.items()}
        plain = {row["id"]: Decimal(row["filled"]) * units[row["contract"]] for row in self.told["orders"]}
        waiting = {row["id"]: Decimal(0) for row in self.told["algos"]}
        return {row.id: row.filled_base for row in watcher.orders.values()}, plain | waiting

    def money(self, watcher: Watcher) -> Pair:
        isolated = [row for row in self.told["positions"] if row["margin_mode"] == "isolated"]
        money = Decimal(self.told["balances"]["USDT"]) + sum(Decimal(row["margin"] or 0) for row in isolated)
        return {asset: row.total for asset, row in watcher.balances.items()}, {"USDT": money}


class House(house.House):
    """The simulated Toobit."""

    venue = "toobit"
    settings = {"rate_limits": False, "price_s": 0.05, "put_signs_body": True}
    truth_type = ToobitTruth

    def adapter_of(self, *key: Any, **more: Any) -> ToobitAdapter:
        made: ToobitAdapter = super().adapter_of(*key, **more)
        made.account.money.every_ms = 300
        return made

    async def facts(self, account: str, **facts: str) -> None:
        await self.do("POST", self.of(account, "facts"), dict(facts))

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, "LINK-SWAP-USDT", "buy", "long", "20")
        await self.order(account, "LINK-SWAP-USDT", "sell", "long", "10")
        resting = await self.order(account, "LINK-SWAP-USDT", "buy", "long", "10", "13.200")
        await self.do("POST", self.of(account, f"orders/{resting['id']}/cancel"))
        await self.order(account, "LINK-SWAP-USDT", "sell", "long", "10")
