"""What the venue keeps of a lead trader beside the account: settings, followers, shares of profit."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from exchanges.sandbox.contracts import Contract
from exchanges.sandbox.market import Market
from exchanges.sandbox.state import Account
from exchanges.sandbox.toobit.errors import ToobitError
from exchanges.sandbox.toobit.text import Row

COPY_TRADING = "copy_trading"
DAY_MS = 86_400_000
PERCENT = Decimal("0.01")


@dataclass(slots=True)
class Follower:
    """Somebody who copies a lead trader; the lists never tell the id."""

    user_id: int
    nickname: str
    invested: str
    margin: str
    profit: str
    since_ms: int
    holds: bool = False
    """Has positions copied from the lead trader now."""


def is_copy_account(account: Account) -> bool:
    return account.facts.get("kind") == COPY_TRADING


def check_leader(account: Account) -> None:
    """
    Raises:
        ToobitError: -120041 for another kind of account, and for a leader who is none any more.
    """
    if not is_copy_account(account) or account.facts.get("leader") != "active":
        raise ToobitError(-120041)


def check_futures(account: Account) -> None:
    """Whether futures calls admit the account's keys: those of copy trading accounts by common use, not by promise.

    Raises:
        ToobitError: The code under the site's fact `futures`, where the account is one for copy trading.
    """
    code = account.facts.get("futures", "")
    if code and is_copy_account(account):
        raise ToobitError(int(code))


def lead_contracts(market: Market) -> list[Contract]:
    """Contracts a lead trader may lead."""
    return [
        quote.contract
        for quote in market.quotes.values()
        if quote.contract.state == "live" and quote.contract.settle == "USDT"
    ]


def config_of(account: Account) -> dict[str, Any]:
    """The settings as they are kept: integers, and decimals as text."""
    found: dict[str, Any] = json.loads(account.facts["config"])
    return found


def keep_config(account: Account, config: dict[str, Any]) -> None:
    account.facts["config"] = json.dumps(config)


def followers_of(account: Account) -> list[Follower]:
    return [Follower(**row) for row in json.loads(account.facts.get("followers", "[]"))]


def keep_followers(account: Account, followers: list[Follower]) -> None:
    account.facts["followers"] = json.dumps([asdict(row) for row in followers])


def shares_of(account: Account) -> list[Row]:
    """The newest hundred."""
    found: list[Row] = json.loads(account.facts.get("shares", "[]"))
    return found[:100]


def make_leader(account: Account, market: Market, chance: random.Random, now_ms: int) -> None:
    """Settings, followers and a past of a lead trader, the same for the same seed."""
    account.facts |= {"kind": COPY_TRADING, "leader": "active"}
    leads = [contract.id for contract in lead_contracts(market)]
    keep_config(
        account,
        {
            "unLeadType": 0,
            "unLeadStartTime": 0,
            "unLeadEndTime": 0,
            "leadPositionType": -1,
            "tradeProtect": 1,
            "profitPeriod": 7,
            "profitRate": "0.1",
            "followAssetLowerLimit": "100",
            "fixedAmountFollowMin": "10",
            "fixedRateFollowMin": "10",
            "isNeedInvite": 0,
            "inviteScope": 0,
            "symbolIds": leads,
            "recommendShare": 0,
            "recommendShareRate": "0",
            "inviteCode": "",
        },
    )
    keep_followers(account, [_follower(chance, now_ms, holds=number == 0) for number in range(12)])
    account.facts["shares"] = json.dumps([_share(chance, week) for week in range(22, 0, -1)])


def _follower(chance: random.Random, now_ms: int, *, holds: bool) -> Follower:
    invested = Decimal(chance.randrange(200, 9_000))
    return Follower(
        user_id=chance.randrange(10**8, 10**9),
        nickname=f"****{chance.randrange(1_000):03d}",
        invested=str(invested),
        margin=str(invested * chance.randrange(1, 5)),
        profit=str((invested * chance.randrange(-10, 60) * PERCENT).quantize(PERCENT)),
        since_ms=now_ms - chance.randrange(1, 90) * DAY_MS,
        holds=holds,
    )


def _share(chance: random.Random, week: int) -> Row:
    """A week's share; what the referrers get is a part of it."""
    total = Decimal(chance.randrange(100, 9_000)) * PERCENT
    referred = (total / 7).quantize(PERCENT)
    return {
        "totalProfitSharing": str(total),
        "weekOfYear": week,
        "year": 2026,
        "sharingDate": date.fromisocalendar(2026, week, 7).isoformat(),
        "recommendUserShare": str(referred),
        "realProfitShare": str(total - referred),
    }
