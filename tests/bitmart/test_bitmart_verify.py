"""What the wizard learns about a pasted key by harmless tries, and what it says it could not learn."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.bitmart.verify import BitmartExamination, verify
from exchanges.core.adapter import Credentials, Right
from exchanges.core.errors import AuthError, BadRequest, PermissionDenied
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from tests.bitmart.house import House

pytestmark = pytest.mark.anyio


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    environment = more.pop("environment", "live")
    hosts = more.pop("hosts", house.hosts(environment))
    return await verify(Question(kind, environment, **more), key, hosts, limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


async def test_a_good_read_key_is_accepted_and_what_bitmart_does_not_tell_is_said(house: House) -> None:
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok, outcomes(report)
    assert outcomes(report) == {
        "reach": "ok",
        "environment": "ok",
        "credentials": "ok",
        "address": "unverified",
        "read_only": "ok",
        "no_withdraw": "unverified",
        "futures_account": "ok",
        "hedge_mode": "ok",
        "equity": "ok",
    }
    for name in ("address", "no_withdraw"):
        check = line(report, name)
        assert not check.needed
        assert "BitMart does not tell" in check.text[0]
        assert "无法核实" in check.text[1]
        assert all(check.cure)
    assert report.facts is not None
    assert report.facts.key.untold == {Right.WITHDRAW, Right.TRANSFER, Right.SUBACCOUNT, Right.C2C}
    assert "Memo" in line(report, "credentials").text[1]


async def test_a_good_trade_key_is_known_by_what_it_is_let_do(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "trade"), egress=(house.egress_ip,))
    assert report.ok, outcomes(report)
    assert outcomes(report)["may_trade"] == "ok"
    assert outcomes(report)["same_account"] == "unverified"
    asked = {row["path"] for row in await house.do("GET", "/bitmart/requests")}
    assert "/contract/private/submit-order" not in asked


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda key: replace(key, api_key="0" * 40), "30002", "API Key"),
        (lambda key: replace(key, secret=Secret("f" * 64)), "access", "Secret"),
        (lambda key: replace(key, passphrase=Secret("Demo memo 2026")), "access", "Memo"),
        (lambda key: replace(key, passphrase=Secret("demo  memo 2026")), "access", "Memo"),
    ],
)
async def test_each_wrong_part_of_the_three_is_found_although_reads_look_at_the_key_alone(
    house: House, spoil: Any, code: str, words: str
) -> None:
    report = await verified(house, "read", spoil(house.key("main", "read")))
    check = line(report, "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)
    assert words in check.text[1]
    assert all(check.cure)
    assert report.facts is None
    left = {outcome for name, outcome in outcomes(report).items() if name not in ("credentials", "reach")}
    assert left == {"unverified"}


async def test_a_key_that_may_trade_is_no_read_key_and_the_reverse(house: House) -> None:
    trade = await verified(house, "read", house.key("main", "trade"))
    assert line(trade, "read_only").outcome == "no"
    assert "交易" in line(trade, "read_only").text[1]
    read = await verified(house, "trade", house.key("main", "read"))
    assert line(read, "may_trade").outcome == "no"
    assert "Trade" in line(read, "may_trade").cure[0]


@pytest.mark.parametrize("kind", ["read", "trade"])
async def test_a_key_that_may_withdraw_is_refused(house: House, kind: Any) -> None:
    report = await verified(house, kind, house.key("main", "withdraw"))
    check = line(report, "no_withdraw")
    assert check.outcome == "no"
    assert "WITHDRAW" in check.text[0]
    assert not report.ok


async def test_addresses(house: House) -> None:
    for kind, name in (("read", "read_wrong_ip"), ("trade", "trade_wrong_ip")):
        check = line(await verified(house, kind, house.key("main", name)), "address")
        assert check.outcome == "no"
        assert check.venue_quote.startswith("30010")
        assert "白名单" in check.cure[1]


async def test_an_expired_a_frozen_and_a_closed_one_are_told_apart(house: House) -> None:
    expired = line(await verified(house, "read", house.key("main", "expired")), "credentials")
    assert expired.venue_quote.startswith("30011")
    assert "过期" in expired.text[1]
    facts = "/bitmart/accounts/second/facts"
    await house.do("POST", facts, {"futures": "closed"})
    closed = line(await verified(house, "read", house.key("second", "read")), "futures_account")
    assert (closed.outcome, closed.venue_quote[:5]) == ("no", "40046")
    assert "开通" in closed.cure[1]
    await house.do("POST", facts, {"futures": "", "region": "refused"})
    region = line(await verified(house, "read", house.key("second", "read")), "reach")
    assert region.venue_quote.startswith("40047")
    await house.do("POST", facts, {"region": "", "frozen": "true"})
    frozen = line(await verified(house, "read", house.key("second", "read")), "credentials")
    assert frozen.venue_quote.startswith("30003")
    await house.do("POST", facts, {"frozen": ""})


async def test_a_demo_key_is_unknown_among_live_ones_and_says_where_to_look(house: House) -> None:
    report = await verified(house, "read", house.key("main", "demo_read"))
    assert "实盘或模拟盘" in line(report, "credentials").cure[1]
    right = await verified(house, "read", house.key("main", "demo_read"), environment="demo")
    assert right.key_ok
    trade = await verified(house, "trade", house.key("main", "demo_trade"), environment="demo")
    assert line(trade, "may_trade").outcome == "ok"


async def test_where_both_environments_are_known_the_other_one_is_tried(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {"global": {"live": house.hosts("live"), "demo": house.hosts("demo")}}
    monkeypatch.setattr("exchanges.bitmart.verify.SITES", both)
    demo = line(await verified(house, "read", house.key("main", "demo_read")), "credentials")
    assert demo.cure[0] == "This is a demo trading key: choose demo trading."
    live = line(await verified(house, "read", house.key("main", "read"), environment="demo"), "credentials")
    assert live.cure[1] == "这是实盘 Key，请改选实盘。"
    nowhere = replace(house.key("main", "read"), api_key="f" * 40)
    assert "deleted" in line(await verified(house, "read", nowhere), "credentials").cure[0]


async def test_one_way_mode_is_told_and_can_be_changed_by_a_trade_key(house: House) -> None:
    read = line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode")
    assert (read.outcome, read.fix) == ("no", "")
    trade = line(await verified(house, "trade", house.key("oneway", "trade")), "hedge_mode")
    assert trade.fix == "hedge_mode"
    call, _, body = trade.fix_call.rpartition(" ")
    assert call == "POST /contract/private/set-position-mode"
    assert json.loads(body) == {"position_mode": "hedge_mode"}
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
    assert "XRP/USDT:USDT long" in check.cure[0]
    adapter = house.adapter("busy", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert refused.value.code == "40059"


async def test_too_little_equity_is_told_with_the_way_to_transfer(house: House) -> None:
    check = line(await verified(house, "read", house.key("poor", "read")), "equity")
    assert check.outcome == "no"
    assert "200.00 USDT" in check.text[0]
    assert "划转" in check.cure[1]
    lower = await verified(house, "read", house.key("poor", "read"), min_equity=Decimal(200))
    assert line(lower, "equity").outcome == "ok"


async def test_the_documents_generation_is_verified_as_well(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "trade"), hosts=house.hosts(v1=True))
    assert report.ok, outcomes(report)


async def test_a_site_that_does_not_answer_is_told_apart_from_a_bad_key(house: House) -> None:
    await house.fault("http", status=502, body="html", count=0)
    report = await verified(house, "read", house.key("main", "read"))
    assert line(report, "reach").outcome == "no"
    assert line(report, "credentials").outcome == "unverified"


async def test_a_login_that_is_not_possible_at_the_moment_blames_nobody(house: House) -> None:
    await house.fault("refuse_login", msg="authentication is temporarily unavailable")
    report = await verified(house, "read", house.key("main", "read"))
    assert line(report, "reach").venue_quote.startswith("later")
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
        for secret in (key.secret.reveal(), key.passphrase.reveal(), key.api_key):
            assert secret not in told


async def test_a_refusal_blames_the_line_it_answers(house: House) -> None:
    adapter = house.adapter()
    examination = BitmartExamination(adapter, Question("read", "live"), house.key("main", "read"), house.hosts())
    assert examination.blamed(PermissionDenied("x", code="30012")) == "read_only"
    assert examination.blamed(AuthError("x", code="30005")) == "credentials"
    await adapter.aclose()
