"""Binance's own ways of signing; the vectors are run by tests/conformance/test_signing.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from exchanges.binance import table
from exchanges.binance.codec import BinanceDialect
from exchanges.binance.signing import NO_PRIVATE_KEY, signed, signer
from exchanges.core.errors import AuthError, Unexpected
from exchanges.core.secret import Secret
from tests.binance.signing import FILE, PEM, RSA_PEM, is_sent, params_of, secret_of

SENT = [vector for vector in FILE["vectors"] if is_sent(vector)]


def test_thirteen_vectors_are_signed_calls_in_whole() -> None:
    assert len(SENT) == 13


@pytest.mark.parametrize("vector", SENT, ids=lambda vector: vector["id"])
def test_the_signature_closes_the_parameters_in_the_order_of_the_vectors_author(vector: dict[str, Any]) -> None:
    sent = signed(params_of(vector), signer(secret_of(vector)))
    assert sent == vector.get("body", urlsplit(vector["url"]).query)


@pytest.mark.parametrize("pem", [PEM, RSA_PEM], ids=["ed25519", "rsa"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda pem: pem,
        lambda pem: pem.replace("\n", ""),
        lambda pem: "".join(pem.split()),
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: f"  {pem.replace(chr(10), ' ')}  ",
    ],
    ids=["as printed", "line ends removed", "all blanks removed", "windows", "one line"],
)
def test_a_pasted_private_key_works_whatever_became_of_its_line_ends(pem: str, spoil: Any) -> None:
    assert signer(Secret(spoil(pem)))("a=1") == signer(Secret(pem))("a=1")


def test_an_ed25519_key_without_its_first_and_last_line_is_understood() -> None:
    assert signer(Secret(PEM.splitlines()[1]))("a=1") == signer(Secret(PEM))("a=1")


@pytest.mark.parametrize(
    "text", ["-----BEGIN PRIVATE KEY-----", PEM.replace("MC4C", "MC4X"), FILE["keys"]["RSA"]["public_key_pem"]]
)
def test_what_only_looks_like_a_private_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(AuthError) as refused:
        signer(Secret(text))
    assert refused.value.code == NO_PRIVATE_KEY
    assert text not in str(refused.value)


def test_a_signed_call_needs_a_key_and_a_public_one_does_not() -> None:
    dialect = BinanceDialect(None, lambda: 0)
    assert dialect.request(table.TIME, table.TIME.path, {}, None, 0).target == "/fapi/v1/time"
    with pytest.raises(Unexpected):
        dialect.request(table.ACCOUNT, table.ACCOUNT.path, {}, None, 0)
