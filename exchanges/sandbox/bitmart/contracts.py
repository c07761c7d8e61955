"""BitMart's perpetual futures: every size is a whole number of contracts, and a contract is a fraction of a coin.

Figures are data of the simulation, chosen to equal the venue's where that matters (contract sizes, steps, fees).
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract


def _perpetual(base: str, size: str, tick: str, leverage: int, price: str, opened_ms: int, code: int) -> Contract:
    return Contract(
        id=f"{base}USDT",
        base=base,
        settle="USDT",
        value=Decimal(size),
        tick=Decimal(tick),
        lot=Decimal(1),
        minimum=Decimal(1),
        max_leverage=Decimal(leverage),
        start_price=Decimal(price),
        listed_ms=opened_ms,
        code=code,
        maker_fee=Decimal("0.0002"),
        taker_fee=Decimal("0.0006"),
        max_limit_size=Decimal(500_000),
        max_market_size=Decimal(100_000),
        max_orders=200,
    )


CONTRACTS: tuple[Contract, ...] = (
    _perpetual("BTC", "0.001", "0.1", 100, "61000", 1594080000000, 1),
    _perpetual("ETH", "0.001", "0.01", 100, "3050", 1594080000000, 2),
    _perpetual("SOL", "0.01", "0.001", 50, "180", 1627862400000, 3),
    _perpetual("XRP", "1", "0.0001", 50, "0.61", 1606867200000, 4),
    _perpetual("DOGE", "10", "0.00001", 50, "0.142", 1620086400000, 5),
    _perpetual("LTC", "0.01", "0.01", 50, "84", 1606867200000, 6),
    _perpetual("ADA", "1", "0.0001", 50, "0.44", 1619136000000, 7),
    _perpetual("LINK", "0.1", "0.001", 50, "14.2", 1606867200000, 8),
    _perpetual("BNB", "0.01", "0.01", 50, "590", 1626048000000, 9),
    _perpetual("PEPE", "10000", "0.0000000001", 50, "0.0000112", 1683273600000, 10),
)
