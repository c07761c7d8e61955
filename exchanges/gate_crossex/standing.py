"""How an account is set up and how safe it is, in the venue's words and figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from exchanges.core.numbers import dec
from exchanges.core.text import clean
from exchanges.gate_crossex.rows import COIN, Row, rows_in

CROSS, ISOLATED = "CROSS_EXCHANGE", "ISOLATED_EXCHANGE"
SINGLE, DUAL = "SINGLE", "DUAL"
COMMON = "CROSSEX"
"""The exchange type of the common pool."""
NO_TRANSFERS_BELOW = Decimal("1.1")
CLOSE_ONLY_BELOW = Decimal(1)
LIQUIDATION_AT = Decimal(1)


@dataclass(frozen=True, slots=True)
class Pool:
    """The common pool, or that of one exchange in isolated mode."""

    uid: str
    exchange: str
    """`CROSSEX` for the common pool."""
    account_mode: str
    position_mode: str
    """`SINGLE` or `DUAL`."""
    equity: Decimal | None
    available: Decimal | None
    initial_rate: Decimal | None
    """Balance over initial margin: larger is safer, below 1 there is only closing."""
    maintenance_rate: Decimal | None
    """Balance over maintenance margin: larger is safer, at 1 everything is liquidated. `None`: no margin is needed."""
    assets: tuple[Row, ...]


def pool(row: Row) -> Pool:
    """ACCOUNT."""
    return Pool(
        uid=clean(row.get("user_id")),
        exchange=clean(row.get("exchange_type")),
        account_mode=clean(row.get("account_mode")) or CROSS,
        position_mode=clean(row.get("position_mode")),
        equity=_equity(row),
        available=dec(row.get("available_margin")),
        initial_rate=_rate(row, "initial"),
        maintenance_rate=_rate(row, "maintenance"),
        assets=tuple(rows_in(row.get("assets"))),
    )


def _equity(row: Row) -> Decimal | None:
    """What the pool is worth: the margin balance, or the equity of its USDT."""
    told = dec(row.get("margin_balance"))
    if told is not None:
        return told
    found = (dec(each.get("equity")) for each in rows_in(row.get("assets")) if each.get("coin") == COIN)
    return next((each for each in found if each is not None), None)


def _rate(row: Row, kind: str) -> Decimal | None:
    """None where nothing is required; then whatever stands there says nothing."""
    requirement = dec(row.get(f"{kind}_margin"))
    return None if not requirement else dec(row.get(f"{kind}_margin_rate"))


def position_mode(pools: list[Pool]) -> str:
    """The position mode of all pools; with a stroke where they differ."""
    return "/".join(sorted({each.position_mode for each in pools}))


def equity(pools: list[Pool]) -> Decimal | None:
    """What all pools are worth together; unknown when one does not tell."""
    told = [each.equity for each in pools]
    return None if None in told or not told else sum((each for each in told if each is not None), Decimal(0))


def tightest(pools: list[Pool]) -> Pool | None:
    """The pool closest to liquidation; `None` when no pool needs margin."""
    needing = [each for each in pools if each.maintenance_rate is not None]
    return min(needing, key=lambda each: each.maintenance_rate or LIQUIDATION_AT, default=None)
