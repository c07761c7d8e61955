"""The lead trader's own calls against the simulated venue: reading, replacing the settings, removing a follower."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from exchanges.core.errors import (
    AuthError,
    BadRequest,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    Unexpected,
)
from exchanges.core.secret import Secret
from exchanges.toobit.adapter import ToobitAdapter
from exchanges.toobit.leader_mapping import PERIODS
from tests.toobit.house import House

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(40)]
CONFIG = "/api/v2/copy-trading/leader/config"
FOLLOWERS = "/api/v2/copy-trading/leader/followers"


@pytest.fixture
async def main(house: House) -> AsyncIterator[ToobitAdapter]:
    opened = house.adapter("main", "trade")
    yield opened
    await opened.aclose()


@pytest.fixture
async def second(house: House) -> AsyncIterator[ToobitAdapter]:
    opened = house.adapter("second", "trade")
    yield opened
    await opened.aclose()


async def puts(house: House) -> int:
    return sum((row["method"], row["path"]) == ("PUT", CONFIG) for row in await house.requests())


async def kept(house: House, account: str = "second") -> list[dict[str, Any]]:
    accounts = await house.do("GET", "/toobit/accounts")
    rows: list[dict[str, Any]] = json.loads(
        next(row["facts"]["followers"] for row in accounts if row["name"] == account)
    )
    return rows


async def test_what_is_led_is_what_is_held(house: House, main: ToobitAdapter) -> None:
    led = await main.leader.current()
    truth = (await house.truth())["positions"]
    assert {(row.key.symbol_id, row.key.side.value, row.quantity) for row in led} == {
        (row["contract"], row["leg"], Decimal(row["base"])) for row in truth
    }
    assert len({row.key for row in led}) == len(led) == 4
    assert all(row.followers == 12 for row in led)


async def test_everything_else_a_lead_trader_can_read(house: House, main: ToobitAdapter) -> None:
    assert len(await main.leader.history()) == 2
    for days in PERIODS:
        results = await main.leader.results(days)
        assert results is not None
        assert results.days == days
    with pytest.raises(BadRequest):
        await main.leader.results(8)
    assert len(await main.leader.shares()) == 22
    assert {row.symbol_id for row in await main.leader.symbols() if row.is_led} == set(
        (await main.leader.config()).symbol_ids
    )
    followers = await main.leader.followers()
    assert len(followers) == 12
    assert all(row.nickname and row.follows_for_ms for row in followers)
    assert main.counters.incomplete_rows == 0


async def test_a_large_page_that_is_refused_is_asked_for_smaller(house: House, main: ToobitAdapter) -> None:
    await house.fault("http", status=400, code=-1130, path=FOLLOWERS)
    asked = len(await house.requests())
    assert len(await main.leader.followers()) == 12
    assert sum(row["path"] == FOLLOWERS for row in (await house.requests())[asked:]) == 3


async def test_settings_are_replaced_as_a_whole_and_only_as_they_were_seen(house: House, second: ToobitAdapter) -> None:
    known = await second.leader.config()
    wanted = replace(known, profit_rate=Decimal("0.2"), symbol_ids=("BTC-SWAP-USDT", "ETH-SWAP-USDT"))
    await second.leader.change_config(known, wanted)
    now = await second.leader.config()
    assert (now.profit_rate, now.symbol_ids) == (Decimal("0.2"), ("BTC-SWAP-USDT", "ETH-SWAP-USDT"))
    assert now.differences(known).keys() == {"profit_rate", "symbol_ids"}
    before = await puts(house)
    with pytest.raises(BadRequest, match="meanwhile"):
        await second.leader.change_config(known, wanted)
    assert await puts(house) == before
    await second.leader.change_config(now, known)
    assert await second.leader.config() == known


async def test_settings_that_cannot_be_are_refused_by_their_codes(house: House, main: ToobitAdapter) -> None:
    known = await main.leader.config()
    for code, changes in {
        "-120072": {"profit_rate": Decimal("0.9")},
        "-32090": {"symbol_ids": ("XRP-SWAP-USDT",)},
        "-120078": {"un_lead_type": 1},
        "-32093": {"lead_position_type": 1},
    }.items():
        with pytest.raises(BadRequest) as refused:
            await main.leader.change_config(known, replace(known, **changes))  # type: ignore[arg-type]
        assert refused.value.code == code
    assert await main.leader.config() == known


async def test_a_lost_answer_to_a_change_is_looked_up_and_never_sent_again(house: House, second: ToobitAdapter) -> None:
    known = await second.leader.config()
    wanted = replace(known, profit_rate=Decimal("0.15"))
    before = await puts(house)
    await house.fault("lost_answer", path=CONFIG, method="PUT")
    await second.leader.change_config(known, wanted)
    assert (await second.leader.config()).profit_rate == Decimal("0.15")
    assert await puts(house) == before + 1
    await house.fault("lost_request", path=CONFIG, method="PUT")
    with pytest.raises(OutcomeUnknown):
        await second.leader.change_config(wanted, known)
    assert (await second.leader.config()).profit_rate == Decimal("0.15")
    await second.leader.change_config(wanted, known)


async def test_a_venue_that_signs_the_query_alone_is_understood_at_the_second_try(
    house: House, second: ToobitAdapter
) -> None:
    await house.do("POST", "/toobit/settings", {"put_signs_body": False})
    known = await second.leader.config()
    wanted = replace(known, follow_asset_lower_limit=known.follow_asset_lower_limit + 10)
    before = await puts(house)
    await second.leader.change_config(known, wanted)
    assert await puts(house) == before + 2
    await second.leader.change_config(wanted, known)
    assert await puts(house) == before + 3


async def test_a_wrong_secret_is_no_reason_to_try_on(house: House) -> None:
    key = replace(house.key("second", "trade"), secret=Secret("x" * 64))
    adapter = ToobitAdapter(key, house.hosts(), "live", limits=house.limits)
    known_by = house.adapter("second", "read")
    known = await known_by.leader.config()
    before = await puts(house)
    with pytest.raises(AuthError):
        await adapter.leader._put(known)
    assert await puts(house) == before + 2
    await adapter.aclose()
    await known_by.aclose()


async def test_settings_that_are_not_told_in_full_cannot_be_changed(house: House, second: ToobitAdapter) -> None:
    known = await second.leader.config()
    await house.fault("mutate", path=CONFIG, remove=["symbolIds"])
    before = await puts(house)
    with pytest.raises(Unexpected, match="symbolIds"):
        await second.leader.change_config(known, known)
    assert await puts(house) == before


async def test_a_read_key_changes_nothing(house: House) -> None:
    reader = house.adapter("second", "read")
    known = await reader.leader.config()
    with pytest.raises(PermissionDenied):
        await reader.leader.change_config(known, replace(known, profit_rate=Decimal("0.12")))
    with pytest.raises(PermissionDenied):
        await reader.leader.remove_follower(1)
    await reader.aclose()


async def test_who_is_no_leader_is_told_so(house: House) -> None:
    adapter = house.adapter("ordinary", "trade")
    for ask in (adapter.leader.current, adapter.leader.followers, adapter.leader.config):
        with pytest.raises(PermissionDenied) as refused:
            await ask()
        assert refused.value.code == "-120041"
    await adapter.aclose()


async def test_a_follower_is_removed_once_even_when_the_answer_is_lost(house: House, second: ToobitAdapter) -> None:
    with pytest.raises(NotFound):
        await second.leader.remove_follower(1)
    holding = next(row for row in await kept(house) if row["holds"])
    with pytest.raises(BadRequest) as refused:
        await second.leader.remove_follower(holding["user_id"])
    assert refused.value.code == "-120055"
    free = [row["user_id"] for row in await kept(house) if not row["holds"]]
    await second.leader.remove_follower(free[0])
    await house.fault("lost_answer", path=f"{FOLLOWERS}/{free[1]}")
    await second.leader.remove_follower(free[1])
    await house.fault("lost_request", path=f"{FOLLOWERS}/{free[2]}")
    await second.leader.remove_follower(free[2])
    left = {row["user_id"] for row in await kept(house)}
    assert not left & set(free[:3])
    assert len(left) == 9
