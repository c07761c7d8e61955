"""The amount a person types, into micro-USDT and back; nothing is guessed or rounded."""

from __future__ import annotations

import re
from decimal import Decimal

from app.services.errors import Refused

MICRO = 1_000_000
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?", re.ASCII)
_LONGEST = 40


def base_micro(text: str, smallest_micro: int, largest_micro: int) -> int:
    """The amount of an order before its tail.

    Args:
        text: Digits with at most one point and two decimals; blanks around it do not matter.

    Raises:
        Refused: `topup.error.amount_*`, naming what is wrong with it.
    """
    plain = text.strip()
    if not plain:
        raise Refused("topup.error.amount_empty", field="amount")
    if len(plain) > _LONGEST or not _NUMBER.fullmatch(plain):
        raise Refused("topup.error.amount_not_number", field="amount")
    micro = Decimal(plain) * MICRO
    if micro > largest_micro:
        raise Refused("topup.error.amount_too_large", field="amount", maximum=usdt(largest_micro))
    if micro < smallest_micro:
        raise Refused("topup.error.amount_too_small", field="amount", minimum=usdt(smallest_micro))
    if len(plain.partition(".")[2]) > 2:
        raise Refused("topup.error.amount_decimals", field="amount")
    return int(micro)


def usdt(micro: int) -> str:
    """Micro-USDT as people write it: whole, or with the decimals it has but at least two."""
    whole, rest = divmod(micro, MICRO)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{whole:,}.{decimals.ljust(2, '0')}" if decimals else f"{whole:,}"
