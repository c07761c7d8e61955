"""Bitget's signature vectors, those of margin among them. All their credentials are made up."""

from __future__ import annotations

from typing import Any

from exchanges.bitget.codec import BitgetDialect, BitgetWire
from exchanges.bitget.signing import rest_headers, signer
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.numbers import decode_json
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from tests.conformance.signing import JUST_BEFORE_THE_NEXT_SECOND, Signing, Vector, read

FILE: dict[str, Any] = read("bitget.json")


def credentials(vector: Vector) -> Credentials:
    kind = "rsa" if "private_key" in vector["inputs"] else "hmac"
    told = FILE["credentials"][kind]
    secret = FILE["rsa_test_private_key_pem"] if kind == "rsa" else vector["inputs"]["secret"]
    return Credentials(told["api_key"], Secret(secret), Secret(told["passphrase"]))


def environment(vector: Vector) -> Environment:
    return "demo" if "paptrading" in vector["headers"] else "live"


def _target(vector: Vector) -> str:
    inputs = vector["inputs"]
    return str(inputs["path"] + (f"?{inputs['query_string']}" if inputs["query_string"] else ""))


def _headers(vector: Vector) -> dict[str, str]:
    inputs, key = vector["inputs"], credentials(vector)
    told = (inputs["method"], _target(vector), inputs["body"].encode(), int(inputs["timestamp_ms"]))
    return rest_headers(key, signer(key.secret), environment(vector), *told)


def sent_by(dialect: BitgetDialect, vector: Vector) -> Request:
    """A vector's call, its parameters named in another order than it is sent in."""
    inputs = vector["inputs"]
    endpoint = Endpoint("x", inputs["method"], inputs["path"], Auth.READ, (), "")
    params = dict(reversed(list(inputs.get("query", {}).items())))
    if not params and inputs["query_string"]:
        params = dict(part.split("=") for part in inputs["query_string"].split("&"))
    body = decode_json(inputs["body"]) if inputs["body"] else None
    return dialect.request(endpoint, inputs["path"], params, body, int(inputs["timestamp_ms"]))


def expected(vector: Vector) -> Request:
    return Request(_target(vector), vector["inputs"]["body"].encode(), vector["headers"] | {"locale": "en-US"})


def _login(vector: Vector) -> str | None:
    at_ms = int(vector["inputs"]["timestamp_s"]) * 1000 + JUST_BEFORE_THE_NEXT_SECOND
    return BitgetWire(credentials(vector), lambda: at_ms).login()


SIGNING = Signing(
    vectors=FILE["vectors"],
    sign=lambda vector: signer(credentials(vector).secret)(vector["string_to_sign"]),
    headers=_headers,
    sent=lambda vector: sent_by(BitgetDialect(credentials(vector), environment(vector)), vector),
    expected=expected,
    login=_login,
)
