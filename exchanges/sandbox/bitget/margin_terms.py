"""On what terms pairs are traded and coins are lent: steps, rates, limits, tiers. Figures of the simulation.

Pairs and prices are those of the futures listing, so that spot and futures never tell two prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from exchanges.sandbox.bitget.margin_state import Mode
from exchanges.sandbox.market import Quote

COIN = "USDT"
LEVERAGE: dict[Mode, Decimal] = {"cross": Decimal(3), "isolated": Decimal(10)}
WARNING_RISK, LIQUIDATION_RISK = Decimal("0.8"), Decimal(1)
FEE = Decimal("0.001")
LEAST_VALUE = Decimal(5)
"""USDT an order must be worth."""
LEAST_LOAN = Decimal("0.00000001")
BAND = Decimal("0.05")
LIQUIDATION_FEE = Decimal("0.02")
_MAINTENANCE: dict[Mode, Decimal] = {"cross": Decimal("0.1"), "isolated": Decimal("0.05")}
_DAILY = {COIN: Decimal("0.00017")}
_DAILY_COIN = Decimal("0.000049")
_LIMIT_USDT: dict[Mode, Decimal] = {"cross": Decimal(143_000), "isolated": Decimal(200_000)}
DISCOUNTS = (Decimal(1), Decimal("0.97"), Decimal("0.9"))
"""What of the rate each VIP level pays."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair."""

    symbol: str
    base: str
    price_step: Decimal
    size_step: Decimal

    @property
    def coins(self) -> tuple[str, str]:
        """Base and quote."""
        return self.base, COIN


def pair_of(quote: Quote) -> Pair:
    """Steps of a pair: prices as in futures, sizes a hundred times finer."""
    return Pair(quote.contract.id, quote.contract.base, quote.contract.tick, quote.contract.lot / 100)


def eight(amount: Decimal) -> Decimal:
    """Cut off after the eighth place, as the venue keeps money."""
    return amount.quantize(LEAST_LOAN, rounding=ROUND_DOWN)


def daily_rate(coin: str) -> Decimal:
    """Interest a day, a fraction."""
    return _DAILY.get(coin, _DAILY_COIN)


def maintenance_rate(mode: Mode) -> Decimal:
    return _MAINTENANCE[mode]


def loan_limit(mode: Mode, coin: str, start_price: Decimal) -> Decimal:
    """The most anybody may borrow of a coin, by its worth when it was listed."""
    return _LIMIT_USDT[mode] if coin == COIN else eight(_LIMIT_USDT[mode] / start_price)
