"""The venue written down as data."""

from __future__ import annotations

import re

import pytest

from exchanges.binance import table
from exchanges.binance.codec import BinanceDialect, BinanceWire
from exchanges.binance.guide import GUIDE
from exchanges.binance.hosts import SITES, other_environment
from exchanges.binance.refusals import (
    FUTURES_MISSING,
    KEY_REFUSED,
    OTHER_ENVIRONMENT,
    REFUSALS,
    banned_until_ms,
    explain,
    refusal,
    seen_ip,
)
from exchanges.core.adapter import Right
from exchanges.core.endpoint import Auth, Endpoint, Lane, Scope
from exchanges.core.errors import (
    AuthError,
    BadRequest,
    ClockSkew,
    InsufficientFunds,
    Maintenance,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    VenueError,
    VenueUnavailable,
)
from exchanges.core.frames import Data, Refused

WEIGHTS = {
    1: "DELETE v1/order GET v1/order GET v1/openOrder DELETE v1/allOpenOrders DELETE v1/batchOrders GET v1/algoOrder "
    "DELETE v1/algoOrder DELETE v1/algoOpenOrders POST v1/leverage POST v1/marginType POST v1/positionMargin "
    "POST v1/positionSide/dual POST v1/multiAssetsMargin GET v1/leverageBracket GET v1/exchangeInfo POST v1/listenKey "
    "PUT v1/listenKey DELETE v1/listenKey GET v1/time GET v1/rateLimit/order POST v1/feeBurn",
    2: "GET v2/ticker/price",
    5: "GET v3/account GET v3/balance GET v3/positionRisk GET v1/accountConfig GET v1/symbolConfig GET v1/userTrades "
    "GET v1/allOrders GET v1/allAlgoOrders GET v1/adlQuantile GET v1/pmAccountInfo GET v1/ticker/bookTicker",
    10: "GET v1/premiumIndex POST v1/countdownCancelAll",
    20: "GET v1/commissionRate",
    30: "GET v1/income GET v1/positionSide/dual GET v1/multiAssetsMargin GET v1/feeBurn",
    40: "GET v1/openOrders GET v1/openAlgoOrders GET v1/ticker/24hr",
    50: "GET v1/forceOrders POST v1/stock/contract",
    100: "GET v1/apiReferral/ifNewUser",
}
"""Futures calls by the weight of their whole list; the price of what stands beside the sheet is the venue's page's."""
COUNTED = "POST v1/order PUT v1/order POST v1/order/test POST v1/algoOrder POST v1/batchOrders PUT v1/batchOrders"
"""Those that are counted as orders of the account."""
SAPI = (
    "sapi/v1/account/apiRestrictions sapi/v1/account/info sapi/v1/account/status sapi/v1/account/apiTradingStatus "
    "api/v3/account api/v3/time"
)


def called(call: str) -> Endpoint:
    method, _, path = call.partition(" ")
    (found,) = (each for each in table.ENDPOINTS if (each.method, each.path) == (method, f"/fapi/{path}"))
    return found


def pairs(words: str) -> list[str]:
    return re.findall(r"[A-Z]+ \S+", words)


# Calls.


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_documented_call_has_its_documented_weight(weight: int) -> None:
    for call in pairs(WEIGHTS[weight]):
        each = called(call)
        assert (each.weight, each.buckets) == (weight, (table.WEIGHT,)), call
    assert (table.WEIGHT.limit, table.WEIGHT.per_s, table.WEIGHT.scope) == (2400, 60.0, Scope.IP)


@pytest.mark.parametrize("call", pairs(COUNTED))
def test_new_and_modified_orders_are_counted_by_account_and_held_back_with_its_address(call: str) -> None:
    caps = {(bucket.limit, bucket.per_s, bucket.scope) for bucket in called(call).buckets}
    assert caps == {(300, 10.0, Scope.UID), (1200, 60.0, Scope.UID), (2400, 60.0, Scope.IP)}
    assert called(call).weight == (5 if "batch" in call else 1)


def test_calls_of_the_other_host_have_caps_of_their_own() -> None:
    by_path = {each.path.removeprefix("/"): each for each in table.ENDPOINTS if each.host == table.SAPI}
    assert set(by_path) == set(SAPI.split())
    for path, each in by_path.items():
        (bucket,) = each.buckets
        assert (bucket.limit, bucket.per_s, bucket.scope) == (
            6000 if path.startswith("api") else 12_000,
            60.0,
            Scope.IP,
        )
    assert (by_path["api/v3/account"].weight, by_path["sapi/v1/account/apiRestrictions"].weight) == (20, 1)


