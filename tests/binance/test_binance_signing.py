"""Every signature vector, byte for byte. All its credentials are made up or printed by the venue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from exchanges.binance import table
from exchanges.binance.codec import RECV_WINDOW_MS, BinanceDialect
from exchanges.binance.signing import NO_PRIVATE_KEY, query_of, signed, signer
from exchanges.core.adapter import Credentials
from exchanges.core.endpoint import Endpoint
from exchanges.core.errors import AuthError, Unexpected
from exchanges.core.numbers import encode_json
from exchanges.core.secret import Secret

DATA: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "vectors" / "binance.json").read_text(encoding="utf-8")
)
VECTORS: list[dict[str, Any]] = DATA["vectors"]
SIGNED = [vector for vector in VECTORS if vector["signature"] is not None]
SENT = [vector for vector in VECTORS if "signature_in_payload" in vector]
PEM: str = DATA["keys"]["ED25519"]["private_key_pem"]
RSA_PEM: str = DATA["keys"]["RSA"]["private_key_pem"]


def by_id(vector: dict[str, Any]) -> str:
    return str(vector["id"])


def secret_of(vector: dict[str, Any]) -> Secret:
    named = {"#/keys/RSA/private_key_pem": RSA_PEM, "#/keys/ED25519/private_key_pem": PEM}
    secret = vector["inputs"]["secret"]
    return Secret(named.get(secret, secret))


def params_of(vector: dict[str, Any]) -> dict[str, str]:
    """The parameters as text, timed where the vector's author times them."""
    inputs = vector["inputs"]
    given = {name: _text(value) for name, value in inputs["params"].items()}
    if "timestamp" in given:
        return given
    return {"timestamp": str(inputs["timestamp_ms"]), **given, "recvWindow": str(inputs["recv_window"])}


def _text(value: object) -> str:
    return value if isinstance(value, str) else encode_json(value).decode()


def endpoint_of(vector: dict[str, Any]) -> Endpoint:
    path, method = urlsplit(vector["inputs"]["url"]).path, vector["inputs"]["method"]
    return next(each for each in table.ENDPOINTS if (each.method, each.path) == (method, path))


def test_there_are_eighteen_vectors() -> None:
    assert len(VECTORS) == 18
    assert (len(SIGNED), len(SENT)) == (17, 13)


@pytest.mark.parametrize("vector", SIGNED, ids=by_id)
def test_the_signature_of_the_string_to_sign(vector: dict[str, Any]) -> None:
    assert signer(secret_of(vector))(vector["string_to_sign"]) == vector["signature"]


@pytest.mark.parametrize("vector", SENT, ids=by_id)
def test_the_bytes_we_would_send(vector: dict[str, Any]) -> None:
    params = params_of(vector)
    assert query_of(params) == vector["string_to_sign"]
    sent = signed(params, signer(secret_of(vector)))
    assert sent == vector.get("body", urlsplit(vector["url"]).query)


@pytest.mark.parametrize("vector", SENT, ids=by_id)
def test_every_signed_call_of_the_vectors_is_in_the_table_and_sent_where_it_belongs(vector: dict[str, Any]) -> None:
    endpoint, inputs = endpoint_of(vector), vector["inputs"]
    credentials = Credentials(inputs["api_key"], secret_of(vector), Secret(""))
    dialect = BinanceDialect(credentials, lambda: 0)
    given = {name: value for name, value in params_of(vector).items() if name not in ("timestamp", "recvWindow")}
    request = dialect.request(endpoint, endpoint.path, given, None, inputs["timestamp_ms"])
    assert dict(request.headers) == vector["headers"]
    timed = {**given, "recvWindow": str(RECV_WINDOW_MS), "timestamp": str(inputs["timestamp_ms"])}
    payload = signed(timed, signer(secret_of(vector)))
    if "body" in vector:
        assert (request.target, request.body) == (endpoint.path, payload.encode())
    else:
        assert (request.target, request.body) == (f"{endpoint.path}?{payload}", b"")


def test_a_listen_key_is_asked_for_with_the_key_alone() -> None:
    (vector,) = (each for each in VECTORS if each["kind"] == "rest_unsigned")
    credentials = Credentials(vector["inputs"]["api_key"], Secret("x"), Secret(""))
    request = BinanceDialect(credentials, lambda: 0).request(
        table.LISTEN_KEY, table.LISTEN_KEY.path, {}, None, 1_794_873_600_123
    )
    assert (request.target, request.body) == ("/fapi/v1/listenKey", b"")
    assert dict(request.headers) == vector["headers"]


@pytest.mark.parametrize("pem", [PEM, RSA_PEM], ids=["ed25519", "rsa"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda pem: pem,
        lambda pem: pem.replace("\n", ""),
        lambda pem: "".join(pem.split()),
        lambda pem: pem.replace("\n", "\r\n"),
        lambda pem: f"  {pem.replace(chr(10), ' ')}  ",
    ],
    ids=["as printed", "line ends removed", "all blanks removed", "windows", "one line"],
)
def test_a_pasted_private_key_works_whatever_became_of_its_line_ends(pem: str, spoil: Any) -> None:
    assert signer(Secret(spoil(pem)))("a=1") == signer(Secret(pem))("a=1")


def test_an_ed25519_key_without_its_first_and_last_line_is_understood() -> None:
    assert signer(Secret(PEM.splitlines()[1]))("a=1") == signer(Secret(PEM))("a=1")


@pytest.mark.parametrize(
    "text", ["-----BEGIN PRIVATE KEY-----", PEM.replace("MC4C", "MC4X"), DATA["keys"]["RSA"]["public_key_pem"]]
)
def test_what_only_looks_like_a_private_key_is_refused_by_name(text: str) -> None:
    with pytest.raises(AuthError) as refused:
        signer(Secret(text))
    assert refused.value.code == NO_PRIVATE_KEY
    assert text not in str(refused.value)


def test_a_signed_call_needs_a_key_and_a_public_one_does_not() -> None:
    dialect = BinanceDialect(None, lambda: 0)
    assert dialect.request(table.TIME, table.TIME.path, {}, None, 0).target == "/fapi/v1/time"
    with pytest.raises(Unexpected):
        dialect.request(table.ACCOUNT, table.ACCOUNT.path, {}, None, 0)
