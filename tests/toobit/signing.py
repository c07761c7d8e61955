"""Toobit's signature vectors. All their credentials are made up or printed by the venue."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.rest import Request
from exchanges.core.secret import Secret
from exchanges.toobit import table
from exchanges.toobit.codec import ToobitDialect, signature
from tests.conformance.signing import Signing, Vector, read

VECTORS: list[Vector] = read("toobit.json")["vectors"]
AT_MS = 1717200000000
OTHERS = frozenset({"v1_form_body", "v1_mixed_query_and_body", "v2_futures_order_json"})
"""Bodies of forms, which we never send; and an order whose parameters we hand over as such (its test is below)."""


def dialect_of(vector: Vector) -> ToobitDialect:
    inputs = vector["inputs"]
    return ToobitDialect(Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret("")), lambda: AT_MS)


def _endpoint(vector: Vector) -> Endpoint:
    path, method = urlsplit(vector["url"]).path, vector["inputs"]["method"]
    if method == "DELETE":
        return table.REMOVE_FOLLOWER
    return next(each for each in table.ENDPOINTS if (each.method, each.path) == (method, path))


def _sent(vector: Vector) -> Request:
    inputs, dialect = vector["inputs"], dialect_of(vector)
    dialect.signs_put_bodies = vector["id"] != "leader_config_put_query_only"
    params = {name: value for name, value in parse_qsl(inputs["query"]) if name not in ("recvWindow", "timestamp")}
    body = json.loads(inputs["body"]) if inputs["body"] else None
    return dialect.request(_endpoint(vector), inputs["path"], params, body, AT_MS)


SIGNING = Signing(
    vectors=VECTORS,
    sign=lambda vector: signature(vector["inputs"]["secret"], vector["string_to_sign"]),
    sent=_sent,
    expected=lambda vector: Request(
        vector["url"].removeprefix("https://api.toobit.com"), vector["inputs"]["body"].encode(), vector["headers"]
    ),
    sent_otherwise=OTHERS | {vector["id"] for vector in VECTORS if vector["id"].startswith("ccxt")},
)
