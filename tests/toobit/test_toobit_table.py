"""The venue written down as data, and its answers and frames read."""

from __future__ import annotations

import pytest

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
    Unexpected,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.frames import Acknowledged, Chatter, Data, Notice, Pinged, Refused
from exchanges.toobit import table
from exchanges.toobit.codec import ToobitDialect, ToobitWire, venue_error
from exchanges.toobit.marks import _wanted
from exchanges.toobit.refusals import REFUSALS, explain

LEAD = "/api/v2/copy-trading/leader/"
DOCUMENT = {
    f"GET {LEAD}orders/current", f"GET {LEAD}orders/history", f"GET {LEAD}trade-data",
    f"GET {LEAD}profit-sharings/history", f"GET {LEAD}symbols", f"PUT {LEAD}config", f"GET {LEAD}followers",
    f"DELETE {LEAD}followers/{{followerUserId}}",
}  # fmt: skip
CODES = (
    "-1022 -1107 -2014 -2015 -2017 -1002 -1021 -1020 -1005 -1023 -1204 -2018 -120041 -1153 -1214 -1215 -1157 -1003 "
    "-1015 -32045 -120047 -120067 -1121 -1125 -1143 -2013 -1171 -3145 -1102 -1130 -120072 -120078 -120510 -120511 "
    "-120512 -1148 -1156 -1165 -1166 -1213 -120073 -120055 -32090 -32093 -3128 -1139 -1142 -1131 -3110 -3130 -1408 "
    "-3002 -3125 -3132 -3148 -3149 -1016 -1031 -1151 -1000 -1001 -1006 -1007 -1146 -1147"
)
KINDS: dict[type[VenueError], str] = {
    AuthError: "-1022 -1107 -2014 -2015 -2017 -1002 -2018",
    IpNotAllowed: "-1023",
    PermissionDenied: "-1020 -1005 -120041 -1214",
    ClockSkew: "-1021",
    RateLimited: "-1003 -1015",
    NotFound: "-32045 -120047 -1121 -1125 -2013 -3145",
    InsufficientFunds: "-1131 -3110 -3130 -1408",
    BadRequest: "-1102 -1130 -120072 -120055 -32090 -32093 -3128 -99999",
    Maintenance: "-1016 -1031",
}


def test_all_eight_calls_of_the_document_and_the_newer_one_are_there() -> None:
    lead = {each.call for each in table.ENDPOINTS if LEAD in each.path}
    assert lead == DOCUMENT | {f"GET {LEAD}config"}
    assert all(each.weight == 1 and each.buckets == (table.WEIGHT,) for each in table.ENDPOINTS if LEAD in each.path)
    assert {each.call for each in table.ENDPOINTS if each.doc.startswith("003 ")} == DOCUMENT


def test_caps_are_the_documented_ones() -> None:
    assert (table.WEIGHT.limit, table.WEIGHT.per_s, table.WEIGHT.scope) == (3000, 60.0, Scope.IP)
    assert (table.ORDERS.limit, table.ORDERS.per_s, table.ORDERS.scope) == (60, 2.0, Scope.UID)
    assert table.ORDERS in table.PLACE.buckets
    assert table.ORDERS in table.CLOSE.buckets


def test_urgent_calls_go_first_and_only_harmless_ones_are_repeated() -> None:
    assert (table.CANCEL.lane, table.CLOSE.lane, table.PLACE.lane) == (Lane.CANCEL, Lane.CLOSE, Lane.ORDER)
    never = (table.PLACE, table.CLOSE, table.PLACE_PLAN, table.AMEND, table.CHANGE_LEAD_CONFIG, table.REMOVE_FOLLOWER)
    assert not any(each.idempotent for each in never)
    assert table.CLOSE not in table.ENDPOINTS
    assert table.LISTEN_KEY.auth is Auth.READ


def test_every_code_of_the_sheet_is_known() -> None:
    assert set(CODES.split()) <= REFUSALS.keys()
    for kind, codes in KINDS.items():
        for code in codes.split():
            assert type(venue_error(code, "")) is kind, code


def test_every_error_can_be_explained_in_both_languages() -> None:
    for code in (*REFUSALS, "-99999", ""):
        what, cure = explain(venue_error(code, "words"))
        assert all(what), code
        assert bool(cure[0]) == bool(cure[1]), code


