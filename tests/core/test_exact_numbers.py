"""Numbers of the wire become exact decimals, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchanges.core.numbers import dec, decode_json, encode_json, ms


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("0.1", "0.1"),
        ("1e-8", "1E-8"),
        ("123456789012345678.123456789012345678", "123456789012345678.123456789012345678"),
        ("-5.6", "-5.6"),
        (" 12 ", "12"),
        (7, "7"),
        ("10.0", "10.0"),
    ],
)
def test_a_number_keeps_every_digit(told: object, meant: str) -> None:
    assert dec(told) == Decimal(meant)


@pytest.mark.parametrize(
    "told",
    ["", None, " ", "abc", "NaN", "Infinity", "-inf", "1_000", "１２", True, [], {}, "1e999999", "9" * 65, "1e-999"],
)
def test_what_is_no_number_is_unknown_and_never_zero(told: object) -> None:
    assert dec(told) is None


def test_json_numbers_are_exact_whatever_their_form() -> None:
    told = decode_json(b'{"a":0.1,"b":1e-8,"c":1.000000000000000001,"d":12}')
    assert [dec(told[name]) for name in "abcd"] == [
        Decimal("0.1"),
        Decimal("1E-8"),
        Decimal("1.000000000000000001"),
        Decimal(12),
    ]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=12))
def test_text_and_number_say_the_same(number: Decimal) -> None:
    assert dec(f"{number:f}") == number
    assert dec(decode_json(f"[{number:f}]")[0]) == number


@pytest.mark.parametrize("raw", [b"", b"<html>", b'{"a":', b"\xff\xfe", b"nul"])
def test_what_is_no_json_is_said_so(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_json(raw)


def test_json_is_written_compact_and_in_order() -> None:
    assert encode_json({"b": True, "a": "1"}) == b'{"b":true,"a":"1"}'


@pytest.mark.parametrize(("told", "meant"), [("1794873600123", 1794873600123), ("", None), ("0", None), (5, 5)])
def test_times_are_milliseconds_or_unknown(told: object, meant: int | None) -> None:
    assert ms(told) == meant
