"""What the wizard learns about a pasted key: every wrong choice is caught and said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.binance.adapter import BinanceAdapter
from exchanges.binance.refusals import explain
from exchanges.binance.verify import verify
from exchanges.core.adapter import Credentials, Environment
from exchanges.core.errors import BadRequest, PermissionDenied
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from tests.binance.house import House

pytestmark = pytest.mark.anyio


async def verified(
    house: House, kind: Any, key: Credentials, environment: Environment = "live", **more: Any
) -> KeyReport:
    other: Environment = "demo" if environment == "live" else "live"
    question = Question(kind, environment, **more)
    return await verify(
        question, key, house.hosts(environment), limits=house.limits, elsewhere=(other, house.hosts(other))
    )


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


@pytest.mark.parametrize("kind", ["read", "read_ed25519"])
async def test_a_good_read_key_is_green_all_through(house: House, kind: str) -> None:
    report = await verified(house, "read", house.key("main", kind))
    assert report.ok
    names = "reach environment credentials address read_only no_withdraw account_kind hedge_mode equity stream"
    assert " ".join(outcomes(report)) == names
    assert report.facts is not None
    assert report.facts.key.permissions == {"enableReading"}
    assert report.facts.key.uid.isdecimal()


@pytest.mark.parametrize("kind", ["trade", "trade_ed25519"])
async def test_a_good_trade_key_is_green_and_of_the_same_account(house: House, kind: str) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    report = await verified(house, "trade", house.key("main", kind), read_uid=read.facts.key.uid)
    assert report.ok
    assert "does not tell the list" in line(report, "address").text[0]
    other = await verified(house, "trade", house.key("second", kind), read_uid=read.facts.key.uid)
    assert line(other, "same_account").outcome == "no"


async def test_an_ed25519_key_pasted_without_blanks_is_accepted(house: House) -> None:
    key = house.key("main", "read_ed25519")
    bare = replace(key, secret=Secret("".join(key.secret.reveal().split())))
    assert (await verified(house, "read", bare)).ok


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda key: replace(key, api_key="0" * 8 + key.api_key[8:]), "-2015"),
        (lambda key: replace(key, api_key="short"), "-2014"),
        (lambda key: replace(key, secret=Secret("X" * 64)), "-1022"),
        (lambda key: replace(key, secret=Secret("-----BEGIN PRIVATE KEY-----")), "private_key"),
    ],
)
async def test_each_wrong_part_is_named(house: House, spoil: Any, code: str) -> None:
    report = await verified(house, "read", spoil(house.key("main", "read")))
    check = line(report, "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)
    assert all(check.cure)
    others = {outcome for name, outcome in outcomes(report).items() if name not in ("credentials", "reach")}
    assert others == {"unverified"}


@pytest.mark.parametrize("kind", ["trade_wrong_ip", "read_wrong_ip", "expired"])
async def test_a_key_refused_from_here_tells_the_address_the_venue_saw(house: House, kind: str) -> None:
    report = await verified(house, "read", house.key("main", kind))
    check = line(report, "credentials")
    assert report.seen_ip == house.egress_ip
    assert house.egress_ip in check.cure[0]
    assert house.egress_ip in check.cure[1]


async def test_a_live_key_on_the_testnet_and_the_reverse_are_named(house: House) -> None:
    demo = await verified(house, "read", house.key("main", "demo_read"))
    assert line(demo, "environment").outcome == "no"
    assert "testnet" in line(demo, "environment").cure[0]
    live = await verified(house, "read", house.key("main", "read"), "demo")
    assert "实盘 Key" in line(live, "environment").text[1]


async def test_on_the_testnet_a_test_order_tells_whether_a_key_may_trade(house: House) -> None:
    read = await verified(house, "read", house.key("main", "demo_read"), "demo")
    assert read.key_ok
    assert line(read, "read_only").outcome == "ok"
    assert (line(read, "no_withdraw").outcome, line(read, "no_withdraw").needed) == ("unverified", False)
    trade = await verified(house, "trade", house.key("main", "demo_trade"), "demo")
    assert line(trade, "may_trade").outcome == "ok"
    assert line(await verified(house, "trade", house.key("main", "demo_read"), "demo"), "may_trade").outcome == "no"


async def test_rights_that_do_not_belong_are_refused_by_the_sites_own_names(house: House) -> None:
    assert line(await verified(house, "read", house.key("main", "trade")), "read_only").outcome == "no"
    assert line(await verified(house, "trade", house.key("main", "read")), "may_trade").outcome == "no"
    for kind in ("read", "trade"):
        withdraw = line(await verified(house, kind, house.key("main", "withdraw")), "no_withdraw")
        assert (withdraw.outcome, "允许提现" in withdraw.cure[1]) == ("no", True)
    transfer = line(await verified(house, "trade", house.key("main", "transfer")), "no_withdraw")
    assert transfer.outcome == "no"
    assert "万向划转" in transfer.cure[1]


async def test_a_trade_key_without_an_ip_list_is_refused(house: House) -> None:
    report = await verified(house, "trade", house.key("main", "trade_no_ip"))
    assert line(report, "address").outcome == "no"


async def test_one_way_mode_is_fixed_with_the_trade_key_and_only_offered_with_it(house: House) -> None:
    read = line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode")
    assert (read.outcome, read.fix, read.group) == ("no", "", "account")
    assert "双向持仓" in read.cure[1]
    trade = line(await verified(house, "trade", house.key("oneway", "trade")), "hedge_mode")
    assert (trade.fix, trade.fix_call) == ("hedge_mode", "POST /fapi/v1/positionSide/dual dualSidePosition=true")
    reader = house.adapter("oneway", "read")
    with pytest.raises(PermissionDenied) as refused:
        await reader.apply_fix("hedge_mode")
    assert "允许合约" in explain(refused.value)[1][1]
    await reader.aclose()
    adapter = house.adapter("oneway", "trade")
    await adapter.apply_fix("hedge_mode")
    await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert line(await verified(house, "read", house.key("oneway", "read")), "hedge_mode").outcome == "ok"


async def test_what_blocks_hedge_mode_is_listed(house: House) -> None:
    check = line(await verified(house, "trade", house.key("busy", "trade")), "hedge_mode")
    assert (check.outcome, check.fix) == ("no", "")
    assert "XRP/USDT:USDT long" in check.cure[0]
    adapter = house.adapter("busy", "trade")
    with pytest.raises(BadRequest) as refused:
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()
    assert refused.value.code in ("-4067", "-4068")


async def test_accounts_of_the_wrong_kind_are_explained(house: House) -> None:
    portfolio = line(await verified(house, "read", house.key("portfolio", "read")), "account_kind")
    assert (portfolio.outcome, "统一账户" in portfolio.text[1]) == ("no", True)
    closed = await verified(house, "read", house.key("nofutures", "read"))
    assert not closed.ok
    assert "开通合约账户" in line(closed, "account_kind").cure[1]
    multi = line(await verified(house, "read", house.key("multi", "read")), "account_kind")
    assert (multi.outcome, "multi-assets" in multi.text[0]) == ("ok", True)
    poor = await verified(house, "read", house.key("poor", "read"))
    assert line(poor, "equity").outcome == "no"
    assert (
        line(await verified(house, "read", house.key("poor", "read"), min_equity=Decimal(200)), "equity").outcome
        == "ok"
    )


async def test_a_venue_that_wants_more_than_reading_for_futures_is_told_so(house: House) -> None:
    """Whether reading suffices is not documented for sure; the verdict says what the venue really does."""
    await house.do("POST", "/binance/settings", {"reading_suffices": False})
    report = await verified(house, "read", house.key("main", "read"))
    await house.do("POST", "/binance/settings", {"reading_suffices": True})
    assert report.key_ok
    assert not report.ok
    assert line(report, "stream").outcome != "ok"
    assert "允许合约" in line(report, "account_kind").cure[1]


async def test_a_site_that_does_not_answer_is_told_apart_from_a_bad_key(house: House) -> None:
    await house.fault("http", status=502, body="html", count=0)
    report = await verified(house, "read", house.key("main", "read"))
    await house.clear()
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
    for kind in ("read", "trade_ed25519", "withdraw", "trade_wrong_ip"):
        key = house.key("main", kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.api_key not in told


async def test_public_calls_need_no_key(house: House) -> None:
    adapter = BinanceAdapter(None, house.hosts(), "live", limits=house.limits)
    await adapter.account.load_instruments()
    await adapter.aclose()
    assert adapter.account.instruments["1000PEPEUSDT"].symbol == "1000PEPE/USDT:USDT"
    assert "BTCUSDT_261225" not in adapter.account.instruments
