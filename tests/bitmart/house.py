"""What a test does with the simulated BitMart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitmart.adapter import BitmartAdapter
from exchanges.bitmart.hosts import BitmartHosts
from exchanges.core.adapter import Environment
from tests import house

BTC, ETH, SOL = "BTCUSDT", "ETHUSDT", "SOLUSDT"


class House(house.House):
    """The simulated BitMart."""

    venue = "bitmart"
    settings = {"connects_per_s": 1000, "limited": False, "v1": True}
    passphrase = "demo memo 2026"

    def hosts(self, environment: Environment = "live", *, v1: bool = False) -> BitmartHosts:
        if not v1:
            return super().hosts(environment)
        told = self._described
        return BitmartHosts(told["rest_v1"], told["rest_v1"], told["ws_public_v1"], told["ws_private_v1"])

    def adapter(self, account: str = "main", kind: str = "read", *, v1: bool = False, **more: Any) -> BitmartAdapter:
        return super().adapter(account, kind, **more, **({"hosts": self.hosts(v1=True)} if v1 else {}))

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, SOL, "buy", "long", "200")
        await self.order(account, SOL, "sell", "long", "100")
        resting = await self.order(account, SOL, "buy", "long", "100", f"{await self.last(SOL) * Decimal('0.96'):.2f}")
        await self.do("POST", self.of(account, f"orders/{resting['id']}/cancel"))
        await self.order(account, SOL, "sell", "long", "100")
