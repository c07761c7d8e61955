"""BitMart's signature vectors. All their credentials are made up or printed in public documents."""

from __future__ import annotations

from exchanges.bitmart import table
from exchanges.bitmart.codec import COMMON, BitmartDialect, BitmartWire, sign, signed_headers
from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.numbers import decode_json, encode_json
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from tests.conformance.signing import Signing, Vector, read


def _key(vector: Vector) -> Credentials:
    told = vector["inputs"]
    return Credentials(told["api_key"], Secret(told["secret"]), Secret(told["memo"]))


def _signed_text(vector: Vector) -> str:
    """A call's body, or what every login signs."""
    inputs = vector["inputs"]
    return str(inputs.get("body", inputs.get("fixed_text")))


def _text(vector: Vector) -> str:
    inputs = vector["inputs"]
    return f"{inputs['timestamp']}#{inputs['memo']}#{_signed_text(vector)}"


def _endpoint(vector: Vector) -> Endpoint:
    """The vector's call; the sample of the documents names one that does not exist."""
    if vector["id"] == "rest_seed_sample":
        return table.PLACE
    return next(each for each in table.ENDPOINTS if each.path == vector["inputs"]["path"])


def _params(vector: Vector) -> dict[str, str]:
    query = vector["inputs"].get("query")
    return dict(part.split("=") for part in query.split("&")) if query else {}


def _sent(vector: Vector) -> Request:
    inputs, endpoint = vector["inputs"], _endpoint(vector)
    body = decode_json(inputs["body"]) if vector["signature"] else None
    at_ms = int(inputs["timestamp"] or 1_700_000_000_123)
    return BitmartDialect(_key(vector)).request(endpoint, endpoint.path, _params(vector), body, at_ms)


def _expected(vector: Vector) -> Request:
    """What is signed are the very bytes that are sent; a keyed read carries the key alone."""
    inputs, query = vector["inputs"], vector["inputs"].get("query")
    target = _endpoint(vector).path + (f"?{query}" if query else "")
    if not vector["signature"]:
        return Request(target, b"", _wanted_headers(vector))
    body = encode_json(decode_json(inputs["body"]))
    signed = {"X-BM-SIGN": sign(_key(vector), inputs["timestamp"], body.decode())}
    return Request(target, body, {**_wanted_headers(vector), **signed})


def _wanted_headers(vector: Vector) -> dict[str, str]:
    return {**vector["headers"], "User-Agent": COMMON["User-Agent"]}


SIGNING = Signing(
    vectors=read("bitmart.json")["vectors"],
    text=_text,
    sign=lambda vector: sign(_key(vector), vector["inputs"]["timestamp"], _signed_text(vector)),
    headers=lambda vector: signed_headers(
        _key(vector), vector["inputs"]["timestamp"], vector["inputs"]["body"].encode()
    ),
    wanted_headers=_wanted_headers,
    sent=_sent,
    expected=_expected,
    login=lambda vector: BitmartWire(_key(vector), lambda: int(vector["inputs"]["timestamp"])).login(),
)
