"""The venue written down as data."""

from __future__ import annotations

import re

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
    VenueError,
    VenueUnavailable,
)
from exchanges.core.reasons import BY_CODE, why
from exchanges.okx import table
from exchanges.okx.guide import GUIDE
from exchanges.okx.hosts import SITE_NAMES, SITES, OkxHosts
from exchanges.okx.refusals import BLOCKERS, REFUSALS, explain, refusal, seen_ip

DOCUMENTED_LIMITS = {
    ("uid", 5, 2.0): "account/config POST/account/set-position-mode POST/account/set-account-level "
    "account/set-account-switch-precheck POST/account/account-level-switch-preset account/trade-fee "
    "POST/trade/order-precheck",
    ("uid", 10, 2.0): "account/balance account/positions account/positions-history trade/fills-history",
    ("uid", 20, 2.0): "account/leverage-info POST/account/set-leverage account/max-size account/instruments "
    "trade/orders-history-archive trade/orders-algo-pending trade/orders-algo-history affiliate/invitee/detail",
    ("uid", 5, 1.0): "account/bills",
    ("uid+inst", 60, 2.0): "POST/trade/order POST/trade/cancel-order POST/trade/amend-order trade/order",
    ("uid+inst", 300, 2.0): "POST/trade/batch-orders POST/trade/cancel-batch-orders POST/trade/amend-batch-orders",
    ("uid", 60, 2.0): "trade/orders-pending trade/fills",
    ("uid", 40, 2.0): "trade/orders-history",
    ("uid+inst", 20, 2.0): "POST/trade/close-position POST/trade/order-algo POST/trade/cancel-algos "
    "POST/trade/amend-algos",
    ("uid", 1, 1.0): "POST/trade/cancel-all-after",
    ("ip", 20, 2.0): "public/instruments market/tickers market/ticker public/funding-rate",
    ("ip", 10, 2.0): "public/mark-price public/time",
    ("ip", 1, 5.0): "system/status",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cap"), [(name, cap) for cap, names in DOCUMENTED_LIMITS.items() for name in names.split()]
)
def test_every_documented_call_has_its_documented_cap(name: str, cap: tuple[str, int, float]) -> None:
    method, path = ("POST", name.removeprefix("POST/")) if name.startswith("POST/") else ("GET", name)
    (found,) = (each for each in table.ENDPOINTS if each.method == method and each.path == f"/api/v5/{path}")
    bucket = found.buckets[0]
    assert (bucket.scope.value, bucket.limit, bucket.per_s) == cap


def test_names_are_unique_and_every_call_says_where_it_is_documented() -> None:
    assert len({each.name for each in table.ENDPOINTS}) == len(table.ENDPOINTS)
    assert all(each.doc and each.path.startswith("/api/v5/") for each in table.ENDPOINTS)


def test_place_and_cancel_and_amend_are_counted_separately_but_new_and_amended_together_too() -> None:
    names = [each.buckets[0].name for each in (table.PLACE, table.CANCEL, table.AMEND, table.PLACE_BATCH)]
    assert len(set(names)) == 4
    assert table.ORDERS_TOTAL in table.PLACE.buckets
    assert table.ORDERS_TOTAL in table.AMEND.buckets
    assert table.ORDERS_TOTAL not in table.CANCEL.buckets


def test_only_what_is_safe_to_repeat_is_repeated() -> None:
    for each in table.ENDPOINTS:
        assert each.idempotent or each.is_write
    never = {table.PLACE, table.PLACE_BATCH, table.AMEND, table.AMEND_BATCH, table.CLOSE_POSITION, table.PLACE_ALGO}
    assert not any(each.idempotent for each in never)


def test_urgency() -> None:
    assert (table.CANCEL.lane, table.CLOSE_POSITION.lane, table.PLACE.lane, table.CONFIG.lane) == tuple(Lane)


def test_what_needs_no_key_is_counted_by_address() -> None:
    for each in table.ENDPOINTS:
        assert (each.auth is Auth.PUBLIC) == (each.buckets[0].scope is Scope.IP)


def test_channels_live_where_the_venue_says() -> None:
    where = {name: channel.socket for name, channel in table.CHANNELS.items()}
    assert where["orders-algo"] == where["algo-advance"] == "business"
    assert where["positions"] == where["orders"] == where["account"] == "private"
    assert where["mark-price"] == where["tickers"] == where["funding-rate"] == where["instruments"] == "public"
    assert table.CHANNELS["positions"].sends_snapshot
    assert not table.CHANNELS["orders"].sends_snapshot
    assert set(table.FOLLOWED) <= set(where)


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("50111 50119 50105 50113 50101 50114 60005 60032 60024 60007 60009", AuthError),
        ("50120 50030", PermissionDenied),
        ("50110 50121 50035", IpNotAllowed),
        ("50102 50112 60006", ClockSkew),
        ("50011 50040 50061 60014", RateLimited),
        ("50013 50026 50004", VenueUnavailable),
        ("50001", Maintenance),
        ("51008 51127 51131", InsufficientFunds),
        ("51603 51001 51023", NotFound),
        ("51000 51010 51121 51400 59000 59102 51070 51999 59999", BadRequest),
    ],
)
def test_codes_become_errors(codes: str, kind: type[VenueError]) -> None:
    assert {refusal(code).error for code in codes.split()} == {kind}


