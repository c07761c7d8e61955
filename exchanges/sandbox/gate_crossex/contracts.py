"""What CrossEx lists: futures, margin pairs and spot pairs of several exchanges, each under a name of its own.

All quantities are base units on every exchange; `contract_size` is told and means nothing. Figures are data of the
simulation, chosen to equal the venue's where that matters (steps, minimum sizes).
"""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract

ONE = Decimal(1)
LISTED_MS = 1_760_000_000_000
_PRICES = {
    base: Decimal(price)
    for base, price in (
        ("BTC", "61000"),
        ("ETH", "3050"),
        ("SOL", "180"),
        ("XRP", "0.61"),
        ("DOGE", "0.142"),
        ("ADA", "0.44"),
        ("1000PEPE", "0.0112"),
    )
}


def _futures(exchange: str, base: str, tick: str, lot: str, leverage: int, code: int, notional: str = "5") -> Contract:
    thousand = base.startswith("1000")
    return Contract(
        id=f"{exchange}_FUTURE_{base}_USDT",
        base=base,
        settle="USDT",
        value=ONE,
        tick=Decimal(tick),
        lot=Decimal(lot),
        minimum=Decimal(lot),
        max_leverage=Decimal(leverage),
        start_price=_PRICES[base],
        listed_ms=LISTED_MS,
        code=code,
        maker_fee=Decimal("0.0002"),
        taker_fee=Decimal("0.0005"),
        min_notional=Decimal(notional),
        max_limit_size=Decimal(10_000_000),
        max_market_size=Decimal(1_000_000),
        max_orders=200,
        underlying=base.removeprefix("1000") if thousand else "",
        scale=Decimal(1000) if thousand else ONE,
    )


def _pair(exchange: str, kind: str, base: str, tick: str, lot: str, code: int) -> Contract:
    is_spot = kind == "SPOT"
    return Contract(
        id=f"{exchange}_{kind}_{base}_USDT",
        base=base,
        settle="USDT",
        value=ONE,
        tick=Decimal(tick),
        lot=Decimal(lot),
        minimum=Decimal(lot),
        max_leverage=ONE if is_spot else Decimal(5),
        start_price=_PRICES[base],
        listed_ms=LISTED_MS,
        code=code,
        maker_fee=Decimal("0.001"),
        taker_fee=Decimal("0.001"),
        maintenance_rate=Decimal("0.02"),
        min_notional=Decimal(5),
        max_limit_size=Decimal(10_000_000),
        max_market_size=Decimal(1_000_000),
        max_orders=200,
        kind=kind.lower(),
        coin=f"{base}@{exchange}",
    )


_FUTURES = (
    ("BINANCE", "BTC", "0.1", "0.001", 20, "50"),
    ("BINANCE", "ETH", "0.01", "0.001", 20, "20"),
    ("BINANCE", "SOL", "0.01", "0.01", 20, "5"),
    ("BINANCE", "ADA", "0.0001", "1", 18, "5"),
    ("BINANCE", "XRP", "0.0001", "0.1", 20, "5"),
    ("BINANCE", "1000PEPE", "0.0000001", "1", 10, "5"),
    ("OKX", "BTC", "0.1", "0.0001", 20, "0"),
    ("OKX", "ETH", "0.01", "0.001", 20, "0"),
    ("OKX", "SOL", "0.01", "0.01", 20, "0"),
    ("OKX", "ADA", "0.0001", "10", 18, "0"),
    ("OKX", "DOGE", "0.00001", "10", 20, "0"),
    ("GATE", "BTC", "0.1", "0.0001", 20, "3"),
    ("GATE", "ETH", "0.01", "0.01", 20, "3"),
    ("GATE", "SOL", "0.01", "1", 20, "3"),
    ("GATE", "ADA", "0.0001", "10", 18, "3"),
    ("BYBIT", "BTC", "0.1", "0.001", 20, "5"),
)
_PAIRS = (
    ("BINANCE", "SPOT", "BTC", "0.01", "0.00001"),
    ("BINANCE", "SPOT", "ADA", "0.0001", "0.1"),
    ("OKX", "SPOT", "ETH", "0.01", "0.0001"),
    ("OKX", "SPOT", "ADA", "0.0001", "0.1"),
    ("GATE", "SPOT", "ADA", "0.0001", "0.1"),
    ("BINANCE", "MARGIN", "ADA", "0.0001", "0.1"),
    ("BINANCE", "MARGIN", "SOL", "0.01", "0.001"),
    ("OKX", "MARGIN", "ADA", "0.0001", "0.1"),
    ("GATE", "MARGIN", "ETH", "0.01", "0.0001"),
)
CONTRACTS: tuple[Contract, ...] = (
    *(
        _futures(exchange, base, tick, lot, leverage, 1 + index, notional)
        for index, (exchange, base, tick, lot, leverage, notional) in enumerate(_FUTURES)
    ),
    *(
        _pair(exchange, kind, base, tick, lot, 101 + index)
        for index, (exchange, kind, base, tick, lot) in enumerate(_PAIRS)
    ),
)
CONTRACT_SIZES = {"OKX_FUTURE_ADA_USDT": "100", "OKX_FUTURE_BTC_USDT": "0.01", "OKX_FUTURE_DOGE_USDT": "1000"}
"""What `contract_size` says where it is not 1; quantities are base units all the same."""
