"""What a test does with the simulated CrossEx."""

from __future__ import annotations

from decimal import Decimal
from types import TracebackType
from typing import Any

from tests import house

BTC, ADA, SOL = "BINANCE_FUTURE_BTC_USDT", "OKX_FUTURE_ADA_USDT", "OKX_FUTURE_SOL_USDT"
LOAN, SPOT = "BINANCE_MARGIN_SOL_USDT", "GATE_SPOT_ADA_USDT"
EXCHANGES = ("BINANCE", "OKX", "GATE")


class House(house.House):
    """The simulated CrossEx."""

    venue = "gate_crossex"
    settings = {"connects_per_s": 1000, "limited": False}

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shapes = {"document": "1.0.2", "close_by": ["POST", "DELETE"], "push_event": "update"}
        await self.set(**shapes, introspection=True, idle_s=30)
        await super().__aexit__(kind, error, trace)

    async def trade(self, account: str = "main") -> None:
        """A little of everything: open, close a part, place and cancel, close the rest, a loan, some coins."""
        await self.order(account, SOL, "buy", "long", "2")
        await self.order(account, SOL, "sell", "long", "1")
        resting = await self.order(account, SOL, "buy", "long", "1", f"{await self.last(SOL) * Decimal('0.96'):.2f}")
        await self.do("POST", self.of(account, f"orders/{resting['id']}/cancel"))
        await self.order(account, SOL, "sell", "long", "1")
        await self.order(account, LOAN, "buy", "long", "0.5")
        await self.order(account, LOAN, "sell", "long", "0.5")
        await self.order(account, SPOT, "buy", "net", "20")
        await self.order(account, SPOT, "sell", "net", "19")

    async def truth(self, account: str = "main") -> dict[str, Any]:
        """What the venue itself says; of an isolated account the sum of its pools."""
        if account != "isolated":
            return await super().truth(account)
        parts = {name: await super(House, self).truth(f"isolated.{name}") for name in EXCHANGES}
        joined: dict[str, Any] = {
            what: [row for part in parts.values() for row in part[what]] for what in ("positions", "orders", "fills")
        }
        joined["balances"] = {
            f"{coin}@{name}" if coin == "USDT" else coin: amount
            for name, part in parts.items()
            for coin, amount in part["balances"].items()
        }
        return joined
