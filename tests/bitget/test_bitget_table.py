"""The venue written down as data."""

from __future__ import annotations

import re

import pytest

from exchanges.bitget import table
from exchanges.bitget.guide import GUIDE
from exchanges.bitget.hosts import SITES
from exchanges.bitget.refusals import REFUSALS, explain, refusal, seen_ip
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
    RegionBlocked,
    VenueError,
    VenueUnavailable,
)

CAPS = {
    1: "v2/spot/account/info v2/mix/order/close-positions v2/spot/account/upgrade-status",
    2: "v2/mix/account/set-asset-mode v3/account/set-hold-mode",
    5: "v2/mix/account/set-position-mode v2/mix/account/set-margin-mode v2/mix/account/set-leverage "
    "v2/mix/account/set-margin v2/mix/position/all-position v3/account/info v3/account/repayable-coins "
    "v3/account/payment-coins v3/account/repay v3/trade/cancel-symbol-order v3/trade/close-positions",
    10: "v2/mix/account/account v2/mix/account/accounts v2/mix/account/bill v2/mix/position/single-position "
    "v2/mix/position/adlRank v2/mix/order/orders-pending v2/mix/order/orders-plan-pending v2/mix/order/detail "
    "v2/mix/order/orders-history v2/mix/order/orders-plan-history v2/mix/order/fills v2/mix/order/fill-history "
    "v2/mix/market/query-position-lever v2/mix/order/place-order v2/mix/order/batch-place-order "
    "v2/mix/order/modify-order v2/mix/order/cancel-order v2/mix/order/batch-cancel-orders "
    "v2/mix/order/cancel-all-orders v2/mix/order/cancel-plan-order v2/mix/order/place-plan-order "
    "v2/mix/order/place-tpsl-order v2/mix/order/place-pos-tpsl v2/mix/order/modify-tpsl-order "
    "v2/mix/order/modify-plan-order v2/mix/order/click-backhand v3/account/set-leverage v3/trade/place-order "
    "v3/trade/modify-order v3/trade/cancel-order v3/trade/cancel-strategy-order",
    20: "v2/public/time v2/mix/market/contracts v2/mix/market/ticker v2/mix/market/tickers "
    "v2/mix/market/symbol-price v2/mix/market/current-fund-rate v2/mix/market/funding-time "
    "v2/mix/position/history-position v3/account/settings v3/account/assets v3/account/financial-records "
    "v3/position/current-position v3/position/history-position v3/trade/unfilled-orders "
    "v3/trade/unfilled-strategy-orders v3/trade/history-orders v3/trade/fills",
}


@pytest.mark.parametrize("cap", CAPS)
def test_every_documented_call_has_its_documented_cap_per_second(cap: int) -> None:
    by_path = {each.path.removeprefix("/api/"): each for each in table.ENDPOINTS}
    for path in CAPS[cap].split():
        own, overall = by_path[path].buckets
        assert (own.limit, own.per_s) == (cap, 1.0), path
        assert (overall.limit, overall.per_s, overall.scope) == (6000, 60.0, Scope.IP)


def test_the_table_is_whole_and_named_once() -> None:
    assert {each.path.removeprefix("/api/") for each in table.ENDPOINTS} == set(" ".join(CAPS.values()).split())
    assert len({each.name for each in table.ENDPOINTS}) == len(table.ENDPOINTS)
    assert len(table.CHANNELS) == 15


def test_only_what_is_safe_to_repeat_is_repeated() -> None:
    for each in table.ENDPOINTS:
        assert each.idempotent or each.is_write
    never = {
        table.PLACE,
        table.PLACE_BATCH,
        table.MODIFY,
        table.CLOSE,
        table.PLACE_PLAN,
        table.REVERSE,
        table.UTA_PLACE,
    }
    assert not any(each.idempotent for each in never)


def test_urgency_and_who_is_counted() -> None:
    assert (table.CANCEL.lane, table.CLOSE.lane, table.PLACE.lane, table.ACCOUNT.lane) == tuple(Lane)
    for each in table.ENDPOINTS:
        assert (each.auth is Auth.PUBLIC) == (each.buckets[0].scope is Scope.IP)


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("40006 40037 40009 40012 40036 40099 30005 30011 30012 30015", AuthError),
        ("40014 40040 25620 40753 40022", PermissionDenied),
        ("40018 40038 22010", IpNotAllowed),
        ("40004 40005 40008 40078 30013 30014", ClockSkew),
        ("429 1001 30006 30007 25004 40918", RateLimited),
        ("40000 40101 40103 40035", RegionBlocked),
        ("40200 40308 40844 31021", Maintenance),
        ("40725 40015 40010 45001 30004", VenueUnavailable),
        ("40762 45120 40774 45021 40084 40085 40920 45117 45110 40786 59999", BadRequest),
        ("43012 40754 45002 40798 25202 25203 40757 12001", InsufficientFunds),
        ("22001 22002 40768 43001 25204 25601 40309", NotFound),
    ],
)
def test_codes_become_errors(codes: str, kind: type[VenueError]) -> None:
    assert {refusal(code).error for code in codes.split()} == {kind}


def test_the_venues_common_table_of_seven_hundred_codes_is_whole() -> None:
    assert len(REFUSALS) > 700
    assert all(re.fullmatch(r"\d{3,6}", code) for code in REFUSALS)
    assert explain(AuthError("x", code="40012"))[0][1] == "密码短语 (passphrase) 不正确"


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ("Invalid IP 203.0.113.7", "203.0.113.7"),
        ("Invalid IP: 2001:db8::17", "2001:db8::17"),
        ("Invalid IP", ""),
        ("sign signature error", ""),
    ],
)
def test_the_address_the_venue_saw(message: str, address: str) -> None:
    assert seen_ip(message) == address


def test_every_box_that_moves_money_is_known() -> None:
    rights = {word: each.right for word, each in table.PERMISSIONS.items()}
    assert {word for word, right in rights.items() if right is Right.WITHDRAW} == {"wwow", "withdraw"}
    assert {word for word, right in rights.items() if right is Right.TRANSFER} == {"wtow"}
    assert {word for word, right in rights.items() if right is Right.SUBACCOUNT} == {"chow"}
    assert {word for word, right in rights.items() if right is Right.C2C} == {"p2p", "p2pw"}
    assert {word for word, right in rights.items() if right is Right.TRADE} == {"coow", "cpow", "uta_trade", "uta_mgt"}


def test_the_passphrase_is_letters_and_digits() -> None:
    rule = table.FACTS.passphrase
    assert rule is not None
    assert rule.accepts("TestPass2026")
    for wrong in ("Short12", "OnlyLetters", "1234567890", "Test#Pass2026", "A1" * 17):
        assert not rule.accepts(wrong)


def test_demo_trading_has_its_own_sockets_and_the_same_rest() -> None:
    live, demo = SITES["global"]["live"], SITES["global"]["demo"]
    assert live.rest == demo.rest == "https://api.bitget.com"
    assert live.ws_private == "wss://ws.bitget.com/v2/ws/private"
    assert demo.ws_private_v3 == "wss://wspap.bitget.com/v3/ws/private"


def test_the_guide_uses_the_sites_own_words() -> None:
    steps = [*GUIDE.prepare, *GUIDE.read_key, *GUIDE.trade_key_for(["203.0.113.7"])]
    text = " ".join(part for step in steps for pair in (step.label, step.value) for part in pair)
    for word in (
        "合约订单",
        "合约持仓",
        "现货交易",
        "只读权限",
        "读写权限",
        "提币",
        "双向持仓",
        "Withdraw",
        "Futures holdings",
    ):
        assert word in text
