"""Every signature vector, byte for byte. All its credentials are made up or printed by the venue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import Unexpected
from exchanges.core.secret import Secret
from exchanges.toobit import table
from exchanges.toobit.codec import ToobitDialect, query_of, signature

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "toobit.json").read_text(encoding="utf-8")
)["vectors"]
OURS = [
    vector
    for vector in VECTORS
    if vector["inputs"].get("query", "").startswith(("recvWindow", "page")) and "/v2/" in vector["url"]
]
"""Vectors in the order we send parameters in."""
AT_MS = 1717200000000


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def endpoint_of(vector: dict[str, Any]) -> Endpoint:
    path, method = urlsplit(vector["url"]).path, vector["inputs"]["method"]
    if method == "DELETE":
        return table.REMOVE_FOLLOWER
    return next(each for each in table.ENDPOINTS if (each.method, each.path) == (method, path))


def dialect_of(vector: dict[str, Any]) -> ToobitDialect:
    inputs = vector["inputs"]
    return ToobitDialect(Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret("")), lambda: AT_MS)


def test_there_are_twelve_vectors() -> None:
    assert len(VECTORS) == 12
    assert len(OURS) == 5


@pytest.mark.parametrize("vector", VECTORS, ids=by_id)
def test_the_signature_is_the_documented_one(vector: dict[str, Any]) -> None:
    assert signature(vector["inputs"]["secret"], vector["string_to_sign"]) == vector["signature"]
    assert signature(vector["inputs"]["secret"], vector["string_to_sign"]) != vector.get("printed_but_wrong")


@pytest.mark.parametrize("vector", OURS, ids=by_id)
def test_what_is_sent_is_what_the_vector_says(vector: dict[str, Any]) -> None:
    inputs, dialect = vector["inputs"], dialect_of(vector)
    dialect.signs_put_bodies = vector["id"] != "leader_config_put_query_only"
    params = {name: value for name, value in parse_qsl(inputs["query"]) if name not in ("recvWindow", "timestamp")}
    body = json.loads(inputs["body"]) if inputs["body"] else None
    sent = dialect.request(endpoint_of(vector), inputs["path"], params, body, AT_MS)
    assert f"https://api.toobit.com{sent.target}" == vector["url"]
    assert sent.body.decode() == inputs["body"]
    assert sent.headers == vector["headers"]


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
