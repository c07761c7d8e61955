"""What a test does with the margin of the simulated Bitget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exchanges.bitget_margin.adapter import MarginAdapter
from tests import house
from tests.bitget.house import SOL
from tests.following import Pair, Truth, Watcher


class MarginTruth(Truth):
    """Money with debts, and positions that are worked out of them."""

    def fill_id(self, row: Any) -> str:
        return f"{row['id']}:{row['order_id']}"

    def positions(self, watcher: Watcher) -> Pair:
        held = {(row.symbol, row.side.value): row.size_base for row in watcher.positions.values()}
        return held, _derived(self.told)

    def orders(self, watcher: Watcher) -> Pair:
        orders = {row.id: (row.filled_base, row.margin_mode) for row in watcher.orders.values()}
        return orders, {row["id"]: (Decimal(row["filled"]), row["mode"]) for row in self.told["orders"]}

    def money(self, watcher: Watcher) -> Pair:
        told = {
            f"{row['coin']} {_symbol(row['pair'])}".rstrip(): (
                Decimal(row["available"]) + Decimal(row["frozen"]), Decimal(row["borrow"]), Decimal(row["interest"]),
            )
            for row in self.told["pots"]
        }  # fmt: skip
        return {key: (row.total, row.borrowed, row.interest) for key, row in watcher.balances.items()}, told


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


class House(house.House):
    """The margin of the simulated Bitget: spot orders on credit, and a truth of their own."""

    venue = "bitget_margin"
    passphrase = "DemoPass2026"
    truth_type = MarginTruth
    limits_type = house.Dialling

    def adapter(self, account: str = "main", kind: str = "margin_read", **more: Any) -> MarginAdapter:
        return super().adapter(account, kind, **more)

    def orders(self, account: str = "main") -> str:
        return self.of(account, "margin/orders")

    def order_body(self, contract: str, side: str, leg: str, size: str, price: str = "") -> dict[str, Any]:
        """One that borrows and repays; what is bought at market is sized in USDT."""
        at_market = {"quote": str(Decimal(size) * 100)} if side == "buy" else {"size": size}
        how = {"size": size, "price": price} if price else at_market
        return {"symbol": contract, "side": side, "loan": "autoLoanAndRepay", **how}

    async def decree(self, account: str, path: str, **body: Any) -> Any:
        """What another client of the account, or the venue itself, does."""
        return await self.do("POST", self.of(account, f"margin/{path}"), body)

    async def truth(self, account: str = "main") -> Any:
        """The truth of an account's margin side."""
        return await self.do("GET", self.of(account, "margin"))

    async def trade(self, account: str = "main") -> None:
        """A little of everything in cross margin: buy at market, place and cancel, sell a part; borrow for a pair."""
        await self.decree(account, "orders", symbol=SOL, side="buy", quote="60")
        price = f"{await self.last(SOL) * Decimal('0.97'):.1f}"
        resting = await self.decree(account, "orders", symbol=SOL, side="buy", size="0.1", price=price)
        await self.decree(account, f"orders/{resting['id']}/cancel")
        await self.decree(account, "orders", symbol=SOL, side="sell", size="0.1")
        await self.decree(account, "borrow", coin="USDT", amount="2", pair="BTCUSDT")
