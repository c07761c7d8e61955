"""A key to which Toobit refuses the futures account: what is led stands in for it, and is never shown as live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from exchanges.core.errors import BadRequest
from exchanges.core.examination import Question
from exchanges.core.model import LinkState, Origin
from exchanges.core.stand_in import PARTIAL
from exchanges.toobit.adapter import ToobitAdapter
from exchanges.toobit.verify import verify
from tests.following import Watcher
from tests.toobit.house import House

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(60)]

CODES = ("-1005", "-1002", "-2015")
"""What the sheet knows for a missing right; which of them Toobit would answer here is not documented."""
ACCOUNTS = ("main", "second", "retired")
LEAD_PATH = "/api/v2/copy-trading/leader/orders/current"


@pytest.fixture(autouse=True)
async def permitted(house: House) -> AsyncIterator[None]:
    """The simulation is shared, and an account's facts stay."""
    yield
    for account in ACCOUNTS:
        await house.facts(account, futures="")


def hasty(house: House, account: str = "main", kind: str = "read") -> ToobitAdapter:
    made = house.adapter(account, kind)
    made.led.every_s = 0.1
    return made


def is_partial(watcher: Watcher) -> bool:
    links = watcher.links()
    return bool(links) and (links[-1].state, links[-1].code) == (LinkState.STALE, PARTIAL)


async def partial(watcher: Watcher, house: House) -> None:
    """Until the link is partial and shows every position there is."""
    held = {(row["contract"], row["direction"]) for row in (await house.truth())["positions"]}
    await watcher.until(lambda: is_partial(watcher) and legs(watcher) == held)


def legs(watcher: Watcher) -> set[tuple[str, str]]:
    return {(row.venue_symbol, row.side.value) for row in watcher.positions.values()}


@pytest.mark.parametrize("code", CODES)
async def test_what_is_led_stands_in_and_says_what_is_missing(house: House, code: str) -> None:
    await house.facts("main", futures=code)
    async with house.watching(hasty(house)) as watcher:
        await partial(watcher, house)
        assert watcher.positions
        for row in watcher.positions.values():
            assert (row.size_known, row.unrealised_pnl, row.margin, row.liquidation_price) == (False, None, None, None)
            assert row.entry_price
            assert row.origin is Origin.SNAPSHOT
        assert watcher.orders == watcher.balances == {}
        assert LinkState.LIVE not in watcher.states()
        assert "refuses orders, balances and the stream" in watcher.links()[-1].reason


async def test_it_is_asked_again_and_again_and_told_as_old_as_the_last_answer(house: House) -> None:
    await house.facts("main", futures="-1005")
    async with house.watching(hasty(house)) as watcher:
        await partial(watcher, house)
        told = len(watcher.links())
        await house.order("main", "XRP-SWAP-USDT", "buy", "long", "100")
        await partial(watcher, house)
        await watcher.until(lambda: len(watcher.confirmations()) > 20)
        assert len(watcher.links()) == told
        assert watcher.adapter.counters.reconnects == 0
        assert LinkState.LIVE not in watcher.states()


async def test_an_answer_that_does_not_come_leaves_the_last_one_as_old_as_it_is(house: House) -> None:
    await house.facts("main", futures="-1005")
    async with house.watching(hasty(house)) as watcher:
        await partial(watcher, house)
        await house.fault("http", count=0, body="html", path=LEAD_PATH)
        await asked(house, 2)  # The first may have been answered just before.
        confirmed = len(watcher.confirmations())
        await asked(house, 2)
        assert len(watcher.confirmations()) == confirmed
        assert is_partial(watcher)
        await house.clear()
        await watcher.until(lambda: len(watcher.confirmations()) > confirmed)
        assert is_partial(watcher)


async def asked(house: House, times: int) -> None:
    """Until what is led was asked for so often from now on."""

    async def count() -> int:
        return [row["path"] for row in await house.requests()].count(LEAD_PATH)

    wanted = await count() + times
    while await count() < wanted:
        await asyncio.sleep(0.05)


async def test_the_account_itself_is_followed_as_soon_as_it_is_permitted(house: House) -> None:
    await house.facts("main", futures="-1005")
    async with house.watching(hasty(house)) as watcher:
        await partial(watcher, house)
        await house.trade("main")
        await house.facts("main", futures="")
        await watcher.live()
        await house.agrees(watcher)
        await house.tells_all_fills(watcher)
        assert watcher.fresh_fills()
        assert all(row.size_known for row in watcher.positions.values())


async def test_what_was_known_of_orders_and_money_goes_with_the_right_and_comes_back_with_it(house: House) -> None:
    async with house.watching(hasty(house)) as watcher:
        await watcher.live()
        orders, coins = set(watcher.orders), set(watcher.balances)
        assert orders
        assert coins
        await house.facts("main", futures="-1005")
        await watcher.until(lambda: is_partial(watcher) and not watcher.orders and not watcher.balances)
        await house.facts("main", futures="")
        await watcher.live(2)
        await house.agrees(watcher)
        assert set(watcher.orders) == orders
        assert set(watcher.balances) == coins


async def test_nothing_stands_in_for_a_key_that_is_gone(house: House) -> None:
    await house.facts("main", futures="-1005")
    made = await house.make_key("second", ["read"], [])
    await house.facts("second", futures="-1005")
    adapter = ToobitAdapter(made, house.hosts(), "live", limits=house.limits)
    adapter.led.every_s = 0.1
    async with house.watching(adapter) as watcher:
        await watcher.until(lambda: is_partial(watcher))
        await house.do("DELETE", f"/toobit/accounts/second/keys/{made.api_key}")
        attention = await watcher.reaches(LinkState.ATTENTION)
        assert attention.code == "-2015"


async def test_nothing_stands_in_for_a_leader_who_leads_no_more(house: House) -> None:
    await house.facts("retired", futures="-1005")
    async with house.watching(hasty(house, "retired")) as watcher:
        assert (await watcher.reaches(LinkState.ATTENTION)).code == "-1005"
        assert not [link for link in watcher.links() if link.code == PARTIAL]


async def test_a_site_out_of_order_is_no_refusal(house: House) -> None:
    await house.fault("http", count=6, body="html", path="/api/v1/futures/")
    async with house.watching(hasty(house)) as watcher:
        await watcher.live()
        assert not [link for link in watcher.links() if link.code == PARTIAL]


async def test_the_verdict_says_what_such_a_key_shows(house: House) -> None:
    await house.facts("main", futures="-1005")
    report = await verify(Question("read", "live", Decimal(100)), house.key("main", "read"), house.hosts())
    checks = {check.name: check for check in report.checks}
    assert [checks[name].outcome for name in ("account_kind", "equity", "stream")] == ["ok", "unverified", "unverified"]
    assert "positions only" in checks["stream"].text[0]
    assert report.facts is not None
    assert report.facts.account is not None
    assert report.facts.account.equity_usdt is None
    assert len(report.facts.account.open_positions) == len((await house.truth())["positions"])


async def test_a_position_of_unknown_size_is_not_closed_from_here(house: House) -> None:
    adapter = house.adapter("second", "trade")
    await house.order("second", "ETH-SWAP-USDT", "buy", "long", "50")
    (position,) = (await adapter.account_facts()).open_positions
    with pytest.raises(BadRequest):
        await adapter.close_position(replace(position, size_known=False), "x1")
    await adapter.aclose()
