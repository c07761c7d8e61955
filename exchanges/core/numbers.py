"""Numbers from the wire, exactly as sent: text or JSON number in, `Decimal` or nothing out, never a float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder()


def decode_json(raw: bytes | str) -> Any:
    """A JSON text as plain dicts and lists; its numbers are `int` or exact `Decimal`.

    Raises:
        ValueError: Not JSON, or not UTF-8.
    """
    return _decoder.decode(raw)


def encode_json(value: object) -> bytes:
    """Compact JSON in the given key order."""
    return _encoder.encode(value)


_LONGEST = 64
_LARGEST_EXPONENT = 40
"""Beyond these no price, size or sum is meant; such a number would only stall whoever prints it."""


def dec(value: object) -> Decimal | None:
    """A number of the wire; `None` for what says nothing: missing, null, empty, not a finite or sane number.

    >>> dec("1e-8"), dec(""), dec(None)
    (Decimal('1E-8'), None, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    if isinstance(value, str):
        value = value.strip()
        if not value or len(value) > _LONGEST or "_" in value or not value.isascii():
            return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if _is_sane(number) else None


def _is_sane(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_LARGEST_EXPONENT and number.adjusted() <= _LARGEST_EXPONENT


def ms(value: object) -> int | None:
    """A time of the wire in UTC milliseconds; `None` when it says nothing."""
    number = dec(value)
    return int(number) if number is not None and number > 0 else None