def test_the_table_is_whole_and_named_once() -> None:
    futures = {each.call.replace("/fapi/", "") for each in table.ENDPOINTS if not each.host}
    assert futures == set(pairs(" ".join([*WEIGHTS.values(), COUNTED])))
    assert len({each.name for each in table.ENDPOINTS}) == len(table.ENDPOINTS)
    assert all(each.doc for each in table.ENDPOINTS)
    assert table.CLOSE not in table.ENDPOINTS


@pytest.mark.parametrize(
    ("endpoint", "params"),
    [
        (table.PLACE, "symbol side positionSide type timeInForce quantity price reduceOnly newClientOrderId "
         "newOrderRespType priceMatch selfTradePreventionMode goodTillDate"),
        (table.PLACE_ALGO, "algoType symbol side positionSide type quantity closePosition triggerPrice price "
         "timeInForce workingType priceProtect reduceOnly activatePrice callbackRate clientAlgoId"),
        (table.CANCEL, "symbol orderId origClientOrderId"),
        (table.CANCEL_BATCH, "symbol orderIdList origClientOrderIdList"),
        (table.CANCEL_ALGO, "algoId clientAlgoId"),
        (table.COUNTDOWN, "symbol countdownTime"),
        (table.USER_TRADES, "symbol orderId fromId startTime endTime limit"),
        (table.INCOME, "symbol incomeType startTime endTime limit"),
        (table.SET_LEVERAGE, "symbol leverage"),
        (table.SET_MARGIN_TYPE, "symbol marginType"),
        (table.SET_POSITION_MODE, "dualSidePosition"),
    ],
    ids=lambda value: value.name if isinstance(value, Endpoint) else "",
)  # fmt: skip
def test_documented_parameters(endpoint: Endpoint, params: str) -> None:
    assert set(endpoint.params) == set(params.split())


def test_only_what_is_safe_to_repeat_is_repeated() -> None:
    for each in table.ENDPOINTS:
        assert each.idempotent or each.is_write
    never = (
        table.PLACE, table.PLACE_BATCH, table.MODIFY, table.MODIFY_BATCH, table.CLOSE, table.PLACE_ALGO,
        table.SET_POSITION_MARGIN,
    )  # fmt: skip
    assert not any(each.idempotent for each in never)


def test_urgency_and_what_each_call_asks_of_the_key() -> None:
    assert (table.CANCEL.lane, table.CLOSE.lane, table.PLACE.lane, table.ACCOUNT.lane) == tuple(Lane)
    public = {each.path for each in table.ENDPOINTS if each.auth is Auth.PUBLIC}
    assert public == {
        "/fapi/v1/time", "/fapi/v1/exchangeInfo", "/fapi/v1/premiumIndex", "/fapi/v1/ticker/24hr",
        "/fapi/v2/ticker/price", "/fapi/v1/ticker/bookTicker", "/api/v3/time",
    }  # fmt: skip
    for each in table.ENDPOINTS:
        streams = each.path in table.UNSIGNED
        assert (each.auth is Auth.TRADE) == (each.is_write and not streams), each.name


# Streams.

STREAMS = {
    "private": "ACCOUNT_UPDATE ORDER_TRADE_UPDATE ALGO_UPDATE ACCOUNT_CONFIG_UPDATE listenKeyExpired TRADE_LITE "
    "MARGIN_CALL STRATEGY_UPDATE GRID_UPDATE CONDITIONAL_ORDER_TRIGGER_REJECT",
    "market": "markPrice@1s !markPrice@arr@1s ticker miniTicker !miniTicker@arr aggTrade kline forceOrder "
    "compositeIndex contractInfo assetIndex tradingSession",
    "public": "bookTicker depth rpiDepth",
}


@pytest.mark.parametrize("socket", STREAMS)
def test_every_documented_stream_comes_by_the_socket_that_carries_it(socket: str) -> None:
    told = {name for name, channel in table.CHANNELS.items() if channel.socket == socket}
    assert told == set(STREAMS[socket].split())


def test_what_the_picture_of_an_account_needs() -> None:
    required = {name for name, channel in table.CHANNELS.items() if channel.required}
    assert required == {
        "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE", "ALGO_UPDATE", "ACCOUNT_CONFIG_UPDATE", "listenKeyExpired",
        "markPrice@1s",
    }  # fmt: skip
    assert not any(channel.sends_snapshot for channel in table.CHANNELS.values())
    assert set(table.CHANNELS) == set(" ".join(STREAMS.values()).split())


