"""Toobit's own ways of signing; the vectors are run by tests/conformance/test_signing.py."""

from __future__ import annotations

import json

import pytest

from exchanges.core.errors import Unexpected
from exchanges.toobit import table
from exchanges.toobit.codec import ToobitDialect, query_of, signature
from tests.toobit.signing import AT_MS, VECTORS, dialect_of


def test_an_order_of_the_second_version_is_signed_with_its_json_body() -> None:
    vector = next(each for each in VECTORS if each["id"] == "v2_futures_order_json")
    dialect, inputs = dialect_of(vector), vector["inputs"]
    sent = dialect.request(table.PLACE, table.PLACE.path, json.loads(inputs["body"]), None, AT_MS)
    query = f"recvWindow=5000&timestamp={AT_MS}"
    assert sent.body.decode() == inputs["body"]
    assert sent.target == f"{table.PLACE.path}?{query}&signature={signature(inputs['secret'], query + inputs['body'])}"


def test_parameters_are_encoded_before_they_are_signed() -> None:
    assert query_of({"symbol": "BTC-SWAP-USDT,ETH-SWAP-USDT", "note": "带单 +"}) == (
        "symbol=BTC-SWAP-USDT%2CETH-SWAP-USDT&note=%E5%B8%A6%E5%8D%95%20%2B"
    )


def test_without_a_key_only_public_calls_are_made() -> None:
    dialect = ToobitDialect(None, lambda: AT_MS)
    sent = dialect.request(table.MARK_PRICE, table.MARK_PRICE.path, {"symbol": "BTC-SWAP-USDT"}, None, AT_MS)
    assert (sent.target, sent.headers, sent.body) == ("/quote/v1/markPrice?symbol=BTC-SWAP-USDT", {}, b"")
    with pytest.raises(Unexpected):
        dialect.request(table.BALANCE, table.BALANCE.path, {}, None, AT_MS)


def test_a_secret_does_not_show() -> None:
    dialect = dialect_of(VECTORS[0])
    sent = dialect.request(table.BALANCE, table.BALANCE.path, {}, None, AT_MS)
    secret = VECTORS[0]["inputs"]["secret"]
    assert secret not in repr(sent)
    assert secret not in sent.target
    with pytest.raises(Exception, match="no good") as refused:
        dialect.read(table.BALANCE, 400, {"code": -1022, "msg": f"no good: {secret}"})
    assert secret not in str(refused.value)
