"""Bitget's own ways of signing; the vectors are run by tests/conformance/test_signing.py."""

from __future__ import annotations

import pytest

from exchanges.bitget.signing import signer
from exchanges.core.errors import AuthError
from exchanges.core.secret import Secret
from tests.bitget.signing import FILE


def test_a_pasted_private_key_may_have_lost_its_line_breaks() -> None:
    vector = next(each for each in FILE["vectors"] if each["id"] == "rsa_get_no_query")
    pem = FILE["rsa_test_private_key_pem"]
    for spoiled in (pem.replace("\n", ""), pem.replace("\n", " "), "".join(pem.split()), pem.replace("\n", "\r\n")):
        assert signer(Secret(spoiled))(vector["string_to_sign"]) == vector["signature"]


def test_a_private_key_that_is_none_is_a_wrong_secret_and_is_not_shown() -> None:
    with pytest.raises(AuthError) as refused:
        signer(Secret("-----BEGIN PRIVATE KEY-----bm90aGluZw==-----END PRIVATE KEY-----"))
    assert refused.value.code == "40009"
    assert "bm90aGluZw" not in repr(refused.value)
    assert refused.value.__cause__ is None
