"""What the simulated Toobit lists: sizes in contracts of `contractMultiplier` coins, as the venue's list has them."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract


def _listed(
    base: str,
    code: int,
    multiplier: str,
    step: str,
    *,
    tick: str,
    price: str,
    leverage: int = 75,
    settle: str = "USDT",
    state: str = "live",
    underlying: str = "",
    scale: str = "1",
) -> Contract:
    """A perpetual; `step` is in coins, as the venue's filters say it."""
    unit, lot = Decimal(multiplier), Decimal(step) / Decimal(multiplier)
    return Contract(
        id=f"{base}-SWAP-{settle}",
        base=base,
        settle=settle,
        value=unit,
        tick=Decimal(tick),
        lot=lot,
        minimum=lot,
        max_leverage=Decimal(leverage),
        start_price=Decimal(price),
        listed_ms=1_668_400_000_000 + code * 86_400_000,
        code=code,
        state=state,
        max_limit_size=Decimal(4_000_000) * lot,
        max_market_size=Decimal(1_000_000) * lot,
        maker_fee=Decimal("0.0002"),
        taker_fee=Decimal("0.0006"),
        band=Decimal("0.1"),
        min_notional=Decimal(1),
        max_orders=200,
        underlying=underlying,
        scale=Decimal(scale),
    )


CONTRACTS: tuple[Contract, ...] = (
    _listed("BTC", 1, "0.001", "0.0001", tick="0.1", price="61000", leverage=125),
    _listed("ETH", 2, "0.01", "0.001", tick="0.01", price="3050", leverage=125),
    _listed("SOL", 3, "0.1", "0.1", tick="0.01", price="180", leverage=100),
    _listed("XRP", 4, "1", "1", tick="0.0001", price="0.61"),
    _listed("DOGE", 5, "1", "1", tick="0.00001", price="0.142"),
    _listed("LTC", 6, "0.01", "0.01", tick="0.01", price="84"),
    _listed("ADA", 7, "1", "1", tick="0.0001", price="0.44"),
    _listed("LINK", 8, "0.1", "0.1", tick="0.001", price="14.2"),
    _listed("BNB", 9, "0.01", "0.01", tick="0.1", price="590"),
    _listed("1000PEPE", 10, "1", "1", tick="0.0000001", price="0.0112", underlying="PEPE", scale="1000"),
    _listed("BTC", 11, "0.001", "0.001", tick="0.1", price="61000", leverage=50, settle="USDC"),
    _listed("LUNA2", 12, "1", "1", tick="0.0001", price="0.1", leverage=25, state="suspend"),
)
"""Multipliers of a thousandth, a hundredth and one, sizes in tenths of a contract, a thousandfold; and what a client
has to leave out: a contract with margin in USDC, and one that is not traded."""


def index_name(contract: Contract) -> str:
    """The name of the index a contract follows; a thousandfold follows the index of the single coin."""
    return f"{contract.underlying or contract.base}USDT"
