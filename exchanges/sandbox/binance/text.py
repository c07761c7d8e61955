"""How Binance writes values: money and quantities as text with fixed decimals, times and ids as numbers."""

from __future__ import annotations

import hashlib
import string
from decimal import Decimal

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.figures import txt

Row = dict[str, object]
_ALPHABET = string.ascii_letters + string.digits


def decimals(step: Decimal) -> int:
    """Digits after the point of a step."""
    return max(-int(step.normalize().as_tuple().exponent), 0)


def padded(value: Decimal, digits: int) -> str:
    """At least so many digits after the point; none is cut off."""
    text = txt(value)
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(digits, '0')}" if digits else text


def money(value: Decimal) -> str:
    return padded(value, 8)


def price(contract: Contract, value: Decimal | None) -> str:
    """A price; "0" where there is none."""
    return padded(value, decimals(contract.tick)) if value else "0"


def quantity(contract: Contract, value: Decimal) -> str:
    return padded(value, decimals(contract.lot))


def made_up_id(source: str) -> str:
    """The client id Binance gives an order that came without one; the same for the same order."""
    digest = hashlib.sha256(source.encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:22])
