"""What the wizard learns about a pasted key: every wrong choice is caught and said."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.adapter import Credentials
from exchanges.core.errors import BadRequest, PermissionDenied
from exchanges.core.examination import Question
from exchanges.core.key_lines import is_listed
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from exchanges.okx.adapter import OkxAdapter
from exchanges.okx.verify import verify
from tests.okx.house import House

pytestmark = pytest.mark.anyio


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    hosts = more.pop("hosts", house.hosts())
    environment = more.pop("environment", "live")
    more["egress"] = tuple(more.get("egress", ()))
    question = Question(kind, environment, **more)
    return await verify(question, key, hosts, limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


async def test_a_good_read_key_is_green_all_through(house: House) -> None:
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok
    assert report.key_ok
    names = "reach environment credentials address read_only no_withdraw futures_mode hedge_mode equity"
    assert " ".join(outcomes(report)) == names
    assert report.facts is not None
    assert report.facts.key.permissions == {"read_only"}
    assert report.facts.account is not None
    assert report.facts.account.uid == report.facts.key.uid


async def test_a_good_trade_key_is_green_all_through(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    key = house.key("main", "trade")
    report = await verified(house, "trade", key, egress=[house.egress_ip], read_uid=read.facts.key.uid)
    assert report.ok
    assert "same_account" in outcomes(report)


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda key: replace(key, api_key="0" * 8 + key.api_key[8:]), "50119", "API Key 不存在"),
        (lambda key: replace(key, secret=Secret("X" * 32)), "50113", "Secret"),
        (lambda key: replace(key, passphrase=Secret("Wrong#Pass1")), "50105", "密码短语"),
    ],
)
async def test_each_wrong_part_of_the_three_is_named(house: House, spoil: Any, code: str, words: str) -> None:
    report = await verified(house, "read", spoil(house.key("main", "read")))
    check = line(report, "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)
    assert words in check.text[1]
    assert all(check.cure)
    assert report.facts is None
    assert {outcome for name, outcome in outcomes(report).items() if name not in ("credentials", "reach")} == {
        "unverified"
    }


async def test_a_live_key_in_demo_trading_and_the_reverse_are_named(house: House) -> None:
    demo = await verified(house, "read", house.key("main", "demo_read"))
    assert line(demo, "environment").outcome == "no"
    assert "demo trading key" in line(demo, "environment").text[0]
    live = await verified(house, "read", house.key("main", "read"), environment="demo", hosts=house.hosts("demo"))
    assert "实盘 Key" in line(live, "environment").text[1]
    right = await verified(house, "read", house.key("main", "demo_read"), environment="demo", hosts=house.hosts("demo"))
    assert right.key_ok


async def test_a_key_that_may_trade_is_no_read_key(house: House) -> None:
    report = await verified(house, "read", house.key("main", "trade"))
    assert line(report, "read_only").outcome == "no"
    assert "Trade" in line(report, "read_only").text[0]
    assert not report.key_ok


async def test_a_read_key_is_no_trade_key(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "read"))
    assert line(report, "may_trade").outcome == "no"
    assert line(report, "address").outcome == "no"


@pytest.mark.parametrize("kind", ["read", "trade"])
async def test_a_key_that_may_withdraw_is_refused(house: House, kind: Any) -> None:
    report = await verified(house, kind, house.key("main", "withdraw"))
    assert line(report, "no_withdraw").outcome == "no"
    assert "WITHDRAW" in line(report, "no_withdraw").text[0]


async def test_a_trade_key_without_an_ip_list_is_refused(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "trade_no_ip"))
    assert line(report, "address").outcome == "no"
    assert "没有绑定 IP" in line(report, "address").text[1]


async def test_a_key_bound_to_another_address_tells_ours(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "trade_wrong_ip"))
    check = line(report, "address")
    assert report.seen_ip == house.egress_ip
    assert house.egress_ip in check.text[0]
    assert house.egress_ip in check.cure[1]
    assert check.venue_quote.startswith("50110")


async def test_every_address_we_call_from_must_be_listed(house: House) -> None:
    addresses = [house.egress_ip, "203.0.113.99"]
    report = await verified(house, "trade", house.key("main", "trade"), egress=addresses)
    assert "203.0.113.99" in line(report, "address").cure[0]
    key = await house.make_key("main", ["read_only", "trade"], [house.egress_ip, "203.0.113.96/28"])
    assert line(await verified(house, "trade", key, egress=addresses), "address").outcome == "ok"


@pytest.mark.parametrize(
    ("address", "entries", "listed"),
    [
        ("203.0.113.7", ["203.0.113.7"], True),
        ("203.0.113.7", [" 203.0.113.7 "], True),
        ("203.0.113.7", ["203.0.113.0/24"], True),
        ("203.0.113.7", ["203.0.113.9/24"], True),
        ("203.0.114.7", ["203.0.113.0/24"], False),
        ("2001:db8::17", ["2001:db8::/64"], True),
        ("2001:0db8:0:0::17", ["2001:db8::17"], True),
        ("203.0.113.7", ["2001:db8::/64", "nonsense", ""], False),
        ("nonsense", ["203.0.113.7"], False),
    ],
)
def test_addresses_and_networks_of_both_families(address: str, entries: list[str], listed: bool) -> None:
    assert is_listed(address, entries) is listed


async def test_a_trade_key_of_another_account_is_refused(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    report = await verified(house, "trade", house.key("second", "trade"), read_uid=read.facts.key.uid)
    check = line(report, "same_account")
    assert check.outcome == "no"
    assert read.facts.key.uid in check.text[0]


async def test_one_way_mode_is_fixed_with_the_trade_key_and_only_offered_with_it(house: House) -> None:
    read = line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode")
    assert (read.outcome, read.fix, read.group) == ("no", "", "account")
    assert "交易设置" in read.cure[1]
    trade = line(await verified(house, "trade", house.key("oneway", "trade")), "hedge_mode")
    assert trade.fix == "hedge_mode"
    assert trade.fix_call.startswith("POST /api/v5/account/set-position-mode")
    assert json.loads(trade.fix_call.split(" ", 2)[2]) == {"posMode": "long_short_mode"}
    adapter = house.adapter("oneway", "trade")
    await adapter.apply_fix("hedge_mode")
    await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode").outcome == "ok"


async def test_positions_and_orders_that_block_hedge_mode_are_listed(house: House) -> None:
    check = line(await verified(house, "trade", house.key("busy", "trade")), "hedge_mode")
    assert (check.outcome, check.fix) == ("no", "")
    assert "XRP/USDT:USDT long" in check.cure[0]
    adapter = house.adapter("busy", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert refused.value.code == "59000"


async def test_spot_mode_is_fixed_with_the_trade_key(house: House) -> None:
    check = line(await verified(house, "trade", house.key("spotready", "trade")), "futures_mode")
    assert check.fix == "futures_mode"
    assert "现货模式" in check.text[1]
    adapter = house.adapter("spotready", "trade")
    await adapter.apply_fix("futures_mode")
    facts = await adapter.account_facts()
    await adapter.aclose()
    assert facts.account_mode == "2"


async def test_the_first_switch_must_be_done_on_the_site_and_its_menu_is_named(house: House) -> None:
    adapter = house.adapter("spotmode", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("futures_mode")
    await adapter.aclose()
    assert refused.value.code == "51070"
    from exchanges.okx.refusals import explain

    assert "交易页 → 交易设置" in explain(refused.value)[1][1]


async def test_what_blocks_the_account_mode_is_named_instead_of_a_fix(house: House) -> None:
    await house.do("POST", "/okx/accounts/second/level", {"level": "3"})
    price = await house.last("BTC-USDT-SWAP")
    await house.order(
        "second", "BTC-USDT-SWAP", "buy", "long", "1", ordType="limit", px=f"{price * Decimal('0.9'):.1f}"
    )
    check = line(await verified(house, "trade", house.key("second", "trade")), "futures_mode")
    assert check.fix == ""
    assert "挂单" in check.cure[1]


async def test_a_read_key_cannot_apply_a_fix(house: House) -> None:
    adapter = house.adapter("spotmode", "read")
    with pytest.raises(PermissionDenied):
        await adapter.apply_fix("futures_mode")
    await adapter.aclose()


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
    await house.clear()


async def test_a_wrong_local_clock_is_corrected_and_told(house: House) -> None:
    await house.fault("skew", ms=-600_000)
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok
    assert report.facts is not None
    assert report.facts.account is not None
    assert abs(report.facts.account.clock_offset_ms + 600_000) < 5_000


async def test_only_a_key_the_site_does_not_have_counts_as_unknown_there(house: House) -> None:
    """Another site may have it; a wrong part of a key it has is no reason to look elsewhere."""
    key = house.key("main", "read")
    for unknown in (replace(key, api_key="0" * 8 + key.api_key[8:]), replace(key, api_key="no-key")):
        assert (await verified(house, "read", unknown)).unknown_key
    for known in (replace(key, secret=Secret("X" * 32)), house.key("main", "trade_wrong_ip")):
        assert not (await verified(house, "read", known)).unknown_key


async def test_no_report_holds_a_secret(house: House) -> None:
    for kind in ("read", "trade", "withdraw", "trade_wrong_ip"):
        key = house.key("main", kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.passphrase.reveal() not in told
        assert key.api_key not in told


async def test_public_calls_need_no_key(house: House) -> None:
    adapter = OkxAdapter(None, house.hosts(), "live", limits=house.limits)
    await adapter.account.load_instruments()
    await adapter.aclose()
    assert "BTC-USDT-SWAP" in adapter.account.instruments