def test_every_refusal_speaks_both_languages() -> None:
    for code, each in REFUSALS.items():
        assert re.fullmatch(r"\d{5}", code)
        for english, chinese in (each.text, each.cure):
            assert bool(english) == bool(chinese)
            assert not re.search(r"[\u4e00-\u9fff]", english)
            assert not chinese or re.search(r"[\u4e00-\u9fff]", chinese)
        assert each.text[0]


def test_every_reason_and_blocker_speaks_both_languages() -> None:
    pairs = [*BLOCKERS.values(), *(pair for texts in BY_CODE.values() for pair in texts)]
    assert all(english and re.search(r"[\u4e00-\u9fff]", chinese) for english, chinese in pairs)


def test_errors_without_a_code_of_the_venue_are_explained_by_their_kind() -> None:
    assert "lost" in explain(OutcomeUnknown("x"))[0][0]
    assert explain(VenueUnavailable("x", code="dns")) == BY_CODE["dns"]
    assert explain(AuthError("x", code="50105"))[0][1] == "密码短语 (passphrase) 不正确"
    kinds = [*VenueError.__subclasses__(), VenueError]
    assert all(why(kind("x"))[0][0] for kind in kinds)


@pytest.mark.parametrize(
    ("message", "address"),
    [
        ("Your IP 203.0.113.7 is not included in your API key's IP whitelist.", "203.0.113.7"),
        ("Your IP 203.0.113.7 is not included in your API key's 9d1f6c2e IP whitelist.", "203.0.113.7"),
        ("Your IP 2001:db8::17 is not included in your API key's IP whitelist.", "2001:db8::17"),
        ("You can't access our services through the IP address (198.51.100.9)", "198.51.100.9"),
        ("Invalid Sign", ""),
    ],
)
def test_the_address_the_venue_saw(message: str, address: str) -> None:
    assert seen_ip(message) == address


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Demo#Pass2026", set()),
        ("Aa1#aaaa", set()),
        ("Aa1#aaa", {"length"}),
        ("A" * 30 + "a1#", {"length"}),
        ("demo#pass2026", {"upper"}),
        ("DEMO#PASS2026", {"lower"}),
        ("Demo#Passwort", {"digit"}),
        ("DemoPass2026", {"symbol"}),
        ("Demo Pass2026", {"symbol", "characters"}),
        ("Demo#Pass密码1", {"characters"}),
        ("", {"length", "lower", "upper", "digit", "symbol"}),
    ],
)
def test_the_passphrase_rule_part_by_part(text: str, missing: set[str]) -> None:
    rule = table.FACTS.passphrase
    assert rule is not None
    parts = rule.parts(text)
    assert {name for name, met in parts.items() if not met} == missing
    assert set(parts) == set(rule.demand_names)
    assert rule.accepts(text) is not bool(missing)


def test_the_ip_list_is_written_as_the_form_takes_it() -> None:
    assert GUIDE.ip_list([" 203.0.113.7", "203.0.113.8", "203.0.113.7"]) == "203.0.113.7,203.0.113.8"
    (step,) = (each for each in GUIDE.trade_key_for(["203.0.113.7", "2001:db8::1"]) if each.copies)
    assert step.value == ("203.0.113.7,2001:db8::1",) * 2


def test_the_guide_uses_the_sites_own_words_in_both_languages() -> None:
    steps = [*GUIDE.prepare, *GUIDE.read_key, *GUIDE.trade_key_for(["203.0.113.7"])]
    text = " ".join(part for step in steps for pair in (step.label, step.value) for part in pair)
    for word in (
        "密码短语",
        "只读",
        "交易",
        "提现",
        "合约模式",
        "双向持仓",
        "划转",
        "Withdraw",
        "Hedge mode",
        "Futures mode",
    ):
        assert word in text
    assert all(all(step.label) and all(step.value) for step in steps)


def test_sites_and_environments_have_their_addresses() -> None:
    assert SITES["global"]["live"] == OkxHosts(
        "https://www.okx.com",
        "wss://ws.okx.com:8443/ws/v5/public",
        "wss://ws.okx.com:8443/ws/v5/private",
        "wss://ws.okx.com:8443/ws/v5/business",
    )
    assert SITES["global"]["demo"].ws_private == "wss://wspap.okx.com:8443/ws/v5/private"
    assert SITE_NAMES.keys() == SITES.keys()
    assert SITES["eea"]["demo"].ws_public == "wss://wseeapap.okx.com:8443/ws/v5/public"
