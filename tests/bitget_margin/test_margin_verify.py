"""What the wizard learns about a key pasted for margin: the same site and keys as futures, other boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exchanges.bitget_margin.verify import verify
from exchanges.core.adapter import Credentials
from exchanges.core.examination import Question
from exchanges.core.secret import Secret
from exchanges.core.verdict import Check, KeyReport
from tests.bitget_margin.house import House

pytestmark = pytest.mark.anyio

LINES = "reach environment credentials address read_only no_withdraw account_kind equity inviter"


async def verified(house: House, kind: Any, key: Credentials, **more: Any) -> KeyReport:
    environment = more.pop("environment", "live")
    more["egress"] = tuple(more.get("egress", ()))
    return await verify(Question(kind, environment, **more), key, house.hosts(environment), limits=house.limits)


def line(report: KeyReport, name: str) -> Check:
    found = report.check(name)
    assert found is not None
    return found


def outcomes(report: KeyReport) -> dict[str, str]:
    return {check.name: check.outcome for check in report.checks}


@pytest.mark.parametrize(("account", "kind"), [("main", "margin_read"), ("unified", "read")])
async def test_a_good_read_key_is_green_all_through(house: House, account: str, kind: str) -> None:
    report = await verified(house, "read", house.key(account, kind))
    assert report.ok, outcomes(report)
    assert " ".join(outcomes(report)) == LINES
    assert report.facts is not None
    assert report.facts.account is not None
    assert report.facts.account.account_mode == {"main": "classic", "unified": "unified"}[account]
    assert report.facts.account.equity_usdt is not None


@pytest.mark.parametrize(("account", "kind"), [("main", "margin_trade"), ("unified", "trade")])
async def test_a_good_trade_key_is_green_all_through(house: House, account: str, kind: str) -> None:
    uid = (await verified(house, "read", house.key(account, "read"))).facts
    assert uid is not None
    key = house.key(account, kind)
    report = await verified(house, "trade", key, egress=[house.egress_ip], read_uid=uid.key.uid)
    assert report.ok, outcomes(report)


async def test_a_key_for_futures_alone_may_not_trade_here(house: House) -> None:
    key = await house.make_key("second", ["coow", "cpow", "stor", "smor"], [house.egress_ip])
    check = line(await verified(house, "trade", key), "may_trade")
    assert check.outcome == "no"
    read = line(await verified(house, "read", key), "read_only")
    assert read.outcome == "no"
    await house.do("DELETE", f"/bitget/accounts/second/keys/{key.api_key}")


async def test_a_key_without_the_margin_box_cannot_be_verified_and_says_which_box_is_missing(
    house: House,
) -> None:
    report = await verified(house, "read", house.key("main", "read_spot_only"))
    assert not report.ok
    assert "杠杆交易" in line(report, "equity").cure[1]
    without_spot = line(await verified(house, "read", house.key("main", "read_no_spot")), "read_only")
    assert without_spot.venue_quote.startswith("40014")
    assert "Margin trading" in without_spot.cure[0]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda key: replace(key, api_key="bg_" + "0" * 32), "40037"),
        (lambda key: replace(key, secret=Secret("X" * 64)), "40009"),
        (lambda key: replace(key, passphrase=Secret("WrongPass1")), "40012"),
    ],
)
async def test_each_wrong_part_of_the_three_is_named(house: House, spoil: Any, code: str) -> None:
    check = line(await verified(house, "read", spoil(house.key("main", "margin_read"))), "credentials")
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("withdraw", "no_withdraw", ""),
        ("transfer", "no_withdraw", ""),
        ("trade_no_ip", "address", ""),
        ("trade_wrong_ip", "address", "40018"),
        ("expired", "credentials", "40037"),
        ("demo_read", "environment", "40099"),
    ],
)
async def test_every_other_wrong_key_has_its_line(house: House, kind: str, name: str, code: str) -> None:
    check = line(await verified(house, "trade", house.key("main", kind)), name)
    assert check.outcome == "no"
    assert check.venue_quote.startswith(code)
    assert all(check.cure)


async def test_too_little_money_in_margin_is_told_with_the_way_to_transfer(house: House) -> None:
    check = line(await verified(house, "read", house.key("poor", "margin_read")), "equity")
    assert check.outcome == "no"
    assert "0.00 USDT" in check.text[0]
    assert "杠杆账户" in check.cure[1]


async def test_no_report_holds_a_secret(house: House) -> None:
    for kind in ("margin_read", "trade_wrong_ip", "withdraw"):
        key = house.key("main", kind)
        told = repr(await verified(house, "trade", key))
        assert key.secret.reveal() not in told
        assert key.passphrase.reveal() not in told
        assert key.api_key not in told
