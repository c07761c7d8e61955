"""What the simulated Binance lists: quantities in base coins, steps and least values as its filters say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exchanges.sandbox.contracts import Contract

NO_END_MS = 4_133_404_800_000
"""Delivery date of what is never delivered."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What `exchangeInfo` says besides the sizes."""

    kind: str = "PERPETUAL"
    delivery_ms: int = NO_END_MS
    underlying_type: str = "COIN"


PERPETUAL = Trait()
TRAITS = {
    "BTCUSDT_261225": Trait("CURRENT_QUARTER", 1_798_185_600_000),
    "XAUUSDT": Trait("TRADIFI_PERPETUAL", underlying_type="COMMODITY"),
}


def trait_of(contract: Contract) -> Trait:
    return TRAITS.get(contract.id, PERPETUAL)


def _listed(
    base: str,
    code: int,
    *,
    tick: str,
    lot: str,
    price: str,
    leverage: int = 75,
    notional: str = "5",
    most: str = "10000000",
    settle: str = "USDT",
    state: str = "live",
    symbol: str = "",
    underlying: str = "",
    scale: str = "1",
    band: str = "0.1",
) -> Contract:
    step = Decimal(lot)
    return Contract(
        id=symbol or f"{base}{settle}",
        base=base,
        settle=settle,
        value=Decimal(1),
        tick=Decimal(tick),
        lot=step,
        minimum=step,
        max_leverage=Decimal(leverage),
        start_price=Decimal(price),
        listed_ms=1_569_398_400_000 + code * 86_400_000,
        code=code,
        state=state,
        max_limit_size=Decimal(most),
        max_market_size=Decimal(most) / 5,
        min_notional=Decimal(notional),
        max_orders=200,
        band=Decimal(band),
        underlying=underlying,
        scale=Decimal(scale),
        is_perpetual=TRAITS.get(symbol, PERPETUAL).kind.endswith("PERPETUAL"),
    )


CONTRACTS: tuple[Contract, ...] = (
    _listed("BTC", 1, tick="0.1", lot="0.001", price="61000", leverage=125, notional="100", most="1000", band="0.05"),
    _listed("ETH", 2, tick="0.01", lot="0.001", price="3050", leverage=125, notional="20", most="10000", band="0.05"),
    _listed("SOL", 3, tick="0.01", lot="0.01", price="180", leverage=100, most="1000000"),
    _listed("XRP", 4, tick="0.0001", lot="0.1", price="0.61"),
    _listed("DOGE", 5, tick="0.00001", lot="1", price="0.142", most="50000000"),
    _listed("LTC", 6, tick="0.01", lot="0.001", price="84", notional="20", most="100000"),
    _listed("ADA", 7, tick="0.0001", lot="1", price="0.44"),
    _listed("LINK", 8, tick="0.001", lot="0.01", price="14.2", notional="20", most="1000000"),
    _listed("BNB", 9, tick="0.01", lot="0.01", price="590", most="100000"),
    _listed(
        "1000PEPE", 10, tick="0.0000001", lot="1", price="0.0112", most="200000000", underlying="PEPE", scale="1000"
    ),
    _listed("币安人生", 11, tick="0.0001", lot="1", price="0.25", leverage=20),
    _listed("XAU", 12, tick="0.01", lot="0.001", price="3980", leverage=50, most="5000"),
    _listed("BTC", 13, tick="0.1", lot="0.001", price="61000", leverage=100, settle="USDC", notional="50", most="500"),
    _listed("BTC", 14, tick="0.1", lot="0.001", price="61000", leverage=25, symbol="BTCUSDT_261225", most="500"),
    _listed("LUNA2", 15, tick="0.0001", lot="1", price="0.1", leverage=25, state="suspend"),
)
"""Among them what a client has to leave out or ask about: a thousandfold, a name outside ASCII, a TradFi perpetual, a
perpetual in USDC, a quarterly contract and one that is settling."""
