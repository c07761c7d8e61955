"""What makes a password good enough."""

from __future__ import annotations

import pytest

from app.services.errors import Refused
from app.services.passwords import assess, check

GOOD = ["correct horse battery staple", "Harbour-lamp-27-west", "天空之城 river 42 沙", "x7Kp!q2vZm9R"]
BAD = [
    "abcdefghijkl",
    "qwertyuiop123",
    "aaaaaaaaaaaaaaaaaaaa",
    "woaini1314520",
    "W0aini1314520",
    "woaini5201314abc",
    "woshishui123456",
    "dengluMima888888",
    "okxbinance123456",
    "Binnacle2026!",
    "usdt200.37usdt",
]


@pytest.mark.parametrize("password", GOOD)
def test_long_and_unpredictable_passwords_will_do(password: str) -> None:
    check(password, field="login_password")
    assert assess(password).is_enough


@pytest.mark.parametrize("password", BAD)
def test_known_patterned_and_trade_passwords_will_not(password: str) -> None:
    with pytest.raises(Refused, match="password_weak"):
        check(password, field="login_password")


@pytest.mark.parametrize("password", ["zhangsan13800138000", "ZhangSan 138000", "zhang.san@mail.example"])
def test_a_password_made_of_the_persons_own_data_will_not_do(password: str) -> None:
    about = ("zhangsan", "Zhang San", "zhang.san@mail.example", "+8613800138000")
    with pytest.raises(Refused, match="password_weak"):
        check(password, field="login_password", about=about)


def test_a_password_beyond_what_the_rater_takes_is_rated_by_its_beginning() -> None:
    assert assess("Harbour-lamp-27-west " * 6).is_enough
    with pytest.raises(Refused, match="password_weak"):
        check("a" * 128, field="login_password")


def test_the_same_password_typed_in_another_normal_form_is_the_same() -> None:
    composed, decomposed = "Caf\u00e9-lantern-58-quay", "Cafe\u0301-lantern-58-quay"
    with pytest.raises(Refused, match="password_same"):
        check(decomposed, field="transaction_password", other=composed)


def test_strength_is_told_while_typing() -> None:
    typed = [assess("Harbour-lamp-27-west"[:length]) for length in (0, 4, 11, 12, 20)]
    assert [strength.length for strength in typed] == [0, 4, 11, 12, 20]
    assert [strength.is_enough for strength in typed] == [False, False, False, True, True]
