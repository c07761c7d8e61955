"""Every signature vector, byte for byte. All its credentials are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from exchanges.core.adapter import Credentials
from exchanges.core.numbers import encode_json
from exchanges.core.secret import Secret
from exchanges.okx.codec import login_message, rest_headers, sign, timestamp

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "okx.json").read_text(encoding="utf-8")
)["vectors"]
REST = [vector for vector in VECTORS if vector["kind"] == "rest"]


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def credentials(inputs: dict[str, Any]) -> Credentials:
    return Credentials(inputs["api_key"], Secret(inputs["secret"]), Secret(inputs["passphrase"]))


def test_there_are_thirteen_vectors() -> None:
    assert len(VECTORS) == 13


@pytest.mark.parametrize("vector", VECTORS, ids=by_id)
def test_the_signature_of_the_string_to_sign(vector: dict[str, Any]) -> None:
    assert sign(Secret(vector["inputs"]["secret"]), vector["string_to_sign"]) == vector["signature"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_headers_of_a_call(vector: dict[str, Any]) -> None:
    inputs, body = vector["inputs"], vector.get("body", "").encode()
    environment = "demo" if inputs["demo"] else "live"
    headers = rest_headers(
        credentials(inputs), environment, inputs["method"], vector["request_target"], body, inputs["timestamp_ms"]
    )
    assert headers == vector["headers"]


@pytest.mark.parametrize("vector", REST, ids=by_id)
def test_the_bytes_we_would_send(vector: dict[str, Any]) -> None:
    """Two vectors show that others write the same call in other bytes; those only prove the signature."""
    inputs = vector["inputs"]
    if vector["id"] in ("get_query_special_raw_comma", "post_order_spaced_json"):
        return
    if inputs["method"] == "GET":
        query = urlencode(inputs["params"])
        assert inputs["path"] + (f"?{query}" if query else "") == vector["request_target"]
    else:
        assert encode_json(inputs["params"]) == vector["body"].encode()


def test_the_login_of_a_socket() -> None:
    (vector,) = (each for each in VECTORS if each["kind"] == "ws_login")
    inputs = vector["inputs"]
    assert login_message(credentials(inputs), inputs["timestamp_s"] * 1000 + 987) == vector["message"]


@pytest.mark.parametrize(
    ("venue_ms", "text"),
    [
        (1_794_873_600_123, "2026-11-17T00:00:00.123Z"),
        (1_794_873_600_000, "2026-11-17T00:00:00.000Z"),
        (1_794_873_600_007, "2026-11-17T00:00:00.007Z"),
    ],
)
def test_rest_time_has_exactly_three_decimals(venue_ms: int, text: str) -> None:
    assert timestamp(venue_ms) == text