def test_frames_are_told_apart_and_unknown_events_are_only_data() -> None:
    wire = BinanceWire()
    wrapped = wire.read('{"stream":"k","data":{"e":"ACCOUNT_UPDATE","E":1}}')
    assert isinstance(wrapped, Data)
    assert wrapped.channel == "ACCOUNT_UPDATE"
    new = wire.read('{"e":"A_NEW_EVENT"}')
    assert isinstance(new, Data)
    expired = wire.read('{"e":"listenKeyExpired","E":1,"listenKey":"k"}')
    assert isinstance(expired, Refused)
    assert (expired.error.code, expired.error.retryable) == ("-1125", True)


def test_streams_are_routed_and_testnet_keys_live_elsewhere() -> None:
    live, demo = SITES["global"]["live"], SITES["global"]["demo"]
    assert (live.rest, live.sapi) == ("https://fapi.binance.com", "https://api.binance.com")
    assert live.ws_private == "wss://fstream.binance.com/private"
    assert live.ws_market == "wss://fstream.binance.com/market"
    assert live.ws_public == "wss://fstream.binance.com/public"
    assert (demo.rest, demo.sapi) == ("https://demo-fapi.binance.com", "")
    assert demo.ws_private == "wss://fstream.binancefuture.com/private"
    assert other_environment(live, "live") == ("demo", demo)
    assert other_environment(demo, "live") is None


# Refusals.

