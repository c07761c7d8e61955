"""What a test does with the simulated Bitget."""

from __future__ import annotations

from decimal import Decimal

from tests import house

BTC, ETH, SOL = "BTCUSDT", "ETHUSDT", "SOLUSDT"


class House(house.House):
    """The simulated Bitget."""

    venue = "bitget"
    passphrase = "DemoPass2026"
    limits_type = house.Dialling

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest."""
        await self.order(account, SOL, "buy", "long", "2")
        await self.order(account, SOL, "sell", "long", "1")
        resting = await self.order(account, SOL, "buy", "long", "1", f"{await self.last(SOL) * Decimal('0.9'):.2f}")
        await self.do("POST", self.of(account, f"orders/{resting['id']}/cancel"))
        await self.order(account, SOL, "sell", "long", "1")
