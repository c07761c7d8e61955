"""What a test does with the simulated Bitget's margin: keys, the hand of fate, its truth; and someone who watches."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitget_margin.adapter import MarginAdapter
from exchanges.bitget_margin.table import Version
from exchanges.core.link import Pace
from exchanges.core.stream import Timing
from tests.bitget.bitget_house import House
from tests.okx.okx_house import PACE, TIMING, Watcher


class MarginHouse(House):
    """The simulated venue as a test of margin handles it."""

    def margin(
        self,
        account: str = "main",
        kind: str = "margin_read",
        *,
        version: Version = "v2",
        pace: Pace = PACE,
        timing: Timing = TIMING,
    ) -> MarginAdapter:
        key, more = self.key(account, kind), {"limits": self.limits, "pace": pace, "timing": timing}
        return MarginAdapter(key, self.hosts(), "live", version=version, **more)

    async def decree(self, account: str, path: str, **body: Any) -> Any:
        """What another client of the account, or the venue itself, does."""
        return await self.do("POST", f"/bitget/accounts/{account}/margin/{path}", body)

    async def owns(self, account: str = "main") -> Any:
        """The truth of an account's margin side."""
        return await self.do("GET", f"/bitget/accounts/{account}/margin")

    def watch(self, adapter: Any) -> MarginWatcher:  # type: ignore[override]
        return MarginWatcher(adapter)


class MarginWatcher(Watcher):
    """Someone who only knows what the events tell, and compares it with the simulation's truth."""

    def equals(self, truth: Any) -> bool:
        """True when money, debts, orders and derived positions are what the venue itself says."""
        told = {
            f"{row['coin']} {_symbol(row['pair'])}".rstrip(): (
                Decimal(row["available"]) + Decimal(row["frozen"]), Decimal(row["borrow"]), Decimal(row["interest"]),
            )
            for row in truth["pots"]
        }  # fmt: skip
        held = {key: (row.total, row.borrowed, row.interest) for key, row in self.balances.items()}
        orders = {row.id: (row.filled_base, row.margin_mode) for row in self.orders.values()}
        open_orders = {row["id"]: (Decimal(row["filled"]), row["mode"]) for row in truth["orders"]}
        positions = {(row.symbol, row.side.value): row.size_base for row in self.positions.values()}
        return held == told and orders == open_orders and positions == _derived(truth)

    async def agrees(self, house: MarginHouse, account: str = "main") -> None:  # type: ignore[override]
        """Until what was told equals the venue's truth."""
        truth = await house.owns(account)
        await self.until(lambda: self.equals(truth))

    async def tells_all_fills(self, house: MarginHouse, account: str = "main") -> None:
        """Every fill of the venue since the watcher began, none twice."""
        truth = await house.owns(account)
        began = self.events[0].at_ms
        listed = {f"{row['id']}:{row['order_id']}" for row in truth["fills"] if row["time_ms"] >= began}
        await self.until(lambda: listed <= set(self.fills))
        assert len(set(self.fills)) == len(self.fills)


def _symbol(pair: str) -> str:
    return f"{pair.removesuffix('USDT')}/USDT" if pair else ""


def _derived(truth: Any) -> dict[tuple[str, str], Decimal]:
    """What isolated pairs amount to, worked out once more from the truth."""
    found = {}
    rows = {(row["pair"], row["coin"]): row for row in truth["pots"]}
    for (pair, coin), base in rows.items():
        if pair and coin != "USDT":
            net = Decimal(base["net"])
            if Decimal(base["borrow"]) and net < 0:
                found[_symbol(pair), "short"] = -net
            elif Decimal(rows[pair, "USDT"]["borrow"]) and net > 0:
                found[_symbol(pair), "long"] = net
    return found
