"""Numbers as people read them: grouped, signed where it matters, `--` for unknown, 0 for zero."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

UNKNOWN = "--"


def figure(value: Decimal | None, places: int | None = None, *, signed: bool = False) -> str:
    """`12,480.37`; with `signed` every non-zero number carries its sign.

    Args:
        places: Digits after the point, rounded half to even; `None` keeps what the number has.
    """
    if value is None or not value.is_finite():
        return UNKNOWN
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    if value == 0:
        value = abs(value)
    return f"{value:+,f}" if signed and value else f"{value:,f}"


def price(value: Decimal | None) -> str:
    """A price with the digits that tell something: two from 100 up, five significant ones below."""
    if value is None or not value.is_finite():
        return UNKNOWN
    places = 2 if abs(value) >= 100 or value == 0 else max(2, 4 - value.adjusted())
    return figure(value, min(places, 10))


def quantity(value: Decimal | None) -> str:
    """A size without useless zeros, but not rounded either: what the venue says is what is there."""
    if value is None or not value.is_finite():
        return UNKNOWN
    trimmed = value.normalize()
    return figure(trimmed.quantize(Decimal(1)) if trimmed == trimmed.to_integral_value() else trimmed)


def shortened(text: str, width: int) -> str:
    """A written number in `width` cells, with the digits that fit: `9.37M`, `8.12e-6`; empty where none does."""
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return ""
    sign = "+" if text.startswith("+") else ""
    power, unit = next(((power, unit) for power, unit in _UNITS if abs(value) >= Decimal(10) ** power), (0, ""))
    if 0 < abs(value) < 1:
        power, unit = value.adjusted(), f"e{value.adjusted()}"
    scaled = value.scaleb(-power)
    for places in range(8, -1, -1):
        digits = f"{scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):f}"
        short = sign + (digits.rstrip("0").rstrip(".") if "." in digits else digits) + unit
        if len(short) <= width:
            return short
    return ""


_UNITS = ((12, "T"), (9, "B"), (6, "M"), (3, "K"))


def percent(ratio: Decimal | None, places: int = 1, *, signed: bool = False) -> str:
    """A ratio as per cent, without the sign `%`: units stand once per column."""
    return figure(None if ratio is None else ratio * 100, places, signed=signed)


def compute(micro: int | None, *, signed: bool = False) -> str:
    """Compute or USDT from micro units, two digits; rounded towards zero, so that nobody reads more than there is."""
    if micro is None:
        return UNKNOWN
    cents = abs(micro) // 10_000
    return figure(Decimal(cents if micro >= 0 else -cents) / 100, 2, signed=signed)


def age(age_ms: int | None) -> str:
    """How old: `0.3s`, `12s`, `3m`, `5h`, `9d`."""
    if age_ms is None:
        return UNKNOWN
    seconds = max(0, age_ms) / 1000
    for limit, size, unit in ((10, 1, "s"), (90, 1, "s"), (5400, 60, "m"), (172_800, 3600, "h")):
        if seconds < limit:
            return f"{seconds:.1f}s" if limit == 10 else f"{seconds // size:.0f}{unit}"
    return f"{seconds // 86_400:.0f}d"


def duration(seconds: int) -> str:
    """A countdown: `58:12`, `3:55:29`."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes:02d}:{left:02d}"
