"""Every signature vector, byte for byte. All its credentials are made up or printed in public documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchanges.bitmart import table
from exchanges.bitmart.codec import COMMON, BitmartDialect, BitmartWire, login_message, sign, signed_headers
from exchanges.core.adapter import Credentials
from exchanges.core.numbers import decode_json
from exchanges.core.secret import Secret

DATA = Path(__file__).parents[1] / "data" / "vectors"
VECTORS: list[dict[str, Any]] = json.loads((DATA / "bitmart.json").read_text(encoding="utf-8"))["vectors"]
SIGNED = [vector for vector in VECTORS if vector["signature"]]
REST = [vector for vector in SIGNED if vector["kind"] == "rest"]
LOGINS = [vector for vector in VECTORS if vector["kind"] == "ws_login"]


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def credentials(vector: dict[str, Any]) -> Credentials:
    told = vector["inputs"]
    return Credentials(told["api_key"], Secret(told["secret"]), Secret(told["memo"]))


def test_there_are_twelve_vectors() -> None:
    assert len(VECTORS) == 12


@pytest.mark.parametrize("vector", SIGNED, ids=by_id)
def test_the_signature_of_the_string_to_sign(vector: dict[str, Any]) -> None:
    text = vector["inputs"].get("body", vector["inputs"].get("fixed_text"))
    stamp = vector["inputs"]["timestamp"]
    assert f"{stamp}#{vector['inputs']['memo']}#{text}" == vector["string_to_sign"]
    assert sign(credentials(vector), stamp, text) == vector["signature"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_headers_of_a_call(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    headers = signed_headers(credentials(vector), inputs["timestamp"], inputs["body"].encode())
    assert headers == vector["headers"] | {"User-Agent": COMMON["User-Agent"]}


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_what_is_signed_are_the_bytes_that_are_sent(vector: dict[str, Any]) -> None:
    endpoint = (
        next(each for each in table.ENDPOINTS if each.path == vector["inputs"]["path"])
        if (vector["id"] != "rest_seed_sample")
        else table.PLACE
    )
    key, body = credentials(vector), decode_json(vector["inputs"]["body"])
    sent = BitmartDialect(key).request(endpoint, endpoint.path, {}, body, int(vector["inputs"]["timestamp"]))
    stamp = vector["inputs"]["timestamp"]
    assert sent.headers["X-BM-SIGN"] == sign(key, stamp, sent.body.decode())
    assert decode_json(sent.body) == body


def test_a_keyed_read_carries_the_key_alone() -> None:
    (vector,) = (each for each in VECTORS if each["id"] == "keyed_get_positions")
    sent = BitmartDialect(credentials(vector)).request(
        table.POSITION_V2, table.POSITION_V2.path, {"symbol": "BTCUSDT"}, None, 1700000000123
    )
    assert sent.headers == vector["headers"] | {"User-Agent": COMMON["User-Agent"]}
    assert sent.target == f"{vector['inputs']['path']}?{vector['inputs']['query']}"
    assert sent.body == b""


@pytest.mark.parametrize("vector", LOGINS, ids=by_id)
def test_the_login_of_a_socket(vector: dict[str, Any]) -> None:
    at_ms = int(vector["inputs"]["timestamp"])
    assert login_message(credentials(vector), at_ms) == vector["message"]
    login = BitmartWire(credentials(vector), lambda: at_ms).login()
    assert login is not None
    assert decode_json(login) == vector["message"]
