"""OKX's signature vectors. All their credentials are made up."""

from __future__ import annotations

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from exchanges.okx.codec import OkxDialect, OkxWire, rest_headers, sign
from tests.conformance.signing import JUST_BEFORE_THE_NEXT_SECOND, Signing, Vector, read


def _key(vector: Vector) -> Credentials:
    inputs = vector["inputs"]
    return Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret(inputs["passphrase"]))


def _environment(vector: Vector) -> str:
    return "demo" if vector["inputs"]["demo"] else "live"


def _headers(vector: Vector) -> dict[str, str]:
    inputs, body = vector["inputs"], vector.get("body", "").encode()
    told = (inputs["method"], vector["request_target"], body, inputs["timestamp_ms"])
    return rest_headers(_key(vector), _environment(vector), *told)


def _sent(vector: Vector) -> Request:
    inputs = vector["inputs"]
    endpoint = Endpoint("x", inputs["method"], inputs["path"], Auth.READ, (), "")
    params, body = (inputs["params"], None) if inputs["method"] == "GET" else ({}, inputs["params"])
    dialect = OkxDialect(_key(vector), _environment(vector))
    return dialect.request(endpoint, inputs["path"], params, body, inputs["timestamp_ms"])


def _login(vector: Vector) -> str | None:
    at_ms = vector["inputs"]["timestamp_s"] * 1000 + JUST_BEFORE_THE_NEXT_SECOND
    return OkxWire(_key(vector), lambda: at_ms).login()


SIGNING = Signing(
    vectors=read("okx.json")["vectors"],
    sign=lambda vector: sign(_key(vector).secret, vector["string_to_sign"]),
    headers=_headers,
    sent=_sent,
    expected=lambda vector: Request(vector["request_target"], vector.get("body", "").encode(), vector["headers"]),
    login=_login,
    sent_otherwise=frozenset({"get_query_special_raw_comma", "post_order_spaced_json"}),
)
