"""What the wizard learns about a pasted key: wrong choices are said, what nobody tells is not verified."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.adapter import Credentials, Right
from exchanges.core.errors import BadRequest
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from exchanges.toobit.adapter import ToobitAdapter
from exchanges.toobit.verify import verify
from tests.toobit.house import House

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(40)]
NAMES = "reach environment credentials address read_only no_withdraw account_kind equity stream"
PROBE = "/api/v2/copy-trading/leader/followers/1"


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    return await verify(Question(kind, "live", **more), key, house.hosts(), limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


async def test_a_good_read_key_passes_and_what_toobit_does_not_tell_is_not_verified(house: House) -> None:
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok
    assert " ".join(outcomes(report)) == NAMES
    untold = {check.name for check in report.checks if check.outcome == "unverified"}
    assert untold == {"address", "no_withdraw"}
    assert not any(line(report, name).needed for name in untold)
    assert report.facts is not None
    assert report.facts.key.rights == {Right.READ}
    assert report.facts.key.untold == {Right.WITHDRAW, Right.TRANSFER}
    assert report.facts.key.uid == (await house.truth())["uid"]
    assert report.facts.key.ip_list is None
    assert "copy_trading" in line(report, "account_kind").text[0]


async def test_a_good_trade_key_passes_and_belongs_to_the_same_account(house: House) -> None:
    read = await verified(house, "read", house.key("main", "read"))
    assert read.facts is not None
    report = await verified(house, "trade", house.key("main", "trade"), read_uid=read.facts.key.uid)
    assert report.ok
    assert line(report, "may_trade").outcome == "ok"
    assert line(report, "same_account").outcome == "ok"
    other = await verified(house, "trade", house.key("second", "trade"), read_uid=read.facts.key.uid)
    assert line(other, "same_account").outcome == "no"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda key: replace(key, api_key="Q" * 8 + key.api_key[8:]), "-2015"),
        (lambda key: replace(key, api_key="short"), "-2014"),
        (lambda key: replace(key, secret=Secret("X" * 64)), "-1022"),
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


@pytest.mark.parametrize(
    ("kind", "code"), [("trade_wrong_ip", "-2015"), ("read_wrong_ip", "-2015"), ("expired", "-2017")]
)
async def test_a_key_that_is_refused_from_here_is_explained(house: House, kind: str, code: str) -> None:
    report = await verified(house, "read", house.key("main", kind))
    check = line(report, "credentials")
    assert (check.outcome, check.venue_quote.split()[0]) == ("no", code)
    assert ("IP" in check.cure[0]) == (code == "-2015")


async def test_an_account_that_demands_bound_keys_says_so(house: House) -> None:
    report = await verified(house, "read", house.key("careful", "read"))
    check = line(report, "address")
    assert (check.outcome, check.venue_quote.split()[0]) == ("no", "-1023")
    assert "绑定" in check.cure[1]
    assert line(await verified(house, "read", house.key("careful", "read_bound")), "credentials").outcome == "ok"


async def test_a_key_of_the_wrong_kind_is_told_by_the_harmless_try(house: House) -> None:
    read = line(await verified(house, "read", house.key("main", "trade")), "read_only")
    assert (read.outcome, "交易" in read.text[1]) == ("no", True)
    assert line(await verified(house, "trade", house.key("main", "read")), "may_trade").outcome == "no"
    followers = [row for row in await house.requests() if row["path"].startswith(PROBE)]
    assert followers
    assert all(row["method"] == "DELETE" for row in followers)


@pytest.mark.parametrize("kind", ["withdraw", "transfer"])
async def test_rights_nobody_tells_of_are_never_said_to_be_missing(house: House, kind: str) -> None:
    check = line(await verified(house, "trade", house.key("main", kind)), "no_withdraw")
    assert check.outcome == "unverified"
    assert all(check.cure)


@pytest.mark.parametrize("code", [-1130, -120041])
async def test_a_try_that_does_not_tell_leaves_trading_unverified(house: House, code: int) -> None:
    await house.fault("http", status=400, code=code, path=PROBE, count=0)
    report = await verified(house, "trade", house.key("main", "trade"))
    await house.clear()
    assert line(report, "may_trade").outcome == "unverified"
    assert report.facts is not None
    assert Right.TRADE in report.facts.key.untold


async def test_who_leads_no_more_and_who_never_did_are_told_so(house: House) -> None:
    for name in ("retired", "ordinary"):
        report = await verified(house, "read", house.key(name, "read"))
        check = line(report, "account_kind")
        assert check.outcome == "no"
        assert "跟单" in check.cure[1]
        assert report.key_ok
        assert not report.ok
    assert "contract" in check.text[0]
    assert line(await verified(house, "trade", house.key("retired", "trade")), "may_trade").outcome == "ok"
    assert line(await verified(house, "trade", house.key("ordinary", "trade")), "may_trade").outcome == "unverified"


async def test_too_little_money_is_said_with_the_way_to_transfer_it(house: House) -> None:
    check = line(await verified(house, "read", house.key("poor", "read")), "equity")
    assert (check.outcome, "划转" in check.cure[1]) == ("no", True)
    enough = await verified(house, "read", house.key("poor", "read"), min_equity=Decimal(150))
    assert line(enough, "equity").outcome == "ok"


async def test_a_stream_that_does_not_open_is_said(house: House) -> None:
    await house.fault("http", status=400, code=-1002, path="/api/v1/listenKey", count=0)
    report = await verified(house, "read", house.key("main", "read"))
    await house.clear()
    assert line(report, "stream").outcome == "no"
    assert line(report, "credentials").outcome == "ok"


async def test_a_site_that_does_not_answer_is_told_apart_from_a_bad_key(house: House) -> None:
    await house.fault("http", status=502, body="html", count=0)
    report = await verified(house, "read", house.key("main", "read"))
    await house.clear()
    assert line(report, "reach").outcome == "no"
    assert line(report, "credentials").outcome == "unverified"


async def test_a_suspended_account_is_sent_to_the_venues_support(house: House) -> None:
    await house.facts("busy", suspended="true")
    check = line(await verified(house, "read", house.key("busy", "read")), "credentials")
    await house.facts("busy", suspended="false")
    assert (check.outcome, check.venue_quote.split()[0], "客服" in check.cure[1]) == ("no", "-2018", True)


async def test_a_wrong_local_clock_is_corrected_and_told(house: House) -> None:
    await house.fault("skew", ms=-600_000)
    report = await verified(house, "read", house.key("main", "read"))
    assert report.ok
    assert report.facts is not None
    assert report.facts.account is not None
    assert abs(report.facts.account.clock_offset_ms + 600_000) < 5_000


async def test_no_report_holds_a_secret(house: House) -> None:
    for kind in ("read", "trade", "withdraw", "trade_wrong_ip"):
        key = house.key("main", kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.api_key not in told


async def test_there_is_nothing_to_mend_from_here(house: House) -> None:
    adapter = house.adapter("main", "trade")
    with pytest.raises(BadRequest):
        await adapter.apply_fix("hedge_mode")
    await adapter.aclose()


async def test_public_calls_need_no_key(house: House) -> None:
    adapter = ToobitAdapter(None, house.hosts(), "live", limits=house.limits)
    await adapter.account.contracts.load()
    await adapter.aclose()
    contracts = adapter.account.contracts.instruments
    assert contracts["1000PEPE-SWAP-USDT"].symbol == "1000PEPE/USDT:USDT"
    assert "BTC-SWAP-USDC" not in contracts
