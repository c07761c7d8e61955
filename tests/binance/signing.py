"""Binance's signature vectors. All their credentials are made up or printed by the venue."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from exchanges.binance import table
from exchanges.binance.codec import RECV_WINDOW_MS, BinanceDialect
from exchanges.binance.signing import query_of, signed, signer
from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.numbers import encode_json
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from tests.conformance.signing import Signing, Vector, read

FILE: dict[str, Any] = read("binance.json")
PEM: str = FILE["keys"]["ED25519"]["private_key_pem"]
RSA_PEM: str = FILE["keys"]["RSA"]["private_key_pem"]


def secret_of(vector: Vector) -> Secret:
    named = {"#/keys/RSA/private_key_pem": RSA_PEM, "#/keys/ED25519/private_key_pem": PEM}
    secret = vector["inputs"].get("secret", "of no use here")
    return Secret(named.get(secret, secret))


def params_of(vector: Vector) -> dict[str, str]:
    """The parameters as text, timed where the vector's author times them."""
    inputs = vector["inputs"]
    given = {name: _text(value) for name, value in inputs["params"].items()}
    if "timestamp" in given:
        return given
    return {"timestamp": str(inputs["timestamp_ms"]), **given, "recvWindow": str(inputs["recv_window"])}


def _text(value: object) -> str:
    return value if isinstance(value, str) else encode_json(value).decode()


def is_sent(vector: Vector) -> bool:
    """Whether it is a signed call in whole, with its parameters."""
    return "signature_in_payload" in vector


def _own(vector: Vector) -> dict[str, str]:
    """The parameters of the caller, without what the dialect adds."""
    if not is_sent(vector):
        return {}
    return {name: value for name, value in params_of(vector).items() if name not in ("timestamp", "recvWindow")}


def _endpoint(vector: Vector) -> Endpoint:
    path, method = urlsplit(vector["inputs"]["url"]).path, vector["inputs"]["method"]
    return next(each for each in table.ENDPOINTS if (each.method, each.path) == (method, path))


def _sent(vector: Vector) -> Request:
    endpoint, inputs = _endpoint(vector), vector["inputs"]
    dialect = BinanceDialect(Credentials(inputs["api_key"], secret_of(vector), Secret("")), lambda: 0)
    return dialect.request(endpoint, endpoint.path, _own(vector), None, inputs.get("timestamp_ms", 0))


def _expected(vector: Vector) -> Request:
    """The parameters, then what we add, signed; a listen key is asked for with the key alone."""
    path, headers = _endpoint(vector).path, vector["headers"]
    if not is_sent(vector):
        return Request(path, b"", headers)
    timed = {"recvWindow": str(RECV_WINDOW_MS), "timestamp": str(vector["inputs"]["timestamp_ms"])}
    payload = signed({**_own(vector), **timed}, signer(secret_of(vector)))
    return Request(path, payload.encode(), headers) if "body" in vector else Request(f"{path}?{payload}", b"", headers)


SIGNING = Signing(
    vectors=FILE["vectors"],
    text=lambda vector: query_of(params_of(vector)) if is_sent(vector) else str(vector["string_to_sign"]),
    sign=lambda vector: signer(secret_of(vector))(vector["string_to_sign"]),
    sent=_sent,
    expected=_expected,
    sent_otherwise=frozenset({"hmac_vendor_published_example", "hmac_mixed_query_and_body"}),
)
