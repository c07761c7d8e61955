"""Every signature vector, byte for byte. All its credentials are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchanges.bitget.codec import BitgetDialect
from exchanges.bitget.signing import login_message, rest_headers, signer
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import AuthError
from exchanges.core.numbers import decode_json
from exchanges.core.secret import Secret

FILE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "bitget.json").read_text(encoding="utf-8")
)
VECTORS: list[dict[str, Any]] = FILE["vectors"]
REST = [vector for vector in VECTORS if vector["kind"] == "rest"]
LOGINS = [vector for vector in VECTORS if vector["kind"] == "ws_login"]


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def credentials(vector: dict[str, Any]) -> Credentials:
    kind = "rsa" if "private_key" in vector["inputs"] else "hmac"
    told = FILE["credentials"][kind]
    secret = FILE["rsa_test_private_key_pem"] if kind == "rsa" else vector["inputs"]["secret"]
    return Credentials(told["api_key"], Secret(secret), Secret(told["passphrase"]))


def environment(vector: dict[str, Any]) -> Environment:
    return "demo" if "paptrading" in vector["headers"] else "live"


def test_there_are_nineteen_vectors() -> None:
    assert len(VECTORS) == 19


@pytest.mark.parametrize("vector", VECTORS, ids=by_id)
def test_the_signature_of_the_string_to_sign(vector: dict[str, Any]) -> None:
    assert signer(credentials(vector).secret)(vector["string_to_sign"]) == vector["signature"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_headers_of_a_call(vector: dict[str, Any]) -> None:
    inputs, key = vector["inputs"], credentials(vector)
    target = inputs["path"] + (f"?{inputs['query_string']}" if inputs["query_string"] else "")
    at_ms, body = int(inputs["timestamp_ms"]), inputs["body"].encode()
    headers = rest_headers(key, signer(key.secret), environment(vector), inputs["method"], target, body, at_ms)
    assert headers == vector["headers"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_bytes_we_would_send(vector: dict[str, Any]) -> None:
    """Also when the caller names its parameters in another order."""
    inputs = vector["inputs"]
    dialect = BitgetDialect(credentials(vector), environment(vector))
    endpoint = Endpoint("x", inputs["method"], inputs["path"], Auth.READ, (), "")
    params = dict(reversed(list(inputs.get("query", {}).items())))
    if not params and inputs["query_string"]:
        params = dict(part.split("=") for part in inputs["query_string"].split("&"))
    body = decode_json(inputs["body"]) if inputs["body"] else None
    sent = dialect.request(endpoint, inputs["path"], params, body, int(inputs["timestamp_ms"]))
    assert sent.target == inputs["path"] + (f"?{inputs['query_string']}" if inputs["query_string"] else "")
    assert sent.body == inputs["body"].encode()
    assert {**sent.headers} == vector["headers"] | {"locale": "en-US"}


@pytest.mark.parametrize("vector", LOGINS, ids=by_id)
def test_the_login_of_a_socket_is_in_seconds(vector: dict[str, Any]) -> None:
    key = credentials(vector)
    at_ms = int(vector["inputs"]["timestamp_s"]) * 1000 + 987
    assert login_message(key, signer(key.secret), at_ms) == vector["message"]


def test_a_pasted_private_key_may_have_lost_its_line_breaks() -> None:
    vector = next(each for each in VECTORS if each["id"] == "rsa_get_no_query")
    pem = FILE["rsa_test_private_key_pem"]
    for spoiled in (pem.replace("\n", ""), pem.replace("\n", " "), "".join(pem.split()), pem.replace("\n", "\r\n")):
        assert signer(Secret(spoiled))(vector["string_to_sign"]) == vector["signature"]


def test_a_private_key_that_is_none_is_a_wrong_secret_and_is_not_shown() -> None:
    with pytest.raises(AuthError) as refused:
        signer(Secret("-----BEGIN PRIVATE KEY-----bm90aGluZw==-----END PRIVATE KEY-----"))
    assert refused.value.code == "40009"
    assert "bm90aGluZw" not in repr(refused.value)
    assert refused.value.__cause__ is None
