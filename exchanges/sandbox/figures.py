"""Numbers as plain text."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

_MOST_DIGITS = Decimal("1e-12")


def txt(value: Decimal | int | str | None) -> str:
    """Plain notation without trailing zeros; `None` is empty."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return str(value)
    short = value.quantize(_MOST_DIGITS, rounding=ROUND_HALF_EVEN) if value.adjusted() < 15 else value
    plain = format(short, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("-0", "") else plain