CODES: dict[type[VenueError], str] = {
    AuthError: "-2015 -2014 -2017 -1002 -1022",
    PermissionDenied: "-4088",
    ClockSkew: "-1021 -5028",
    RateLimited: "-1003 -1015",
    VenueUnavailable: "-1000 -1001 -1006 -1007 -1008",
    Maintenance: "-1016",
    InsufficientFunds: "-2018 -2019 -2028",
    NotFound: "-2011 -2013 -1121 -1125",
    BadRequest: "-1109 -4109 "
    "-4059 -4067 -4068 -4531 -4028 -2027 -4161 -4202 -4203 -4205 -4206 -4403 -4209 -4046 -4047 -4048 "
    "-4167 -4168 -4169 -4170 -4171 -4172 "
    "-4164 -1111 -4014 -4023 -4013 -4003 -4004 -4005 -4016 -4024 -4131 -2021 -4142 -2022 -4118 -2024 -4061 -4062 "
    "-2025 -4116 -4015 -4400 -4401 -4189 -4087 -4192 -4402 -4140 -4141 -4105 -4106 -4107 -4137 -4138 "
    "-5021 -5022 -5041 -5024 -5025 -5026 -5027 -5029 -5043 -5047 -4120",
}
EACH = [(code, kind) for kind, codes in CODES.items() for code in codes.split()]
OUTCOMES = {
    "-1000": OutcomeUnknown,
    "-1006": OutcomeUnknown,
    "-1007": OutcomeUnknown,
    "-1001": VenueUnavailable,
    "-1008": VenueUnavailable,
}
"""What the same answer to a write means where it differs: never sent again before the venue was asked."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def answered(endpoint: Endpoint, status: int, code: object, words: str = "no") -> VenueError:
    """What the caller of that endpoint is told of a refusal."""
    with pytest.raises(VenueError) as refused:
        BinanceDialect(None, lambda: 0).read(endpoint, status, {"code": code, "msg": words} if code else {"msg": words})
    return refused.value


@pytest.mark.parametrize(("code", "kind"), EACH)
def test_every_documented_code_has_its_kind_and_is_explained_in_both_languages(
    code: str, kind: type[VenueError]
) -> None:
    error = answered(table.ACCOUNT, 400, int(code))
    assert type(error) is kind
    assert error.code == code
    assert error.retryable is (kind in (ClockSkew, RateLimited, VenueUnavailable, Maintenance))
    for english, chinese in explain(error):
        assert english
        assert not CHINESE.search(english)
        assert CHINESE.search(chinese)


@pytest.mark.parametrize(("code", "kind"), EACH)
def test_a_refused_write_is_sent_again_only_where_nothing_happened(code: str, kind: type[VenueError]) -> None:
    error = answered(table.PLACE, 400, int(code))
    assert type(error) is OUTCOMES.get(code, kind)


def test_no_code_is_listed_twice_and_what_is_not_documented_is_a_refused_request() -> None:
    assert len({code for code, _ in EACH}) == len(EACH)
    assert refusal("-9999").error is BadRequest
    english, chinese = explain(BadRequest("x", code="-9999"))[0]
    assert english
    assert CHINESE.search(chinese)
    for code, each in REFUSALS.items():
        for english, chinese in (each.text, each.cure):
            assert english, code
            assert CHINESE.search(chinese), code
            assert not CHINESE.search(english), code


@pytest.mark.parametrize(
    ("status", "code", "words", "read", "write"),
    [
        (429, -1003, "Too many requests.", RateLimited, RateLimited),
        (418, -1003, "Way too many requests; IP banned until 1794873600123.", RateLimited, RateLimited),
        (503, None, "Unknown error, please check your request or try again later.", VenueUnavailable, OutcomeUnknown),
        (503, None, "Service Unavailable.", VenueUnavailable, VenueUnavailable),
        (503, -1001, "Internal error; unable to process your request.", VenueUnavailable, VenueUnavailable),
        (503, -1008, "Server is currently overloaded with other requests.", VenueUnavailable, VenueUnavailable),
        (408, -1007, "Timeout waiting for response from backend server.", VenueUnavailable, OutcomeUnknown),
        (401, -2015, "Invalid API-key, IP, or permissions for action", AuthError, AuthError),
        (500, -4242, "a word of tomorrow", VenueUnavailable, OutcomeUnknown),
    ],
)
def test_the_status_of_an_answer_tells_a_failure_apart_from_an_unknown_end(
    status: int, code: int | None, words: str, read: type[VenueError], write: type[VenueError]
) -> None:
    assert type(answered(table.ACCOUNT, status, code, words)) is read
    assert type(answered(table.PLACE, status, code, words)) is write


def test_a_ban_tells_when_it_ends() -> None:
    assert banned_until_ms("Way too many requests; IP banned until 1794873600123.") == 1_794_873_600_123
    assert banned_until_ms("Too many requests.") is None
    error = answered(table.ACCOUNT, 418, -1003, "IP banned until 1794873600123.")
    assert error.retry_after_s == pytest.approx(1_794_873_600.123)


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ("Invalid API-key, IP, or permissions for action, request ip: 203.0.113.7", "203.0.113.7"),
        ("Invalid API-key, IP, or permissions for action, request ip: 2001:db8::17", "2001:db8::17"),
        ("Invalid API-key, IP, or permissions for action.", ""),
        ("request ip: \x1b[31m", ""),
    ],
)
def test_the_address_the_venue_saw(message: str, address: str) -> None:
    assert seen_ip(message) == address


def test_the_three_causes_of_one_code_are_told_apart_where_they_can_be() -> None:
    seen = explain(AuthError("x", code=KEY_REFUSED, seen_ip="203.0.113.7"))
    assert all("203.0.113.7" in cure for cure in seen[1])
    assert explain(PermissionDenied("x", code=KEY_REFUSED))[1] == FUTURES_MISSING
    elsewhere = explain(AuthError("x", code=KEY_REFUSED, cure=OTHER_ENVIRONMENT))[1]
    assert ("testnet" in elsewhere[0], "模拟盘" in elsewhere[1]) == (True, True)


def test_the_venues_words_are_made_harmless_before_they_are_an_error() -> None:
    error = answered(table.ACCOUNT, 400, -1121, "Invalid\x1b[2J symbol\u202e " + "A" * 5_000)
    assert error.message.isprintable()
    assert len(error.message) <= 300


# What a person sees.


def test_every_box_that_moves_money_is_known() -> None:
    rights = {word: each.right for word, each in table.PERMISSIONS.items()}
    assert {word for word, right in rights.items() if right is Right.WITHDRAW} == {"enableWithdrawals"}
    assert {word for word, right in rights.items() if right is Right.TRANSFER} == {
        "enableInternalTransfer",
        "permitsUniversalTransfer",
    }
    assert {word for word, right in rights.items() if right is Right.TRADE} == {"enableFutures"}
    assert {word for word, right in rights.items() if right is Right.READ} == {"enableReading", "enableFixReadOnly"}
    for each in table.PERMISSIONS.values():
        assert CHINESE.search(each.name[1])


def test_facts_of_the_venue() -> None:
    assert (table.FACTS.keys_per_account, table.FACTS.ips_per_key, table.FACTS.passphrase) == (30, 30, None)
    assert GUIDE.ip_list([" 203.0.113.7", "203.0.113.8", "203.0.113.7"]) == "203.0.113.7 203.0.113.8"
    assert table.STREAM_LIVES_S < 24 * 3600
    assert 20 * 60 <= table.KEEP_EVERY_S <= 30 * 60


def test_the_guide_uses_the_sites_own_words() -> None:
    steps = [*GUIDE.prepare, *GUIDE.read_key, *GUIDE.trade_key_for(["203.0.113.7"])]
    text = " ".join(part for step in steps for pair in (step.label, step.value) for part in pair)
    for word in ("允许读取", "允许合约", "允许提现", "允许万向划转", "编辑权限", "划转", "双向持仓", "系统生成",
                 "Enable Reading", "Enable Futures", "Enable Withdrawals", "Edit restrictions"):  # fmt: skip
        assert word in text, word
