"""What the wizard learns about a pasted key: every wrong choice is caught and said, on both kinds of accounts."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exchanges.bitget.adapter import BitgetAdapter
from exchanges.bitget.verify import verify
from exchanges.core.adapter import Credentials
from exchanges.core.errors import BadRequest, PermissionDenied
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from tests.bitget.house import House

pytestmark = pytest.mark.anyio

both_kinds = pytest.mark.parametrize("account", ["main", "unified"])


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    environment = more.pop("environment", "live")
    hosts = more.pop("hosts", house.hosts(environment))
    more["egress"] = tuple(more.get("egress", ()))
    return await verify(Question(kind, environment, **more), key, hosts, limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


@both_kinds
async def test_a_good_read_key_is_green_all_through(house: House, account: str) -> None:
    report = await verified(house, "read", house.key(account, "read"))
    assert report.ok, outcomes(report)
    names = "reach environment credentials address read_only no_withdraw account_kind hedge_mode equity inviter"
    assert " ".join(outcomes(report)) == names
    assert report.facts is not None
    assert report.facts.account is not None
    assert report.facts.account.uid == report.facts.key.uid
    assert report.facts.account.account_mode == {"main": "classic", "unified": "unified"}[account]
    affiliate = (await verified(house, "read", house.key("affiliate", "read"))).facts
    assert affiliate is not None
    assert affiliate.key.uid in line(report, "inviter").text[0]


@both_kinds
async def test_a_good_trade_key_is_green_all_through(house: House, account: str) -> None:
    read = await verified(house, "read", house.key(account, "read"))
    assert read.facts is not None
    key = house.key(account, "trade")
    report = await verified(house, "trade", key, egress=[house.egress_ip], read_uid=read.facts.key.uid)
    assert report.ok, outcomes(report)
    assert outcomes(report)["same_account"] == "ok"


@both_kinds
@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda key: replace(key, api_key="bg_" + "0" * 32), "40037", "API Key"),
        (lambda key: replace(key, api_key="nonsense"), "40006", "API Key"),
        (lambda key: replace(key, secret=Secret("X" * 64)), "40009", "Secret"),
        (lambda key: replace(key, passphrase=Secret("WrongPass1")), "40012", "密码短语"),
    ],
)
async def test_each_wrong_part_of_the_three_is_named(
    house: House, account: str, spoil: Any, code: str, words: str
) -> None:
    report = await verified(house, "read", spoil(house.key(account, "read")))
    check = line(report, "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)
    assert words in check.text[1]
    assert all(check.cure)
    assert report.facts is None
    assert {outcome for name, outcome in outcomes(report).items() if name not in ("credentials", "reach")} == {
        "unverified"
    }


@both_kinds
async def test_a_live_key_in_demo_trading_and_the_reverse_are_named(house: House, account: str) -> None:
    demo = await verified(house, "read", house.key(account, "demo_read"))
    assert line(demo, "environment").outcome == "no"
    assert "demo trading key" in line(demo, "environment").text[0]
    live = await verified(house, "read", house.key(account, "read"), environment="demo")
    assert "实盘 Key" in line(live, "environment").text[1]
    right = await verified(house, "read", house.key(account, "demo_read"), environment="demo")
    assert right.key_ok


@both_kinds
async def test_a_key_that_may_trade_is_no_read_key_and_the_reverse(house: House, account: str) -> None:
    trade = await verified(house, "read", house.key(account, "trade"))
    assert line(trade, "read_only").outcome == "no"
    assert line(trade, "read_only").text[1].startswith("该 Key 不止只读权限：")
    read = await verified(house, "trade", house.key(account, "read"))
    assert line(read, "may_trade").outcome == "no"
    assert line(read, "address").outcome == "no"


async def test_one_of_the_two_futures_boxes_is_not_enough(house: House) -> None:
    key = await house.make_key("second", ["coow", "cpor", "stor"], [house.egress_ip])
    check = line(await verified(house, "trade", key), "may_trade")
    assert check.outcome == "no"
    assert "Futures holdings" in check.text[0]
    assert "合约持仓" in check.cure[1]


@both_kinds
@pytest.mark.parametrize("kind", ["read", "trade"])
async def test_a_key_that_may_withdraw_is_refused(house: House, account: str, kind: Any) -> None:
    report = await verified(house, kind, house.key(account, "withdraw"))
    assert line(report, "no_withdraw").outcome == "no"
    assert "WITHDRAW" in line(report, "no_withdraw").text[0]
    assert "提币" in line(report, "no_withdraw").cure[1]


@pytest.mark.parametrize(("box", "word"), [("wtow", "TRANSFER"), ("chow", "SUB-ACCOUNTS"), ("p2p", "PEER TO PEER")])
async def test_other_ways_to_move_money_are_refused_too(house: House, box: str, word: str) -> None:
    key = await house.make_key("second", ["coow", "cpow", "stor", box], [house.egress_ip])
    check = line(await verified(house, "trade", key), "no_withdraw")
    assert check.outcome == "no"
    assert word in check.text[0]
    await house.do("DELETE", f"/bitget/accounts/second/keys/{key.api_key}")


async def test_a_key_without_the_spot_box_is_told_which_boxes_it_needs(house: House) -> None:
    for kind, name in (("read", "read_only"), ("trade", "may_trade")):
        report = await verified(house, kind, house.key("main", "read_no_spot"))
        check = line(report, name)
        assert check.outcome == "no"
        assert check.venue_quote.startswith("40014")
        assert "现货交易" in check.cure[1]
        assert outcomes(report)["reach"] == "ok"


async def test_a_key_without_the_futures_boxes_cannot_be_verified(house: House) -> None:
    report = await verified(house, "read", house.key("main", "read_spot_only"))
    assert not report.ok
    assert "合约持仓" in line(report, "hedge_mode").cure[1]


@both_kinds
async def test_addresses(house: House, account: str) -> None:
    unbound = line(await verified(house, "trade", house.key(account, "trade_no_ip")), "address")
    assert unbound.outcome == "no"
    assert "没有绑定 IP" in unbound.text[1]
    elsewhere = line(await verified(house, "trade", house.key(account, "trade_wrong_ip")), "address")
    assert elsewhere.outcome == "no"
    assert elsewhere.venue_quote.startswith("40018")
    assert "白名单" in elsewhere.cure[1]
    both = [house.egress_ip, "203.0.113.99"]
    missing = line(await verified(house, "trade", house.key(account, "trade"), egress=both), "address")
    assert "203.0.113.99" in missing.cure[0]


@both_kinds
async def test_an_expired_key_is_an_unknown_one(house: House, account: str) -> None:
    report = await verified(house, "read", house.key(account, "expired"))
    assert line(report, "credentials").venue_quote.startswith("40037")


async def test_a_trade_key_of_another_account_is_refused(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    report = await verified(house, "trade", house.key("unified", "trade"), read_uid=read.facts.key.uid)
    check = line(report, "same_account")
    assert check.outcome == "no"
    assert read.facts.key.uid in check.text[0]


@pytest.mark.parametrize(
    ("account", "call", "body"),
    [
        (
            "oneway",
            "POST /api/v2/mix/account/set-position-mode",
            {"productType": "USDT-FUTURES", "posMode": "hedge_mode"},
        ),
        ("unified_oneway", "POST /api/v3/account/set-hold-mode", {"holdMode": "hedge_mode"}),
    ],
)
async def test_one_way_mode_is_fixed_with_the_trade_key_and_only_offered_with_it(
    house: House, account: str, call: str, body: dict[str, str]
) -> None:
    read = line(await verified(house, "read", house.key(account, "read")), "hedge_mode")
    assert (read.outcome, read.fix, read.group) == ("no", "", "account")
    assert "持仓模式" in read.cure[1]
    trade = line(await verified(house, "trade", house.key(account, "trade")), "hedge_mode")
    assert trade.fix == "hedge_mode"
    assert trade.fix_call.startswith(call)
    assert json.loads(trade.fix_call.split(" ", 2)[2]) == body
    reader = house.adapter(account, "read")
    with pytest.raises(PermissionDenied):
        await reader.apply_fix("hedge_mode")
    await reader.aclose()
    adapter = house.adapter(account, "trade")
    await adapter.apply_fix("hedge_mode")
    await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert line(await verified(house, "read", house.key(account, "read")), "hedge_mode").outcome == "ok"


async def test_positions_and_orders_that_block_hedge_mode_are_listed(house: House) -> None:
    check = line(await verified(house, "trade", house.key("busy", "trade")), "hedge_mode")
    assert (check.outcome, check.fix) == ("no", "")
    assert "XRP/USDT:USDT long" in check.cure[0]
    adapter = house.adapter("busy", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert refused.value.code in ("40920", "45117")


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


async def test_a_self_generated_key_signs_with_its_private_key(house: House) -> None:
    vectors = Path(__file__).parents[1] / "data" / "vectors" / "bitget.json"
    pem = json.loads(vectors.read_text(encoding="utf-8"))["rsa_test_private_key_pem"]
    key = replace(house.key("main", "rsa_read"), secret=Secret(pem))
    assert (await verified(house, "read", key)).ok
    adapter = BitgetAdapter(key, house.hosts(), "live", limits=house.limits)
    async with house.watching(adapter) as watcher:
        await watcher.live()
    broken = replace(key, secret=Secret("-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----"))
    report = await verified(house, "read", broken)
    assert line(report, "credentials").outcome == "no"
    assert not report.ok


async def test_no_report_holds_a_secret(house: House) -> None:
    for account, kind in (("main", "read"), ("main", "trade_wrong_ip"), ("unified", "withdraw")):
        key = house.key(account, kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.passphrase.reveal() not in told
        assert key.api_key not in told
