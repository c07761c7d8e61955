"""What a test does with the simulated OKX."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests import house
from tests.following import Pair, Truth, Watcher

BTC, ETH, SOL = "BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP"


class OkxTruth(Truth):
    """The simulation of OKX answers in OKX's own words."""

    @property
    def resting(self) -> list[str]:
        return [str(row["ordId"]) for row in self.told["orders"]]

    def fills(self, since_ms: int) -> set[str]:
        return {self.fill_id(row) for row in self.told["fills"] if int(row["fillTime"]) >= since_ms}

    def fill_id(self, row: Any) -> str:
        if int(row["tradeId"]) > 0:
            return f"{row['instId']}:{row['tradeId']}:{row['ordId']}"
        return f"bill:{row['billId']}"

    def positions(self, watcher: Watcher) -> Pair:
        held = {(row.venue_symbol, row.side.value): row.size_contracts for row in watcher.positions.values()}
        rows = [row for row in self.told["positions"] if Decimal(row["pos"])]
        return held, {(row["instId"], row["posSide"]): Decimal(row["pos"]) for row in rows}

    def orders(self, watcher: Watcher) -> Pair:
        waiting = {row["ordId"] for row in self.told["orders"]} | {row["algoId"] for row in self.told["algos"]}
        return {row.id for row in watcher.orders.values()}, waiting

    def money(self, watcher: Watcher) -> Pair:
        cash = {row["ccy"]: Decimal(row["cashBal"]) for row in self.told["balance"]["details"]}
        return {asset: row.total for asset, row in watcher.balances.items()}, cash


class House(house.House):
    """The simulated OKX."""

    venue = "okx"
    passphrase = "Demo#Pass2026"
    truth_type = OkxTruth
    limits_type = house.Dialling

    def order_body(self, contract: str, side: str, leg: str, size: str, price: str = "") -> dict[str, Any]:
        body = {"instId": contract, "side": side, "posSide": leg, "sz": size}
        return body | ({"ordType": "limit", "px": price} if price else {})

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, SOL, "buy", "long", "2")
        await self.order(account, SOL, "sell", "long", "1")
        resting = await self.order(account, SOL, "buy", "long", "1", f"{await self.last(SOL) * Decimal('0.9'):.2f}")
        await self.do("POST", self.of(account, f"orders/{resting['ordId']}/cancel"))
        await self.order(account, SOL, "sell", "long", "1")
