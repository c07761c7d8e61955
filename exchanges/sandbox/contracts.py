"""The perpetual swaps of the simulated market: what a venue's listing says, and the listing of OKX.

Figures are data of the simulation, chosen to equal the venue's own where that matters (contract value, steps), so that
an error of contracts against coins shows up at once.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Contract(msgspec.Struct, frozen=True):
    """One listed swap.

    Sizes are contracts; one contract is `value * multiplier` units of the base coin.
    """

    id: str
    base: str
    settle: str
    value: Decimal
    tick: Decimal
    lot: Decimal
    minimum: Decimal
    max_leverage: Decimal
    start_price: Decimal
    """Price the seeded walk starts from and is drawn back to."""
    listed_ms: int
    code: int
    """The venue's numeric name of the instrument."""
    state: str = "live"
    multiplier: Decimal = Decimal(1)
    maintenance_rate: Decimal = Decimal("0.004")
    max_limit_size: Decimal = Decimal(100_000_000)
    max_market_size: Decimal = Decimal(12_000)
    tier_usd: Decimal = Decimal(2_000_000)
    """Largest position at maximum leverage; lower leverage allows proportionally more."""
    maker_fee: Decimal = Decimal("0.0002")
    taker_fee: Decimal = Decimal("0.0005")
    band: Decimal = Decimal("0.05")
    """How far above (buying) or below (selling) the index a limit price may lie."""
    min_notional: Decimal = Decimal(0)
    """Least value of an order that opens."""
    max_orders: int = 500
    """Open orders one account may have on this contract."""
    underlying: str = ""
    """The coin whose price is followed; empty when it is `base` (a thousandfold contract names another)."""
    scale: Decimal = Decimal(1)
    """Coins of `underlying` that one unit of `base` stands for."""
    is_perpetual: bool = True
    """False for one that is delivered on a day."""
    kind: str = "swap"
    """swap; margin: a position on borrowed money, always with legs and without funding; spot: coins change hands."""
    coin: str = ""
    """What `base` is called among the balances of an account; empty when it is `base`."""

    @property
    def family(self) -> str:
        return f"{self.base}-{self.settle if self.is_linear else 'USD'}"

    @property
    def wallet(self) -> str:
        """The balance a spot trade moves besides the settlement coin's."""
        return self.coin or self.base

    @property
    def is_linear(self) -> bool:
        return self.settle == "USDT"

    @property
    def unit(self) -> Decimal:
        """Base coins in one contract."""
        return self.value * self.multiplier

    def tiers(self, count: int) -> list[tuple[int, Decimal]]:
        """The first tiers by the engine's rule, (leverage, largest position in USD): half of it, twice as much."""
        return [(int(self.max_leverage / 2**tier), self.tier_usd * 2**tier) for tier in range(count)]


def _swap(base: str, value: str, tick: str, lot: str, leverage: int, price: str, listed_ms: int, code: int) -> Contract:
    step = Decimal(lot)
    return Contract(
        id=f"{base}-USDT-SWAP",
        base=base,
        settle="USDT",
        value=Decimal(value),
        tick=Decimal(tick),
        lot=step,
        minimum=step,
        max_leverage=Decimal(leverage),
        start_price=Decimal(price),
        listed_ms=listed_ms,
        code=code,
    )


CONTRACTS: tuple[Contract, ...] = (
    _swap("BTC", "0.01", "0.1", "0.01", 100, "61000", 1573557408000, 10459),
    _swap("ETH", "0.1", "0.01", "0.01", 100, "3050", 1573557415000, 10461),
    _swap("SOL", "1", "0.01", "0.01", 100, "180", 1611907686000, 10462),
    _swap("XRP", "100", "0.0001", "0.01", 50, "0.61", 1573557417000, 10463),
    _swap("DOGE", "1000", "0.00001", "0.01", 50, "0.142", 1611907687000, 10464),
    _swap("LTC", "1", "0.01", "0.1", 50, "84", 1573557419000, 10465),
    _swap("ADA", "100", "0.0001", "0.1", 50, "0.44", 1611907688000, 10466),
    _swap("LINK", "1", "0.001", "0.1", 50, "14.2", 1611907689000, 10467),
    _swap("BNB", "0.01", "0.1", "1", 50, "590", 1671521075000, 10468),
    _swap("PEPE", "10000000", "0.000000001", "0.1", 50, "0.0000112", 1683702000000, 10469),
    Contract(
        id="BTC-USD-SWAP",
        base="BTC",
        settle="BTC",
        value=Decimal(100),
        tick=Decimal("0.1"),
        lot=Decimal(1),
        minimum=Decimal(1),
        max_leverage=Decimal(100),
        start_price=Decimal(61000),
        listed_ms=1544673212000,
        code=10470,
        state="suspend",
    ),
)
"""The last one is coin-margined and suspended: a client has to filter it out, nobody can trade it here."""

BY_ID: dict[str, Contract] = {contract.id: contract for contract in CONTRACTS}
