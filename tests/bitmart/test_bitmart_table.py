"""The venue written down as data."""

from __future__ import annotations

import pytest

from exchanges.bitmart import table
from exchanges.bitmart.codec import BitmartDialect
from exchanges.bitmart.guide import GUIDE
from exchanges.bitmart.hosts import SITES
from exchanges.bitmart.refusals import REFUSALS, explain, refusal
from exchanges.core.adapter import Credentials, Right
from exchanges.core.endpoint import Auth, Lane, Scope
from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    IpNotAllowed,
    Maintenance,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    RegionBlocked,
    Unexpected,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.secret import Secret

_PUBLIC, _MINE, _SUB = "/contract/public/", "/contract/private/", "/account/contract/sub-account/"
CAPS = {
    ("", 1): "/account/v1/transfer-contract-list /account/v1/transfer-contract",
    (_PUBLIC, 2): "open-interest funding-rate",
    (_PUBLIC, 12): "details depth kline",
    (_MINE, 2): "cancel-orders",
    (_MINE, 6): "order-history position trades",
    (_MINE, 12): "assets-detail",
    (_MINE, 24): "submit-order submit-plan-order submit-leverage",
    (_MINE, 40): "cancel-order cancel-plan-order",
    (_MINE, 50): "order get-open-orders current-plan-order",
    (_SUB, 8): "main/v1/sub-to-main main/v1/main-to-sub sub/v1/sub-to-main main/v1/transfer-list v1/transfer-history",
    (_SUB, 12): "main/v1/wallet",
}
"""The document's own table of limits, per two seconds; the affiliates' calls are not in it."""
DOCUMENT_CODES = (
    "30000 30001 30002 30003 30004 30005 30006 30007 30008 30010 30011 30012 30013 30014 30016 30017 30018 30019 "
    + " ".join(str(code) for code in range(40001, 40050))
).split()


@pytest.mark.parametrize(("prefix", "cap"), CAPS)
def test_every_documented_call_has_its_documented_cap(prefix: str, cap: int) -> None:
    documented = {each.path: each for each in table.ENDPOINTS[: table.DOCUMENTED]}
    for path in CAPS[prefix, cap].split():
        (bucket,) = documented[prefix + path].buckets
        assert (bucket.limit, bucket.per_s) == (cap, 2.0), path


def test_the_documents_calls_and_channels_are_counted() -> None:
    documented = table.ENDPOINTS[: table.DOCUMENTED]
    assert len(documented) == 28
    assert documented[-1] is table.AFFILIATE_TRADES
    assert sum(len(paths.split()) for paths in CAPS.values()) == 26
    required = [channel for channel in table.CHANNELS.values() if channel.required]
    assert len(required) == 7


def test_only_what_is_safe_to_repeat_is_repeated() -> None:
    never = {table.PLACE, table.PLACE_PLAN, table.TRANSFER, table.CLOSE_ALL, table.MAIN_TO_SUB, table.PLACE_TRAILING}
    assert not any(each.idempotent for each in never)
    assert all(each.idempotent for each in (table.CANCEL, table.CANCEL_PLAN, table.SET_LEVERAGE))


def test_urgency_and_who_is_counted() -> None:
    assert (table.CANCEL.lane, table.CLOSE_ALL.lane, table.PLACE.lane, table.ORDER.lane) == tuple(Lane)
    for each in table.ENDPOINTS:
        assert (each.auth is Auth.PUBLIC) == (each.buckets[0].scope is Scope.IP), each.name


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("30001 30002 30003 30004 30005 30011 access", AuthError),
        ("30012 30019 40046", PermissionDenied),
        ("30010 40006", IpNotAllowed),
        ("30006 30007 30008 40008 40013 40039", ClockSkew),
        ("30013 30017 40004", RateLimited),
        ("40047", RegionBlocked),
        ("30016 30030 30031 40014 40015", Maintenance),
        ("30014 40012 later login", VenueUnavailable),
        ("30018 40003 40005 40007 40011 40016 40017 40022 40028 40029 40040 40043 40048 40050 40059 49999", BadRequest),
        ("40020 40027 42000", InsufficientFunds),
        ("30000 40001 40002 40010 40018 40021 40034 40035 40037", NotFound),
    ],
)
def test_codes_become_errors(codes: str, kind: type[VenueError]) -> None:
    assert {refusal(code).error for code in codes.split()} == {kind}


