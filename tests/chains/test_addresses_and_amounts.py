"""Addresses, hashes and amounts are exact or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.chains import tron_address
from exchanges.chains.amounts import micro_from_raw, raw_from_micro
from exchanges.chains.pasted import tx_hash

USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
USDT_HEX = "a614f803b6fd780986a42c78ec9c7f77e6ded13c"
LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def test_the_usdt_contract_is_the_twenty_bytes_the_network_documents() -> None:
    assert tron_address.from_text(USDT).hex() == USDT_HEX
    assert tron_address.to_text(bytes.fromhex(USDT_HEX)) == USDT
    assert tron_address.to_hex41(bytes.fromhex(USDT_HEX)) == "41" + USDT_HEX


@pytest.mark.parametrize(
    "wrong",
    [
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLjt6",
        "41a614f803b6fd780986a42c78ec9c7f77e6ded13c",
        "0xa614f803b6fd780986a42c78ec9c7f77e6ded13c",
        USDT.lower(),
        USDT.upper(),
        USDT[:-1],
        USDT + "t",
        USDT.replace("R", "O"),
        USDT.replace("L", "l"),
        "1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
        "",
        "TR7NHqjeKQxGTCi8q8ZY4pL8ot\x1bzgjLj6t",
        "ТR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    ],
)
def test_anything_but_the_address_itself_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tron_address.from_text(wrong)


@given(st.integers(1, 33), st.sampled_from(LETTERS))
@settings(max_examples=400)
def test_one_wrong_letter_is_always_noticed(place: int, letter: str) -> None:
    typo = USDT[:place] + letter + USDT[place + 1 :]
    if typo != USDT:
        with pytest.raises(ValueError, match="checksum"):
            tron_address.from_text(typo)


@given(st.binary(min_size=20, max_size=20))
def test_every_address_reads_back_as_it_was_written(body: bytes) -> None:
    text = tron_address.to_text(body)
    assert len(text) == 34
    assert text.startswith("T")
    assert tron_address.from_text(text) == body


def test_blanks_line_ends_and_zero_width_characters_of_a_paste_do_not_matter() -> None:
    assert tron_address.from_text("\ufeff TR7N HqjeKQxGTCi8q8ZY4pL8\u200botSzgjLj6t\u3000\r\n").hex() == USDT_HEX


def test_a_transaction_hash_is_stored_in_one_form() -> None:
    assert tx_hash(" 0x" + "AB" * 32 + "\n") == "ab" * 32
    for wrong in ("ab" * 31, "ab" * 33, "xy" * 32, ""):
        with pytest.raises(ValueError, match="64 hex"):
            tx_hash(wrong)


def test_one_amount_has_as_many_raw_units_as_the_token_has_decimals() -> None:
    assert raw_from_micro(200_370_000, 6) == 200_370_000
    assert raw_from_micro(200_370_000, 18) == 200_370_000_000_000_000_000
    assert micro_from_raw(200_370_000, 6) == (200_370_000, 0)
    assert micro_from_raw(200_370_000_000_000_000_000, 18) == (200_370_000, 0)
    assert micro_from_raw(200_370_000_000_000_000_001, 18) == (200_370_000, 1)


def test_negative_amounts_and_coarse_tokens_are_refused() -> None:
    for wrong in ((-1, 6), (1, 2)):
        with pytest.raises(ValueError, match=r".+"):
            micro_from_raw(*wrong)
        with pytest.raises(ValueError, match=r".+"):
            raw_from_micro(*wrong)
