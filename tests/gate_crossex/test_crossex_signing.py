"""Every signature vector, byte for byte. All its credentials are made up, or printed in the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.numbers import decode_json
from exchanges.core.secret import Secret
from exchanges.gate_crossex.codec import CrossexDialect, login_message, rest_headers, sign

FILE: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "gate_crossex.json").read_text(encoding="utf-8")
)
VECTORS: list[dict[str, Any]] = FILE["vectors"]
REST = [vector for vector in VECTORS if vector["kind"] == "rest"]
LOGINS = [vector for vector in VECTORS if vector["kind"] == "ws_login"]


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def credentials(vector: dict[str, Any]) -> Credentials:
    inputs = vector["inputs"]
    return Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret(""))


def test_there_are_sixteen_vectors() -> None:
    assert (len(REST), len(LOGINS)) == (14, 2)


@pytest.mark.parametrize("vector", VECTORS, ids=by_id)
def test_the_signature_of_the_string_to_sign(vector: dict[str, Any]) -> None:
    assert sign(Secret(vector["inputs"]["secret"]), vector["string_to_sign"]) == vector["signature"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_headers_of_a_call_carry_whole_seconds(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    at_ms = int(inputs["timestamp"]) * 1000 + 987
    headers = rest_headers(
        credentials(vector), inputs["method"], inputs["path"], inputs["query"], inputs["body"].encode(), at_ms
    )
    assert headers == vector["headers"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_bytes_we_would_send_are_the_bytes_we_sign(vector: dict[str, Any]) -> None:
    inputs = vector["inputs"]
    endpoint = Endpoint("x", inputs["method"], inputs["path"], Auth.READ, (), "")
    params = dict(part.split("=") for part in inputs["query"].split("&")) if inputs["query"] else {}
    body = decode_json(inputs["body"]) if inputs["body"] else None
    dialect = CrossexDialect(credentials(vector))
    sent = dialect.request(endpoint, inputs["path"], params, body, int(inputs["timestamp"]) * 1000)
    assert sent.target == inputs["path"] + (f"?{inputs['query']}" if inputs["query"] else "")
    assert sent.body == inputs["body"].encode()
    assert {**sent.headers} == vector["headers"]


@pytest.mark.parametrize("vector", LOGINS, ids=by_id)
def test_the_login_of_the_socket_signs_an_empty_channel(vector: dict[str, Any]) -> None:
    at_ms = vector["inputs"]["time"] * 1000 + 987
    assert login_message(credentials(vector), at_ms) == vector["message"]
