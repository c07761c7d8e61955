"""Bitget's USDT-M perpetual futures: sizes are base coins, so one contract of the engine is one coin.

Figures are data of the simulation, chosen to equal the venue's where that matters (steps, minimum sizes, fees).
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract


def _perpetual(base: str, tick: str, lot: str, leverage: int, price: str, launched_ms: int, code: int) -> Contract:
    step = Decimal(lot)
    return Contract(
        id=f"{base}USDT",
        base=base,
        settle="USDT",
        value=Decimal(1),
        tick=Decimal(tick),
        lot=step,
        minimum=step,
        max_leverage=Decimal(leverage),
        start_price=Decimal(price),
        listed_ms=launched_ms,
        code=code,
        maker_fee=Decimal("0.0002"),
        taker_fee=Decimal("0.0006"),
        min_notional=Decimal(5),
        max_limit_size=Decimal(10_000_000_000) if Decimal(price) < 1 else Decimal(1_000_000),
        max_market_size=Decimal(1_000_000_000) if Decimal(price) < 1 else Decimal(120_000),
        max_orders=200,
        band=Decimal("0.05"),
    )


CONTRACTS: tuple[Contract, ...] = (
    _perpetual("BTC", "0.1", "0.0001", 125, "61000", 1606780800000, 1),
    _perpetual("ETH", "0.01", "0.01", 100, "3050", 1606780800000, 2),
    _perpetual("SOL", "0.001", "0.1", 75, "180", 1627862400000, 3),
    _perpetual("XRP", "0.0001", "1", 75, "0.61", 1606867200000, 4),
    _perpetual("DOGE", "0.00001", "1", 75, "0.142", 1620086400000, 5),
    _perpetual("LTC", "0.01", "0.1", 50, "84", 1606867200000, 6),
    _perpetual("ADA", "0.0001", "1", 50, "0.44", 1619136000000, 7),
    _perpetual("LINK", "0.001", "0.1", 50, "14.2", 1606867200000, 8),
    _perpetual("BNB", "0.01", "0.01", 50, "590", 1626048000000, 9),
    _perpetual("PEPE", "0.0000000001", "1", 50, "0.0000112", 1683273600000, 10),
)