@pytest.mark.parametrize("code", ["-1000", "-1001", "-1006", "-1007", "-1146", "-1147", "-31337"])
def test_a_server_failure_leaves_a_write_in_doubt_and_a_read_to_be_repeated(code: str) -> None:
    dialect = ToobitDialect(None, lambda: 0)
    with pytest.raises(OutcomeUnknown):
        dialect.read(table.PLACE, 500, {"code": int(code), "msg": "?"})
    with pytest.raises(VenueUnavailable):
        dialect.read(table.BALANCE, 500, {"code": int(code), "msg": "?"})


def test_success_is_the_code_and_the_status_together() -> None:
    dialect = ToobitDialect(None, lambda: 0)
    assert dialect.read(table.LEAD_SYMBOLS, 200, {"code": 200, "msg": "success", "data": [{"a": 1}]}) == [{"a": 1}]
    assert dialect.read(table.LEAD_FOLLOWERS, 200, {"code": 200, "data": {"pages": "1", "list": [{"a": 1}]}}) == [
        {"a": 1}
    ]
    assert dialect.read(table.REMOVE_FOLLOWER, 200, {"code": 200, "msg": "success", "data": None}) == [
        {"code": 200, "msg": "success", "data": None}
    ]
    assert dialect.read(table.CANCEL, 200, {"code": 200, "data": None}) == []
    assert dialect.read(table.POSITIONS, 200, [{"a": 1}]) == [{"a": 1}]
    with pytest.raises(PermissionDenied):
        dialect.read(table.LEAD_SYMBOLS, 200, {"code": -120041, "msg": "Copy trading leader is not available."})
    for nothing in ({}, {"data": 5}, [1], "x"):
        with pytest.raises(Unexpected):
            dialect.read(table.LEAD_SYMBOLS, 200, nothing)
    with pytest.raises(RateLimited):
        dialect.read(table.POSITIONS, 429, {"code": -1003, "msg": "Too many"})


def test_the_pause_is_reckoned_by_the_venues_clock() -> None:
    dialect = ToobitDialect(None, lambda: 1_000)
    dialect._offset_ms = 500
    assert dialect.pause_s({"X-Api-Limit-Reset-Timestamp": "4500"}) == 3.0
    assert dialect.pause_s({"X-Api-Limit-Reset-Timestamp": "10"}) == 0.0
    assert dialect.pause_s({"Retry-After": "7"}) == 7.0
    assert dialect.pause_s({}) is None


def test_frames_of_the_accounts_socket() -> None:
    wire = ToobitWire()
    assert wire.login() is None
    assert '"ping":' in wire.ping
    assert wire.read('{"pong":1}') == Chatter()
    assert wire.read('{"ping":17}') == Pinged('{"pong":17}')
    assert wire.read('{"eventType":"listenKeyWillExpire","listenKey":"k"}') == Notice("listenKeyWillExpire", "")
    assert wire.read('[{"e":"ticketInfo","T":"1"}]') == Data("ticketInfo", {"e": "ticketInfo", "T": "1"})
    assert wire.read('{"e":"ticketInfo"}') == Data("ticketInfo", {"e": "ticketInfo"})
    assert wire.read('{"eventType":"planExecutionReport"}') == Data(
        "planExecutionReport", {"eventType": "planExecutionReport"}
    )
    several = wire.read('[{"e":"a"},{"e":"b"}]')
    assert isinstance(several, Data)
    assert several.payload["events"] == [{"e": "a"}, {"e": "b"}]
    for garbage in ("[1]", "[[]]", "7", "{}", "x", '{"a":1}'):
        with pytest.raises(ValueError):
            wire.read(garbage)


def test_a_public_subscription_is_confirmed_by_its_first_push_and_a_refusal_is_the_oldests() -> None:
    wire = ToobitWire()
    btc, eth = _wanted("BTC-SWAP-USDT"), _wanted("ETH-SWAP-USDT")
    assert wire.subscribe(btc) == (
        '{"symbol":"BTC-SWAP-USDT","topic":"markPrice","event":"sub","params":{"binary":false}}'
    )
    wire.subscribe(eth)
    first = '{"symbol":"ETH-SWAP-USDT","topic":"markPrice","data":[],"f":true}'
    assert wire.read(first) == Acknowledged(eth.channel)
    assert isinstance(wire.read(first), Data)
    refused = wire.read('{"code":"-100010","desc":"Invalid Symbols!"}')
    assert isinstance(refused, Refused)
    assert (refused.channel, refused.error.code) == (btc.channel, "-100010")
    wire.subscribe(btc)
    pushed = '{"topic":"markPrice","data":{"symbolId":"BTC-SWAP-USDT","price":"1","time":2},"f":false}'
    assert wire.read(pushed) == Acknowledged(btc.channel)
    assert '"event":"cancel"' in wire.unsubscribe(btc)