def test_every_code_of_the_document_is_explained_in_both_languages() -> None:
    assert len(DOCUMENT_CODES) == 67
    assert set(DOCUMENT_CODES) <= set(REFUSALS)
    for code in DOCUMENT_CODES:
        (english, chinese), cure = explain(BadRequest("x", code=code))
        assert english
        assert chinese
        assert all(cure), code


KEY = Credentials("0123456789abcdef", Secret("s" * 64), Secret("my memo text"))


def test_a_refusal_is_told_by_its_code_whatever_the_status() -> None:
    dialect = BitmartDialect(KEY)
    for status, code, kind in ((200, 30019, PermissionDenied), (503, 30018, BadRequest), (403, 40048, BadRequest)):
        with pytest.raises(kind) as told:
            dialect.read(table.PLACE, status, {"code": code, "message": "no", "data": {}, "trace": "t"})
        assert told.value.code == str(code)
    assert dialect.read(table.REBATES, 200, {"code": "1000", "data": {"total": 0}}) == {"total": 0}


@pytest.mark.parametrize(("status", "code"), [(503, 30014), (400, 40012), (500, 99999)])
def test_a_vague_answer_to_a_write_leaves_its_outcome_open(status: int, code: int) -> None:
    answer = {"code": code, "message": "hm"}
    with pytest.raises(OutcomeUnknown):
        BitmartDialect(KEY).read(table.PLACE, status, answer)
    with pytest.raises(VenueUnavailable):
        BitmartDialect(KEY).read(table.TRANSFERS, status, answer)


def test_the_venues_words_never_carry_the_key() -> None:
    words = f"bad sign of {KEY.api_key} with {KEY.secret.reveal()} and {KEY.passphrase.reveal()}"
    with pytest.raises(AuthError) as told:
        BitmartDialect(KEY).read(table.PLACE, 401, {"code": 30005, "message": words})
    assert told.value.message == "bad sign of ...cdef with *** and ***"


@pytest.mark.parametrize("answer", [[], "x", None, {"data": []}])
def test_what_is_no_envelope_is_unexpected(answer: object) -> None:
    with pytest.raises(Unexpected):
        BitmartDialect(KEY).read(table.ASSETS, 200, answer)


def test_a_refused_rate_waits_one_window() -> None:
    assert BitmartDialect(KEY).pause_s({"X-BM-RateLimit-Reset": "2"}) == 2
    assert BitmartDialect(KEY).pause_s({"Retry-After": "7"}) == 7


def test_the_generation_is_told_by_the_hosts() -> None:
    assert not SITES["global"]["live"].is_v1
    assert SITES["v1"]["live"].is_v1
    assert SITES["v1"]["live"].rest == "https://api-cloud.bitmart.com"
    assert SITES["global"]["live"].ws_private == "wss://openapi-ws-v2.bitmart.com/user?protocol=1.1"
    assert SITES["global"]["demo"].rest == "https://demo-api-cloud-v2.bitmart.com"


def test_the_venue_is_told_of_and_not_offered() -> None:
    assert table.FACTS.lifecycle == "sunset"
    for text in table.FACTS.lifecycle_note:
        assert "2026-08-26" in text
        assert "2027-01-31" in text
    assert table.FACTS.lifecycle_note in GUIDE.notes


def test_the_third_part_of_a_key_is_free_text() -> None:
    rule = table.FACTS.passphrase
    assert rule is not None
    assert rule.name == ("Memo", "Memo")
    assert rule.accepts("my memo, 2026")
    assert not rule.accepts("")


def test_what_can_be_ticked_is_known() -> None:
    rights = {word: each.right for word, each in table.PERMISSIONS.items()}
    assert {word for word, right in rights.items() if right is Right.TRADE} == {"futures_trade"}
    assert {word for word, right in rights.items() if right is Right.WITHDRAW} == {"withdraw"}
    assert {word for word, right in rights.items() if right is Right.SUBACCOUNT} == {"sub_account_transfer"}
