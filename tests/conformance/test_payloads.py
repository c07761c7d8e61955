"""Every example payload the documents print, 226 in all, passes the codec and the mapping of its venue."""

from __future__ import annotations

from importlib import import_module

import pytest

from exchanges.core.endpoint import Auth, Endpoint
from exchanges.core.errors import VenueError
from exchanges.core.frames import Data, Refused
from exchanges.core.numbers import decode_json, encode_json
from tests.conformance.payloads import Example, Payloads
from tests.conformance.signing import DATA, read

PRINTED = {"bitget_margin": 91, "gate_crossex": 45, "toobit": 10, "bitmart": 80}
"""Venues whose documents came with their examples taken out, and how many."""
PAYLOADS: dict[str, Payloads] = {name: import_module(f"tests.{name}.payloads").PAYLOADS for name in PRINTED}
CASES = [(name, example) for name, payloads in PAYLOADS.items() for example in payloads.examples]


def is_frame(example: Example) -> bool:
    return bool(example["endpoint"].startswith("WS "))


ANSWERS = [case for case in CASES if case[1]["kind"] == "response" and not is_frame(case[1])]
QUESTIONS = [case for case in CASES if case[1]["kind"] == "request" and not is_frame(case[1])]
PUSHES = [case for case in CASES if case[1]["kind"] == "push"]
FRAMES = [case for case in CASES if case[1]["kind"] == "response" and is_frame(case[1])]
WISHES = [case for case in CASES if case[1]["kind"] == "request" and is_frame(case[1])]


def of_each(cases: list[tuple[str, Example]]) -> pytest.MarkDecorator:
    names = [f"{name}: {example['endpoint']} {example['line']}" for name, example in cases]
    return pytest.mark.parametrize(("name", "example"), cases, ids=names)


def test_every_payload_of_every_file_is_read() -> None:
    files = [read(path.name) for path in DATA.glob("*_examples.json")]
    assert sorted(len(file) for file in files) == sorted(PRINTED.values())
    assert {name: len(payloads.examples) for name, payloads in PAYLOADS.items()} == PRINTED
    assert sum(map(len, (ANSWERS, QUESTIONS, PUSHES, FRAMES, WISHES))) == len(CASES) == 226


@of_each(ANSWERS)
def test_an_answer_is_read_out_of_its_envelope_and_its_rows_are_mapped(name: str, example: Example) -> None:
    payloads, payload = PAYLOADS[name], example["payload"]
    endpoint, code = payloads.endpoint(example) or payloads.envelope, payloads.code(payload)
    if code in payloads.refused:
        with pytest.raises(payloads.refused[code]) as refused:
            payloads.dialect.read(endpoint, 400, payload)
        assert isinstance(refused.value, VenueError)
        assert refused.value.code == code
        return
    status = payloads.written if endpoint.method in ("PUT", "POST") else 200
    told = payloads.dialect.read(endpoint, status, payload)
    assert told is not None
    assert told == payloads.content(payload)
    assert None not in list(payloads.models(example, told))


@of_each(QUESTIONS)
def test_a_question_has_only_parameters_of_the_table_and_is_sent_as_it_is_printed(name: str, example: Example) -> None:
    payloads, payload = PAYLOADS[name], example["payload"]
    endpoint = payloads.endpoint(example)
    if endpoint is not None:
        assert set(payload) <= set(endpoint.params)
    else:
        method, path = example["endpoint"].split(" ")[:2]
        endpoint = Endpoint("a sample of another product", method, path, Auth.PUBLIC, (), "")
    if endpoint.method != "GET":
        sent = payloads.sender.request(endpoint, endpoint.path, {}, payload, 0)
        assert decode_json(sent.body) == decode_json(encode_json(payload))


@of_each(PUSHES)
def test_a_push_is_data_of_its_channel(name: str, example: Example) -> None:
    payloads = PAYLOADS[name]
    assert payloads.wire is not None
    frame = payloads.wire.read(encode_json(example["payload"]).decode())
    assert isinstance(frame, Data)
    assert frame.channel == example["endpoint"].removeprefix("WS ")
    assert frame.channel in payloads.channels


@of_each(FRAMES)
def test_an_answer_on_a_socket_is_understood(name: str, example: Example) -> None:
    payloads = PAYLOADS[name]
    assert payloads.wire is not None
    assert payloads.frame is not None
    wanted = payloads.frame(example["payload"])
    frame = payloads.wire.read(encode_json(example["payload"]).decode())
    if issubclass(wanted, VenueError):
        assert isinstance(frame, Refused)
        assert isinstance(frame.error, wanted)
    else:
        assert isinstance(frame, wanted)


@of_each(WISHES)
def test_a_wish_on_a_socket_is_one_we_can_say(name: str, example: Example) -> None:
    wish = PAYLOADS[name].wish
    assert wish is not None
    ours, printed = wish(example)
    assert ours == printed
