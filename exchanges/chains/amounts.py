"""Amounts on chain: integers in the token's smallest unit, and millionths of a USDT.

*raw* counts the token's smallest unit, *micro* counts millionths of a USDT (1 USDT = 1 000 000).
No float is ever involved.
"""

from __future__ import annotations

MICRO_DECIMALS = 6


def micro_from_raw(raw: int, decimals: int) -> tuple[int, int]:
    """What `raw` is worth in micro, and the rest too small to be counted (always 0 for six decimals).

    Args:
        raw: Value of the Transfer log, at least 0.
        decimals: Of the token, at least 6.

    Raises:
        ValueError: fewer than six decimals, or a negative amount.
    """
    if raw < 0:
        raise ValueError("an amount is not negative")
    return divmod(raw, _raw_per_micro(decimals))


def raw_from_micro(micro: int, decimals: int) -> int:
    """The raw value of exactly `micro` millionths of a USDT.

    Raises:
        ValueError: fewer than six decimals, or a negative amount.
    """
    if micro < 0:
        raise ValueError("an amount is not negative")
    return micro * _raw_per_micro(decimals)


def _raw_per_micro(decimals: int) -> int:
    if decimals < MICRO_DECIMALS:
        raise ValueError("a token with fewer than six decimals cannot carry USDT amounts")
    return int(10 ** (decimals - MICRO_DECIMALS))
