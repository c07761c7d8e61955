"""Numbers read alike everywhere: grouped, signed where it matters, never a guess."""

from __future__ import annotations

from decimal import Decimal

import pytest

from widgets import figures


@pytest.mark.parametrize(
    ("value", "places", "signed", "text"),
    [
        (None, 2, False, "--"),
        (Decimal("NaN"), 2, False, "--"),
        (Decimal(0), 2, True, "0.00"),
        (Decimal("-0.001"), 2, True, "0.00"),
        (Decimal("12480.366"), 2, False, "12,480.37"),
        (Decimal("312.08"), 2, True, "+312.08"),
        (Decimal("-24.23"), 2, True, "-24.23"),
        (Decimal("0.125"), 2, False, "0.12"),
    ],
)
def test_unknown_is_dashes_zero_has_no_sign_and_the_rest_is_grouped(
    value: Decimal | None, places: int, signed: bool, text: str
) -> None:
    assert figures.figure(value, places, signed=signed) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("61200", "61,200.00"),
        ("182.114", "182.11"),
        ("3.10204", "3.1020"),
        ("0.14210", "0.14210"),
        ("0.0000012345678", "0.0000012346"),
        ("0", "0.00"),
    ],
)
def test_a_price_shows_the_digits_that_tell_something(value: str, text: str) -> None:
    assert figures.price(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.500", "2.5"), ("12000", "12,000"), ("1.2E+4", "12,000"), ("0.00010", "0.0001"), ("0", "0")],
)
def test_a_size_is_never_rounded(value: str, text: str) -> None:
    assert figures.quantity(Decimal(value)) == text


@pytest.mark.parametrize(
    ("micro", "text"),
    [(None, "--"), (0, "0.00"), (184_200_000, "184.20"), (-3_009_999, "-3.00"), (99_999_999, "99.99")],
)
def test_compute_never_shows_more_than_there_is(micro: int | None, text: str) -> None:
    assert figures.compute(micro) == text


@pytest.mark.parametrize(
    ("age_ms", "text"),
    [
        (None, "--"),
        (300, "0.3s"),
        (12_000, "12s"),
        (89_000, "89s"),
        (180_000, "3m"),
        (7_200_000, "2h"),
        (9 * 86_400_000, "9d"),
        (-50, "0.0s"),
    ],
)
def test_an_age_has_one_unit(age_ms: int | None, text: str) -> None:
    assert figures.age(age_ms) == text


def test_a_countdown_shows_hours_only_when_there_are_any() -> None:
    assert figures.duration(3492) == "58:12"
    assert figures.duration(14129) == "3:55:29"
    assert figures.duration(-4) == "00:00"
