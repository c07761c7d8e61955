"""How Toobit writes values: numbers, ids and times as text, small integers as numbers."""

from __future__ import annotations

from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt
from exchanges.sandbox.state import ZERO

Row = dict[str, object]
_CENT = Decimal("0.0001")


def decimals(step: Decimal) -> int:
    """Digits after the point of a step."""
    return max(-int(step.normalize().as_tuple().exponent), 0)


def price(contract: Contract, value: Decimal | None) -> str:
    """A price on the contract's grid; "0" where there is none."""
    return txt(value.quantize(contract.tick)) if value else "0"


def number(value: Decimal | None) -> str:
    """Any other figure; "0" where there is none."""
    return txt(value) if value else "0"


def money(value: Decimal) -> str:
    """An amount of the margin coin, four digits after the point as the documents show."""
    return txt(value.quantize(_CENT))


def rate(part: Decimal, whole: Decimal) -> str:
    """A share of something; "0" of nothing."""
    return txt((part / whole).quantize(_CENT)) if whole != ZERO else "0"
