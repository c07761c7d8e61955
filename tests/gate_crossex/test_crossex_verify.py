"""What the wizard learns about a pasted Gate key: every wrong choice is caught and said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.adapter import Credentials, Right
from exchanges.core.errors import BadRequest, PermissionDenied
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from exchanges.gate_crossex import checks
from exchanges.gate_crossex.key_info import facts, own_row
from exchanges.gate_crossex.standing import pool
from exchanges.gate_crossex.table import PERMISSIONS
from exchanges.gate_crossex.verify import verify
from tests.gate_crossex.house import House

pytestmark = pytest.mark.anyio


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    more["egress"] = tuple(more.get("egress", ()))
    return await verify(Question(kind, "live", **more), key, house.hosts(), limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


async def test_a_good_read_key_is_green_all_through(house: House) -> None:
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok, outcomes(report)
    names = "reach environment credentials address read_only no_withdraw account_kind hedge_mode equity margin"
    assert " ".join(outcomes(report)) == names
    assert report.facts is not None
    assert report.facts.account is not None
    assert report.facts.account.uid == report.facts.key.uid
    assert report.facts.key.rights == {Right.READ}


async def test_a_good_trade_key_is_green_all_through(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    key = house.key("main", "trade")
    report = await verified(house, "trade", key, egress=[house.egress_ip], read_uid=read.facts.key.uid)
    assert report.ok, outcomes(report)
    assert outcomes(report)["same_account"] == "ok"


@pytest.mark.parametrize(
    ("spoil", "label", "words"),
    [
        (lambda key: replace(key, api_key="0" * 32), "INVALID_KEY", "API Key"),
        (lambda key: replace(key, secret=Secret("f" * 64)), "INVALID_SIGNATURE", "Secret"),
    ],
)
async def test_each_wrong_part_of_the_two_is_named(house: House, spoil: Any, label: str, words: str) -> None:
    report = await verified(house, "read", spoil(house.key("main", "read")))
    check = line(report, "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(label)
    assert words in check.text[1]
    assert "five minutes" in check.cure[0]
    assert report.facts is None
    assert {outcome for name, outcome in outcomes(report).items() if name not in ("credentials", "reach")} == {
        "unverified"
    }


async def test_a_key_that_may_trade_is_no_read_key_and_the_reverse(house: House) -> None:
    trade = line(await verified(house, "read", house.key("main", "trade")), "read_only")
    assert trade.outcome == "no"
    assert "跨所交易" in trade.text[1]
    read = await verified(house, "trade", house.key("main", "read"))
    assert line(read, "may_trade").outcome == "no"
    assert line(read, "address").outcome == "no"


async def test_a_key_without_the_cross_exchange_permission_is_told_which_box_it_needs(house: House) -> None:
    for kind, name in (("read", "read_only"), ("trade", "may_trade")):
        report = await verified(house, kind, house.key("main", "read_no_crossex"))
        assert line(report, name).outcome == "no"
        assert "Cross-Exchange" in line(report, name).text[0]
        assert not report.ok


@pytest.mark.parametrize(
    ("perms", "word"),
    [
        (["crossx:write", "withdraw:write"], "WITHDRAW"),
        (["crossx:write", "wallet:write"], "TRANSFER"),
        (["crossx:write", "sub_account:write"], "SUB-ACCOUNTS"),
    ],
)
@pytest.mark.parametrize("kind", ["read", "trade"])
async def test_a_key_that_may_move_money_is_refused(house: House, kind: Any, perms: list[str], word: str) -> None:
    key = await house.make_key("second", perms, [house.egress_ip])
    check = line(await verified(house, kind, key), "no_withdraw")
    assert check.outcome == "no"
    assert word in check.text[0]
    await house.do("DELETE", f"/gate_crossex/accounts/second/keys/{key.api_key}")


async def test_reading_the_wallet_moves_nothing(house: House) -> None:
    key = await house.make_key("second", ["crossx:read", "wallet:read", "withdraw:read"], [])
    assert (await verified(house, "read", key)).key_ok
    await house.do("DELETE", f"/gate_crossex/accounts/second/keys/{key.api_key}")


async def test_every_box_of_the_table_can_be_ticked_on_the_simulated_site(house: House) -> None:
    key = await house.make_key("poor", list(PERMISSIONS), [])
    report = await verified(house, "read", key)
    assert report.facts is not None
    assert {word.partition(":")[0] for word in report.facts.key.permissions} == {
        word.partition(":")[0] for word in PERMISSIONS
    }
    await house.do("DELETE", f"/gate_crossex/accounts/poor/keys/{key.api_key}")


async def test_addresses(house: House) -> None:
    unbound = line(await verified(house, "trade", house.key("main", "trade_no_ip")), "address")
    assert unbound.outcome == "no"
    report = await verified(house, "trade", house.key("main", "trade_wrong_ip"))
    elsewhere = line(report, "address")
    assert elsewhere.outcome == "no"
    assert elsewhere.venue_quote.startswith("IP_FORBIDDEN")
    assert report.seen_ip == house.egress_ip
    assert house.egress_ip in elsewhere.cure[0]
    both = [house.egress_ip, "203.0.113.99"]
    missing = line(await verified(house, "trade", house.key("main", "trade"), egress=both), "address")
    assert "203.0.113.99" in missing.cure[0]


async def test_an_expired_key_is_an_unknown_one(house: House) -> None:
    report = await verified(house, "read", house.key("main", "expired"))
    assert line(report, "credentials").venue_quote.startswith("INVALID_KEY")


async def test_a_trade_key_of_another_account_is_refused(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    report = await verified(house, "trade", house.key("second", "trade"), read_uid=read.facts.key.uid)
    assert line(report, "same_account").outcome == "no"


async def test_where_keys_may_not_look_at_themselves_harmless_calls_tell_what_can_be_told(house: House) -> None:
    await house.set(introspection=False)
    read = await verified(house, "read", house.key("main", "read"))
    assert read.key_ok, outcomes(read)
    assert outcomes(read) | {"address": "unverified", "no_withdraw": "unverified"} == outcomes(read)
    assert line(read, "read_only").outcome == "ok"
    assert read.facts is not None
    trade = await verified(house, "trade", house.key("main", "trade"), read_uid=read.facts.key.uid)
    assert trade.key_ok, outcomes(trade)
    assert line(trade, "may_trade").outcome == line(trade, "same_account").outcome == "ok"
    assert line(await verified(house, "read", house.key("main", "trade")), "read_only").outcome == "no"
    assert line(await verified(house, "trade", house.key("main", "read")), "may_trade").outcome == "no"
    nothing = line(await verified(house, "read", house.key("main", "read_no_crossex")), "read_only")
    assert nothing.outcome == "no"
    assert nothing.venue_quote.startswith("FORBIDDEN")


async def test_an_account_that_never_opened_crossex_is_told_where_to_open_it(house: House) -> None:
    report = await verified(house, "read", house.key("unopened", "read"))
    check = line(report, "account_kind")
    assert check.outcome == "no"
    assert "尚未开通 CrossEx" in check.text[1]
    assert "gate.com > CrossEx" in check.cure[0]


async def test_one_way_mode_is_fixed_with_the_trade_key_and_only_offered_with_it(house: House) -> None:
    read = line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode")
    assert (read.outcome, read.fix, read.group) == ("no", "", "account")
    trade = line(await verified(house, "trade", house.key("oneway", "trade")), "hedge_mode")
    assert trade.fix == "hedge_mode"
    assert trade.fix_call == 'PUT /api/v4/crossex/accounts {"position_mode":"DUAL"}'
    reader = house.adapter("oneway", "read")
    with pytest.raises(PermissionDenied):
        await reader.apply_fix("hedge_mode")
    await reader.aclose()
    adapter = house.adapter("oneway", "trade")
    await adapter.apply_fix("hedge_mode")
    await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode").outcome == "ok"


async def test_positions_and_orders_that_block_hedge_mode_are_listed(house: House) -> None:
    check = line(await verified(house, "trade", house.key("busy", "trade")), "hedge_mode")
    assert (check.outcome, check.fix) == ("no", "")
    assert "XRP/USDT:USDT@BINANCE long" in check.cure[0]
    adapter = house.adapter("busy", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert refused.value.code == "TRADE_PZ_MODE_HAVE_ORDER_ERROR"


async def test_an_isolated_account_is_summed_up_and_fixed_exchange_by_exchange(house: House) -> None:
    report = await verified(house, "read", house.key("isolated", "read"))
    assert report.ok, outcomes(report)
    assert "a pool for each exchange" in line(report, "account_kind").text[0]
    assert report.facts is not None
    assert report.facts.account is not None
    assert abs((report.facts.account.equity_usdt or 0) - 4000) < 100
    await house.do("POST", "/gate_crossex/accounts/isolated.GATE/position-mode", {"mode": "oneway"})
    check = line(await verified(house, "trade", house.key("isolated", "trade")), "hedge_mode")
    assert check.outcome == "no"
    assert "on some exchanges only" in check.text[0]
    adapter = house.adapter("isolated", "trade")
    await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert line(await verified(house, "read", house.key("isolated", "read")), "hedge_mode").outcome == "ok"


async def test_too_little_equity_is_told_with_the_way_to_transfer(house: House) -> None:
    check = line(await verified(house, "read", house.key("poor", "read")), "equity")
    assert check.outcome == "no"
    assert "200.00 USDT" in check.text[0]
    assert "划转" in check.cure[1]
    lower = await verified(house, "read", house.key("poor", "read"), min_equity=Decimal(200))
    assert line(lower, "equity").outcome == "ok"


async def test_a_site_that_does_not_answer_is_told_apart_from_a_bad_key(house: House) -> None:
    await house.fault("http", status=502, body="html", count=0)
    report = await verified(house, "read", house.key("main", "read"))
    assert line(report, "reach").outcome == "no"
    assert line(report, "credentials").outcome == "unverified"


async def test_a_wrong_local_clock_is_corrected_and_told(house: House) -> None:
    await house.fault("skew", ms=-600_000)
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok
    assert report.facts is not None
    assert report.facts.account is not None
    assert abs(report.facts.account.clock_offset_ms + 600_000) < 5_000


async def test_no_report_holds_a_secret(house: House) -> None:
    for kind in ("read", "trade_wrong_ip", "withdraw"):
        key = house.key("main", kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.api_key not in told


# What needs no venue.


@pytest.mark.parametrize(
    ("initial", "maintenance", "outcome", "words"),
    [
        ("2.4", "4.8", "ok", "480 %"),
        ("1.05", "2.1", "ok", "nothing can be transferred out"),
        ("0.9", "1.8", "no", "closing only"),
        ("0.4", "0.9", "no", "90 %"),
    ],
)
def test_a_larger_margin_rate_is_safer(initial: str, maintenance: str, outcome: str, words: str) -> None:
    told = pool({
        "initial_margin": "500", "maintenance_margin": "250", "initial_margin_rate": initial,
        "maintenance_margin_rate": maintenance,
    })  # fmt: skip
    check = checks.margin([told])
    assert check.outcome == outcome
    assert words in check.text[0]


def test_the_pool_closest_to_liquidation_counts_and_an_idle_one_does_not() -> None:
    used = {"initial_margin": "1", "maintenance_margin": "1", "initial_margin_rate": "9"}
    pools = [pool(used | {"maintenance_margin_rate": rate}) for rate in ("9", "3")]
    idle = pool({"initial_margin": "0", "maintenance_margin": "0", "maintenance_margin_rate": "0"})
    assert "300 %" in checks.margin([*pools, idle]).text[0]
    assert "no margin is in use" in checks.margin([idle]).text[0]


def test_of_several_listed_keys_only_the_one_named_is_believed() -> None:
    mine = {"key": "abc", "perms": [{"name": "crossx", "read_only": True}], "ip_whitelist": ["1.2.3.4"], "user_id": 7}
    assert own_row([mine, mine | {"key": "def"}], "abc") == mine
    assert own_row([mine], "other") is None
    assert own_row({"user_id": 7}, "abc") is None
    told = facts(mine | {"perms": [{"name": "brand_new", "read_only": False}]})
    assert told.rights == {Right.OTHER, Right.READ}
    assert (told.uid, told.ip_list) == ("7", ("1.2.3.4",))
