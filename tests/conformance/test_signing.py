"""Every signature vector of every venue, byte for byte: what is signed, what is sent, how a socket logs in."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest

from exchanges import venues
from exchanges.core.numbers import decode_json
from tests.conformance.signing import DATA, Signing, Vector, read

SIGNINGS: dict[str, Signing] = {name: import_module(f"tests.{name}.signing").SIGNING for name in venues.NAMES}
CASES = [(name, vector) for name, signing in SIGNINGS.items() for vector in signing.vectors]
SIGNED = [(name, vector) for name, vector in CASES if vector["signature"]]
CALLS = [(name, vector) for name, vector in CASES if vector["kind"] in ("rest", "rest_unsigned")]
SENT = [(name, vector) for name, vector in CALLS if vector["id"] not in SIGNINGS[name].sent_otherwise]
OVER_GIVEN_BYTES = [
    (name, vector) for name, vector in SIGNED if vector["kind"] == "rest" and SIGNINGS[name].headers is not None
]
LOGINS = [(name, vector) for name, vector in CASES if vector["kind"] == "ws_login"]

IN_THE_FILES = {"okx": 13, "binance": 18, "bitget": 19, "gate_crossex": 16, "toobit": 12, "bitmart": 12}
"""Vectors the documents' readers left; a venue without a file of its own signs those of its site."""
MADE_AS_CALLS = {
    "okx": 10, "binance": 14, "bitget": 16, "bitget_margin": 16, "gate_crossex": 14, "toobit": 5, "bitmart": 10,
}  # fmt: skip


def of_each(cases: list[tuple[str, Vector]]) -> pytest.MarkDecorator:
    names = [f"{name}: {vector['id']}" for name, vector in cases]
    return pytest.mark.parametrize(("name", "vector"), cases, ids=names)


def test_every_vector_of_every_file_is_run() -> None:
    files = {path.stem: read(path.name) for path in DATA.iterdir() if not path.stem.endswith("_examples")}
    assert {name: len(file["vectors"]) for name, file in files.items()} == IN_THE_FILES
    run = Counter(name for name, _ in CASES)
    assert run == {name: IN_THE_FILES[venues.site_of(name)] for name in venues.NAMES}
    asked = {(name, vector["id"]) for name, vector in (*SIGNED, *SENT, *LOGINS)}
    assert len(asked) == len(CASES) == sum(run.values())
    assert Counter(name for name, _ in SENT) == MADE_AS_CALLS


def test_what_is_sent_otherwise_is_a_vector_that_is_at_least_signed() -> None:
    for name, signing in SIGNINGS.items():
        assert signing.sent_otherwise <= {vector["id"] for case, vector in SIGNED if case == name}


@of_each(SIGNED)
def test_the_signature_of_the_string_to_sign(name: str, vector: Vector) -> None:
    signing = SIGNINGS[name]
    assert signing.text(vector) == vector["string_to_sign"]
    assert signing.sign(vector) == vector["signature"]
    assert signing.sign(vector) != vector.get("printed_but_wrong")


@of_each(OVER_GIVEN_BYTES)
def test_the_headers_over_the_bytes_of_the_vector(name: str, vector: Vector) -> None:
    signing = SIGNINGS[name]
    assert signing.headers is not None
    assert signing.headers(vector) == signing.wanted_headers(vector)


@of_each(SENT)
def test_the_bytes_and_headers_we_would_send(name: str, vector: Vector) -> None:
    sent, expected = SIGNINGS[name].sent(vector), SIGNINGS[name].expected(vector)
    assert (sent.target, sent.body) == (expected.target, expected.body)
    assert dict(sent.headers) == dict(expected.headers)


@of_each(LOGINS)
def test_the_login_of_a_socket(name: str, vector: Vector) -> None:
    login = SIGNINGS[name].login
    assert login is not None
    message = login(vector)
    assert message is not None
    assert decode_json(message) == vector["message"]
