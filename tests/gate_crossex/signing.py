"""CrossEx's signature vectors. All their credentials are made up, or printed in the documents."""

from __future__ import annotations

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.numbers import decode_json
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from exchanges.gate_crossex.codec import CrossexDialect, CrossexWire, rest_headers, sign
from tests.conformance.signing import JUST_BEFORE_THE_NEXT_SECOND, Signing, Vector, read


def _key(vector: Vector) -> Credentials:
    inputs = vector["inputs"]
    return Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret(""))


def _headers(vector: Vector) -> dict[str, str]:
    inputs, at_ms = vector["inputs"], int(vector["inputs"]["timestamp"]) * 1000 + JUST_BEFORE_THE_NEXT_SECOND
    told = (inputs["method"], inputs["path"], inputs["query"], inputs["body"].encode(), at_ms)
    return rest_headers(_key(vector), *told)


def _sent(vector: Vector) -> Request:
    inputs = vector["inputs"]
    endpoint = Endpoint("x", inputs["method"], inputs["path"], Auth.READ, (), "")
    params = dict(part.split("=") for part in inputs["query"].split("&")) if inputs["query"] else {}
    body = decode_json(inputs["body"]) if inputs["body"] else None
    at_ms = int(inputs["timestamp"]) * 1000
    return CrossexDialect(_key(vector)).request(endpoint, inputs["path"], params, body, at_ms)


def _expected(vector: Vector) -> Request:
    inputs = vector["inputs"]
    target = inputs["path"] + (f"?{inputs['query']}" if inputs["query"] else "")
    return Request(target, inputs["body"].encode(), vector["headers"])


def _login(vector: Vector) -> str | None:
    at_ms = vector["inputs"]["time"] * 1000 + JUST_BEFORE_THE_NEXT_SECOND
    return CrossexWire(_key(vector), lambda: at_ms).login()


SIGNING = Signing(
    vectors=read("gate_crossex.json")["vectors"],
    sign=lambda vector: sign(_key(vector).secret, vector["string_to_sign"]),
    headers=_headers,
    sent=_sent,
    expected=_expected,
    login=_login,
)
