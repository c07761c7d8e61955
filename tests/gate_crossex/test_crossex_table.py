"""The venue written down as data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Lane, Scope
from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    IpNotAllowed,
    Maintenance,
    NotFound,
    PermissionDenied,
    RateLimited,
    VenueError,
    VenueUnavailable,
)
from exchanges.gate_crossex import table
from exchanges.gate_crossex.codec import venue_error
from exchanges.gate_crossex.guide import GUIDE
from exchanges.gate_crossex.hosts import SITES
from exchanges.gate_crossex.refusals import REFUSALS, explain, refusal, seen_ip

DAY_S = 86_400.0
LABELS = (Path(__file__).parent / "labels.txt").read_text(encoding="utf-8").split()
"""Every label the document lists."""


def test_every_label_of_the_document_is_explained_in_both_languages() -> None:
    assert len(LABELS) == 68
    assert set(LABELS) <= set(REFUSALS)


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ("INVALID_KEY INVALID_SIGNATURE AUTHENTICATION_FAILED MISSING_REQUIRED_HEADER 100006", AuthError),
        ("REQUEST_EXPIRED", ClockSkew),
        ("FORBIDDEN READ_ONLY ACCOUNT_LOCKED USER_NOT_EXIST USER_DEACTIVATED", PermissionDenied),
        ("IP_FORBIDDEN", IpNotAllowed),
        ("TOO_MANY_REQUESTS TOO_FAST TRADE_MAX_ORDERS_ERROR 100003", RateLimited),
        ("TRADE_ORDER_NOT_FOUND_ERROR CAN_NOT_DELETE_POSITION ORDER_NOT_FOUND", NotFound),
        ("TRADE_INSUFFICIENT_AVAILABLE_MARGIN_ERROR BALANCE_NOT_ENOUGH", InsufficientFunds),
        ("INTERNAL SERVER_ERROR 100004 100007", VenueUnavailable),
        ("TOO_BUSY", Maintenance),
        ("COMMON_PARAM_BIND_ERROR TRADE_INVALID_SIDE TRADE_PZ_MODE_HAVE_ORDER_ERROR SOMETHING_NEW", BadRequest),
    ],
)
def test_labels_become_errors(labels: str, kind: type[VenueError]) -> None:
    assert {refusal(label).error for label in labels.split()} == {kind}


def test_a_label_nobody_knows_keeps_its_words() -> None:
    error = venue_error("BRAND_NEW", "an \u001b[31mend")
    assert (error.code, error.message) == ("BRAND_NEW", "an \\x1b[31mend")
    assert explain(error)[0][0] == "the venue refused the request"


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ("Request IP not in whitelist: 142.163.85.117", "142.163.85.117"),
        ("Request IP not in whitelist: 2001:db8::17", "2001:db8::17"),
        ("Signature mismatch", ""),
    ],
)
def test_the_address_the_venue_saw(message: str, address: str) -> None:
    assert seen_ip(message) == address


def test_documented_caps() -> None:
    caps = {each.name: (each.buckets[0].limit, each.buckets[0].per_s) for each in table.ENDPOINTS}
    assert caps["POST crossex/orders"] == caps["DELETE crossex/orders/{order_id}"] == (100, 10.0)
    assert caps["POST crossex/transfers"] == caps["POST crossex/convert/orders"] == (10, 10.0)
    assert caps["POST crossex/convert/quote"] == caps["DELETE crossex/position"] == (100, DAY_S)
    assert caps["PUT crossex/accounts"] == (100, 60.0)
    assert caps["crossex/positions"] == (200, 10.0)
    assert table.CLOSE.buckets == table.CLOSE_DUST.buckets, "one budget for one call under two methods"


def test_reading_is_getting_and_only_what_is_safe_to_repeat_is_repeated() -> None:
    for each in table.ENDPOINTS:
        assert (each.auth is Auth.TRADE) == (each.method != "GET"), each.name
        assert (each.auth is Auth.PUBLIC) == (each.buckets[0].scope is Scope.IP), each.name
    never = (table.PLACE, table.AMEND, table.TRANSFER, table.QUOTE, table.CONVERT, table.CLOSE, table.CLOSE_DUST)
    assert not any(each.idempotent for each in never)
    assert (table.CANCEL.lane, table.CLOSE.lane, table.PLACE.lane, table.ACCOUNT.lane) == tuple(Lane)


def test_rights_that_move_money_are_known_and_reading_them_is_only_reading() -> None:
    rights = {word: each.right for word, each in table.PERMISSIONS.items()}
    assert rights["withdraw:write"] is Right.WITHDRAW
    assert rights["wallet:write"] is Right.TRANSFER
    assert rights["sub_account:write"] is Right.SUBACCOUNT
    assert [word for word, right in rights.items() if right is Right.TRADE] == ["crossx:write"]
    assert {right for word, right in rights.items() if word.endswith(table.READS)} == {Right.READ}


def test_there_is_one_site_and_no_demo_trading() -> None:
    assert set(SITES["global"]) == set(GUIDE.where) == {"live"}
    assert SITES["global"]["live"].ws_private == "wss://api.gateio.ws/ws/crossex"


def test_the_guide_uses_the_sites_own_words() -> None:
    steps = [*GUIDE.prepare, *GUIDE.read_key, *GUIDE.trade_key_for(["203.0.113.7"])]
    text = " ".join(part for step in steps for pair in (step.label, step.value) for part in pair)
    for word in ("Cross-Exchange", "跨所交易", "read-write", "读写", "Withdraw", "提现", "双向持仓"):
        assert re.search(word, text)
