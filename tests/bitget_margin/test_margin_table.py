"""Margin written down as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchanges.bitget_margin import table
from exchanges.bitget_margin.codec import MarginDialect
from exchanges.bitget_margin.guide import GUIDE
from exchanges.bitget_margin.refusals import REFUSALS, explain
from exchanges.core.adapter import Credentials, Right
from exchanges.core.endpoint import Auth, Lane
from exchanges.core.errors import InsufficientFunds, PermissionDenied
from exchanges.core.model import MarginMode
from exchanges.core.numbers import decode_json
from exchanges.core.secret import Secret
from exchanges.venues import site_of

FILE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data/vectors/bitget.json").read_text("utf-8"))
VECTORS = [each for each in FILE["vectors"] if each["id"].startswith("margin_v1")]
CROSS, ISOLATED = MarginMode.CROSS, MarginMode.ISOLATED


def test_the_document_has_forty_five_calls_and_so_has_the_second_generation() -> None:
    paths = {each.path for each in table.ENDPOINTS}
    assert sum(path.startswith("/api/margin/v1/") for path in paths) == 45
    assert sum(path.startswith("/api/v2/margin/") for path in paths) == 45
    assert len({each.name for each in table.ENDPOINTS}) == len(table.ENDPOINTS)


def test_each_generation_has_its_five_channels_and_unified_accounts_three() -> None:
    assert {name for name, each in table.CHANNELS.items() if each.socket == "v1"} == set(table.FIRST.channels.values())
    assert set(table.SECOND.channels.values()) <= set(table.CHANNELS)
    assert len(table.CHANNELS) == 13


@pytest.mark.parametrize(
    ("mode", "name", "first", "second"),
    [
        (CROSS, "risk", "GET /api/margin/v1/cross/account/riskRate", "GET /api/v2/margin/crossed/account/risk-rate"),
        (
            ISOLATED,
            "risk",
            "POST /api/margin/v1/isolated/account/riskRate",
            "GET /api/v2/margin/isolated/account/risk-rate",
        ),
        (ISOLATED, "repay", "POST /api/margin/v1/isolated/account/repay", "POST /api/v2/margin/isolated/account/repay"),
        (
            ISOLATED,
            "borrowable",
            "POST /api/margin/v1/isolated/account/maxBorrowableAmount",
            "GET /api/v2/margin/isolated/account/max-borrowable-amount",
        ),
        (CROSS, "fills", "GET /api/margin/v1/cross/order/fills", "GET /api/v2/margin/crossed/fills"),
    ],
)
def test_methods_are_those_of_the_samples_where_the_headings_are_wrong(
    mode: MarginMode, name: str, first: str, second: str
) -> None:
    assert table.CALLS["v1", mode, name].call == first
    assert table.CALLS["v2", mode, name].call == second


def test_isolated_orders_of_the_document_are_five_a_second_and_everything_else_ten() -> None:
    for (version, mode, name), call in table.CALLS.items():
        slow = (version, mode) == ("v1", ISOLATED) and name in ("place", "place_batch", "cancel", "cancel_batch")
        assert call.buckets[0].limit == (5 if slow else 10), call.name


def test_only_what_is_safe_to_repeat_is_repeated() -> None:
    for (_, _, name), call in table.CALLS.items():
        moves = name in ("borrow", "repay", "flash_repay", "place", "place_batch")
        assert call.idempotent is not moves, call.name
        assert (call.lane is Lane.CANCEL) == name.startswith("cancel")
        assert (call.auth is Auth.TRADE) == (moves or name.startswith("cancel"))


def test_a_body_is_said_in_each_generations_words() -> None:
    told = {"timeInForce": "gtc", "baseQuantity": "1", "loanType": "normal"}
    assert table.FIRST.body(told) == told
    assert table.SECOND.body(told) == {"force": "gtc", "baseSize": "1", "loanType": "normal"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: str(each["id"]))
def test_the_calls_of_the_document_are_signed_as_its_vectors_say(vector: dict[str, Any]) -> None:
    inputs, told = vector["inputs"], FILE["credentials"]["hmac"]
    key = Credentials(told["api_key"], Secret(inputs["secret"]), Secret(told["passphrase"]))
    endpoint = next(each for each in table.ENDPOINTS if each.call == f"{inputs['method']} {inputs['path']}")
    params = dict(part.split("=") for part in inputs["query_string"].split("&")) if inputs["query_string"] else {}
    body = decode_json(inputs["body"]) if inputs["body"] else None
    sent = MarginDialect(key, "live").request(endpoint, inputs["path"], params, body, int(inputs["timestamp_ms"]))
    assert sent.body == inputs["body"].encode()
    assert {**sent.headers} == vector["headers"] | {"locale": "en-US"}


def test_only_margin_trading_is_trading_here_and_the_ways_out_are_the_same() -> None:
    rights = {word: each.right for word, each in table.PERMISSIONS.items()}
    trading = {word for word, right in rights.items() if right is Right.TRADE}
    assert trading == {"smow", "uta_trade", "uta_mgt"}
    assert (rights["wwow"], rights["wtow"], rights["chow"]) == (Right.WITHDRAW, Right.TRANSFER, Right.SUBACCOUNT)
    assert rights["coow"] is Right.OTHER


def test_refusals_are_those_of_the_site_with_the_cures_of_margin() -> None:
    assert len(REFUSALS) > 700
    assert "杠杆交易" in explain(PermissionDenied("x", code="40014"))[1][1]
    assert explain(InsufficientFunds("x", code="50035"))[0][1] == "超出最大可借金额"


def test_it_is_another_product_of_one_site() -> None:
    assert site_of(table.VENUE) == "bitget"
    assert site_of("okx") == "okx"
    words = " ".join(text for step in GUIDE.trade_key_for(["203.0.113.7"]) for text in step.value)
    assert "杠杆交易" in words
    assert "合约订单" not in words
