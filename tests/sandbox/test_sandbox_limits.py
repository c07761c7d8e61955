"""Rate limits of the simulated OKX, on a clock the test moves."""

from __future__ import annotations

import time

import pytest

from exchanges.sandbox.limits import SlidingWindow
from exchanges.sandbox.okx.endpoints import ENDPOINTS
from exchanges.sandbox.server import Sandbox
from tests.sandbox.client import BTC, ETH, Person

pytestmark = pytest.mark.anyio


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = time.time_ns() // 1_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def still(clock: Clock):
    async with Sandbox(seed=7, now_ms=clock) as running:
        person = Person(running)
        yield person
        await person.aclose()


async def test_the_call_over_the_limit_is_answered_429_and_recovers_as_the_window_slides(still: Person, clock: Clock):
    statuses = [(await still.ask("GET", "account/config", key="read")).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    clock.now += 1_999
    refused = await still.ask("GET", "account/config", key="read")
    assert (refused.status_code, refused.json()["code"]) == (429, "50011")
    clock.now += 1
    assert (await still.ask("GET", "account/config", key="read")).status_code == 200


async def test_limits_count_per_account_not_per_key_and_calls_do_not_share(still: Person):
    for kind in ("read", "trade", "withdraw", "read", "trade"):
        assert (await still.ask("GET", "account/config", key=kind)).status_code == 200
    assert (await still.ask("GET", "account/config", key="trade_no_ip")).status_code == 429
    assert (await still.ask("GET", "account/balance", key="read")).status_code == 200
    second = Person(still.sandbox, "second")
    assert (await second.ask("GET", "account/config", key="read")).status_code == 200
    await second.aclose()


async def test_public_calls_count_per_address_and_instrument(still: Person):
    for _ in range(10):
        assert (await still.rest.get(f"/api/v5/public/mark-price?instId={BTC}")).status_code == 200
    assert (await still.rest.get(f"/api/v5/public/mark-price?instId={BTC}")).status_code == 429
    assert (await still.rest.get(f"/api/v5/public/mark-price?instId={ETH}")).status_code == 200


async def test_a_batch_counts_its_orders_and_a_batch_of_one_counts_as_single(still: Person, clock: Clock):
    one = {"instId": BTC, "ordId": "1"}
    for _ in range(15):
        answer = await still.ask("POST", "trade/cancel-batch-orders", [one] * 20)
        assert answer.status_code == 200
    assert (await still.ask("POST", "trade/cancel-batch-orders", [one] * 2)).status_code == 429
    for _ in range(60):
        assert (await still.ask("POST", "trade/cancel-batch-orders", [one])).status_code == 200
    assert (await still.ask("POST", "trade/cancel-order", one)).status_code == 429
    clock.now += 2_000
    assert (await still.ask("POST", "trade/cancel-order", one)).status_code == 200


async def test_a_skewed_venue_clock_does_not_bend_the_limits(still: Person):
    for _ in range(5):
        await still.rest.get("/api/v5/public/time")
    await still.fault("skew", ms=10_000)
    statuses = [(await still.rest.get("/api/v5/public/time")).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_window_lets_through_exactly_its_number_in_any_stretch_of_time():
    now = 0
    window = SlidingWindow(lambda: now)
    let_through = []
    for now in range(0, 10_000, 70):
        if window.take("bucket", 5, 2_000):
            let_through.append(now)
    assert all(sum(start <= moment < start + 2_000 for moment in let_through) <= 5 for start in let_through)
    assert len(let_through) == 25


def test_every_documented_call_has_its_limit():
    documented = {
        "account/config": 5, "account/balance": 10, "account/positions": 10, "account/positions-history": 10,
        "account/leverage-info": 20, "account/set-leverage": 20, "account/max-size": 20, "account/set-position-mode": 5,
        "trade/orders-pending": 60, "trade/fills": 60, "trade/orders-history": 40, "trade/orders-history-archive": 20,
        "trade/fills-history": 10, "trade/close-position": 20, "trade/orders-algo-pending": 20,
        "trade/cancel-algos": 20, "public/instruments": 20, "public/time": 10, "market/tickers": 20,
    }  # fmt: skip
    limits = {endpoint.path.removeprefix("/api/v5/"): (endpoint.most, endpoint.window_ms) for endpoint in ENDPOINTS}
    assert {path: limits[path] for path in documented} == {path: (most, 2_000) for path, most in documented.items()}
    assert limits["system/status"] == (1, 5_000)
    assert limits["account/bills"] == (5, 1_000)
    assert limits["trade/cancel-all-after"] == (1, 1_000)
